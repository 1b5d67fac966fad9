import { operations, type Numbers } from '../language/numbers.ts';
import { float64 } from './float64.ts';

/** A binary floating-point format whose values are all doubles. */
export interface Format {
  readonly name: string;
  /** Significant bits, the implicit one included. */
  readonly precision: number;
  /** u = 2^(−precision), the largest relative error of rounding to this format, where nothing under- or overflows. */
  readonly unitRoundoff: number;
  /** The nearest value of the format; at a tie the one whose last bit is 0. */
  readonly round: (v: number) => number;
}

const bits = new DataView(new ArrayBuffer(8));

/** ⌊log₂|v|⌋ of a normal double, read off its bits; −1023 for zero and subnormals, 1024 for ∞ and NaN. */
function exponentOf(v: number): number {
  bits.setFloat64(0, v);
  return ((bits.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/** Adding and subtracting it rounds a double below 2⁵¹ to a whole number, to even at a tie (IEEE 754's own rounding). */
const rounder = 1.5 * 2 ** 52;

/**
 * A format with IEEE 754's gradual underflow and overflow to infinity, by its precision and the exponents of its smallest
 * normal and its largest number. A double is rounded to it once, not by way of a wider format.
 */
export function format(name: string, precision: number, minExponent: number, maxExponent: number): Format {
  const largest = (2 - 2 ** (1 - precision)) * 2 ** maxExponent;
  const round = (v: number): number => {
    // Zero keeps its sign; ∞ and NaN are themselves.
    if (v === 0 || !Number.isFinite(v)) return v;
    const spacing = 2 ** (Math.max(exponentOf(v), minExponent) - precision + 1);
    const magnitude = (Math.abs(v) / spacing + rounder - rounder) * spacing;
    return Math.sign(v) * (magnitude > largest ? Infinity : magnitude);
  };
  return { name, precision, unitRoundoff: 2 ** -precision, round };
}

/** IEEE 754 binary64: what JavaScript's numbers are. */
export const binary64: Format = { name: 'float64', precision: 53, unitRoundoff: 2 ** -53, round: (v) => v };

/** IEEE 754 binary32. */
export const float32: Format = { ...format('float32', 24, -126, 127), round: Math.fround };

/** IEEE 754 binary16: the largest number is 65504, the smallest 2⁻²⁴. */
export const float16: Format = format('float16', 11, -14, 15);

/** Google's bfloat16: the exponents of float32 with 8 significant bits. */
export const bfloat16: Format = format('bfloat16', 8, -126, 127);

/** All of them, the widest first. */
export const formats: readonly Format[] = [binary64, float32, bfloat16, float16];

/**
 * Plain numbers, each result rounded to the format: constants and π too. For + − × ÷ and √ of numbers of the format that
 * is the correctly rounded result, although it was rounded to float64 first: 53 ≥ 2·precision + 2 (Figueroa 1995, "When is
 * double rounding innocuous?"). The other functions are read as: right to float64's accuracy, then rounded, as a library
 * does that computes them in wider numbers; an integer power is rounded once, not after each of its multiplications.
 */
export function rounded(format: Format): Numbers<number> {
  if (format === binary64) return float64;
  let numbers = made.get(format);
  if (numbers === undefined) made.set(format, (numbers = roundingTo(format)));
  return numbers;
}

/** The numbers of a format are one object, so that whoever is handed them can tell which they are. */
const made = new WeakMap<Format, Numbers<number>>();

function roundingTo({ round }: Format): Numbers<number> {
  // A function ignores the arguments beyond its own.
  const roundedResult = (f: (...x: number[]) => number) => (x: number, y: number, z: number) =>
    round(f(x, y, z));
  return Object.fromEntries(
    operations.map((operation) => [operation, roundedResult(float64[operation])]),
  ) as Numbers<number>;
}
