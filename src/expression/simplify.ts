import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import { canonical } from './canonical.ts';
import { algebraOf, type Expr } from './expr.ts';
import { rewritten } from './rewrite.ts';

export const lawLevels = ['none', 'exact', 'real', 'canonical'] as const;

/**
 * Which laws an expression is built under: none; those that hold bit for bit in IEEE arithmetic (constants are folded where
 * the float64 result is exact); those of the real numbers too, which hold where their left sides are defined (√x² is x
 * where √x is a number) and may round differently; the canonical form, in which sums and products have one order and like
 * terms are collected.
 */
export type Laws = (typeof lawLevels)[number];

/**
 * An algebra that obeys the laws while an expression is built in the algebra k: each new node is rewritten until no law
 * applies. Operations on constants are carried out where the float64 result is exact, so that every number system
 * that carries doubles still reads the same function; a narrower one rounds one constant where it rounded two.
 */
export function obey(laws: Laws, k: Algebra<Expr>): Algebra<Expr> {
  if (laws === 'none') return k;
  if (laws === 'canonical') return canonical(k);
  const obeying: Algebra<Expr> = algebraOf(
    (op, args, params) =>
      rewritten(op, args, params, laws === 'exact', obeying) ?? apply(k, op, args, params),
  );
  return obeying;
}
