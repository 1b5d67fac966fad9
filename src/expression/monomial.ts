import { inverse, isLong, isOne, isZero, one, raised, times, type Rational } from './coefficient.ts';
import type { Expr } from './expr.ts';
import { compareNodes } from './order.ts';

/** A power of an expression that is no product: the exponent is whole, or half of an odd number. */
export interface Factor {
  readonly base: Expr;
  readonly exponent: number;
  /** What tells the base from all others. */
  readonly id: number;
  /** 0 for a base without inputs, 1 for other operations and inputs, 2 for a sum. */
  readonly rank: number;
}

/** A number times powers of different bases, in their order. */
export interface Monomial {
  readonly coefficient: Rational;
  readonly factors: readonly Factor[];
}

/** Whether a node is a sum or a difference. */
export const isSum = ({ op }: Expr): boolean => op === 'add' || op === 'sub';

/** A number as a monomial. */
export const constantMonomial = (coefficient: Rational): Monomial => ({ coefficient, factors: [] });

const keys = new WeakMap<readonly Factor[], string>();

/** What tells the powers from all others; '' where there are none. */
export function keyOf(factors: readonly Factor[]): string {
  let key = keys.get(factors);
  if (key === undefined) {
    key = factors.map(({ id, exponent }) => `${id}^${exponent}`).join(' ');
    keys.set(factors, key);
  }
  return key;
}

const compareBases = (a: Factor, b: Factor): number =>
  a.id === b.id ? 0 : a.rank - b.rank || compareNodes(a.base, b.base);

/** c times a monomial. */
export const multiple = (c: Rational, { coefficient, factors }: Monomial): Monomial => ({
  coefficient: times(c, coefficient),
  factors,
});

/** The product: exponents of equal bases are added; undefined where its number gets too long. */
export function product(a: Monomial, b: Monomial): Monomial | undefined {
  const coefficient = times(a.coefficient, b.coefficient);
  if (isLong(coefficient)) return undefined;
  const factors: Factor[] = [];
  let [i, j] = [0, 0];
  while (i < a.factors.length || j < b.factors.length) {
    const [f, g] = [a.factors[i], b.factors[j]];
    const order = f === undefined ? 1 : g === undefined ? -1 : compareBases(f, g);
    if (order < 0) factors.push(f!);
    else if (order > 0) factors.push(g!);
    else if (f!.exponent + g!.exponent !== 0) factors.push({ ...f!, exponent: f!.exponent + g!.exponent });
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return { coefficient, factors };
}

/** 1/m; undefined where the coefficient is 0. */
export function reciprocal(m: Monomial): Monomial | undefined {
  return isZero(m.coefficient)
    ? undefined
    : {
        coefficient: inverse(m.coefficient),
        factors: m.factors.map((f) => ({ ...f, exponent: -f.exponent })),
      };
}

/**
 * mᵖ, if that is a monomial: for a whole p, unless the coefficient's power has too many digits; for half an odd number if
 * m is one base, since √x·√x is x where √x is a number, but √(x²) is not x.
 */
export function power(m: Monomial, p: number): Monomial | undefined {
  if (p === 0) return constantMonomial(one);
  const raisedFactors = m.factors.map((f) => ({ ...f, exponent: f.exponent * p }));
  if (!raisedFactors.every(({ exponent }) => Number.isSafeInteger(2 * exponent))) return undefined;
  if (Number.isInteger(p)) {
    const coefficient = raised(m.coefficient, p);
    return coefficient && { coefficient, factors: raisedFactors };
  }
  const [single, ...others] = m.factors;
  const alone = isOne(m.coefficient) && single?.exponent === 1 && others.length === 0;
  return alone && Number.isInteger(2 * p) ? { coefficient: one, factors: raisedFactors } : undefined;
}

/** How many bases with inputs in them are multiplied, divisors counted like factors. */
const degree = ({ factors }: Monomial): number =>
  factors.reduce((sum, { exponent, rank }) => sum + (rank > 0 ? Math.abs(exponent) : 0), 0);

/** The order of terms: by degree, then by their bases; x² before x·y before y². */
export function compareMonomials(a: Monomial, b: Monomial): number {
  const byDegree = degree(a) - degree(b);
  if (byDegree !== 0) return byDegree;
  for (let i = 0; i < Math.min(a.factors.length, b.factors.length); i++) {
    const [f, g] = [a.factors[i]!, b.factors[i]!];
    const order = compareBases(f, g) || g.exponent - f.exponent;
    if (order !== 0) return order;
  }
  return a.factors.length - b.factors.length;
}
