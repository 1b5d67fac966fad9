import { describe, expect, it } from 'vitest';
import itself from '../../experiments/07-precision.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, rowsOf } from './rows.ts';

const few = { f: 'sin at 1', points: 61, parts: 5 };

describe('07-precision', () => {
  it('holds for one function in four formats, and no longer does when a curve is moved', async () => {
    const found = await Promise.all(
      ['float64', 'float32', 'float16', 'bfloat16'].map((format) => rowsOf(itself, { ...few, format })),
    );
    const rows = found.flat();
    expect(itself.verdict(rows).holds).toBe(true);
    expect(itself.claim).toContain('(exponents within 0.04)');
    expect(itself.verdict(rows).because).toContain('over 4 formats, u from 1.1e-16 to 3.9e-3');
    expect(itself.verdict(found.slice(1, 3).flat()).because).toContain(
      'over 2 formats, u from 6.0e-8 to 4.9e-4',
    );
    const holds = (format: string, change: (row: Row) => Row): boolean =>
      judged(itself, rows, (row) => (row.format === format ? { ...row, ...change(row) } : row));
    expect(holds('float32', (row) => ({ step: Number(row.step) }))).toBe(true);
    expect(holds('float64', (row) => ({ step: Number(row.step) / 64 }))).toBe(false);
    expect(holds('bfloat16', (row) => ({ total: Number(row.total) / 64 }))).toBe(false);
  });

  it('has no step that the format loses beside x, and noise of half a unit in the last place where f is one rounding', async () => {
    const rows = await rowsOf(itself, { ...few, format: 'bfloat16' });
    expect(Math.min(...rows.map(({ step }) => Number(step)))).toBe(2 ** -6);
    // sin x lies in [½, 1), where bfloat16's numbers are 2⁻⁸ apart.
    expect(Number(rows[0]!.noise)).toBeLessThanOrEqual(2 ** -9);
    expect(Number(rows[0]!.noise)).toBeGreaterThan(2 ** -10);
  });
});
