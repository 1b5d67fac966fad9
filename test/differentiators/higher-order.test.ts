import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Algebra, Model } from '../../src/language/algebra.ts';
import { lift } from '../../src/differentiators/differentiator.ts';
import { numeric } from '../../src/differentiators/numeric.ts';
import {
  countOrders,
  derivatives,
  prepareOrders,
  type HigherOrderMethod,
} from '../../src/differentiators/higher-order.ts';
import { ray } from '../../src/differentiators/ray.ts';
import { graph, input } from '../../src/expression/expr.ts';
import { extent } from '../../src/expression/extent.ts';
import { parse } from '../../src/expression/parse.ts';
import { write } from '../../src/expression/write.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { logistic } from '../../src/objectives/functions.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const methods: readonly HigherOrderMethod[] = ['taylor', 'nested', 'nested-reverse', 'symbolic'];

type Program = <X>(k: Algebra<X>, x: X) => X;

/** Random functions of one number, smooth where they are defined. */
const program: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'program' },
    fc.constant<Program>((_, x) => x),
    fc.integer({ min: -3, max: 3 }).map(
      (v): Program =>
        (k) =>
          k.constant(v + 0.5),
    ),
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'div'), tie('program'), tie('program')).map(
      ([op, a, b]): Program =>
        (k, x) =>
          k[op as 'add'](a(k, x), b(k, x)),
    ),
    fc
      .tuple(
        fc.constantFrom(
          'sin',
          'cos',
          'tanh',
          'exp',
          'neg',
          'square',
          'sigmoid',
          'atan',
          'erf',
          'softplus',
          'gelu',
          'asinh',
          'log',
          'sqrt',
        ),
        tie('program'),
      )
      .map(
        ([op, a]): Program =>
          (k, x) =>
            k[op as 'sin'](a(k, x)),
      ),
    fc.tuple(fc.constantFrom(-2, -0.5, 1.5, 3), tie('program')).map(
      ([p, a]): Program =>
        (k, x) =>
          k.power(a(k, x), p),
    ),
  ),
})).program;

describe.each(methods)('derivatives by %s', (method) => {
  it('of the logistic map’s fourth iterate are those of its polynomial', () => {
    // 64x(1 − x)(1 − 2x)²(1 − 8x + 8x²)² at 1/5: f′ = 708288/78125 (Baydin et al. 2018, figure 3), f″ and f‴ from the same polynomial.
    const found = derivatives(logistic(4), { x: 0.2 }, 3, { method }).derivatives;
    [0.28901376, 9.0660864, 67.395584, -3948.87168].forEach((expected, order) => {
      expect(Math.abs(found[order]! / expected - 1)).toBeLessThan(1e-13);
    });
    const last = derivatives(parse('x^3 - 2x^2'), { x: 2 }, 5, { method }).derivatives;
    expect(last.map((v) => v + 0)).toEqual([0, 4, 8, 6, 0, 0]);
  });

  it('along a direction are those of the function on the line', () => {
    const f = parse('exp(x*y) + sin(x - 2y)');
    const found = derivatives(f, { x: 0.3, y: -0.2 }, 4, { method, direction: { x: 2, y: -1 } });
    const line = parse('exp((0.3 + 2t)*(-0.2 - t)) + sin(0.3 + 2t - 2*(-0.2 - t))');
    const expected = derivatives(line, { t: 0 }, 4);
    found.derivatives.forEach((v, k) => {
      expect(v).toBeCloseTo(expected.derivatives[k]!, 12);
    });
    expect(found.outcome).toBe('ok');
  });

  it('of a net along a line begin with its value, its slope and vᵀHv', () => {
    const net = mlp({ layers: [3, 4, 2], activation: 'gelu', lambda: 0.01, batch: 2, bias: true, seed: 3 });
    const direction = { W1: net.at.W1!, b2: [0.5, -1] };
    const { derivatives: found } = derivatives(net, {}, 3, { method, direction });
    const slope = numeric().directionalDerivative(net, {}, direction);
    expect(found[0]).toBeCloseTo(slope.value, 14);
    expect(found[1]).toBeCloseTo(slope.derivative, 8);
    const other = derivatives(net, {}, 3, { method: method === 'taylor' ? 'nested' : 'taylor', direction });
    found.forEach((v, k) => {
      expect(Math.abs(v - other.derivatives[k]!)).toBeLessThan(1e-12 * (1 + Math.abs(v)));
    });
  });

  it('stand still along the direction 0', () => {
    expect(
      derivatives(parse('x^2*y'), { x: 3, y: 1 }, 2, { method, direction: { x: 0 } }).derivatives,
    ).toEqual([9, 0, 0]);
  });
});

