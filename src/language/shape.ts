/** The lengths of an array's axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** An array of any kind of number: its shape, and its elements in row-major order. */
export interface Tensor<T> {
  readonly shape: Shape;
  readonly data: readonly T[];
}

/** How many elements an array of this shape has. */
export function size(shape: Shape): number {
  let product = 1;
  for (const length of shape) product *= length;
  return product;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** How a shape is written in a message: `[3, 4]`. */
export function writeShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Row-major strides: how far apart in memory two neighbours along each axis lie. */
export function strides(shape: Shape): number[] {
  const result = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    result[axis] = step;
    step *= shape[axis]!;
  }
  return result;
}
