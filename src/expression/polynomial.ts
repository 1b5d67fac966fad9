import * as rational from './coefficient.ts';
import { compareMonomials, keyOf, type Monomial } from './monomial.ts';

/** A sum of monomials that differ in more than their coefficient, by `keyOf`. */
export type Polynomial = ReadonlyMap<string, Monomial>;

/** Different monomials as a sum. */
export const polynomial = (terms: readonly Monomial[]): Polynomial =>
  new Map(terms.map((term) => [keyOf(term.factors), term]));

/** A sum to which c times a polynomial is added. */
export function accumulate(sum: Map<string, Monomial>, terms: Polynomial, c: rational.Rational): void {
  for (const [key, term] of terms) {
    const known = sum.get(key);
    if (rational.isZero(term.coefficient)) continue;
    if (known === undefined && rational.isOne(c)) {
      sum.set(key, term);
      continue;
    }
    const own = rational.times(c, term.coefficient);
    const coefficient = known === undefined ? own : rational.plus(known.coefficient, own);
    if (rational.isZero(coefficient)) sum.delete(key);
    else sum.set(key, { coefficient, factors: term.factors });
  }
}

/** c times a polynomial. */
export function scaled(sum: Polynomial, c: rational.Rational): Polynomial {
  const result = new Map<string, Monomial>();
  accumulate(result, sum, c);
  return result;
}

/** The terms in their order. */
export const inOrder = (sum: Polynomial): Monomial[] => [...sum.values()].sort(compareMonomials);

/** Terms of one |coefficient| together, in the place of the first; the constant, and those with 1, stay alone. */
export function ofOneSize(terms: readonly Monomial[]): Monomial[][] {
  const groups = new Map<string, Monomial[]>();
  for (const term of terms) {
    const size = rational.size(term.coefficient);
    const alone = rational.isOne(size) || term.factors.length === 0;
    const key = alone ? keyOf(term.factors) : `${rational.keyOf(size)} times`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [term]);
    else known.push(term);
  }
  return [...groups.values()];
}
