import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Algebra, Model } from '../../src/language/algebra.ts';
import { toTensor, type Point } from '../../src/language/problem.ts';
import type { Tensor } from '../../src/language/shape.ts';
import { complexStep } from '../../src/differentiators/complex-step.ts';
import { isRefused, lift, type Tensors } from '../../src/differentiators/differentiator.ts';
import { toPoint } from '../../src/expression/point.ts';
import { forward } from '../../src/differentiators/forward.ts';
import { pairing } from '../../src/differentiators/jacobian.ts';
import { gradientGraph, pullback } from '../../src/differentiators/pullback.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { symbolic } from '../../src/differentiators/symbolic.ts';
import { multiplications } from '../../src/numbers/counting.ts';
import { tallyOf } from '../../src/differentiators/cost.ts';
import { graph, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { readAll, topological } from '../../src/expression/read.ts';
import { cut, objective, trace, traceProblem } from '../../src/expression/trace.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { activations, type ActivationName } from '../../src/objectives/activation.ts';
import { losses, type LossName } from '../../src/objectives/loss.ts';
import { mlp, type Mlp, type MlpOptions } from '../../src/objectives/mlp.ts';
import { stream } from '../../src/objectives/random.ts';
import { valuesIn } from '../objectives/value.ts';

const exactMethods = [reverse(), forward(), symbolic(), complexStep()];

/** A gradient by reverse mode, which must be sure of itself. */
function sure(f: string | Model, at: Point): unknown {
  const result = reverse().gradient(typeof f === 'string' ? parse(f) : f, at);
  expect([result.outcome, result.because]).toEqual(['ok', null]);
  return result.gradient;
}

describe('the gates', () => {
  test('a multiply gate swaps: z = xy with upstream 2 has ∂x = 2y, ∂y = 2x', () => {
    const product = pairing(graph.mul(input('x'), input('y')), {}, { wrt: ['x', 'y'] });
    expect(reverse().gradient(product, { x: 3, y: -5, g: 2 }).gradient).toEqual({ x: -10, y: 6 });
  });

  test('an add gate distributes, a subtraction negates', () => {
    expect(sure('7*(x + y - z)', { x: 1, y: 2, z: 3 })).toEqual({ x: 7, y: 7, z: -7 });
  });

  test('a copy gate adds', () => {
    expect(sure('x + x + x*y', { x: 2, y: 5 })).toEqual({ x: 7, y: 2 });
    expect(sure((k, { x }) => k.sum(k.spread(x!, [4, 3], [0, 1]), [0, 1]), { x: 1 })).toEqual({ x: 12 });
  });

  test('the σ circuit w = (2, −3, −3), x = (−1, −2) gives 0.73 and the five published gradients', () => {
    const { value, gradient } = reverse().gradient(parse('1/(1 + exp(-(w0*x0 + w1*x1 + w2)))'), {
      w0: 2,
      x0: -1,
      w1: -3,
      x1: -2,
      w2: -3,
    });
    expect(value).toBeCloseTo(0.7310585786300049, 15);
    const slope = 0.19661193324148185;
    const expected = { w0: -slope, x0: 2 * slope, w1: -2 * slope, x1: -3 * slope, w2: slope };
    for (const [name, g] of Object.entries(expected)) expect(gradient![name]).toBeCloseTo(g, 15);
  });

  test('relu passes the upstream gradient where it is active: (4, −1, 5, 9) becomes (4, 0, 5, 0)', () => {
    const f = pairing((k, { x }) => k.relu(x!), { x: [1, -2, 3, -1] });
    const { gradient } = reverse().gradient(f, { x: [1, -2, 3, -1], g: [4, -1, 5, 9] }, ['x']);
    // 0·(−1) is −0.
    expect((gradient!.x as number[]).map((g) => g + 0)).toEqual([4, 0, 5, 0]);
  });

  test('Y = XW sends ∂L/∂Y Wᵀ to X and Xᵀ ∂L/∂Y to W', () => {
    const [X, W, g] = [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [1, -1],
        [0, 2],
        [7, 3],
      ],
      [
        [10, 20],
        [30, -40],
      ],
    ];
    const f = pairing((k, { X: a, W: b }) => k.matmul(a!, b!), { X: X, W: W });
    const times = (a: number[][], b: number[][]) =>
      a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, i) => sum + v * b[i]![j]!, 0)));
    const turned = (a: number[][]) => a[0]!.map((_, j) => a.map((row) => row[j]!));
    expect(reverse().gradient(f, { X: X, W: W, g: g }).gradient).toEqual({
      X: times(g, turned(W)),
      W: times(turned(X), g),
    });
  });

  test.each<[string, Point, Record<string, number>]>([
    ['2x^2', { x: 3 }, { x: 12 }],
    ['3x', { x: 3 }, { x: 3 }],
    ['x^2 + y^2', { x: 3, y: -4 }, { x: 6, y: -8 }],
    ['3x + 2y', { x: 3, y: -4 }, { x: 3, y: 2 }],
    ['x^3', { x: -2 }, { x: 12 }],
    ['x^2', { x: 0 }, { x: 0 }],
    ['x^1', { x: 0 }, { x: 1 }],
    ['x^0', { x: 2 }, { x: 0 }],
    ['x^y', { x: 0, y: 2 }, { x: 0, y: 0 }],
  ])('%s has the gradient that the sources state', (text, at, expected) => {
    expect(sure(text, at)).toEqual(expected);
  });

  test('cos(x² − 1)′ = −2x sin(x² − 1)', () => {
    for (const x of [-1.5, 0, 0.3, 1, 2])
      expect((sure('cos(x^2 - 1)', { x }) as { x: number }).x).toBeCloseTo(-2 * x * Math.sin(x * x - 1), 14);
  });
});

