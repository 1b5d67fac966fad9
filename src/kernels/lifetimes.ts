import { sameShape, size, type Shape } from '../language/shape.ts';
import { reads, type Step } from './step.ts';

/** What a step does to the buffers: which it writes, and which nobody reads after it. */
export interface Turn {
  readonly target: number;
  /** An operand that is done and that the target may overwrite, element by element. */
  readonly over: number | undefined;
  /** The other operands that are done. */
  readonly done: readonly number[];
}

/**
 * The steps in their order as the memory sees them. Only an array that is computed, and is not an output, is ever done:
 * inputs, constants, outputs and scalars keep their place.
 */
export function turns(steps: readonly Step[], shapes: readonly Shape[], outputs: readonly number[]): Turn[] {
  const last = new Int32Array(shapes.length).fill(-1);
  const passes = new Uint8Array(shapes.length);
  steps.forEach((step, at) => {
    for (const { base } of reads(step)) last[base] = at;
    if (shapes[step.target.base]!.length > 0) passes[step.target.base] = 1;
  });
  for (const output of outputs) passes[output] = 0;
  return steps.map((step, at) => {
    const target = step.target.base;
    const done: number[] = [];
    for (const { base } of reads(step))
      if (last[base] === at && passes[base] === 1 && !done.includes(base)) done.push(base);
    const over = done.findIndex(
      (base) => size(shapes[base]!) === size(shapes[target]!) && inPlace(step, base),
    );
    return { target, over: over < 0 ? undefined : done.splice(over, 1)[0], done };
  });
}

/** Every element of the buffer is read only in the round of the loop that writes the same element of the target. */
function inPlace(step: Step, buffer: number): boolean {
  return (
    step.kind === 'loop' &&
    step.fold === undefined &&
    reads(step).every(
      (from) => from.base !== buffer || (from.offset === 0 && sameShape(from.strides, step.target.strides)),
    )
  );
}

/** How many numbers intermediates are: what is computed, and is not an output. */
export interface Held {
  /** At once, at most, when the steps run in their order. */
  readonly peak: number;
  /** All together, as if no place were used twice. */
  readonly sum: number;
}

/** What the steps' intermediates hold. A scalar keeps its place to the end. */
export function held(steps: readonly Step[], shapes: readonly Shape[], outputs: readonly number[]): Held {
  const isOutput = new Set(outputs);
  let alive = 0;
  let peak = 0;
  let sum = 0;
  for (const { target, over, done } of turns(steps, shapes, outputs)) {
    const own = isOutput.has(target) ? 0 : size(shapes[target]!);
    sum += own;
    if (over !== undefined) alive -= size(shapes[over]!);
    alive += own;
    peak = Math.max(peak, alive);
    for (const buffer of done) alive -= size(shapes[buffer]!);
  }
  return { peak, sum };
}
