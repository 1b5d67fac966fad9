import type { Numbers } from '../language/numbers.ts';
import type { Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { readAll } from '../expression/read.ts';
import { tensors } from '../numbers/tensors.ts';

/** The roots of a graph as a function of its inputs. */
export type Evaluator<T> = (at: Readonly<Record<string, Tensor<T>>>) => Tensor<T>[];

/** The fastest reading of a graph in these numbers: a kernel in float64, where one can be compiled; else `read`. */
export function evaluator<T>(roots: readonly Expr[], n: Numbers<T>): Evaluator<T> {
  const k = tensors(n);
  return (at) => {
    const values = readAll(roots, k, (e) => at[nameOf(e)]!);
    return roots.map((root) => values.get(root)!);
  };
}
