import { describe, expect, test } from 'vitest';
import type { Algebra, Model } from '../../src/language/algebra.ts';
import { input } from '../../src/expression/expr.ts';
import { complexStep } from '../../src/differentiators/complex-step.ts';
import { forward } from '../../src/differentiators/forward.ts';
import { jacobian, pairing, vectorJacobianProduct } from '../../src/differentiators/jacobian.ts';
import { numeric } from '../../src/differentiators/numeric.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { symbolic } from '../../src/differentiators/symbolic.ts';

/** y₁ = x₁x₂, y₂ = x₂ + x₃², from three numbers to two. */
const pair: Model = <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>) => {
  const part = (i: number): X => k.gather(x!, [i], []);
  const [a, b, c] = [part(0), part(1), part(2)];
  return k.add(
    k.scatter(k.reshape(k.mul(a, b), [1]), [0], [2]),
    k.scatter(k.reshape(k.add(b, k.square(c)), [1]), [1], [2]),
  );
};
const at = { x: [2, 3, 5] };
const relu: Model = (k, { x }) => k.relu(x!);
const product: Model = (k, { X, W }) => k.matmul(X!, W!);
const matrices = {
  X: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  W: [
    [1, -1],
    [0, 2],
    [7, 3],
  ],
};

describe('an explicit Jacobian', () => {
  test('has an axis for the outputs, then one for the inputs', () => {
    const { entries, outputs, inputs } = jacobian(pair, at);
    expect(entries).toEqual({ shape: [2, 3], data: [3, 2, 0, 0, 1, 10] });
    expect([outputs, inputs]).toEqual([[2], [3]]);
  });

  test('is transposed in the layout of the gradient', () => {
    const { entries } = jacobian(pair, at, { layout: 'inputs-by-outputs' });
    expect(entries).toEqual({ shape: [3, 2], data: [3, 0, 2, 1, 0, 10] });
  });

  test.for(['outputs-by-inputs', 'inputs-by-outputs'] as const)(
    'is the same by reverse rows as by forward columns, %s',
    (layout) => {
      for (const [f, point, wrt] of [
        [pair, at, 'x'],
        [relu, { x: [1, -2, 3, -1] }, 'x'],
        [product, matrices, 'X'],
        [product, matrices, 'W'],
      ] as const) {
        const [rows, columns] = (['rows', 'columns'] as const).map((by) =>
          jacobian(f, point, { wrt, layout, by }),
        );
        expect(columns!.entries).toEqual(rows!.entries);
      }
    },
  );

  test('takes its rows from any method', () => {
    const exact = jacobian(pair, at, { method: reverse() }).entries.data;
    expect(jacobian(pair, at, { method: symbolic() }).entries.data).toEqual(exact);
    jacobian(pair, at, { method: numeric() }).entries.data.forEach((entry, i) => {
      expect(entry).toBeCloseTo(exact[i]!, 8);
    });
  });

  test('costs one pass for each output by rows, and for each input by columns', () => {
    expect(jacobian(pair, at).cost.evaluations).toBe(2);
    expect(jacobian(pair, at, { by: 'columns' }).cost.evaluations).toBe(3);
  });

  test('of a product of matrices has four axes, and its slices hold the rows of W', () => {
    const { entries } = jacobian(product, matrices, { wrt: 'X', layout: 'inputs-by-outputs' });
    expect(entries.shape).toEqual([2, 3, 2, 2]);
    // ∂Y/∂x₁₂, counted from 0: zero but for row 1, which is row 2 of W.
    expect(entries.data.slice((1 * 3 + 2) * 4, (1 * 3 + 3) * 4)).toEqual([0, 0, 7, 3]);
  });

  test('of a number by a number is a number', () => {
    expect(jacobian((k, { x }) => k.square(x!), { x: 3 }).entries).toEqual({ shape: [], data: [6] });
    expect(jacobian((k, { x }) => k.square(x!), { x: 3 }, { by: 'columns' }).entries.data).toEqual([6]);
  });

  test('by an input that does not matter is zero', () => {
    const f: Model = (k, { x, y }) => k.add(x!, k.hold(y!));
    for (const by of ['rows', 'columns'] as const)
      expect(jacobian(f, { x: [1, 2], y: [3, 4] }, { wrt: 'y', by }).entries.data).toEqual([0, 0, 0, 0]);
  });

  test('needs one input by name where there are several', () => {
    expect(() => jacobian(product, matrices)).toThrow('jacobian: wrt must name one input of X, W, got none');
    expect(() => jacobian(product, matrices, { wrt: 'Z' })).toThrow('got Z');
  });

  test.for([numeric, forward, complexStep])('is not formed beyond the time of a method', (method) => {
    const act = () => jacobian(pair, at, { method: method({ milliseconds: 0 }) });
    expect(act).toThrow(RangeError);
    expect(act).toThrow('0 ms were over after 1 of 3 derivatives; the option milliseconds');
  });

  test('is not formed by a method that refuses', () => {
    expect(() => jacobian(pair, at, { method: symbolic({ limit: 1 }) })).toThrow(
      'jacobian: symbolic refused',
    );
  });
});

describe('a vector-Jacobian product', () => {
  const g = { shape: [2], data: [10, 100] };

  test('is the same through either layout and without any Jacobian', () => {
    for (const layout of ['outputs-by-inputs', 'inputs-by-outputs'] as const)
      expect(vectorJacobianProduct(g, jacobian(pair, at, { layout }))).toEqual({
        shape: [3],
        data: [30, 120, 1000],
      });
    expect(reverse().gradient(pairing(pair, at), { ...at, g: [10, 100] }).gradient).toEqual({
      x: [30, 120, 1000],
    });
  });

  test('requires an upstream gradient of the outputs’ shape', () => {
    expect(() => vectorJacobianProduct({ shape: [3], data: [1, 2, 3] }, jacobian(pair, at))).toThrow(
      "the upstream gradient must have the outputs' shape [2], got [3]",
    );
  });

  test('requires a name for the upstream gradient that no input has', () => {
    expect(() => pairing(input('g', [2]))).toThrow('needs a name of its own, got g');
    expect(pairing(input('g', [2]), {}, { upstream: 'u' }).wrt).toEqual(['g']);
  });
});
