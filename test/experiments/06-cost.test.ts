import { describe, expect, it } from 'vitest';
import itself from '../../experiments/06-cost.ts';
import { judged, quickRows } from './rows.ts';

describe('06-cost', () => {
  it('holds, and no longer does when one count is off by one', async () => {
    const rows = await quickRows(itself);
    expect(itself.verdict(rows).holds).toBe(true);
    for (const [method, count] of [
      ['numeric, central', 'multiplications'],
      ['numeric, forward difference', 'operations'],
      ['reverse, seed multiplied in', 'multiplications'],
      ['reverse, φ uncounted', 'operations'],
    ] as const) {
      const first = rows.find((row) => row.method === method)!;
      const wrong = { ...first, [count]: (first[count] as number) + 1 };
      expect(
        judged(itself, rows, (row) => (row === first ? wrong : row)),
        method,
      ).toBe(false);
    }
    expect(judged(itself, rows, (row) => (row.method === 'reverse' ? { ...row, omega: 4.01 } : row))).toBe(
      false,
    );
  });
});
