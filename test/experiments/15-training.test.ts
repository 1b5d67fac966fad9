import { describe, expect, it } from 'vitest';
import itself from '../../experiments/15-training.ts';
import { mlp, reverse } from '../../src/index.ts';
import type { Row } from '../../src/lab/cell.ts';
import { dataset } from '../../src/objectives/datasets.ts';
import { judged, rowsOf } from './rows.ts';

const sweep = { seed: 1, longest: 15, epochs: 1 };

/** What a full batch and a minibatch would show if all were as claimed: each update divides the gap by 10^(1/100). */
function ideal(): Row[] {
  const method = (name: string, precision: string, updates: number, cost: number, slow = 1, floor = 0) =>
    ['iris', 'penguins'].flatMap((data): Row[] => {
      const row = { data, method: name, precision, seed: 1, longest: 4000, epochs: 10, norm: 1, accuracy: 1 };
      const spots = Array.from({ length: updates / 25 + 1 }, (_, i) => i * 25);
      return [
        ...spots.map((at) => ({
          ...row,
          part: 'full batch',
          updates: at,
          loss: 1,
          gap: Math.max(10 ** (-at / 100 / slow), floor),
          evaluations: at * cost,
          cost: at * cost,
        })),
        { ...row, part: 'minibatches', updates: 40, loss: 0.1, gap: null, evaluations: 40, cost: 40 },
      ];
    });
  return [
    ...method('reverse', 'float64', 4000, 2.4),
    ...method('reverse', 'float32', 1300, 2.4),
    ...method('central difference', 'float64', 200, 113),
    ...method('central difference', 'float32', 1300, 113, 1, 1e-9),
    ...method('forward difference', 'float64', 900, 57),
    ...method('forward difference', 'float32', 900, 57, 1, 1e-6),
    ...method('SPSA', 'float64', 4000, 3, 10),
    ...method('forward gradient', 'float64', 4000, 2.4, 10),
  ];
}

describe('15-training', () => {
  it('holds where all is as claimed, and no longer where one thing is not', () => {
    const rows = ideal();
    const holds = (is: (row: Row) => boolean, change: (row: Row) => Row): boolean =>
      judged(itself, rows, (row) => (is(row) ? { ...row, ...change(row) } : row));
    const of = (method: string, precision: string) => (row: Row) =>
      row.method === method && row.precision === precision && row.part === 'full batch';
    expect(itself.verdict(rows).holds).toBe(true);
    expect(itself.verdict(rows).because).toContain(
      'the central difference settles at J − J* = 1.0e-9 (reverse mode after as many updates, 1300: 1.0e-13)',
    );
    expect(itself.verdict(rows).because).toContain('after 200 to 900 updates of a full batch');
    const gapOf = (row: Row) => ({ gap: 10 ** (-Number(row.updates) / 100) });
    expect(holds(of('central difference', 'float32'), gapOf)).toBe(false);
    expect(holds(of('reverse', 'float32'), (row) => ({ gap: Math.max(Number(row.gap), 1e-6) }))).toBe(false);
    expect(holds(of('central difference', 'float64'), (row) => ({ gap: Number(row.gap) * 1.1 }))).toBe(false);
    expect(holds(of('central difference', 'float64'), () => ({ gap: NaN }))).toBe(false);
    expect(holds(of('forward difference', 'float64'), (row) => ({ cost: Number(row.cost) / 2 }))).toBe(false);
    expect(holds(of('SPSA', 'float64'), gapOf)).toBe(false);
    expect(holds(of('forward gradient', 'float64'), (row) => ({ cost: Number(row.cost) * 2 }))).toBe(false);
    expect(
      holds(
        ({ part, method, precision }) =>
          part === 'minibatches' && method === 'forward difference' && precision === 'float64',
        () => ({ loss: 0.11 }),
      ),
    ).toBe(false);
    expect(itself.verdict(rows.filter(({ precision }) => precision === 'float64')).holds).toBe(
      'inconclusive',
    );
  });

  it('starts all methods at the same weights, whose J is that of reverse mode, and counts what each costs', async () => {
    const all = await Promise.all(
      Object.entries({ reverse: 1, 'forward difference': 57, SPSA: 3, 'forward gradient': 1 }).map(
        async ([method, evaluations]) => {
          const rows = await rowsOf(itself, {
            part: 'full batch',
            data: 'iris',
            method,
            precision: 'float64',
            ...sweep,
          });
          expect(rows.find(({ updates }) => updates === 10)!.evaluations).toBe(10 * evaluations);
          return rows;
        },
      ),
    );
    const { train } = dataset('iris', { batch: 24 });
    const net = mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 3, batch: 24, data: train });
    for (const rows of all)
      expect(rows[0]).toMatchObject({ updates: 0, loss: reverse().gradient(net).value });
    const [exact, difference] = all.map((rows) => rows.find(({ updates }) => updates === 10)!);
    expect(Math.abs(Number(difference!.gap) / Number(exact!.gap) - 1)).toBeLessThan(1e-6);
  });
});
