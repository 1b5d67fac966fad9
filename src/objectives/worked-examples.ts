import type { Algebra, Model } from '../language/algebra.ts';
import type { Point } from '../language/problem.ts';
import { cosineOfQuadratic, doubleSquare, plane, product, sumOfSquares, triple } from './functions.ts';
import { mlp } from './mlp.ts';

type Inputs<X> = Readonly<Record<string, X>>;

/** A function with the gradient that course notes work out for it by hand. */
export interface WorkedExample {
  readonly name: string;
  /** A scalar; or an array, where the point has an upstream gradient g = ∂L/∂y of its shape. */
  readonly model: Model;
  readonly wrt: readonly string[];
  /** The sources' own point; where they name none, one with short numbers. */
  readonly at: Point;
  /** The gradient as it is printed, and as a function of the same inputs. */
  readonly states: string;
  readonly gradient: <X>(k: Algebra<X>, inputs: Inputs<X>) => Inputs<X>;
  /** The gradient's numbers at that point, where the sources print them. */
  readonly printed?: readonly number[];
  /** Where the sources look at the Jacobian itself. */
  readonly jacobian?: {
    /** The entry ∂yᵢ/∂xⱼ, places counted through the whole arrays. */
    readonly entry: (at: Inputs<readonly number[]>, i: number, j: number) => number;
    /** The inputs that the implicit rule reads in its place, beside g. */
    readonly reads: readonly string[];
  };
}

/** The three gates and what each does to an upstream gradient. */
const gates: readonly WorkedExample[] = [
  {
    name: 'add gate, z = x + y',
    model: (k, { x, y }) => k.add(x!, y!),
    wrt: ['x', 'y'],
    at: { x: 3, y: 4, g: 2 },
    states: 'distributes: ∂L/∂x = g, ∂L/∂y = g',
    gradient: (_, { g }) => ({ x: g!, y: g! }),
  },
  {
    name: 'copy gate, x to two places',
    model: (k, { x }) => k.spread(x!, [2], [0]),
    wrt: ['x'],
    at: { x: 3, g: [2, 5] },
    states: 'adds: ∂L/∂x = g₁ + g₂',
    gradient: (k, { g }) => ({ x: k.sum(g!, [0]) }),
  },
  {
    name: 'multiply gate, z = xy',
    model: product.model,
    wrt: ['x', 'y'],
    at: { x: 3, y: 4, g: 2 },
    states: 'swaps: ∂L/∂x = g y, ∂L/∂y = g x',
    gradient: (k, { x, y, g }) => ({ x: k.mul(g!, y!), y: k.mul(g!, x!) }),
  },
];

/** f = σ(w0x0 + w1x1 + w2), with the sigmoid packed in one gate, or unpacked into four: 1/(1 + exp(−s)). */
function neuron(packed: boolean): WorkedExample {
  const at = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };
  return {
    name: `neuron, σ ${packed ? 'packed' : 'unpacked'}`,
    model: (k, { w0, x0, w1, x1, w2 }) => {
      const [s0, s1] = [k.mul(w0!, x0!), k.mul(w1!, x1!)];
      const s2 = k.add(s0, s1);
      const s3 = k.add(s2, w2!);
      if (packed) return { result: k.sigmoid(s3), names: { s0, s1, s2, s3 } };
      const s4 = k.neg(s3);
      const s5 = k.exp(s4);
      const s6 = k.add(k.constant(1), s5);
      return { result: k.div(k.constant(1), s6), names: { s0, s1, s2, s3, s4, s5, s6 } };
    },
    wrt: Object.keys(at),
    at,
    states: '∂f/∂wᵢ = (1 − f) f xᵢ, ∂f/∂xᵢ = (1 − f) f wᵢ, ∂f/∂w₂ = (1 − f) f',
    gradient: (k, { w0, x0, w1, x1, w2 }) => {
      const s = k.add(k.add(k.mul(w0!, x0!), k.mul(w1!, x1!)), w2!);
      const f = k.div(k.constant(1), k.add(k.constant(1), k.exp(k.neg(s))));
      const d = k.mul(k.sub(k.constant(1), f), f);
      return { w0: k.mul(d, x0!), x0: k.mul(d, w0!), w1: k.mul(d, x1!), x1: k.mul(d, w1!), w2: d };
    },
  };
}

const twice = <X>(k: Algebra<X>, x: X): X => k.mul(k.constant(2), x);

