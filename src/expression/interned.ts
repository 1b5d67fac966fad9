import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import { nameOf, type Expr, type node } from './expr.ts';
import { nodeTable } from './share.ts';

/** Nodes of an algebra k, of which equal ones are made once, even where k does not share. */
export interface Interned {
  readonly make: typeof node;
  /** The node that stands for all inputs of this name and shape. */
  readonly leaf: (e: Expr) => Expr;
  /** Whether a node was made here. */
  readonly has: (e: Expr) => boolean;
  /** Whether there are no inputs in a node that was made here. */
  readonly isFree: (e: Expr) => boolean;
}

/** A table of the nodes that are made in k. */
export function interned(k: Algebra<Expr>): Interned {
  const { intern, has } = nodeTable();
  const free = new Set<Expr>();
  return {
    make: (op, args, params) =>
      intern(op, args, params, () => {
        const made = apply(k, op, args, params);
        if (args.every((arg) => free.has(arg))) free.add(made);
        return made;
      }),
    leaf: (e) => intern('input', [], [nameOf(e), e.shape], () => e),
    has,
    isFree: (e) => free.has(e),
  };
}
