import { exp, ln2High, ln2Low } from './elementary-float32-exponential.ts';
import { ofPositive } from './elementary-positive.ts';
import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

/** s·(f²/2 + R) of log(1 + f) = f − f²/2 + s·(f²/2 + R), where s = f/(2 + f) and R = s²·Q(s²), for √½ ≤ 1 + f ≤ √2. */
function bend(t: Terms, f: Code, halfSquare: Code): Code {
  const { c, keep, add, mul } = t;
  const s = keep(t.div(f, add(c(2), f)));
  const z = keep(mul(s, s));
  return mul(s, add(halfSquare, mul(z, t.polynomial(z, [0.66666687, 0.3998878, 0.29579976]))));
}

/** Fractions from this one on, of a number in [1, 2), are those above √2. */
const raise = 0x4afb0dn;

/** log x = k·ln 2 + log(1 + f), where √½ < 1 + f < √2. */
export const log = (t: Terms, x: Code): Code =>
  ofPositive(t, x, (z, shift) => {
    const { c, keep, add, mul, sub } = t;
    const { k, m } = t.split(z, raise, shift);
    const f = keep(sub(m, c(1)));
    const halfSquare = keep(mul(mul(c(0.5), f), f));
    const rest = sub(add(bend(t, f, halfSquare), mul(k, c(ln2Low))), halfSquare);
    return add(add(rest, f), mul(k, c(ln2High)));
  });

/**
 * k·log 2 + log(1 + f) in another base, the products with its constants in two parts of which the first has so few bits
 * that the product is exact (FreeBSD's e_log2f.c and e_log10f.c).
 */
const inBase =
  (over: readonly [number, number], two: readonly [number, number]) =>
  (t: Terms, x: Code): Code =>
    ofPositive(t, x, (z, shift) => {
      const { c, keep, add, mul, sub } = t;
      const { k, m } = t.split(z, raise, shift);
      const f = keep(sub(m, c(1)));
      const halfSquare = keep(mul(mul(c(0.5), f), f));
      const high = keep(t.and(sub(f, halfSquare), t.bits(-4096n)));
      const low = keep(add(sub(sub(f, high), halfSquare), bend(t, f, halfSquare)));
      const smaller = add(mul(add(low, high), c(over[1])), mul(low, c(over[0])));
      const rest = add(add(mul(k, c(two[1])), smaller), mul(high, c(over[0])));
      return add(rest, mul(k, c(two[0])));
    });

export const log2 = inBase([1.44287109375, -1.7605285393074155e-4], [1, 0]);
export const log10 = inBase(
  [0.434326171875, -3.168997136526741e-5],
  [0.30102920532226562, 7.903415166765626e-7],
);

/** log(1 + x): as log of u = 1 + x, and what u lost to rounding as a term; between √½ and √2, f is x. */
export function log1p(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const far = keep(t.or(t.le(x, c(-0.29)), t.ge(x, c(0.41))));
  const one = keep(t.and(c(1), t.lt(x, c(2 ** 24))));
  const u = keep(add(one, x));
  const lost = t.select(t.ge(x, c(1)), sub(one, sub(u, x)), sub(x, sub(u, c(1))));
  const { k, m } = t.split(u, raise);
  const f = keep(t.select(far, sub(m, c(1)), x));
  const low = t.and(add(mul(k, c(ln2Low)), t.div(lost, u)), far);
  const halfSquare = keep(mul(mul(c(0.5), f), f));
  const rest = sub(add(bend(t, f, halfSquare), low), halfSquare);
  const inside = add(add(rest, f), t.and(mul(k, c(ln2High)), far));
  const result = t.variable(t.signed(inside, x));
  const special = keep(t.or(t.le(x, c(-1)), t.eq(x, c(Infinity))));
  t.when(special, () => {
    const ends = t.select(t.eq(x, c(-1)), c(-Infinity), t.select(t.lt(x, c(-1)), c(NaN), x));
    result.become(t.select(special, ends, result.get));
  });
  return result.get;
}

/** log(1 + eˣ) = max(x, 0) + log(1 + e), where e = e^(−|x|); above 0.41, log(1 + e) = log 2 + log(1 + (e − 1)/2). */
export function softplus(t: Terms, x: Code): Code {
  const { c, keep, add, mul, sub } = t;
  const e = keep(exp(t, keep(t.or(x, c(-0)))));
  const far = keep(t.ge(e, c(0.41)));
  const f = keep(t.select(far, mul(sub(e, c(1)), c(0.5)), e));
  const halfSquare = keep(mul(mul(c(0.5), f), f));
  const rest = sub(bend(t, f, halfSquare), halfSquare);
  const small = add(add(rest, f), t.and(c(Math.LN2), far));
  return add(t.and(x, t.gt(x, c(0))), small);
}
