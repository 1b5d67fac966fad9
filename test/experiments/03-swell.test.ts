import { describe, expect, it } from 'vitest';
import itself from '../../experiments/03-swell.ts';
import { judged, quickRows, rowsOf } from './rows.ts';

/** Measured once for all tests. */
const quick = quickRows(itself);

describe('03-swell', () => {
  it('holds for the logistic map, and no longer does where trees or graphs were larger', async () => {
    const rows = await quick;
    const { holds, because } = itself.verdict(rows);
    expect(holds).toBe(true);
    expect(because).toContain('from n = 10 to 1000, the trees’ quotient is within 0.16 % of n − 1.25');
    expect(judged(itself, rows, (row) => ({ ...row, treeRatio: Number(row.treeRatio) * 1.02 }))).toBe(false);
    expect(judged(itself, rows, (row) => ({ ...row, graphRatio: Number(row.graphRatio) + 0.01 }))).toBe(
      false,
    );
    expect(judged(itself, rows, (row) => ({ ...row, treeRatio: NaN }))).toBe(false);
    // The exponential is the primal's own: 3·2ⁿ − 5 nodes, and not one more.
    const larger = { primalTree: 3n * 2n ** 50n - 4n };
    expect(judged(itself, rows, (row) => (row.size === 50 ? { ...row, ...larger } : row))).toBe(false);
    const written = rows.map((row) => ({ ...row, form: 'none', graphRatio: 3.5 }));
    expect(itself.verdict([...rows, ...written]).because).toContain('(it is up to 3.50 under laws none)');
    expect(judged(itself, rows, (row) => ({ ...row, graphRatio: NaN }))).toBe(false);
  });

  it('has all 305 digits of the thousandth derivative’s tree', async () => {
    const rows = await quick;
    const { derivativeTree } = rows.find(({ form, size }) => form === 'exact' && size === 1000)!;
    expect(derivativeTree).toBe(11_985n * 2n ** 998n);
  });

  it('finds every form but the expanded one right, and that one without a digit left at n = 6', async () => {
    const forms = ['none', 'canonical', 'expanded', 'mathjs'];
    for (const form of forms) {
      const rows = await rowsOf(itself, { family: 'logistic map', form });
      const sixth = rows.find(({ size }) => size === 6)!;
      if (form === 'expanded') expect(Number(sixth.medianError)).toBeGreaterThan(1);
      else expect(Number(sixth.medianError)).toBeLessThan(1e-14);
      // 4 − 8x.
      if (form === 'expanded') expect(rows[0]).toMatchObject({ size: 2, derivativeTree: 5n, characters: 9n });
    }
  });

  it('takes nets by their first weight and by all, together and in one sweep', async () => {
    const rows = await quick;
    const four = rows.filter(({ family, size }) => family === 'inputs' && size === 4);
    expect(four.map(({ wrt }) => wrt)).toEqual(['first weight', 'all weights', 'one sweep']);
    const [first, all, sweep] = four.map(({ derivativeGraph }) => Number(derivativeGraph));
    expect(first!).toBeLessThan(sweep!);
    expect(sweep!).toBeLessThan(all!);
    expect(itself.verdict(await quick).because).toMatch(/1\.26 to 1\.40 with inputs/);
  });
});
