import type { Plan } from './plan.ts';
import { reads, type Step } from './step.ts';

/** A plan cut into functions. */
export interface Parts {
  /** The number of the function that each step is written in. */
  readonly partOf: Int32Array;
  /** The scalars that have to be in memory: they are read in another function, or by a step that reads memory. */
  readonly stored: ReadonlySet<number>;
  /** The function in which each buffer is written, or −1. */
  readonly home: Int32Array;
}

/** Cuts a plan into functions of about `longest` statements, by what each step weighs. */
export function cutIntoParts(
  { steps, shapes, outputs }: Plan,
  longest: number,
  weigh: (step: Step) => number,
): Parts {
  const partOf = new Int32Array(steps.length);
  let part = 0;
  let weight = 0;
  steps.forEach((step, at) => {
    weight += weigh(step);
    if (weight > longest && weight > weigh(step)) {
      part++;
      weight = weigh(step);
    }
    partOf[at] = part;
  });
  const home = new Int32Array(shapes.length).fill(-1);
  const stored = new Set(outputs);
  steps.forEach((step, at) => {
    for (const { base } of reads(step))
      if (home[base] !== partOf[at]! || step.kind !== 'loop') stored.add(base);
    home[step.target.base] = partOf[at]!;
  });
  return { partOf, stored, home };
}
