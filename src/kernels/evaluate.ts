import type { Numbers } from '../language/numbers.ts';
import type { Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { readAll, topological } from '../expression/read.ts';
import { tensors } from '../numbers/tensors.ts';
import { compileKernel, firstAllowed, requireKernel, type KernelOptions } from './compile-kernel.ts';
import { listed, numbersOf, type Built, type Kernel, type Precision } from './kernel.ts';
import { plan } from './plan.ts';
import { goesThroughArrays, work } from './work.ts';

/** The roots of a graph as a function of its inputs; `built` says what runs, and builds it where that has not been done. */
export interface Evaluator<T> {
  (at: Readonly<Record<string, Tensor<T>>>): Tensor<T>[];
  readonly built: () => Built;
}

/** Which kernel evaluates; `auto` unless given. */
export type KernelChoice = Pick<KernelOptions, 'kernel'>;

/** Graphs of more nodes than this are read: compiling them takes longer than many readings. */
export const mostCompiled = 50_000;

/** Up to so many operations, a kernel in JavaScript is soon built, and has the very bits of the reading. */
const longestInJavascript = 2 ** 20;

/**
 * The fastest reading of a graph in these numbers, compiled when it is first needed: in float64 and float32 a kernel, in
 * JavaScript unless there is so much to compute that WebAssembly pays; in all other numbers, the plain reading.
 *
 * @throws {RangeError} if there is no kernel of that name; when it is first needed, if this engine does not allow it
 */
export function evaluator<T>(
  roots: readonly Expr[],
  n: Numbers<T>,
  { kernel = 'auto' }: KernelChoice = {},
): Evaluator<T> {
  requireKernel(kernel);
  const precision = (['float64', 'float32'] as const).find((own) => (n as unknown) === numbersOf(own));
  if (precision === undefined || kernel === 'reading') return reading(roots, n);
  let chosen: Evaluator<number> | undefined;
  const choose = (): Evaluator<number> => (chosen ??= compiled(roots, kernel, precision));
  const evaluate = (at: Readonly<Record<string, Tensor<number>>>) => choose()(at);
  return Object.assign(evaluate, { built: () => choose().built() }) as unknown as Evaluator<T>;
}

/** The plain reading, which takes less than to compile and run where it is done once. */
export function reading<T>(roots: readonly Expr[], n: Numbers<T>): Evaluator<T> {
  const k = tensors(n);
  const evaluate = (at: Readonly<Record<string, Tensor<T>>>) => {
    const values = readAll(roots, k, (e) => at[nameOf(e)]!);
    return roots.map((root) => values.get(root)!);
  };
  const built: Built = { kind: 'reading', milliseconds: 0, codeBytes: 0, memoryBytes: 0 };
  return Object.assign(evaluate, { built: () => built });
}

function compiled(
  roots: readonly Expr[],
  kernel: 'auto' | 'wasm' | 'javascript',
  precision: Precision,
): Evaluator<number> {
  if (kernel !== 'auto') return running(compileKernel(roots, [], { kernel, precision }), roots);
  const start = performance.now();
  const planned = topological(roots).length <= mostCompiled ? plan(roots, [], precision) : undefined;
  const large = planned !== undefined && work(planned) > longestInJavascript && goesThroughArrays(planned);
  const kinds = large ? (['wasm', 'javascript'] as const) : (['javascript'] as const);
  const made = planned && firstAllowed(planned, kinds, { precision, start });
  return made === undefined ? reading(roots, numbersOf(precision)) : running(made, roots);
}

function running({ inputs, outputs, run, built }: Kernel, roots: readonly Expr[]): Evaluator<number> {
  const places = [...inputs];
  const evaluate = (at: Readonly<Record<string, Tensor<number>>>) => {
    for (const [name, view] of places) {
      const { data } = at[name]!;
      // A typed array's own set takes longer for a few numbers.
      if (data.length > 16) view.set(data);
      else for (let i = 0; i < data.length; i++) view[i] = data[i]!;
    }
    run();
    return roots.map(({ shape }, i) => ({ shape, data: listed(outputs[i]!) }));
  };
  return Object.assign(evaluate, { built: () => built });
}
