import type { Decimal } from 'decimal.js';
import { pi } from './decimal-angle.ts';
import { exp } from './decimal-exponential.ts';
import {
  bitsOf,
  fixed,
  floating,
  magnitude,
  negative,
  precision,
  wider,
  type Precision,
} from './decimal-precision.ts';

/** e^(−x²), to every digit however large x is. */
function bell(p: Precision, x: Decimal): Decimal {
  const wide = wider(p).own(x);
  return exp(p, wide.times(wide).neg());
}

/**
 * The error function, 2/√π · e^(−x²) · Σ 2ⁿ x^(2n + 1)/(2n + 1)!! (Abramowitz & Stegun 1964, 7.1.6): all terms have one
 * sign, so that none cancel.
 */
export function erf(p: Precision, x: Decimal): Decimal {
  if (x.isNaN() || x.isZero()) return x;
  const size = magnitude(p, x);
  const number = (v: number) => new p.Number(v);
  if (size.gt(number(p.bits).sqrt())) return number(x.s);
  const scale = number(2 * x.s).div(pi(p).sqrt());
  if (x.e < -p.digits / 2 - 1) return scale.times(size);
  const bits = p.bits + bitsOf(-x.e);
  const w = BigInt(bits);
  let term = fixed(size, bits);
  const ratio = (term * term) >> (w - 1n);
  let total = term;
  for (let odd = 3n; term > 0n; odd += 2n) {
    term = ((term * ratio) >> w) / odd;
    total += term;
  }
  return scale.times(bell(p, size)).times(floating(p, total, bits));
}

/**
 * 1 − erf x to full relative precision. In the far tail by e^(−x²)/(x√π) · Σ (−1)ⁿ (2n − 1)!!/(2x²)ⁿ, whose smallest
 * term is below every digit there (Abramowitz & Stegun 1964, 7.1.23); before it by the difference, with the
 * x²/ln 10 digits more that it cancels.
 */
export function erfc(p: Precision, x: Decimal): Decimal {
  if (x.isNaN()) return x;
  if (x.lt(0.5)) return new p.Number(1).minus(erf(p, x));
  if (p.own(x).gt(new p.Number(p.bits).sqrt())) return tail(p, x);
  const square = x.toNumber() ** 2;
  // In steps, so that few precisions are made.
  const more = precision(p.digits + 16 * Math.ceil((square / Math.LN10 + 4) / 16));
  return p.round(new more.Number(1).minus(erf(more, x)));
}

function tail(p: Precision, x: Decimal): Decimal {
  const front = bell(p, x);
  if (front.isZero()) return front;
  const w = BigInt(p.bits);
  const own = p.own(x);
  const ratio = fixed(new p.Number(0.5).div(own.times(own)), p.bits);
  let term = 1n << w;
  let total = term;
  for (let odd = 1n; term > 1n || term < -1n; odd += 2n) {
    term = -((term * ratio * odd) >> w);
    total += term;
  }
  return front.times(floating(p, total, p.bits)).div(own.times(pi(p).sqrt()));
}

/** x·erfc(−x/√2)/2 (Hendrycks & Gimpel 2016), wider, because erfc multiplies the error of its operand by 2x². */
export function gelu(p: Precision, x: Decimal): Decimal {
  const wide = wider(p);
  const own = wide.own(x);
  if (x.isZero() || x.isNaN()) return x;
  const half = erfc(wide, negative(wide, own).div(new wide.Number(2).sqrt()));
  return half.isZero() ? half.neg() : p.round(own.times(half).div(2));
}
