import { jacobian, pairing, vectorJacobianProduct } from '../src/differentiators/jacobian.ts';
import type { JacobianLayout } from '../src/differentiators/jacobian.ts';
import { straightLine } from '../src/differentiators/straight-line.ts';
import { numeric, reverse, symbolic } from '../src/index.ts';
import { parse } from '../src/expression/parse.ts';
import { read } from '../src/expression/read.ts';
import { objective, trace, type Objective } from '../src/expression/trace.ts';
import { compare } from '../src/lab/compare.ts';
import { experiment } from '../src/lab/experiment.ts';
import { code, integer, plain, scientific, text } from '../src/lab/format.ts';
import type { Lab } from '../src/lab/lab.ts';
import { summary } from '../src/lab/selection.ts';
import { product } from '../src/lab/sweep.ts';
import type { Algebra, Model } from '../src/language/algebra.ts';
import type { Point, Value } from '../src/language/problem.ts';
import { decimal, exactDecimal } from '../src/numbers/decimal.ts';
import { float64 } from '../src/numbers/float64.ts';
import { tensors } from '../src/numbers/tensors.ts';
import { mlp } from '../src/objectives/mlp.ts';

type Inputs<X> = Readonly<Record<string, X>>;

/** A worked example: a function of numbers and the gradient that the sources state for it. */
interface Example {
  readonly name: string;
  readonly source: 'local rules' | 'one neuron' | 'Jacobians' | 'calculus' | 'network';
  readonly objective: Objective;
  /** The point that the sources take; where they name none, one with short numbers. */
  readonly at: Point;
  /** The gradient, as it is printed and as a function of the same inputs. */
  readonly states: string;
  readonly gradient: <X>(k: Algebra<X>, inputs: Inputs<X>) => Inputs<X>;
  /** Present where every method goes through an explicit Jacobian: of which function, by what, in which layout. */
  readonly explicit?: { readonly f: Model; readonly wrt: string; readonly layout: JacobianLayout };
  /** The gradient's numbers, where the sources print them. */
  readonly printed?: readonly number[];
}

/** An array-valued function with the upstream gradient g of its result, through its local rule or through its Jacobian. */
function local(f: Model, example: Omit<Example, 'objective'>, wrt?: string): Example {
  return { ...example, objective: pairing(f, example.at, wrt === undefined ? {} : { wrt: [wrt] }) };
}

/** A gradient given as one formula for each input. */
const formulas =
  (texts: Inputs<string>): Example['gradient'] =>
  (k, inputs) =>
    Object.fromEntries(
      Object.entries(texts).map(([by, formula]) => [
        by,
        read(parse(formula), k, (e) => inputs[String(e.params[0])]!),
      ]),
    );

function textbook(name: string, f: string, states: string, slopes: Inputs<string>, at: Point): Example {
  return { name, source: 'calculus', objective: objective(parse(f)), at, states, gradient: formulas(slopes) };
}

/** f(w0, x0, w1, x1, w2) = σ(w0x0 + w1x1 + w2), with the sigmoid packed in one gate, or unpacked into four. */
function neuron(packed: boolean): Example {
  const at = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };
  const model: Model = (k, { w0, x0, w1, x1, w2 }) => {
    const [s0, s1] = [k.mul(w0!, x0!), k.mul(w1!, x1!)];
    const s2 = k.add(s0, s1);
    const s3 = k.add(s2, w2!);
    if (packed) return { result: k.sigmoid(s3), names: { s0, s1, s2, s3 } };
    const s4 = k.neg(s3);
    const s5 = k.exp(s4);
    const s6 = k.add(k.constant(1), s5);
    return { result: k.div(k.constant(1), s6), names: { s0, s1, s2, s3, s4, s5, s6 } };
  };
  const f = '1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))';
  const slope = `(1 - ${f}) * ${f}`;
  return {
    name: `neuron, σ ${packed ? 'packed' : 'unpacked'}`,
    source: 'one neuron',
    objective: trace(model, { w0: [], x0: [], w1: [], x1: [], w2: [] }),
    at,
    states: '∂f/∂wᵢ = (1 − f) f xᵢ, ∂f/∂xᵢ = (1 − f) f wᵢ, ∂f/∂w₂ = (1 − f) f',
    gradient: formulas({
      ...{ w0: `${slope} * x0`, x0: `${slope} * w0` },
      ...{ w1: `${slope} * x1`, x1: `${slope} * w1`, w2: slope },
    }),
  };
}

