import type { Shape } from '../language/shape.ts';
import { input, type Expr } from './expr.ts';

/** A further input that holds the direction in which an input moves, under a name that no other input has: `∂x`. */
export function directionOf(name: string, shape: Shape, taken: { has: (name: string) => boolean }): Expr {
  let own = `∂${name}`;
  while (taken.has(own)) own = `∂${own}`;
  return input(own, shape);
}
