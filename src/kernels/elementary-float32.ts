import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

// Polynomials were fitted at Chebyshev's points in 40 digits, their coefficients then rounded to float32.

/** ln 2 in two parts: k times the first is exact for every exponent k (as in Cephes, Moshier 1989). */
const ln2High = 0.693145751953125;
const ln2Low = 1.428606820309417e-6;

/** x = k·ln 2 + r with a whole number k and |r| ≤ ½ ln 2. */
function reduced(t: Terms, x: Code): { readonly k: Code; readonly r: Code } {
  const { c, keep, mul, sub } = t;
  const k = keep(t.nearest(mul(x, c(Math.LOG2E))));
  return { k, r: keep(sub(sub(x, mul(k, c(ln2High))), mul(k, c(ln2Low)))) };
}

/** c₀ + c₁·x + c₂·x² + …, in pairs, so that less waits for what comes before (Estrin 1960). */
function polynomial(t: Terms, x: Code, square: Code, coefficients: readonly number[]): Code {
  const [c0, c1, ...rest] = coefficients;
  if (c1 === undefined) return t.c(c0!);
  const pair = t.add(t.c(c0!), t.mul(x, t.c(c1)));
  return rest.length === 0 ? pair : t.add(pair, t.mul(square, polynomial(t, x, square, rest)));
}

/** 2ᵏ·m where 2ᵏ itself need not be a normal number, rounded once. */
function scaled(t: Terms, m: Code, k: Code): Code {
  const half = t.keep(t.trunc(t.mul(k, t.c(0.5))));
  return t.mul(t.mul(m, t.power(t.exponent(half))), t.power(t.exponent(t.sub(k, half))));
}

/** eˣ = 2ᵏ·(1 + r + r²·P(r)). */
export function exp(t: Terms, x: Code): Code {
  const { c, keep, add, mul } = t;
  // Beyond these ends are 0 and ∞.
  const limited = keep(t.most(t.least(x, c(89)), c(-105)));
  const { k, r } = reduced(t, limited);
  const square = keep(mul(r, r));
  const p = polynomial(t, r, square, [0.5, 0.16666576, 0.041666556, 0.008363178, 0.0013926182]);
  const mantissa = keep(add(c(1), add(r, mul(square, p))));
  const result = t.variable(t.addBits(mantissa, t.exponent(k)));
  t.unless(t.le(t.abs(x), c(87)), () => {
    result.become(scaled(t, mantissa, k));
  });
  return result.get;
}

/** eʳ − 1 for |r| ≤ ½ ln 2. */
function small(t: Terms, r: Code): Code {
  const { keep, add, mul } = t;
  const square = keep(mul(r, r));
  const coefficients = [0.5, 0.16666667, 0.041666467, 0.00833331, 0.0013933647, 0.00019890988];
  return add(r, mul(square, polynomial(t, r, square, coefficients)));
}

/** tanh x by e = e^(−2|x|) = 2ᵏ·(1 + p): (1 − e)/(1 + e) for |x| < ½, else 1 − 2·e/(1 + e). */
export function tanh(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  // At 10 the result is 1.
  const size = keep(t.least(t.abs(x), c(10)));
  const { k, r } = reduced(t, keep(mul(size, c(-2))));
  const power = keep(t.power(t.exponent(k)));
  const p = keep(mul(power, small(t, r)));
  const e = keep(add(power, p));
  const near = keep(t.lt(size, c(0.55)));
  const numerator = t.select(near, add(p, sub(power, c(1))), add(e, e));
  const quotient = t.div(numerator, add(add(c(1), power), p));
  return t.signed(t.abs(sub(t.without(c(1), near), quotient)), x);
}

/**
 * 1/(1 + e^(−x)) by e = e^(−|x|) = 2ᵏ·(1 + p): e/(1 + e) or 1/(1 + e). Left of −0.7 what e loses to rounding would be seen;
 * there it is e·(1 − g) = 2ᵏ·(1 + (p − (1 + p)·g)), where g = e/(1 + e) is small.
 */
export function sigmoid(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const limited = keep(t.most(t.or(x, c(-0)), c(-105)));
  const { k, r } = reduced(t, limited);
  const p = keep(small(t, r));
  const mantissa = keep(add(c(1), p));
  const power = keep(t.power(t.exponent(k)));
  const e = keep(mul(mantissa, power));
  const negative = keep(t.lt(x, c(0)));
  const g = keep(t.div(t.select(negative, e, c(1)), add(c(1), e)));
  const tail = mul(power, add(c(1), sub(p, mul(mantissa, g))));
  const result = t.variable(t.select(t.lt(x, c(-0.7)), tail, g));
  const extreme = keep(t.lt(limited, c(-87)));
  t.when(extreme, () => {
    const end = t.select(negative, scaled(t, mantissa, k), c(1));
    result.become(t.select(extreme, end, result.get));
  });
  return result.get;
}

/** s·(f²/2 + R) of log(1 + f) = f − f²/2 + s·(f²/2 + R), where s = f/(2 + f) and R = s²·Q(s²), for √½ ≤ 1 + f ≤ √2. */
function bend(t: Terms, f: Code, halfSquare: Code): Code {
  const { c, keep, add, mul } = t;
  const s = keep(t.div(f, add(c(2), f)));
  const z = keep(mul(s, s));
  return mul(s, add(halfSquare, mul(z, t.polynomial(z, [0.66666687, 0.3998878, 0.29579976]))));
}

/** log x = k·ln 2 + log(1 + f), where √½ < 1 + f < √2. */
export function log(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const scaled = t.variable(x);
  const shift = t.variable(c(0));
  const ordinary = keep(t.and(t.ge(x, c(2 ** -126)), t.lt(x, c(Infinity))));
  t.unless(ordinary, () => {
    const subnormal = keep(t.lt(x, c(2 ** -126)));
    scaled.become(t.select(subnormal, mul(x, c(2 ** 25)), x));
    shift.become(t.and(subnormal, c(25)));
  });
  const { k, m } = t.split(scaled.get, 0x4afb0dn, shift.get);
  const f = keep(sub(m, c(1)));
  const halfSquare = keep(mul(mul(c(0.5), f), f));
  const rest = sub(add(bend(t, f, halfSquare), mul(k, c(ln2Low))), halfSquare);
  const result = t.variable(add(add(rest, f), mul(k, c(ln2High))));
  t.unless(ordinary, () => {
    const positive = t.select(t.eq(x, c(Infinity)), x, result.get);
    const nonnegative = t.select(t.eq(x, c(0)), c(-Infinity), positive);
    result.become(t.select(t.ge(x, c(0)), nonnegative, c(NaN)));
  });
  return result.get;
}
