import type { Expr } from '../expression/expr.ts';
import { size } from '../language/shape.ts';
import { writeLoop } from './javascript-loop.ts';
import type { Surroundings } from './javascript-operators.ts';
import { writeProduct } from './javascript-product.ts';
import { floatsOf, type Floats, type Kernel, type Precision } from './kernel.ts';
import { cutIntoParts } from './parts.ts';
import { plan, type Plan } from './plan.ts';
import { reads, type GatherStep, type ScatterStep, type Step } from './step.ts';

/** The statements of one function are at most about this many: V8 leaves a function above 60 kB of bytecode slow. */
const longestFunction = 500;

/** A kernel with the program that was generated for it, which has numbers for names: no text of a user is in it. */
export interface JavascriptKernel extends Kernel {
  readonly source: string;
}

/**
 * The roots compiled to JavaScript: bit for bit what `read` over `tensors(float64)` gives, or over `tensors(rounded(float32))`.
 * `inputs` may name inputs that the roots do not depend on. The answer is `undefined` where a content policy forbids
 * generated code.
 */
export function compileJavascript(
  roots: readonly Expr[],
  inputs: readonly Expr[] = [],
  precision: Precision = 'float64',
): JavascriptKernel | undefined {
  return javascriptKernel(plan(roots, inputs, precision), precision);
}

/** The same of a graph that has been planned. */
export function javascriptKernel(planned: Plan, precision: Precision): JavascriptKernel | undefined {
  const start = performance.now();
  const { offsets, length } = planned.memory;
  const program = write(planned, precision);
  const memory = new (floatsOf(precision))(length + program.reach);
  for (const [buffer, value] of planned.constants)
    if (offsets[buffer] !== -1) memory[offsets[buffer]!] = value;
  const view = (buffer: number): Floats =>
    memory.subarray(offsets[buffer], offsets[buffer]! + size(planned.shapes[buffer]!));
  let make: (m: Floats, constants: readonly unknown[]) => () => void;
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is generated above, from numbers only
    make = new Function('memory', 'constants', program.source) as typeof make;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
  return {
    inputs: new Map([...planned.inputs].map(([name, buffer]) => [name, view(buffer)])),
    outputs: planned.outputs.map(view),
    run: make(memory, program.constants),
    source: program.source,
    built: {
      kind: 'javascript',
      precision,
      milliseconds: performance.now() - start,
      codeBytes: program.source.length,
      memoryBytes: memory.byteLength,
    },
  };
}

interface Program {
  readonly source: string;
  readonly constants: readonly unknown[];
  /** How far beyond its last element an array is addressed, as far as the engine can tell from the loops. */
  readonly reach: number;
}

/** About how many statements a step is written in. */
function weigh(step: Step): number {
  if (step.kind === 'matmul') return 100 + (step.then === undefined ? 0 : weigh(step.then));
  if (step.kind !== 'loop') return 10;
  return step.instructions.length + (step.lengths.length === 0 ? 0 : 10);
}

function write(planned: Plan, precision: Precision): Program {
  const { steps, shapes, memory } = planned;
  const { partOf, stored, home } = cutIntoParts(planned, longestFunction, weigh);

  const constants: unknown[] = [];
  const constantNames = new Map<unknown, string>();
  const known = new Map<number, string>();
  let part = 0;
  let head = '';
  const around: Surroundings = {
    offset: (buffer) => memory.offsets[buffer]!,
    size: (buffer) => size(shapes[buffer]!),
    scalar: (buffer) => {
      if (shapes[buffer]!.length > 0) return undefined;
      let name = known.get(buffer);
      if (name === undefined) {
        name = `s${buffer}`;
        known.set(buffer, name);
        if (home[buffer] !== part) head += `const ${name} = m[${memory.offsets[buffer]!}];\n`;
      }
      return name;
    },
    define: (buffer, value) => {
      const name = `s${buffer}`;
      const keep = stored.has(buffer) ? ` m[${memory.offsets[buffer]!}] = ${name};` : '';
      return `${name} = ${value};${keep}`;
    },
    constant: (value) => {
      let name = constantNames.get(value);
      if (name === undefined) {
        name = `${typeof value === 'function' ? 'f' : 't'}${constants.push(value) - 1}`;
        constantNames.set(value, name);
      }
      return name;
    },
    precision,
  };

  const functions: string[] = [];
  let body = '';
  const finish = (): void => {
    if (body !== '') functions.push(`function part${functions.length}() {\n${head}${body}}\n`);
    head = body = '';
    known.clear();
  };
  let reach = 0;
  steps.forEach((step, at) => {
    if (partOf[at] !== part) finish();
    part = partOf[at]!;
    const target = step.target.base;
    const text = writeStep(step, around);
    if (shapes[target]!.length > 0) body += `{\n${text}}\n`;
    else if (text.startsWith(`s${target} = `)) body += `const ${text}`;
    else body += `let s${target};\n{\n${text}}\n`;
    reach = Math.max(reach, reachOf(step));
  });
  finish();
  const calls = functions.map((_, i) => `part${i}();`).join('\n');
  const source = [
    '"use strict";',
    'const m = memory;',
    ...(precision === 'float32' ? ['const F = Math.fround;'] : []),
    ...constants.map((value, i) => `const ${constantNames.get(value)!} = constants[${i}];`),
    ...functions,
    functions.length === 1 ? 'return part0;' : `return function run() {\n${calls}\n};`,
  ].join('\n');
  return { source, constants, reach };
}

function writeStep(step: Step, around: Surroundings): string {
  switch (step.kind) {
    case 'loop':
      return writeLoop(step, around);
    case 'matmul':
      return writeProduct(step, around) + (step.then === undefined ? '' : writeLoop(step.then, around));
    case 'gather':
      return writeGather(step, around);
    case 'scatter':
      return writeScatter(step, around);
  }
}

function writeGather({ base, from, target }: GatherStep, around: Surroundings): string {
  const value = `m[${around.offset(base)} + ${around.constant(from)}[i]]`;
  const to = `m[${around.offset(target.base)} + i]`;
  const loop = `for (let i = 0; i < ${from.length}; i++) ${to} = ${value};\n`;
  return from.length === 0 ? '' : loop + reload(target.base, around);
}

/** Elements that are added to start at −0, to which adding the first term gives that term. */
function writeScatter(step: ScatterStep, around: Surroundings): string {
  const { base, from, to, untouched, target } = step;
  const at = (table: Int32Array): string => `m[${around.offset(target.base)} + ${around.constant(table)}[i]]`;
  if (step.size === 0) return '';
  let text = `for (let i = 0; i < ${step.size}; i++) m[${around.offset(target.base)} + i] = -0;\n`;
  if (untouched.length > 0) text += `for (let i = 0; i < ${untouched.length}; i++) ${at(untouched)} = 0;\n`;
  if (to.length > 0)
    text += `for (let i = 0; i < ${to.length}; i++) ${at(to)} += m[${around.offset(base)} + ${around.constant(from)}[i]];\n`;
  return text + reload(target.base, around);
}

/** A scalar that was written in memory, as a variable. */
function reload(buffer: number, around: Surroundings): string {
  const name = around.scalar(buffer);
  return name === undefined ? '' : `${name} = m[${around.offset(buffer)}];\n`;
}

/** A loop variable ends one round too far, and so does the range that an engine infers for its addresses. */
function reachOf(step: Step): number {
  const layouts = [...reads(step), step.target];
  const rounds = step.kind === 'matmul' ? 4 : 1;
  return Math.max(...layouts.map(({ strides }) => strides.reduce((sum, stride) => sum + rounds * stride, 0)));
}
