import { describe, expect, test } from 'vitest';
import { costOf, peakOf, sumOfCosts, tallyOf } from '../../src/differentiators/cost.ts';
import { isRefused, type Differentiator } from '../../src/differentiators/differentiator.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { symbolic } from '../../src/differentiators/symbolic.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { objective, traceProblem } from '../../src/expression/trace.ts';
import { counting, multiplications, total } from '../../src/numbers/counting.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const x = input('x');

describe('a tally', () => {
  test('counts operations on numbers, array by array; constants, π and hold do no work', () => {
    const v = input('v', [5]);
    const e = graph.sum(
      graph.mul(graph.hold(v), graph.mul(graph.pi(), graph.add(v, graph.constant(2)))),
      [0],
    );
    expect(tallyOf([e])).toEqual({ add: 9, mul: 10 });
  });

  test('of [m, k]·[k, n] is mkn products and m(k − 1)n sums', () => {
    const e = graph.matmul(input('A', [3, 4]), input('B', [4, 5]));
    expect(tallyOf([e])).toEqual({ mul: 60, add: 45 });
  });

  test('moves data for nothing, and adds where scattered elements meet', () => {
    const A = input('A', [2, 3]);
    expect(tallyOf([graph.reshape(graph.transpose(A, [1, 0]), [6])])).toEqual({});
    expect(tallyOf([graph.spread(x, [10], [0])])).toEqual({});
    expect(tallyOf([graph.gather(A, [0, 0, 5], [3])])).toEqual({});
    expect(tallyOf([graph.scatter(input('v', [4]), [1, 1, 1, 0], [3])])).toEqual({ add: 2 });
    expect(tallyOf([graph.maxOver(A, [1])])).toEqual({ max: 4 });
  });

  test('counts a shared node once', () => {
    const s = graph.sin(x);
    expect(tallyOf([graph.mul(s, s), s])).toEqual({ sin: 1, mul: 1 });
  });

  test('has products, squares and carried products for multiplications, and all for the total', () => {
    expect(multiplications({ mul: 2, square: 3, carry: 4, div: 5, add: 6, power: 7 })).toBe(9);
    expect(total({ mul: 2, square: 3, carry: 4, div: 5, add: 6, power: 7 })).toBe(27);
  });

  test('of the objective of D2L is the one that a hand counts', () => {
    for (const [d, h, q] of [
      [2, 3, 1],
      [4, 8, 2],
      [16, 32, 4],
    ] as const) {
      const N = d * h + h * q;
      const o = traceProblem(mlp({ layers: [d, h, q], loss: 'squared-error', lambda: 0.1 }));
      expect(tallyOf([o.expression])).toEqual({
        // z and o; ½ of the loss; λ/2 of the penalty.
        mul: N + 2,
        tanh: h,
        sub: q,
        square: q + N,
        // inner products; the loss; the two norms, and their sum; J = L + s.
        add: (d - 1) * h + (h - 1) * q + (q - 1) + (N - 2) + 1 + 1,
      });
    }
  });
});

describe('the peak of live intermediates', () => {
  const s = (e: Expr) => graph.sin(e);

  test.each<[string, () => Expr, number]>([
    ['an input needs none', () => x, 0],
    ['a constant needs none', () => graph.constant(3), 0],
    ['one operation on inputs', () => graph.mul(x, input('y')), 1],
    ['a chain holds two', () => s(s(s(s(x)))), 2],
    ['two operands and their result', () => graph.mul(s(x), graph.cos(x)), 3],
    [
      'a sum of four, added as they come',
      () => [1, 2, 3, 4].map(() => s(x)).reduce((a, b) => graph.add(a, b)),
      3,
    ],
    ['a balanced sum of four', () => graph.add(graph.add(s(x), s(x)), graph.add(s(x), s(x))), 4],
    ['a square of a node frees it once', () => s(graph.mul(graph.exp(x), graph.exp(x))), 3],
  ])('%s', (_, build, peak) => {
    expect(peakOf([build()])).toBe(peak);
  });

  test('frees an operand that is used twice after its last use', () => {
    const e = graph.exp(x);
    expect(peakOf([s(graph.mul(e, e))])).toBe(2);
    // e waits for the end: e, sin e, cos sin e are alive together.
    expect(peakOf([graph.add(graph.cos(s(e)), e)])).toBe(3);
  });

  test('holds the roots to the end', () => {
    const a = s(x);
    const b = graph.exp(a);
    expect(peakOf([graph.cos(b)])).toBe(2);
    expect(peakOf([a, b, graph.cos(b)])).toBe(3);
  });

  test('counts the numbers in arrays', () => {
    const z = graph.matmul(input('W', [3, 2]), input('x', [2, 1]));
    const o = graph.matmul(input('V', [2, 3]), graph.tanh(z));
    expect(peakOf([o])).toBe(6);
    expect(peakOf([z])).toBe(3);
  });

  test('of a reverse gradient of a chain grows with its length, of its value does not', () => {
    const peaks = [10, 20, 40].map((n) => {
      let e: Expr = x;
      for (let i = 0; i < n; i++) e = s(e);
      return [peakOf([e]), reverse().gradient(e, { x: 1 }).cost!.peak];
    });
    expect(peaks.map(([value]) => value)).toEqual([2, 2, 2]);
    const [a, b, c] = peaks.map(([, gradient]) => gradient!);
    expect(c! - b!).toBe(2 * (b! - a!));
    expect(b! - a!).toBeGreaterThanOrEqual(10);
  });
});

