import { normalForm, unheld, type Form } from '../rules/normal-form.ts';
import type { Expr } from './expr.ts';
import { topological } from './read.ts';

/** A node of the normal form, with what it stands for. */
export interface Occurrence {
  /** The expression that it is; none for the leaf of a literal exponent, which is part of its operation. */
  readonly e: Expr | undefined;
  readonly kind: Form<Expr>['kind'];
  readonly label: string;
  /** The places of its operands in the list. */
  readonly operands: readonly number[];
  /** Nodes of the tree that it stands for. */
  readonly tree: bigint;
  /** Nodes on the longest path down to a leaf. */
  readonly depth: number;
  /** How often it occurs in the trees of all roots together: μ(root) += 1, μ(operand) += μ(node). */
  readonly copies: bigint;
}

/**
 * The nodes of these expressions in the normal form, operands before results, each once, with its size as a tree and its
 * copies; in time linear in the graph. If `equal`, whatever is equal in the normal form is one node, the exponent of x² and
 * the 2 of 2·x too; else each node of the graph is one, and each exponent has a leaf of its own.
 */
export function occurrences(roots: readonly Expr[], equal: boolean): Occurrence[] {
  const found: (Omit<Occurrence, 'copies'> & { copies: bigint })[] = [];
  const places = new Map<Expr, number>();
  const known = new Map<string, number>();
  const add = (e: Expr | undefined, { kind, label }: Form<Expr>, operands: readonly number[]): number => {
    const params = kind === 'operator' && e!.params.some(Array.isArray) ? JSON.stringify(e!.params) : '';
    const key = equal ? `${kind} ${label} ${operands.join()} ${params}` : '';
    const same = equal ? known.get(key) : undefined;
    if (same !== undefined) return same;
    let tree = 1n;
    let depth = 0;
    for (const place of operands) {
      tree += found[place]!.tree;
      depth = Math.max(depth, found[place]!.depth);
    }
    known.set(key, found.length);
    return found.push({ e, kind, label, operands, tree, depth: depth + 1, copies: 0n }) - 1;
  };
  for (const e of topological(roots)) {
    if (e.op === 'hold') {
      places.set(e, places.get(unheld(e))!);
      continue;
    }
    const form = normalForm(e);
    const operands = form.operands.map((operand) => places.get(operand)!);
    if (form.exponent !== undefined)
      operands.push(add(undefined, { label: form.exponent, kind: 'literal', operands: [] }, []));
    places.set(e, add(e, form, operands));
  }
  for (const root of roots) found[places.get(root)!]!.copies += 1n;
  for (const { operands, copies } of found.toReversed())
    for (const place of operands) found[place]!.copies += copies;
  return found;
}
