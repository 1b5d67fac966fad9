import type { Algebra } from '../language/algebra.ts';
import type { Expr } from '../expression/expr.ts';
import { tangent } from '../rules/linearize.ts';
import type { PartialForm } from '../rules/rule.ts';
import type { Slope } from '../rules/slope.ts';

/** What a forward sweep is told beside the nodes and their values. */
export interface PushforwardOptions<X> {
  /** Told of each node's tangent; what it returns is carried on in its stead. */
  readonly completed?: (node: Expr, slope: Slope<X>) => Slope<X>;
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
}

/**
 * One forward sweep over nodes whose values are known, in topological order: the tangent of each, from those that `seed`
 * gives the inputs; no tangent is worked out where nothing moves. Read in symbols the values are the nodes themselves.
 */
export function pushforward<X>(
  order: readonly Expr[],
  k: Algebra<X>,
  valueOf: (e: Expr) => X,
  seed: (input: Expr) => Slope<X>,
  { completed = (_, slope) => slope, partials = 'textbook' }: PushforwardOptions<X> = {},
): Map<Expr, Slope<X>> {
  const slopes = new Map<Expr, Slope<X>>();
  for (const e of order) {
    let slope: Slope<X> = 'zero';
    if (e.op === 'input') slope = seed(e);
    else {
      const own = e.args.map((arg) => slopes.get(arg)!);
      if (own.some((one) => one !== 'zero'))
        slope = tangent(
          k,
          { op: e.op, y: valueOf(e), x: e.args.map(valueOf), params: e.params },
          own,
          partials,
        );
    }
    slopes.set(e, completed(e, slope));
  }
  return slopes;
}
