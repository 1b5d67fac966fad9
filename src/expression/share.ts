import type { Algebra } from '../language/algebra.ts';
import { algebraOf, input, nameOf, node, type Expr } from './expr.ts';
import { readAll } from './read.ts';

/**
 * The algebra of expressions that makes equal subexpressions one node while they are being built. Each call gives a
 * table of its own: sharing is under study here, and never global.
 */
export function sharing(): Algebra<Expr> & {
  readonly input: (e: Expr) => Expr;
  /** How many nodes the table holds. */
  readonly size: () => number;
} {
  const table = new Map<string, Expr>();
  const ids = new Map<Expr, number>();
  const intern = (e: Expr): Expr => {
    const key = `${e.op}(${e.args.map((arg) => ids.get(arg) ?? identify(arg)).join(',')};${keyOf(e.params)};${e.shape.join(',')})`;
    const known = table.get(key);
    if (known !== undefined) return known;
    table.set(key, e);
    ids.set(e, ids.size);
    return e;
  };
  // A node built elsewhere stands for itself.
  const identify = (e: Expr): number => {
    ids.set(e, ids.size);
    return ids.get(e)!;
  };
  return {
    ...algebraOf((op, args, params) => intern(node(op, args, params))),
    input: (e) => intern(input(nameOf(e), e.shape)),
    size: () => table.size,
  };
}

/** Parameters in one text; −0 and 0 differ, NaN equals itself. */
function keyOf(params: readonly unknown[]): string {
  return params
    .map((p) =>
      Array.isArray(p)
        ? `[${keyOf(p)}]`
        : Object.is(p, -0)
          ? '-0'
          : typeof p === 'string'
            ? JSON.stringify(p)
            : String(p),
    )
    .join(',');
}

/** The same expressions with equal subexpressions made one node, across all of the roots. */
export function shareAll(roots: readonly Expr[]): Expr[] {
  const k = sharing();
  const values = readAll(roots, k, (e) => k.input(e));
  return roots.map((root) => values.get(root)!);
}

/** The same expression with equal subexpressions made one node. */
export function share(e: Expr): Expr {
  return shareAll([e])[0]!;
}
