import { execFileSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/lab/experiment.ts';
import { emptyFolder, ran } from '../lab/folder.ts';
import { squares } from '../lab/toys.ts';
import { damage } from './damage.ts';
import { attackSlowly, world } from './hostile.ts';

const drawn: Experiment = {
  ...squares,
  id: '91-drawn',
  figures: [
    {
      id: 'squares',
      caption: 'Squares grow.',
      alt: 'A rising line.',
      draw: (rows) => ({
        x: { title: 'x', scale: 'linear' },
        y: { title: 'square', scale: 'linear' },
        series: [
          { name: 'squares', spots: rows.map(({ x, square }) => ({ x: Number(x), y: Number(square) })) },
        ],
      }),
    },
  ],
};
const experiments = [squares, drawn];

const compared = [
  ...['90-squares/rows.csv', '90-squares/table.md', '90-squares/table.tex', '90-squares/manifest.json'],
  ...['91-drawn/squares.svg', '91-drawn/squares.png', '91-drawn/manifest.json', '91-drawn/table.md'],
  ...['README.md', 'values.tex', '_variables.yml'],
];

/** Every entry below a folder, with its kind, its bytes and when it was written. */
const state = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { mode, size, mtimeMs, ino } = lstatSync(join(folder, path));
      return [path, mode, size, mtimeMs, ino];
    });

const link = (to: string) => (path: string) => {
  symlinkSync(to, path);
};
const bytes = (size: number, pattern: string) => (path: string) => {
  writeFileSync(path, Buffer.alloc(size, pattern));
};

async function kept(): Promise<string> {
  const folder = emptyFolder();
  expect((await ran(experiments, folder)).code).toBe(0);
  return folder;
}

/** Checks a folder in which something is amiss with a file: that is said in few, short lines, and nothing is written. */
async function checked(folder: string, path: string) {
  const before = state(folder);
  // Drawing takes long: the experiment with a figure runs where its files are attacked.
  const experiment = path.startsWith(drawn.id) ? drawn : squares;
  const { code, out, err } = await ran([experiment], folder, { check: true, quiet: true });
  expect(state(folder)).toEqual(before);
  const said = out + err;
  expect(said).not.toMatch(/\n\s+at |node:internal|fault of the program/);
  expect(said.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(said.length).toBeLessThan(12_000);
  // A row is one of rows.csv.
  const named =
    said.includes(basename(path)) || (path.endsWith('rows.csv') && said.startsWith('90-squares: row '));
  return { code, said, named };
}

describe('a check of results, attacked', () => {
  it('names the file whose bytes are damaged, with exit code 1, and writes nothing', async () => {
    const before = world();
    const folder = await kept();
    const sound = new Map(compared.map((path) => [path, readFileSync(join(folder, path))]));
    let other = 0;
    await attackSlowly(fc.tuple(fc.constantFrom(...compared), damage), 80, async ([path, damaged]) => {
      const data = damaged(sound.get(path)!);
      writeFileSync(join(folder, path), data);
      const { code, said, named } = await checked(folder, path);
      writeFileSync(join(folder, path), sound.get(path)!);
      // Of another engine's results some are not compared; that they are another's is all that this manifest says otherwise.
      if (/kept from Node \d/.test(said) && path.endsWith('manifest.json')) other++;
      else if (data.equals(sound.get(path)!)) expect([code, said]).toEqual([0, '']);
      else expect([path, code, named, said]).toEqual([path, 1, true, said]);
    });
    expect(other).toBeLessThan(5);
    expect(world()).toBe(before);
  });

  /** What stands in the place of a file: nothing, something that is no file, or too much. */
  const instead: readonly (readonly [string, (path: string) => unknown])[] = [
    ['nothing', () => undefined],
    [
      'a folder',
      (path) => {
        mkdirSync(path);
      },
    ],
    ['a link to nowhere', link('/nowhere/at/all')],
    [
      'a link to itself',
      (path) => {
        symlinkSync(path, path);
      },
    ],
    ['a link to what never ends', link('/dev/zero')],
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['100 MB of zeros', bytes(1e8, '\0')],
    ['100 MB of lines', bytes(1e8, 'row,x\r\n1,1\r\n')],
    ['a megabyte in one line', bytes(1e6, 'a')],
    ['a line of commas', bytes(1e6, ',')],
    ['rows of one name', bytes(1e6, 'row,x\r\n1,1\r\n')],
    ['empty lines', bytes(3e5, '\n')],
  ];
  it.each(instead)('names the file in whose place there is %s', async (what, put) => {
    const whole = await kept();
    // What is long takes its time: one of each way in which files are read.
    const long = /MB|megabyte|commas|rows|lines/.test(what);
    for (const path of long ? compared.filter((_, i) => [0, 3, 5, 8].includes(i)) : compared) {
      const folder = emptyFolder();
      cpSync(whole, folder, { recursive: true });
      rmSync(join(folder, path));
      put(join(folder, path));
      const { code, named, said } = await checked(folder, path);
      // Without a manifest there are no results.
      const none = path.endsWith('manifest.json') && said.includes('results: none are kept');
      expect([path, code, named || none]).toEqual([path, 1, true]);
      rmSync(folder, { recursive: true });
    }
  });

  it('follows a link to what is sound, and names both of two that were exchanged', async () => {
    const whole = await kept();
    for (const [i, path] of compared.entries()) {
      const folder = emptyFolder();
      cpSync(whole, folder, { recursive: true });
      rmSync(join(folder, path));
      symlinkSync(join(whole, path), join(folder, path));
      expect(await checked(folder, path)).toMatchObject({ code: 0, said: '' });
      const next = compared[(i + 1) % compared.length]!;
      rmSync(join(folder, path));
      cpSync(join(whole, path), join(folder, path));
      renameSync(join(folder, path), join(folder, 'x'));
      renameSync(join(folder, next), join(folder, path));
      renameSync(join(folder, 'x'), join(folder, next));
      expect(await checked(folder, path)).toMatchObject({ code: 1 });
    }
  });

  it('does not read what it does not compare', async () => {
    const folder = await kept();
    for (const name of ['run.json', 'timings']) {
      rmSync(join(folder, '90-squares', name), { recursive: true });
      writeFileSync(join(folder, '90-squares', name), '\u0000['.repeat(1000));
    }
    expect(await checked(folder, 'run.json')).toMatchObject({ code: 0, said: '' });
  });

  it.each(['90-squares', ''])('says where a folder is a file, with exit code 2: "%s"', async (path) => {
    const folder = await kept();
    rmSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path), 'x');
    const { code, err } = await ran(experiments, folder, { check: true });
    expect([code, err]).toEqual([
      2,
      `derivlab: out: a folder is required, got ${join(folder, path).replace(/\/$/, '')}, which is a file\n`,
    ]);
  });
});
