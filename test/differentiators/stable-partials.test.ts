import { describe, expect, it } from 'vitest';
import type { Algebra, Model } from '../../src/language/algebra.ts';
import { size } from '../../src/language/shape.ts';
import { isRefused, lift, type Differentiator } from '../../src/differentiators/differentiator.ts';
import { forward } from '../../src/differentiators/forward.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { symbolic } from '../../src/differentiators/symbolic.ts';
import { parse } from '../../src/expression/parse.ts';
import { toPoint } from '../../src/expression/point.ts';
import { objective, traceProblem } from '../../src/expression/trace.ts';
import { decimal, exactDecimal } from '../../src/numbers/decimal.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { closedForm } from '../../src/objectives/closed-form.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const methods: readonly ((options: { partials?: 'textbook' | 'stable' }) => Differentiator)[] = [
  reverse,
  forward,
  symbolic,
];
const named = methods.map((method) => [method({}).name, method] as const);

/** The derivative of a function of x at a point. */
const slope = (method: Differentiator, f: string, x: number): number =>
  method.gradient(parse(f), { x }).gradient!.x as number;

/** In units of u = 2⁻⁵³. */
const error = (computed: number, truth: ReturnType<typeof exactDecimal>): number =>
  exactDecimal(computed).minus(truth).div(truth).abs().toNumber() * 2 ** 53;

describe.each(named)('%s with stable partials', (_, method) => {
  const stable = method({ partials: 'stable' });
  const n = decimal(60);

  it('divides in e^(−x²) by nothing but the 2⁸ of its parts', () => {
    const { cost } = method({ partials: 'stable' }).gradient(parse('erf(x)'), { x: 0.3 });
    // The other is that of 2/√π.
    expect(cost!.byOperation.div).toBe(2);
  });

  it('keeps tanh′ = 4e⁻²ᶻ/(1 + e⁻²ᶻ)², of which the textbook has lost every digit at z = 20', () => {
    for (const z of [5, 10, 19, 20, 300]) {
      const e = n.exp(n.constant(-2 * z));
      const truth = n.div(n.mul(n.constant(4), e), n.square(n.add(n.constant(1), e)));
      expect(error(slope(stable, 'tanh(x)', z), truth)).toBeLessThan(8);
    }
    expect(slope(method({}), 'tanh(x)', 20)).toBe(0);
    // The published losses: 3e-13 at 5, 1e-8 at 10, 77 % at 19.
    const lost = (z: number) =>
      Math.abs(slope(method({ partials: 'textbook' }), 'tanh(x)', z) / slope(stable, 'tanh(x)', z) - 1);
    expect(lost(5)).toBeCloseTo(3e-13, 13);
    expect(lost(10)).toBeCloseTo(1e-8, 8);
    expect(lost(19)).toBeCloseTo(0.77, 2);
  });

  it('keeps σ′ = e⁻ᶻ/(1 + e⁻ᶻ)² on the side where σ rounds to 1', () => {
    for (const z of [20, 37, 700, -40]) {
      const e = n.exp(n.constant(-z));
      expect(error(slope(stable, 'sigmoid(x)', z), n.div(e, n.square(n.add(n.constant(1), e))))).toBeLessThan(
        8,
      );
    }
    expect(slope(method({}), 'sigmoid(x)', 37)).toBe(0);
  });

  it('keeps every weight of a saturated net, as its closed form in decimal numbers has them', () => {
    const options = { layers: [2, 3, 2], loss: 'squared-error', seed: 4 } as const;
    const net = mlp(options);
    const o = traceProblem(net);
    const x = { shape: net.shapes.x!, data: Array.from({ length: size(net.shapes.x!) }, (_, i) => 25 + i) };
    const at = { ...toPoint(o, net.at), x };
    const truth = closedForm(options, { stable: true })(tensors(n), lift(n, at));
    const worst = (form: 'textbook' | 'stable') => {
      const found = method({ partials: form }).gradient(o, { ...net.at, x });
      const errors = (['W1', 'W2'] as const).flatMap((name) =>
        (found.gradient![name] as number[][]).flat().map((v, i) => error(v, truth[name].data[i]!)),
      );
      return Math.max(...errors);
    };
    expect(worst('stable')).toBeLessThan(1000);
    expect(worst('textbook')).toBeGreaterThan(1e6);
  });

  it('costs one operation more for tanh, and counts it', () => {
    const operations = (m: Differentiator) => m.gradient(parse('tanh(x)'), { x: 1 }).cost!.operations;
    expect(operations(stable) - operations(method({}))).toBe(1);
  });

  it('changes nothing in numbers that have the digits', () => {
    const f = 'tanh(x) + sigmoid(x) + erf(x) + atan2(x, 2) + asinh(x) + x^0.1';
    const o = objective(parse(f));
    const at = lift(n, toPoint(o, { x: 2.5 }));
    const [own, plain] = [stable, method({})].map((m) => {
      const prepared = m.prepare(o, n);
      if (isRefused(prepared)) throw new Error(prepared.because);
      return prepared.valueAndGradient(at).gradient.x!.data[0]!;
    });
    expect(own!.minus(plain!).abs().toNumber()).toBeLessThan(1e-58);
  });
});

describe('stable partials of arrays', () => {
  const programs: Readonly<Record<string, Model>> = {
    tanh: (k, { x }) => k.tanh(x!),
    sigmoid: (k, { x }) => k.sigmoid(x!),
    erf: (k, { x }) => k.erf(x!),
    erfc: (k, { x }) => k.erfc(x!),
    gelu: (k, { x }) => k.gelu(x!),
    asinh: (k, { x }) => k.asinh(x!),
    atan2: (k, { x }) => k.atan2(x!, k.constant(3)),
    power: (k, { x }) => k.power(x!, 0.1),
    pow: (k, { x }) => k.pow(x!, k.constant(0.1)),
  };

  it.each(Object.entries(programs))('are those of the elements: %s', (_, model) => {
    const sum: Model = <X>(k: Algebra<X>, inputs: Readonly<Record<string, X>>) =>
      k.sum(model(k, inputs) as X, [0]);
    const elements = [0.3, 1, 7.5, 20];
    for (const method of methods) {
      const stable = method({ partials: 'stable' });
      expect(stable.gradient(sum, { x: elements }).gradient!.x).toEqual(
        elements.map((v) => stable.gradient(model, { x: v }).gradient!.x),
      );
    }
  });
});

describe('a stable partial where operands are 0 or infinite', () => {
  it.each([
    ['erf(2*x)', 1.7e308, 0],
    ['gelu(x)', -1e308, 0],
    ['erf(x)', 1e308, 0],
    ['tanh(2*x)', 1.7e308, 0],
    ['asinh(2*x)', 1.7e308, 0],
    ['x^0.1', 0, Infinity],
    ['x^(-0.1)', 0, -Infinity],
    ['atan2(x, 2)', 0, 0.5],
    ['atan2(2, x)', 0, -0.5],
    ['asinh(x)', 0, 1],
  ])('of %s at %s is its limit: %s', (f, x, expected) => {
    expect(slope(reverse({ partials: 'stable' }), f, x)).toBe(expected);
  });
});