describe('powers', () => {
  test('x⁰ has slope 0 at 0, too', () => {
    expect(sure('x^0', { x: 0 })).toEqual({ x: 0 });
  });

  test('x^y has slope 0 by x at (0, 0): x⁰ is 1 everywhere', () => {
    expect(reverse().gradient(parse('x^y'), { x: 0, y: 0 }, ['x']).gradient).toEqual({ x: 0 });
  });

  test('x^0.1 means the double 0.1: 50 digits of its slope agree with the power of the exact double', () => {
    const n = decimal(50);
    const prepared = reverse().prepare(objective(parse('x^0.1')), n);
    if (isRefused(prepared)) throw new Error(prepared.because);
    const { gradient } = prepared.valueAndGradient({ x: { shape: [], data: [n.constant(3)] } });
    const Wide = Decimal.clone({ precision: 80 });
    const p = new Wide('0.1000000000000000055511151231257827021181583404541015625');
    const expected = p.times(new Wide(3).pow(p.minus(1)));
    const error = new Wide(gradient.x!.data[0]!.toString()).minus(expected).div(expected).abs();
    expect(error.lt('1e-50')).toBe(true);
    // Decimal 0.1 would be off in the 17th digit.
    const naive = new Wide('0.1').times(new Wide(3).pow('-0.9'));
    expect(naive.minus(expected).div(expected).abs().gt('1e-18')).toBe(true);
  });

  test('xˣ has slope xˣ(1 + log x)', () => {
    for (const x of [0.25, 1, 2.5])
      expect((sure('x^x', { x }) as { x: number }).x).toBeCloseTo(x ** x * (1 + Math.log(x)), 12);
  });

  test('x^y at a negative x is differentiated by x alone', () => {
    const result = reverse().gradient(parse('x^y'), { x: -2, y: 3 }, ['x']);
    expect([result.gradient, result.outcome]).toEqual([{ x: 12 }, 'ok']);
    expect(reverse().gradient(parse('x^y'), { x: -2, y: 3 }).outcome).toBe('non-finite');
  });

  test('√x and x^0.5 at 0, the edge of their domain, are on a branch', () => {
    expect(reverse().gradient(parse('sqrt(x)'), { x: 0 }).outcome).toBe('branch');
    expect(reverse().gradient(parse('x^0.5'), { x: 0 }).outcome).toBe('branch');
  });
});

