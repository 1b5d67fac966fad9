import { arrayArity, type ArrayOperation } from '../language/algebra.ts';
import { arity, type Operation } from '../language/numbers.ts';
import { folds } from './fold.ts';
import { multilinear } from './multilinear.ts';
import { pointwise } from './pointwise.ts';
import type { Fold, Multilinear, Notation, Pointwise } from './rule.ts';

/** Any word of the language: an operation on numbers or on arrays. */
export type AnyOperation = Operation | ArrayOperation;

/** The row of an operation that is known only at run time, told apart by its kind. */
export type Row =
  | { readonly kind: 'pointwise'; readonly arity: number; readonly row: Pointwise<number, never[]> }
  | { readonly kind: 'multilinear'; readonly arity: number; readonly row: Multilinear<number, never[]> }
  | { readonly kind: 'fold'; readonly arity: number; readonly row: Fold };

const rows = new Map<string, Row>();
for (const [name, row] of Object.entries(pointwise))
  rows.set(name, { kind: 'pointwise', arity: arity[name as Operation], row: row as never });
for (const [name, row] of Object.entries(multilinear))
  rows.set(name, { kind: 'multilinear', arity: arrayArity[name as ArrayOperation], row: row as never });
for (const [name, row] of Object.entries(folds))
  rows.set(name, { kind: 'fold', arity: arrayArity[name as ArrayOperation], row });

/** The row of an operation. */
export function rowOf(op: AnyOperation): Row {
  return rows.get(op)!;
}

/** How an operation is written. */
export function notationOf(op: AnyOperation): Notation {
  return rowOf(op).row.notation;
}
