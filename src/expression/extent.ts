import type { Expr } from './expr.ts';
import { topological } from './read.ts';

/** How large an expression is, as a graph and as the tree that it stands for. */
export interface Extent {
  /** Nodes: what a reading with memory costs. */
  readonly dagSize: number;
  /** Occurrences: what a reading without memory costs. Exact; it may have hundreds of digits. */
  readonly treeSize: bigint;
  /** Nodes on the longest path from the root to a leaf. */
  readonly depth: number;
}

/** The extent of an expression, or of several taken together; in time linear in the nodes. */
export function extent(e: Expr | readonly Expr[]): Extent {
  const roots = 'op' in e ? [e] : e;
  const order = topological(roots);
  const trees = new Map<Expr, bigint>();
  const depths = new Map<Expr, number>();
  for (const x of order) {
    let tree = 1n;
    let depth = 0;
    for (const arg of x.args) {
      tree += trees.get(arg)!;
      depth = Math.max(depth, depths.get(arg)!);
    }
    trees.set(x, tree);
    depths.set(x, depth + 1);
  }
  return {
    dagSize: order.length,
    treeSize: roots.reduce((sum, root) => sum + trees.get(root)!, 0n),
    depth: roots.reduce((deepest, root) => Math.max(deepest, depths.get(root)!), 0),
  };
}
