import type { Numbers } from '../language/numbers.ts';
import type { Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { readAll, topological } from '../expression/read.ts';
import { tensors } from '../numbers/tensors.ts';
import { compileJavascript } from './javascript.ts';
import { numbersOf, type Kernel, type Precision } from './kernel.ts';

/** The roots of a graph as a function of its inputs. */
export type Evaluator<T> = (at: Readonly<Record<string, Tensor<T>>>) => Tensor<T>[];

/** Graphs of more nodes than this are read: compiling them takes longer than many readings. */
const mostCompiled = 50_000;

/**
 * The fastest reading of a graph in these numbers: in float64 and float32 a JavaScript kernel, which gives the same bits,
 * compiled when it is first called; where code may not be generated, and in all other numbers, the plain reading.
 */
export function evaluator<T>(roots: readonly Expr[], n: Numbers<T>): Evaluator<T> {
  const precision = (['float64', 'float32'] as const).find((own) => (n as unknown) === numbersOf(own));
  if (precision === undefined) return reading(roots, n);
  let chosen: Evaluator<number> | undefined;
  return ((at: Readonly<Record<string, Tensor<number>>>) => {
    chosen ??= compiled(roots, precision);
    return chosen(at);
  }) as unknown as Evaluator<T>;
}

/** The plain reading, which takes less than to compile and run where it is done once. */
export function reading<T>(roots: readonly Expr[], n: Numbers<T>): Evaluator<T> {
  const k = tensors(n);
  return (at) => {
    const values = readAll(roots, k, (e) => at[nameOf(e)]!);
    return roots.map((root) => values.get(root)!);
  };
}

function compiled(roots: readonly Expr[], precision: Precision): Evaluator<number> {
  const small = topological(roots).length <= mostCompiled;
  const kernel = small ? compileJavascript(roots, [], precision) : undefined;
  return kernel === undefined ? reading(roots, numbersOf(precision)) : running(kernel, roots);
}

function running(kernel: Kernel, roots: readonly Expr[]): Evaluator<number> {
  return (at) => {
    for (const [name, view] of kernel.inputs) view.set(at[name]!.data);
    kernel.run();
    return roots.map(({ shape }, i) => ({ shape, data: Array.from(kernel.outputs[i]!) }));
  };
}
