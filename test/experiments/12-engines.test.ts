import { describe, expect, it } from 'vitest';
import itself from '../../experiments/12-engines.ts';
import type { Row } from '../../src/lab/cell.ts';
import { rowsOf } from './rows.ts';

const resultsOf = (rows: readonly Row[]) =>
  Object.fromEntries(rows.map(({ method, result }) => [method as string, result]));

describe('12-engines', () => {
  it('finds the coefficient that nerdamer drops, and holds until a safe answer is wrong or no naive one is', async () => {
    const [asin, cbrt, product] = await Promise.all([
      rowsOf(itself, { part: 'operation', subject: 'asin' }),
      rowsOf(itself, { part: 'operation', subject: 'cbrt' }),
      rowsOf(itself, { part: 'fault', subject: 'x*x' }),
    ]);
    expect(resultsOf(asin)).toEqual({
      'mathjs naive': 'ok',
      'mathjs safe': 'ok',
      'nerdamer naive': 'wrong',
      'nerdamer safe': 'ok',
    });
    expect(resultsOf(cbrt)).toMatchObject({ 'mathjs naive': 'wrong', 'nerdamer naive': 'inert' });
    expect(resultsOf(product)).toMatchObject({ 'mathjs shared': 'wrong', 'mathjs safe': 'ok' });
    expect(asin.every(({ points }) => points === 3)).toBe(true);
    const rows = [...asin, ...cbrt, ...product];
    expect(itself.verdict(rows).holds).toBe(true);
    const changed = (method: string, result: string) =>
      itself.verdict(rows.map((row) => (row.method === method ? { ...row, result } : row))).holds;
    expect(changed('nerdamer safe', 'wrong')).toBe(false);
    expect(changed('mathjs safe', 'imprecise')).toBe(false);
    expect(itself.verdict(rows).because).toContain('Wrong are cbrt (mathjs naive) and asin (nerdamer naive)');
    expect(changed('mathjs naive', 'ok')).toBe(false);
    expect(changed('mathjs shared', 'ok')).toBe(true);
  });

  it('counts every answer as one counter does: cos x + 2·cos 2x has nine nodes, and mathjs leaves thirteen', async () => {
    const rows = await rowsOf(itself, { part: 'size', subject: 'sum of n sines' });
    const two = rows.filter(({ n }) => n === '2');
    expect(two.map(({ ours }) => ours)).toEqual([9n, 9n, 9n, 9n, 9n]);
    expect(two.find(({ method }) => method === 'mathjs safe')).toMatchObject({ result: 'ok', tree: 13n });
  });

  it('times no gradient that is wrong, and gives all 56 of a net the same value', async () => {
    const rows = await rowsOf(itself, { part: 'race', subject: '4-8-3' });
    expect(rows.map(({ method, result, runs }) => [method, result, runs])).toEqual([
      ['mathjs safe', 'ok', 1],
      ['ours, one at a time', 'ok', 3],
      ['ours, one sweep', 'ok', 9],
      ['ours, one sweep over arrays', 'ok', 9],
    ]);
    for (const { worst } of rows) expect(!((worst as number) <= 1e-14)).toBe(false);
  });

  it('tells where an engine stopped in timed columns only', async () => {
    const [row] = await rowsOf(itself, { part: 'stop', subject: 'sin nested n deep' });
    expect(row).toMatchObject({ result: null, worst: null, tree: null, because: null });
    expect(row!.stopped).toEqual(expect.stringMatching(/^(failed|timeout): /));
    const { columns } = itself;
    const kinds = (['stopped', 'last', 'first', 'median', 'faster'] as const).map(
      (key) => columns[key]!.kind,
    );
    expect(new Set(kinds)).toEqual(new Set(['timed']));
  });
});
