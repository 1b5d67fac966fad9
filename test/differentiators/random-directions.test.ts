import { describe, expect, test } from 'vitest';
import { forwardGradient } from '../../src/differentiators/forward-gradient.ts';
import {
  isRefused,
  type Differentiator,
  type Prepared,
  type Tensors,
} from '../../src/differentiators/differentiator.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { spsa } from '../../src/differentiators/spsa.ts';
import { graph, input } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { toPoint } from '../../src/expression/point.ts';
import { objective, traceProblem, type Objective } from '../../src/expression/trace.ts';
import type { Model } from '../../src/language/algebra.ts';
import type { Numbers } from '../../src/language/numbers.ts';
import { counting } from '../../src/numbers/counting.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { float32, rounded } from '../../src/numbers/rounded.ts';
import { mlp } from '../../src/objectives/mlp.ts';

function prepared<T>(method: Differentiator, o: Objective, n: Numbers<T>): Prepared<T> {
  const made = method.prepare(o, n);
  if (isRefused(made)) throw new Error(made.because);
  return made;
}

const flat = (gradient: Tensors<number>): number[] => Object.values(gradient).flatMap(({ data }) => data);
const squared = (v: readonly number[]): number => v.reduce((sum, e) => sum + e * e, 0);
const inner = (v: readonly number[], w: readonly number[]): number =>
  v.reduce((sum, e, i) => sum + e * w[i]!, 0);

/** a·v with a of powers of two. */
const linear: Model = (k, { v, a }) => k.sum(k.mul(v!, a!), [0]);
const slopes = [4, -2, 0.5, 8, -1];
const start = { v: [1, 2, 3, 4, 5], a: slopes };

const net = mlp({ layers: [3, 4, 2], batch: 5, lambda: 1e-2, seed: 3 });
const netObjective = traceProblem(net);
const netAt = toPoint(netObjective, net.at);
const truth = flat(prepared(reverse(), netObjective, float64).valueAndGradient(netAt).gradient);

const methods: readonly [string, (options?: { seed?: number; averages?: number }) => Differentiator][] = [
  ['spsa', spsa],
  ['forward-gradient', forwardGradient],
];

describe('simultaneous perturbation', () => {
  test('of a linear function is (a·Δ)Δ exactly, Δ being signs', () => {
    const { gradient, value, outcome, because } = spsa({ step: 0.25 }).gradient(linear, start, ['v']);
    const g = gradient!.v as number[];
    const length = Math.abs(g[0]!);
    const signs = g.map(Math.sign);
    expect(g.map(Math.abs)).toEqual(g.map(() => length));
    expect(inner(slopes, signs)).toBe(length);
    expect(value).toBe(inner(slopes, start.v));
    expect(outcome).toBe('uncertain');
    expect(because).toContain('expectation');
  });

  test('by one number alone is the central difference', () => {
    for (const seed of [1, 2, 3, 4])
      expect(spsa({ seed, step: 0.5 }).gradient(parse('x^3'), { x: 2 }).gradient!.x).toBe(
        (2.5 ** 3 - 1.5 ** 3) / 1,
      );
  });

  test('divides by the distance moved, and has no answer where that is none', () => {
    const nowhere = spsa({ step: 2 ** -60 }).gradient(parse('x'), { x: 1 });
    expect(nowhere.gradient!.x).toBeNaN();
    expect(nowhere.outcome).toBe('non-finite');
    // 0.1 + h and 0.1 − h are rounded; their distance, as computed, is exact.
    expect(spsa({ step: 2 ** -20 }).gradient(parse('x'), { x: 0.1 }).gradient!.x).toBe(1);
  });

  test('moves by the cube root of the unit roundoff of its numbers', () => {
    const far = (n: Numbers<number>): number => {
      const places: number[] = [];
      const seen = { ...n, square: (x: number) => (places.push(x), n.square(x)) };
      const at = { x: { shape: [], data: [0] } };
      prepared(spsa(), objective(parse('square(x)')), seen).valueAndGradient(at);
      return Math.max(...places);
    };
    expect(far(float64)).toBe(2 ** -18);
    expect(far(rounded(float32))).toBe(2 ** -8);
  });
});

describe('the forward gradient', () => {
  test('is along its direction, and as long as the slope there says', () => {
    const g = flat(
      prepared(forwardGradient({ seed: 5 }), netObjective, float64).valueAndGradient(netAt).gradient,
    );
    // g = (∇f·v)v, so that g·∇f = (∇f·v)² and g is a multiple of v: |g|² = (∇f·v)²|v|².
    const slope = Math.sqrt(inner(g, truth));
    const v = g.map((e) => e / slope);
    expect(inner(v, truth)).toBeCloseTo(slope, 12);
    expect(squared(v)).toBeGreaterThan(1);
  });

  test('in 50 digits has the slope in 50 digits', () => {
    const n = decimal(50);
    const o = objective(parse('sin(x)*exp(x)'));
    const at = { x: { shape: [], data: [n.constant(0.75)] } };
    const g = prepared(forwardGradient(), o, n).valueAndGradient(at).gradient.x!.data[0]!;
    const slope = prepared(reverse(), o, n).valueAndGradient(at).gradient.x!.data[0]!;
    const v = prepared(forwardGradient(), objective(parse('x')), n).valueAndGradient(at).gradient.x!.data[0]!;
    expect(g.div(slope).minus(v).abs().lt('1e-48')).toBe(true);
  });
});

