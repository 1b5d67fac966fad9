import { describe, expect, it } from 'vitest';
import itself from '../../experiments/14-gradient-check.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, quickRows, rowsOf } from './rows.ts';

const rows = await quickRows(itself);
const of = (check: string, rule: string, kind = 'any', all: readonly Row[] = rows): readonly Row[] =>
  all.filter((row) => row.check === check && row.rule === rule && row.kind === kind);

describe('14-gradient-check', () => {
  it('holds, and no longer does once the Taylor test raises a false alarm or misses faults', () => {
    expect(itself.verdict(rows).holds).toBe(true);
    const holds = (change: (row: Row) => Row): boolean =>
      judged(itself, rows, (row) => (row.check === 'taylorTest' ? change(row) : row));
    expect(holds((row) => row)).toBe(true);
    expect(holds((row) => ({ ...row, falseAlarms: 0.01 }))).toBe(false);
    expect(holds((row) => ({ ...row, detected: (row.size as number) < 1e-5 ? 0 : row.detected! }))).toBe(
      false,
    );
  });

  it('holds only while no curve of a check with a fixed step rises above the Taylor test’s', () => {
    const because = (check: string, detected: number) =>
      itself.verdict(
        rows.map((row) => (row.rule === 'swept' && row.check === check ? { ...row, detected } : row)),
      );
    expect(because('taylorTest', 1).holds).toBe(true);
    const { holds, because: said } = because('taylorTest', 0);
    expect(holds).toBe(false);
    const [, not, all] = /at (\d+) of (\d+) points/.exec(said)!;
    expect(Number(not)).toBeLessThan(Number(all));
    expect(because('gradCheck', 1).holds).toBe(true);
  });

  it('says in which format right gradients are called wrong', () => {
    const alarming = rows.map((row) => (row.check === 'gradCheck' ? { ...row, falseAlarms: 0.01 } : row));
    expect(itself.verdict(rows).because).toContain('call none of 24 in float64 wrong');
    expect(itself.verdict(alarming).because).toContain('call up to 1.0 % of 24 in float64 wrong');
  });

  it('counts the evaluations of one gradient: two for each component, or two in all', () => {
    // Three nets of 15 weights, and functions of 2, 3, 2, 2 and 2 numbers.
    const components = (3 * 15 + 11) / 8;
    const spent = (check: string) => of(check, 'as published')[0]!.evaluations;
    expect(spent('CS231n, step 1e-5')).toBe(2 * components);
    expect(spent('torch, step 1e-6')).toBe(2 * components);
    expect(spent('JAX, step 1e-4')).toBe(2);
    expect(spent('gradCheck, one direction')).toBe(2);
  });

  it('finds every fault of a millionth, and each NaN, with the checks that know their noise', () => {
    for (const check of ['gradCheck', 'taylorTest']) {
      for (const row of of(check, 'as published'))
        if ((row.size as number) >= 1e-6)
          expect([check, row.size, row.detected]).toEqual([check, row.size, 1]);
      expect(of(check, 'as published', 'NaN').map(({ detected }) => detected)).toEqual([1]);
      expect(of(check, 'as published')[0]!.falseAlarms).toBe(0);
    }
  });

  it('finds no more faults as they shrink than chance lets a fixed step', () => {
    const shares = of('torch, step 1e-6', 'no false alarm').map(({ detected }) => detected as number);
    expect(shares[0]).toBe(1);
    expect(shares[shares.length - 1]).toBeLessThan(0.1);
  });

  it('has curves from no alarm at all to nothing but alarms', () => {
    for (const size of [1e-6, 1e-8, 1e-10]) {
      const curve = rows.filter(
        (row) => row.rule === 'swept' && row.size === size && row.check === 'JAX, step 1e-4',
      );
      const alarms = curve.map(({ falseAlarms }) => falseAlarms as number);
      expect([alarms[0], alarms[alarms.length - 1]]).toEqual([0, 1]);
      expect(alarms).toEqual([...alarms].sort((a, b) => a - b));
    }
  });

  it('is of no use with a step for float64 in float32', async () => {
    const single = await rowsOf(itself, { format: 'float32', points: 1 });
    expect(of('torch, step 1e-6', 'as published', 'any', single)[0]!.falseAlarms).toBeGreaterThan(0.5);
    expect(of('taylorTest', 'as published', 'any', single)[0]!.falseAlarms).toBe(0);
  });
});
