import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { size, type Precision, type Shape, type Tensor } from '../../src/index.ts';
import type { ObjectiveName } from './objectives.ts';
import type { Answer } from './truth.ts';

/** An array of doubles. */
export interface Doubles {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** What contestants are handed: an objective of a size at a point, in a precision, and what is true of it. */
export interface Task {
  readonly objective: ObjectiveName;
  readonly size: string;
  readonly precision: Precision;
  readonly wrt: readonly string[];
  readonly inputs: Readonly<Record<string, Doubles>>;
  readonly truth: Answer;
}

/** Where the arrays of a task lie in its file of doubles, little-endian, one after another. */
interface Outline extends Omit<Task, 'inputs' | 'truth'> {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly value: number;
}

/** The files of a task in its folder. */
const files = { outline: 'task.json', inputs: 'inputs.f64', gradient: 'gradient.f64' } as const;

const bytesOf = (arrays: readonly ArrayLike<number>[]): Buffer =>
  Buffer.concat(arrays.map((array) => Buffer.from(Float64Array.from(array).buffer)));

/** Writes a task where programs in any language can read it. */
export function writeTask(
  folder: string,
  named: Pick<Task, 'objective' | 'size' | 'precision' | 'wrt'>,
  inputs: Readonly<Record<string, Tensor<number>>>,
  { value, gradient }: Answer,
): void {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const outline: Outline = { ...named, shapes, value };
  writeFileSync(join(folder, files.outline), JSON.stringify(outline));
  writeFileSync(join(folder, files.inputs), bytesOf(Object.values(inputs).map(({ data }) => data)));
  writeFileSync(join(folder, files.gradient), bytesOf(named.wrt.map((name) => gradient[name]!)));
}

/** Arrays of these shapes out of the bytes of a file. */
export function arraysFrom(file: string, shapes: Readonly<Record<string, Shape>>): Record<string, Doubles> {
  const bytes = readFileSync(file);
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let from = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const data = all.slice(from, from + size(shape));
      from += data.length;
      return [name, { shape, data }];
    }),
  );
}

/** The task that was written in a folder. */
export function readTask(folder: string): Task {
  const { shapes, value, ...named } = JSON.parse(
    readFileSync(join(folder, files.outline), 'utf8'),
  ) as Outline;
  const parameters = Object.fromEntries(named.wrt.map((name) => [name, shapes[name]!]));
  const gradient = Object.entries(arraysFrom(join(folder, files.gradient), parameters)).map(
    ([name, { data }]) => [name, data] as const,
  );
  return {
    ...named,
    inputs: arraysFrom(join(folder, files.inputs), shapes),
    truth: { value, gradient: Object.fromEntries(gradient) },
  };
}
