import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agree } from '../../src/lab/agreement.ts';
import type { Experiment } from '../../src/lab/experiment.ts';
import { emptyFolder, filesIn, ran } from './folder.ts';
import { squares } from './toys.ts';

async function kept(): Promise<{
  folder: string;
  change: (file: string, from: string | RegExp, to: string) => void;
}> {
  const folder = emptyFolder();
  await ran([squares], folder);
  const change = (file: string, from: string | RegExp, to: string): void => {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };
  return { folder, change };
}

const check = (folder: string, experiment: Experiment = squares) =>
  ran([experiment], folder, { check: true });

describe('a check', () => {
  it('finds nothing where nothing changed, and writes nothing', async () => {
    const { folder } = await kept();
    const before = filesIn(folder);
    const { code, out, err } = await check(folder);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('no difference');
    expect(filesIn(folder)).toEqual(before);
  });

  it('names the row, the column and both values of a cell', async () => {
    const { folder, change } = await kept();
    change('90-squares/rows.csv', '2,-,4,', '2,-,5,');
    const { code, out } = await check(folder);
    expect(code).toBe(1);
    expect(out).toBe('90-squares: row x=2, sign=-, square: 5 → 4\n');
  });

  it('names rows that came and went', async () => {
    const { folder, change } = await kept();
    change('90-squares/rows.csv', '2,-,4,', '7,-,4,');
    const { out } = await check(folder);
    expect(out).toMatch(/row x=7, sign=-: gone: 2\/minus,7,-,4,[^]*row x=2, sign=-: new: 2\/minus,2,-,4,/);
  });

  it('prints ten differences and counts the rest', async () => {
    const { folder } = await kept();
    const other = {
      ...squares,
      *measure(settings: never, lab: never) {
        for (const row of squares.measure(settings, lab) as Iterable<object>)
          yield { ...row, square: -1, chance: -1 };
      },
    } as unknown as Experiment;
    const { out } = await check(folder, other);
    expect(out.trim().split('\n')).toHaveLength(11);
    expect(out).toMatch(/90-squares: and \d+ more\n$/);
  });

  it.each([
    ['90-squares/table.md', 'Squares of', 'Cubes of', /table\.md line \d+: Cubes of/],
    ['90-squares/manifest.json', '"seed": 7', '"seed": 8', /manifest\.json line \d+: .*8, → .*7,/],
    ['90-squares/rows.csv', /\r\n/g, '\n', /^90-squares: rows\.csv: line ends differ: LF → CR LF\n$/],
    [
      '90-squares/rows.csv',
      /\r\n/g,
      '\r\r\n',
      /^90-squares: rows\.csv: line ends differ: CR CR LF → CR LF\n$/,
    ],
    ['90-squares/rows.csv', '0,+', '"0",+', /rows\.csv line 2: 0\/plus,"0",\+.* → 0\/plus,0,\+/],
    ['90-squares/table.md', /\n/g, '\r\n', /^90-squares: table\.md: line ends differ: CR LF → LF\n$/],
    [
      '90-squares/table.md',
      /\n$/,
      '',
      /^90-squares: table\.md: line ends differ: LF and none at the end → LF\n$/,
    ],
    ['90-squares/table.md', /$/, 'one more\n', /^90-squares: table\.md line \d+: gone: one more\n$/],
    ['README.md', 'Squares of', 'Cubes of', /README\.md line \d+: Cubes of/],
  ])('sees any other change in %s', async (file, from, to, message) => {
    const { folder, change } = await kept();
    change(file, from, to);
    const { code, out } = await check(folder);
    expect(code).toBe(1);
    expect(out).toMatch(message);
  });

  it('says that nothing is kept where nothing is', async () => {
    const { code, out } = await check(emptyFolder());
    expect(code).toBe(1);
    expect(out).toContain('90-squares: results: none are kept → 7 rows');
  });

  it('says of a missing overview only that its lines are new', async () => {
    const { folder, change } = await kept();
    change('README.md', /[^]*/, '');
    const { code, out } = await check(folder);
    expect(code).toBe(1);
    expect(out).not.toContain('line ends');
  });

  it('needs a folder, and says so before it runs anything', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, '90-squares'), '');
    for (const path of [folder, join(folder, '90-squares')])
      expect(await check(path)).toEqual({
        code: 2,
        out: '',
        err: `derivlab: out: a folder is required, got ${join(folder, '90-squares')}, which is a file\n`,
      });
  });

  it('compares within a tolerance, and says so, where another engine made what is kept', async () => {
    const { folder, change } = await kept();
    /** Changes rows.csv as if the other engine had written it so. */
    const changeRows = (from: string | RegExp, to: string): void => {
      change('90-squares/rows.csv', from, to);
      const sum = createHash('sha256').update(readFileSync(join(folder, '90-squares', 'rows.csv')));
      change('90-squares/manifest.json', /(?<="rows.csv": ")\w+/, sum.digest('hex'));
    };
    change('90-squares/manifest.json', /"node": \d+/, '"node": 2');
    changeRows(/(0\.\d{13})\d+/, '$1');
    const same = await check(folder);
    expect(same.code).toBe(0);
    expect(same.err).toContain('kept from Node 2, so not compared byte for byte');
    changeRows('2,-,4,', '2,-,5,');
    expect((await check(folder)).code).toBe(1);
  });

  it.each(['rows.csv', 'table.md', 'table.tex'])(
    'sees damage to what another engine made by its checksum: %s',
    async (name) => {
      const { folder, change } = await kept();
      change('90-squares/manifest.json', /"node": \d+/, '"node": 2');
      change(`90-squares/${name}`, /$/, ' ');
      const { code, out } = await check(folder);
      expect(code).toBe(1);
      expect(out).toContain(
        `90-squares: ${name}: other than its checksum in manifest.json → as it was kept\n`,
      );
    },
  );
});

describe('two engines agree', () => {
  const counted = { kind: 'counted', says: 'a number' } as const;
  it.each([
    [counted, '0.1', '0.1000000000001', true],
    [counted, '0.1', '0.1001', false],
    [counted, '3', '4', false],
    [counted, '1000000000000', '1000000000001', false],
    [counted, 'ok', 'branch', false],
    [counted, 'NaN', 'NaN', true],
    [counted, 'NaN', '1', false],
    [counted, '', '0', false],
    [{ ...counted, rounding: 2 ** -50 }, '0', '2e-16', true],
    [{ ...counted, rounding: 2 ** -50 }, '1e-12', '1.5e-11', true],
    [{ ...counted, rounding: 2 ** -50 }, '1e-12', '2e-11', false],
    [{ kind: 'case', says: 'a name' } as const, '0.1', '0.1000000000001', false],
  ])('%o: %s and %s: %s', (column, before, after, expected) => {
    expect(agree(column, before, after)).toBe(expected);
  });
});
