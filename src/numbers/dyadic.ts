import { apply } from '../language/apply.ts';
import { arity, type Operation } from '../language/numbers.ts';
import { float64 } from './float64.ts';

/** A double taken apart: its value is mantissa · 2^exponent, exactly. The mantissa is odd, or 0 (for −0 too). */
export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

/** The dyadic fraction that a finite double is (IEEE 754, binary64). */
export function dyadic(v: number): Dyadic {
  if (!Number.isFinite(v)) throw new RangeError(`dyadic: the number must be finite, got ${v}`);
  if (v === 0) return { mantissa: 0n, exponent: 0 };
  view.setFloat64(0, v);
  const bits = view.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  // Field 0 holds the subnormals, which have no hidden bit.
  const whole = field === 0 ? fraction : fraction | 0x10000000000000n;
  const zeros = Math.log2(Number(whole & -whole));
  const odd = whole >> BigInt(zeros);
  return { mantissa: v < 0 ? -odd : odd, exponent: Math.max(field, 1) - 1075 + zeros };
}

export function sum(a: Dyadic, b: Dyadic): Dyadic {
  const exponent = Math.min(a.exponent, b.exponent);
  const aligned = ({ mantissa, exponent: own }: Dyadic) => mantissa << BigInt(own - exponent);
  return { mantissa: aligned(a) + aligned(b), exponent };
}

export function product(a: Dyadic, b: Dyadic): Dyadic {
  return { mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent };
}

export function negative({ mantissa, exponent }: Dyadic): Dyadic {
  return { mantissa: -mantissa, exponent };
}

/** Whether two fractions are one number, however they are written. */
export function same(a: Dyadic, b: Dyadic): boolean {
  return sum(a, negative(b)).mantissa === 0n;
}

const always = (): boolean => true;

/** Whether y, which an operation gave, is its real result. Some operations never round; those not listed here may. */
const isReal: Partial<Record<Operation, (y: Dyadic, a: Dyadic, b: Dyadic) => boolean>> = {
  add: (y, a, b) => same(y, sum(a, b)),
  sub: (y, a, b) => same(y, sum(a, negative(b))),
  mul: (y, a, b) => same(y, product(a, b)),
  div: (y, a, b) => same(product(y, b), a),
  square: (y, a) => same(y, product(a, a)),
  sqrt: (y, a) => same(product(y, y), a),
  neg: always,
  abs: always,
  sign: always,
  step: always,
  floor: always,
  min: always,
  max: always,
  less: always,
  equal: always,
};

/**
 * Whether the double `result` is the real value of the operation on these doubles, with the sign of zero that IEEE
 * arithmetic gives. Only then may an operation on constants be folded. False for operations it does not know, and for
 * numbers that are not finite.
 */
export function isExact(operation: string, operands: readonly number[], result: number): boolean {
  const op = operation as Operation;
  if (arity[op] !== operands.length || ![...operands, result].every(Number.isFinite)) return false;
  if (!Object.is(apply(float64, op, operands), result)) return false;
  const [a, b = 0] = operands as [number, number?];
  return isReal[op]?.(dyadic(result), dyadic(a), dyadic(b)) ?? false;
}
