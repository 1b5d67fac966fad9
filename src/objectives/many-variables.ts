import type { Algebra } from '../language/algebra.ts';
import { checkCount, numbered, numberedPoint, testFunction, type TestFunction } from './test-function.ts';

/**
 * Σ xᵢxᵢ₊₁ over x1 … xn, every factor active: its reverse gradient costs 3 multiplications for each one of the function when
 * the seed 1 is multiplied in (Griewank 2012, "Who invented the reverse mode of differentiation?", Documenta
 * Mathematica, extra volume ISMP).
 */
export function neighbours(n: number): TestFunction {
  checkCount('neighbours', n, 2);
  return testFunction(
    `neighbours-${n}`,
    'Griewank 2012, Documenta Mathematica, extra volume ISMP',
    numberedPoint(n, (i) => i / (i + 1)),
    (k, inputs) => {
      const x = numbered(inputs, n);
      const products = x.slice(1).map((right, i) => k.mul(x[i]!, right));
      return products.reduce((sum, term) => k.add(sum, term));
    },
  );
}

/** Π xᵢ over x1 … xn, multiplied from left to right (Speelpenning 1980, PhD thesis, University of Illinois). */
export function speelpenning(n: number): TestFunction {
  checkCount('speelpenning', n, 1);
  return testFunction(
    `speelpenning-${n}`,
    'Speelpenning 1980, PhD thesis, University of Illinois',
    numberedPoint(n, (i) => i / (i + 1)),
    (k, inputs) => numbered(inputs, n).reduce((result, factor) => k.mul(result, factor)),
  );
}

/** Σ 100(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)² over x1 … xn, from −1.2, 1, −1.2, … (Rosenbrock 1960, The Computer Journal 3). */
export function rosenbrock(n = 2): TestFunction {
  checkCount('rosenbrock', n, 2);
  return testFunction(
    `rosenbrock-${n}`,
    'Rosenbrock 1960, The Computer Journal 3',
    numberedPoint(n, (i) => (i % 2 === 1 ? -1.2 : 1)),
    (k, inputs) => {
      const x = numbered(inputs, n);
      const terms = x.slice(1).map((next, i) => {
        const valley = k.mul(k.constant(100), k.square(k.sub(next, k.square(x[i]!))));
        return k.add(valley, k.square(k.sub(k.constant(1), x[i]!)));
      });
      return terms.reduce((sum, term) => k.add(sum, term));
    },
  );
}

/**
 * The Helmholtz energy of a mixed fluid with RT = 1,
 * Σ xᵢ log(xᵢ/(1 − bᵀx)) − xᵀAx/(√8·bᵀx) · log((1 + (1 + √2)bᵀx)/(1 + (1 − √2)bᵀx)), by x of shape [n] (Griewank 1989, "On
 * automatic differentiation"). The vector b and the symmetric matrix A are inputs that nothing is differentiated by; their
 * values here are ours: bᵢ = i/(10n), Aᵢⱼ = 1/(10(i + j)), at xᵢ = 1/(n + i).
 */
export function helmholtz(n: number): TestFunction {
  checkCount('helmholtz', n, 1);
  const upTo = Array.from({ length: n }, (_, i) => i + 1);
  return {
    name: `helmholtz-${n}`,
    source: 'Griewank 1989, On automatic differentiation',
    shapes: { x: [n], b: [n], A: [n, n] },
    wrt: ['x'],
    at: {
      x: upTo.map((i) => 1 / (n + i)),
      b: upTo.map((i) => i / (10 * n)),
      A: upTo.map((i) => upTo.map((j) => 1 / (10 * (i + j)))),
    },
    model: <X>(k: Algebra<X>, { x, b, A }: Readonly<Record<string, X>>) => {
      const one = k.constant(1);
      const root = k.sqrt(k.constant(2));
      const bx = k.sum(k.mul(b!, x!), [0]);
      const free = k.spread(k.sub(one, bx), [n], [0]);
      const mixing = k.sum(k.mul(x!, k.log(k.div(x!, free))), [0]);
      const attraction = k.sum(k.mul(x!, k.reshape(k.matmul(A!, k.reshape(x!, [n, 1])), [n])), [0]);
      const above = k.add(one, k.mul(k.add(one, root), bx));
      const below = k.add(one, k.mul(k.sub(one, root), bx));
      const scale = k.mul(k.sqrt(k.constant(8)), bx);
      return k.sub(mixing, k.mul(k.div(attraction, scale), k.log(k.div(above, below))));
    },
  };
}
