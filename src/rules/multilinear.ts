import type { ArrayArity, ArrayParameters } from '../language/algebra.ts';
import type { Numbers } from '../language/numbers.ts';
import { sameShape, size, strides, writeShape, type Shape, type Tensor } from '../language/shape.ts';
import type { ArrayLaw, Multilinear } from './rule.ts';

type Linear = 'sum' | 'spread' | 'reshape' | 'transpose' | 'matmul' | 'gather' | 'scatter';

const exact = (shapes: ArrayLaw['shapes'], sides: ArrayLaw['sides']): ArrayLaw => ({
  exact: true,
  shapes,
  sides,
});
const real = (shapes: ArrayLaw['shapes'], sides: ArrayLaw['sides']): ArrayLaw => ({
  exact: false,
  shapes,
  sides,
});

/** Throws unless `axes` are distinct, in ascending order, and axes of an array of that many dimensions. */
export function checkAxes(name: string, axes: readonly number[], dimensions: number): void {
  axes.forEach((axis, i) => {
    if (!Number.isInteger(axis) || axis < 0 || axis >= dimensions || (i > 0 && axis <= axes[i - 1]!))
      throw new RangeError(
        `${name}: axes must be distinct, ascending and below ${String(dimensions)}, got ${writeShape(axes)}`,
      );
  });
}

/** The shape that is left when these axes are removed. */
export const without = (shape: Shape, axes: readonly number[]): number[] =>
  shape.filter((_, axis) => !axes.includes(axis));

/**
 * For each element of an array of this shape, in row-major order, the row-major position it has among the remaining
 * axes once `axes` are removed.
 */
export function positions(shape: Shape, axes: readonly number[]): Int32Array {
  const rest = strides(without(shape, axes));
  let next = 0;
  const stride = shape.map((_, axis) => (axes.includes(axis) ? 0 : rest[next++]!));
  return walk(shape, stride);
}

