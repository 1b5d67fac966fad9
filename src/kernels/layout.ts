import { strides, type Shape } from '../language/shape.ts';
import { walk } from '../rules/multilinear.ts';

/**
 * How an array is read: the buffer that holds its elements (named by the node that owns it), where in it the first one
 * lies, and how far apart two neighbours along each axis lie. A transpose, a spread, a slice and most reshapes are only
 * another layout.
 */
export interface Layout {
  readonly base: number;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Axis i of the result is axis `permutation[i]` of the operand. */
export function transposed(from: readonly number[], permutation: readonly number[]): number[] {
  return permutation.map((axis) => from[axis]!);
}

/** New axes repeat the same elements: their stride is 0. */
export function spreadOver(from: readonly number[], shape: Shape, axes: readonly number[]): number[] {
  let next = 0;
  return shape.map((_, axis) => (axes.includes(axis) ? 0 : from[next++]!));
}

/**
 * The strides with which a reshaped array is read in place, or `undefined` where its elements in row-major order are
 * not evenly spaced, so that they have to be copied. Axes are matched in groups of equal size from the left.
 */
export function reshaped(shape: Shape, stride: readonly number[], to: Shape): number[] | undefined {
  if (shape.includes(0)) return strides(to);
  const result = new Array<number>(to.length).fill(0);
  const kept = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  for (let a = 0, b = 0; a < kept.length;) {
    const first = b;
    let there = to[b++] ?? 1;
    let last = kept[a++]!;
    let here = shape[last]!;
    while (here !== there)
      if (here > there) there *= to[b++]!;
      else {
        const axis = kept[a++]!;
        if (stride[last] !== stride[axis]! * shape[axis]!) return undefined;
        here *= shape[axis]!;
        last = axis;
      }
    let step = stride[last]!;
    for (let axis = b - 1; axis >= first; axis--) {
      result[axis] = step;
      step *= to[axis]!;
    }
  }
  return result;
}

/**
 * For each axis of `to`, the axis of `from` that it is, where the two shapes differ only in axes of length 1 (which
 * give −1); else `undefined`.
 */
export function onlyUnitAxes(from: Shape, to: Shape): number[] | undefined {
  const kept = [...from.keys()].filter((axis) => from[axis] !== 1);
  let next = 0;
  const result: number[] = [];
  for (const length of to)
    if (length === 1) result.push(-1);
    else if (from[kept[next]!] === length) result.push(kept[next++]!);
    else return undefined;
  return next === kept.length ? result : undefined;
}

/**
 * An array whose element i is element `places[i]` of a buffer, as a layout: where the places are evenly spaced along each
 * axis, as a slice's are; else `undefined`.
 */
export function sliced(places: Int32Array, shape: Shape): Omit<Layout, 'base'> | undefined {
  const [offset] = places;
  if (offset === undefined) return undefined;
  const own = strides(shape);
  const apart = shape.map((length, axis) => (length === 1 ? 0 : places[own[axis]!]! - offset));
  if (apart.some((stride) => stride < 0)) return undefined;
  const even = walk(shape, apart).every((place, i) => offset + place === places[i]);
  return even ? { offset, strides: apart } : undefined;
}
