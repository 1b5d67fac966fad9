import type { Algebra } from '../language/algebra.ts';
import type { Shape } from '../language/shape.ts';
import { dependents } from '../expression/decisions.ts';
import { graph, type Expr } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import { cotangent, isFlat, isThrough } from '../rules/linearize.ts';
import type { PartialForm } from '../rules/rule.ts';
import { realise, type Slope } from '../rules/slope.ts';
import { recomputed, type Checkpoints } from './checkpoints.ts';

/** What a reverse sweep is told: the values of the nodes, which inputs are active, and the root's own cotangent. */
export interface SweepOptions<X> {
  readonly wrt: readonly string[];
  /** The root's cotangent; `one` (the default) is passed on without a multiplication. */
  readonly seed?: Slope<X>;
  /** Told of each active node's cotangent once it is complete; what it returns is passed on in its stead. */
  readonly completed?: (node: Expr, g: Slope<X>) => Slope<X>;
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
}

/**
 * One reverse sweep (Linnainmaa 1970): the cotangent of every active node that the root depends on, in any algebra. No
 * cotangent is computed for an operand that no active input reaches. The sweep visits nodes in reverse topological
 * order and adds contributions in that order.
 */
export function pullback<X>(
  root: Expr,
  k: Algebra<X>,
  values: ReadonlyMap<Expr, X>,
  { wrt, seed = 'one', completed = (_, g) => g, partials = 'textbook' }: SweepOptions<X>,
): Map<Expr, Slope<X>> {
  const active = dependents([root], new Set(wrt));
  const cotangents = new Map<Expr, Slope<X>>([[root, seed]]);
  const shielded = new Set<Expr>();
  for (const e of topological([root]).reverse()) {
    const sum = cotangents.get(e);
    if (sum === undefined || !active.has(e)) continue;
    const g = completed(e, sum);
    cotangents.set(e, g);
    if (e.op === 'input' || g === 'zero') continue;
    const { op } = e;
    const node = { op, y: values.get(e)!, x: e.args.map((arg) => values.get(arg)!), params: e.params };
    e.args.forEach((arg, i) => {
      if (!active.has(arg) || isFlat(op, i)) return;
      if (shielded.has(e) || isThrough(op, i)) shielded.add(arg);
      const before = cotangents.get(arg) ?? 'zero';
      cotangents.set(arg, cotangent(k, node, i, g, before, shielded.has(e), partials));
    });
  }
  return cotangents;
}

/** A slope as a value of this shape: a constant is spread to it. */
export function filled<X>(k: Algebra<X>, slope: Slope<X> | undefined, shape: Shape): X {
  const value = realise(k, slope ?? 'zero');
  return k.shapeOf(value).length === shape.length
    ? value
    : k.spread(
        value,
        shape,
        shape.map((_, axis) => axis),
      );
}

/** The value and the gradient as one graph: the adjoint's nodes hang on the forward nodes, which are the objective's own. */
export interface GradientGraph {
  readonly value: Expr;
  /** By input, in the order of `wrt`, each of its input's shape. */
  readonly gradient: ReadonlyMap<string, Expr>;
}

/**
 * The reverse sweep read in symbols: the adjoint is an expression, to be compiled, counted, printed or differentiated
 * again. With checkpoints it hangs on copies of the forward nodes that are not kept.
 */
export function gradientGraph(
  o: Objective,
  seed: Slope<Expr> = 'one',
  k: Algebra<Expr> = graph,
  partials: PartialForm = 'textbook',
  checkpoints: Checkpoints = [],
): GradientGraph {
  const nodes = recomputed(o, checkpoints);
  const cotangents = pullback(o.expression, k, nodes, { wrt: o.wrt, seed, partials });
  const gradient = new Map(
    o.wrt.map((name) => {
      const variable = o.inputs.get(name)!;
      return [name, filled(k, cotangents.get(variable), variable.shape)];
    }),
  );
  return { value: o.expression, gradient };
}
