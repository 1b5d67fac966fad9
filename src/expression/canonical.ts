import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import { arity } from '../language/numbers.ts';
import { minusOne, one, type Rational } from './coefficient.ts';
import { algebraOf, node, type Expr } from './expr.ts';
import { interned } from './interned.ts';
import { multiple, power, product, reciprocal, type Monomial } from './monomial.ts';
import { accumulate } from './polynomial.ts';
import { topological } from './read.ts';
import { rewritten } from './rewrite.ts';
import { ring, type Ring } from './ring.ts';

/**
 * The algebra of canonical expressions, built in the algebra k. A sum is a linear combination of different terms, a
 * product a number times powers of different bases, each in one order that does not depend on the order of building;
 * x·x·x is x³ and x/x is 1. Numbers are collected exactly: what is no double stays a quotient, or a sum of doubles. A
 * number before a sum is multiplied in where that sum is added to others, and stands once before all terms that share it;
 * products of sums are never multiplied out, powers of products are products of powers.
 *
 * Like the real laws, all this holds where the expression as it was written is defined: x/x = 1 forgets that x may not be 0,
 * √x·√x = x that it may not be negative. Laws that rewrite a sum, a product, a quotient or a power (eˣ − 1 is expm1 x)
 * give way to this form; those of all other operations apply.
 *
 * Like terms are found by structure, so that equal nodes are one node here even where k does not share.
 */
export function canonical(k: Algebra<Expr>): Algebra<Expr> {
  return canonicalForm(k).algebra;
}

/** The canonical algebra, the ring that it works in, and a way in for nodes that were built elsewhere. */
export function canonicalForm(k: Algebra<Expr>): {
  readonly algebra: Algebra<Expr>;
  readonly ring: Ring;
  readonly admit: (e: Expr) => Expr;
} {
  const { make, leaf, has, isFree } = interned(k);
  const own = ring(make, isFree);
  const admitted = new WeakMap<Expr, Expr>();

  const admit = (e: Expr): Expr => {
    if (has(e)) return e;
    const known = admitted.get(e);
    if (known !== undefined) return known;
    for (const x of topological([e]))
      if (!has(x) && !admitted.has(x))
        admitted.set(x, x.op === 'input' ? leaf(x) : apply(algebra, x.op, x.args, x.params));
    return admitted.get(e)!;
  };

  const algebra: Algebra<Expr> = algebraOf((op, given, params) => {
    const args = given.map(admit);
    const made =
      ringOperation(own, op, args, params) ??
      (ringOperations.has(op) ? undefined : rewritten(op, args, params, false, algebra)) ??
      make(op, args, params);
    return inShape(made, op, args, params);
  });

  /** In an array's place, a number is repeated. */
  const inShape = (
    made: Expr,
    op: Parameters<typeof node>[0],
    args: readonly Expr[],
    params: readonly unknown[],
  ): Expr => {
    if (!(op in arity) || args.every((arg) => arg.shape.length === 0)) return made;
    const { shape } = node(op, args, params);
    return made.shape.length === shape.length
      ? made
      : make('spread', [made], [shape, shape.map((_, axis) => axis)]);
  };

  return { algebra, ring: own, admit };
}

const ringOperations: ReadonlySet<string> = new Set(['add', 'sub', 'neg', 'mul', 'div', 'square', 'power']);

/** A sum, product or power in canonical form; undefined for other operations, for a divisor 0 and for numbers and powers beyond reason. */
function ringOperation(
  { monomialOf, sumOf, writeMonomial, writeSum, append }: Ring,
  op: Expr['op'],
  args: readonly Expr[],
  params: readonly unknown[],
): Expr | undefined {
  const added = (a: Expr, b: Expr, c: Rational): Expr => {
    const appended = append(a, multiple(c, monomialOf(b)));
    if (appended !== undefined) return appended;
    const sum = sumOf(a);
    accumulate(sum, sumOf(b), c);
    return writeSum(sum);
  };
  const [x, y] = args as [Expr, Expr];
  const whole = (m: Monomial | undefined): Expr | undefined => m && writeMonomial(m);
  switch (op) {
    case 'add':
      return added(x, y, one);
    case 'sub':
      return added(x, y, minusOne);
    case 'neg':
      return writeMonomial(multiple(minusOne, monomialOf(x)));
    case 'mul':
      return whole(product(monomialOf(x), monomialOf(y)));
    case 'div': {
      const divisor = reciprocal(monomialOf(y));
      return whole(divisor && product(monomialOf(x), divisor));
    }
    case 'square':
      return whole(power(monomialOf(x), 2));
    case 'power':
      return whole(power(monomialOf(x), params[0] as number));
    default:
      return undefined;
  }
}
