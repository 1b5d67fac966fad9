import type { Numbers } from '../language/numbers.ts';
import { size, type Shape, type Tensor } from '../language/shape.ts';

/** The array of this shape that is 0 everywhere. */
export const zeros = <T>(n: Numbers<T>, shape: Shape): Tensor<T> => ({
  shape,
  data: new Array<T>(size(shape)).fill(n.constant(0)),
});

/** The arrays of this shape that are 1 in one place and 0 in all others. */
export function basis<T>(n: Numbers<T>, shape: Shape): Tensor<T>[] {
  const { data } = zeros(n, shape);
  return data.map((zero, i) => ({ shape, data: data.map((_, j) => (i === j ? n.constant(1) : zero)) }));
}
