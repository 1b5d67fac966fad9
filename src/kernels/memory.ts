import { sameShape, size, type Shape } from '../language/shape.ts';
import { reads, type Step } from './step.ts';

/** Where each buffer begins in the one memory (−1 where it has no place), and how many elements that has. */
export interface Memory {
  readonly offsets: Int32Array;
  readonly length: number;
}

/**
 * Lays the buffers in one memory. Inputs, outputs, constants and scalars keep their place; any other is given away as
 * soon as its last reader is done, to the next buffer of its size.
 */
export function layMemory(
  steps: readonly Step[],
  shapes: readonly Shape[],
  inputs: readonly number[],
  outputs: readonly number[],
  constants: readonly number[],
): Memory {
  const offsets = new Int32Array(shapes.length).fill(-1);
  const lastReader = new Int32Array(shapes.length).fill(-1);
  const free = new Map<number, number[]>();
  let length = 0;
  const room = (buffer: number): number => {
    const count = size(shapes[buffer]!);
    return count <= 1 ? count : count + (count % 2);
  };
  const lay = (buffer: number): void => {
    if (offsets[buffer] !== -1) return;
    const reused = shapes[buffer]!.length === 0 ? undefined : free.get(room(buffer))?.pop();
    offsets[buffer] = reused ?? length;
    if (reused === undefined) length += room(buffer);
  };
  steps.forEach((step, at) => {
    for (const { base } of reads(step)) lastReader[base] = at;
  });
  inputs.forEach(lay);
  outputs.forEach(lay);
  for (const buffer of constants) if (lastReader[buffer] !== -1) lay(buffer);
  const kept = new Set([...inputs, ...outputs, ...constants]);
  steps.forEach((step, at) => {
    const target = step.target.base;
    const done = new Set<number>();
    for (const { base } of reads(step))
      if (lastReader[base] === at && !kept.has(base) && shapes[base]!.length > 0) done.add(base);
    const release = (buffer: number): void => {
      const key = room(buffer);
      const list = free.get(key);
      if (list === undefined) free.set(key, [offsets[buffer]!]);
      else list.push(offsets[buffer]!);
      done.delete(buffer);
    };
    for (const buffer of done) if (inPlace(step, buffer)) release(buffer);
    lay(target);
    for (const buffer of done) release(buffer);
  });
  return { offsets, length };
}

/** Every element of the buffer is read only in the round of the loop that writes the same element of the target. */
function inPlace(step: Step, buffer: number): boolean {
  return (
    step.kind === 'loop' &&
    step.fold === undefined &&
    reads(step).every((from) => from.base !== buffer || sameShape(from.strides, step.target.strides))
  );
}
