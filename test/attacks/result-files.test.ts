import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishedCases, readFinishedCases, type Head } from '../../src/lab/finished-cases.ts';
import { readManifest } from '../../src/lab/manifest.ts';
import { home } from '../../src/lab/provenance.ts';
import { session } from '../cli/session.ts';
import { emptyFolder } from '../lab/folder.ts';
import { damage } from './damage.ts';
import { attack, attackSlowly, world } from './hostile.ts';

const id = '01-worked-examples';
const files = ['rows.csv', 'manifest.json', 'run.json'] as const;

describe('result files, attacked', () => {
  it('are shown and cited, or it is said in a line what is wrong; nothing is written', async () => {
    const before = world();
    const folder = emptyFolder();
    cpSync(join(home, 'results', id), join(folder, id), { recursive: true });
    const sound = new Map(files.map((name) => [name, readFileSync(join(folder, id, name))]));
    const what = fc.constantFrom(
      ['show', '01'],
      ['show', '01', '--table', 'rows', '--json'],
      ['cite', '01'],
      ['cite', '01', '--json'],
    );
    await attackSlowly(
      fc.tuple(fc.constantFrom(...files), damage, what),
      220,
      async ([name, damaged, words]) => {
        const data = damaged(sound.get(name)!);
        writeFileSync(join(folder, id, name), data);
        const listed = readdirSync(join(folder, id)).sort();
        try {
          const { code, err } = await session(...words, '--results', folder);
          expect([0, 1, 2]).toContain(code);
          expect(err).not.toMatch(/fault of the program|\n {4}at |node:internal/);
          if (code !== 0) expect(err).toMatch(/^derivlab: .+/);
          expect(readFileSync(join(folder, id, name)).equals(data)).toBe(true);
          expect(readdirSync(join(folder, id)).sort()).toEqual(listed);
        } finally {
          writeFileSync(join(folder, id, name), sound.get(name)!);
        }
      },
    );
    expect(world()).toBe(before);
  });

  it('are manifests, or no manifests', () => {
    const sound = readFileSync(join(home, 'results', id, 'manifest.json'));
    attack(damage, 1500, (damaged) => {
      try {
        expect(readManifest(damaged(sound).toString()).schema).toBe(1);
      } catch (error) {
        expect(['SyntaxError', 'TypeError']).toContain((error as Error).name);
        expect((error as Error).message.length).toBeLessThan(600);
      }
    });
  });

  it('of finished cases give the lines that are whole, and merge refuses what is none', async () => {
    const folder = emptyFolder();
    const path = join(folder, 'toy.cases.jsonl');
    const head: Head = {
      format: 2,
      id: 'toy',
      file: 'toy.ts',
      code: 'c',
      engine: 'e',
      seed: 1,
      quick: false,
      sweep: { x: [1, 2] },
      command: 'run',
      times: false,
      cases: 2,
      shard: [1, 1],
    };
    const rows = [[{ x: 1, big: 12n }], [{ x: -0 }]];
    const cases = await finishedCases(path, head, true);
    for (const [index, some] of rows.entries()) await cases.add(index, some);
    const sound = readFileSync(path);
    await attackSlowly(damage, 500, async (damaged) => {
      const data = damaged(sound);
      writeFileSync(path, data);
      try {
        const found = await readFinishedCases(path);
        for (const [index, some] of found!.rows) expect(some).toEqual(rows[index]);
      } catch (error) {
        expect((error as Error).message).toContain('a file of finished cases is required');
      }
      expect(readFileSync(path).equals(data)).toBe(true);
    });
    await attackSlowly(damage, 40, async (damaged) => {
      writeFileSync(path, damaged(sound));
      const { code, err } = await session('merge', folder, '--out', join(folder, 'out'));
      expect([1, 2]).toContain(code);
      expect(err).toMatch(/^derivlab: /);
      expect(err).not.toMatch(/\n {4}at /);
    });
  });
});
