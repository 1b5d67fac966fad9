import * as rational from './coefficient.ts';
import type { Expr, node } from './expr.ts';
import {
  constantMonomial,
  isSum,
  multiple,
  power,
  product,
  reciprocal,
  type Factor,
  type Monomial,
} from './monomial.ts';
import { accumulate, inOrder, ofOneSize, polynomial, scaled, type Polynomial } from './polynomial.ts';
import { extended, tailOf, type Tail } from './tail.ts';
import { writeProduct } from './write-product.ts';

/** Expressions as monomials and as sums of monomials, and back, over a maker of nodes that makes equal nodes once. */
export interface Ring {
  /** A product taken apart; what is no product is a base of its own. */
  readonly monomialOf: (e: Expr) => Monomial;
  /** A sum taken apart; numbers before sums are multiplied in, and products of sums are bases. */
  readonly sumOf: (e: Expr) => Map<string, Monomial>;
  readonly writeMonomial: (m: Monomial) => Expr;
  /** Terms of one |coefficient| stand together, unless they are to be written one by one. */
  readonly writeSum: (sum: Polynomial, together?: boolean) => Expr;
  /** The sum with one more term, if that is appended: its place is the last, and its |coefficient| is new. */
  readonly append: (sum: Expr, term: Monomial) => Expr | undefined;
}

/** The ring over this maker; `isFree` tells which nodes have no inputs in them. */
export function ring(make: typeof node, isFree: (e: Expr) => boolean): Ring {
  const ids = new Map<Expr, number>();
  const monomials = new WeakMap<Expr, Monomial>();
  const nodes = new WeakMap<Monomial, Expr>();
  const tails = new WeakMap<Expr, Tail>();

  const idOf = (base: Expr): number => {
    const id = ids.get(base) ?? ids.size;
    ids.set(base, id);
    return id;
  };

  const factor = (base: Expr, exponent: number): Factor => ({
    base,
    exponent,
    id: idOf(base),
    rank: isFree(base) ? 0 : isSum(base) ? 2 : 1,
  });

  const base = (e: Expr): Monomial => ({ coefficient: rational.one, factors: [factor(e, 1)] });

  const monomialOf = (e: Expr): Monomial => {
    const known = monomials.get(e);
    if (known !== undefined) return known;
    const found = takeApart(e) ?? base(e);
    monomials.set(e, found);
    return found;
  };

  const takeApart = (e: Expr): Monomial | undefined => {
    const [x, y] = e.args;
    switch (e.op) {
      case 'constant': {
        const value = rational.constantOf(e);
        return value && constantMonomial(value);
      }
      case 'neg':
        return multiple(rational.minusOne, monomialOf(x!));
      case 'mul':
        return product(monomialOf(x!), monomialOf(y!));
      case 'div': {
        const divisor = reciprocal(monomialOf(y!));
        return divisor && product(monomialOf(x!), divisor);
      }
      case 'square':
        return power(monomialOf(x!), 2);
      case 'sqrt':
        return power(monomialOf(x!), 0.5);
      case 'power':
        return power(monomialOf(x!), e.params[0] as number);
      case 'add':
      case 'sub':
        return sumTakenApart(e);
      default:
        return undefined;
    }
  };

  /** A sum as a base has a positive first term. */
  const sumTakenApart = (e: Expr): Monomial | undefined => {
    const sum = sumOf(e);
    if (sum.size === 0) return constantMonomial(rational.zero);
    const terms = inOrder(sum);
    if (terms.length === 1) return terms[0];
    if (!rational.isNegative(terms[0]!.coefficient)) return undefined;
    const { factors } = base(writeSum(scaled(sum, rational.minusOne)));
    return { coefficient: rational.minusOne, factors };
  };

  const sumOf = (e: Expr): Map<string, Monomial> => {
    const sum = new Map<string, Monomial>();
    const left: { readonly e: Expr; readonly c: rational.Rational }[] = [{ e, c: rational.one }];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const { e: x, c } = next;
      if (isSum(x)) {
        left.push({ e: x.args[1]!, c: x.op === 'add' ? c : rational.negative(c) }, { e: x.args[0]!, c });
        continue;
      }
      const m = monomialOf(x);
      const inner = onlySum(m);
      if (inner !== undefined) left.push({ e: inner, c: rational.times(c, m.coefficient) });
      else accumulate(sum, polynomial([m]), c);
    }
    return sum;
  };

  /** The sum of which a monomial is a multiple. */
  const onlySum = ({ factors }: Monomial): Expr | undefined =>
    factors.length === 1 && factors[0]!.exponent === 1 && isSum(factors[0]!.base)
      ? factors[0]!.base
      : undefined;

  const writeMonomial = (m: Monomial): Expr => {
    const known = nodes.get(m);
    if (known !== undefined) return known;
    const made = writeProduct(m, make, (sum) => writeSum(scaled(sumOf(sum), rational.minusOne)));
    monomials.set(made, m);
    nodes.set(m, made);
    return made;
  };

  const writeSum = (sum: Polynomial, together = true): Expr => {
    const terms = inOrder(sum);
    if (terms.length === 0) return make('constant', [], [0]);
    const items = together ? grouped(terms) : terms;
    if (items.length === 1) return writeMonomial(items[0]!);
    // A positive term in front, if there is one: y − x rather than −x + y.
    const first = Math.max(
      0,
      items.findIndex(({ coefficient }) => !rational.isNegative(coefficient)),
    );
    let made = writeMonomial(items[first]!);
    items.forEach((item, i) => {
      if (i !== first) made = joined(made, item);
    });
    if (together && !rational.isNegative(items[first]!.coefficient))
      tails.set(made, tailOf(terms[terms.length - 1]!, items));
    return made;
  };

  const joined = (e: Expr, term: Monomial): Expr => {
    const { coefficient, factors } = term;
    return rational.isNegative(coefficient)
      ? make('sub', [e, writeMonomial({ coefficient: rational.negative(coefficient), factors })], [])
      : make('add', [e, writeMonomial(term)], []);
  };

  /** Terms of one |coefficient| as one multiple of a sum. */
  const grouped = (terms: readonly Monomial[]): Monomial[] =>
    ofOneSize(terms).map((members) => {
      const [{ coefficient }] = members as [Monomial];
      if (members.length === 1) return members[0]!;
      const inner = scaled(polynomial(members), rational.inverse(coefficient));
      return { coefficient, factors: [factor(writeSum(inner), 1)] };
    });

  const append = (sum: Expr, term: Monomial): Expr | undefined => {
    const before = tails.get(sum);
    const tail = before && onlySum(term) === undefined ? extended(before, term) : undefined;
    if (tail === undefined) return undefined;
    const made = joined(sum, term);
    tails.set(made, tail);
    return made;
  };

  return { monomialOf, sumOf, writeMonomial, writeSum, append };
}
