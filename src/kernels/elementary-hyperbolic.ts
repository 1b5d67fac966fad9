/*
 * The algorithms are those of fdlibm's s_tanh.c, e_sinh.c and e_cosh.c, whose notice is:
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice
 * is preserved.
 */
import { excess, exp, expm1Parts, power, reduced, scaled } from './elementary-exponential.ts';
import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

/**
 * tanh x by s = e^(∓2|x|) − 1: −s/(s + 2) for |x| < 1, else 1 − 2/(s + 2); one exponential, of the argument that is needed
 * (fdlibm, Sun Microsystems 1993).
 */
export function tanh(t: Terms, x: Code): Code {
  const { c, keep, add, sub } = t;
  const size = keep(t.abs(x));
  const small = keep(t.lt(size, c(1)));
  // At 22 the result is 1.
  const limited = keep(t.least(size, c(22)));
  const { k, sum, b } = expm1Parts(t, keep(t.or(add(limited, limited), t.and(small, c(-0)))), true);
  const s = keep(add(t.mul(sum, t.power(t.exponent(k))), b));
  const quotient = t.div(t.select(small, s, c(2)), add(s, c(2)));
  const result = sub(t.without(c(1), small), quotient);
  return t.select(t.lt(size, c(2 ** -28)), x, t.signed(result, x));
}

/** 1/(1 + e^(−x)) by e^(−|x|), as `float64` defines it. */
export function sigmoid(t: Terms, x: Code): Code {
  const { c, keep, add } = t;
  const e = keep(exp(t, keep(t.or(x, c(-0)))));
  return t.div(t.select(t.lt(x, c(0)), e, c(1)), add(c(1), e));
}

/** From the first on eˣ, from the second on eˣ/2 is no number of the format. */
const overflow = 709.7822265625;
const halfOverflow = 710.4758600739439;

/** h·eˣ for x ≥ 0, where h is ½ or −½. */
function halfPower(t: Terms, x: Code, h: Code): Code {
  const { c, keep, mul } = t;
  const { k, m } = power(t, x);
  const result = t.variable(mul(h, scaled(t, m, k)));
  t.unless(t.lt(x, c(overflow)), () => {
    const root = power(t, keep(mul(c(0.5), x)));
    const e = keep(t.addBits(root.m, t.exponent(root.k)));
    const large = t.select(t.le(x, c(halfOverflow)), mul(mul(h, e), e), mul(mul(x, c(1e308)), h));
    result.become(t.select(t.lt(x, c(overflow)), result.get, large));
  });
  return result.get;
}

/** cosh x = eˣ/2 + 1/(2·eˣ), but 1 + (eˣ − 1)²/(2·eˣ) for |x| ≤ ½ ln 2 (fdlibm, Sun Microsystems 1993). */
export function cosh(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const size = keep(t.abs(x));
  const reduction = reduced(t, size);
  const { k, m } = power(t, size, reduction);
  const e = keep(t.addBits(m, t.exponent(k)));
  const s = keep(sub(reduction.r, excess(t, reduction)));
  const one = keep(add(c(1), s));
  const near = add(c(1), t.div(mul(s, s), add(one, one)));
  const far = add(mul(c(0.5), e), t.div(c(0.5), e));
  const result = t.variable(t.select(t.eq(k, c(0)), near, far));
  t.unless(t.le(size, c(708)), () => {
    result.become(t.select(t.le(size, c(708)), result.get, halfPower(t, size, c(0.5))));
  });
  return result.get;
}

/** sinh x = ±½·(s + s/(s + 1)), where s = e^|x| − 1 (fdlibm, Sun Microsystems 1993). */
export function sinh(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const size = keep(t.abs(x));
  const h = keep(t.signed(c(0.5), x));
  const { k, sum, b } = expm1Parts(t, keep(t.least(size, c(22))), false);
  const s = keep(add(mul(sum, t.power(t.exponent(k))), b));
  const one = keep(add(s, c(1)));
  const near = sub(add(s, s), t.div(mul(s, s), one));
  const far = add(s, t.div(s, one));
  const inside = mul(h, t.select(t.lt(size, c(1)), near, far));
  const result = t.variable(t.select(t.lt(size, c(2 ** -28)), x, inside));
  t.unless(t.lt(size, c(22)), () => {
    result.become(t.select(t.lt(size, c(22)), result.get, halfPower(t, size, h)));
  });
  return result.get;
}
