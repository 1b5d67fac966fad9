import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishedCases, readFinishedCases, type Head } from '../../src/lab/finished-cases.ts';
import { readManifest } from '../../src/lab/manifest.ts';
import { home } from '../../src/lab/provenance.ts';
import { recover, replaceFolder } from '../../src/lab/replace-folder.ts';
import { stream } from '../../src/objectives/random.ts';
import { emptyFolder, filesIn } from './folder.ts';
import { file, isAlive, main, started } from './started.ts';

const head: Head = {
  format: 2,
  id: '90-squares',
  file: '/somewhere/90-squares.ts',
  code: 'abc',
  engine: 'node 20',
  seed: 7,
  quick: false,
  sweep: { x: [1, 2], layers: [[4, 8, 3]] },
  command: 'derivlab run 90-squares.ts',
  times: true,
  cases: 9,
  shard: [1, 1],
};

/** How often each case of a file made by `logged` was begun. */
const begun = (folder: string): number[] =>
  existsSync(join(folder, 'log'))
    ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n').map(Number)
    : [];

/** An experiment that writes down which case it begins. */
function logged(folder: string, id: string, waits: number): string {
  const path = file(folder, id, waits);
  const text = readFileSync(path, 'utf8')
    .replace(
      'async *measure({ x }) {',
      `async *measure({ x }) { appendFileSync('${join(folder, 'log')}', x + '\\n');`,
    )
    .replace('import', "import { appendFileSync } from 'node:fs'; import")
    .replace('[1, 2, 3, 4]', '[1, 2, 3, 4, 5, 6, 7, 8]');
  writeFileSync(path, text);
  return path;
}

/** Kills a process so many milliseconds after another few cases have begun. */
async function killed(pid: number, signal: NodeJS.Signals, folder: string, cases: number, then = 0) {
  const before = begun(folder).length;
  while (isAlive(pid) && begun(folder).length < before + cases) await setTimeout(5);
  await setTimeout(then);
  if (isAlive(pid)) process.kill(pid, signal);
}

