import type { Tensor } from '../language/shape.ts';
import { lay } from './lay.ts';
import { wantsDistribution } from './loss.ts';
import type { Network } from './network.ts';
import type { Stream } from './random.ts';

/**
 * Numbers drawn in D2L's layout, width × count row by row, laid as the network wants them: one seed gives both layouts
 * the same numbers.
 */
function drawn(net: Network, width: number, count: number, draw: (i: number) => number): Tensor<number> {
  const data = Array.from({ length: width * count }, (_, i) => draw(i));
  return lay(net.samples, count, width, (sample, j) => data[j * count + sample]!);
}

/** Weights uniform on ±√(6/(inputs + outputs)) (Glorot & Bengio 2010); biases 0. */
export function glorot(net: Network, random: Stream): Record<string, Tensor<number>> {
  const weights: Record<string, Tensor<number>> = {};
  for (let layer = 1; layer < net.layers.length; layer++) {
    const from = net.layers[layer - 1]!;
    const to = net.layers[layer]!;
    const bound = Math.sqrt(6 / (from + to));
    weights[`W${layer}`] = drawn(net, to, from, () => bound * (2 * random.uniform() - 1));
    if (net.bias) weights[`b${layer}`] = { shape: [to], data: new Array<number>(to).fill(0) };
  }
  return weights;
}

/** Standard-normal inputs, with random one-hot labels for a loss over classes and standard-normal targets otherwise. */
export function randomData(net: Network, random: Stream): { x: Tensor<number>; y: Tensor<number> } {
  const count = net.batch ?? 1;
  const inputs = net.layers[0]!;
  const outputs = net.layers[net.layers.length - 1]!;
  const x = drawn(net, inputs, count, () => random.normal());
  const labels = Array.from({ length: count }, () => random.below(outputs));
  const y = drawn(net, outputs, count, (i) =>
    wantsDistribution(net.loss) ? Number(labels[i % count] === Math.floor(i / count)) : random.normal(),
  );
  return { x, y };
}
