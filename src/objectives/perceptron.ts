import type { Algebra, Model, Named } from '../language/algebra.ts';
import { activations } from './activation.ts';
import { losses } from './loss.ts';
import type { Network } from './network.ts';

/** One layer before its activation: Wx + b where samples are columns, xW + b where they are rows. */
function affine<X>(k: Algebra<X>, net: Network, signal: X, weight: X, bias: X | undefined): X {
  const columns = net.samples === 'columns';
  const product = columns ? k.matmul(weight, signal) : k.matmul(signal, weight);
  return bias === undefined ? product : k.add(product, k.spread(bias, k.shapeOf(product), [columns ? 1 : 0]));
}

/** The penalty s = (λ/2) Σ‖W⁽ˡ⁾‖²_F. */
function penalty<X>(k: Algebra<X>, lambda: number, weights: readonly X[]): X {
  const norms = weights.map((weight) => k.sum(k.square(weight), [0, 1]));
  return k.mul(
    k.constant(lambda / 2),
    norms.reduce((sum, norm) => k.add(sum, norm)),
  );
}

/**
 * The perceptron's objective J = L + s, a scalar, written once for every algebra, with D2L's names for its nodes: z and h
 * (z1, h1, z2, … where there are several hidden layers), the outputs o, the loss L, the penalty s, and J. Without a
 * penalty J is L.
 */
export function perceptron(net: Network): Model {
  return <X>(k: Algebra<X>, inputs: Readonly<Record<string, X>>): Named<X> => {
    const names: Record<string, X> = {};
    const depth = net.layers.length - 1;
    const weights: X[] = [];
    let signal: X = inputs.x!;
    for (let layer = 1; layer <= depth; layer++) {
      const weight = inputs[`W${layer}`]!;
      weights.push(weight);
      const z = affine(k, net, signal, weight, net.bias ? inputs[`b${layer}`]! : undefined);
      if (layer < depth) {
        const suffix = depth === 2 ? '' : String(layer);
        signal = activations[net.activation](k, z);
        names[`z${suffix}`] = z;
        names[`h${suffix}`] = signal;
      } else signal = activations[net.outputActivation](k, z);
    }
    names.o = signal;
    const perSample = losses[net.loss](k, signal, inputs.y!, net.samples === 'columns' ? 0 : 1);
    names.L =
      net.batch === undefined
        ? k.reshape(perSample, [])
        : k.div(k.sum(perSample, [0]), k.constant(net.batch));
    if (net.lambda > 0) {
      names.s = penalty(k, net.lambda, weights);
      names.J = k.add(names.L, names.s);
    } else names.J = names.L;
    return { result: names.J, names };
  };
}