/** The position Σ indexᵢ·strideᵢ of each element of an array of this shape, in row-major order. */
export function walk(shape: Shape, stride: readonly number[]): Int32Array {
  const count = size(shape);
  const result = new Int32Array(count);
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0, position = 0; i < count; i++) {
    result[i] = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += stride[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      position -= stride[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

/** Every position of an array of this shape, in row-major order. */
const inOrder = (shape: Shape): number[] => Array.from({ length: size(shape) }, (_, i) => i);

function inverse(permutation: readonly number[]): number[] {
  const result = new Array<number>(permutation.length);
  permutation.forEach((from, to) => (result[from] = to));
  return result;
}

function checkIndices(name: string, indices: readonly number[], count: number): void {
  const bad = indices.find((i) => !Number.isInteger(i) || i < 0 || i >= count);
  if (bad !== undefined)
    throw new RangeError(
      `${name}: indices must be whole numbers from 0 to ${String(count - 1)}, got ${String(bad)}`,
    );
}

/** Every array operation that is linear in each of its operands. */
export const multilinear: {
  readonly [K in Linear]: Multilinear<ArrayArity[K], ArrayParameters[K]>;
} = {
  sum: {
    shape: ([x], axes) => {
      checkAxes('sum', axes, x!.length);
      return without(x!, axes);
    },
    apply: <T>(n: Numbers<T>, [x]: readonly Tensor<T>[], axes: readonly number[]) => {
      const result = new Array<T | undefined>(size(without(x!.shape, axes)));
      const to = positions(x!.shape, axes);
      x!.data.forEach((v, i) => {
        const sum = result[to[i]!];
        result[to[i]!] = sum === undefined ? v : n.add(sum, v);
      });
      // A sum of no terms is 0.
      return Array.from(result, (v) => v ?? n.constant(0));
    },
    adjoints: [(k, g, x, axes) => k.spread(g, k.shapeOf(x), axes)],
    laws: [
      exact([[2, 3], []], (k, x) => [k.sum(x, []), x]),
      real([[2, 3], []], (k, x) => [k.sum(k.sum(x, [1]), [0]), k.sum(x, [0, 1])]),
    ],
    notation: { name: 'sum', latex: '\\sum\\left($0\\right)' },
  },
  spread: {
    shape: ([x], shape, axes) => {
      checkAxes('spread', axes, shape.length);
      const rest = without(shape, axes);
      if (!sameShape(x!, rest))
        throw new RangeError(
          `spread: ${writeShape(shape)} without axes ${writeShape(axes)} is ${writeShape(rest)}, got an operand of shape ${writeShape(x!)}`,
        );
      return shape;
    },
    apply: (_n, [x], shape, axes) => Array.from(positions(shape, axes), (from) => x!.data[from]!),
    adjoints: [(k, g, _x, _shape, axes) => k.sum(g, axes)],
    laws: [exact([[2, 3], []], (k, x) => [k.spread(x, k.shapeOf(x), []), x])],
    notation: { name: 'spread', latex: '\\operatorname{spread}\\left($0\\right)' },
  },
  reshape: {
    shape: ([x], shape) => {
      if (size(x!) !== size(shape))
        throw new RangeError(`reshape: sizes must agree, got ${writeShape(x!)} to ${writeShape(shape)}`);
      return shape;
    },
    apply: (_n, [x]) => x!.data,
    adjoints: [(k, g, x) => k.reshape(g, k.shapeOf(x))],
    laws: [
      exact([[2, 3], []], (k, x) => [k.reshape(x, k.shapeOf(x)), x]),
      exact([[2, 3], []], (k, x) => [k.reshape(k.reshape(x, [size(k.shapeOf(x))]), k.shapeOf(x)), x]),
    ],
    notation: { name: 'reshape' },
  },
  transpose: {
    shape: ([x], permutation) => {
      const sorted = [...permutation].sort((a, b) => a - b);
      if (permutation.length !== x!.length || sorted.some((axis, i) => axis !== i))
        throw new RangeError(
          `transpose: a permutation of ${String(x!.length)} axes is required, got ${writeShape(permutation)}`,
        );
      return permutation.map((axis) => x![axis]!);
    },
    apply: (_n, [x], permutation) => {
      const stride = strides(x!.shape);
      const from = walk(
        permutation.map((axis) => x!.shape[axis]!),
        permutation.map((axis) => stride[axis]!),
      );
      return Array.from(from, (i) => x!.data[i]!);
    },
    adjoints: [(k, g, _x, permutation) => k.transpose(g, inverse(permutation))],
    laws: [exact([[2, 3], []], (k, x) => [k.transpose(k.transpose(x, [1, 0]), [1, 0]), x])],
    notation: { name: 'transpose', latex: '$0^{\\top}' },
  },
  matmul: {
    shape: ([a, b]) => {
      if (a!.length !== 2 || b!.length !== 2)
        throw new RangeError(
          `matmul: two matrices are required, got shapes ${writeShape(a!)} · ${writeShape(b!)}`,
        );
      if (a![1] !== b![0])
        throw new RangeError(`matmul: inner sizes must agree, got ${writeShape(a!)} · ${writeShape(b!)}`);
      return [a![0]!, b![1]!];
    },
    apply: <T>(n: Numbers<T>, [a, b]: readonly Tensor<T>[]) => {
      const [rows, inner] = a!.shape as [number, number];
      const columns = b!.shape[1]!;
      const result: T[] = [];
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          if (inner === 0) result.push(n.constant(0));
          else {
            let sum = n.mul(a!.data[i * inner]!, b!.data[j]!);
            for (let m = 1; m < inner; m++)
              sum = n.add(sum, n.mul(a!.data[i * inner + m]!, b!.data[m * columns + j]!));
            result.push(sum);
          }
        }
      return result;
    },
    adjoints: [
      (k, g, _a, b) => k.matmul(g, k.transpose(b, [1, 0])),
      (k, g, a) => k.matmul(k.transpose(a, [1, 0]), g),
    ],
    laws: [
      exact(
        [
          [2, 3],
          [3, 2],
        ],
        (k, x, y) => [
          k.matmul(k.transpose(y, [1, 0]), k.transpose(x, [1, 0])),
          k.transpose(k.matmul(x, y), [1, 0]),
        ],
      ),
    ],
    notation: { name: 'matmul' },
  },
  gather: {
    shape: ([x], indices, shape) => {
      if (indices.length !== size(shape))
        throw new RangeError(
          `gather: ${String(size(shape))} indices are required for shape ${writeShape(shape)}, got ${String(indices.length)}`,
        );
      checkIndices('gather', indices, size(x!));
      return shape;
    },
    apply: (_n, [x], indices) => indices.map((i) => x!.data[i]!),
    adjoints: [(k, g, x, indices) => k.scatter(g, indices, k.shapeOf(x))],
    laws: [exact([[2, 3], []], (k, x) => [k.gather(x, inOrder(k.shapeOf(x)), k.shapeOf(x)), x])],
    notation: { name: 'gather' },
  },
  scatter: {
    shape: ([x], indices, shape) => {
      if (indices.length !== size(x!))
        throw new RangeError(
          `scatter: ${String(size(x!))} indices are required for an operand of shape ${writeShape(x!)}, got ${String(indices.length)}`,
        );
      checkIndices('scatter', indices, size(shape));
      return shape;
    },
    apply: <T>(n: Numbers<T>, [x]: readonly Tensor<T>[], indices: readonly number[], shape: Shape) => {
      const result = new Array<T | undefined>(size(shape));
      x!.data.forEach((v, i) => {
        const sum = result[indices[i]!];
        result[indices[i]!] = sum === undefined ? v : n.add(sum, v);
      });
      return Array.from(result, (v) => v ?? n.constant(0));
    },
    adjoints: [(k, g, x, indices) => k.gather(g, indices, k.shapeOf(x))],
    laws: [exact([[2, 3], []], (k, x) => [k.scatter(x, inOrder(k.shapeOf(x)), k.shapeOf(x)), x])],
    notation: { name: 'scatter' },
  },
};
