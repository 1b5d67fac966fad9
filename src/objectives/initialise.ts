import type { Shape, Tensor } from '../language/shape.ts';
import { wantsDistribution } from './loss.ts';
import type { Network } from './network.ts';
import type { Stream } from './random.ts';

/**
 * A matrix drawn in D2L's layout (outputs × inputs, or elements × samples) and laid as its network wants it, so that one
 * seed gives both layouts the same numbers.
 */
function lay(
  net: Network,
  [rows, columns]: readonly [number, number],
  data: readonly number[],
): Tensor<number> {
  if (net.samples === 'columns') return { shape: [rows, columns], data };
  const shape: Shape = [columns, rows];
  return { shape, data: data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]!) };
}

/** Weights uniform on ±√(6/(inputs + outputs)) (Glorot & Bengio 2010); biases 0. */
export function glorot(net: Network, random: Stream): Record<string, Tensor<number>> {
  const weights: Record<string, Tensor<number>> = {};
  for (let layer = 1; layer < net.layers.length; layer++) {
    const from = net.layers[layer - 1]!;
    const to = net.layers[layer]!;
    const bound = Math.sqrt(6 / (from + to));
    const data = Array.from({ length: to * from }, () => bound * (2 * random.uniform() - 1));
    weights[`W${layer}`] = lay(net, [to, from], data);
    if (net.bias) weights[`b${layer}`] = { shape: [to], data: new Array<number>(to).fill(0) };
  }
  return weights;
}

/** Standard-normal inputs, with random one-hot labels for a loss over classes and standard-normal targets otherwise. */
export function randomData(net: Network, random: Stream): { x: Tensor<number>; y: Tensor<number> } {
  const count = net.batch ?? 1;
  const inputs = net.layers[0]!;
  const outputs = net.layers[net.layers.length - 1]!;
  const x = Array.from({ length: inputs * count }, () => random.normal());
  const labels = Array.from({ length: count }, () => random.below(outputs));
  const y = Array.from({ length: outputs * count }, (_, i) =>
    wantsDistribution(net.loss) ? Number(labels[i % count] === Math.floor(i / count)) : random.normal(),
  );
  return { x: lay(net, [inputs, count], x), y: lay(net, [outputs, count], y) };
}
