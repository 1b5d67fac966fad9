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

/**
 * Loops over arrays that fill the gradient and give the value. Each begins by naming the arrays and lengths that it has from outside: V8
 * runs them more than twice as fast for that, and only if they are named one by one.
 */
type Loops = (sizes: readonly number[], arrays: Arrays) => () => number;

/** d-h-q perceptrons: x [d, batch], y [q, batch], W1 [h, d], W2 [q, h], as the other contestants have them. */
const perceptron: Loops = ([d, h, q, batch], { inputs, gradient, zeros }) => {
  // Samples are laid as rows once, so that every inner loop runs through memory in order.
  const samples = rows(inputs.x!, d!, batch!, zeros);
  const labels = rows(inputs.y!, q!, batch!, zeros);
  const [first, second] = [inputs.W1!, inputs.W2!];
  const [byFirst, bySecond] = [gradient.W1!, gradient.W2!];
  const [states, byScores] = [zeros(batch! * h!), zeros(batch! * h!)];
  const [outputs, byOutputs] = [zeros(batch! * q!), zeros(batch! * q!)];
  return () => {
    const D = d!;
    const N = h!;
    const Q = q!;
    const B = batch!;
    const X = samples;
    const Y = labels;
    const U = first;
    const V = second;
    const gU = byFirst;
    const gV = bySecond;
    const H = states;
    const gZ = byScores;
    const O = outputs;
    const gO = byOutputs;
    for (let b = 0; b < B; b++) {
      const [x, z] = [b * D, b * N];
      for (let j = 0; j < N; j++) {
        const u = j * D;
        let sum = 0;
        for (let i = 0; i < D; i++) sum += X[x + i]! * U[u + i]!;
        H[z + j] = Math.tanh(sum);
      }
    }
    let loss = 0;
    for (let b = 0; b < B; b++) {
      const [z, o] = [b * N, b * Q];
      let largest = -Infinity;
      for (let m = 0; m < Q; m++) {
        const v = m * N;
        let sum = 0;
        for (let j = 0; j < N; j++) sum += H[z + j]! * V[v + j]!;
        O[o + m] = sum;
        if (sum > largest) largest = sum;
      }
      let total = 0;
      let picked = 0;
      for (let m = 0; m < Q; m++) {
        const e = Math.exp(O[o + m]! - largest);
        gO[o + m] = e;
        total += e;
        picked += Y[o + m]! * O[o + m]!;
      }
      loss += Math.log(total) + largest - picked;
      for (let m = 0; m < Q; m++) gO[o + m] = (gO[o + m]! / total - Y[o + m]!) / B;
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
    for (let b = 0; b < B; b++) {
      const z = b * N;
      for (let m = 0; m < Q; m++) {
        const v = m * N;
        const g = gO[b * Q + m]!;
        for (let j = 0; j < N; j++) {
          gV[v + j]! += g * H[z + j]!;
          gZ[z + j]! += g * V[v + j]!;
        }
      }
    }
    for (let b = 0; b < B; b++) {
      const [x, z] = [b * D, b * N];
      for (let j = 0; j < N; j++) {
        const u = j * D;
        const y = H[z + j]!;
        const g = gZ[z + j]! * (1 - y * y);
        for (let i = 0; i < D; i++) gU[u + i]! += g * X[x + i]!;
      }
    }
    return loss / B + (lambda / 2) * penalty;
  };
};

/** Logistic regression: x [n, d], y [n, 1], w [d, 1]. */
const logistic: Loops = ([d, n], { inputs, gradient }) => {
  const [samples, labels] = [inputs.x!, inputs.y!];
  const [weights, byWeights] = [inputs.w!, gradient.w!];
  return () => {
    const D = d!;
    const N = n!;
    const X = samples;
    const Y = labels;
    const w = weights;
    const g = byWeights;
    let penalty = 0;
    for (let i = 0; i < D; i++) {
      penalty += w[i]! * w[i]!;
      g[i] = lambda * w[i]!;
    }
    let loss = 0;
    for (let s = 0; s < N; s++) {
      const x = s * D;
      let z = 0;
      for (let i = 0; i < D; i++) z += X[x + i]! * w[i]!;
      const e = Math.exp(-Math.abs(z));
      loss += Math.max(z, 0) - Y[s]! * z + Math.log1p(e);
      const off = ((z >= 0 ? 1 : e) / (1 + e) - Y[s]!) / N;
      for (let i = 0; i < D; i++) g[i]! += off * X[x + i]!;
    }
    return loss / N + (lambda / 2) * penalty;
  };
};

/** A recurrent cell unrolled: x [steps, inputs, batch], y [h, batch], W [h, inputs], U [h, h]. */
const recurrent: Loops = ([i, h, batch, steps], { inputs, gradient, zeros }) => {
  const [inner, width] = [i! * batch!, h! * batch!];
  const samples = zeros(steps! * inner);
  for (let t = 0; t < steps!; t++)
    samples.set(rows(inputs.x!.subarray(t * inner, (t + 1) * inner), i!, batch!, zeros), t * inner);
  const targets = rows(inputs.y!, h!, batch!, zeros);
  const [first, second] = [inputs.W!, inputs.U!];
  const [byFirst, bySecond] = [gradient.W!, gradient.U!];
  // State t is block t; block 0, before the first step, is 0.
  const states = zeros((steps! + 1) * width);
  const [byState, byStateBefore] = [zeros(width), zeros(width)];
  return () => {
    const I = i!;
    const N = h!;
    const B = batch!;
    const T = steps!;
    const X = samples;
    const Y = targets;
    const W = first;
    const U = second;
    const gW = byFirst;
    const gU = bySecond;
    const H = states;
    const gH = byState;
    const before = byStateBefore;
    for (let t = 0; t < T; t++)
      for (let b = 0; b < B; b++) {
        const [from, to] = [(t * B + b) * N, ((t + 1) * B + b) * N];
        const own = (t * B + b) * I;
        for (let j = 0; j < N; j++) {
          const [w, u] = [j * I, j * N];
          let z = 0;
          for (let m = 0; m < I; m++) z += W[w + m]! * X[own + m]!;
          for (let m = 0; m < N; m++) z += U[u + m]! * H[from + m]!;
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
        const [from, to] = [(t * B + b) * N, ((t + 1) * B + b) * N];
        const [own, slope] = [(t * B + b) * I, b * N];
        for (let j = 0; j < N; j++) {
          const [w, u] = [j * I, j * N];
          const y = H[to + j]!;
          const g = gH[slope + j]! * (1 - y * y);
          for (let m = 0; m < I; m++) gW[w + m]! += g * X[own + m]!;
          for (let m = 0; m < N; m++) {
            gU[u + m]! += g * H[from + m]!;
            before[slope + m]! += g * U[u + m]!;
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
  const [point, byPoint] = [inputs.x!, gradient.x!];
  return () => {
    const x = point;
    const g = byPoint;
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
