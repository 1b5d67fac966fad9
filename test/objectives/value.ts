import type { Named } from '../../src/language/algebra.ts';
import type { Numbers } from '../../src/language/numbers.ts';
import { toTensor, type Point, type Problem } from '../../src/language/problem.ts';
import type { Tensor } from '../../src/language/shape.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';

/** A problem's result and named nodes at a point, in any number system. */
export function valuesIn<T>(n: Numbers<T>, problem: Problem, at: Point = problem.at): Named<Tensor<T>> {
  const inputs: Record<string, Tensor<T>> = {};
  for (const [name, value] of Object.entries(at)) {
    const { shape, data } = toTensor(value, name);
    inputs[name] = { shape, data: data.map((v) => n.constant(v)) };
  }
  const result = problem.model(tensors(n), inputs);
  return 'result' in result ? result : { result, names: {} };
}

/** A problem's value at a point, in plain numbers. */
export function valueOf(problem: Problem, at: Point = problem.at): number {
  const { shape, data } = valuesIn(float64, problem, at).result;
  if (shape.length > 0) throw new RangeError(`a scalar is required, got shape [${shape.join(', ')}]`);
  return data[0]!;
}
