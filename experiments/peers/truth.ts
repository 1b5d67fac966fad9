import { float64, tensors, type Algebra, type Tensor } from '../../src/index.ts';
import type { Raced } from './objectives.ts';

/** Adds row by row with compensation (Kahan 1965): the sum is as if formed with twice the digits and rounded once. */
function addScaled(
  sums: Float64Array,
  lost: Float64Array,
  scale: number,
  row: ArrayLike<number>,
  from: number,
): void {
  for (let j = 0; j < sums.length; j++) {
    const term = scale * row[from + j]! - lost[j]!;
    const sum = sums[j]! + term;
    lost[j] = sum - sums[j]! - term;
    sums[j] = sum;
  }
}

/**
 * Arrays of doubles whose long sums lose nothing to the length: matrix products and sums are compensated. What is left is the
 * rounding of single operations, a few times 2⁻⁵³.
 */
function compensated(): Algebra<Tensor<number>> {
  const plain = tensors(float64);
  return {
    ...plain,
    matmul: (a, b) => {
      const [rows, inner, columns] = [a.shape[0]!, a.shape[1]!, b.shape[1]!];
      const right = Float64Array.from(b.data);
      const data: number[] = [];
      for (let i = 0; i < rows; i++) {
        const [sums, lost] = [new Float64Array(columns), new Float64Array(columns)];
        for (let k = 0; k < inner; k++) addScaled(sums, lost, a.data[i * inner + k]!, right, k * columns);
        for (const sum of sums) data.push(sum);
      }
      return { shape: [rows, columns], data };
    },
    sum: (x, axes) => {
      if (axes.length < x.shape.length) return plain.sum(x, axes);
      const [total, lost] = [new Float64Array(1), new Float64Array(1)];
      for (const element of x.data) addScaled(total, lost, element, [1], 0);
      return { shape: [], data: [total[0]!] };
    },
  };
}

/** A value, and a gradient by parameter in row-major order. */
export interface Answer {
  readonly value: number;
  readonly gradient: Readonly<Record<string, ArrayLike<number>>>;
}

/** The value by the model and the gradient by hand, in compensated sums. */
export function truthOf({ model, byHand }: Raced, inputs: Readonly<Record<string, Tensor<number>>>): Answer {
  const k = compensated();
  const made = model(k, inputs);
  const value = 'result' in made ? made.result : made;
  const gradient = Object.entries(byHand(k, inputs)).map(([name, { data }]) => [name, data] as const);
  return { value: value.data[0]!, gradient: Object.fromEntries(gradient) };
}

/** How far an answer is off: the largest norm-wise relative error of its value and of its gradient by each parameter. */
export function errorOf(found: Answer, truth: Answer, wrt: readonly string[]): number {
  const off = (answer: ArrayLike<number>, right: ArrayLike<number>): number => {
    if (answer.length !== right.length) return NaN;
    let [error, norm] = [0, 0];
    for (let i = 0; i < right.length; i++) {
      error += (answer[i]! - right[i]!) ** 2;
      norm += right[i]! ** 2;
    }
    return Math.sqrt(error / norm);
  };
  return Math.max(
    off([found.value], [truth.value]),
    ...wrt.map((name) => off(found.gradient[name] ?? [], truth.gradient[name]!)),
  );
}