describe('where a function picks', () => {
  test.each([reverse(), forward(), symbolic()])(
    'what was not picked does not matter, however bad it is: $name',
    (method) => {
      const slope = (text: string, at: Point) => method.gradient(parse(text), at).gradient;
      expect(slope('x > 0 ? log(x) : x', { x: -1 })).toEqual({ x: 1 });
      expect(slope('x > 0 ? log(x) : x', { x: 4 })).toEqual({ x: 0.25 });
      expect(slope('max(sqrt(x), 1)', { x: 0 })).toEqual({ x: 0 });
      expect(slope('min(-1/x, 3*x)', { x: 0.5 })).toEqual({ x: 4 });
      expect(slope('x > 0 ? (x > 1 ? sqrt(x - 1) : x^2) : log(-x)', { x: 0.5 })).toEqual({ x: 1 });
      expect(slope('x > 0 ? (x > 1 ? sqrt(x - 1) : x^2) : log(-x)', { x: -0.5 })).toEqual({ x: -2 });
      expect(slope('exp(x > 0 ? sin(sqrt(x) * log(x)) : 2*x)', { x: -0 })).toEqual({ x: 2 });
      expect(slope('x*(y > 0 ? log(y) : 5)', { x: 3, y: -1 })).toEqual({ x: 5, y: 0 });
    },
  );

  test('a fold over elements sends all to the largest, and shares equally at a tie', () => {
    const largest: Model = (k, { v }) => k.maxOver(v!, [0]);
    expect(sure(largest, { v: [1, 7, 3] })).toEqual({ v: [0, 1, 0] });
    const tied = reverse().gradient(largest, { v: [7, 1, 7, 7] });
    expect(tied.outcome).toBe('branch');
    expect(tied.gradient).toEqual({ v: [1 / 3, 0, 1 / 3, 1 / 3] });
    for (const method of [forward(), symbolic()])
      expect(method.gradient(largest, { v: [5, 5] }).gradient).toEqual({ v: [0.5, 0.5] });
    // Elements that were not picked may have infinite slopes.
    expect(sure((k, { v }) => k.minOver(k.log(v!), [0]), { v: [0.5, 2] })).toEqual({ v: [2, 0] });
    const withRoot: Model = (k, { v }) => k.maxOver(k.sqrt(v!), [0]);
    expect(reverse().gradient(withRoot, { v: [0, 4] }).gradient).toEqual({ v: [0, 0.25] });
    expect(forward().gradient(withRoot, { v: [0, 4] }).gradient).toEqual({ v: [0, 0.25] });
  });

  test('a value that is held does not move', () => {
    expect(sure((k, { x }) => k.mul(x!, k.hold(x!)), { x: 3 })).toEqual({ x: 3 });
    expect(forward().gradient((k, { x }) => k.hold(k.exp(x!)), { x: 3 }).gradient).toEqual({ x: 0 });
  });

  test('equal logits are no branch of a smooth loss', () => {
    const p = mlp({
      layers: [2, 2],
      data: { x: [[1], [1]], y: [[1], [0]] },
      weights: {
        W1: [
          [1, 2],
          [2, 1],
        ],
      },
    });
    const result = reverse().gradient(p);
    expect(result.outcome).toBe('ok');
    // (softmax − y) xᵀ with softmax = (½, ½).
    expect(result.gradient).toEqual({
      W1: [
        [-0.5, -0.5],
        [0.5, 0.5],
      ],
    });
  });
});

