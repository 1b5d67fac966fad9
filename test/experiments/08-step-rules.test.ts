import { describe, expect, it } from 'vitest';
import itself from '../../experiments/08-step-rules.ts';
import type { Row } from '../../src/lab/cell.ts';
import { tablesOf } from '../../src/lab/selection.ts';
import { judged, rowsOf } from './rows.ts';

const difficult = (f: string) => rowsOf(itself, { set: 'difficult', f });
const published = (f: string) => rowsOf(itself, { set: 'published', f });

describe('08-step-rules', () => {
  it('holds where steps that do not look at f are far off, and no longer does when one part is off', async () => {
    const rows = [
      ...(await difficult('log(x) at 1e-12')),
      ...(await difficult('sin(100000*x) at 0.3')),
      ...(await difficult('1/x^2 at -0.00001')),
      ...(await published('exp(−x/10⁶) at 1')),
      ...(await published('exp(100x) at 0.01')),
    ];
    expect(itself.verdict(rows).holds).toBe(true);
    const holds = (of: string, part: Row): boolean =>
      judged(itself, rows, (row) => (row.rule === of ? { ...row, ...part } : row));
    expect(holds('Shi et al.', { ratio: 11 })).toBe(false);
    expect(holds('Shi et al.', { ratio: null })).toBe(false);
    expect(holds('fixed 1e-5', { ratio: 1 })).toBe(false);
    expect(holds('Boost', { ratio: 1 })).toBe(false);
    expect(holds('oracle', { ratio: 1e9 })).toBe(true);
    const because = (part: Row): string =>
      itself.verdict(rows.map((row) => (row.rule === 'Shi et al.' ? { ...row, ...part } : row))).because;
    expect(because({})).toMatch(/^on the 2 published functions .*; on the 3 difficult functions /);
    expect(because({ coarse: false })).toContain('of all 10 slopes Shi et al. is content with 0 that');
    expect(because({ coarse: true, silent: false })).toMatch(/content with 10 that .* as well: none$/);
    expect(because({ coarse: true, silent: true })).toContain('as well: 10 (log(x) at 1e-12, central; ');
  });

  it('knows the error of a fixed step in closed form', async () => {
    const rows = await published('exp x at 1');
    const error = (h: number) => Math.E * (Math.sinh(h) / h - 1);
    const own = rows.find(({ rule }) => rule === 'fixed 1e-4')!;
    expect((own.error as number) / error(1e-4)).toBeCloseTo(1, 2);
    expect(own.ratio).toBe((own.error as number) / (own.best as number));
    expect(own.evaluations).toBe(2);
    expect(own.estimate).toBeNull();
  });

  it('tells an answer that is only as good as its own large estimate from a good one', async () => {
    const rows = await difficult('x^2 at 1e-150');
    const own = rows.find(({ rule, stencil }) => rule === 'Shi et al.' && stencil === 'central')!;
    // x ± step is ± step: the difference is 0, and all of f′ is its error.
    expect(own.error).toBe(2e-150);
    expect([own.outcome, own.verdict, own.silent, own.coarse]).toEqual(['ok', 'accurate', false, true]);
    const [summary] = tablesOf(itself, rows);
    const counts = summary!.rows.find(({ rule, stencil }) => rule === 'Shi et al.' && stencil === 'central')!;
    expect([counts.silent, counts.coarse]).toEqual([0, 1]);
  });

  it('lists the misses of the default rule, and nothing else', async () => {
    const rows = [...(await difficult('x^2 at 1e-150')), ...(await difficult('exp(x) at 1'))];
    const misses = tablesOf(itself, rows).find((table) =>
      table.caption?.startsWith('Where the default rule'),
    )!;
    expect(misses.rows.map(({ f, stencil }) => [f, stencil])).toEqual([
      ['x^2', 'central'],
      ['x^2', 'forward'],
    ]);
  });

  it('gives the oracle the balanced step for the noise that was measured', async () => {
    const rows = await published('exp x at 1');
    const [central, forward] = rows.filter(({ rule }) => rule === 'oracle').map((row) => row.step as number);
    // ε_f = e·h³/3 and e·h²/4: the same noise behind both.
    expect((Math.E * central! ** 3) / 3 / ((Math.E * forward! ** 2) / 4)).toBeCloseTo(1, 10);
  });

  it('counts a silent failure only where the method is content and the answer wrong', async () => {
    const rows = await difficult('sin(100000*x) at 0.3');
    const own = rows.find(({ rule }) => rule === 'fixed 1e-4')!;
    expect([own.outcome, own.verdict, own.silent]).toEqual(['ok', 'wrong', true]);
    expect(rows.filter(({ rule }) => rule === 'Shi et al.').map(({ silent }) => silent)).toEqual([
      false,
      false,
    ]);
  });
});
