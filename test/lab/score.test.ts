import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { fixed, numeric } from '../../src/differentiators/numeric.ts';
import { toPoint } from '../../src/expression/point.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { symbolic } from '../../src/differentiators/symbolic.ts';
import { parse } from '../../src/expression/parse.ts';
import { objective } from '../../src/expression/trace.ts';
import { reference, type Reference } from '../../src/lab/reference.ts';
import { score, scoreComponent } from '../../src/lab/score.ts';
import { isSilentlyWrong, partOf, trial } from '../../src/lab/trial.ts';
import { exactDecimal } from '../../src/numbers/decimal.ts';

/** Truths are made with 1100 digits: the default's 20 would round them. */
const Wide = Decimal.clone({ precision: 1100 });
const one = new Wide(1);
const against = (truth: Decimal.Value, computed: number, largest: Decimal.Value = truth) =>
  scoreComponent(new Wide(truth), computed, new Wide(largest).abs());

/** A truth made by hand. */
function truthOf(gradient: Record<string, Decimal.Value[]>, because: string | null = null): Reference {
  return {
    digits: 50,
    value: one,
    gradient: Object.fromEntries(
      Object.entries(gradient).map(([name, data]) => [
        name,
        { shape: [data.length], data: data.map((v) => new Wide(v)) },
      ]),
    ),
    agreement: 50,
    witnesses: [],
    because,
  };
}
const computed = (gradient: Record<string, number[]>) =>
  Object.fromEntries(Object.entries(gradient).map(([name, data]) => [name, { shape: [data.length], data }]));

describe('the verdict on a component', () => {
  test.each<[number, string]>([
    [1, 'accurate'],
    [1 + 2 ** -40, 'accurate'],
    [1 - 2 ** -40, 'accurate'],
    [1 + 2 ** -40 + 2 ** -52, 'imprecise'],
    // The double below 1.001, and the next one.
    [1.001, 'imprecise'],
    [1.001 + 2 ** -52, 'wrong'],
    [-1, 'wrong'],
    [0, 'wrong'],
    [NaN, 'wrong'],
    [Infinity, 'wrong'],
    [-Infinity, 'wrong'],
  ])('against 1, %d is %s', (v, verdict) => {
    expect(against(1, v).verdict).toBe(verdict);
  });

  test('goes by the relative error, however small the component', () => {
    expect(against('1e-300', 1e-300, 1).verdict).toBe('accurate');
    expect(against('1e-300', 1.1e-300, 1).verdict).toBe('wrong');
  });

  test('where the truth is 0 goes by the largest component, and by 1 where all are 0', () => {
    expect(against(0, 4 * 2 ** -40, 4)).toMatchObject({ verdict: 'accurate', relative: 2 ** -40 });
    expect(against(0, 8 * 2 ** -40, 4).verdict).toBe('imprecise');
    expect(against(0, 2 ** -40, 0)).toMatchObject({ verdict: 'accurate', relative: 2 ** -40 });
    expect(against(0, 0.5, 0)).toMatchObject({ verdict: 'wrong', relative: 0.5, absolute: 0.5 });
    expect(against(0, -0, 0)).toEqual({ verdict: 'accurate', absolute: 0, relative: 0, ulps: 0 });
  });

  test('is about the double itself, not its shortest text', () => {
    const tenth = against('0.1', 0.1);
    expect(tenth.absolute).toBeCloseTo(5.551115123125783e-18, 30);
    expect(tenth.ulps).toBeCloseTo(0.4, 10);
  });
});

describe('units in the last place', () => {
  test.each<[string, Decimal.Value, number, number]>([
    ['one above 1', 1, 1 + 2 ** -52, 1],
    ['just below 1 the spacing is half', new Wide(1).minus(new Wide(2).pow(-53)), 1, 1],
    ['at 4/3', new Wide(4).div(3), 4 / 3 + 2 ** -52, 2 / 3],
    ['a large power of two', new Wide(2).pow(1000), 2 ** 1000 * (1 + 2 ** -50), 4],
    ['the smallest subnormal', new Wide(2).pow(-1074), 2 ** -1073, 1],
    ['below the subnormals', new Wide('1e-400'), 2 ** -1074, 1],
    ['around 0', 0, 2 ** -1074 * 3, 3],
    ['a negative truth', -8, -8 - 2 ** -49, 1],
  ])('%s', (_, truth, v, ulps) => {
    expect(scoreComponent(new Wide(truth), v, one).ulps).toBeCloseTo(ulps, 9);
  });

  test('are 2⁵² for an error of a whole power of two, at each power of two', () => {
    for (let e = -1022; e < 1023; e++) expect(against(exactDecimal(2 ** e), 2 ** (e + 1)).ulps).toBe(2 ** 52);
  });
});

