import { describe, expect, it } from 'vitest';
import itself from '../../experiments/04-sharing.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, rowsOf } from './rows.ts';

const along = async (axis: string, values: readonly number[]): Promise<readonly Row[]> => {
  const rows = await Promise.all(values.map((value) => rowsOf(itself, { axis, value, hidden: 6 })));
  return rows.flat();
};

describe('04-sharing', () => {
  it('counts the operations of automatic differentiation in every cell that is like it', async () => {
    const rows = await along('policies', [0]);
    const alike = rows.filter((row) => row.laws === 'exact' && row.sharing !== 'none');
    expect(alike).toHaveLength(8);
    for (const row of alike) expect(row.operations).toBe(row.ad);
    const trees = rows.filter((row) => row.laws === 'exact' && row.sharing === 'none');
    expect(trees.every((row) => row.ad === null && row.sameAsAd === null)).toBe(true);
    for (const row of rows) expect(Number(row.error)).toBeLessThanOrEqual(1e-13);
    // A tree costs at least what its graph does, and writing 0 and 1 out at least what leaving them out does.
    const operations = (part: Partial<Row>): number =>
      Number(rows.find((row) => Object.entries(part).every(([name, v]) => row[name] === v))!.operations);
    for (const direction of ['forward', 'reverse'])
      for (const granularity of ['scalar', 'tensor']) {
        const of = (laws: string, sharing: string) => operations({ direction, granularity, laws, sharing });
        expect(of('exact', 'none')).toBeGreaterThan(of('exact', 'reference'));
        expect(of('exact', 'reference')).toBeGreaterThanOrEqual(of('exact', 'structure'));
        expect(of('none', 'structure')).toBeGreaterThanOrEqual(of('exact', 'structure'));
      }
  });

  it('finds the degrees of the counts: linear in the inputs, square in the depth one variable at a time', async () => {
    const rows = [
      ...(await along('inputs d', [2, 3, 4])),
      ...(await along('outputs q', [2, 3, 4, 5])),
      ...(await along('second hidden layer', [2, 3, 4])),
      ...(await along('depth', [2, 3, 4, 5])),
    ];
    const table = itself.tables!.find(({ caption }) => caption.startsWith('The factor between'))!;
    const found = 'summarise' in table ? table.summarise(rows) : [];
    expect(
      found.map(({ axis, forwardDegree, reverseDegree }) => [axis, forwardDegree, reverseDegree]),
    ).toEqual([
      ['inputs d', 1, 1],
      ['outputs q', 2, 1],
      ['second hidden layer', 1, 1],
      ['depth', 2, 1],
    ]);
    // By hand: 80 further operations for each input one at a time, 12 in the sweep.
    expect(found[0]!.limit).toBeCloseTo(80 / 12, 5);
    expect(itself.verdict(rows).holds).toBe(false);
    const unbounded = rows.filter(({ axis }) => axis !== 'second hidden layer');
    expect(itself.verdict(unbounded).holds).toBe(true);
    // With the cost of a square in d, the factor would not saturate there either.
    const moved = (row: Row): Row =>
      row.axis === 'inputs d' && row.direction === 'forward'
        ? { ...row, operations: BigInt(Number(row.value) ** 2) }
        : row;
    expect(judged(itself, unbounded, moved)).toBe(false);
  });
});
