import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find } from '../../src/lab/catalogue.ts';
import { finishedCases } from '../../src/lab/finished-cases.ts';
import { run } from '../../src/lab/run.ts';
import { caseFile, headOf, taskOf } from '../../src/lab/task.ts';
import { emptyFolder, filesIn } from '../lab/folder.ts';
import { file } from '../lab/started.ts';
import { damage } from './damage.ts';
import { attackSlowly, names, world } from './hostile.ts';

const truth = [1, 2, 3, 4].map((x) => [{ x }]);

/** An experiment of four cases, and what an interrupted run left of it: all four, written as runs write them. */
async function left(seed = 1, id = 'mine') {
  const folder = emptyFolder();
  const entry = find([file(folder, id, 0, seed)])[0]!;
  const { configuration, cases } = await taskOf(entry, folder, {});
  const path = caseFile(folder, id);
  const kept = await finishedCases(path, headOf(entry, configuration, cases.length), true);
  for (const [index, rows] of truth.entries()) await kept.add(index, rows);
  return { folder, entry, path, sound: readFileSync(path, 'utf8') };
}

type Left = Awaited<ReturnType<typeof left>>;

/** Takes up what is left: each case is to be measured, or has its own rows. */
async function takenUp({ entry, folder }: Left): Promise<readonly number[]> {
  const { rows, waiting, alone } = await taskOf(entry, folder, {});
  expect(alone).toEqual([]);
  expect([...rows.keys(), ...waiting].sort()).toEqual([0, 1, 2, 3]);
  for (const [index, some] of rows) expect(some).toStrictEqual(truth[index]);
  return [...rows.keys()];
}

/** A line as a run writes it, but for what is changed in it. */
const changed = (line: string, change: object): string => JSON.stringify({ ...JSON.parse(line), ...change });

const cell = fc.oneof(
  fc.constantFrom<unknown>(NaN, 'NaN', '1', 2, -1, 1e308, true, null, [], {}, { x: 1 }, [[1]]),
  fc.constantFrom({ number: 'NaN' }, { number: '1' }, { integer: '1' }, { integer: '9'.repeat(500) }),
  fc.jsonValue({ maxDepth: 2 }),
);
const row = fc.dictionary(fc.constantFrom('x', 'y', ...names), cell, { maxKeys: 3 });
const place = fc.oneof(fc.nat(5), fc.constantFrom<unknown>(-1, 0.5, 1e9, '0', null, '__proto__', [0]));

describe('a file of finished cases, attacked', () => {
  it('gives each case its own rows, or leaves it to be measured', async () => {
    const before = world();
    const own = await left();
    const write = (text: string | Buffer): void => {
      writeFileSync(own.path, text);
    };
    expect(await takenUp(own)).toEqual([0, 1, 2, 3]);
    await attackSlowly(damage, 400, async (damaged) => {
      write(damaged(Buffer.from(own.sound)));
      await takenUp(own);
    });
    const [head, ...lines] = own.sound.trim().split('\n') as [string, ...string[]];
    // One line among sound ones says something else, sum and all.
    const other = fc.oneof(
      fc.record({ rows: fc.array(row, { maxLength: 3 }) }),
      fc.record({ case: place }),
      fc.record({ case: place, rows: fc.array(row, { maxLength: 2 }), sum: fc.constantFrom('', 'a', null) }),
    );
    await attackSlowly(fc.tuple(other, fc.nat(3), fc.boolean()), 400, async ([change, i, more]) => {
      const line = changed(lines[i]!, change);
      write(`${[head, ...(more ? lines : lines.toSpliced(i, 1)), line].join('\n')}\n`);
      const found = await takenUp(own);
      expect(found.length).toBeGreaterThanOrEqual(3);
    });
    // Lines that are there again, in another order, or cut where the next begins.
    await attackSlowly(fc.array(fc.nat(3), { maxLength: 9 }), 60, async (order) => {
      write(`${[head, ...order.map((i) => lines[i]!)].join('\n')}\n`);
      expect(new Set(await takenUp(own))).toEqual(new Set(order));
      write(`${[head, ...order.map((i) => lines[i]!.slice(0, -1 - i))].join('\n')}\n`);
      expect(await takenUp(own)).toEqual([]);
    });
    expect(world()).toBe(before);
  });

  it('has none of what another experiment, another seed or another version measured', async () => {
    const own = await left();
    const [head, ...lines] = own.sound.trim().split('\n') as [string, ...string[]];
    for (const stranger of [await left(2), await left(1, 'other')]) {
      const [strange, ...strangers] = stranger.sound.trim().split('\n') as [string, ...string[]];
      writeFileSync(own.path, [head, ...strangers, ''].join('\n'));
      expect(await takenUp(own)).toEqual([]);
      writeFileSync(own.path, [strange, ...lines, ''].join('\n'));
      expect(await takenUp(own)).toEqual([]);
    }
    for (const change of [
      ...[{ seed: 2 }, { code: 'x' }, { engine: 'node 1' }, { cases: 5 }, { sweep: { x: [1] } }],
      ...[{ format: 1 }, { shard: [1, 2] }, { times: 1 }, { id: '__proto__' }, { quick: null }],
    ]) {
      writeFileSync(own.path, [changed(head, change), ...lines, ''].join('\n'));
      expect(await takenUp(own)).toEqual([]);
    }
  });

  it('may be no file: the results are the same, and what cannot be kept is told', async () => {
    const own = await left();
    const results = async () => {
      let err = '';
      const screen = {
        out: () => undefined,
        err: (text: string) => void (err += text),
        width: 80,
        colour: false,
        live: false,
      };
      const code = await run([own.entry], { out: own.folder, quiet: true, jobs: 1 }, screen);
      const kept = filesIn(join(own.folder, 'mine'));
      rmSync(join(own.folder, 'mine'), { recursive: true });
      expect(err).not.toMatch(/\n\s+at /);
      return { code, err, kept };
    };
    const whole = await results();
    expect(whole).toMatchObject({ code: 0, err: '' });
    const text = (some: string | Buffer) => () => {
      writeFileSync(own.path, some);
    };
    const link = (to: string) => () => {
      symlinkSync(to, own.path);
    };
    const instead: [string, () => unknown][] = [
      ['noise', text(Buffer.alloc(1000, 0xff))],
      ['a megabyte of lines', text('{"case":0}\n'.repeat(1e5))],
      ['a link to nowhere', link('/nowhere/at/all')],
      ['a link to itself', link(own.path)],
      ['a link to what never ends', link('/dev/zero')],
      ['a pipe', () => execFileSync('mkfifo', [own.path])],
    ];
    for (const [what, put] of instead) {
      mkdirSync(dirname(own.path), { recursive: true });
      put();
      expect([what, await results()]).toEqual([what, whole]);
    }
    mkdirSync(own.path, { recursive: true });
    const inFolder = await results();
    expect([inFolder.code, inFolder.kept]).toEqual([1, whole.kept]);
    for (const line of inFolder.err.trim().split('\n')) expect(line).toContain(own.path);
    rmSync(dirname(own.path), { recursive: true });
    writeFileSync(dirname(own.path), 'a file in place of the folder');
    const { code, err, kept } = await results();
    expect([code, kept]).toEqual([0, whole.kept]);
    expect(err).toMatch(/a finished case cannot be kept/);
    expect(existsSync(dirname(own.path))).toBe(true);
  });
});
