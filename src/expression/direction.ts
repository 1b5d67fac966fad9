import type { Shape } from '../language/shape.ts';
import { input, nameOf, type Expr } from './expr.ts';

/** A further input that holds the direction in which an input moves, under a name that no other input has: `∂x`. */
export function directionOf(name: string, shape: Shape, taken: { has: (name: string) => boolean }): Expr {
  let own = `∂${name}`;
  while (taken.has(own)) own = `∂${own}`;
  return input(own, shape);
}

/** Such an input for each of these, under names that differ from all inputs', from each other and from those `besides`. */
export function directionsOf(
  wrt: readonly string[],
  inputs: ReadonlyMap<string, Expr>,
  besides: readonly Expr[] = [],
): Expr[] {
  const taken = new Set([...inputs.keys(), ...besides.map(nameOf)]);
  return wrt.map((name) => {
    const made = directionOf(name, inputs.get(name)!.shape, taken);
    taken.add(nameOf(made));
    return made;
  });
}
