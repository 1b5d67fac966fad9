import { arity, operations, type Numbers, type Operation } from '../language/numbers.ts';
import { generate } from '../language/apply.ts';
import { normalForm, type Term } from '../rules/normal-form.ts';

/**
 * A number of which only the size is known: how many nodes the tree that it stands for has in the normal form, exactly; a
 * big integer once a double could not hold it. It has the outline of an expression, as far down as a law that holds bit for
 * bit may look: through operations of one operand, and into constants. What lies deeper is forgotten.
 */
export interface Size extends Term<Size> {
  readonly op: Operation | 'input';
  readonly shape: readonly [];
  readonly size: number | bigint;
}

const shape = [] as const;
const none = [] as const;

/** The sum of sizes, exactly. */
export function plus(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  return BigInt(a) + BigInt(b);
}

/** An input of the size 1. */
export const sizeOfInput = (name: string): Size => ({
  op: 'input',
  args: [],
  params: [name],
  shape,
  size: 1,
});

/** Stands for operands that are forgotten. */
const forgotten: readonly Size[] = [sizeOfInput('…')];

/** A number of which nothing is known but its size. */
export const opaque = (size: number | bigint): Size => ({
  op: 'add',
  args: forgotten,
  params: none,
  shape,
  size,
});

/** Whether nothing is known of the number but its size, or that it is an input. */
export const isOpaque = ({ op, args }: Size): boolean => args === forgotten || op === 'input';

const isLiteral = ({ op, args }: Size): boolean => op === 'constant' || (op === 'div' && args !== forgotten);

function make(op: Operation, args: readonly Size[], params: readonly unknown[]): Size {
  if (op === 'hold') return { op, args, params, shape, size: args[0]!.size };
  const whole: Term<Size> = { op, args, params };
  const { operands, exponent } = normalForm(whole as Size);
  const size = operands.reduce<number | bigint>(
    (sum, x) => plus(sum, x.size),
    exponent === undefined ? 1 : 2,
  );
  return { op, args: args.length < 2 || args.every(isLiteral) ? args : forgotten, params, shape, size };
}

/** An operation of two operands of which no law needs to know more: sums and products, the bulk of any net. */
const join = (a: Size, b: Size): Size => opaque(plus(plus(a.size, b.size), 1));

/**
 * Numbers that only count. Read in dual numbers over arrays of them, an objective gives the tree sizes of its value and of
 * a derivative written out number by number, for expressions far too large to be built. Under `obey` the laws act.
 */
export const sizes: Numbers<Size> = {
  ...(generate<Size, Operation>(operations, make, arity) as unknown as Numbers<Size>),
  add: join,
  sub: join,
  mul: join,
};
