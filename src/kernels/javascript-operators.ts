import { numberText } from '../language/number-text.ts';
import type { Operation } from '../language/numbers.ts';
import { float64 } from '../numbers/float64.ts';
import type { Precision } from './kernel.ts';

/** How a step's text reaches what stands outside it: memory, scalars, tables, and functions. */
export interface Surroundings {
  readonly offset: (buffer: number) => number;
  readonly size: (buffer: number) => number;
  /** The name of a scalar that has been computed, or `undefined` where the buffer is no scalar. */
  readonly scalar: (buffer: number) => string | undefined;
  /** The statement that gives a scalar its value. */
  readonly define: (buffer: number, value: string) => string;
  readonly constant: (value: Int32Array | ((...x: number[]) => number)) => string;
  readonly precision: Precision;
}

/** A double as a JavaScript literal of exactly that value. */
function exactly(value: number): string {
  const text = numberText(value);
  return text.startsWith('-') ? `(${text})` : text;
}

/** A constant as a JavaScript literal of the value that it has in these numbers. */
export function literal(value: number, { precision }: Surroundings): string {
  return exactly(precision === 'float32' ? Math.fround(value) : value);
}

/** The text of a result as these numbers have it: in float32 rounded. */
export function rounding(text: string, { precision }: Surroundings): string {
  return precision === 'float32' ? `F(${text})` : text;
}

type Write = (...x: string[]) => string;

/** The operations that are operators, written out; what they mean is what `float64` does. */
const operators: Partial<Record<Operation, Write>> = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} - ${b}`,
  mul: (a, b) => `${a} * ${b}`,
  div: (a, b) => `${a} / ${b}`,
  square: (x) => `${x} * ${x}`,
  carry: (g, p) => `${g} === 0 ? 0 : ${g} * ${p}`,
};

/** Those whose result is a number of the format if their operands are. */
const exactOperators: Partial<Record<Operation, Write>> = {
  neg: (x) => `-${x}`,
  relu: (x) => `${x} < 0 ? 0 : ${x}`,
  step: (x) => `${x} > 0 ? 1 : 0`,
  less: (a, b) => `${a} < ${b} ? 1 : 0`,
  equal: (a, b) => `${a} === ${b} ? 1 : 0`,
  select: (c, a, b) => `${c} !== 0 ? ${a} : ${b}`,
  min: (a, b) => `Math.min(${a}, ${b})`,
  max: (a, b) => `Math.max(${a}, ${b})`,
  hold: (x) => x,
};

/** The text of one operation on operands that are names or literals. */
export function writeOperation(
  op: Operation,
  operands: readonly string[],
  parameters: readonly number[],
  around: Surroundings,
): string {
  const exact = exactOperators[op];
  if (exact !== undefined) return exact(...operands);
  return rounding(operationInDoubles(op, operands, parameters, around), around);
}

function operationInDoubles(
  op: Operation,
  operands: readonly string[],
  parameters: readonly number[],
  around: Surroundings,
): string {
  const operator = operators[op];
  if (operator !== undefined) return operator(...operands);
  const [x] = operands;
  if (op === 'power' && parameters[0] === 2) return `${x!} * ${x!}`;
  if (op === 'power' && parameters[0] === 3) return `${x!} * ${x!} * ${x!}`;
  const name = around.constant(float64[op]);
  return `${name}(${[...operands, ...parameters.map(exactly)].join(', ')})`;
}
