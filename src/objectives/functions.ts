import type { Algebra } from '../language/algebra.ts';
import { checkCount, testFunction, type TestFunction } from './test-function.ts';

const survey = 'Baydin, Pearlmutter, Radul & Siskind 2018, JMLR 18';
const worked = 'a worked example of the course notes';
const elementary = 'elementary';

/**
 * The n-th iterate of the logistic map, l₁ = x and lᵢ₊₁ = 4·lᵢ·(1 − lᵢ): a polynomial of degree 2ⁿ⁻¹ whose tree has 3·2ⁿ − 5
 * nodes and whose graph, shared, has 3n (Baydin et al. 2018, table 1).
 */
export function logistic(n: number): TestFunction {
  checkCount('logistic', n, 1);
  return testFunction(
    `logistic-${n}`,
    `${survey}, table 1`,
    { x: 0.2 },
    <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>) => {
      let l: X = x!;
      for (let i = 1; i < n; i++) l = k.mul(k.mul(k.constant(4), l), k.sub(k.constant(1), l));
      return l;
    },
  );
}

/**
 * 64x(1 − x)(1 − 2x)²(1 − 8x + 8x²)², the logistic map's fourth iterate in closed form, its factors multiplied from left to
 * right (Baydin et al. 2018, figure 3). At x = 0.2 its derivative is 708288/78125.
 */
export const figure3: TestFunction = testFunction(
  'figure-3',
  `${survey}, figure 3`,
  { x: 0.2 },
  <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>) => {
    const one = k.constant(1);
    const eight = k.constant(8);
    const linear = k.sub(one, k.mul(k.constant(2), x!));
    const quadratic = k.add(k.sub(one, k.mul(eight, x!)), k.mul(eight, k.square(x!)));
    const ends = k.mul(k.mul(k.constant(64), x!), k.sub(one, x!));
    return k.mul(k.mul(ends, k.square(linear)), k.square(quadratic));
  },
);

/** sin x. */
export const sine = testFunction('sin', elementary, { x: 0.3 }, (k, { x }) => k.sin(x!));

/** eˣ. */
export const exponential = testFunction('exp', elementary, { x: 1 }, (k, { x }) => k.exp(x!));

/** x³; a central difference of it is off by h² exactly. */
export const cube = testFunction('cube', elementary, { x: 0.7 }, (k, { x }) => k.power(x!, 3));

/** 1/x. */
export const reciprocal = testFunction('reciprocal', elementary, { x: 0.7 }, (k, { x }) =>
  k.div(k.constant(1), x!),
);

/** 3x. */
export const triple = testFunction('3x', worked, { x: 2 }, (k, { x }) => k.mul(k.constant(3), x!));

/** 2x², with the derivative 4x. */
export const doubleSquare = testFunction('2x^2', worked, { x: 3 }, (k, { x }) =>
  k.mul(k.constant(2), k.square(x!)),
);

/** x² + y². */
export const sumOfSquares = testFunction('x^2+y^2', worked, { x: 3, y: 4 }, (k, { x, y }) =>
  k.add(k.square(x!), k.square(y!)),
);

/** 3x + 2y. */
export const plane = testFunction('3x+2y', worked, { x: 3, y: 4 }, (k, { x, y }) =>
  k.add(k.mul(k.constant(3), x!), k.mul(k.constant(2), y!)),
);

/** xy: a multiply gate, which swaps its operands on the way back. */
export const product = testFunction('xy', worked, { x: 3, y: 4 }, (k, { x, y }) => k.mul(x!, y!));

/** cos(x² − 1), with the derivative −2x·sin(x² − 1). */
export const cosineOfQuadratic = testFunction('cos(x^2-1)', worked, { x: 0.5 }, (k, { x }) =>
  k.cos(k.sub(k.square(x!), k.constant(1))),
);

/** σ(w0·x0 + w1·x1 + w2), one neuron, with the sigmoid as one packed gate. */
export const neuron = testFunction(
  'neuron',
  worked,
  { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 },
  (k, { w0, x0, w1, x1, w2 }) => k.sigmoid(k.add(k.add(k.mul(w0!, x0!), k.mul(w1!, x1!)), w2!)),
);
