import type { Algebra } from '../language/algebra.ts';
import type { Numbers } from '../language/numbers.ts';
import type { Tensor } from '../language/shape.ts';
import { directionsOf } from '../expression/direction.ts';
import { graph, nameOf, type Expr } from '../expression/expr.ts';
import { read, topological } from '../expression/read.ts';
import { elementNames, elementsByInput, scalarExpansion } from '../expression/scalars.ts';
import { objective } from '../expression/trace.ts';
import { dual, type Dual } from '../numbers/dual.ts';
import { tensors } from '../numbers/tensors.ts';
import type { PartialForm, Unit } from '../rules/rule.ts';
import { realise, type Slope } from '../rules/slope.ts';
import { mapped, type Tensors } from './differentiator.ts';
import { gradientGraph } from './pullback.ts';
import { pushforward } from './pushforward.ts';
import type { Ray } from './ray.ts';
import type { Workshop } from './workshop.ts';

/** A direction's number as a slope: 0, 1 and −1 take no arithmetic. */
export function slopeOf<T>(n: Numbers<T>, d: number): Slope<T> {
  if (d === 0) return 'zero';
  if (d === 1) return 'one';
  return d === -1 ? 'minusOne' : n.constant(d);
}

/**
 * f, f′, f″, … along a ray in dual numbers over dual numbers, one level for each order: 2ᵏ numbers stand for each one of
 * f, and products of them take 3ᵏ products.
 */
export function nestedDuals<T>(
  { o, direction }: Ray,
  n: Numbers<T>,
  at: Tensors<T>,
  order: number,
  partials: PartialForm,
): T[] {
  const slopes = mapped(direction, (d) => n.constant(d));
  const moving = (e: Expr): Slope<Tensor<T>> => {
    const own = direction[nameOf(e)];
    if (own === undefined || own.data.every((d) => d === 0)) return 'zero';
    return own.shape.length === 0 && own.data[0] === 1 ? 'one' : slopes[nameOf(e)]!;
  };
  const own = levels(o.expression, tensors(n), (e) => at[nameOf(e)]!, moving, order, partials);
  return own.map(({ data }) => data[0]!);
}

function levels<X>(
  e: Expr,
  k: Algebra<X>,
  valueOf: (input: Expr) => X,
  slopeOf: (input: Expr) => Slope<X>,
  order: number,
  partials: PartialForm,
): X[] {
  if (order === 0) return [read(e, k, valueOf)];
  const still = (slope: Slope<X>): Slope<Dual<X>> =>
    typeof slope === 'string' ? (slope as Unit) : { value: slope, slope: 'zero' };
  const found = levels<Dual<X>>(
    e,
    dual(k, partials),
    (input) => ({ value: valueOf(input), slope: slopeOf(input) }),
    (input) => still(slopeOf(input)),
    order - 1,
    partials,
  );
  return [...found.map(({ value }) => value), realise(k, found[order - 1]!.slope)];
}

/**
 * f and as many derivatives of it along a ray as are asked for, each the reverse sweep through the one before, times the
 * direction. The direction stands in further inputs, whose values are `values`.
 */
export function* nestedSweeps(
  { o, direction }: Ray,
  { k }: Workshop,
  partials: PartialForm,
): Iterable<{ readonly e: Expr; readonly values: Tensors<number> }> {
  const directions = directionsOf(o.wrt, o.inputs);
  const values = Object.fromEntries(o.wrt.map((name, i) => [nameOf(directions[i]!), direction[name]!]));
  const along = (g: Expr, i: number): Expr => {
    const v = directions[i]!;
    const own = values[nameOf(v)]!;
    if (own.shape.length === 0 && own.data[0] === 1) return g;
    return graph.sum(
      k.mul(g, v),
      g.shape.map((_, axis) => axis),
    );
  };
  let e = o.expression;
  for (;;) {
    yield { e, values };
    const next = gradientGraph(objective(e, o.wrt, new Map(), [...o.inputs.values()]), 'one', k, partials);
    const terms = [...next.gradient.values()].map(along);
    e = terms.length === 0 ? k.constant(0) : terms.reduce((sum, term) => k.add(sum, term));
  }
}

/**
 * f written out number by number, and its derivatives along a ray, each the sweep forwards over the one before, in a
 * workshop that shares by structure. Inputs are named by element (`W1[0,1]`).
 */
export function* symbolicDerivatives(
  { o, direction }: Ray,
  { k, input }: Workshop,
  partials: PartialForm,
): Iterable<Expr> {
  const slopes = new Map(
    Object.entries(direction).flatMap(([name, { shape, data }]) =>
      elementNames(name, shape).map((element, i) => [element, data[i]!] as const),
    ),
  );
  const elements = elementsByInput(o.inputs, input);
  let e = scalarExpansion(o.expression, k, (own) => elements.get(nameOf(own))!);
  for (;;) {
    yield e;
    const seed = (own: Expr): Slope<Expr> => slopeOf(k, slopes.get(nameOf(own)) ?? 0);
    e = realise(k, pushforward(topological([e]), k, (own) => own, seed, { partials }).get(e)!);
  }
}