describe('where there is no derivative', () => {
  test.each<[string, Point]>([
    ['abs(x)', { x: 0 }],
    ['sqrt(x)', { x: 0 }],
    ['cbrt(x)', { x: 0 }],
    ['asin(x)', { x: 1 }],
    ['acos(x)', { x: -1 }],
    ['relu(x)', { x: 0 }],
    ['max(x, y)', { x: 2, y: 2 }],
    ['min(x, 3*y)', { x: 3, y: 1 }],
    ['floor(x)', { x: 4 }],
    ['sign(x)', { x: 0 }],
    ['x > y ? x : y', { x: 1, y: 1 }],
    ['sqrt((x - 3)^2 + (y - 4)^2)', { x: 3, y: 4 }],
    ['relu(x) - relu(-x)', { x: 0 }],
    ['abs(sin(x)) + x', { x: 0 }],
  ])('%s says that the point is on a branch, by every method', (text, at) => {
    for (const method of exactMethods) {
      const { outcome, because } = method.gradient(parse(text), at);
      expect(outcome, method.name).toBe('branch');
      expect(because).toContain('on a branch of');
    }
  });

  test('‖o − y‖ at o = y is a branch', () => {
    const p = mlp({
      layers: [1, 2],
      loss: 'l2-norm',
      data: { x: [[1]], y: [[3], [4]] },
      weights: { W1: [[3], [4]] },
    });
    for (const method of exactMethods) expect(method.gradient(p).outcome).toBe('branch');
  });

  test('the conventions are the stated ones: relu′(0) = |·|′(0) = 0, and ties of two share', () => {
    const slope = (text: string, at: Point) => reverse().gradient(parse(text), at).gradient;
    expect(slope('relu(x)', { x: 0 })).toEqual({ x: 0 });
    expect(slope('abs(x)', { x: 0 })).toEqual({ x: 0 });
    expect(slope('relu(x) - relu(-x)', { x: 0 })).toEqual({ x: 0 });
    expect(slope('max(x, y)', { x: 2, y: 2 })).toEqual({ x: 0.5, y: 0.5 });
  });

  test('a value or a slope that is not finite is reported, and NaN comes through', () => {
    const at = (text: string, point: Point) => {
      const { outcome, because } = reverse().gradient(parse(text), point);
      return [outcome, because];
    };
    expect(at('log(x)', { x: -1 })).toEqual(['non-finite', 'the value is NaN']);
    expect(at('exp(x)', { x: 1000 })).toEqual(['non-finite', 'the value is Infinity']);
    expect(at('x*y', { x: NaN, y: 1 })).toEqual(['non-finite', 'the value is NaN']);
    expect(reverse().gradient(parse('log(x)'), { x: 0 }).outcome).toBe('non-finite');
  });
});