const relu: Model = (k, { x }) => k.relu(x!);
const reluExample: Parameters<typeof local>[1] = {
  name: 'ReLU, implicit rule',
  source: 'Jacobians',
  at: { x: [1, -2, 3, -1], g: [4, -1, 5, 9] },
  states: '∂L/∂x = g where x > 0, else 0',
  gradient: (k, { x, g }) => ({ x: k.select(k.less(k.constant(0), x!), g!, k.constant(0)) }),
  printed: [4, 0, 5, 0],
};

/** The element i of a vector, and a vector of numbers. */
const part = <X>(k: Algebra<X>, x: X, i: number): X => k.gather(x, [i], []);
const vector = <X>(k: Algebra<X>, numbers: readonly X[]): X =>
  numbers
    .map((v, i) => k.scatter(k.reshape(v, [1]), [i], [numbers.length]))
    .reduce((sum, term) => k.add(sum, term));

/** y = (x₁x₂, x₂ sin x₃): three inputs, two outputs. */
const threeToTwo: Model = (k, { x }) => {
  const [x1, x2, x3] = [part(k, x!, 0), part(k, x!, 1), part(k, x!, 2)];
  return vector(k, [k.mul(x1, x2), k.mul(x2, k.sin(x3))]);
};
function threeByTwo(layout: JacobianLayout): Example {
  const name = `y = (x₁x₂, x₂ sin x₃), ${layout === 'inputs-by-outputs' ? '3×2' : '2×3'}`;
  const at = { x: [2, 3, 0.5], g: [4, -2] };
  const explicit = { f: threeToTwo, wrt: 'x', layout };
  const states = layout === 'inputs-by-outputs' ? '∂L/∂x = J g' : '∂L/∂x = Jᵀ g';
  return local(threeToTwo, {
    ...{ name, source: 'Jacobians', at, explicit, states },
    gradient: (k, { x, g }) => {
      const [x1, x2, x3] = [part(k, x!, 0), part(k, x!, 1), part(k, x!, 2)];
      const [g1, g2] = [part(k, g!, 0), part(k, g!, 1)];
      const second = k.add(k.mul(g1, x1), k.mul(g2, k.sin(x3)));
      return { x: vector(k, [k.mul(g1, x2), second, k.mul(g2, k.mul(x2, k.cos(x3)))]) };
    },
  });
}

const timesW: Model = (k, { X, W }) => k.matmul(X!, W!);
const matrix = (rows: number, data: readonly number[]): Value => ({
  shape: [rows, data.length / rows],
  data,
});
const timesWExample: Parameters<typeof local>[1] = {
  name: 'Y = XW, implicit rule',
  source: 'Jacobians',
  at: {
    X: matrix(2, [2, 1, -3, -3, 4, 2]),
    W: matrix(3, [3, 2, 1, -1, 2, 1, 3, 2, 3, 2, 1, -2]),
    g: matrix(2, [2, 3, -3, 9, -8, 1, 4, 6]),
  },
  states: '∂L/∂X = g Wᵀ',
  gradient: (k, { W, g }) => ({ X: k.matmul(g!, k.transpose(W!, [1, 0])) }),
};

/** Input, hidden and output layer, the sigmoid on both of the last, and the loss ‖o − y‖. */
function network(): Example {
  const options = { activation: 'sigmoid', outputActivation: 'sigmoid', loss: 'l2-norm', seed: 1 } as const;
  const { model, shapes, wrt, at } = mlp({ layers: [5, 4, 3], ...options });
  return {
    name: 'network 5-4-3',
    source: 'network',
    objective: trace(model, shapes, wrt),
    at,
    states: '∂J/∂W⁽²⁾ = (∂J/∂o ⊙ φ′) hᵀ, ∂J/∂W⁽¹⁾ = (∂J/∂h ⊙ φ′) xᵀ',
    gradient: (k, { x, y, W1, W2 }) => {
      const h = k.sigmoid(k.matmul(W1!, x!));
      const o = k.sigmoid(k.matmul(W2!, h));
      const slope = (v: typeof h) => k.mul(v, k.sub(k.constant(1), v));
      const residual = k.sub(o, y!);
      const norm = k.spread(k.sqrt(k.sum(k.square(residual), [0, 1])), k.shapeOf(o), [0, 1]);
      const byOutput = k.mul(k.div(residual, norm), slope(o));
      const byHidden = k.mul(k.matmul(k.transpose(W2!, [1, 0]), byOutput), slope(h));
      const outer = (a: typeof h, b: typeof h) => k.matmul(a, k.transpose(b, [1, 0]));
      return { W1: outer(byHidden, x!), W2: outer(byOutput, h) };
    },
  };
}

