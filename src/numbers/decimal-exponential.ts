import type { Decimal } from 'decimal.js';
import {
  bitsOf,
  coefficient,
  fixed,
  floating,
  magnitude,
  wider,
  type Precision,
} from './decimal-precision.ts';
import * as fixedPoint from './fixed-point.ts';

/** e^x = 10^n · e^r with r = x − n·ln 10 in [0, ln 10): the power of ten costs a decimal number nothing. */
export function exp(p: Precision, x: Decimal): Decimal {
  if (x.isNaN()) return x;
  if (x.e > 16 || !x.isFinite()) return new p.Number(x.s < 0 ? 0 : Infinity);
  if (x.isZero() || x.e < -p.digits - 2) return new p.Number(1).plus(x);
  const extra = bitsOf(x.e + 1);
  const all = fixed(x, p.bits + extra);
  const ln10 = fixedPoint.ln10(p.bits + extra);
  const n = all < 0n ? all / ln10 - 1n : all / ln10;
  const power = fixedPoint.exp((all - n * ln10) >> BigInt(extra), p.bits);
  return floating(p, power, p.bits, Number(n));
}

/** e^x − 1; near 0 with as many more bits as the difference cancels. */
export function expm1(p: Precision, x: Decimal): Decimal {
  if (x.isNaN() || x.isZero()) return x;
  if (x.e >= 0 || !x.isFinite()) return exp(p, x).minus(1);
  if (x.e < -p.digits - 2) return p.round(x);
  const bits = p.bits + bitsOf(-x.e);
  return floating(p, fixedPoint.exp(fixed(x, bits), bits) - (1n << BigInt(bits)), bits);
}

/** ln(m·10^e) = ln m + e·ln 10 for 1 ≤ m < 10; by `log1p` around 1, where these would cancel. */
export function log(p: Precision, x: Decimal): Decimal {
  if (x.isNaN() || (x.isFinite() ? x.isNegative() && !x.isZero() : x.s < 0)) return new p.Number(NaN);
  if (!x.isFinite()) return x;
  if (x.isZero()) return new p.Number(-Infinity);
  if ((x.e === 0 || x.e === -1) && x.gt(0.5) && x.lt(1.5)) return nearOne(p, p.own(x).minus(1));
  const bits = p.bits + 60;
  const mantissa = fixedPoint.log(fixed(x, bits, -x.e), bits);
  return floating(p, mantissa + BigInt(x.e) * fixedPoint.ln10(bits), bits);
}

/** ln(1 + x), to as many digits for the smallest x. */
export function log1p(p: Precision, x: Decimal): Decimal {
  if (x.isNaN()) return x;
  return x.abs().lt(0.5) ? nearOne(p, x) : log(p, p.own(x).plus(1));
}

/** ln(1 + x) for |x| ≤ 1/2, with as many more bits as x has leading zeros. */
function nearOne(p: Precision, x: Decimal): Decimal {
  if (x.isZero()) return x;
  if (x.e < -p.digits - 2) return p.round(x);
  const bits = p.bits + bitsOf(-x.e);
  return floating(p, fixedPoint.log((1n << BigInt(bits)) + fixed(x, bits), bits), bits);
}

/** The logarithm to another base, computed wider, so that the logarithm of a power of the base comes out whole. */
export function logarithm(p: Precision, x: Decimal, base: number): Decimal {
  const wide = wider(p);
  return p.round(log(wide, x).div(log(wide, new wide.Number(base))));
}

/** a^b with the cases of Math.pow: a negative base has integer exponents only, and x⁰ is 1 for every x. */
export function pow(p: Precision, a: Decimal, b: Decimal): Decimal {
  if (!a.isFinite() || !b.isFinite() || a.isZero() || b.isZero())
    return new p.Number(Math.pow(alike(a), alike(b)));
  const whole = b.isInteger();
  if (whole && b.e < 15) return p.own(a).pow(b);
  if (a.s < 0 && !whole) return new p.Number(NaN);
  const wide = wider(p);
  const power = exp(p, log(wide, magnitude(wide, a)).times(b));
  return a.s < 0 && isOdd(b) ? power.neg() : power;
}

/** A double that Math.pow treats as it would treat x: of the same sign, parity and side of 1. */
function alike(x: Decimal): number {
  if (!x.isFinite() || x.isZero()) return x.toNumber();
  if (x.isInteger()) return x.s * (!isOdd(x) ? 2 : x.abs().eq(1) ? 1 : 3);
  return x.s * (x.abs().lt(1) ? 0.5 : 1.5);
}

function isOdd(x: Decimal): boolean {
  const { integer, exponent } = coefficient(x);
  return exponent === 0 && integer % 2n === 1n;
}
