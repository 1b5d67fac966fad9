import type { Algebra, ArrayOperation } from './algebra.ts';
import type { Numbers, Operation } from './numbers.ts';

/**
 * An operation named at run time, carried out in an algebra or a number system. The words keep their own types where
 * they are written out; only code that is generated from the list of words comes through here.
 */
export function apply<X>(
  k: Numbers<X> | Algebra<X>,
  op: Operation | ArrayOperation,
  operands: readonly X[],
  parameters: readonly unknown[] = [],
): X {
  const call = (k as Readonly<Record<string, unknown>>)[op] as (...x: unknown[]) => X;
  return call(...operands, ...parameters);
}

/** An algebra (or number system) generated from the list of words: `make` says what each of them does. */
export function generate<X, W extends string>(
  words: readonly W[],
  make: (op: W, operands: readonly X[], parameters: readonly unknown[]) => X,
  arity: Readonly<Record<W, number>>,
): Readonly<Record<W, (...x: never[]) => X>> {
  return Object.fromEntries(
    words.map((op) => {
      const count = arity[op];
      return [op, (...x: unknown[]) => make(op, x.slice(0, count) as X[], x.slice(count))];
    }),
  ) as never;
}
