import { describe, expect, it } from 'vitest';
import itself from '../../experiments/00-three-methods.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, rowsOf } from './rows.ts';

describe('00-three-methods', () => {
  it('holds for one net of one hidden unit, and no longer does when one number is off', async () => {
    const rows = await rowsOf(itself, { part: 'counted', data: 'iris', hidden: 1, batch: 1 });
    expect(itself.verdict(rows).holds).toBe(true);
    const holds = (method: string, part: Row): boolean =>
      judged(itself, rows, (row) => (row.method === method ? { ...row, ...part } : row));
    expect(holds('reverse', {})).toBe(true);
    expect(holds('symbolic, shared', { fromReverse: 11 })).toBe(false);
    expect(holds('reverse', { omega: 4 })).toBe(false);
    expect(holds('reverse', { verdict: 'unscored' })).toBe(false);
    expect(holds('numeric, step 1e-5', { digitsLost: 3.9 })).toBe(false);
    expect(holds('numeric, step 1e-5', { evaluations: 13 })).toBe(false);
    // So are those of the figure that have 2P evaluations too, here without those of higher order.
    const stepped = new Set(rows.filter(({ step }) => step !== null).map(({ stencil }) => stencil));
    expect(stepped).toEqual(new Set(['central']));
    expect(holds('central, step 1e-4', { digitsLost: 3.9 })).toBe(false);
    expect(holds('central, step 1e-4', { evaluations: 13 })).toBe(false);
    // The default rule spends more than 2P to find its steps, and is not held to it.
    expect(holds('numeric, default', { evaluations: 999 })).toBe(true);
  });

  it('has truncation in proportion to the square of the step, and none for methods without steps', async () => {
    const rows = await rowsOf(itself, { part: 'counted', data: 'penguins', hidden: 2, batch: 1 });
    const of = (method: string): number => Number(rows.find((row) => row.method === method)!.truncation);
    // No weight is above 1 here: scipy's step is ε^(1/3) for all of them.
    expect(of('numeric, step 1e-5') / of('numeric, scipy’s step')).toBeCloseTo(
      (1e-5 / Math.cbrt(2 ** -52)) ** 2,
      3,
    );
    expect([of('reverse'), of('symbolic, shared')]).toEqual([0, 0]);
    // The two parts add up to the error, component by component: no norm is larger than the sum of theirs, nor less than their difference.
    for (const { normwise, truncation, roundoff } of rows.filter((row) => row.truncation !== null)) {
      expect(Number(normwise)).toBeLessThanOrEqual(1.001 * (Number(truncation) + Number(roundoff)));
      expect(Number(normwise)).toBeGreaterThanOrEqual(
        0.999 * Math.abs(Number(truncation) - Number(roundoff)),
      );
    }
  });

  it('gives the exact size of a tree that is refused, the same as that of the shared expressions', async () => {
    const rows = await rowsOf(itself, { part: 'counted', data: 'iris', hidden: 8, batch: 1 });
    const of = (method: string): Row => rows.find((row) => row.method === method)!;
    expect(of('symbolic, tree').outcome).toBe('refused');
    expect(of('symbolic, tree').occurrences).toBe(of('symbolic, shared').occurrences);
  });

  it('has the symbolic sweep take the bits and the operations of reverse mode, and says so of what the texts say', async () => {
    const rows = await rowsOf(itself, { part: 'counted', data: 'iris', hidden: 2, batch: 1 });
    const of = (method: string): Row => rows.find((row) => row.method === method)!;
    const sweep = of('symbolic, one sweep');
    expect(sweep.fromReverse).toBe(0);
    for (const part of ['operations', 'omega', 'omegaMultiplications', 'nodes', 'peak', 'normwise'])
      expect(sweep[part]).toEqual(of('reverse')[part]);
    const verdicts = (all: readonly Row[]): string[] => {
      const table = itself.tables!.find(({ caption }) => caption.startsWith('What texts say'))!;
      return 'summarise' in table ? table.summarise(all).map((row) => String(row.verdict)) : [];
    };
    expect(verdicts(rows)[2]).toBe('in the same direction and with the same memory: yes; otherwise: no');
    expect(verdicts(rows.map((row) => (row === sweep ? { ...row, omega: 3 } : row)))[2]).toBe(
      'in the same direction and with the same memory: no; otherwise: no',
    );
    const asCheap = rows.map((row) => (row.method === 'symbolic, shared' ? { ...row, omega: 1 } : row));
    expect(verdicts(asCheap)[2]).toMatch(/; otherwise: yes$/);
  });
});
