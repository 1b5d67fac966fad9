import { size, type Shape } from '../language/shape.ts';
import { freeBlocks } from './free-blocks.ts';
import { turns } from './lifetimes.ts';
import { reads, type Step } from './step.ts';

/** Where each buffer begins in the one memory (−1 where it has no place), and how many elements that has. */
export interface Memory {
  readonly offsets: Float64Array;
  readonly length: number;
}

/**
 * Lays the buffers in one memory: first the scalars, packed, each in a place of its own; then the arrays, whose places
 * begin and end at multiples of `unit` elements (16 bytes: 2 in float64, 4 in float32). Inputs and constants keep their
 * place; an array that is computed gets one when it is written, that of an operand where it may overwrite it, and
 * unless it is an output gives it up as soon as its last reader is done.
 */
export function layMemory(
  steps: readonly Step[],
  shapes: readonly Shape[],
  inputs: readonly number[],
  outputs: readonly number[],
  constants: readonly number[],
  unit = 2,
): Memory {
  const read = new Set(steps.flatMap((step) => reads(step).map(({ base }) => base)));
  const fixed = [...inputs, ...constants.filter((buffer) => read.has(buffer))];
  // Doubles, since a memory may have more than 2³¹ elements.
  const offsets = new Float64Array(shapes.length).fill(-1);
  const up = (count: number): number => Math.ceil(count / unit) * unit;
  const room = (buffer: number): number => up(size(shapes[buffer]!));

  let scalars = 0;
  for (const buffer of [...fixed, ...steps.map((step) => step.target.base)])
    if (shapes[buffer]!.length === 0 && offsets[buffer] === -1) offsets[buffer] = scalars++;

  const blocks = freeBlocks(up(scalars));
  const lay = (buffer: number): void => {
    if (offsets[buffer] === -1) offsets[buffer] = blocks.take(room(buffer));
  };
  fixed.forEach(lay);
  for (const { target, over, done } of turns(steps, shapes, outputs)) {
    if (over === undefined) lay(target);
    else offsets[target] = offsets[over]!;
    for (const buffer of done) blocks.give(offsets[buffer]!, room(buffer));
  }
  return { offsets, length: blocks.length() };
}