describe('a multilayer perceptron', () => {
  const names = (o: object) => Object.keys(o);
  const options = (names(activations) as ActivationName[]).flatMap((activation) =>
    (names(losses) as LossName[]).flatMap((loss) =>
      (['columns', 'rows'] as const).flatMap((samples) =>
        [false, true].flatMap((bias) =>
          [
            [2, 2],
            [2, 2, 2],
            [2, 2, 2, 2],
          ].flatMap((layers) =>
            [undefined, 2].map((batch): MlpOptions => ({
              activation,
              loss,
              samples,
              bias,
              layers,
              ...(batch === undefined ? {} : { batch }),
              lambda: layers.length === 3 ? 0 : 0.01,
            })),
          ),
        ),
      ),
    ),
  );

  /** Random biases, and targets beside the outputs; the same for each case. */
  function made(option: MlpOptions, seed: number): Mlp {
    const bare = mlp({ ...option, seed });
    if (option.bias !== true) return bare;
    const random = stream(seed);
    const biases = bare.wrt.filter((name) => name.startsWith('b'));
    const weights = Object.fromEntries(
      biases.map((name) => [
        name,
        Array.from({ length: bare.shapes[name]![0]! }, () => random.uniform() - 0.5),
      ]),
    );
    return mlp({ ...option, seed, weights });
  }

  const flat = (gradient: Readonly<Record<string, unknown>>): number[] =>
    Object.entries(gradient).flatMap(([name, g]) => [...toTensor(g as never, name).data]);

  /** Plain numbers that are read, not compiled: faster where each graph is evaluated a few times. */
  const unkernelled = { ...float64 };
  const n = decimal(60);
  /** The slope along one seeded direction, by a central difference of the model itself in decimals: no graph, no rows. */
  function slopeAlong(p: Mlp, directions: Tensors<number>): Decimal {
    const h = n.power(n.constant(10), -20);
    const side = (sign: number): Decimal => {
      const at: Record<string, Tensor<Decimal>> = {};
      for (const [name, value] of Object.entries(p.at)) {
        const { shape, data } = toTensor(value, name);
        const d = directions[name]?.data;
        at[name] = {
          shape,
          data: data.map((v, i) => n.add(n.constant(v), h.times(sign * (d?.[i] ?? 0)))),
        };
      }
      const y = p.model(tensors(n), at);
      return ('result' in y ? y.result : y).data[0]!;
    };
    return n.div(n.sub(side(1), side(-1)), h.times(2));
  }

  test.each(names(activations) as ActivationName[])(
    'has one gradient by four methods to 1e-12, and it is the truth: %s, every loss, layout, bias, depth, batch',
    (activation) => {
      const cases = options.filter((option) => option.activation === activation);
      expect(cases).toHaveLength(96);
      let scored = 0;
      cases.forEach((option, i) => {
        const p = made(option, 100 + i);
        const label = JSON.stringify(option);
        const o = traceProblem(p);
        const { outcome, gradient } = reverse().gradient(o, p.at);
        expect(complexStep().gradient(o, p.at).outcome, label).toBe(outcome);
        // A dead layer puts the next one, without a bias, on the kink itself.
        if (activation === 'relu' && outcome === 'branch') return;
        expect(outcome, label).toBe('ok');
        scored++;
        const first = flat(gradient!);
        const others = [forward(), symbolic(), complexStep()].map((method) => {
          const prepared = method.prepare(o, method.name === 'complex-step' ? float64 : unkernelled);
          if (isRefused(prepared)) throw new Error(prepared.because);
          return flat(prepared.valueAndGradient(toPoint(o, p.at)).gradient);
        });
        const largest = Math.max(...first.map(Math.abs));
        for (const other of others)
          other.forEach((g, j) => {
            expect(Math.abs(g - first[j]!), label).toBeLessThanOrEqual(1e-12 * largest);
          });
        const random = stream(i);
        const directions = Object.fromEntries(
          p.wrt.map((name) => {
            const { shape, data } = toTensor(p.at[name]!, name);
            return [name, { shape, data: data.map(() => random.below(5) - 2) }];
          }),
        );
        const along = p.wrt.flatMap((name) => directions[name]!.data);
        const computed = first.reduce((sum, g, j) => sum + g * along[j]!, 0);
        const scale = first.reduce((sum, g, j) => sum + Math.abs(g * along[j]!), 0);
        expect(Math.abs(computed - slopeAlong(p, directions).toNumber()), label).toBeLessThanOrEqual(
          1e-13 * scale + (option.loss === 'naive-softmax-cross-entropy' ? 1e-15 : 0),
        );
      });
      expect(scored).toBeGreaterThanOrEqual(90);
    },
  );

  test('can be differentiated by its named nodes: softmax − y, W⁽²⁾ᵀ ∂J/∂o, and that ⊙ φ′(z)', () => {
    const p = mlp({ layers: [3, 4, 3], activation: 'tanh', seed: 8 });
    const o = traceProblem(p);
    const { names: nodes } = valuesIn(float64, p);
    const by = (name: string): number[] => {
      const from = cut(o, name);
      const at = Object.fromEntries(
        [...from.inputs.keys()].map((key) => [key, key === name ? nodes[name]! : p.at[key]!]),
      );
      return flat(reverse().gradient(from, at).gradient!);
    };
    const [logits, hidden] = [nodes.o!.data, nodes.h!.data];
    const total = logits.reduce((sum, v) => sum + Math.exp(v), 0);
    const y = toTensor(p.at.y!).data;
    const W2 = toTensor(p.at.W2!).data;
    const toOutputs = logits.map((v, i) => Math.exp(v) / total - y[i]!);
    const toHidden = hidden.map((_, j) => toOutputs.reduce((sum, g, i) => sum + g * W2[i * 4 + j]!, 0));
    const toZ = toHidden.map((g, j) => g * (1 - hidden[j]! ** 2));
    for (const [name, expected] of [
      ['o', toOutputs],
      ['h', toHidden],
      ['z', toZ],
    ] as const)
      by(name).forEach((g, i) => {
        expect(g).toBeCloseTo(expected[i]!, 14);
      });
    // ∂J/∂x = W⁽¹⁾ᵀ ∂J/∂z
    const W1 = toTensor(p.at.W1!).data;
    flat(reverse().gradient(p, undefined, ['x']).gradient!).forEach((g, j) => {
      expect(g).toBeCloseTo(
        toZ.reduce((sum, d, i) => sum + d * W1[i * 3 + j]!, 0),
        14,
      );
    });
  });
});

