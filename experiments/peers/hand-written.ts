import type { Floats, Precision } from '../../src/index.ts';
import { inPlace, type Entrant } from './contestant.ts';
import { lambda, type ObjectiveName } from './objectives.ts';
import type { Task } from './task.ts';

/** The arrays of a task, those of the gradient, and how more of the same format are made. */
interface Arrays {
  readonly inputs: Readonly<Record<string, Floats>>;
  readonly gradient: Readonly<Record<string, Floats>>;
  readonly zeros: (length: number) => Floats;
}

/** Loops over arrays that fill the gradient and give the value. */
type Loops = (sizes: readonly number[], arrays: Arrays) => () => number;

/** d-h-q perceptrons: x [d, batch], y [q, batch], W1 [h, d], W2 [q, h], as the other contestants have them. */
const perceptron: Loops = ([d, h, q, batch], { inputs, gradient, zeros }) => {
  const [D, N, Q, B] = [d!, h!, q!, batch!];
  // Samples are laid as rows once, so that every inner loop runs through memory in order.
  const [X, Y] = [rows(inputs.x!, D, B, zeros), rows(inputs.y!, Q, B, zeros)];
  const [U, V, gU, gV] = [inputs.W1!, inputs.W2!, gradient.W1!, gradient.W2!];
  const [H, O, gO, gZ] = [zeros(B * N), zeros(B * Q), zeros(B * Q), zeros(B * N)];
  return () => {
    for (let b = 0; b < B; b++)
      for (let j = 0; j < N; j++) {
        let sum = 0;
        for (let i = 0; i < D; i++) sum += X[b * D + i]! * U[j * D + i]!;
        H[b * N + j] = Math.tanh(sum);
      }
    let loss = 0;
    for (let b = 0; b < B; b++) {
      let largest = -Infinity;
      for (let m = 0; m < Q; m++) {
        let sum = 0;
        for (let j = 0; j < N; j++) sum += H[b * N + j]! * V[m * N + j]!;
        O[b * Q + m] = sum;
        if (sum > largest) largest = sum;
      }
      let total = 0;
      let picked = 0;
      for (let m = 0; m < Q; m++) {
        const e = Math.exp(O[b * Q + m]! - largest);
        gO[b * Q + m] = e;
        total += e;
        picked += Y[b * Q + m]! * O[b * Q + m]!;
      }
      loss += Math.log(total) + largest - picked;
      for (let m = 0; m < Q; m++) gO[b * Q + m] = (gO[b * Q + m]! / total - Y[b * Q + m]!) / B;
    }
    let penalty = 0;
    for (let p = 0; p < U.length; p++) {
      penalty += U[p]! * U[p]!;
      gU[p] = lambda * U[p]!;
    }
    for (let p = 0; p < V.length; p++) {
      penalty += V[p]! * V[p]!;
      gV[p] = lambda * V[p]!;
    }
    gZ.fill(0);
    for (let b = 0; b < B; b++)
      for (let m = 0; m < Q; m++) {
        const g = gO[b * Q + m]!;
        for (let j = 0; j < N; j++) {
          gV[m * N + j]! += g * H[b * N + j]!;
          gZ[b * N + j]! += g * V[m * N + j]!;
        }
      }
    for (let b = 0; b < B; b++)
      for (let j = 0; j < N; j++) {
        const y = H[b * N + j]!;
        const g = gZ[b * N + j]! * (1 - y * y);
        for (let i = 0; i < D; i++) gU[j * D + i]! += g * X[b * D + i]!;
      }
    return loss / B + (lambda / 2) * penalty;
  };
};

/** Logistic regression: x [n, d], y [n, 1], w [d, 1]. */
const logistic: Loops = ([d, n], { inputs, gradient }) => {
  const [D, N] = [d!, n!];
  const { x: X, y: Y, w } = inputs as Record<string, Floats> & { x: Floats; y: Floats; w: Floats };
  const g = gradient.w!;
  return () => {
    let penalty = 0;
    for (let i = 0; i < D; i++) {
      penalty += w[i]! * w[i]!;
      g[i] = lambda * w[i]!;
    }
    let loss = 0;
    for (let s = 0; s < N; s++) {
      let z = 0;
      for (let i = 0; i < D; i++) z += X[s * D + i]! * w[i]!;
      const e = Math.exp(-Math.abs(z));
      loss += Math.max(z, 0) - Y[s]! * z + Math.log1p(e);
      const off = ((z >= 0 ? 1 : e) / (1 + e) - Y[s]!) / N;
      for (let i = 0; i < D; i++) g[i]! += off * X[s * D + i]!;
    }
    return loss / N + (lambda / 2) * penalty;
  };
};

