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
import { ofPositive } from './elementary-positive.ts';
import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

// As with the exponentials: the steps of the original in their order, a branch as a choice between lanes.

/** R of log(1 + f) = f − f²/2 + s·(f²/2 + R), where s = f/(2 + f): a polynomial in s². */
const [r1, r2, r3, r4, r5, r6, r7] = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
] as const;

/** Fractions from this one on, of a number in [1, 2), are those above √2. */
const raise = 0x95f64n << 32n;

/** s·(f²/2 + R) is what log(1 + f) has besides f − f²/2: R, in the order of e_log.c. */
function remainder(t: Terms, s: Code): Code {
  const { keep, mul } = t;
  const z = keep(mul(s, s));
  const w = keep(mul(z, z));
  const even = mul(w, t.polynomial(w, [r2, r4, r6]));
  const odd = mul(z, t.polynomial(w, [r1, r3, r5, r7]));
  return t.add(odd, even);
}

function logInside(t: Terms, x: Code, shift?: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const { k, m } = t.split(x, raise, shift);
  const f = keep(sub(m, c(1)));
  const s = keep(t.div(f, add(c(2), f)));
  const rest = remainder(t, s);
  const halfSquare = keep(mul(mul(c(0.5), f), f));
  // Near √2 and √½ the form f − (f²/2 − s·(f²/2 + R)) is the better one of f − s·(f − R); near 1 the series has two terms.
  const far = keep(t.or(t.ge(f, c(0x6147a * 2 ** -20)), t.lt(f, c(0x16b852 * 2 ** -21 - 1))));
  const near = t.and(t.ge(f, c(-(2 ** -20))), t.lt(f, c(2 ** -20)));
  const series = mul(mul(f, f), sub(mul(c(0.33333333333333333), f), c(0.5)));
  const bent = t.select(near, series, mul(s, add(rest, t.select(far, halfSquare, t.neg(f)))));
  const correction = sub(t.and(halfSquare, far), add(bent, mul(k, c(ln2Low))));
  return sub(mul(k, c(ln2High)), sub(correction, f));
}

/** log x = k·ln 2 + log(1 + f), where √½ < 1 + f < √2 (fdlibm, Sun Microsystems 1993). */
export const log = (t: Terms, x: Code): Code => ofPositive(t, x, (z, shift) => logInside(t, z, shift));

/** log₂x = k + log₂(1 + f); the product with 1/ln 2 and the sum in two parts (FreeBSD's e_log2.c, after fdlibm). */
export const log2 = (t: Terms, x: Code): Code =>
  ofPositive(t, x, (z, shift) => {
    const { c, keep, add, mul, sub } = t;
    const { k, m } = t.split(z, raise, shift);
    const f = keep(sub(m, c(1)));
    const halfSquare = keep(mul(mul(c(0.5), f), f));
    const s = keep(t.div(f, add(c(2), f)));
    const bent = mul(s, add(halfSquare, remainder(t, s)));
    const high = keep(t.and(sub(f, halfSquare), t.bits(-1n << 32n)));
    const low = keep(add(sub(sub(f, high), halfSquare), bent));
    const [overLn2High, overLn2Low] = [c(1.44269504072144627571), c(1.67517131648865118353e-10)];
    const larger = keep(mul(high, overLn2High));
    const smaller = add(mul(add(low, high), overLn2Low), mul(low, overLn2High));
    const sum = keep(add(k, larger));
    return add(add(smaller, add(sub(k, sum), larger)), sum);
  });

/** log₁₀x = k·log₁₀2 + log x'/ln 10, where x = 2ᵏ·x' (fdlibm, Sun Microsystems 1993). */
export const log10 = (t: Terms, x: Code): Code =>
  ofPositive(t, x, (z, shift) => {
    const { c, keep, add, mul } = t;
    const { k, m } = t.split(z, 0n, shift);
    // Below 1, x' is in [½, 1).
    const below = keep(t.lt(k, c(0)));
    const part = t.select(below, mul(m, c(0.5)), m);
    const whole = keep(add(k, t.and(below, c(1))));
    const natural = logInside(t, keep(part));
    const rest = add(mul(whole, c(3.69423907715893078616e-13)), mul(c(4.34294481903251816668e-1), natural));
    return add(rest, mul(whole, c(3.01029995663611771306e-1)));
  });

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
