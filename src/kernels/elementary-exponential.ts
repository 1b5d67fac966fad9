/*
 * The algorithms and constants are those of fdlibm's e_exp.c and s_expm1.c, whose notice is:
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice
 * is preserved.
 */
import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

// Each function takes the steps of its original in the same order, so that every bit comes out the same; what was a branch
// there is a factor or a term here that is 0, 1 or masked away.

/** ln 2 in two parts: k times the first is exact for every exponent k. */
export const ln2High = 6.9314718036912381649e-1;
export const ln2Low = 1.90821492927058770002e-10;
const overLn2 = 1.442695040888963387;

/** Beyond these arguments eˣ is no number of the format: above, ∞; below, 0. */
const overflow = 7.09782712893383973096e2;
const underflow = -7.4513321910194110842e2;

/** A number so near to ½ ln 2 that the first twenty bits of its fraction tell it from those below. */
const halfLn2 = 0x162e43 * 2 ** -22;

/** x = k·ln 2 + r with a whole number k and |r| ≤ ½ ln 2, where r = high − low. */
interface Reduced {
  readonly k: Code;
  readonly high: Code;
  readonly low: Code;
  readonly r: Code;
}

/** The reduction of x + rest, where `rest` is as small as what x lost to rounding. */
export function reduced(t: Terms, x: Code, rest?: Code): Reduced {
  const { c, keep, mul, sub } = t;
  const rounded = t.trunc(t.add(mul(c(overLn2), x), t.signed(c(0.5), x)));
  const k = keep(t.and(rounded, t.ge(t.abs(x), c(halfLn2))));
  const high = keep(sub(x, mul(k, c(ln2High))));
  const lost = mul(k, c(ln2Low));
  const low = keep(rest === undefined ? lost : sub(lost, rest));
  return { k, high, low, r: keep(sub(high, low)) };
}

/** 2ᵏ·m where 2ᵏ itself need not be a normal number, rounded once. */
export function scaled(t: Terms, m: Code, k: Code): Code {
  const half = t.keep(t.trunc(t.mul(k, t.c(0.5))));
  return t.mul(t.mul(m, t.power(t.exponent(half))), t.power(t.exponent(t.sub(k, half))));
}

/** eʳ = 1 + r + r·c/(2 − c), where c = r − r²·P(r²). */
function mantissa(t: Terms, { high, low, r }: Reduced, size: Code): Code {
  const { c, keep, mul, sub } = t;
  const square = keep(mul(r, r));
  const bent = mul(
    square,
    t.polynomial(
      square,
      [
        1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5,
        -1.6533902205465251539e-6, 4.13813679705723846039e-8,
      ],
    ),
  );
  const p = keep(sub(r, bent));
  // Where |x| is below 2⁻²⁸ the result is 1 + x.
  const rest = t.and(t.div(mul(r, p), sub(c(2), p)), t.ge(size, c(2 ** -28)));
  return sub(c(1), sub(sub(low, rest), high));
}

/** eˣ = 2ᵏ·m with m between √½ and √2. */
export function power(t: Terms, x: Code, reduction = reduced(t, x)): { readonly k: Code; readonly m: Code } {
  const { c, keep } = t;
  const m = keep(mantissa(t, reduction, keep(t.abs(x))));
  // At 1 the algorithm gives the double above e: all bits set are −1 as an integer.
  return { k: reduction.k, m: keep(t.addBits(m, t.eq(x, c(1)))) };
}

/** eˣ (fdlibm, Sun Microsystems 1993; with V8's e¹, which is the nearest double). */
export function exp(t: Terms, x: Code): Code {
  const { c } = t;
  const { k, m } = power(t, x);
  const result = t.variable(t.addBits(m, t.exponent(k)));
  t.unless(t.le(t.abs(x), c(708)), () => {
    const finite = t.select(t.gt(x, c(overflow)), c(Infinity), scaled(t, m, k));
    result.become(t.without(finite, t.lt(x, c(underflow))));
  });
  return result.get;
}

/** e of eʳ − 1 = r − e, where r stands for high − low with what it lost to rounding. */
export function excess(t: Terms, { high, low, r }: Reduced): Code {
  const { c, keep, mul, sub } = t;
  const lost = keep(sub(sub(high, r), low));
  const half = keep(mul(c(0.5), r));
  const square = keep(mul(r, half));
  const q = keep(
    t.polynomial(
      square,
      [
        1, -3.33333333333331316428e-2, 1.58730158725481460165e-3, -7.93650757867487942473e-5,
        4.00821782736932239552e-6, -2.01099218183624371326e-7,
      ],
    ),
  );
  const s = keep(sub(c(3), mul(q, half)));
  const quotient = mul(square, t.div(sub(q, s), sub(c(6), mul(r, s))));
  return sub(sub(mul(r, sub(quotient, lost)), lost), square);
}

/** k, the sum and b of 2ᵏ·sum + b. */
interface Parts {
  readonly k: Code;
  readonly sum: Code;
  readonly b: Code;
}

/**
 * eˣ − 1 = 2ᵏ·(a + d) + b for −60 ≤ x ≤ 709, where d = eʳ − 1 and (a, b) is (1, −1) for k ≤ −2, (0, −½) for −1, (0, 0)
 * for 0, (0, 1) for 1 and (1 − 2⁻ᵏ, 0) above. `narrow` says that −2 ≤ x ≤ 44 and k is not 1.
 */
export function expm1Parts(t: Terms, x: Code, narrow: boolean): Parts {
  const { c, keep, add, mul, sub } = t;
  const reduction = reduced(t, x);
  const { k, r } = reduction;
  const e = excess(t, reduction);
  const exponent = keep(t.exponent(k));
  // 1 − 2⁻ᵏ is exact up to k = 19; from there on 2⁻ᵏ goes with e, and beyond 56 it is not seen.
  const positive = t.gt(k, c(0));
  const inverse = keep(t.and(t.inversePower(exponent), narrow ? positive : t.and(positive, t.le(k, c(56)))));
  const large = keep(t.ge(k, c(20)));
  const a = t.and(sub(c(1), t.without(inverse, large)), t.gt(t.abs(k), c(1)));
  const lower = mul(t.most(t.least(k, c(0)), c(-2)), c(0.5));
  const taken = add(e, t.and(inverse, large));
  if (narrow) return { k, sum: add(a, sub(r, taken)), b: lower };
  // For k = 1 and r < −¼, a half of the 1 goes with r, so that nothing cancels.
  const first = keep(t.eq(k, c(1)));
  const left = keep(t.and(first, t.lt(r, c(-0.25))));
  const sum = add(a, sub(add(r, t.and(left, c(0.5))), taken));
  return { k, sum, b: add(lower, t.and(c(1), t.without(first, left))) };
}

/** eˣ − 1 (fdlibm, Sun Microsystems 1993). */
export function expm1(t: Terms, x: Code): Code {
  const { c, keep } = t;
  const { k, sum, b } = expm1Parts(t, keep(t.most(x, c(-60))), false);
  const fraction = keep(sum);
  const result = t.variable(t.signed(t.add(t.mul(fraction, t.power(t.exponent(k))), b), x));
  t.unless(t.le(x, c(709)), () => {
    const finite = t.select(t.gt(x, c(709)), scaled(t, fraction, k), result.get);
    result.become(t.select(t.gt(x, c(overflow)), c(Infinity), finite));
  });
  return result.get;
}
