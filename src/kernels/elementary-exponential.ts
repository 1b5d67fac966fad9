/*
 * The algorithms and constants are those of fdlibm's e_exp.c, s_expm1.c and s_tanh.c, whose notice is:
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
const underflow = -7.45133219101941108420e2;

/** A number so near to ½ ln 2 that the first twenty bits of its fraction tell it from those below. */
const halfLn2 = 0x162e43 * 2 ** -22;

/** x = k·ln 2 + r with a whole number k and |r| ≤ ½ ln 2, where r = high − low. */
interface Reduced {
  readonly k: Code;
  readonly high: Code;
  readonly low: Code;
  readonly r: Code;
}

function reduced(t: Terms, x: Code): Reduced {
  const { c, keep, mul, sub } = t;
  const rounded = t.trunc(t.add(mul(c(overLn2), x), t.signed(c(0.5), x)));
  const k = keep(t.and(rounded, t.ge(t.abs(x), c(halfLn2))));
  const high = keep(sub(x, mul(k, c(ln2High))));
  const low = keep(mul(k, c(ln2Low)));
  return { k, high, low, r: keep(sub(high, low)) };
}

/**
 * eˣ = 2ᵏ·eʳ, where eʳ = 1 + r + r·c/(2 − c) and c = r − r²·P(r²) (fdlibm, Sun Microsystems 1993; with V8's e¹, which is
 * the nearest double).
 */
export function exp(t: Terms, x: Code): Code {
  const { c, keep, mul, sub } = t;
  const { k, high, low, r } = reduced(t, x);
  const square = keep(mul(r, r));
  const p = keep(
    sub(
      r,
      mul(
        square,
        t.polynomial(square, [
          1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5,
          -1.6533902205465251539e-6, 4.13813679705723846039e-8,
        ]),
      ),
    ),
  );
  // Below 2⁻²⁸ the result is 1 + x.
  const size = keep(t.abs(x));
  const rest = t.and(t.div(mul(r, p), sub(c(2), p)), t.ge(size, c(2 ** -28)));
  const mantissa = keep(sub(c(1), sub(sub(low, rest), high)));
  // At 1 the algorithm gives the double above e: all bits set are −1 as an integer.
  const corrected = keep(t.addBits(mantissa, t.eq(x, c(1))));
  const result = t.variable(t.addBits(corrected, t.exponent(k)));
  t.unless(t.le(size, c(708)), () => {
    const half = keep(t.trunc(mul(k, c(0.5))));
    const scaled = mul(mul(corrected, t.power(t.exponent(half))), t.power(t.exponent(sub(k, half))));
    const finite = t.select(t.gt(x, c(overflow)), c(Infinity), scaled);
    result.become(t.without(finite, t.lt(x, c(underflow))));
  });
  return result.get;
}

/** What eˣ − 1 = 2ᵏ·(1 + d) − 1 is made of: r, and e of d = r − e. */
interface Excess {
  readonly k: Code;
  readonly r: Code;
  readonly e: Code;
}

/** eˣ − 1 for |x| ≤ ½ ln 2 as x − e (k = 0), or more generally; `c` is what r lost to rounding. */
function excess(t: Terms, { k, high, low, r }: Reduced): Excess {
  const { c, keep, mul, sub } = t;
  const lost = keep(sub(sub(high, r), low));
  const half = keep(mul(c(0.5), r));
  const square = keep(mul(r, half));
  const q = keep(
    t.polynomial(square, [
      1, -3.33333333333331316428e-2, 1.58730158725481460165e-3, -7.93650757867487942473e-5,
      4.00821782736932239552e-6, -2.01099218183624371326e-7,
    ]),
  );
  const s = keep(sub(c(3), mul(q, half)));
  const quotient = mul(square, t.div(sub(q, s), sub(c(6), mul(r, s))));
  return { k, r, e: keep(sub(sub(mul(r, sub(quotient, lost)), lost), square)) };
}

/**
 * eˣ − 1 for −2 ≤ x ≤ 44, except that k = 1 does not occur: 2ᵏ·(a + d) + b, where
 * (a, b) is (0, 0) for k = 0, (0, −½) for k = −1, (1, −1) below, (1 − 2⁻ᵏ, 0) above.
 */
function expm1ForTanh(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const { k, r, e } = excess(t, reduced(t, x));
  const exponent = keep(t.exponent(k));
  // 1 − 2⁻ᵏ is exact up to k = 19; from there on 2⁻ᵏ goes with e.
  const inverse = keep(t.and(t.inversePower(exponent), t.gt(k, c(0))));
  const large = keep(t.ge(k, c(20)));
  const d = sub(r, add(e, t.and(inverse, large)));
  const a = t.and(sub(c(1), t.without(inverse, large)), t.gt(t.abs(k), c(1)));
  const b = mul(t.most(t.least(k, c(0)), c(-2)), c(0.5));
  return add(mul(add(a, d), t.power(exponent)), b);
}

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
  const twice = keep(t.or(add(limited, limited), t.and(small, c(-0))));
  const s = keep(expm1ForTanh(t, twice));
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
