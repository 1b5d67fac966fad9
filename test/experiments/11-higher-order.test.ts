import { describe, expect, it } from 'vitest';
import itself from '../../experiments/11-higher-order.ts';
import { judged, quickRows } from './rows.ts';

const rows = await quickRows(itself);

describe('11-higher-order', () => {
  it('holds, and no longer does when nesting stops to multiply or Taylor series begin to', () => {
    const { holds, because } = itself.verdict(rows);
    expect(holds).toBe(true);
    expect(because).toContain('over 2 functions');
    expect(because).toContain('Not counted: exp(x)');
    // What sharing leaves is told, and not made a cause: symbolic derivatives grow by a factor too.
    expect(because).toMatch(
      /times as many as Taylor series, and an order multiplies theirs by 1\.\d\d to \d/,
    );
    const holdsWith = (method: string, operations: (order: number) => number): boolean =>
      judged(itself, rows, (row) =>
        row.method === method && row.f === 'tanh(x)'
          ? { ...row, operations: operations(Number(row.order)) }
          : row,
      );
    expect(holdsWith('nested dual numbers', (order) => 3 ** order)).toBe(true);
    expect(holdsWith('nested dual numbers', (order) => order ** 2 + 1)).toBe(false);
    expect(holdsWith('nested reverse', (order) => (order + 1) ** 3)).toBe(false);
    expect(holdsWith('Taylor series', (order) => (order + 1) ** 2)).toBe(true);
    expect(holdsWith('Taylor series', (order) => 1.5 ** order)).toBe(false);
    expect(holdsWith('Taylor series', (order) => order ** 3)).toBe(false);
  });

  it('has a truth that its witnesses agree on, and no error above what the method may lose', () => {
    expect(new Set(rows.map(({ part }) => part))).toEqual(new Set(['orders', 'hessian', 'product']));
    for (const row of rows) {
      expect(row.agreement, `${String(row.part)}, ${String(row.f)}`).toBeGreaterThanOrEqual(45);
      const isDifference = String(row.method).startsWith('numeric');
      expect(row.error, `${String(row.f)}, ${String(row.method)}`).toBeLessThan(isDifference ? 1e-6 : 1e-13);
    }
  });
});
