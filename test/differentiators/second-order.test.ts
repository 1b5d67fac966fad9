import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/language/algebra.ts';
import type { Point } from '../../src/language/problem.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { hessianVectorProduct } from '../../src/differentiators/hessian-vector-product.ts';
import { isRefused } from '../../src/differentiators/differentiator.ts';
import { hessianExpressions } from '../../src/differentiators/hessian-expressions.ts';
import { hessian, prepareHessian, type HessianMethod } from '../../src/differentiators/second-order.ts';
import { graph, input } from '../../src/expression/expr.ts';
import { extent } from '../../src/expression/extent.ts';
import { traceProblem } from '../../src/expression/trace.ts';
import { write } from '../../src/expression/write.ts';
import { parse } from '../../src/expression/parse.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { stream } from '../../src/objectives/random.ts';

const flat = (v: unknown): number[] => (Array.isArray(v) ? v.flatMap(flat) : [v as number]);

describe('the Hessian', () => {
  test('of Rosenbrock’s function at its minimum is ((802, −400), (−400, 200))', () => {
    const f = parse('(1 - x)^2 + 100*(y - x^2)^2');
    expect(hessian(f, { x: 1, y: 1 })).toEqual([
      [802, -400],
      [-400, 200],
    ]);
    // 1200x² − 400y + 2 and −400x elsewhere.
    expect(hessian(f, { x: -2, y: 3 })).toEqual([
      [1200 * 4 - 1200 + 2, 800],
      [800, 200],
    ]);
  });

  test('of ½xᵀAx is A, symmetrised', () => {
    const f: Model = (k, { x, A }) => k.mul(k.constant(0.5), k.sum(k.mul(x!, k.matmul(A!, x!)), [0, 1]));
    const A = [
      [2, 1, 5],
      [3, 4, 0],
      [-1, 2, 6],
    ];
    expect(hessian(f, { x: [[1], [2], [3]], A }, ['x'])).toEqual([
      [2, 2, 2],
      [2, 4, 1],
      [2, 1, 6],
    ]);
  });

  test('of a linear function is 0, and of no parameters empty', () => {
    expect(hessian(parse('3x + 2y'), { x: 1, y: 2 })).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(hessian(parse('x^2'), { x: 1 }, [])).toEqual([]);
    expect(hessian(parse('3'), {})).toEqual([]);
  });

  test('has a zero row for what does not matter', () => {
    expect(hessian((k, { x, y }) => k.add(k.power(x!, 3), k.hold(y!)), { x: 2, y: 1 })).toEqual([
      [12, 0],
      [0, 0],
    ]);
  });

  test('goes through a choice, a fold and an infinite slope that was not picked', () => {
    expect(hessian(parse('x > 0 ? x^3 : -x^2'), { x: -3 })).toEqual([[-2]]);
    expect(hessian(parse('x > 0 ? x^3 : -x^2'), { x: 2 })).toEqual([[12]]);
    expect(hessian(parse('max(sqrt(x), 1 + x^2)'), { x: 0 })).toEqual([[2]]);
    expect(hessian((k, { v }) => k.maxOver(k.power(v!, 3), [0]), { v: [1, 2, 0] })).toEqual([
      [0, 0, 0],
      [0, 12, 0],
      [0, 0, 0],
    ]);
    expect(hessian((k, { v }) => k.maxOver(k.power(k.sqrt(v!), 6), [0]), { v: [0, 2] })[1]![1]).toBeCloseTo(
      12,
      12,
    );
  });

  const cases: [string, { model: Model; at: Point; wrt: readonly string[] }][] = (
    [
      ['tanh', 'softmax-cross-entropy', 0.1],
      ['sigmoid', 'squared-error', 0],
      ['gelu', 'l2-norm', 0.01],
      ['softplus', 'softmax-cross-entropy', 0],
    ] as const
  ).map(([activation, loss, lambda]) => [
    `${activation}, ${loss}`,
    mlp({ layers: [2, 3, 2], activation, loss, lambda, batch: 3, bias: true, seed: 4 }),
  ]);

  test.each(cases)('of a net is symmetric, and the differences of its gradients: %s', (_, p) => {
    const H = hessian(p.model, p.at, p.wrt);
    const size = H.length;
    const largest = Math.max(...H.flat().map(Math.abs));
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) expect(H[i]![j]).toBe(H[j]![i]);
    let row = 0;
    const h = 2 ** -17;
    for (const name of p.wrt) {
      const value = p.at[name] as { shape: number[]; data: number[] };
      value.data.forEach((_v, i) => {
        const side = (sign: number) => {
          const data = value.data.map((v, j) => (i === j ? v + sign * h : v));
          const { gradient } = reverse().gradient(p.model, { ...p.at, [name]: { ...value, data } }, p.wrt);
          return p.wrt.flatMap((key) => flat(gradient![key]));
        };
        const [above, below] = [side(1), side(-1)];
        H[row]!.forEach((entry, j) => {
          expect(Math.abs(entry - (above[j]! - below[j]!) / (2 * h))).toBeLessThan(1e-8 * (1 + largest));
        });
        row++;
      });
    }
    expect(row).toBe(size);
  });

  test.each(cases)('times a direction is the Hessian-vector product: %s', (_, p) => {
    const H = hessian(p.model, p.at, p.wrt);
    const random = stream(7);
    const direction = Object.fromEntries(
      p.wrt.map((name) => {
        const { shape, data } = p.at[name] as { shape: number[]; data: number[] };
        return [name, { shape, data: data.map(() => random.normal()) }];
      }),
    );
    const v = p.wrt.flatMap((name) => direction[name]!.data);
    const { product, gradient } = hessianVectorProduct(p.model, p.at, direction);
    const found = p.wrt.flatMap((name) => flat(product[name]));
    found.forEach((entry, i) => {
      const terms = H[i]!.map((h, j) => h * v[j]!);
      const expected = terms.reduce((a, b) => a + b, 0);
      const scale = terms.reduce((sum, t) => sum + Math.abs(t), 0);
      expect(Math.abs(entry - expected)).toBeLessThanOrEqual(1e-13 * (1 + scale));
    });
    expect(p.wrt.flatMap((name) => flat(gradient[name]))).toEqual(
      p.wrt.flatMap((name) => flat(reverse().gradient(p.model, p.at, p.wrt).gradient![name])),
    );
  });
});