describe('a cost', () => {
  const o = objective(parse('exp(x*y) + sin(x)'));
  const methods: Differentiator[] = [
    reverse(),
    ...(['none', 'reference', 'structure'] as const).flatMap((sharing) =>
      (['none', 'exact', 'real'] as const).map((laws) => symbolic({ sharing, laws })),
    ),
  ];

  test('is what is carried out: the same run in counting numbers', () => {
    for (const method of methods) {
      const { numbers, tally } = counting();
      const prepared = method.prepare(o, numbers);
      if (isRefused(prepared)) throw new Error(prepared.because);
      const zero = { shape: [], data: [0 as const] };
      prepared.valueAndGradient({ x: zero, y: zero });
      expect(prepared.cost.byOperation).toEqual(tally);
      expect(prepared.cost.operations).toBe(total(tally));
      expect(prepared.cost.multiplications).toBe(multiplications(tally));
    }
  });

  test('of reverse mode on exp(xy) + sin x is counted by hand', () => {
    // Forwards xy, e = exp, sin, f = +; backwards cos x, y·e, +, x·e. Where ∂f/∂x is added up, it, cos x, y·e, e and f live.
    expect(reverse().gradient(o, { x: 1, y: 2 }).cost).toEqual({
      evaluations: 1,
      valueEvaluations: 0,
      operations: 8,
      multiplications: 3,
      byOperation: { mul: 3, exp: 1, sin: 1, add: 2, cos: 1 },
      nodes: 10,
      occurrences: 7n + 9n + 6n,
      peak: 5,
    });
  });

  test('of several passes adds, and takes the largest peak', () => {
    const [a, b] = [costOf([graph.sin(graph.mul(x, x))]), costOf([graph.mul(x, graph.cos(graph.exp(x)))])];
    const sum = sumOfCosts([a, b]);
    expect(sum).toMatchObject({ evaluations: 2, operations: 5, multiplications: 2, nodes: 7, peak: 2 });
    expect(sum.byOperation).toEqual({ sin: 1, mul: 2, cos: 1, exp: 1 });
    expect(sum.occurrences).toBe(a.occurrences + b.occurrences);
    expect(sumOfCosts([])).toMatchObject({ evaluations: 0, operations: 0, peak: 0 });
  });

  test('of a pass that is repeated counts its operations as often', () => {
    const cost = costOf([graph.sin(x)], { times: 7, evaluations: 6 });
    expect(cost).toMatchObject({ evaluations: 6, operations: 7, byOperation: { sin: 7 }, nodes: 2 });
    expect(cost).not.toHaveProperty('times');
  });

  test('of reverse mode is below 4 times the operations of f, flat in the number of weights', () => {
    const ratios = [
      [2, 3, 1],
      [4, 8, 2],
      [16, 32, 4],
      [64, 64, 10],
    ].map((layers) => {
      const problem = traceProblem(mlp({ layers, loss: 'squared-error' }));
      return (
        reverse().gradient(problem, mlp({ layers, loss: 'squared-error' }).at).cost!.operations /
        total(tallyOf([problem.expression]))
      );
    });
    for (const ratio of ratios) expect(ratio).toBeLessThan(4);
    expect(Math.max(...ratios.slice(1)) / Math.min(...ratios.slice(1))).toBeLessThan(1.3);
  });
});
