import type { Algebra } from '../language/algebra.ts';
import { directionsOf } from '../expression/direction.ts';
import { graph, nameOf, type Expr } from '../expression/expr.ts';
import { readAll } from '../expression/read.ts';
import { objective, type Objective } from '../expression/trace.ts';
import { dual, type Dual } from '../numbers/dual.ts';
import { filled, gradientGraph, pullback } from './pullback.ts';

/** The gradient and H·v as one graph, in which v is a further input for each one that f is differentiated by. */
export interface HessianVectorGraph {
  readonly value: Expr;
  /** In the order of `wrt`, each of its input's shape, as are the products and the directions. */
  readonly gradient: readonly Expr[];
  readonly product: readonly Expr[];
  /** The inputs that v stands in, named after those that it moves: `∂x`. */
  readonly directions: readonly Expr[];
}

/** The reverse sweep read in dual numbers (Pearlmutter 1994): the tangent of the gradient is H·v. */
export function forwardOverReverse(o: Objective): HessianVectorGraph {
  const directions = directionsOf(o.wrt, o.inputs);
  const v = new Map(o.wrt.map((name, i) => [name, directions[i]!]));
  const k: Algebra<Dual<Expr>> = dual(graph);
  const values = readAll([o.expression], k, (e): Dual<Expr> => ({
    value: e,
    slope: v.get(nameOf(e)) ?? 'zero',
  }));
  const cotangents = pullback(o.expression, k, values, { wrt: o.wrt });
  const found = o.wrt.map((name) => {
    const { shape } = o.inputs.get(name)!;
    const { value, slope } = filled(k, cotangents.get(o.inputs.get(name)!), shape);
    return { value, slope: filled(graph, slope, shape) };
  });
  return {
    value: values.get(o.expression)!.value,
    gradient: found.map(({ value }) => value),
    product: found.map(({ slope }) => slope),
    directions,
  };
}

/** The reverse sweep through the gradient times v, a number: the gradient of ∇f·v is H·v. */
export function reverseOverReverse(o: Objective): HessianVectorGraph {
  const gradient = [...gradientGraph(o).gradient.values()];
  const directions = directionsOf(o.wrt, o.inputs);
  const products = gradient.map((g, i) =>
    graph.sum(
      graph.mul(g, directions[i]!),
      g.shape.map((_, axis) => axis),
    ),
  );
  const sum = products.length === 0 ? graph.constant(0) : products.reduce((a, b) => graph.add(a, b));
  const along = objective(sum, o.wrt, new Map(), [...o.inputs.values()]);
  return {
    value: o.expression,
    gradient,
    product: [...gradientGraph(along).gradient.values()],
    directions,
  };
}