/** Array-valued functions whose Jacobians the sources write out, to show that nobody should. */
const arrays: readonly WorkedExample[] = [
  {
    name: 'y = relu(x)',
    model: (k, { x }) => k.relu(x!),
    wrt: ['x'],
    at: { x: [1, -2, 3, -1], g: [4, -1, 5, 9] },
    states: '∂L/∂x = g where x > 0, else 0',
    gradient: (k, { x, g }) => ({ x: k.select(k.less(k.constant(0), x!), g!, k.constant(0)) }),
    printed: [4, 0, 5, 0],
    jacobian: { entry: ({ x }, i, j) => (i === j && x![i]! > 0 ? 1 : 0), reads: ['x'] },
  },
  {
    name: 'y = (x₁², x₂², x₃²) A',
    model: (k, { x, A }) => k.matmul(k.square(x!), A!),
    wrt: ['x'],
    // prettier-ignore
    at: { x: [[1, -2, 3]], A: [[2, 1], [0, 4], [-1, 5]], g: [[4, -2]] },
    states: '∂L/∂x = 2x ⊙ (g Aᵀ)',
    gradient: (k, { x, A, g }) => ({
      x: k.mul(twice(k, x!), k.matmul(g!, k.transpose(A!, [1, 0]))),
    }),
    jacobian: { entry: ({ x, A }, i, j) => 2 * x![j]! * A![2 * j + i]!, reads: ['x', 'A'] },
  },
  {
    name: 'Y = XW',
    model: (k, { X, W }) => k.matmul(X!, W!),
    wrt: ['X'],
    // prettier-ignore
    at: {
      X: [[2, 1, -3], [-3, 4, 2]],
      W: [[3, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]],
      g: [[2, 3, -3, 9], [-8, 1, 4, 6]],
    },
    states: '∂L/∂X = g Wᵀ',
    gradient: (k, { W, g }) => ({ X: k.matmul(g!, k.transpose(W!, [1, 0])) }),
    jacobian: {
      // The slice ∂Y/∂xᵢⱼ is zero but for row i, which is row j of W.
      entry: ({ W }, y, x) => (Math.floor(y / 4) === Math.floor(x / 3) ? W![(x % 3) * 4 + (y % 4)]! : 0),
      reads: ['W'],
    },
  },
];

const calculus: readonly WorkedExample[] = [
  {
    ...doubleSquare,
    name: 'F = 2x²',
    states: 'F′ = 4x',
    gradient: (k, { x }) => ({ x: k.mul(k.constant(4), x!) }),
  },
  { ...triple, name: 'F = 3x', states: 'F′ = 3', gradient: (k) => ({ x: k.constant(3) }) },
  {
    ...sumOfSquares,
    name: 'z = x² + y²',
    states: '∇z = (2x, 2y)',
    gradient: (k, { x, y }) => ({ x: twice(k, x!), y: twice(k, y!) }),
  },
  {
    ...plane,
    name: 'z = 3x + 2y',
    states: '∇z = (3, 2)',
    gradient: (k) => ({ x: k.constant(3), y: k.constant(2) }),
  },
  {
    ...cosineOfQuadratic,
    name: 'F = cos(x² − 1)',
    states: 'F′ = −2x sin(x² − 1)',
    gradient: (k, { x }) => ({
      x: k.neg(k.mul(twice(k, x!), k.sin(k.sub(k.square(x!), k.constant(1))))),
    }),
  },
];

/** Input, hidden and output layer, with the sigmoid on both of the last, and the loss ‖o − y‖. */
function feedforward(): WorkedExample {
  const options = { activation: 'sigmoid', outputActivation: 'sigmoid', loss: 'l2-norm', seed: 1 } as const;
  return {
    ...mlp({ layers: [5, 4, 3], ...options }),
    name: 'network 5-4-3, J = ‖o − y‖',
    states: '∂J/∂W⁽²⁾ = (∂J/∂o ⊙ φ′) hᵀ, ∂J/∂W⁽¹⁾ = (∂J/∂h ⊙ φ′) xᵀ',
    gradient: <X>(k: Algebra<X>, { x, y, W1, W2 }: Inputs<X>) => {
      const slope = (v: X) => k.mul(v, k.sub(k.constant(1), v));
      const outer = (a: X, b: X) => k.matmul(a, k.transpose(b, [1, 0]));
      const h = k.sigmoid(k.matmul(W1!, x!));
      const o = k.sigmoid(k.matmul(W2!, h));
      const residual = k.sub(o, y!);
      const norm = k.sqrt(k.sum(k.square(residual), [0, 1]));
      const byO = k.div(residual, k.spread(norm, k.shapeOf(o), [0, 1]));
      const byOutput = k.mul(byO, slope(o));
      const byHidden = k.mul(k.matmul(k.transpose(W2!, [1, 0]), byOutput), slope(h));
      return { W1: outer(byHidden, x!), W2: outer(byOutput, h) };
    },
  };
}

/**
 * The examples that course notes on differentiation work out by hand: gates, a neuron, explicit Jacobians, school calculus,
 * a small network. Their closed forms know nothing of the rule table: witnesses of every method.
 */
export const workedExamples: readonly WorkedExample[] = [
  ...gates,
  neuron(true),
  neuron(false),
  ...arrays,
  ...calculus,
  feedforward(),
];
