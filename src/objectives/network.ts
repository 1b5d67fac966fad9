import type { Shape } from '../language/shape.ts';
import { activations, type ActivationName } from './activation.ts';
import { losses, type LossName } from './loss.ts';

/** Which way samples lie: D2L's `columns` (x is d×B, z = Wx) or `rows` (x is B×d, z = xW with W stored d×h). */
export type Samples = 'columns' | 'rows';

/** What a multilayer perceptron is made of. */
export interface NetworkOptions {
  /** The width of each layer, from the inputs d through the hidden ones to the outputs q: `[d, h, q]`, or deeper. */
  readonly layers: readonly number[];
  /** φ of the hidden layers; `tanh` unless given. */
  readonly activation?: ActivationName;
  /** φ of the output layer, o = φ(W⁽²⁾h); `identity` unless given. */
  readonly outputActivation?: ActivationName;
  /** `softmax-cross-entropy` unless given. */
  readonly loss?: LossName;
  /** The weight λ of the penalty s = (λ/2) Σ‖W‖²_F; 0, and no penalty at all, unless given. */
  readonly lambda?: number;
  readonly samples?: Samples;
  /** The number B of samples that the loss is averaged over; absent for one sample and no average. */
  readonly batch?: number;
  /** Whether layers add a bias, z = Wx + b; false unless given. Biases are not penalised. */
  readonly bias?: boolean;
}

/** The same with nothing left open. */
export interface Network extends Required<Omit<NetworkOptions, 'batch'>> {
  readonly batch: number | undefined;
}

function oneOf(what: string, name: unknown, known: readonly string[]): void {
  if (!known.includes(name as string))
    throw new RangeError(`mlp: ${what} must be one of ${known.join(', ')}, got ${String(name)}`);
}

/** A network as its options describe it; throws where one of them is out of range. */
export function network(options: NetworkOptions): Network {
  const net: Network = {
    layers: options.layers,
    activation: options.activation ?? 'tanh',
    outputActivation: options.outputActivation ?? 'identity',
    loss: options.loss ?? 'softmax-cross-entropy',
    lambda: options.lambda ?? 0,
    samples: options.samples ?? 'columns',
    batch: options.batch,
    bias: options.bias ?? false,
  };
  if (!Array.isArray(net.layers) || net.layers.length < 2)
    throw new RangeError(
      `mlp: layers must have at least 2 entries (inputs and outputs), got ${JSON.stringify(net.layers)}`,
    );
  net.layers.forEach((width, i) => {
    if (!Number.isInteger(width) || width < 1)
      throw new RangeError(`mlp: layers[${i}] must be a positive whole number, got ${String(width)}`);
  });
  oneOf('activation', net.activation, Object.keys(activations));
  oneOf('outputActivation', net.outputActivation, Object.keys(activations));
  oneOf('loss', net.loss, Object.keys(losses));
  oneOf('samples', net.samples, ['columns', 'rows']);
  if (!(net.lambda >= 0 && net.lambda < Infinity))
    throw new RangeError(`mlp: lambda must be finite and not negative, got ${String(net.lambda)}`);
  if (net.batch !== undefined && (!Number.isInteger(net.batch) || net.batch < 1))
    throw new RangeError(`mlp: batch must be a positive whole number, got ${String(net.batch)}`);
  return net;
}

/** The shapes of a network's inputs, by name: x, y, then W1, b1, W2, b2, … . */
export function networkShapes(net: Network): Record<string, Shape> {
  const laid = (elements: number, samples: number): Shape =>
    net.samples === 'columns' ? [elements, samples] : [samples, elements];
  const count = net.batch ?? 1;
  const shapes: Record<string, Shape> = {
    x: laid(net.layers[0]!, count),
    y: laid(net.layers[net.layers.length - 1]!, count),
  };
  for (let layer = 1; layer < net.layers.length; layer++) {
    shapes[`W${layer}`] = laid(net.layers[layer]!, net.layers[layer - 1]!);
    if (net.bias) shapes[`b${layer}`] = [net.layers[layer]!];
  }
  return shapes;
}

/** How many numbers a network's weights (and biases) are. */
export function parameterCount(layers: readonly number[], bias = false): number {
  let count = 0;
  for (let layer = 1; layer < layers.length; layer++)
    count += layers[layer]! * (layers[layer - 1]! + (bias ? 1 : 0));
  return count;
}
