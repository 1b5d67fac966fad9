import type { Algebra } from '../language/algebra.ts';
import { algebraOf, input, nameOf, node, type Expr } from './expr.ts';
import { readAll } from './read.ts';

/** What is one node: nothing, so that the graph is a tree; what the program itself used twice; whatever is equal. */
export type Sharing = 'none' | 'reference' | 'structure';

/** Nodes of which equal ones are made once. */
export interface NodeTable {
  /** The node of this operation, operands and parameters; made where there is none yet. */
  readonly intern: (
    op: Expr['op'],
    args: readonly Expr[],
    params: readonly unknown[],
    make: () => Expr,
  ) => Expr;
  /** Whether a node is in the table, or an operand of one that is. */
  readonly has: (e: Expr) => boolean;
}

/** An empty table. A node built elsewhere stands for itself. */
export function nodeTable(): NodeTable {
  const ids = new Map<Expr, number>();
  const tables = new Map<Expr['op'], Map<number | string, Expr>>();
  const idOf = (e: Expr): number => {
    const known = ids.get(e);
    if (known !== undefined) return known;
    ids.set(e, ids.size);
    return ids.size - 1;
  };
  return {
    intern: (op, args, params, make) => {
      let table = tables.get(op);
      if (table === undefined) tables.set(op, (table = new Map<number | string, Expr>()));
      const key = keyOf(args.map(idOf), params);
      const known = table.get(key);
      if (known !== undefined) return known;
      const made = make();
      table.set(key, made);
      idOf(made);
      return made;
    },
    has: (e) => ids.has(e),
  };
}

/**
 * The algebra of expressions that makes equal subexpressions one node while they are being built. Each call gives a
 * table of its own: sharing is under study here, and never global. `grown` is called for each node that is new.
 */
export function sharing(grown: () => void = () => undefined): Algebra<Expr> & {
  readonly input: (e: Expr) => Expr;
} {
  const { intern } = nodeTable();
  const fresh = (made: Expr): Expr => {
    grown();
    return made;
  };
  return {
    ...algebraOf((op, args, params) => intern(op, args, params, () => fresh(node(op, args, params)))),
    input: (e) => intern('input', [], [nameOf(e), e.shape], () => fresh(input(nameOf(e), e.shape))),
  };
}

/** Two such numbers fit in one double. */
const mostPaired = 2 ** 26;

/** What tells the nodes of one operation apart: a number where that is enough, for most are made in inner loops. */
function keyOf(ids: readonly number[], params: readonly unknown[]): number | string {
  const [a = 0, b = 0] = ids;
  if (params.length === 0 && ids.length <= 2 && a < mostPaired && b < mostPaired) return a * mostPaired + b;
  return `${ids.join(',')};${textOf(params)}`;
}

/** Parameters in one text; −0 and 0 differ, NaN equals itself. */
function textOf(params: readonly unknown[]): string {
  return params
    .map((p) =>
      Array.isArray(p)
        ? `[${textOf(p)}]`
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
