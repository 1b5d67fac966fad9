import { graph, nameOf, type Expr } from '../expression/expr.ts';
import { inputsOf, type Objective } from '../expression/trace.ts';
import type { Checkpoints } from '../differentiators/checkpoints.ts';
import { gradientGraph } from '../differentiators/pullback.ts';
import { floatsOf, type Precision } from '../kernels/kernel.ts';
import { held } from '../kernels/lifetimes.ts';
import { layMemory } from '../kernels/memory.ts';
import { plan } from '../kernels/plan.ts';
import { size } from '../language/shape.ts';

export interface MemoryOptions {
  /**
   * `training` (the default) plans the value and the gradient; `prediction` the outputs o alone, or the value where no
   * node is named o.
   */
  readonly pass?: 'training' | 'prediction';
  /** Default `float64`. */
  readonly precision?: Precision;
  /** What training keeps for its backward pass; all that it reads unless given. */
  readonly checkpoints?: Checkpoints;
}

/** The bytes that a pass takes as its kernel is planned: counted, not measured. */
export interface MemoryReport {
  /** What is handed in: the numbers that the objective is differentiated by, and all others. */
  readonly inputs: { readonly parameters: number; readonly data: number };
  readonly outputs: { readonly value: number; readonly gradient: number };
  /** What is computed on the way and has to be stored; a run of scalar operations fused into one loop stores its result alone. */
  readonly intermediates: {
    /** Held at once, at most. */
    readonly peak: number;
    /** All together: what they would hold if no place were used twice. */
    readonly withoutReuse: number;
  };
  /**
   * The one memory, all of this with constants and the gaps between places in it. It may be less than inputs, outputs
   * and the peak: a gradient lies where intermediates lay that were done when it was written.
   */
  readonly total: number;
}

/** What an objective's training, or prediction, holds in memory. */
export function memoryOf(
  o: Objective,
  { pass = 'training', precision = 'float64', checkpoints = [] }: MemoryOptions = {},
): MemoryReport {
  const bytes = floatsOf(precision).BYTES_PER_ELEMENT;
  const numbers = (of: readonly Expr[]): number => of.reduce((sum, { shape }) => sum + size(shape), 0);
  const isTraining = pass === 'training';
  const value = isTraining ? o.expression : (o.names.get('o') ?? o.expression);
  const gradient = isTraining
    ? [...gradientGraph(o, 'one', graph, 'textbook', checkpoints).gradient.values()]
    : [];
  const inputs = isTraining ? o.inputs : inputsOf(value);
  const all = [...inputs.values()];
  const parameters = all.filter((e) => o.wrt.includes(nameOf(e)));
  const { steps, shapes, outputs, ...planned } = plan([value, ...gradient], all);
  const { peak, sum } = held(steps, shapes, outputs);
  const { length } = layMemory(
    steps,
    shapes,
    [...planned.inputs.values()],
    outputs,
    [...planned.constants.keys()],
    16 / bytes,
  );
  return {
    inputs: {
      parameters: bytes * numbers(parameters),
      data: bytes * (numbers(all) - numbers(parameters)),
    },
    outputs: { value: bytes * numbers([value]), gradient: bytes * numbers(gradient) },
    intermediates: { peak: bytes * peak, withoutReuse: bytes * sum },
    total: bytes * length,
  };
}