describe.each<HessianMethod>(['forward', 'symbolic', 'numeric'])('the Hessian by %s', (method) => {
  const relative = method === 'numeric' ? 1e-6 : 1e-14;

  test('of Rosenbrock’s function is ((1200x² − 400y + 2, −400x), (−400x, 200))', () => {
    const H = hessian(parse('(1 - x)^2 + 100*(y - x^2)^2'), { x: -2, y: 3 }, undefined, { method });
    const expected = [4800 - 1200 + 2, 800, 800, 200];
    H.flat().forEach((entry, i) => {
      expect(Math.abs(entry / expected[i]! - 1)).toBeLessThanOrEqual(relative);
    });
  });

  test('of a net is that of the reverse sweep applied twice, and exactly symmetric', () => {
    const net = mlp({ layers: [2, 3, 2], activation: 'gelu', lambda: 0.1, batch: 2, bias: true, seed: 8 });
    const swept = hessian(net, {});
    const H = hessian(net, {}, undefined, { method });
    const largest = Math.max(...swept.flat().map(Math.abs));
    expect(H.length).toBe(net.parameters);
    H.forEach((row, i) => {
      row.forEach((entry, j) => {
        expect(Math.abs(entry - swept[i]![j]!)).toBeLessThanOrEqual(10 * relative * largest);
        expect(entry).toBe(H[j]![i]);
      });
    });
  });

  test('by some inputs only, and by none, is as large as they are', () => {
    const f = parse('x^3*y + z');
    const at = { x: 1, y: 2, z: 3 };
    expect(hessian(f, at, ['z'], { method })).toEqual([[0]]);
    expect(hessian(f, at, ['x'], { method })[0]![0]).toBeCloseTo(12, 6);
    expect(hessian(f, at, [], { method })).toEqual([]);
  });
});

