import { toTensor, type Value } from '../language/problem.ts';
import { sameShape, size, strides, writeShape, type Shape, type Tensor } from '../language/shape.ts';
import type { Network } from './network.ts';

/** Where element i of an array of this shape stands: `[0][1]`. */
function place(shape: Shape, i: number): string {
  return strides(shape)
    .map((stride, axis) => `[${Math.floor(i / stride) % shape[axis]!}]`)
    .join('');
}

/**
 * A value that a user gave, as a tensor of the required shape; throws where the shape differs or an element is not
 * finite. A plain vector does for a matrix of one row or column.
 */
export function given(what: string, value: Value, shape: Shape, hint = ''): Tensor<number> {
  const tensor = toTensor(value, `mlp: ${what}`);
  const vector = tensor.shape.length === 1 && shape.includes(1) && tensor.data.length === size(shape);
  if (!sameShape(tensor.shape, shape) && !vector)
    throw new RangeError(
      `mlp: ${what} must have shape ${writeShape(shape)}, got ${writeShape(tensor.shape)}${hint}`,
    );
  const bad = tensor.data.findIndex((element) => !Number.isFinite(element));
  if (bad >= 0)
    throw new RangeError(`mlp: ${what}${place(shape, bad)} must be finite, got ${String(tensor.data[bad])}`);
  return { shape, data: tensor.data };
}

/** Throws unless each sample's targets are a distribution: not negative, and with sum 1 (to 1e-9). */
export function checkDistributions(net: Network, y: Tensor<number>): void {
  const classes = net.layers[net.layers.length - 1]!;
  const count = net.batch ?? 1;
  for (let sample = 0; sample < count; sample++) {
    let sum = 0;
    for (let j = 0; j < classes; j++) {
      const at = net.samples === 'columns' ? j * count + sample : sample * classes + j;
      if (y.data[at]! < 0)
        throw new RangeError(
          `mlp: y${place(y.shape, at)} must not be negative for ${net.loss}, got ${String(y.data[at])}`,
        );
      sum += y.data[at]!;
    }
    if (Math.abs(sum - 1) > 1e-9)
      throw new RangeError(`mlp: y of sample ${sample} must have sum 1 for ${net.loss}, got ${String(sum)}`);
  }
}
