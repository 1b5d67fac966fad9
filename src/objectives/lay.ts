import type { Tensor } from '../language/shape.ts';
import type { Samples } from './network.ts';

/**
 * The matrix of what each of `count` samples has at j = 0 … width − 1: [width, count] where samples are columns and
 * [count, width] where they are rows.
 */
export function lay<T>(
  samples: Samples,
  count: number,
  width: number,
  element: (sample: number, j: number) => T,
): Tensor<T> {
  const data: T[] = [];
  if (samples === 'columns') {
    for (let j = 0; j < width; j++) for (let i = 0; i < count; i++) data.push(element(i, j));
    return { shape: [width, count], data };
  }
  for (let i = 0; i < count; i++) for (let j = 0; j < width; j++) data.push(element(i, j));
  return { shape: [count, width], data };
}