describe('the score of a gradient', () => {
  const truth = truthOf({ a: [3, 4], b: [0] });

  test('has the error norm-wise, the largest and the median, and the worst verdict', () => {
    const found = score(truth, computed({ a: [3, 4 + 2 ** -20], b: [0] }));
    expect(found.normwise).toBe(2 ** -20 / 5);
    expect(found.maximumRelative).toBe(2 ** -22);
    expect(found.medianRelative).toBe(0);
    expect(found.maximumUlps).toBe(2 ** 30);
    expect(found.verdict).toBe('imprecise');
    expect(found.components.a!.data.map(({ verdict }) => verdict)).toEqual(['accurate', 'imprecise']);
    expect(found.components.a!.shape).toEqual([2]);
  });

  test('has the mean of the middle two for a median, where their number is even', () => {
    const even = truthOf({ a: [1, 1, 1, 1] });
    const found = score(even, computed({ a: [1, 1 + 2 ** -10, 1 + 2 ** -12, 2] }));
    expect(found.medianRelative).toBe((2 ** -10 + 2 ** -12) / 2);
  });

  test('has NaN in all its summaries where a component is NaN, and is wrong', () => {
    const found = score(truth, computed({ a: [NaN, 4], b: [0] }));
    expect(found).toMatchObject({
      verdict: 'wrong',
      normwise: NaN,
      maximumRelative: NaN,
      medianRelative: NaN,
      maximumUlps: NaN,
    });
    expect(score(truth, computed({ a: [Infinity, 4], b: [0] }))).toMatchObject({
      verdict: 'wrong',
      normwise: Infinity,
      maximumRelative: Infinity,
    });
  });

  test('of all zeros is absolute', () => {
    expect(score(truthOf({ a: [0, 0] }), computed({ a: [3, 4] })).normwise).toBe(5);
    expect(score(truthOf({ a: [0, 0] }), computed({ a: [0, 0] })).normwise).toBe(0);
  });

  test('measures zeros by the largest component of all inputs', () => {
    const found = score(truthOf({ a: [0], b: [1024] }), computed({ a: [2 ** -35], b: [1024] }));
    expect(found.components.a!.data[0]).toMatchObject({ relative: 2 ** -45, verdict: 'accurate' });
  });

  test('is none without a truth', () => {
    const found = score(truthOf({ a: [1] }, 'a reason'), computed({ a: [1] }));
    expect(found.verdict).toBe('unscored');
    expect(found.components.a!.data).toEqual([
      { verdict: 'unscored', absolute: NaN, relative: NaN, ulps: NaN },
    ]);
    expect(found.normwise).toBeNaN();
  });

  test('resolves errors far below the last place of a double', () => {
    const near = new Wide(1).plus('1e-30');
    const { absolute, ulps } = scoreComponent(near, 1, near);
    expect(absolute).toBeCloseTo(1e-30, 40);
    expect(ulps).toBeCloseTo(1e-30 / 2 ** -52, 20);
  });
});

describe('a trial', () => {
  const o = objective(parse('x^3 + 0*y'));
  const at = toPoint(o, { x: 1, y: 2 });
  const truth = reference(o, at);

  test('is silently wrong where the method saw no trouble and the truth does', () => {
    const coarse = trial(numeric({ step: fixed(1) }), o, at, truth);
    expect([coarse.result.outcome, coarse.score!.verdict]).toEqual(['ok', 'wrong']);
    expect(isSilentlyWrong(coarse)).toBe(true);
    expect(isSilentlyWrong(trial(numeric(), o, at, truth))).toBe(false);
    expect(trial(reverse(), o, at, truth).score!.verdict).toBe('accurate');
  });

  test('is not where the method reported it, or refused', () => {
    const tiny = trial(numeric({ step: fixed(1e-30) }), o, at, truth);
    expect([tiny.result.outcome, tiny.score!.verdict]).toEqual(['failed', 'wrong']);
    expect(isSilentlyWrong(tiny)).toBe(false);
    const refused = trial(symbolic({ limit: 1 }), o, at, truth);
    expect([refused.result.outcome, refused.score]).toEqual(['refused', null]);
    expect(isSilentlyWrong(refused)).toBe(false);
  });

  test('shows a part of its score in the shape of the gradient', () => {
    const found = score(truthOf({ a: [1, 2] }), computed({ a: [1, 3] }));
    expect(partOf(found, 'verdict')).toEqual({ a: ['accurate', 'wrong'] });
    expect(partOf(found, 'absolute')).toEqual({ a: [0, 1] });
    expect(partOf(trial(reverse(), o, at, truth).score!, 'absolute')).toEqual({ x: 0, y: 0 });
  });
});
