import { describe, expect, it } from 'vitest';
import itself from '../../experiments/02-step-size.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, rowsOf } from './rows.ts';

const few = { points: 15, parts: 15, stencil: 'central' };

describe('02-step-size', () => {
  it('holds for three curves, and no longer does when one part is off', async () => {
    const rows = [
      ...(await rowsOf(itself, { ...few, f: 'sin', denominator: 'actual', steps: 'powers of two' })),
      ...(await rowsOf(itself, { ...few, f: 'exp at 10.1', denominator: 'actual', steps: 'powers of ten' })),
      ...(await rowsOf(itself, { ...few, f: 'exp at 10.1', denominator: 'nominal', steps: 'powers of ten' })),
    ];
    expect(itself.verdict(rows).holds).toBe(true);
    const holds = (part: Row): boolean => judged(itself, rows, (row) => ({ ...row, ...part }));
    expect(holds({})).toBe(true);
    expect(holds({ truncation: 0 })).toBe(false);
    expect(holds({ evaluation: 0 })).toBe(false);
    const tilted = (by: number) =>
      judged(itself, rows, (row) => ({ ...row, total: Number(row.total) * Number(row.step) ** by }));
    expect([tilted(0), tilted(0.05), tilted(-0.15)]).toEqual([true, false, false]);
    expect(holds({ predictedStep: 1e-7 })).toBe(false);
    expect(holds({ abscissa: 0 })).toBe(false);
    expect(holds({ abscissa: 1 })).toBe(false);
  });

  it('has no truncation and no best step for a line', async () => {
    const rows = await rowsOf(itself, {
      ...few,
      f: '3x',
      denominator: 'actual',
      steps: 'powers of two',
    });
    expect(rows.map((row) => row.truncation)).toEqual(rows.map(() => 0));
    expect(rows[0]!.predictedStep).toBeNull();
  });
});
