import type { Problem } from '../language/problem.ts';
import { networkShapes, type Samples } from '../objectives/network.ts';
import { perceptron } from '../objectives/perceptron.ts';
import type { Mlp } from '../objectives/mlp.ts';

/**
 * What is trained: an `mlp`, which is taken with as many samples as a minibatch has; any other problem with samples, as a
 * function of their number; or a problem whose inputs are all parameters. Parameters start where the problem has them.
 */
export type Trainable = Mlp | Problem | ((samples: number) => Problem);

const isMlp = (f: Problem | Mlp): f is Mlp => 'network' in f;

/** The problem for so many samples. */
export function problemFor(f: Trainable, samples: number): Problem {
  if (typeof f === 'function') return f(samples);
  if (isMlp(f)) {
    const net = { ...f.network, batch: samples };
    return { model: perceptron(net), shapes: networkShapes(net), wrt: f.wrt, at: f.at };
  }
  const data = Object.keys(f.shapes).find((name) => !f.wrt.includes(name));
  if (data !== undefined)
    throw new TypeError(
      `train: ${data} is no parameter, so that a function from the number of samples to the problem is required`,
    );
  return f;
}

/** Which way samples lie: as the network has it, or else as columns. */
export function layoutOf(f: Trainable): Samples {
  const problem = typeof f === 'function' ? f(1) : f;
  return isMlp(problem) ? problem.network.samples : 'columns';
}
