import { nameOf, type Expr } from '../../src/expression/expr.ts';
import { readAll } from '../../src/expression/read.ts';
import { floatsOf, type Precision } from '../../src/kernels/kernel.ts';
import { plan } from '../../src/kernels/plan.ts';
import { compileWasm, type WasmKernel } from '../../src/kernels/wasm.ts';
import { write } from '../../src/expression/write.ts';
import { admits, balls, type Admitted, type Ball } from './balls.ts';
import type { Values } from './random-graph.ts';

/** The kernel of these roots; an engine without SIMD, or without fused multiply-add if that is admitted, is an error. */
export function compiled(
  roots: readonly Expr[],
  admitted: Admitted,
  inputs: readonly Expr[] = [],
): WasmKernel {
  const kernel = compileWasm(roots, inputs, admitted);
  if (kernel === undefined) throw new Error('this engine has WebAssembly with SIMD');
  return kernel;
}

export function ran(kernel: WasmKernel, values: Values): number[][] {
  for (const [name, view] of kernel.inputs) view.set(values.get(name)!);
  kernel.run();
  return kernel.outputs.map((view) => [...view]);
}

const up = (length: number): number => Math.ceil(length / 16) * 16;

/**
 * Fills all of a kernel's memory with NaN but what it is given: inputs, constants and tables of indices. The answer tells
 * whether these are still what they were.
 */
function poison(
  kernel: WasmKernel,
  roots: readonly Expr[],
  inputs: readonly Expr[],
  precision: Precision,
): () => boolean {
  const { memory, constants, inputs: buffers, steps } = plan(roots, inputs, precision);
  const bytes = floatsOf(precision).BYTES_PER_ELEMENT;
  const [some] = [...kernel.inputs.values(), ...kernel.outputs];
  if (some === undefined) return () => true;
  const given: Uint8Array[] = [];
  const give = (from: number, length: number): void => {
    given.push(new Uint8Array(some.buffer, from, length));
  };
  for (const [name, view] of kernel.inputs) {
    if (memory.offsets[buffers.get(name)!]! * bytes !== view.byteOffset)
      throw new Error(`the plan knows where ${name} lies`);
    give(view.byteOffset, view.byteLength);
  }
  for (const buffer of constants.keys())
    if (memory.offsets[buffer] !== -1) give(memory.offsets[buffer]! * bytes, bytes);
  const tables = steps.flatMap((step) =>
    step.kind === 'gather'
      ? [step.from]
      : step.kind === 'scatter'
        ? [step.from, step.to, step.untouched]
        : [],
  );
  give(
    up(memory.length * bytes),
    tables.reduce((sum, table) => sum + up(table.byteLength), 0),
  );
  const before = given.map((part) => part.slice());
  new Uint8Array(some.buffer).fill(255);
  given.forEach((part, i) => {
    part.set(before[i]!);
  });
  return () => given.every((part, i) => part.every((byte, at) => byte === before[i]![at]));
}

/** How many elements were held against how much: the same bits, a bound, or nothing. */
export interface Tally {
  exact: number;
  bounded: number;
  open: number;
}

/** What the roots are by definition, and how far from it they may be. */
function bound(roots: readonly Expr[], values: Values, admitted: Admitted): Ball[][] {
  const Floats = floatsOf(admitted.precision);
  const all = readAll(roots, balls(admitted), (e) => ({
    shape: e.shape,
    data: Array.from(Floats.from(values.get(nameOf(e))!), (mid) => ({ mid, rad: 0 })),
  }));
  return roots.map((root) => [...all.get(root)!.data]);
}

const writtenRoot = (e: Expr): string => {
  const text = write(e);
  return text.length > 1000 ? `${text.slice(0, 1000)} …` : text;
};

/**
 * Holds a kernel against the definition within the bound; and then against itself, after all that it should not depend on
 * was overwritten.
 */
export function holds(
  roots: readonly Expr[],
  values: Values,
  admitted: Admitted,
  tally: Tally = { exact: 0, bounded: 0, open: 0 },
  inputs: readonly Expr[] = [],
): WasmKernel {
  const kernel = compiled(roots, admitted, inputs);
  const first = ran(kernel, values);
  bound(roots, values, admitted).forEach((row, root) => {
    const found = first[root]!;
    const wrong = row.findIndex((ball, i) => !admits(ball, found[i]!));
    if (found.length !== row.length || wrong >= 0)
      throw new Error(
        `root ${root}, element ${wrong} of ${row.length}: ${found[wrong]} for ${row[wrong]?.mid} ± ${row[wrong]?.rad}\n${writtenRoot(roots[root]!)}`,
      );
    for (const { rad } of row) tally[rad === 0 ? 'exact' : rad < Infinity ? 'bounded' : 'open']++;
  });
  const intact = poison(kernel, roots, inputs, admitted.precision);
  kernel.run();
  if (!intact()) throw new Error(`a run changed what it was given\n${roots.map(writtenRoot).join('\n')}`);
  kernel.outputs.forEach((view, root) => {
    if (!view.every((v, i) => Object.is(v, first[root]![i])))
      throw new Error(`root ${root} is another in the second run\n${writtenRoot(roots[root]!)}`);
  });
  return kernel;
}
