import { describe, expect, it } from 'vitest';
import itself from '../../experiments/05-accuracy.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, rowsOf } from './rows.ts';

const inState = (state: string): Promise<readonly Row[]> =>
  rowsOf(itself, { activation: 'tanh', loss: 'softmax-cross-entropy', net: '3-4-2', state, weights: 1 });

describe('05-accuracy', () => {
  it('sees a saturated tanh lose digits in 1 − tanh², where 1/cosh² keeps them', async () => {
    const rows = await inState('saturated');
    const of = (method: string): Row =>
      rows.find((row) => row.method === method && row.precision === 'float64')!;
    expect(of('reverse').worstBecause).toBe('subtraction in φ′');
    expect(of('reverse').maximumRelative).toBeGreaterThan(1e-10);
    expect(of('closed form, stable').maximumRelative).toBeLessThan(1e-12);
  });

  it('judges by the bound, the explanations and the unscored share', async () => {
    const rows = [...(await inState('start')), ...(await inState('saturated'))];
    const holds = (part: Row): boolean =>
      judged(itself, rows, (row) =>
        row.method === 'reverse' && row.precision === 'float64' ? { ...row, ...part } : row,
      );
    expect(holds({})).toBe(true);
    expect(holds({ normwise: 1.1e-14 })).toBe(false);
    expect(holds({ normwise: NaN })).toBe(false);
    expect(holds({ worstBecause: 'unexplained' })).toBe(false);
    expect(holds({ verdict: 'unscored' })).toBe(false);
    expect(itself.verdict(rows).because).not.toContain('times the error');
    const trained = rows.map((row) => (row.state === 'saturated' ? { ...row, normwise: 2e-14 } : row));
    expect(itself.verdict(trained).because).toContain(
      'forward mode, the complex step and the closed forms have 1.00 to 1.00 times the error',
    );
  });
});