describe('a file of finished cases', () => {
  const cell = fc.oneof(
    fc.double(),
    fc.constantFrom(-0, NaN, Infinity, -Infinity),
    fc.bigInt(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
  );

  it('has all that are added at the same moment', async () => {
    const path = join(emptyFolder(), 'x.cases.jsonl');
    const cases = await finishedCases(path, head, true);
    const all = Array.from({ length: head.cases }, (_, index) => index);
    await Promise.all(all.map((index) => cases.add(index, [{ index }])));
    expect([...(await readFinishedCases(path))!.rows.keys()]).toEqual(all);
  });

  it('gives back every cell as it was', async () => {
    const path = join(emptyFolder(), 'x.cases.jsonl');
    const rows = fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), cell, { noNullPrototype: true }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(rows, rows, async (one, two) => {
        const first = await finishedCases(path, head, true);
        await first.add(3, one);
        await first.add(1, two);
        const again = await finishedCases(path, head, false);
        expect([...again.rows]).toStrictEqual([
          [3, one],
          [1, two],
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('loses no more than the line that was being written', async () => {
    const path = join(emptyFolder(), 'x.cases.jsonl');
    const first = await finishedCases(path, head, false);
    for (let i = 0; i < 5; i++) await first.add(i, [{ x: i }]);
    const whole = readFileSync(path, 'utf8');
    const random = stream(5);
    for (let i = 0; i < 40; i++) {
      const length = Math.floor(random.uniform() * whole.length);
      writeFileSync(path, whole.slice(0, length));
      const lines = whole.slice(0, length).split('\n').length - 1;
      const again = await finishedCases(path, head, false);
      expect([...again.rows.keys()]).toEqual([0, 1, 2, 3, 4].slice(0, Math.max(0, lines - 1)));
      await again.add(8, [{ x: 8 }]);
      expect((await readFinishedCases(path))!.rows.get(8)).toEqual([{ x: 8 }]);
    }
  });

  it.each<[string, Partial<Head>]>([
    ['code', { code: 'abd' }],
    ['a seed', { seed: 8 }],
    ['an engine', { engine: 'node 22' }],
    ['a sweep', { sweep: { x: [1, 2] } }],
    ['a shard', { shard: [1, 2] }],
  ])('is of no use to other than its own: %s', async (_, change) => {
    const path = join(emptyFolder(), 'x.cases.jsonl');
    await (await finishedCases(path, head, false)).add(0, [{ x: 1 }]);
    expect((await finishedCases(path, { ...head, ...change }, false)).rows.size).toBe(0);
    expect((await finishedCases(path, head, true)).rows.size).toBe(0);
    expect((await finishedCases(path, head, false)).rows.size).toBe(1);
  });

  it('is whole again after an addition that the disk had no room for', async () => {
    const path = join(emptyFolder(), 'x.cases.jsonl');
    const cases = await finishedCases(path, head, false);
    const add = (index: number) => {
      cases.rows.set(index, [{ x: index }]);
      return cases.add(index, [{ x: index }]);
    };
    await add(0);
    rmSync(path);
    symlinkSync('/dev/full', path);
    await expect(add(1)).rejects.toThrow(/ENOSPC/);
    expect(cases.count()).toBe(1);
    rmSync(path);
    await add(2);
    expect([...(await readFinishedCases(path))!.rows.keys()]).toEqual([0, 1, 2]);
    expect(cases.count()).toBe(3);
  });

  it('that is something else is replaced', async () => {
    const path = join(emptyFolder(), 'x.cases.jsonl');
    writeFileSync(path, 'not a file of cases');
    const fresh = await finishedCases(path, head, false);
    expect(fresh.rows.size).toBe(0);
    await fresh.add(0, []);
    expect((await readFinishedCases(path))!.rows.size).toBe(1);
  });
});

describe('a folder that is replaced', () => {
  it('has the new files, and those that nobody wrote', async () => {
    const folder = join(emptyFolder(), 'one');
    await replaceFolder(folder, new Map([['a', '1'], ['t/b', '2'], ['c', '3']]), () => false); // prettier-ignore
    writeFileSync(join(folder, 'mine.txt'), 'a note');
    await replaceFolder(folder, new Map([['a', '4']]), (name) => name === 'c');
    expect(filesIn(folder)).toEqual({ a: '4', 'mine.txt': 'a note', 't/b': '2' });
    expect(readdirSync(join(folder, '..'))).toEqual(['one']);
  });

  it('stays as it was where the disk is full', async () => {
    const folder = join(emptyFolder(), 'one');
    await replaceFolder(folder, new Map([['a', '1']]), () => false);
    const files = new Map<string, string | Buffer>([['a', '2']]);
    // The device that is always full stands where the new files are written.
    const fresh = join(folder, '..', `.one.new-${process.pid}`);
    const full = { [Symbol.iterator]: function* () { yield ['a', '2'] as const; mkdirSync(join(fresh, 'sub')); symlinkSync('/dev/full', join(fresh, 'sub', 'b')); yield ['sub/b', '3'] as const; } }; // prettier-ignore
    Object.assign(files, { [Symbol.iterator]: full[Symbol.iterator] });
    await expect(replaceFolder(folder, files, () => false)).rejects.toThrow(/ENOSPC/);
    expect(filesIn(folder)).toEqual({ a: '1' });
    expect(readdirSync(join(folder, '..'))).toEqual(['one']);
  });

  it('is the old one or the new one after a kill at any moment', async () => {
    const root = emptyFolder();
    const random = stream(11);
    const loop = join(home, 'test', 'lab', 'rewriting.ts');
    for (let i = 0; i < 10; i++) {
      await started([loop, join(root, 'one')], root, (_, pid) => {
        void setTimeout(random.uniform() * 60).then(() => process.kill(pid, 'SIGKILL'));
      });
      await recover(root);
      expect(readdirSync(root)).toEqual(['one']);
      const found = Object.values(filesIn(join(root, 'one')));
      expect(found.length).toBe(2);
      expect(new Set(found).size).toBe(1);
      expect(['a', 'b'].map((name) => name.repeat(200_000))).toContain(found[0]);
    }
  });
});

describe('a run that was killed', () => {
  it('loses no finished case and leaves no half file, whenever it happened', async () => {
    const folder = emptyFolder();
    const path = logged(folder, 'mine', 60);
    const random = stream(12);
    const cases = join(folder, 'results', '.unfinished', 'mine.cases.jsonl');
    let finished = new Set<number>();
    let kills = 0;
    for (; kills < 10; kills++) {
      const before = begun(folder).length;
      await started([main, 'run', path, '--jobs', '2'], folder, (text, pid) => {
        if (text.includes('mine: 8 cases')) void killed(pid, 'SIGKILL', folder, Math.floor(random.uniform() * 3), random.uniform() * 100);
      }); // prettier-ignore
      const known = new Set((await readFinishedCases(cases).catch(() => null))?.rows.keys() ?? []);
      const complete = existsSync(join(folder, 'results', 'mine', 'manifest.json'));
      if (!complete) for (const index of finished) expect(known).toContain(index);
      // What was finished before is not begun again.
      for (const x of begun(folder).slice(before)) expect(finished).not.toContain(x - 1);
      if (complete) break;
      expect(existsSync(join(folder, 'results', 'mine'))).toBe(false);
      finished = known;
    }
    expect(kills).toBeGreaterThan(1);
    const { code } = await started([main, 'run', path, '--jobs', '2'], folder);
    expect(code).toBe(0);
    const files = filesIn(join(folder, 'results'));
    expect(readManifest(files['mine/manifest.json']!).rows).toBe(8);
    expect(files['mine/rows.csv']).toContain('8\r\n');
    expect(readdirSync(join(folder, 'results')).sort()).toEqual([
      'README.md',
      '_variables.yml',
      'mine',
      'values.tex',
    ]);
  });

  it('goes on where it was, unless it is to begin anew', async () => {
    const folder = emptyFolder();
    const path = logged(folder, 'mine', 150);
    const stop = () =>
      started([main, 'run', path, '--jobs', '1'], folder, (text, pid) => {
        if (text.includes('mine: 8 cases')) void killed(pid, 'SIGINT', folder, 2, 50);
      });
    const { code, err } = await stop();
    expect(code).toBe(130);
    expect(err).toContain('the next run goes on from the cases that are finished');
    const before = begun(folder);
    expect(before.length).toBeGreaterThan(1);
    const { err: said } = await started([main, 'run', path], folder);
    expect(said).toMatch(/mine: 8 cases, \d of them finished before …/);
    const after = begun(folder);
    expect(new Set(after).size).toBe(8);
    expect(after.length).toBeLessThanOrEqual(9);
    await stop();
    const length = begun(folder).length;
    const { err: anew } = await started([main, 'run', path, '--fresh'], folder);
    expect(anew).toContain('mine: 8 cases …');
    expect(begun(folder).length).toBe(length + 8);
  });

  it('stops in the middle of a case that never waits', async () => {
    const folder = emptyFolder();
    const path = file(folder, 'busy');
    writeFileSync(path, readFileSync(path, 'utf8').replace('yield { x }', 'for (;;) if (x < 0) yield { x }'));
    const { code } = await started([main, 'run', path], folder, (text, pid) => {
      if (text.includes('busy: 4 cases')) process.kill(pid, 'SIGINT');
    });
    expect(code).toBe(130);
  });
});

describe('an experiment that breaks off', () => {
  const cases = join('results', '.unfinished', 'mine.cases.jsonl');
  const change = (path: string, from: string, to: string): void => {
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };
  const holds = "({ holds: true, because: 'it was said' })";
  const throws = "{ throw new Error('it cannot say'); }";

  it('in its verdict has its cases kept, says for what, and leaves nothing once it is mended', async () => {
    const folder = emptyFolder();
    const path = logged(folder, 'mine', 0);
    change(path, holds, throws);
    const run = () => started([main, 'run', path, '--jobs', '1', '--quiet'], folder);
    const first = await run();
    expect(first).toEqual({
      code: 1,
      out: '',
      err: [
        'mine: its verdict threw: it cannot say\n',
        `mine: 8 finished cases kept in ${cases}: the next run goes on from there if the code is the same, and else begins anew\n`,
      ].join(''),
    });
    expect((await readFinishedCases(join(folder, cases)))!.rows.size).toBe(8);
    expect(await run()).toEqual(first);
    expect(begun(folder)).toHaveLength(8);
    change(path, throws, holds);
    expect(await run()).toMatchObject({ code: 0, err: '' });
    expect(begun(folder)).toHaveLength(16);
    expect(readdirSync(join(folder, 'results')).sort()).toEqual([
      'README.md',
      '_variables.yml',
      'mine',
      'values.tex',
    ]);
  });

  it('in a case has those before it kept, and says so; nothing is said where there are none', async () => {
    const folder = emptyFolder();
    const path = logged(folder, 'mine', 0);
    change(path, 'yield', "if (x === 3) throw new Error('not three'); yield");
    const { code, err } = await started([main, 'run', path, '--jobs', '1', '--quiet'], folder);
    expect(code).toBe(1);
    expect(err).toMatch(`mine: case x=3: not three\nmine: 2 finished cases kept in ${cases}: `);
    change(path, 'x === 3', 'x < 9');
    const none = await started([main, 'run', path, '--jobs', '1', '--quiet'], folder);
    expect(none.err).toBe('mine: case x=1: not three\n');
  });

  it('after its shards are merged says so, and leaves them', async () => {
    const folder = emptyFolder();
    const path = file(folder, 'mine');
    change(path, holds, throws);
    const shard = await started([main, 'run', path, '--shard', '1/1', '--out', 's1', '--json'], folder);
    expect(JSON.parse(shard.out)).toEqual([
      { id: 'mine', cases: 4, of: 4, path: join('s1', 'mine.cases.jsonl') },
    ]);
    const before = filesIn(join(folder, 's1'));
    const err = 'derivlab: merge: mine: its verdict threw: it cannot say\n';
    expect(await started([main, 'merge', 's1'], folder)).toEqual({ code: 1, out: '', err });
    expect(filesIn(join(folder, 's1'))).toEqual(before);
    expect(existsSync(join(folder, 'results'))).toBe(false);
  });
});

describe('shards', () => {
  it('merged give the bytes of one run, and are refused where they do not match', async () => {
    const folder = emptyFolder();
    const path = file(folder, 'mine');
    const shard = (part: string, out: string, ...more: string[]) =>
      started([main, 'run', path, '--shard', part, '--out', out, '--quiet', ...more], folder);
    const merged = (...folders: string[]) =>
      started([main, 'merge', ...folders, '--out', 'merged', '--quiet'], folder);
    await Promise.all([shard('1/3', 's1'), shard('2/3', 's2')]);
    await Promise.all([shard('3/3', 's3'), shard('3/3', 'other', '--seed', '2')]);
    const lacking = await merged('s1', 's3');
    expect(lacking.code).toBe(2);
    expect(lacking.err).toContain('all 4 cases are required, got 3; the first that lacks is of shard 2/3');
    expect((await merged('s1', 's2', 'other')).err).toContain(
      'shards of one seed are required, got 1 in s1 and 2 in other',
    );
    expect((await merged('s1', 's2', 's2')).err).toContain(
      'each case once is required, got case 2 again in s2',
    );
    expect((await merged('nowhere')).err).toBe(
      'derivlab: merge: the folder of a shard is required, there is no nowhere\n',
    );
    expect(existsSync(join(folder, 'merged'))).toBe(false);
    const { code, out } = await merged('s3', 's1', 's2', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ id: 'mine', verdict: { holds: true }, rows: { length: 4 } }]);
    expect((await started([main, 'run', path, '--out', 'one', '--quiet'], folder)).code).toBe(0);
    expect(filesIn(join(folder, 'merged'))).toEqual(filesIn(join(folder, 'one')));
    expect((await started([main, 'run', path, '--shard', '5/4'], folder)).err).toContain(
      'A part and the number of parts are required',
    );
  });
});
