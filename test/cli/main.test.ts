import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { home } from '../../src/lab/provenance.ts';

const words = ['--import', 'tsx', join(home, 'src', 'cli', 'main.ts')];

describe('the program', () => {
  it.skipIf(!existsSync('/dev/full'))('says in one line that its output cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [...words, 'list'], {
      cwd: home,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^derivlab: the output cannot be written: ENOSPC.*\n$/);
  });

  it('goes on where nobody hears its messages', async () => {
    const child = spawn(process.execPath, [...words, 'diff', 'sin(x', '--at', 'x=1'], { cwd: home });
    child.stderr.destroy();
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
  });
});
