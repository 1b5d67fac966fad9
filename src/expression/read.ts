import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import type { Expr } from './expr.ts';

/** The nodes that these roots reach, each once, operands before results; iterative, since graphs are deep. */
export function topological(roots: readonly Expr[]): Expr[] {
  const order: Expr[] = [];
  const seen = new Set<Expr>();
  const stack: { readonly e: Expr; next: number }[] = [];
  for (const root of roots) {
    if (seen.has(root)) continue;
    seen.add(root);
    stack.push({ e: root, next: 0 });
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const arg = top.e.args[top.next++];
      if (arg === undefined) {
        order.push(top.e);
        stack.pop();
      } else if (!seen.has(arg)) {
        seen.add(arg);
        stack.push({ e: arg, next: 0 });
      }
    }
  }
  return order;
}

/** What an algebra makes of every node that the roots reach. */
export function readAll<X>(roots: readonly Expr[], k: Algebra<X>, bind: (input: Expr) => X): Map<Expr, X> {
  const values = new Map<Expr, X>();
  for (const e of topological(roots))
    values.set(
      e,
      e.op === 'input'
        ? bind(e)
        : apply(
            k,
            e.op,
            e.args.map((arg) => values.get(arg)!),
            e.params,
          ),
    );
  return values;
}

/**
 * An expression read in an algebra: the value of its root, where `bind` gives the inputs theirs. With memory (the
 * default) each node is read once; without, each occurrence is, which costs the tree's size and not the graph's.
 */
export function read<X>(
  e: Expr,
  k: Algebra<X>,
  bind: (input: Expr) => X,
  options: { readonly remember?: boolean } = {},
): X {
  if (options.remember ?? true) return readAll([e], k, bind).get(e)!;
  return foldTree<X>(e, (own, operands) =>
    own.op === 'input' ? bind(own) : apply(k, own.op, operands, own.params),
  );
}

/** What `make` makes of each occurrence, from what it made of its operands; iterative, since trees are deep. */
export function foldTree<X>(root: Expr, make: (e: Expr, operands: X[]) => X): X {
  const stack: { readonly e: Expr; readonly done: X[] }[] = [{ e: root, done: [] }];
  for (;;) {
    const top = stack[stack.length - 1]!;
    const arg = top.e.args[top.done.length];
    if (arg !== undefined) {
      stack.push({ e: arg, done: [] });
      continue;
    }
    const value = make(top.e, top.done);
    stack.pop();
    const parent = stack[stack.length - 1];
    if (parent === undefined) return value;
    parent.done.push(value);
  }
}
