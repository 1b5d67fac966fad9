import { describe, expect, test } from 'vitest';
import { reference } from '../../src/lab/reference.ts';
import { boost } from '../../src/differentiators/boost.ts';
import { curtisReid } from '../../src/differentiators/curtis-reid.ts';
import { combine, placesOf, widthOf } from '../../src/differentiators/difference.ts';
import { dumontetVignes } from '../../src/differentiators/dumontet-vignes.ts';
import { gillMurraySaundersWright } from '../../src/differentiators/gill-murray-saunders-wright.ts';
import { numeric } from '../../src/differentiators/numeric.ts';
import { oracle } from '../../src/differentiators/oracle.ts';
import { shiXieXuanNocedal } from '../../src/differentiators/shi-xie-xuan-nocedal.ts';
import { slopeAlong, type Bounds, type SlopeAlong } from '../../src/differentiators/slope-along.ts';
import {
  backwardDifference,
  central,
  forwardDifference,
  type Stencil,
} from '../../src/differentiators/stencil.ts';
import type { StepRule } from '../../src/differentiators/step.ts';
import { steplemanWinarsky } from '../../src/differentiators/stepleman-winarsky.ts';
import { parse } from '../../src/expression/parse.ts';
import { objective, traceProblem } from '../../src/expression/trace.ts';
import { evaluator } from '../../src/kernels/evaluate.ts';
import type { Numbers } from '../../src/language/numbers.ts';
import { decimal, exactDecimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { float16, float32, rounded } from '../../src/numbers/rounded.ts';
import { logistic } from '../../src/objectives/functions.ts';

const u = 2 ** -53;

interface Options {
  readonly stencil?: Stencil;
  readonly bounds?: Bounds;
}

function slopeIn<T>(
  n: Numbers<T>,
  f: (x: T) => T,
  x: T,
  step: StepRule,
  { stencil = central(), bounds }: Options,
) {
  const sample = (v: T) => ({ value: f(v), ways: [] });
  const options = { stencil, step, denominator: 'actual' as const, extrapolation: undefined };
  return slopeAlong(n, x, sample(x), sample, options, bounds);
}

/** The slope of a plain function by a rule. */
const slope = (
  f: (x: number) => number,
  x: number,
  step: StepRule,
  options: Options = {},
): SlopeAlong<number> => slopeIn(float64, f, x, step, options);

/** Functions at places where some fixed step is badly wrong. */
const difficult: readonly (readonly [text: string, x: number])[] = [
  ['exp(x)', 1],
  ['exp(1e8*x)', 1e-8],
  ['exp(1e-8*x)', 1],
  ['1e8*exp(x)', -20],
  ['1e-8*sin(1e8*x)', 3e-9],
  ['x^3*1e8 + x*1e-8', 1e-8],
  ['log(x)', 1e-6],
  ['log(x)', 1e-12],
  ['sqrt(x)', 1e-8],
  ['sqrt(1 - x)', 0.99999999],
  ['x*log(x)', 1e-10],
  ['(1 - cos(x))/x^2', 1e-4],
  ['(exp(x) - 1)/x', 1e-5],
  ['1/x', 1e-6],
  ['1/x^2', -1e-5],
  ['tan(x)', 1.5707],
  ['1/(x - 1)', 1.000001],
  ['sin(1000*x)', 0.3],
  ['sin(100000*x)', 0.3],
  ['x + 1e-6*sin(1e6*x)', 0.7],
  ['sin(1/x)', 0.01],
  ['sin(x^2)', 100],
  ['x^2', 1],
  ['x^2', 0],
  ['3*x', 2],
  ['5 + 0*x', 2],
  ['x^2 - 3*x', 1.7],
  ['sin(x)', 0],
  ['cos(x)', 0],
  ['x^3', 0],
  ['expm1(x)', 1e-9],
  ['tanh(x)', 20],
  ['tanh(1000*x)', 0.01],
  ['erf(x)', 5],
  ['exp(-1/x^2)', 0.1],
  ['exp(-1/x^2)', 0.05],
  ['1e8 + sin(x)', 1],
  ['1e8*x + sin(x)', 1],
  ['sin(x)*1e-8 + 1', 1],
  ['cbrt(x)', 1e-9],
  ['cbrt(x)', -1e-5],
  ['(x+0.1)*(x+1.1)*(x+2.1)*(x+3.1)*(x+4.1)*(x+5.1)*(x+6.1)*exp(-x)', 2.5],
  ['x^7 - 7*x^6 + 21*x^5 - 35*x^4 + 35*x^3 - 21*x^2 + 7*x - 1', 1.01],
  ['(x - 1)^7', 1.01],
  ['atan(1e4*(x - 0.5))', 0.50031],
  ['exp(-((x - 1)*1e4)^2)', 1.00005],
  ['x^20', 1e-3],
  ['x^20', 3],
  ['log(1 + exp(50*x))', 0.1],
  ['asin(x)', 0.999999],
  ['logistic-6', 0.2],
];

describe('Shi, Xie, Xuan & Nocedal', () => {
  describe(`on ${difficult.length} difficult functions`, () => {
    /**
     * The best achievable error: over steps from 1000·u|x| on (a few units in the last place are a lucky grid) the least of
     * the median errors of 31 neighbouring steps; and no less than u|f′|.
     */
    const best = (f: (x: number) => number, x: number, truth: number): number => {
      const error = (h: number): number => {
        const places = placesOf(float64, central(), x, h);
        const difference = combine(
          float64,
          central(),
          (offset) => f(places.get(offset)!),
          (quotient) => widthOf(float64, quotient, places, h, 'actual'),
        );
        return Number.isFinite(difference) ? Math.abs(difference - truth) : Infinity;
      };
      let least = Infinity;
      for (let e = -60; e <= 40; e += 0.5) {
        if (2 ** e < 1e3 * u * Math.abs(x)) continue;
        const errors = Array.from({ length: 31 }, (_, j) => error(2 ** (e + (j - 15) / 77)));
        least = Math.min(least, errors.sort((a, b) => a - b)[15]!);
      }
      return Math.max(least, u * Math.abs(truth));
    };
    const cases = difficult.map(([text, x]) => {
      const o = text === 'logistic-6' ? traceProblem(logistic(6)) : objective(parse(text), ['x']);
      const truth = reference(o, { x: { shape: [], data: [x] } }).gradient.x!.data[0]!.toNumber();
      const evaluate = evaluator([o.expression], float64);
      const f = (v: number): number => evaluate({ x: { shape: [], data: [v] } })[0]!.data[0]!;
      const { gradient, outcome, steps, cost } = numeric({ step: shiXieXuanNocedal() }).gradient(o, { x });
      const estimate = (steps!.x as { errorEstimate: number }).errorEstimate;
      const error = Math.abs((gradient!.x as number) - truth);
      const isWithin = error <= 10 * best(f, x, truth);
      return { text, truth, outcome, error, estimate, isWithin, evaluations: cost!.evaluations };
    });
    const share = (holds: (c: (typeof cases)[number]) => boolean) =>
      cases.filter(holds).length / cases.length;

    test('it comes within 10 times the best achievable error on 9 in 10', () => {
      expect(share(({ isWithin }) => isWithin)).toBeGreaterThanOrEqual(0.9);
    });

    test('it is content on 8 in 10', () => {
      expect(share(({ outcome }) => outcome === 'ok')).toBeGreaterThanOrEqual(0.8);
    });

    test('it is never wrong in silence', () => {
      const silent = cases.filter(
        ({ outcome, error, truth, estimate }) =>
          outcome === 'ok' && !(error <= 1e-3 * Math.abs(truth)) && !(error <= 10 * estimate),
      );
      expect(silent.map(({ text }) => text)).toEqual([]);
    });

    test('its error estimate is 1 to 100 times the error as a median, and hardly ever a tenth of it', () => {
      const ratios = cases.flatMap(({ error, estimate }) => (error > 0 ? [estimate / error] : []));
      const median = ratios.sort((a, b) => a - b)[ratios.length >> 1]!;
      expect(median).toBeGreaterThan(1);
      expect(median).toBeLessThan(100);
      expect(ratios.filter((ratio) => !(ratio >= 0.1)).length).toBeLessThanOrEqual(1);
    });

    test('it spends 60 evaluations at most', () => {
      expect(Math.max(...cases.map(({ evaluations }) => evaluations))).toBeLessThanOrEqual(60);
    });
  });

  const rule = shiXieXuanNocedal();

  test.each([1e-2, 1e-4, 1e-8])(
    'spends 60 evaluations at most on noise of %d, and knows its error',
    (size) => {
      const { derivative, errorEstimate, evaluations } = slope(
        (x) => Math.sin(x) + size * Math.sin(1e13 * x * x),
        1,
        rule,
      );
      expect(evaluations).toBeLessThanOrEqual(60);
      expect(Math.abs(derivative - Math.cos(1))).toBeLessThan(10 * errorEstimate!);
    },
  );

  test('takes a step within a factor of 4 of the optimum for exp and sin', () => {
    for (const [f, third, x] of [
      [Math.exp, Math.exp(1), 1],
      [Math.sin, Math.cos(0.3), 0.3],
    ] as const) {
      const { step } = slope(f, x, shiXieXuanNocedal({ noise: u * f(x) }));
      const optimum = Math.cbrt((3 * u * f(x)) / third);
      expect(step / optimum).toBeGreaterThan(1);
      expect(step / optimum).toBeLessThan(4);
    }
  });

  test('is not fooled by an oscillation that is shorter than its first step', () => {
    for (const frequency of [1e3, 1e5, 1e7, 1e9]) {
      const { derivative, outcome } = slope((x) => Math.sin(frequency * x), 0.3, rule);
      const truth = frequency * Math.cos(frequency * 0.3);
      expect(outcome).toBe('ok');
      // The argument is rounded: the truth of the float64 function is off by as much.
      expect(Math.abs(derivative / truth - 1)).toBeLessThan(Math.max(1e-8, frequency * 1e-13));
    }
  });

  test('is not fooled by a bump that its first step straddles, since ECnoise has seen the slope', () => {
    const { derivative } = slope((x) => Math.exp(-(((x - 1) * 1e8) ** 2)), 1 + 5e-9, rule);
    expect(derivative / (-1e8 * Math.exp(-0.25))).toBeCloseTo(1, 6);
  });

  test('says so where f is nothing but noise to it', () => {
    const { outcome, because } = slope((x) => (Math.sin(1e13 * x) * 43758.5453) % 1, 0.3, rule);
    expect([outcome, because]).toEqual(['uncertain', 'f is hardly more than noise here']);
  });

  test('stays inside the domain, however near its edge', () => {
    for (const x of [1e-3, 1e-6, 1e-9, 1e-12]) {
      const { derivative, step, outcome } = slope(Math.log, x, rule);
      expect(outcome).toBe('ok');
      expect(step).toBeLessThan(x);
      expect(Math.abs(derivative * x - 1)).toBeLessThan(1e-8);
    }
  });

  test.each([
    [(x: number) => x * x, 1, 2],
    [(x: number) => 3 * x, 2, 3],
    [() => 5, 2, 0],
  ])('ends at a long step, content, where f‴ = 0', (f, x, truth) => {
    const { derivative, step, outcome } = slope(f, x, rule);
    expect(outcome).toBe('ok');
    expect(derivative).toBe(truth);
    expect(step).toBeLessThan(1);
  });

  test('tells a dead unit from a rounded function', () => {
    expect(slope((x) => 5 + Math.max(0, x), -1e-3, rule)).toMatchObject({ derivative: 0, outcome: 'ok' });
    expect(slope((x) => float16.round(Math.exp(x)), 0.3, rule).outcome).toBe('uncertain');
    expect(slope((x) => Math.round(1000 * x) / 1000, 0.3333, rule).outcome).toBe('uncertain');
  });

  test('stops short of a kink, and is uncertain on one', () => {
    expect(slope(Math.abs, 1e-3, rule)).toMatchObject({ derivative: 1, outcome: 'ok' });
    expect(slope(Math.abs, 1e-7, rule)).toMatchObject({ derivative: 1, outcome: 'ok' });
    expect(slope(Math.abs, 0, rule).outcome).toBe('uncertain');
    expect(slope((x) => (x > 1 ? 1 : 0), 1, rule).outcome).toBe('uncertain');
  });

  test('leaves a function that is not finite to be reported', () => {
    expect(slope(Math.sqrt, -1, rule)).toMatchObject({ outcome: 'non-finite', evaluations: 2 });
  });

  test('works in other stencils and inside bounds', () => {
    for (const stencil of [
      forwardDifference(),
      backwardDifference(),
      forwardDifference(2),
      central(4),
      central(8),
    ]) {
      const { derivative, errorEstimate, outcome } = slope(Math.exp, 1, rule, { stencil });
      expect(outcome).toBe('ok');
      expect(Math.abs(derivative - Math.E)).toBeLessThan(10 * errorEstimate!);
      expect(Math.abs(derivative / Math.E - 1)).toBeLessThan(1e-6);
    }
    const bounded = slope(Math.exp, 1, rule, { bounds: [1, 2] });
    expect(bounded.outcome).toBe('ok');
    expect(bounded.derivative).toBeCloseTo(Math.E, 8);
  });

  test('measures float32 by its own unit roundoff', () => {
    const n = rounded(float32);
    const { derivative, step, outcome } = slopeIn(n, n.sin, Math.fround(0.3), rule, {});
    expect(outcome).toBe('ok');
    expect(step).toBe(Math.fround(step));
    expect(step).toBeGreaterThan(1e-3);
    expect(Math.abs(derivative / Math.cos(0.3) - 1)).toBeLessThan(1e-4);
  });

  test('chooses a step for doubles in decimal numbers', () => {
    const n = decimal(50);
    const { derivative, step } = slopeIn(n, n.exp, exactDecimal(1), rule, {});
    expect(step.toNumber()).toBeGreaterThan(1e-6);
    expect(step.toNumber()).toBeLessThan(1e-4);
    // The difference itself is exact: only truncation, e·h²/6, is left.
    const truncation = (Math.E * step.toNumber() ** 2) / 6;
    expect(derivative.minus(n.exp(n.constant(1))).toNumber() / truncation).toBeCloseTo(1, 6);
  });

  test('refuses noise that is none', () => {
    expect(() => shiXieXuanNocedal({ noise: 0 })).toThrow('a positive finite step is required');
  });
});

describe('the oracle', () => {
  test('is (3ε_f/|f‴|)^(1/3) for central and 2(ε_f/|f″|)^(1/2) for forward differences', () => {
    const noise = 1e-12;
    const step = (f: (x: number) => number, stencil: Stencil) =>
      slope(f, 0.3, oracle(Math.exp, { noise }), { stencil }).step;
    expect(step(Math.exp, central()) / Math.cbrt((3 * noise) / Math.exp(0.3))).toBeCloseTo(1, 12);
    expect(step(Math.exp, forwardDifference()) / (2 * Math.sqrt(noise / Math.exp(0.3)))).toBeCloseTo(1, 12);
  });

  test('supposes an error of u|f|, and gives the floor (3^(2/3)/2)(ε_f²|f‴|)^(1/3)', () => {
    const { step, errorEstimate, derivative } = slope(Math.sin, 0.3, oracle(Math.cos));
    const noise = u * Math.sin(0.3);
    expect(step / Math.cbrt((3 * noise) / Math.cos(0.3))).toBeCloseTo(1, 12);
    expect(errorEstimate! / ((3 ** (2 / 3) / 2) * Math.cbrt(noise ** 2 * Math.cos(0.3)))).toBeCloseTo(1, 12);
    expect(Math.abs(derivative - Math.cos(0.3))).toBeLessThan(errorEstimate!);
  });

  test('has no best step where the derivative that it asks for is 0', () => {
    expect(
      slope(
        (x) => x * x,
        1,
        oracle(() => 0),
      ).outcome,
    ).toBe('uncertain');
  });
});

describe("Boost's steps", () => {
  const epsilon = 2 ** -52;
  const step = (stencil: Stencil, x = 1) => slope(Math.exp, x, boost(), { stencil }).step;

  test.each([
    ['central, order 2', central(), (3 * epsilon) ** (1 / 3)],
    ['central, order 4', central(4), (11.25 * epsilon) ** (1 / 5)],
    ['central, order 6', central(6), (epsilon / 168) ** (1 / 7)],
    ['central, order 8', central(8), (551.25 * epsilon) ** (1 / 9)],
    ['forward', forwardDifference(), 2 * Math.sqrt(epsilon)],
    ['backward', backwardDifference(), 2 * Math.sqrt(epsilon)],
  ])('are as published: %s', (_, stencil, published) => {
    expect(step(stencil) / published).toBeCloseTo(1, 7);
  });

  test('make x + h exact', () => {
    for (const x of [1, 0.1, 12345.678]) {
      const h = step(central(), x);
      expect(x + h - x).toBe(h);
    }
  });
});

describe('Curtis & Reid', () => {
  test('end at a step where truncation and round-off are in proportion', () => {
    const { step, outcome } = slope(Math.exp, 1, curtisReid());
    const [above, below] = [Math.exp(1 + step), Math.exp(1 - step)];
    const truncation = Math.abs((above - below) / (2 * step) - (above - Math.E) / step);
    const ratio = truncation / ((u * above) / step);
    expect(outcome).toBe('ok');
    expect(ratio).toBeGreaterThan(9);
    expect(ratio).toBeLessThan(1010);
  });

  test('give up, in 20 steps at most, where f″ = 0', () => {
    const { outcome, evaluations } = slope((x) => 3 * x, 2, curtisReid());
    expect(outcome).toBe('uncertain');
    expect(evaluations).toBeLessThanOrEqual(40);
  });

  test('give up off the domain', () => {
    expect(slope(Math.log, 1e-9, curtisReid()).outcome).not.toBe('ok');
  });
});

describe('Stepleman & Winarsky', () => {
  test('shrink the step by 4 until the differences stop drawing nearer', () => {
    const { derivative, step, outcome } = slope(Math.exp, 1, steplemanWinarsky());
    expect(outcome).toBe('ok');
    const times = Math.log2((4 * Math.cbrt(2 * u)) / step) / 2;
    expect(times).toBeCloseTo(Math.round(times), 10);
    expect(Math.abs(derivative / Math.E - 1)).toBeLessThan(1e-9);
  });

  test('pass over steps that leave the domain', () => {
    const { derivative, outcome } = slope(Math.log, 1e-6, steplemanWinarsky());
    expect(outcome).toBe('ok');
    expect(derivative * 1e-6).toBeCloseTo(1, 8);
  });

  test('end where f is finite nowhere else', () => {
    const { outcome, evaluations } = slope((x) => (x === 1 ? 1 : NaN), 1, steplemanWinarsky());
    expect(outcome).toBe('non-finite');
    expect(evaluations).toBeLessThanOrEqual(108);
  });
});

describe('Dumontet & Vignes', () => {
  test.each([
    ['exp', Math.exp, Math.exp(1), 1],
    ['1/x', (x: number) => 1 / x, 6e24, 1e-6],
    ['1e8 + sin', (x: number) => 1e8 + Math.sin(x), Math.cos(1), 1],
  ])('find f‴, and the step from it: %s', (_, f, third, x) => {
    const { step, outcome } = slope(f, x, dumontetVignes());
    const optimum = Math.cbrt((6 * u * f(x)) / third);
    expect(outcome).toBe('ok');
    expect(step / optimum).toBeGreaterThan(0.5);
    expect(step / optimum).toBeLessThan(2);
  });

  test('give up where f‴ = 0', () => {
    expect(slope(() => 5, 2, dumontetVignes())).toMatchObject({ outcome: 'uncertain', derivative: 0 });
  });
});

describe('Gill, Murray, Saunders & Wright', () => {
  const forward = { stencil: forwardDifference() };

  test.each([
    ['exp', Math.exp, Math.exp, 1],
    ['sin(1000x)', (x: number) => Math.sin(1000 * x), (x: number) => -1e6 * Math.sin(1000 * x), 0.3],
    ['1/x', (x: number) => 1 / x, (x: number) => 2 / x ** 3, 1e-6],
  ])('find f″, and the step 2(ε_A/|f″|)^(1/2) from it: %s', (_, f, second, x) => {
    const noise = u * Math.abs(f(x));
    const { step, outcome } = slope(f, x, gillMurraySaundersWright({ noise }), forward);
    expect(outcome).toBe('ok');
    expect(step / (2 * Math.sqrt(noise / Math.abs(second(x))))).toBeCloseTo(1, 1);
  });

  test('give up, with a step at which the slope is seen, where f″ = 0', () => {
    const { outcome, derivative } = slope((x) => 3 * x, 2, gillMurraySaundersWright(), forward);
    expect(outcome).toBe('uncertain');
    expect(derivative).toBeCloseTo(3, 6);
  });

  test('give up on a constant', () => {
    const { outcome, because } = slope(() => 5, 2, gillMurraySaundersWright(), forward);
    expect([outcome, because]).toEqual(['uncertain', 'f hardly changes: no slope stands out of the noise']);
  });
});