const gate = { source: 'local rules' } as const;
const throughRelu = { f: relu, wrt: 'x', layout: 'outputs-by-inputs' } as const;
const throughSlices = { f: timesW, wrt: 'X', layout: 'inputs-by-outputs' } as const;

const examples: readonly Example[] = [
  local((k, { x, y }) => k.add(x!, y!), {
    ...{ ...gate, name: 'add gate, z = x + y', at: { x: 3, y: 4, g: 2 } },
    states: 'distributes: ∂L/∂x = ∂L/∂y = g',
    gradient: formulas({ x: 'g', y: 'g' }),
  }),
  local((k, { x }) => k.spread(x!, [2], [0]), {
    ...{ ...gate, name: 'copy gate, x to two places', at: { x: 3, g: [2, 5] } },
    states: 'adds: ∂L/∂x = g₁ + g₂',
    gradient: (k, { g }) => ({ x: k.sum(g!, [0]) }),
  }),
  local((k, { x, y }) => k.mul(x!, y!), {
    ...{ ...gate, name: 'multiply gate, z = xy', at: { x: 3, y: 4, g: 2 } },
    states: 'swaps: ∂L/∂x = g y, ∂L/∂y = g x',
    gradient: formulas({ x: 'g*y', y: 'g*x' }),
  }),
  neuron(true),
  neuron(false),
  local(relu, reluExample),
  local(relu, { ...reluExample, name: 'ReLU, explicit Jacobian', states: '∂L/∂x = Jᵀ g', explicit: throughRelu }),
  threeByTwo('inputs-by-outputs'),
  threeByTwo('outputs-by-inputs'),
  local(timesW, timesWExample, 'X'),
  local(timesW, { ...timesWExample, name: 'Y = XW, slices', states: '∂L/∂xᵢⱼ = ⟨∂Y/∂xᵢⱼ, g⟩', explicit: throughSlices }, 'X'),
  textbook('F = 2x²', '2*x^2', 'F′ = 4x', { x: '4*x' }, { x: 3 }),
  textbook('F = 3x', '3*x', 'F′ = 3', { x: '3' }, { x: 2 }),
  textbook('z = x² + y²', 'x^2 + y^2', '∇z = (2x, 2y)', { x: '2*x', y: '2*y' }, { x: 3, y: 4 }),
  textbook('z = 3x + 2y', '3*x + 2*y', '∇z = (3, 2)', { x: '3', y: '2' }, { x: 3, y: 4 }),
  textbook('cos(x² − 1)', 'cos(x^2 - 1)', '−2x sin(x² − 1)', { x: '-2*x*sin(x^2 - 1)' }, { x: 0.5 }),
  network(),
];

/** A Jacobian, its size and its zeros as the sources have them; formed and compared entry by entry, unless too large. */
interface Explicit {
  readonly name: string;
  readonly outputs: number;
  readonly inputs: number;
  readonly zeros: number;
  readonly bytesPerNumber: number;
  /** What takes its place, and how many numbers that reads beside the upstream gradient. */
  readonly implicit: string;
  readonly reads: number;
  readonly formed?: {
    readonly f: Model;
    readonly at: Point;
    readonly wrt: string;
    /** ∂yᵢ/∂xⱼ, with places counted through the whole arrays. */
    readonly entry: (i: number, j: number) => number;
  };
}

