import { nameOf, type Expr } from '../../src/expression/expr.ts';
import { readAll } from '../../src/expression/read.ts';
import { floatsOf, numbersOf, type Precision } from '../../src/kernels/kernel.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import type { Values } from './random-graph.ts';

/** What the roots are, by definition: `read` over arrays of the format's numbers, the inputs rounded to it. */
export function defined(roots: readonly Expr[], values: Values, precision: Precision): number[][] {
  const Floats = floatsOf(precision);
  const all = readAll(roots, tensors(numbersOf(precision)), (e) => ({
    shape: e.shape,
    data: [...Floats.from(values.get(nameOf(e))!)],
  }));
  return roots.map((root) => [...all.get(root)!.data]);
}