describe.each(methods)('%s', (_, method) => {
  test('has the gradient for its expectation', () => {
    const draws = 40_000;
    const own = prepared(method({ seed: 11 }), netObjective, float64);
    const sum = truth.map(() => 0);
    const squares = truth.map(() => 0);
    for (let i = 0; i < draws; i++)
      flat(own.valueAndGradient(netAt).gradient).forEach((g, j) => {
        sum[j]! += g;
        squares[j]! += g * g;
      });
    truth.forEach((g, j) => {
      const mean = sum[j]! / draws;
      const deviation = Math.sqrt((squares[j]! / draws - mean ** 2) / draws);
      // Five standard errors, for 20 numbers of a fixed seed.
      expect(Math.abs(mean - g)).toBeLessThan(5 * deviation);
      expect(deviation).toBeLessThan(0.02 * Math.sqrt(squared(truth)));
    });
  });

  test('has a squared norm of P (signs) or P + 2 (normal numbers) times the gradient’s, on average', () => {
    const draws = 20_000;
    const own = prepared(method({ seed: 12 }), netObjective, float64);
    const ratios = Array.from(
      { length: draws },
      () => squared(flat(own.valueAndGradient(netAt).gradient)) / squared(truth),
    );
    const mean = ratios.reduce((total, ratio) => total + ratio, 0) / draws;
    const error = Math.sqrt(ratios.reduce((total, ratio) => total + (ratio - mean) ** 2, 0)) / draws;
    const expected = truth.length + (own.cost.valueEvaluations === 0 ? 2 : 0);
    expect(Math.abs(mean - expected)).toBeLessThan(5 * error);
    expect(error).toBeLessThan(0.02 * expected);
  });

  test('draws new directions at each evaluation, and the same ones again once it is prepared anew', () => {
    const two = (seed: number) => {
      const { valueAndGradient } = prepared(method({ seed }), netObjective, float64);
      return [flat(valueAndGradient(netAt).gradient), flat(valueAndGradient(netAt).gradient)];
    };
    const [first, second] = two(7);
    expect(first).not.toEqual(second);
    expect(two(7)).toEqual([first, second]);
    expect(two(8)[0]).not.toEqual(first);
    expect(method({ seed: 7 }).gradient(net)).toEqual(method({ seed: 7 }).gradient(net));
  });

  test('does not repeat its directions where only the number of samples differs', () => {
    const f = (count: number) =>
      traceProblem({
        model: (k, { v, x }) => k.add(k.sum(k.mul(v!, k.constant(2)), [0]), k.sum(x!, [0])),
        shapes: { v: [6], x: [count] },
        wrt: ['v'],
        at: {},
      });
    const of = (count: number) =>
      flat(
        prepared(method(), f(count), float64).valueAndGradient({
          v: { shape: [6], data: [0, 0, 0, 0, 0, 0] },
          x: { shape: [count], data: new Array<number>(count).fill(0) },
        }).gradient,
      ).map(Math.sign);
    expect([2, 3, 4, 5].map((count) => of(count).join())).not.toEqual(
      [2, 2, 2, 2].map((count) => of(count).join()),
    );
  });

  test('averages over directions that one after the other would be drawn', () => {
    const one = prepared(method({ seed: 9 }), netObjective, float64);
    const four = prepared(method({ seed: 9, averages: 4 }), netObjective, float64);
    const singles = Array.from({ length: 4 }, () => flat(one.valueAndGradient(netAt).gradient));
    flat(four.valueAndGradient(netAt).gradient).forEach((g, j) => {
      expect(g).toBeCloseTo(singles.reduce((sum, own) => sum + own[j]!, 0) / 4, 12);
    });
  });

  test.each([1, 3])('carries out the operations that it counts, and no more (averages: %i)', (averages) => {
    const { numbers, tally } = counting();
    const o = objective(parse('exp(x*y) + sin(x)'));
    const own = prepared(
      method === spsa ? spsa({ averages, step: 1 }) : forwardGradient({ averages }),
      o,
      numbers,
    );
    const zero = { shape: [], data: [0 as const] };
    own.valueAndGradient({ x: zero, y: zero });
    expect(tally).toEqual(own.cost.byOperation);
    expect(own.cost.operations).toBe(Object.values(tally).reduce((sum, count) => sum + count));
    expect(own.cost.multiplications).toBe(tally.mul);
  });

  test('costs the same number of evaluations for two numbers as for two hundred', () => {
    const of = (count: number) => {
      const { cost } = method().gradient(linear, {
        v: new Array<number>(count).fill(1),
        a: new Array<number>(count).fill(1),
      });
      return cost!.evaluations + cost!.valueEvaluations;
    };
    expect(of(2)).toBe(of(200));
    expect(of(2)).toBe(method === spsa ? 3 : 1);
  });

  test('takes an input of any name', () => {
    const f = graph.mul(input('__proto__'), graph.constant(3));
    const at = Object.fromEntries([['__proto__', 2]]);
    const { value, gradient } = method().gradient(f, at);
    expect(value).toBe(6);
    expect(Object.keys(gradient!)).toEqual(['__proto__']);
  });

  test('by nothing still has a value', () => {
    expect(method().gradient(parse('x^2'), { x: 3 }, [])).toMatchObject({ value: 9, gradient: {} });
  });

  test('says what is amiss with an option', () => {
    expect(() => method({ averages: 0 })).toThrow('averages must be a positive whole number, got 0');
    expect(() => method({ seed: 0.5 })).toThrow('seed must be a whole number of at most 32 bits, got 0.5');
    expect(() => spsa({ step: -1 })).toThrow('spsa: step: a positive finite step is required, got -1');
  });
});