/** ReLU of n numbers: its Jacobian is diagonal, with a 1 wherever x > 0. */
function reluJacobian(x: readonly number[]): Explicit {
  const n = x.length;
  const entry = (i: number, j: number) => (i === j && x[i]! > 0 ? 1 : 0);
  return {
    ...{ name: `ReLU of ${n} numbers`, outputs: n, inputs: n, bytesPerNumber: 8 },
    zeros: n * n - x.filter((v) => v > 0).length,
    ...{ implicit: 'g where x > 0, else 0', reads: n, formed: { f: relu, at: { x }, wrt: 'x', entry } },
  };
}

/** X of N×D times W of D×M: ∂Y/∂xᵢⱼ is zero but for row i, which is row j of W. */
function timesWJacobian(): Explicit {
  const { X, W } = timesWExample.at as Record<string, { data: readonly number[] }>;
  const [D, M] = [3, 4];
  const entry = (y: number, x: number) =>
    Math.floor(y / M) === Math.floor(x / D) ? W!.data[(x % D) * M + (y % M)]! : 0;
  return {
    ...{ name: 'Y = XW, 2×3 by 3×4', outputs: 8, inputs: 6, zeros: 24, bytesPerNumber: 8 },
    ...{ implicit: 'g Wᵀ', reads: 12 },
    formed: { f: timesW, at: { X: X as Value, W: W as Value }, wrt: 'X', entry },
  };
}

const jacobians: readonly Explicit[] = [
  reluJacobian(reluExample.at.x as readonly number[]),
  reluJacobian(Array.from({ length: 64 }, (_, i) => Math.cos(i))),
  {
    ...{ name: 'ReLU of 4096 numbers, float32', outputs: 4096, inputs: 4096, bytesPerNumber: 4 },
    ...{ zeros: 4096 * 4095, implicit: 'g where x > 0, else 0', reads: 4096 },
  },
  {
    ...{ name: 'y = (x₁x₂, x₂ sin x₃)', outputs: 2, inputs: 3, zeros: 2, bytesPerNumber: 8 },
    ...{ implicit: 'one reverse sweep', reads: 3 },
    formed: {
      ...{ f: threeToTwo, at: { x: [2, 3, 0.5] }, wrt: 'x' },
      entry: (i, j) => [[3, 2, 0], [0, Math.sin(0.5), 3 * Math.cos(0.5)]][i]![j]!,
    },
  },
  timesWJacobian(),
  {
    ...{ name: 'Y = XW, 64×4096 by 4096×4096, float32', outputs: 2 ** 18, inputs: 2 ** 18, bytesPerNumber: 4 },
    ...{ zeros: 2 ** 36 - 2 ** 30, implicit: 'g Wᵀ', reads: 2 ** 24 },
  },
];

const ascents = examples.filter(({ name }) => name === 'z = x² + y²' || name === 'neuron, σ packed');
const ascentOf = (example: Example): string => `steepest ascent of ${example.name}`;

interface Row {
  example: string;
  source: string;
  point: string;
  method: string;
  quantity: string;
  expected: number;
  got: number | null;
  error: number | null;
  witnessed: number | null;
  evaluations: number | null;
  operations: number | null;
  agrees: boolean | null;
}

interface Case {
  example: string;
  point: string;
}

const methods = [numeric(), symbolic(), reverse()];
/** How far a method may be off, relatively to the gradient's largest component: a difference has 8 digits at least. */
const tolerance = (method: string): number => (method === 'numeric' ? 1e-8 : 1e-14);

/** The example's inputs drawn anew from the normal distribution. */
function drawn({ objective: o }: Example, { random }: Lab): Point {
  return Object.fromEntries(
    [...o.inputs].map(([name, { shape }]) => {
      const data = Array.from({ length: shape.reduce((count, length) => count * length, 1) }, () => random.normal());
      return [name, { shape, data }];
    }),
  );
}

/** Every method's gradient of an example at a point, component by component. */
function* gradients(example: Example, point: string, at: Point): Generator<Row> {
  const { objective: o, explicit, printed } = example;
  const { at: start, reference: truth, trials } = compare(o, at, { methods });
  const exact = tensors(decimal(truth.digits));
  const stated = example.gradient(
    exact,
    Object.fromEntries(
      Object.entries(start).map(([name, x]) => [name, { shape: x.shape, data: x.data.map(exactDecimal) }]),
    ),
  );
  const components = o.wrt.flatMap((by) =>
    elementNames(by, o.inputs.get(by)!.shape).map((name, i) => ({ by, i, name })),
  );
  ...
}
