import { size } from '../language/shape.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';

/** About how many operations on numbers a step is: multiply-adds, instructions, moves. */
function workOf(step: Step): number {
  switch (step.kind) {
    case 'loop':
      return size(step.lengths) * (step.instructions.length + 1);
    case 'matmul':
      return step.rows * step.inner * step.columns + (step.then === undefined ? 0 : workOf(step.then));
    case 'gather':
    case 'scatter':
      return step.from.length;
  }
}

/** About how many operations on numbers a plan is. */
export const work = ({ steps }: Plan): number => steps.reduce((sum, step) => sum + workOf(step), 0);

/** Most of the work is on arrays, and there is more of it than a few multiply-adds. */
export function goesThroughArrays({ steps, shapes }: Plan): boolean {
  let [arrays, numbers] = [0, 0];
  for (const step of steps) {
    const own = workOf(step);
    const scalar =
      step.kind === 'loop' && step.lengths.length === 0 && shapes[step.target.base]!.length === 0;
    if (scalar) numbers += own;
    else arrays += own;
  }
  return arrays > 32 && arrays > numbers;
}
