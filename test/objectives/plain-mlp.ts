import type { ActivationName } from '../../src/objectives/activation.ts';
import type { LossName } from '../../src/objectives/loss.ts';

/** erf by its Taylor series: good to 1e-13 for |x| below 3. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const functions: Record<ActivationName, (z: number) => number> = {
  identity: (z) => z,
  relu: (z) => (z > 0 ? z : 0),
  tanh: (z) => 1 - 2 / (Math.exp(2 * z) + 1),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  softplus: (z) => Math.log(1 + Math.exp(z)),
  gelu: (z) => (z * (1 + erf(z / Math.SQRT2))) / 2,
};

const lossOf: Record<LossName, (o: readonly number[], y: readonly number[]) => number> = {
  'squared-error': (o, y) => o.reduce((sum, v, j) => sum + (v - y[j]!) ** 2, 0) / 2,
  'l2-norm': (o, y) => Math.hypot(...o.map((v, j) => v - y[j]!)),
  'softmax-cross-entropy': crossEntropy,
  'naive-softmax-cross-entropy': crossEntropy,
};

function crossEntropy(o: readonly number[], y: readonly number[]): number {
  const largest = Math.max(...o);
  const total = o.reduce((sum, v) => sum + Math.exp(v - largest), 0);
  return -o.reduce((sum, v, j) => sum + y[j]! * (v - largest - Math.log(total)), 0);
}

/** What a plain perceptron is given: vectors of samples, weights[l][output][input], biases[l][output]. */
export interface PlainMlp {
  readonly activation: ActivationName;
  readonly outputActivation: ActivationName;
  readonly loss: LossName;
  readonly lambda: number;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly weights: readonly (readonly (readonly number[])[])[];
  readonly biases: readonly (readonly number[])[];
}

/** J in plain loops, sample by sample: an independent statement of the objective. */
export function plainMlp(net: PlainMlp): number {
  let total = 0;
  net.x.forEach((x, sample) => {
    let signal = [...x];
    net.weights.forEach((weight, layer) => {
      const last = layer === net.weights.length - 1;
      const phi = functions[last ? net.outputActivation : net.activation];
      signal = weight.map((row, i) =>
        phi(row.reduce((sum, w, j) => sum + w * signal[j]!, 0) + (net.biases[layer]?.[i] ?? 0)),
      );
    });
    total += lossOf[net.loss](signal, net.y[sample]!);
  });
  const squares = net.weights.flat(2).reduce((sum, w) => sum + w * w, 0);
  return total / net.x.length + (net.lambda / 2) * squares;
}
