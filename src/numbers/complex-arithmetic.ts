import { float64 } from './float64.ts';
import { isWholePower, wholePower } from './whole-power.ts';

/** The number re + i·im. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const real = (re: number): Complex => ({ re, im: 0 });

export const neg = (z: Complex): Complex => ({ re: -z.re, im: -z.im });

/** i·z. */
export const timesI = ({ re, im }: Complex): Complex => ({ re: -im, im: re });

/** −i·z. */
export const timesMinusI = ({ re, im }: Complex): Complex => ({ re: im, im: -re });

export const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });

/** An imaginary part of exactly 0 is absent: it stays 0 whatever it is multiplied by, ∞ too. */
export const mul = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - float64.carry(a.im, b.im),
  im: float64.carry(a.im, b.re) + float64.carry(b.im, a.re),
});

/** a/b by Smith's method (1962), with the order of Baudin and Smith (2012) where the quotient of b's parts underflows. */
export function div(a: Complex, b: Complex): Complex {
  if (b.im === 0) return { re: a.re / b.re, im: a.im === 0 ? 0 : a.im / b.re };
  if (Math.abs(b.re) < Math.abs(b.im)) return div(timesMinusI(a), timesMinusI(b));
  const slope = b.im / b.re;
  const scale = b.re + b.im * slope;
  return slope === 0
    ? { re: (a.re + b.im * (a.im / b.re)) / scale, im: (a.im - b.im * (a.re / b.re)) / scale }
    : { re: (a.re + a.im * slope) / scale, im: (a.im - a.re * slope) / scale };
}

const withSignOf = (magnitude: number, v: number): number =>
  v < 0 || Object.is(v, -0) ? -magnitude : magnitude;

/** √z with a real part ≥ 0; the cut along the negative axis is told from the sign of its zero (Kahan 1987). */
export function sqrt(z: Complex): Complex {
  const { re, im } = z;
  if (re === 0 && im === 0) return { re: 0, im };
  const modulus = Math.hypot(re, im);
  // Scaling by a power of 4 is exact, and keeps the sum from overflowing.
  if (modulus === Infinity && !(Number.isFinite(re) && Number.isFinite(im)))
    return Math.abs(im) === Infinity
      ? { re: Infinity, im }
      : re > 0
        ? z
        : { re: 0, im: withSignOf(Infinity, im) };
  if (modulus > 2 ** 1000) return scaled(sqrt(scaled(z, 2 ** -100)), 2 ** 50);
  const larger = Math.sqrt(2 * (Math.abs(re) + modulus)) / 2;
  return re < 0
    ? { re: Math.abs(im) / (2 * larger), im: withSignOf(larger, im) }
    : { re: larger, im: im / (2 * larger) };
}

const scaled = ({ re, im }: Complex, factor: number): Complex => ({ re: re * factor, im: im * factor });

/** The number with this modulus and argument. */
const polar = (modulus: number, argument: number): Complex => ({
  re: modulus * Math.cos(argument),
  im: modulus * Math.sin(argument),
});

const argument = (z: Complex): number => Math.atan2(z.im, z.re);

/** So near to the positive real axis that the next term of the Taylor series in im/re is below any rounding. */
const isBesideAxis = ({ re, im }: Complex): boolean => re > 0 && Math.abs(im) < re * 2 ** -60;

/** The real cube root on the whole real axis, continued from its positive and its negative half; the cut is imaginary. */
export function cbrt(z: Complex): Complex {
  if (z.re < 0) return neg(cbrt(neg(z)));
  if (isBesideAxis(z)) {
    const re = Math.cbrt(z.re);
    return { re, im: (z.im / 3) * (re / z.re) };
  }
  return polar(Math.cbrt(Math.hypot(z.re, z.im)), argument(z) / 3);
}

export const exp = (z: Complex): Complex => polar(Math.exp(z.re), z.im);

/** The principal logarithm. Near the unit circle |z|² − 1 is formed without cancelling against 1. */
export function log(z: Complex): Complex {
  const modulus = Math.hypot(z.re, z.im);
  const larger = Math.max(Math.abs(z.re), Math.abs(z.im));
  const smaller = Math.min(Math.abs(z.re), Math.abs(z.im));
  const re =
    modulus > 0.5 && modulus < 2
      ? Math.log1p((larger - 1) * (larger + 1) + smaller * smaller) / 2
      : Math.log(modulus);
  return { re, im: argument(z) };
}

/** zᵖ: by the multiplications of float64 where it multiplies, else by modulus and argument. */
export function power(z: Complex, p: number): Complex {
  if (isWholePower(p)) {
    if (p === 0) return real(1);
    return p > 0 ? wholePower(mul, z, p) : div(real(1), wholePower(mul, z, -p));
  }
  // A whole power has no cut: the argument is measured from the nearer half of the real axis.
  if (z.re < 0 && Number.isInteger(p)) return p % 2 === 0 ? power(neg(z), p) : neg(power(neg(z), p));
  // Beside the axis the argument im/re may underflow where im times the slope does not.
  if (isBesideAxis(z)) {
    const re = Math.pow(z.re, p);
    return { re, im: p * z.im * (re / z.re) };
  }
  return polar(Math.pow(Math.hypot(z.re, z.im), p), argument(z) * p);
}

/** aᵇ = a^(re b)·exp(i·im b·log a), the principal value. */
export function pow(a: Complex, b: Complex): Complex {
  if (b.im === 0) return power(a, b.re);
  if (a.re === 0 && a.im === 0) return b.re > 0 ? real(0) : { re: NaN, im: NaN };
  return mul(power(a, b.re), exp(mul({ re: 0, im: b.im }, log(a))));
}
