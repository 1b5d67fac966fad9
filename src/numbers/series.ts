import type { Numbers } from '../language/numbers.ts';
import { accumulate, plus, realise, type Slope } from '../rules/slope.ts';

/**
 * A function of t about 0, x(t) = x₀ + x₁t + x₂t² + …, by its Taylor coefficients: not the derivatives, which are k!·xₖ.
 */
export interface Series<T> {
  /** x₀. */
  readonly value: T;
  /** xₖ for k ≥ 1, worked out when it is first asked for; null where the function is constant. */
  readonly term: ((k: number) => Slope<T>) | null;
}

/** The polynomial with these coefficients: `series(x, 'one')` is x + t. */
export function series<T>(value: T, ...terms: readonly Slope<T>[]): Series<T> {
  return { value, term: terms.length === 0 ? null : (k) => terms[k - 1] ?? 'zero' };
}

/** yₖ for k ≥ 1, by coefficients of the operands and those of y below k. */
export type Recurrence<T> = (k: number, y: Series<T>) => Slope<T>;

/** The series that begins with this value and goes on by a recurrence; no coefficient is worked out twice. */
export function remembering<T>(value: T, recurrence: Recurrence<T>): Series<T> {
  const known: Slope<T>[] = [];
  const y: Series<T> = { value, term: (k) => (known[k] ??= recurrence(k, y)) };
  return y;
}

/** xₖ, for k = 0 too. */
export function coefficient<T>({ value, term }: Series<T>, k: number): Slope<T> {
  if (k === 0) return value;
  return term === null ? 'zero' : term(k);
}

/** f, f′, f″, … up to this order at t = 0: k!·xₖ, written out as numbers. */
export function derivativesOf<T>(n: Numbers<T>, x: Series<T>, order: number): T[] {
  const result = [x.value];
  let factorial = n.constant(1);
  for (let k = 1; k <= order; k++) {
    if (k > 1) factorial = k === 2 ? n.constant(2) : n.mul(factorial, n.constant(k));
    const found = coefficient(x, k);
    result.push(realise(n, k === 1 ? found : accumulate(n, 'zero', factorial, found, n.mul)));
  }
  return result;
}

/** Σ aⱼbₖ₋ⱼ for j from 0 to k. */
export const product =
  <T>(n: Numbers<T>, multiply: (a: T, b: T) => T, a: Series<T>, b: Series<T>): Recurrence<T> =>
  (k) => {
    let sum: Slope<T> = 'zero';
    for (let j = 0; j <= k; j++) sum = accumulate(n, sum, coefficient(a, j), coefficient(b, k - j), multiply);
    return sum;
  };

/** The same of x by itself, equal terms added once: 2·Σ xⱼxₖ₋ⱼ for j below k/2, and the square of the middle one. */
export const square =
  <T>(n: Numbers<T>, x: Series<T>): Recurrence<T> =>
  (k) => {
    let half: Slope<T> = 'zero';
    for (let j = 0; 2 * j < k; j++)
      half = accumulate(n, half, coefficient(x, j), coefficient(x, k - j), n.mul);
    const sum = accumulate(n, 'zero', n.constant(2), half, n.mul);
    if (k % 2 === 1) return sum;
    const middle = coefficient(x, k / 2);
    if (middle === 'zero') return sum;
    return plus(n, sum, typeof middle === 'string' ? 'one' : n.square(middle));
  };

/** (aₖ − Σ bⱼyₖ₋ⱼ)/b₀ for j from 1 to k. */
export const quotient =
  <T>(n: Numbers<T>, a: Series<T>, b: Series<T>): Recurrence<T> =>
  (k, y) => {
    let sum: Slope<T> = 'zero';
    for (let j = 1; j <= k; j++) sum = accumulate(n, sum, coefficient(b, j), coefficient(y, k - j), n.mul);
    const rest = accumulate(n, coefficient(a, k), 'minusOne', sum, n.mul);
    return rest === 'zero' ? 'zero' : n.div(realise(n, rest), b.value);
  };
