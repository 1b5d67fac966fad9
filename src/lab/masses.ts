import type { Numbers } from '../language/numbers.ts';
import { nameOf } from '../expression/expr.ts';
import { read } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import { lift, type Tensors } from '../differentiators/differentiator.ts';
import { gradientGraph } from '../differentiators/pullback.ts';
import { tensors } from '../numbers/tensors.ts';
import type { Terms } from '../numbers/terms.ts';

/** Σ|terms| of every component of the gradient, in the order of `wrt`, as the numbers n add them up. */
export function massesOf(o: Objective, at: Tensors<number>, n: Numbers<Terms>): number[] {
  const point = lift(n, at);
  return [...gradientGraph(o).gradient.values()].flatMap((g) =>
    read(g, tensors(n), (e) => point[nameOf(e)]!).data.map(({ mass }) => mass),
  );
}
