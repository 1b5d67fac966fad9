import { mlp, toTensor, type Algebra, type Point, type Problem, type Tensor } from '../../src/index.ts';
import { closedForm, type Stream } from '../../src/lab.ts';

/** What is differentiated: a problem, and its gradient by hand, which knows nothing of the rules of differentiation. */
export interface Raced extends Omit<Problem, 'at'> {
  /** Where it is differentiated. */
  readonly start: (random: Stream) => Point;
  /** ∂J by each parameter, as formulas on arrays. */
  readonly byHand: <X>(k: Algebra<X>, inputs: Readonly<Record<string, X>>) => Readonly<Record<string, X>>;
}

/** The weight of the penalty (λ/2)‖·‖² wherever there is one. */
export const lambda = 1e-3;

const filled = (shape: readonly number[], draw: () => number): Tensor<number> => ({
  shape,
  data: Array.from({ length: shape.reduce((product, length) => product * length, 1) }, draw),
});

/** A perceptron d-h-q over a batch: tanh, softmax cross-entropy, λ/2 (‖W⁽¹⁾‖² + ‖W⁽²⁾‖²). Samples are columns. */
function perceptron([d, h, q, batch]: readonly number[]): Raced {
  const options = { layers: [d!, h!, q!], lambda, ...(batch === 1 ? {} : { batch: batch! }) };
  const { model, shapes, wrt, at } = mlp({ ...options, seed: 1 });
  const formulas = closedForm(options, { stable: true });
  const byHand: Raced['byHand'] = (k, inputs) => {
    const { W1, W2 } = formulas(k, inputs);
    return { W1, W2 };
  };
  return { model, shapes, wrt, start: () => at, byHand };
}

/** A logistic regression of n samples x [n, d] with labels y [n, 1]: the mean of log(1 + eᶻ) − yz with z = xw, and (λ/2)‖w‖². */
function logistic([d, n]: readonly number[]): Raced {
  const shapes = { x: [n!, d!], y: [n!, 1], w: [d!, 1] };
  return {
    shapes,
    wrt: ['w'],
    start: (random) => ({
      x: filled(shapes.x, random.normal),
      y: filled(shapes.y, () => random.below(2)),
      w: filled(shapes.w, () => 0.3 * random.normal()),
    }),
    model: (k, { x, y, w }) => {
      const z = k.matmul(x!, w!);
      const losses = k.sub(k.softplus(z), k.mul(y!, z));
      const penalty = k.mul(k.constant(lambda / 2), k.sum(k.square(w!), [0, 1]));
      return k.add(k.div(k.sum(losses, [0, 1]), k.constant(n!)), penalty);
    },
    byHand: (k, { x, y, w }) => {
      const byScore = k.div(k.sub(k.sigmoid(k.matmul(x!, w!)), y!), k.constant(n!));
      return { w: k.add(k.matmul(k.transpose(x!, [1, 0]), byScore), k.mul(k.constant(lambda), w!)) };
    },
  };
}

/**
 * A recurrent cell unrolled, h_t = tanh(W x_t + U h_{t−1}) from h_0 = 0, with x [steps, inputs, batch] and the loss
 * ½‖h_T − y‖² of each sample, averaged.
 */
