/*
 * The algorithms and constants are those of fdlibm's e_log.c and s_log1p.c, whose notice is:
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice
 * is preserved.
 */
import { exp, ln2High, ln2Low } from './elementary-exponential.ts';
import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

// As with the exponentials: the steps of the original in their order, a branch as a choice between lanes.

/** R of log(1 + f) = f − f²/2 + s·(f²/2 + R), where s = f/(2 + f): a polynomial in s². */
const [r1, r2, r3, r4, r5, r6, r7] = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
] as const;

/** log x = k·ln 2 + log(1 + f), where √½ < 1 + f < √2 (fdlibm, Sun Microsystems 1993). */
export function log(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const scaled = t.variable(x);
  const shift = t.variable(c(0));
  const ordinary = keep(t.and(t.ge(x, c(2 ** -1022)), t.lt(x, c(Infinity))));
  t.unless(ordinary, () => {
    const subnormal = keep(t.lt(x, c(2 ** -1022)));
    scaled.become(t.select(subnormal, mul(x, c(2 ** 54)), x));
    shift.become(t.and(subnormal, c(54)));
  });
  const { k, m } = t.split(scaled.get, 0x95f64n << 32n, shift.get);
  const f = keep(sub(m, c(1)));
  const s = keep(t.div(f, add(c(2), f)));
  const z = keep(mul(s, s));
  const w = keep(mul(z, z));
  const even = mul(w, t.polynomial(w, [r2, r4, r6]));
  const odd = mul(z, t.polynomial(w, [r1, r3, r5, r7]));
  const rest = add(odd, even);
  const halfSquare = keep(mul(mul(c(0.5), f), f));
  // Near √2 and √½ the form f − (f²/2 − s·(f²/2 + R)) is the better one of f − s·(f − R); near 1 the series has two terms.
  const far = keep(t.or(t.ge(f, c(0x6147a * 2 ** -20)), t.lt(f, c(0x16b852 * 2 ** -21 - 1))));
  const near = t.and(t.ge(f, c(-(2 ** -20))), t.lt(f, c(2 ** -20)));
  const series = mul(mul(f, f), sub(mul(c(0.33333333333333333), f), c(0.5)));
  const bent = t.select(near, series, mul(s, add(rest, t.select(far, halfSquare, t.neg(f)))));
  const correction = sub(t.and(halfSquare, far), add(bent, mul(k, c(ln2Low))));
  const result = t.variable(sub(mul(k, c(ln2High)), sub(correction, f)));
  t.unless(ordinary, () => {
    const positive = t.select(t.eq(x, c(Infinity)), x, result.get);
    const nonnegative = t.select(t.eq(x, c(0)), c(-Infinity), positive);
    result.become(t.select(t.ge(x, c(0)), nonnegative, c(NaN)));
  });
  return result.get;
}

/** log(1 + x) for x > −1 that is not ∞. */
function log1pInside(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  // Between √½ and √2, f is x; elsewhere u = 1 + x is split, and what it lost to rounding is brought back as a term.
  const far = keep(t.or(t.le(x, c(-0x12bec5 * 2 ** -22)), t.ge(x, c(0x1a827a * 2 ** -22))));
  const one = keep(t.and(c(1), t.lt(x, c(2 ** 53))));
  const u = keep(add(one, x));
  const lost = t.select(t.ge(u, c(2)), sub(one, sub(u, x)), sub(x, sub(u, c(1))));
  const { k, m } = t.split(u, 0x95f62n << 32n);
  const f = keep(t.select(far, sub(m, c(1)), x));
  const shift = keep(t.and(k, far));
  const low = keep(t.and(add(mul(k, c(ln2Low)), t.div(lost, u)), far));
  const s = keep(t.div(f, add(c(2), f)));
  const z = keep(mul(s, s));
  const rest = mul(z, t.polynomial(z, [r1, r2, r3, r4, r5, r6, r7]));
  const halfSquare = keep(mul(mul(c(0.5), f), f));
  const whole = add(mul(s, add(halfSquare, rest)), low);
  const tiny = t.lt(t.abs(x), c(2 ** -29));
  const general = sub(halfSquare, t.without(whole, tiny));
  const near = t.and(far, t.and(t.ge(f, c(-3 * 2 ** -21)), t.lt(f, c(2 ** -20))));
  const series = sub(mul(halfSquare, sub(c(1), mul(c(0.66666666666666666), f))), low);
  return sub(mul(shift, c(ln2High)), sub(t.select(near, series, general), f));
}

/** log(1 + x) = k·ln 2 + log(1 + f), where 2ᵏ·(1 + f) = 1 + x (fdlibm, Sun Microsystems 1993). */
export function log1p(t: Terms, x: Code): Code {
  const { c } = t;
  const result = t.variable(t.signed(log1pInside(t, x), x));
  const special = t.keep(t.or(t.le(x, c(-1)), t.eq(x, c(Infinity))));
  t.when(special, () => {
    const ends = t.select(t.eq(x, c(-1)), c(-Infinity), t.select(t.lt(x, c(-1)), c(NaN), x));
    result.become(t.select(special, ends, result.get));
  });
  return result.get;
}

/** log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)), as `float64` defines it. */
export function softplus(t: Terms, x: Code): Code {
  const { c, keep } = t;
  const rest = log1pInside(t, keep(exp(t, keep(t.or(x, c(-0))))));
  return t.add(t.and(x, t.gt(x, c(0))), rest);
}
