import type { Algebra } from '../language/algebra.ts';
import { activations, type ActivationName } from './activation.ts';
import type { LossName } from './loss.ts';
import { network, type Network, type NetworkOptions } from './network.ts';

export interface ClosedFormOptions {
  /**
   * Writes φ′ and ∂L/∂o so that no digits cancel: tanh′ as 1/cosh²(z), σ′ as σ(z)·σ(−z), and the label's p − 1 as minus the
   * sum of the other probabilities. Without it (the default) they are as books have them: 1 − h², h(1 − h), p − y.
   */
  readonly stable?: boolean;
}

/** ∂J/∂o, ∂J/∂h, ∂J/∂z, ∂J/∂W⁽¹⁾ and ∂J/∂W⁽²⁾, each of the shape of what it is taken by. */
export interface ClosedForm<X> {
  readonly o: X;
  readonly h: X;
  readonly z: X;
  readonly W1: X;
  readonly W2: X;
}

/**
 * The gradient of `mlp`'s objective by hand, as D2L has it (section 5.3), written once for every algebra, where there is
 * one hidden layer, no bias, and samples are columns: ∂J/∂W⁽²⁾ = ∂J/∂o hᵀ + λW⁽²⁾, ∂J/∂h = W⁽²⁾ᵀ ∂J/∂o,
 * ∂J/∂z = ∂J/∂h ⊙ φ′(z), ∂J/∂W⁽¹⁾ = ∂J/∂z xᵀ + λW⁽¹⁾, where ∂J/∂o is ∂ℓ/∂o, over B for a batch. It knows
 * nothing of the rule table or of the sweeps: a witness of every method.
 */
export function closedForm(
  options: NetworkOptions,
  { stable = false }: ClosedFormOptions = {},
): <X>(k: Algebra<X>, inputs: Readonly<Record<string, X>>) => ClosedForm<X> {
  const net = network(options);
  if (net.layers.length !== 3)
    throw new RangeError(
      `closedForm: one hidden layer is required (3 entries in layers), got ${JSON.stringify(net.layers)}`,
    );
  if (net.samples !== 'columns' || net.bias || net.outputActivation !== 'identity')
    throw new RangeError(
      `closedForm: samples in columns, no bias and the output activation identity are required, got ${net.samples}, ${net.bias ? 'a bias' : 'no bias'} and ${net.outputActivation}`,
    );
  return (k, inputs) => gradient(k, net, stable, inputs);
}

function gradient<X>(
  k: Algebra<X>,
  net: Network,
  stable: boolean,
  { x, y, W1, W2 }: Readonly<Record<string, X>>,
): ClosedForm<X> {
  const z = k.matmul(W1!, x!);
  const h = activations[net.activation](k, z);
  const o = k.matmul(W2!, h);
  const byOutput = outputSlopes[net.loss](k, o, y!, stable);
  const meanByOutput = net.batch === undefined ? byOutput : k.div(byOutput, k.constant(net.batch));
  const byHidden = k.matmul(k.transpose(W2!, [1, 0]), meanByOutput);
  const byPreActivation = k.mul(byHidden, slopes[net.activation](k, z, h, stable));
  const withPenalty = (slope: X, weight: X): X =>
    net.lambda === 0 ? slope : k.add(slope, k.mul(k.constant(net.lambda), weight));
  return {
    o: meanByOutput,
    h: byHidden,
    z: byPreActivation,
    W1: withPenalty(k.matmul(byPreActivation, k.transpose(x!, [1, 0])), W1!),
    W2: withPenalty(k.matmul(meanByOutput, k.transpose(h, [1, 0])), W2!),
  };
}

/** φ′(z), given h = φ(z) too. */
const slopes: Readonly<Record<ActivationName, <X>(k: Algebra<X>, z: X, h: X, stable: boolean) => X>> = {
  identity: (k, z) => ones(k, z),
  relu: (k, z) => k.step(z),
  tanh: (k, z, h, stable) =>
    stable ? k.div(k.constant(1), k.square(k.cosh(z))) : k.sub(k.constant(1), k.square(h)),
  sigmoid: (k, z, h, stable) => k.mul(h, stable ? k.sigmoid(k.neg(z)) : k.sub(k.constant(1), h)),
  softplus: (k, z) => k.sigmoid(z),
  gelu: (k, z) => {
    const two = k.constant(2);
    const distribution = k.div(k.erfc(k.neg(k.div(z, k.sqrt(two)))), two);
    const density = k.div(k.exp(k.neg(k.div(k.square(z), two))), k.sqrt(k.mul(two, k.pi())));
    return k.add(distribution, k.mul(z, density));
  },
};

/** ∂ℓ/∂o of each sample, o and y being q×B. */
const outputSlopes: Readonly<Record<LossName, <X>(k: Algebra<X>, o: X, y: X, stable: boolean) => X>> = {
  'squared-error': (k, o, y) => k.sub(o, y),
  'l2-norm': (k, o, y) => {
    const difference = k.sub(o, y);
    return k.div(difference, across(k, o, k.sqrt(k.sum(k.square(difference), [0]))));
  },
  'softmax-cross-entropy': softmaxSlope,
  'naive-softmax-cross-entropy': softmaxSlope,
};

/** p − y with p = softmax(o), shifted by the largest logit so that nothing overflows. */
function softmaxSlope<X>(k: Algebra<X>, o: X, y: X, stable: boolean): X {
  const exponentials = k.exp(k.sub(o, across(k, o, k.maxOver(o, [0]))));
  const p = k.div(exponentials, across(k, o, k.sum(exponentials, [0])));
  if (!stable) return k.sub(p, y);
  // p − y = p(1 − y) − y(1 − p), and 1 − p is the sum of the other probabilities.
  const classes = k.shapeOf(o)[0]!;
  const diagonal = Array.from({ length: classes }, (_, j) => j * (classes + 1));
  const one = k.spread(k.constant(1), [classes], [0]);
  const square = [classes, classes];
  const others = k.sub(k.spread(k.constant(1), square, [0, 1]), k.scatter(one, diagonal, square));
  return k.sub(k.mul(p, k.sub(ones(k, y), y)), k.mul(y, k.matmul(others, p)));
}

/** A row of one number for each sample, repeated over the rows of a matrix like o. */
const across = <X>(k: Algebra<X>, o: X, perSample: X): X => k.spread(perSample, k.shapeOf(o), [0]);

const ones = <X>(k: Algebra<X>, like: X): X => k.spread(k.constant(1), k.shapeOf(like), [0, 1]);
