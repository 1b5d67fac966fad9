import { describe, expect, it } from 'vitest';
import itself from '../../experiments/06-cost.ts';
import type { Row } from '../../src/lab/cell.ts';
import { untimed } from '../../src/lab/clock-columns.ts';
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
    for (const part of ['growth', 'polynomial'])
      expect(
        judged(itself, rows, (row) =>
          row.part === part && row.method === 'reverse' ? { ...row, omega: 4.01 } : row,
        ),
        part,
      ).toBe(false);
    // Operations that grow a little faster than the weights.
    for (const method of ['reverse', 'numeric, central'])
      expect(
        judged(itself, rows, (row) =>
          row.part === 'growth' && row.method === method
            ? { ...row, operations: (row.operations as number) * (row.parameters as number) ** 0.02 }
            : row,
        ),
        method,
      ).toBe(false);
  });

  it('takes no times in a quick look, and says of ω in time that it is at most 2.4 only where all of its interval is', () => {
    expect(itself.cases!({ ...itself.sweep, ...itself.quick } as typeof itself.sweep)).not.toContainEqual(
      expect.objectContaining({ part: 'time' }),
    );
    const row = (method: string, part: Row): Row => ({
      ...untimed,
      part: 'time',
      objective: '4-8-3',
      batch: 150,
      method,
      ...part,
    });
    const said = (ratio: number, ratioHigh: number): Row => {
      const table = itself.timed!.tables![0]!;
      const rows = [
        row('f, javascript kernel', { kernel: 'javascript', time: 30, ratio: 1.5 }),
        row('f, wasm kernel', { kernel: 'wasm', time: 20, ratio: 1 }),
        row('reverse, kernel', { kernel: 'wasm', time: 40, ratio, ratioLow: ratio - 0.1, ratioHigh }),
      ];
      return 'summarise' in table ? table.summarise(rows)[0]! : {};
    };
    expect(said(2, 2.1)).toMatchObject({ primal: 'wasm', primalTime: 20, omega: 2, holds: 'yes' });
    expect(said(2.3, 2.5).holds).toBe('inconclusive');
    expect(said(3, 3.1).holds).toBe('inconclusive');
    // One sample is told too, though nothing is claimed of it.
    const table = itself.timed!.tables![0]!;
    const alone = ['f, wasm kernel', 'reverse, kernel'].map((method, i) =>
      row(method, {
        objective: '1024-256-8',
        batch: 1,
        kernel: 'wasm',
        time: 100 * (1 + i),
        ratio: 1 + 1.5 * i,
      }),
    );
    expect('summarise' in table ? table.summarise(alone) : []).toMatchObject([
      { objective: '1024-256-8', omega: 2.5, holds: 'not claimed' },
    ]);
  });

  it('draws the same random programs whatever a timed call may last', () => {
    const polynomials = (limit: number) =>
      itself.cases!({ ...itself.sweep, limit: [limit] }).filter(({ part }) => part === 'polynomial');
    expect(polynomials(30)).toEqual(polynomials(1));
    expect(itself.full).toEqual({ limit: [30] });
  });
});
