import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/language/algebra.ts';
import { forward } from '../../src/differentiators/forward.ts';
import { isRefused, lift } from '../../src/differentiators/differentiator.ts';
import { toPoint } from '../../src/expression/point.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { read } from '../../src/expression/read.ts';
import { objective } from '../../src/expression/trace.ts';
import { counting } from '../../src/numbers/counting.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { dual, type Dual } from '../../src/numbers/dual.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';

describe('forward mode', () => {
  test('takes one pass for each number that f is differentiated by', () => {
    const f: Model = (k, { v, s }) => k.mul(k.sum(k.exp(v!), [0]), s!);
    const { gradient, value, cost } = forward().gradient(f, { v: [0, 1, 2], s: 2 });
    const total = 1 + Math.E + Math.exp(2);
    expect(value).toBeCloseTo(2 * total, 14);
    expect(gradient!.s).toBeCloseTo(total, 14);
    (gradient!.v as number[]).forEach((g, i) => {
      expect(g).toBeCloseTo(2 * Math.exp(i), 14);
    });
    expect(cost!.evaluations).toBe(4);
  });

  test('carries out the operations that it counts, and no more', () => {
    const o = objective(parse('exp(x*y) + sin(x)'));
    const { numbers, tally } = counting();
    const prepared = forward().prepare(o, numbers);
    if (isRefused(prepared)) throw new Error(prepared.because);
    const zero = { shape: [], data: [0 as const] };
    prepared.valueAndGradient({ x: zero, y: zero });
    expect(tally).toEqual(prepared.cost.byOperation);
  });

  test('by nothing still has a value', () => {
    const result = forward().gradient(parse('x^2'), { x: 3 }, []);
    expect(result).toMatchObject({ value: 9, gradient: {}, outcome: 'ok' });
  });

  test('is reverse mode’s gradient in decimals, to the last digits', () => {
    const n = decimal(50);
    const o = objective(parse('atan2(x*y, x - y)*log(x + cosh(y))^x'));
    const at = lift(n, toPoint(o, { x: 1.7, y: 0.4 }));
    const [a, b] = [forward(), reverse()].map((method) => {
      const prepared = method.prepare(o, n);
      if (isRefused(prepared)) throw new Error(prepared.because);
      return prepared.valueAndGradient(at).gradient;
    });
    for (const name of ['x', 'y'])
      expect(a![name]!.data[0]!.minus(b![name]!.data[0]!).abs().lt('1e-48')).toBe(true);
  });

  test('does not confuse perturbations: d/dx (x · d/dy (x + y)) is 1', () => {
    const k = tensors(float64);
    const [inner, scalar] = [dual(k), (v: number) => ({ shape: [], data: [v] })];
    const outer = dual(inner);
    // x moves in the outer numbers only, y in the inner only.
    const x: Dual<Dual<ReturnType<typeof scalar>>> = {
      value: { value: scalar(3), slope: 'zero' },
      slope: 'one',
    };
    const y: typeof x = { value: { value: scalar(5), slope: 'one' }, slope: 'zero' };
    const product = outer.mul(x, outer.add(x, y));
    // d/dy of the value is x; d/dx of that is 1.
    const mixed = product.slope as Dual<ReturnType<typeof scalar>>;
    expect(mixed.slope === 'one' ? 1 : (mixed.slope as ReturnType<typeof scalar>).data[0]).toBe(1);
  });

  test('of a product has exactly the two terms of the rule, and none for a constant', () => {
    const x = input('x');
    const slopeOf = (e: Expr) =>
      read(e, dual(graph), (leaf): Dual<Expr> => ({ value: leaf, slope: 'one' })).slope;
    expect(slopeOf(graph.mul(graph.constant(3), x))).toMatchObject({ op: 'constant', params: [3] });
    expect(slopeOf(graph.constant(3))).toBe('zero');
    expect(slopeOf(graph.add(x, graph.constant(3)))).toBe('one');
    expect(slopeOf(graph.neg(x))).toBe('minusOne');
  });

  test('of a graph of 100 000 nodes is found', () => {
    const x = input('x');
    let e: Expr = x;
    for (let i = 0; i < 100_000; i++) e = graph.add(e, i % 2 === 0 ? x : graph.constant(1));
    expect(forward().gradient(e, { x: 1 }).gradient).toEqual({ x: 50_001 });
  });
});
