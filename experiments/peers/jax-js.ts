import { installed, notInstalled, type Entrant } from './contestant.ts';
import { lambda, type ObjectiveName } from './objectives.ts';

/** What is used of an array of jax-js. Whoever takes an array has it: `ref` keeps it for another use. */
interface JaxArray {
  readonly ref: JaxArray;
  readonly shape: readonly number[];
  readonly add: (x: JaxArray) => JaxArray;
  readonly sub: (x: JaxArray | number) => JaxArray;
  readonly mul: (x: JaxArray | number) => JaxArray;
  readonly astype: (format: string) => JaxArray;
  readonly slice: (...index: (number | readonly number[])[]) => JaxArray;
  readonly dataSync: () => ArrayLike<number>;
}

type Function = (...x: JaxArray[]) => JaxArray;
type Derived = (...x: JaxArray[]) => [value: JaxArray, gradient: JaxArray[]];

/** What is used of jax-js. */
interface Jax {
  readonly init: (device: string) => Promise<unknown>;
  readonly defaultDevice: (device: string) => unknown;
  readonly jit: (f: Derived) => Derived;
  readonly valueAndGrad: (f: Function, options: { argnums: number[] }) => Derived;
  readonly nn: {
    readonly logsumexp: (x: JaxArray, axis: number) => JaxArray;
    readonly softplus: (x: JaxArray) => JaxArray;
  };
  readonly numpy: Readonly<Record<'tanh' | 'square', (x: JaxArray) => JaxArray>> &
    Readonly<Record<'sum' | 'mean', (x: JaxArray, axis?: number) => JaxArray>> & {
      readonly array: (data: Float32Array, options: { shape: readonly number[] }) => JaxArray;
      readonly matmul: (a: JaxArray, b: JaxArray) => JaxArray;
    };
}

/** A model as a user of the library writes it: from the data, a function of the parameters in their order. */
type Model = (jax: Jax, data: Readonly<Record<string, JaxArray>>) => Function;

const models: Readonly<Record<ObjectiveName, Model>> = {
  mlp:
    ({ numpy: np, nn }, { x, y }) =>
    (W1, W2) => {
      const scores = np.matmul(W2.ref, np.tanh(np.matmul(W1.ref, x!.ref)));
      const losses = nn.logsumexp(scores.ref, 0).sub(np.sum(y!.ref.mul(scores), 0));
      const squares = np.sum(np.square(W1)).add(np.sum(np.square(W2)));
      return np.mean(losses).add(squares.mul(lambda / 2));
    },
  logistic:
    ({ numpy: np, nn }, { x, y }) =>
    (w) => {
      const z = np.matmul(x!.ref, w.ref);
      const losses = nn.softplus(z.ref).sub(y!.ref.mul(z));
      return np.mean(losses).add(np.sum(np.square(w)).mul(lambda / 2));
    },
  rnn:
    ({ numpy: np }, { x, y }) =>
    (W, U) => {
      const [steps, batch] = [x!.shape[0]!, y!.shape[1]!];
      let h = np.tanh(np.matmul(W.ref, x!.ref.slice(0)));
      for (let t = 1; t < steps; t++) h = np.tanh(np.matmul(W.ref, x!.ref.slice(t)).add(np.matmul(U.ref, h)));
      return np.sum(np.square(h.sub(y!.ref))).mul(1 / (2 * batch));
    },
  rosenbrock:
    ({ numpy: np }) =>
    (x) => {
      const n = x.shape[0]!;
      const [a, b] = [x.ref.slice([0, n - 1]), x.slice([1, n])];
      const valley = np.square(b.sub(np.square(a.ref))).mul(100);
      return np.sum(valley.add(np.square(a.sub(1))));
    },
};

const library = (): Jax | undefined => installed('@jax-js/jax') as Jax | undefined;

/** Starts its WebAssembly backend, where it is installed. */
export async function startJaxJs(): Promise<void> {
  const jax = library();
  await jax?.init('wasm');
  jax?.defaultDevice('wasm');
}

/** jax-js on its WebAssembly backend: value and gradient of the model, compiled by `jit`, read out of its memory. */
export const jaxJs: Entrant = ({ objective, precision, inputs, wrt }) => {
  const jax = library();
  if (jax === undefined) return notInstalled('@jax-js/jax');
  const laid = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => [
      name,
      // It makes no array of a Float64Array where there is no Float16Array (Node 20); these numbers are of float32 anyway.
      jax.numpy.array(Float32Array.from(data), { shape }).astype(precision),
    ]),
  );
  const f = models[objective](jax, laid);
  const derive = jax.jit(jax.valueAndGrad(f, { argnums: wrt.map((_, i) => i) }));
  let found: readonly ArrayLike<number>[] = [];
  return {
    call: () => {
      const [value, gradient] = derive(...wrt.map((name) => laid[name]!.ref));
      found = [value, ...gradient].map((array) => array.dataSync());
    },
    answer: () => ({
      value: found[0]![0]!,
      gradient: Object.fromEntries(wrt.map((name, i) => [name, found[i + 1]!])),
    }),
  };
};
