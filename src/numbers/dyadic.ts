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

interface Exactness {
  /** What IEEE arithmetic gives, the sign of zero included. */
  readonly rounded: (a: number, b: number) => number;
  /** Whether y is the real result; an operation without it never rounds. */
  readonly holds?: (y: Dyadic, a: Dyadic, b: Dyadic) => boolean;
  readonly operands: 1 | 2;
}

const exactness = new Map<string, Exactness>([
  ['add', { operands: 2, rounded: (a, b) => a + b, holds: (y, a, b) => same(y, sum(a, b)) }],
  ['sub', { operands: 2, rounded: (a, b) => a - b, holds: (y, a, b) => same(y, sum(a, negative(b))) }],
  ['mul', { operands: 2, rounded: (a, b) => a * b, holds: (y, a, b) => same(y, product(a, b)) }],
  ['div', { operands: 2, rounded: (a, b) => a / b, holds: (y, a, b) => same(product(y, b), a) }],
  ['square', { operands: 1, rounded: (a) => a * a, holds: (y, a) => same(y, product(a, a)) }],
  ['sqrt', { operands: 1, rounded: (a) => Math.sqrt(a), holds: (y, a) => same(product(y, y), a) }],
  ['neg', { operands: 1, rounded: (a) => -a }],
  ['abs', { operands: 1, rounded: (a) => Math.abs(a) }],
  ['sign', { operands: 1, rounded: (a) => Math.sign(a) }],
  ['step', { operands: 1, rounded: (a) => (a > 0 ? 1 : 0) }],
  ['floor', { operands: 1, rounded: (a) => Math.floor(a) }],
  ['min', { operands: 2, rounded: (a, b) => Math.min(a, b) }],
  ['max', { operands: 2, rounded: (a, b) => Math.max(a, b) }],
  ['less', { operands: 2, rounded: (a, b) => (a < b ? 1 : 0) }],
  ['equal', { operands: 2, rounded: (a, b) => (a === b ? 1 : 0) }],
]);

/**
 * Whether the double `result` is the real value of the operation on these doubles, with the sign of zero that IEEE
 * arithmetic gives. Only then may an operation on constants be folded. False for operations it does not know, and for
 * numbers that are not finite.
 */
export function isExact(operation: string, operands: readonly number[], result: number): boolean {
  const row = exactness.get(operation);
  if (row?.operands !== operands.length || ![...operands, result].every(Number.isFinite)) return false;
  const [a, b = 0] = operands as [number, number?];
  if (!Object.is(row.rounded(a, b), result)) return false;
  return row.holds?.(dyadic(result), dyadic(a), dyadic(b)) ?? true;
}
