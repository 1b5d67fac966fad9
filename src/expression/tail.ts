import { isOne, isZero, keyOf, size, type Rational } from './coefficient.ts';
import { compareMonomials, type Monomial } from './monomial.ts';

/** What must be known of a sum to append a term to it without taking it apart. */
export interface Tail {
  /** Its last term. */
  readonly last: Monomial;
  /** The |coefficients| other than 1, so that a term with one of them joins the others. */
  readonly sizes: Sizes | undefined;
}

/** A list that grows at its head and shares the rest. */
interface Sizes {
  readonly key: string;
  readonly before: Sizes | undefined;
}

/** The tail of a sum of these items, terms and multiples of sums of terms, of which this is the last term. */
export function tailOf(last: Monomial, items: readonly Monomial[]): Tail {
  const sizes = items
    .filter(({ factors }) => factors.length > 0)
    .reduce<Sizes | undefined>((before, { coefficient }) => withSize(before, coefficient), undefined);
  return { last, sizes };
}

/** The tail with one more term; undefined where the term belongs further to the front, or to others of its |coefficient|. */
export function extended({ last, sizes }: Tail, term: Monomial): Tail | undefined {
  if (isZero(term.coefficient) || compareMonomials(last, term) >= 0) return undefined;
  const more = withSize(sizes, term.coefficient);
  if (more !== sizes)
    for (let other = sizes; other !== undefined; other = other.before)
      if (other.key === more!.key) return undefined;
  return { last: term, sizes: more };
}

function withSize(sizes: Sizes | undefined, c: Rational): Sizes | undefined {
  const own = size(c);
  return isOne(own) ? sizes : { key: keyOf(own), before: sizes };
}
