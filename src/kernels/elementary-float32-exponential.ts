import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

// Polynomials were fitted at Chebyshev's points in 40 digits, their coefficients then rounded to float32.

/** ln 2 in two parts: k times the first is exact for every exponent k (as in Cephes, Moshier 1989). */
export const ln2High = 0.693145751953125;
export const ln2Low = 1.428606820309417e-6;

/** x + rest = k·ln 2 + r with a whole number k and |r| ≤ ½ ln 2. */
function reduced(t: Terms, x: Code, rest?: Code): { readonly k: Code; readonly r: Code } {
  const { c, keep, mul, sub } = t;
  const k = keep(t.nearest(mul(x, c(Math.LOG2E))));
  const lost = mul(k, c(ln2Low));
  return { k, r: keep(sub(sub(x, mul(k, c(ln2High))), rest === undefined ? lost : sub(lost, rest))) };
}

/** 2ᵏ·m where 2ᵏ itself need not be a normal number, rounded once. */
export function scaled(t: Terms, m: Code, k: Code): Code {
  const half = t.keep(t.trunc(t.mul(k, t.c(0.5))));
  return t.mul(t.mul(m, t.power(t.exponent(half))), t.power(t.exponent(t.sub(k, half))));
}

/** e^(x + rest) = 2ᵏ·m, where m = 1 + r + r²·P(r). */
export function power(t: Terms, x: Code, rest?: Code): { readonly k: Code; readonly m: Code } {
  const { c, keep, add, mul } = t;
  const { k, r } = reduced(t, x, rest);
  const square = keep(mul(r, r));
  const p = t.pairs(r, square, [0.5, 0.16666576, 0.041666556, 0.008363178, 0.0013926182]);
  return { k, m: keep(add(c(1), add(r, mul(square, p)))) };
}

/** eˣ = 2ᵏ·m. */
export function exp(t: Terms, x: Code): Code {
  const { c, keep } = t;
  // Beyond these ends are 0 and ∞.
  const { k, m } = power(t, keep(t.most(t.least(x, c(89)), c(-105))));
  const result = t.variable(t.addBits(m, t.exponent(k)));
  t.unless(t.le(t.abs(x), c(87)), () => {
    result.become(scaled(t, m, k));
  });
  return result.get;
}

/** What eˣ − 1 = 2ᵏ·(1 + p) − 1 is made of, p = eʳ − 1. */
function excess(t: Terms, x: Code): { readonly k: Code; readonly p: Code } {
  const { keep, add, mul } = t;
  const { k, r } = reduced(t, x);
  const square = keep(mul(r, r));
  const coefficients = [0.5, 0.16666667, 0.041666467, 0.00833331, 0.0013933647, 0.00019890988];
  return { k, p: keep(add(r, mul(square, t.pairs(r, square, coefficients)))) };
}

/** eˣ − 1 = 2ᵏ·p + (2ᵏ − 1). */
export function expm1(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const { k, p } = excess(t, keep(t.most(t.least(x, c(89)), c(-20))));
  const power = keep(t.power(t.exponent(k)));
  const result = t.variable(t.signed(add(mul(power, p), sub(power, c(1))), x));
  t.unless(t.le(x, c(88)), () => {
    result.become(t.select(t.le(x, c(88)), result.get, scaled(t, add(c(1), p), k)));
  });
  return result.get;
}

/** tanh x by e = e^(−2|x|) = 2ᵏ·(1 + p): (1 − e)/(1 + e) where that is below ½, else 1 − 2·e/(1 + e). */
export function tanh(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  // At 10 the result is 1.
  const size = keep(t.least(t.abs(x), c(10)));
  const { k, p } = excess(t, keep(mul(size, c(-2))));
  const power = keep(t.power(t.exponent(k)));
  const part = keep(mul(power, p));
  const e = keep(add(power, part));
  const near = keep(t.lt(size, c(0.55)));
  const numerator = t.select(near, add(part, sub(power, c(1))), add(e, e));
  const quotient = t.div(numerator, add(add(c(1), power), part));
  return t.signed(t.abs(sub(t.without(c(1), near), quotient)), x);
}

/**
 * 1/(1 + e^(−x)) by e = e^(−|x|) = 2ᵏ·(1 + p): e/(1 + e) or 1/(1 + e). Left of −0.7 what e loses to rounding would be seen;
 * there it is e·(1 − g) = 2ᵏ·(1 + (p − (1 + p)·g)), where g = e/(1 + e) is small.
 */
export function sigmoid(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const limited = keep(t.most(t.or(x, c(-0)), c(-105)));
  const { k, p } = excess(t, limited);
  const m = keep(add(c(1), p));
  const power = keep(t.power(t.exponent(k)));
  const e = keep(mul(m, power));
  const negative = keep(t.lt(x, c(0)));
  const g = keep(t.div(t.select(negative, e, c(1)), add(c(1), e)));
  const tail = mul(power, add(c(1), sub(p, mul(m, g))));
  const result = t.variable(t.select(t.lt(x, c(-0.7)), tail, g));
  const extreme = keep(t.lt(limited, c(-87)));
  t.when(extreme, () => {
    const end = t.select(negative, scaled(t, m, k), c(1));
    result.become(t.select(extreme, end, result.get));
  });
  return result.get;
}

/** e^|x|/2 = h, and 1/(4·h), which is e^−|x|/2. */
function halves(t: Terms, size: Code): { readonly h: Code; readonly inverse: Code } {
  const { c, keep, sub } = t;
  const { k, m } = power(t, keep(t.least(size, c(90))));
  const lower = keep(sub(k, c(1)));
  const h = t.variable(t.addBits(m, t.exponent(lower)));
  t.unless(t.le(size, c(87)), () => {
    h.become(scaled(t, m, lower));
  });
  return { h: h.get, inverse: t.div(c(0.25), h.get) };
}

/** cosh x = eˣ/2 + e^(−x)/2. */
export function cosh(t: Terms, x: Code): Code {
  const { h, inverse } = halves(t, t.keep(t.abs(x)));
  return t.add(h, inverse);
}

/** sinh x = e^|x|/2 − e^−|x|/2 with the sign of x, and the first terms of its series for |x| < 1. */
export function sinh(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const size = keep(t.abs(x));
  const { h, inverse } = halves(t, size);
  const square = keep(mul(size, size));
  const series = t.pairs(square, keep(mul(square, square)), [0.16666667, 0.008333331, 0.00019841, 0.0000028]);
  const near = add(size, mul(mul(size, square), series));
  return t.signed(t.select(t.lt(size, c(1)), near, sub(h, inverse)), x);
}
