import { compileKernel, type KernelOptions } from '../kernels/compile-kernel.ts';
import type { Model } from '../language/algebra.ts';
import type { Built, Floats } from '../kernels/kernel.ts';
import { graph } from '../expression/expr.ts';
import { toPoint } from '../expression/point.ts';
import type { PartialForm } from '../rules/rule.ts';
import type { Checkpoints } from './checkpoints.ts';
import { toObjective, type Source } from './differentiator.ts';
import { gradientGraph } from './pullback.ts';

export interface GradientKernelOptions extends KernelOptions {
  readonly wrt?: readonly string[];
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
  /** What is kept for the backward pass; all that it reads unless given. The rest is computed again, to the same bits. */
  readonly checkpoints?: Checkpoints;
}

/**
 * Value and gradient of an objective as one function without arguments over one memory: whoever changes the inputs in
 * place and calls `run` finds the gradient in place. All arrays are in row-major order.
 */
export interface GradientKernel {
  /** Where each input lies, parameters and data alike. */
  readonly inputs: ReadonlyMap<string, Floats>;
  /** ∂f/∂x for each parameter x, as the last `run` left it. */
  readonly gradient: ReadonlyMap<string, Floats>;
  /** Computes the gradient and gives the value; allocates nothing. */
  readonly run: () => number;
  readonly built: Built;
}

/**
 * Reverse mode compiled once, for a program that runs it often: of an expression, an objective, or a problem, whose own
 * values are in place from the start; by the inputs named in `wrt`, or all that f offers.
 *
 * @throws {RangeError} if an option asks for what this engine does not allow
 */
export function gradientKernel(
  f: Exclude<Source, Model>,
  { partials = 'textbook', checkpoints = [], wrt, ...options }: GradientKernelOptions = {},
): GradientKernel {
  const o = toObjective(f, {}, wrt);
  const { value, gradient } = gradientGraph(o, 'one', graph, partials, checkpoints);
  const roots = [value, ...o.wrt.map((name) => gradient.get(name)!)];
  const { inputs, outputs, run, built } = compileKernel(roots, [...o.inputs.values()], options);
  const [y, ...slopes] = outputs as [Floats, ...Floats[]];
  if ('model' in f)
    for (const [name, { data }] of Object.entries(toPoint(o, f.at))) inputs.get(name)!.set(data);
  return {
    inputs,
    gradient: new Map(o.wrt.map((name, i) => [name, slopes[i]!])),
    run: () => {
      run();
      return y[0]!;
    },
    built,
  };
}