describe('the adjoint', () => {
  /** Σ aᵢ b x₁…xₖ-like polynomials: products and sums of inputs, each factor active. */
  const polynomial: fc.Arbitrary<Expr> = fc
    .array(fc.tuple(fc.boolean(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 30 })
    .map((steps) => {
      const nodes: Expr[] = [input('x'), input('y'), input('z')];
      for (const [product, a, b] of steps) {
        const [u, v] = [nodes[a % nodes.length]!, nodes[b % nodes.length]!];
        nodes.push(product ? graph.mul(u, v) : graph.add(u, v));
      }
      return nodes[nodes.length - 1]!;
    });

  test('of a polynomial costs exactly 3 times its multiplications, with the seed multiplied in (Griewank 2012)', () => {
    fc.assert(
      fc.property(polynomial, (e) => {
        const o = objective(e);
        const primal = multiplications(tallyOf([e]));
        const { value, gradient } = gradientGraph(o, input('seed'));
        expect(multiplications(tallyOf([value, ...gradient.values()]))).toBe(3 * primal);
      }),
      { seed: 21 },
    );
  });

  test('never multiplies by 0 or 1, and with seed one costs fewer', () => {
    fc.assert(
      fc.property(polynomial, (e) => {
        const { value, gradient } = gradientGraph(objective(e));
        const nodes = topological([value, ...gradient.values()]);
        for (const made of nodes)
          if (made.op === 'mul') expect(made.args.some((arg) => arg.op === 'constant')).toBe(false);
        expect(multiplications(tallyOf(nodes))).toBeLessThanOrEqual(
          3 * multiplications(tallyOf([e])) * nodes.length,
        );
      }),
      { seed: 22 },
    );
    // Σ xᵢxᵢ₊₁ over 100 terms: 100 products forwards, 200 backwards, of which the seed one saves all.
    const xs = Array.from({ length: 101 }, (_, i) => input(`x${i}`));
    const sum = xs
      .slice(1)
      .map((x, i) => graph.mul(xs[i]!, x))
      .reduce((a, b) => graph.add(a, b));
    const { value, gradient } = gradientGraph(objective(sum));
    expect(multiplications(tallyOf([value, ...gradient.values()]))).toBe(100);
  });

  test('hangs on the objective’s own nodes: one forward pass', () => {
    const o = objective(parse('exp(x*y)'));
    const { value, gradient } = gradientGraph(o);
    expect(value).toBe(o.expression);
    expect(tallyOf([value, ...gradient.values()]).exp).toBe(1);
  });

  test('is not worked out for what is not asked for', () => {
    const o = objective(parse('sin(x)*exp(y)'), ['x']);
    const { value, gradient } = gradientGraph(o);
    // exp(y) and sin(x) forwards; cos(x) and one product backwards.
    expect(tallyOf([value, ...gradient.values()])).toEqual({ sin: 1, exp: 1, cos: 1, mul: 2 });
  });

  test('is linear in the seed', () => {
    const e = parse('sin(x)*y + x/y');
    const k = tensors(float64);
    const bind = (leaf: Expr) => ({ shape: [], data: [nameOf(leaf) === 'x' ? 0.7 : 1.3] });
    const values = readAll([e], k, bind);
    const sweep = (seed: number) => {
      const found = pullback(e, k, values, { wrt: ['x', 'y'], seed: { shape: [], data: [seed] } });
      return [...found]
        .filter(([node]) => node.op === 'input')
        .map(([, g]) => (g as Tensor<number>).data[0]!);
    };
    sweep(4).forEach((g, i) => {
      expect(g).toBe(4 * sweep(1)[i]!);
    });
  });

  test('of a graph of 100 000 nodes is found', () => {
    const x = input('x');
    let e: Expr = x;
    for (let i = 0; i < 100_000; i++) e = graph.add(e, i % 2 === 0 ? x : graph.constant(1));
    expect(reverse().gradient(e, { x: 1 })).toMatchObject({ value: 100_001, gradient: { x: 50_001 } });
  });

  test('read in decimals is the closed form to 48 digits', () => {
    const n = decimal(50);
    const o = objective(parse('exp(x)*sin(y)/x'));
    const at = { x: 0.3, y: 0.1 };
    const prepared = reverse().prepare(o, n);
    if (isRefused(prepared)) throw new Error(prepared.because);
    const { gradient } = prepared.valueAndGradient(lift(n, toPoint(o, at)));
    const [x, y] = [n.constant(0.3), n.constant(0.1)];
    const byX = n.div(n.mul(n.mul(n.exp(x), n.sin(y)), n.sub(x, n.constant(1))), n.square(x));
    const byY = n.div(n.mul(n.exp(x), n.cos(y)), x);
    expect(gradient.x!.data[0]!.minus(byX).div(byX).abs().lt('1e-48')).toBe(true);
    expect(gradient.y!.data[0]!.minus(byY).div(byY).abs().lt('1e-48')).toBe(true);
  });
});

describe('a question that makes no sense', () => {
  const f = parse('x*y');
  test.each<[string, () => unknown, string]>([
    ['a missing value', () => reverse().gradient(f, { x: 1 }), 'at: a value for y is required, got x'],
    ['no value', () => reverse().gradient(f), 'at: a value for x is required, got none'],
    [
      'an extra value',
      () => reverse().gradient(f, { x: 1, y: 2, z: 3 }),
      'at: z is not an input; the inputs are x, y',
    ],
    ['a wrong shape', () => reverse().gradient(f, { x: 1, y: [2] }), 'at: y has shape [], got [1]'],
    ['a ragged array', () => reverse().gradient(f, { x: 1, y: [[1], [2, 3]] }), 'rows of different lengths'],
    ['a word', () => reverse().gradient(f, { x: 1, y: 'a' as never }), 'y: a number is required, got "a"'],
    [
      'an unknown wrt',
      () => reverse().gradient(f, { x: 1, y: 2 }, ['w']),
      'wrt: w is not an input; the inputs are x, y',
    ],
    [
      'an array to differentiate',
      () => reverse().gradient((k, { v }) => k.exp(v!), { v: [1, 2] }),
      'a scalar is required (shape []), got shape [2]',
    ],
    [
      'matrices that do not fit',
      () => trace((k, { A, B }) => k.sum(k.matmul(A!, B!), [0, 1]), { A: [3, 4], B: [5, 2] }),
      'matmul: inner sizes must agree, got [3, 4] · [5, 2]',
    ],
    [
      'a sum of a scalar and an array',
      () => trace((k, { a, v }) => k.sum(k.add(a!, v!), [0]), { a: [], v: [2] }),
      'add: shapes must agree (only constants fit any), got [] and [2]',
    ],
  ])('is refused with what was required and found: %s', (_, ask, message) => {
    expect(ask).toThrow(message);
    expect(ask).not.toThrow(/undefined/);
  });

  test('is refused in words where a bare model finds no value for its input', () => {
    const model: Model = <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>): X => k.square(x!);
    expect(() => reverse().gradient(model, {})).toThrow(/required|input/);
  });
});