describe('the Hessian in symbols', () => {
  test('can be printed, and shares equal parts', () => {
    const made = hessianExpressions(parse('x^2*y + y^3'), { laws: 'real' });
    if (isRefused(made)) throw new Error(made.because);
    expect(made.names).toEqual(['x', 'y']);
    expect(made.hessian.map((row) => row.map((e) => write(e)))).toEqual([
      [write(parse('y * 2')), '2 * x'],
      ['2 * x', write(parse('3 * (2 * y)'))],
    ]);
    expect(made.hessian[0]![1]).toBe(made.hessian[1]![0]);
    const net = hessianExpressions(mlp({ layers: [2, 3, 2], seed: 1 }));
    if (isRefused(net)) throw new Error(net.because);
    const { dagSize, treeSize } = extent(net.hessian.flat());
    expect(Number(treeSize)).toBeGreaterThan(50 * dagSize);
  });

  test('that needs too many nodes is refused, and says how far it came', () => {
    const net = mlp({ layers: [2, 3, 2], seed: 1 });
    const refused = hessianExpressions(net, { limit: 800 });
    expect(isRefused(refused) && refused.because).toMatch(
      /^800 nodes reached after \d+ rows of the Hessian$/,
    );
    expect(() => hessian(net, {}, undefined, { method: 'symbolic', limit: 800 })).toThrow(
      'hessian: 800 nodes',
    );
  });

  test('requires a known method', () => {
    expect(() => hessian(parse('x^2'), { x: 1 }, ['x'], { method: 'magic' as never })).toThrow('got magic');
  });

  test('costs P passes of a product by reverse, and P(P + 1)/2 by forward', () => {
    const o = traceProblem(mlp({ layers: [2, 3, 2], seed: 1 }));
    const of = (method: 'reverse' | 'forward') => {
      const prepared = prepareHessian(o, method);
      if (isRefused(prepared)) throw new Error(prepared.because);
      return prepared;
    };
    expect([of('reverse').times, of('forward').times]).toEqual([12, 78]);
    expect(of('reverse').cost.operations % 12).toBe(0);
    expect(of('forward').cost.operations % 78).toBe(0);
  });
});

describe('a Hessian-vector product', () => {
  test('is linear in the direction, and by those inputs only', () => {
    const f = parse('x^2*y + exp(x*z)');
    const at = { x: 1, y: 2, z: 0 };
    const { product, gradient } = hessianVectorProduct(f, at, { x: 1, y: 10 });
    // H over x, y is ((2y + z²eˣᶻ, 2x), (2x, 0)).
    expect(product).toEqual({ x: 24, y: 2 });
    expect(gradient).toEqual({ x: 4, y: 1 });
  });

  test('goes through select and carry, where slopes beside are infinite', () => {
    expect(hessianVectorProduct(parse('x > 0 ? sqrt(x)*log(x) : x^3'), { x: -0 }, { x: 1 }).product).toEqual({
      x: -0 + 0,
    });
    expect(hessianVectorProduct(parse('max(sqrt(x), 1) + x^2'), { x: 0 }, { x: 3 }).product).toEqual({
      x: 6,
    });
  });

  test('of what does not matter is 0, in its shape', () => {
    const { product } = hessianVectorProduct(
      (k, { x, v }) => k.add(k.square(x!), k.sum(v!, [0])),
      {
        x: 1,
        v: [1, 2],
      },
      { x: 1, v: [1, 1] },
    );
    expect(product).toEqual({ x: 2, v: [0, 0] });
  });

  test('requires a direction of the input’s shape', () => {
    expect(() => hessianVectorProduct(parse('x^2'), { x: 1 }, { x: [1] })).toThrow(
      'direction: x has shape [], got [1]',
    );
    expect(() => hessianVectorProduct(parse('x^2'), { x: 1 }, { y: 1 })).toThrow('y is not an input');
  });
});

describe('the Hessian of inputs with confusing names', () => {
  test.each(['reverse', 'forward', 'symbolic'] as const)(
    'by %s keeps apart inputs that are called as directions are',
    (method) => {
      const f = graph.mul(graph.square(input('x')), graph.power(input('∂x'), 3));
      // x²y³ at (2, 3).
      expect(hessian(f, { x: 2, '∂x': 3 }, ['x', '∂x'], { method })).toEqual([
        [54, 108],
        [108, 72],
      ]);
    },
  );
});