function recurrent([i, h, batch, steps]: readonly number[]): Raced {
  const shapes = { x: [steps!, i!, batch!], y: [h!, batch!], W: [h!, i!], U: [h!, h!] };
  const step = <X>(k: Algebra<X>, x: X, t: number): X =>
    k.gather(
      x,
      Array.from({ length: i! * batch! }, (_, element) => t * i! * batch! + element),
      [i!, batch!],
    );
  /** h_1 … h_T. */
  const states = <X>(k: Algebra<X>, { x, W, U }: Readonly<Record<string, X>>): X[] => {
    const found = [k.tanh(k.matmul(W!, step(k, x!, 0)))];
    for (let t = 1; t < steps!; t++)
      found.push(k.tanh(k.add(k.matmul(W!, step(k, x!, t)), k.matmul(U!, found[t - 1]!))));
    return found;
  };
  return {
    shapes,
    wrt: ['W', 'U'],
    start: (random) => ({
      x: filled(shapes.x, random.normal),
      y: filled(shapes.y, () => 2 * random.uniform() - 1),
      W: filled(shapes.W, () => random.normal() / Math.sqrt(i!)),
      U: filled(shapes.U, () => random.normal() / Math.sqrt(h!)),
    }),
    model: (k, inputs) => {
      const off = k.sub(states(k, inputs).at(-1)!, inputs.y!);
      return k.div(k.sum(k.square(off), [0, 1]), k.constant(2 * batch!));
    },
    byHand: (k, inputs) => {
      const { x, y, U } = inputs;
      const h = states(k, inputs);
      let byState = k.div(k.sub(h.at(-1)!, y!), k.constant(batch!));
      let [W, byU] = [undefined, undefined] as [typeof byState | undefined, typeof byState | undefined];
      for (let t = steps! - 1; t >= 0; t--) {
        const one = k.spread(k.constant(1), [shapes.U[0]!, batch!], [0, 1]);
        const byScore = k.mul(byState, k.sub(one, k.square(h[t]!)));
        const ownW = k.matmul(byScore, k.transpose(step(k, x!, t), [1, 0]));
        W = W === undefined ? ownW : k.add(W, ownW);
        if (t === 0) break;
        const ownU = k.matmul(byScore, k.transpose(h[t - 1]!, [1, 0]));
        byU = byU === undefined ? ownU : k.add(byU, ownU);
        byState = k.matmul(k.transpose(U!, [1, 0]), byScore);
      }
      return { W: W!, U: byU! };
    },
  };
}

/** Σ 100(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)² over an array x of n numbers (Rosenbrock 1960, The Computer Journal 3). */
function rosenbrock([n]: readonly number[]): Raced {
  const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);
  const pair = <X>(k: Algebra<X>, x: X): readonly [X, X] => [
    k.gather(x, upTo(n! - 1), [n! - 1]),
    k.gather(x, upTo(n! - 1, 1), [n! - 1]),
  ];
  return {
    shapes: { x: [n!] },
    wrt: ['x'],
    start: () => ({ x: upTo(n!).map((i) => (i % 2 === 0 ? -1.2 : 1)) }),
    model: (k, { x }) => {
      const [a, b] = pair(k, x!);
      const valley = k.mul(k.constant(100), k.square(k.sub(b, k.square(a))));
      return k.sum(k.add(valley, k.square(k.sub(k.constant(1), a))), [0]);
    },
    byHand: (k, { x }) => {
      const [a, b] = pair(k, x!);
      const off = k.sub(b, k.square(a));
      const slope = k.mul(k.constant(2), k.sub(k.constant(1), a));
      const left = k.neg(k.add(k.mul(k.constant(400), k.mul(a, off)), slope));
      const right = k.mul(k.constant(200), off);
      return { x: k.add(k.scatter(left, upTo(n! - 1), [n!]), k.scatter(right, upTo(n! - 1, 1), [n!])) };
    },
  };
}

const makers = { mlp: perceptron, logistic, rnn: recurrent, rosenbrock } as const;

/** The objectives that are raced. */
export type ObjectiveName = keyof typeof makers;

/**
 * An objective of a size: `mlp` d-h-q-batch, `logistic` features-samples, `rnn` inputs-hidden-batch-steps, `rosenbrock` the number
 * of variables.
 */
export const raced = (name: ObjectiveName, size: string): Raced => makers[name](size.split('-').map(Number));

/** Where it starts, all in numbers of float32: both precisions have one problem and one truth. */
export function startOf({ shapes, start }: Raced, random: Stream): Record<string, Tensor<number>> {
  const at = start(random);
  return Object.fromEntries(
    Object.keys(shapes).map((name) => {
      const { shape, data } = toTensor(at[name]!, name);
      return [name, { shape, data: data.map(Math.fround) }];
    }),
  );
}
