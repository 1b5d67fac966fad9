import { dyadic } from '../numbers/dyadic.ts';
import { isConstant, type Expr, type node } from './expr.ts';

/** A rational number, exactly: in lowest terms, the denominator positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const zero: Rational = { numerator: 0n, denominator: 1n };
export const one: Rational = { numerator: 1n, denominator: 1n };
export const minusOne: Rational = { numerator: -1n, denominator: 1n };

function lowest(numerator: bigint, denominator: bigint): Rational {
  if (numerator === 0n) return zero;
  if ((denominator & (denominator - 1n)) === 0n) {
    // Sums and products of doubles: nothing but 2 divides both.
    const shift = BigInt(Math.min(twosOf(numerator), twosOf(denominator)));
    return { numerator: numerator >> shift, denominator: denominator >> shift };
  }
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

const largest = 1n << 65_536n;

/** Whether there are more digits than is reasonable: repeated squares of one double double them each time. */
export const isLong = ({ numerator, denominator }: Rational): boolean =>
  numerator > largest || numerator < -largest || denominator > largest;

const isUnit = ({ numerator, denominator }: Rational): boolean =>
  denominator === 1n && (numerator === 1n || numerator === -1n);

export const isOne = (r: Rational): boolean => r.numerator === 1n && r.denominator === 1n;
export const isZero = (r: Rational): boolean => r.numerator === 0n;
export const isNegative = (r: Rational): boolean => r.numerator < 0n;

export const negative = ({ numerator, denominator }: Rational): Rational => ({
  numerator: -numerator,
  denominator,
});

export const size = (r: Rational): Rational => (isNegative(r) ? negative(r) : r);

/** What tells a rational number from all others. */
export const keyOf = ({ numerator, denominator }: Rational): string => `${numerator}/${denominator}`;

export function plus(a: Rational, b: Rational): Rational {
  if (a.denominator === 1n && b.denominator === 1n)
    return { numerator: a.numerator + b.numerator, denominator: 1n };
  return lowest(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function times(a: Rational, b: Rational): Rational {
  if (isUnit(a)) return isNegative(a) ? negative(b) : b;
  if (isUnit(b)) return isNegative(b) ? negative(a) : a;
  return lowest(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** 1/r, for r ≠ 0. */
export function inverse({ numerator, denominator }: Rational): Rational {
  return numerator < 0n
    ? { numerator: -denominator, denominator: -numerator }
    : { numerator: denominator, denominator: numerator };
}

/** Powers of more binary digits than two doubles have are left as they are written. */
const mostBits = 106;

/** rᵖ for a whole p; undefined for 0 to a negative power, and where the power has too many digits. */
export function raised(r: Rational, p: number): Rational | undefined {
  if (isUnit(r)) return p % 2 === 0 ? one : r;
  if (isZero(r)) return p > 0 ? zero : p === 0 ? one : undefined;
  if (p < 0) return raised(inverse(r), -p);
  const bits = Math.max(bitsOf(r.numerator), bitsOf(r.denominator)) - 1;
  if (bits * p > mostBits) return undefined;
  return { numerator: r.numerator ** BigInt(p), denominator: r.denominator ** BigInt(p) };
}

const bitsOf = (m: bigint): number => (m < 0n ? -m : m).toString(2).length;

/** A finite double, exactly. */
export function fromDouble(v: number): Rational {
  if (v === 1) return one;
  const { mantissa, exponent } = dyadic(v);
  return exponent < 0
    ? { numerator: mantissa, denominator: 1n << BigInt(-exponent) }
    : { numerator: mantissa << BigInt(exponent), denominator: 1n };
}

/** The nearest double to m·2^e that is no further from 0 than the largest, for |m·2^e| in the normal range. */
function nearest(m: bigint, e: number): number {
  const spare = bitsOf(m) - 53;
  if (spare <= 0) return scaled(Number(m), e);
  // Half of the first digit that is left out rounds up.
  const kept = ((m < 0n ? -m : m) + (1n << BigInt(spare - 1))) >> BigInt(spare);
  return scaled(Number(m < 0n ? -kept : kept), e + spare);
}

/** v·2^e by steps that do not leave the range on the way. */
function scaled(v: number, e: number): number {
  const step = Math.sign(e) * Math.min(Math.abs(e), 500);
  return step === 0 ? v : scaled(v * 2 ** step, e - step);
}

/** Fractions of whole numbers below this are written as such. */
const mostWhole = 2n ** 31n;

/**
 * A rational number other than 0 in doubles: a double, over a double if need be. The divisor of 1/0.1 and 1/1.5 is kept,
 * that of 5/3 is whole, and where numbers get long it lies between 1 and 2. What is no double stands as the exact sum of
 * doubles, the nearest first; what is out of their range is multiplied by powers of 2.
 */
export function writeRational(
  { numerator: n, denominator: d }: Rational,
  make: typeof node,
): { numerator: Expr; denominator: Expr } {
  const written = (numeratorTwos: number, denominatorTwos: number, top = n, bottom = d) => ({
    numerator: writeDyadic(top, numeratorTwos, make),
    denominator: writeDyadic(bottom, denominatorTwos, make),
  });
  const twos = twosOf(d);
  const odd = d >> BigInt(twos);
  if (odd === 1n) return written(-twos, 0, n, odd);
  const shift = twosOf(n);
  const sign = n < 0n ? -1n : 1n;
  if (n >> BigInt(shift) === sign) return written(0, -shift, sign, d);
  if (odd < mostWhole && sign * n < mostWhole) return written(-twos, 0, n, odd);
  const scale = bitsOf(d) - 1;
  return written(-scale, -scale);
}

/** How often 2 divides a number other than 0. */
const twosOf = (m: bigint): number => bitsOf(m & -m) - 1;

function writeDyadic(mantissa: bigint, exponent: number, make: typeof node): Expr {
  const constant = (v: number): Expr => make('constant', [], [v]);
  if (mantissa === 0n) return constant(0);
  const top = bitsOf(mantissa) + exponent;
  const shift = top > 1000 ? -1000 : top < -900 ? 1000 : 0;
  if (shift !== 0) {
    const v = Math.abs(top) < 1070 && bitsOf(mantissa) <= 53 ? nearest(mantissa, exponent) : NaN;
    if (Number.isFinite(v) && v !== 0 && sameDyadic(v, mantissa, exponent)) return constant(v);
    return make('mul', [writeDyadic(mantissa, exponent + shift, make), constant(2 ** -shift)], []);
  }
  const v = nearest(mantissa, exponent);
  const { mantissa: m, exponent: e } = dyadic(v);
  const least = Math.min(e, exponent);
  const rest = (mantissa << BigInt(exponent - least)) - (m << BigInt(e - least));
  return rest === 0n ? constant(v) : make('add', [constant(v), writeDyadic(rest, least, make)], []);
}

function sameDyadic(v: number, mantissa: bigint, exponent: number): boolean {
  const own = dyadic(v);
  const least = Math.min(own.exponent, exponent);
  return own.mantissa << BigInt(own.exponent - least) === mantissa << BigInt(exponent - least);
}

/** The double that a node is, as a rational number; undefined for other nodes and for what is not finite. */
export function constantOf(e: Expr): Rational | undefined {
  const v = e.params[0] as number;
  return isConstant(e) && Number.isFinite(v) ? fromDouble(v) : undefined;
}
