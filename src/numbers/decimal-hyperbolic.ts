import type { Decimal } from 'decimal.js';
import { exp, expm1, log, log1p } from './decimal-exponential.ts';
import { magnitude, negative, type Precision } from './decimal-precision.ts';

// decimal.js works in proportion to |x| or worse for these functions; here each is a few exponentials or logarithms,
// taken of |x| and written so that nothing cancels.

/** f as an odd function: computed at |x|, given the sign of x. Zero, NaN and what is too small to differ are kept. */
function odd(p: Precision, x: Decimal, f: (size: Decimal) => Decimal): Decimal {
  if (x.isNaN() || x.isZero()) return x;
  if (x.e < -p.digits / 2 - 1) return p.round(x); // f(x) = x + O(x³)
  const y = f(magnitude(p, x));
  return x.s < 0 ? y.neg() : y;
}

export function sinh(p: Precision, x: Decimal): Decimal {
  return odd(p, x, (size) => {
    const growth = expm1(p, size);
    return growth.isFinite() ? growth.plus(growth.div(growth.plus(1))).div(2) : growth;
  });
}

export function cosh(p: Precision, x: Decimal): Decimal {
  const power = exp(p, magnitude(p, x));
  return power.plus(new p.Number(1).div(power)).div(2);
}

export function tanh(p: Precision, x: Decimal): Decimal {
  return odd(p, x, (size) => {
    if (size.gt(2 * p.digits)) return new p.Number(1);
    const decay = expm1(p, size.times(-2));
    return decay.neg().div(decay.plus(2));
  });
}

export function asinh(p: Precision, x: Decimal): Decimal {
  return odd(p, x, (size) => {
    if (!size.isFinite() || size.e > p.digits) return log(p, size).plus(log(p, new p.Number(2)));
    const square = size.times(size);
    return log1p(p, size.plus(square.div(square.plus(1).sqrt().plus(1))));
  });
}

export function acosh(p: Precision, x: Decimal): Decimal {
  if (x.lt(1)) return new p.Number(NaN);
  if (x.e > p.digits) return log(p, x).plus(log(p, new p.Number(2)));
  const above = p.own(x).minus(1);
  return log1p(p, above.plus(above.times(above.plus(2)).sqrt()));
}

export function atanh(p: Precision, x: Decimal): Decimal {
  return odd(p, x, (size) => log1p(p, size.times(2).div(new p.Number(1).minus(size))).div(2));
}

/** 1/(1 + e^−x), in decaying exponentials only. */
export function sigmoid(p: Precision, x: Decimal): Decimal {
  const decay = exp(p, negative(p, magnitude(p, x)));
  return (x.s < 0 ? decay : new p.Number(1)).div(decay.plus(1));
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^−|x|). */
export function softplus(p: Precision, x: Decimal): Decimal {
  const rest = log1p(p, exp(p, negative(p, magnitude(p, x))));
  return x.s < 0 ? rest : rest.plus(x);
}
