import type { Numbers, Operands } from './numbers.ts';
import type { Shape } from './shape.ts';

/** The operations on whole arrays, with the number of their operands. */
export const arrayArity = {
  sum: 1,
  spread: 1,
  reshape: 1,
  transpose: 1,
  matmul: 2,
  gather: 1,
  scatter: 1,
  maxOver: 1,
  minOver: 1,
} as const;

export type ArrayArity = typeof arrayArity;
export type ArrayOperation = keyof ArrayArity;

export const arrayOperations = Object.keys(arrayArity) as ArrayOperation[];

export interface ArrayParameters {
  /** Adds along the axes and removes them. */
  sum: [axes: readonly number[]];
  /** The transpose of `sum`: repeats along the new axes, so that the result has this shape. */
  spread: [shape: Shape, axes: readonly number[]];
  /** The same elements in row-major order. */
  reshape: [shape: Shape];
  /** Axis i of the result is axis `permutation[i]` of the operand. */
  transpose: [permutation: readonly number[]];
  /** [m, k] · [k, n] → [m, n]. */
  matmul: [];
  /** Element i of the result is element `indices[i]` of the operand, both counted in row-major order. */
  gather: [indices: readonly number[], shape: Shape];
  /** The transpose of `gather`: element i of the operand is added to element `indices[i]` of a result of zeros. */
  scatter: [indices: readonly number[], shape: Shape];
  /** The largest element along the axes, which are removed. */
  maxOver: [axes: readonly number[]];
  /** The smallest element along the axes, which are removed. */
  minOver: [axes: readonly number[]];
}

/**
 * Numbers in arrays: the scalar operations act element by element on operands of one shape, and the array operations
 * join elements. A constant (shape `[]`, no input in it) fits any shape; nothing else is repeated silently.
 */
export type Algebra<X> = Numbers<X> & {
  readonly [K in ArrayOperation]: (...x: [...Operands<X, ArrayArity[K]>, ...ArrayParameters[K]]) => X;
} & { readonly shapeOf: (x: X) => Shape };

/** The result of a model, with the nodes that it names (D2L's z, h, o, L, s). */
export interface Named<X> {
  readonly result: X;
  readonly names: Readonly<Record<string, X>>;
}

/** A function of numbers, written once for every algebra; its inputs come by name. */
export type Model = <X>(k: Algebra<X>, inputs: Readonly<Record<string, X>>) => X | Named<X>;