describe('derivatives', () => {
  it('of random programs agree to 40 digits by Taylor series, nested dual numbers and symbolically, in decimal numbers', () => {
    const n = decimal(80);
    let compared = 0;
    fc.assert(
      fc.property(program, fc.constantFrom(-1.25, -0.3, 0.4, 1.7), (f, x) => {
        const model: Model = (k, inputs) => k.add(f(k, inputs.x!), k.mul(k.constant(0), inputs.x!));
        const along = ray(model, { x });
        const at = lift(n, along.at);
        const of = (method: HigherOrderMethod): Decimal[] => prepareOrders(along, 4, { method }).in(n, at);
        const [taylor, nested, symbolic] = [of('taylor'), of('nested'), of('symbolic')];
        const largest = Math.max(...nested.map((v) => v.abs().toNumber()));
        if (!Number.isFinite(largest) || largest > 1e30) return;
        compared++;
        nested.forEach((v, k) => {
          for (const other of [taylor[k]!, symbolic[k]!])
            expect(
              other
                .minus(v)
                .abs()
                .lte(1e-40 * Math.max(1, largest)),
            ).toBe(true);
        });
      }),
      { seed: 11, numRuns: 80 },
    );
    expect(compared).toBeGreaterThan(40);
  });

  it('are counted: Taylor’s operations for each order of exp(2x), and fewer than any nesting’s at order six', () => {
    // u = 2x; y₀ = exp(u₀); y₁ = y₀·2; k·yₖ = 2·yₖ₋₁, which is one product and one quotient; then k! and k!·yₖ.
    const counts = [0, 1, 2, 3].map(
      (order) => derivatives(parse('exp(2x)'), { x: 1 }, order).cost.operations,
    );
    expect(counts).toEqual([2, 3, 6, 10]);
    const f = parse('tanh(x)*exp(sin(x))');
    const cost = (method: HigherOrderMethod) => derivatives(f, { x: 1 }, 6, { method }).cost.operations;
    for (const method of ['nested', 'nested-reverse', 'symbolic'] as const)
      expect(cost(method)).toBeGreaterThan(cost('taylor'));
    const along = ray(f, { x: 1 });
    expect(countOrders(along, prepareOrders(along, 0)).operations).toBe(4);
  });

  it('symbolically are written down, sharing equal parts', () => {
    const { written } = prepareOrders(ray(parse('x^4'), { x: 1 }), 3, { method: 'symbolic', laws: 'real' });
    expect(written.map((e) => write(e))[1]).toBe('4 * x^3');
    const along = ray(logistic(6), {});
    const { dagSize, treeSize } = extent(prepareOrders(along, 6, { method: 'symbolic' }).written);
    expect(Number(treeSize) / dagSize).toBeGreaterThan(1000);
  });

  it('that need too many nodes are refused, with those that were reached', () => {
    const f = parse('sin(exp(sin(exp(sin(x)))))');
    for (const method of ['symbolic', 'nested-reverse'] as const) {
      const found = derivatives(f, { x: 0.3 }, 6, { method, limit: 400 });
      expect(found.outcome).toBe('refused');
      expect(found.because).toMatch(/^400 nodes reached after [2-5] of 6 derivatives$/);
      const reached = found.derivatives.length - 1;
      expect(found.because).toContain(`after ${reached} of`);
      const all = derivatives(f, { x: 0.3 }, 6).derivatives;
      found.derivatives.forEach((v, k) => {
        expect(Math.abs(v / all[k]! - 1)).toBeLessThan(1e-12);
      });
    }
  });

  it('tell of a branch and of what is not finite', () => {
    expect(derivatives(parse('abs(x)'), { x: 0 }, 2).outcome).toBe('branch');
    const root = derivatives(parse('x^1.5'), { x: 0 }, 2);
    expect([root.outcome, root.derivatives.slice(0, 2)]).toEqual(['branch', [0, 0]]);
    const pole = derivatives(parse('1/x'), { x: 1e-200 }, 2);
    expect(pole.outcome).toBe('non-finite');
    expect(pole.because).toBe('the derivative of order 1 is -Infinity');
  });

  it('require an order that is whole, a direction where there are several numbers, and a known method', () => {
    const f = parse('x*y');
    expect(() => derivatives(parse('x'), { x: 1 }, 1.5)).toThrow(
      'an order of 0, 1, 2, … is required, got 1.5',
    );
    expect(() => derivatives(parse('x'), { x: 1 }, -1)).toThrow('got -1');
    expect(() => derivatives(f, { x: 1, y: 2 }, 2)).toThrow('a value for each input that moves is required');
    expect(() => derivatives(f, { x: 1, y: 2 }, 2, { direction: { x: [1] } })).toThrow(
      'x has shape [], got [1]',
    );
    expect(() => derivatives(f, { x: 1, y: 2 }, 2, { direction: { x: Infinity } })).toThrow(
      'finite numbers are required for x',
    );
    expect(() => derivatives(f, { x: 1, y: 2 }, 2, { direction: { z: 1 } })).toThrow('z is not an input');
    expect(() => derivatives(parse('x'), { x: 1 }, 2, { method: 'magic' as never })).toThrow('got magic');
  });

  it.each(methods)('by %s keep apart inputs that are called as directions are', (method) => {
    const f = graph.mul(graph.square(input('x')), graph.power(input('∂x'), 3));
    const direction = { x: 2, '∂x': 3 };
    // (2 + 2t)²(3 + 3t)³ = 108(1 + t)⁵.
    expect(derivatives(f, { x: 2, '∂x': 3 }, 3, { direction, method }).derivatives).toEqual([
      108, 540, 2160, 6480,
    ]);
  });

  it.each(methods)('by %s are 0 where nothing moves', (method) => {
    expect(derivatives(parse('x^2'), { x: 3 }, 2, { direction: {}, method }).derivatives).toEqual([9, 0, 0]);
  });
});
