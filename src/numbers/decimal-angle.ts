import type { Decimal } from 'decimal.js';
import { bitsOf, fixed, floating, type Precision } from './decimal-precision.ts';
import * as fixedPoint from './fixed-point.ts';

/** An angle less whole quarter turns: |r| ≤ π/4 in fixed point, to a full relative precision. */
interface Reduced {
  readonly quarters: number;
  readonly r: bigint;
  readonly bits: number;
}

/** Beyond 10^4096 the quarter that an angle lies in would need too many digits of π: its sine is NaN. */
const largestExponent = 4096;

function reduce(p: Precision, x: Decimal): Reduced {
  const size = bitsOf(x.e + 1);
  for (let bits = p.bits + size + bitsOf(-x.e); ;) {
    const angle = fixed(x, bits);
    const half = fixedPoint.pi(bits) >> 1n;
    const n = (2n * angle + half) / (2n * half) - (2n * angle + half < 0n ? 1n : 0n);
    const r = angle - n * half;
    // The error of r is n units; where x is near a multiple of π/2, what is left of it has lost its leading digits.
    const missing = p.bits - (fixedPoint.bitLength(r) - size);
    if (n === 0n || missing <= 0)
      return { quarters: Number(((n % 4n) + 4n) % 4n), r: r >> BigInt(size), bits: bits - size };
    bits += missing + 2;
  }
}

/** The sine of the reduced angle, `shift` quarter turns on. */
function sineOf({ quarters, r, bits }: Reduced, shift: number): bigint {
  const quadrant = (quarters + shift) % 4;
  const size = r < 0n ? -r : r;
  const sine = quadrant % 2 === 1 ? fixedPoint.cos(size, bits) : fixedPoint.sin(size, bits);
  return quadrant >= 2 !== (quadrant % 2 === 0 && r < 0n) ? -sine : sine;
}

const hasNoAngle = (x: Decimal) => !x.isFinite() || x.e > largestExponent;
/** Where sin x and tan x are x + O(x³), to every digit. */
const isSmall = (p: Precision, x: Decimal) => x.isZero() || x.e < -p.digits / 2 - 1;

export function sin(p: Precision, x: Decimal): Decimal {
  if (hasNoAngle(x)) return new p.Number(NaN);
  if (isSmall(p, x)) return p.round(x);
  const reduced = reduce(p, x);
  return floating(p, sineOf(reduced, 0), reduced.bits);
}

export function cos(p: Precision, x: Decimal): Decimal {
  if (hasNoAngle(x)) return new p.Number(NaN);
  if (x.isZero() || x.e < -p.digits) return new p.Number(1);
  const reduced = reduce(p, x);
  return floating(p, sineOf(reduced, 1), reduced.bits);
}

export function tan(p: Precision, x: Decimal): Decimal {
  if (hasNoAngle(x)) return new p.Number(NaN);
  if (isSmall(p, x)) return p.round(x);
  const reduced = reduce(p, x);
  return floating(p, (sineOf(reduced, 0) << BigInt(reduced.bits)) / sineOf(reduced, 1), reduced.bits);
}

export const pi = (p: Precision): Decimal => floating(p, fixedPoint.pi(p.bits), p.bits);

/** The angle of the point (x, y) from the positive abscissa, in (−π, π], with the signs and cases of Math.atan2. */
export function atan2(p: Precision, y: Decimal, x: Decimal): Decimal {
  if (x.isNaN() || y.isNaN()) return new p.Number(NaN);
  const [height, width] = [p.own(y).abs(), p.own(x).abs()];
  const steep = height.gt(width);
  const near = steep ? arc(p, width, height) : arc(p, height, width);
  const first = steep ? pi(p).div(2).minus(near) : near;
  const angle = x.s < 0 ? pi(p).minus(first) : first;
  return y.s < 0 ? angle.neg() : angle;
}

/** arctan(a/b) for 0 ≤ a ≤ b, where 0/0 is 0 and ∞/∞ is 1. */
function arc(p: Precision, a: Decimal, b: Decimal): Decimal {
  if (a.isZero()) return a;
  const slope = a.eq(b) ? new p.Number(1) : a.div(b);
  if (isSmall(p, slope)) return slope;
  const bits = p.bits + bitsOf(-slope.e);
  return floating(p, fixedPoint.atan(fixed(slope, bits), bits), bits);
}

export function atan(p: Precision, x: Decimal): Decimal {
  return atan2(p, x, new p.Number(1));
}

/** √((1 − x)(1 + x)), the other side of the triangle: no digit is lost near ±1. */
function side(p: Precision, x: Decimal): Decimal {
  const one = new p.Number(1);
  return one.minus(x).times(one.plus(x)).sqrt();
}

export function asin(p: Precision, x: Decimal): Decimal {
  if (isSmall(p, x)) return p.round(x);
  return atan2(p, x, side(p, x));
}

export function acos(p: Precision, x: Decimal): Decimal {
  return atan2(p, side(p, x), x);
}
