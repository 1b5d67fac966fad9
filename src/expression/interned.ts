import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import { nameOf, type Expr, type node } from './expr.ts';

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
  const nodes = new Map<string, Expr>();
  const ids = new Map<Expr, number>();
  const free = new Set<Expr>();
  const enter = (key: string, make: () => Expr): Expr => {
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const made = make();
    nodes.set(key, made);
    ids.set(made, ids.size);
    return made;
  };
  return {
    make: (op, args, params) => {
      let key: string = op;
      for (const arg of args) key += ` ${ids.get(arg)}`;
      if (params.length > 0) key += keyOf(params);
      return enter(key, () => {
        const made = apply(k, op, args, params);
        if (args.every((arg) => free.has(arg))) free.add(made);
        return made;
      });
    },
    leaf: (e) => enter(`input ${JSON.stringify([nameOf(e), e.shape])}`, () => e),
    has: (e) => ids.has(e),
    isFree: (e) => free.has(e),
  };
}

/** Numbers and lists of numbers in one text; −0 and 0 differ. */
const keyOf = (params: readonly unknown[]): string =>
  `(${params.map((p) => (Array.isArray(p) ? keyOf(p) : Object.is(p, -0) ? '-0' : String(p))).join()})`;
