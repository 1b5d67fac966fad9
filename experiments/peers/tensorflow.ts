import { installed, notInstalled, type Entrant } from './contestant.ts';
import { lambda, type ObjectiveName } from './objectives.ts';

/** What is used of a tensor of TensorFlow.js. */
interface Tensor {
  readonly shape: readonly number[];
  readonly dataSync: () => Float32Array;
  readonly dispose: () => void;
}

/** What is used of TensorFlow.js. */
interface TensorFlow extends Readonly<
  Record<'add' | 'sub' | 'mul' | 'matMul', (a: Tensor, b: Tensor) => Tensor>
> {
  readonly enableProdMode: () => void;
  readonly setBackend: (name: string) => Promise<boolean>;
  readonly getBackend: () => string;
  readonly tensor: (data: Float32Array, shape: readonly number[]) => Tensor;
  readonly scalar: (value: number) => Tensor;
  readonly tanh: (x: Tensor) => Tensor;
  readonly softplus: (x: Tensor) => Tensor;
  readonly square: (x: Tensor) => Tensor;
  readonly sum: (x: Tensor) => Tensor;
  readonly mean: (x: Tensor) => Tensor;
  readonly transpose: (x: Tensor) => Tensor;
  readonly unstack: (x: Tensor) => Tensor[];
  readonly slice: (x: Tensor, from: number, size: number) => Tensor;
  readonly losses: { readonly softmaxCrossEntropy: (labels: Tensor, logits: Tensor) => Tensor };
  readonly valueAndGrads: (
    f: (...x: Tensor[]) => Tensor,
  ) => (x: readonly Tensor[]) => { readonly value: Tensor; readonly grads: readonly Tensor[] };
}

/** A model as a user of the library writes it: from the data, a function of the parameters in their order. */
type Model = (tf: TensorFlow, data: Readonly<Record<string, Tensor>>) => (...parameters: Tensor[]) => Tensor;

const models: Readonly<Record<ObjectiveName, Model>> = {
  mlp: (tf, { x, y }) => {
    const labels = tf.transpose(y!);
    const half = tf.scalar(lambda / 2);
    return (W1, W2) => {
      const scores = tf.transpose(tf.matMul(W2, tf.tanh(tf.matMul(W1, x!))));
      const squares = tf.add(tf.sum(tf.square(W1)), tf.sum(tf.square(W2)));
      return tf.add(tf.losses.softmaxCrossEntropy(labels, scores), tf.mul(half, squares));
    };
  },
  logistic: (tf, { x, y }) => {
    const half = tf.scalar(lambda / 2);
    return (w) => {
      const z = tf.matMul(x!, w);
      const loss = tf.mean(tf.sub(tf.softplus(z), tf.mul(y!, z)));
      return tf.add(loss, tf.mul(half, tf.sum(tf.square(w))));
    };
  },
  rnn: (tf, { x, y }) => {
    const [first, ...rest] = tf.unstack(x!);
    const scale = tf.scalar(1 / (2 * y!.shape[1]!));
    return (W, U) => {
      let h = tf.tanh(tf.matMul(W, first!));
      for (const step of rest) h = tf.tanh(tf.add(tf.matMul(W, step), tf.matMul(U, h)));
      return tf.mul(scale, tf.sum(tf.square(tf.sub(h, y!))));
    };
  },
  rosenbrock: (tf) => {
    const [one, hundred] = [tf.scalar(1), tf.scalar(100)];
    return (x) => {
      const pairs = x.shape[0]! - 1;
      const [a, b] = [tf.slice(x, 0, pairs), tf.slice(x, 1, pairs)];
      const valley = tf.mul(hundred, tf.square(tf.sub(b, tf.square(a))));
      return tf.sum(tf.add(valley, tf.square(tf.sub(one, a))));
    };
  },
};

type Backend = 'cpu' | 'wasm';

const library = (): TensorFlow | undefined => {
  const tf = installed('@tensorflow/tfjs') as TensorFlow | undefined;
  return tf !== undefined && installed('@tensorflow/tfjs-backend-wasm') !== undefined ? tf : undefined;
};

/** Starts its backends, where it is installed: the one for WebAssembly is waited for. */
export async function startTensorflow(): Promise<void> {
  const tf = library();
  if (tf === undefined) return;
  tf.enableProdMode();
  for (const backend of ['cpu', 'wasm'] satisfies Backend[]) await tf.setBackend(backend);
}

/** TensorFlow.js on one of its backends, in float32, the only format that it has; the results are read out of its memory. */
export const tensorflow =
  (backend: Backend): Entrant =>
  ({ objective, inputs, wrt }) => {
    const tf = library();
    if (tf === undefined) return notInstalled('@tensorflow/tfjs');
    void tf.setBackend(backend);
    const laid = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, data }]) => [
        name,
        tf.tensor(Float32Array.from(data), shape),
      ]),
    );
    const derive = tf.valueAndGrads(models[objective](tf, laid));
    const parameters = wrt.map((name) => laid[name]!);
    let found: readonly Float32Array[] = [];
    return {
      call: () => {
        // Batches of both backends take turns; what has been started is changed to at once.
        if (tf.getBackend() !== backend) void tf.setBackend(backend);
        const { value, grads } = derive(parameters);
        const all = [value, ...grads];
        found = all.map((tensor) => tensor.dataSync());
        for (const tensor of all) tensor.dispose();
      },
      answer: () => ({
        value: found[0]![0]!,
        gradient: Object.fromEntries(wrt.map((name, i) => [name, found[i + 1]!])),
      }),
    };
  };