/** A recurrent cell unrolled: x [steps, inputs, batch], y [h, batch], W [h, inputs], U [h, h]. */
const recurrent: Loops = ([i, h, batch, steps], { inputs, gradient, zeros }) => {
  const [I, N, B, T] = [i!, h!, batch!, steps!];
  const [W, U, gW, gU] = [inputs.W!, inputs.U!, gradient.W!, gradient.U!];
  const X = zeros(T * B * I);
  for (let t = 0; t < T; t++)
    X.set(rows(inputs.x!.subarray(t * I * B, (t + 1) * I * B), I, B, zeros), t * B * I);
  const Y = rows(inputs.y!, N, B, zeros);
  // State t is block t; block 0, before the first step, is 0.
  const H = zeros((T + 1) * B * N);
  const [gH, before] = [zeros(B * N), zeros(B * N)];
  return () => {
    for (let t = 0; t < T; t++)
      for (let b = 0; b < B; b++) {
        const [from, x, to] = [(t * B + b) * N, (t * B + b) * I, ((t + 1) * B + b) * N];
        for (let j = 0; j < N; j++) {
          let z = 0;
          for (let m = 0; m < I; m++) z += W[j * I + m]! * X[x + m]!;
          for (let m = 0; m < N; m++) z += U[j * N + m]! * H[from + m]!;
          H[to + j] = Math.tanh(z);
        }
      }
    let loss = 0;
    for (let p = 0; p < B * N; p++) {
      const off = H[T * B * N + p]! - Y[p]!;
      loss += off * off;
      gH[p] = off / B;
    }
    gW.fill(0);
    gU.fill(0);
    for (let t = T - 1; t >= 0; t--) {
      before.fill(0);
      for (let b = 0; b < B; b++) {
        const [from, x, to] = [(t * B + b) * N, (t * B + b) * I, ((t + 1) * B + b) * N];
        for (let j = 0; j < N; j++) {
          const y = H[to + j]!;
          const g = gH[b * N + j]! * (1 - y * y);
          for (let m = 0; m < I; m++) gW[j * I + m]! += g * X[x + m]!;
          for (let m = 0; m < N; m++) {
            gU[j * N + m]! += g * H[from + m]!;
            before[b * N + m]! += g * U[j * N + m]!;
          }
        }
      }
      gH.set(before);
    }
    return loss / (2 * B);
  };
};

/** Rosenbrock's function of an array x. */
const rosenbrock: Loops = (_, { inputs, gradient }) => {
  const [x, g] = [inputs.x!, gradient.x!];
  return () => {
    let value = 0;
    g[0] = 0;
    for (let i = 0; i + 1 < x.length; i++) {
      const a = x[i]!;
      const off = x[i + 1]! - a * a;
      const short = 1 - a;
      value += 100 * off * off + short * short;
      g[i]! += -400 * a * off - 2 * short;
      g[i + 1] = 200 * off;
    }
    return value;
  };
};

const loops: Readonly<Record<ObjectiveName, Loops>> = {
  mlp: perceptron,
  logistic,
  rnn: recurrent,
  rosenbrock,
};

/** A matrix [elements, samples] as samples in rows. */
function rows(matrix: Floats, elements: number, samples: number, zeros: (length: number) => Floats): Floats {
  const laid = zeros(elements * samples);
  for (let i = 0; i < elements; i++)
    for (let b = 0; b < samples; b++) laid[b * elements + i] = matrix[i * samples + b]!;
  return laid;
}

const zerosOf =
  (precision: Precision) =>
  (length: number): Floats =>
    precision === 'float64' ? new Float64Array(length) : new Float32Array(length);

/**
 * The value and the gradient as an expert writes them by hand: plain nested loops over typed arrays, no tiling. In float32 all
 * arrays are of that format, and sums are formed in JavaScript's own numbers.
 */
export const handWritten: Entrant = ({ objective, size, precision, inputs, wrt }: Task) => {
  const zeros = zerosOf(precision);
  const laid = Object.entries(inputs).map(([name, { data }]) => {
    const array = zeros(data.length);
    array.set(data);
    return [name, array] as const;
  });
  const gradient = Object.fromEntries(wrt.map((name) => [name, zeros(inputs[name]!.data.length)]));
  const run = loops[objective](size.split('-').map(Number), {
    inputs: Object.fromEntries(laid),
    gradient,
    zeros,
  });
  return inPlace(run, gradient);
};
