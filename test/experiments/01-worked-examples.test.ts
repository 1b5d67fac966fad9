import { describe, expect, test } from 'vitest';
import itself from '../../experiments/01-worked-examples.ts';
import { tablesOf } from '../../src/lab/selection.ts';
import { judged, quickRows } from './rows.ts';

const rows = await quickRows(itself);

describe('the experiment on worked examples', () => {
  test('holds, every number of every method being the sources’', () => {
    expect(itself.verdict(rows)).toMatchObject({ holds: true });
    expect(rows.filter(({ method }) => method === 'reverse').length).toBeGreaterThan(100);
  });

  test('fails as soon as one number differs', () => {
    expect(judged(itself, rows, (row) => (row === rows[7] ? { ...row, agrees: false } : row))).toBe(false);
  });

  test('finds the same gradient through the explicit Jacobian of relu, in both layouts, as by its rule', () => {
    for (const way of ['rules', 'outputs-by-inputs', 'inputs-by-outputs']) {
      const own = rows.filter(
        (row) =>
          row.example === 'y = relu(x)' &&
          row.way === way &&
          row.point === 'given' &&
          row.method === 'reverse',
      );
      // −1 · 0 is −0.
      expect(own.map(({ got }) => Math.abs(got as number))).toEqual([4, 0, 5, 0]);
    }
  });

  test('counts the zeros and the bytes of relu’s Jacobian', () => {
    const [, jacobians] = tablesOf(itself, rows);
    expect(jacobians!.rows[0]).toMatchObject({ entries: 16, zeros: 14, share: 0.875, bytes: 128, reads: 32 });
    expect(jacobians!.rows.find(({ of }) => of === 'relu of 4096 numbers')).toMatchObject({
      bytes: 4096 ** 2 * 4,
      share: 4095 / 4096,
      reads: 4096 * 4,
    });
  });

  test('prints the neuron’s code: five statements forward, then a line for each gradient', () => {
    const [, , code] = tablesOf(itself, rows);
    const packed = code!.rows.map(({ packed: line }) => line).filter((line) => line !== '');
    expect(packed.slice(0, 7)).toEqual([
      's0 = w0 * x0',
      's1 = w1 * x1',
      's2 = s0 + s1',
      's3 = s2 + w2',
      'f = sigmoid(s3)',
      'd_f = 1',
      'd_s3 = f * (1 - f) * d_f',
    ]);
    expect(packed).toHaveLength(5 + 10);
    expect(packed.at(-1)).toBe('d_w0 = x0 * d_s0');
  });

  test('finds no direction that climbs faster than the gradient', () => {
    const faster = rows.filter(({ quantity }) => quantity === 'that climb faster');
    expect(faster.map(({ got }) => got)).toEqual([0, 0]);
  });
});
