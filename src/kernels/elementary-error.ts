import { power, reduced, scaled } from './elementary-exponential.ts';
import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

// Polynomials were fitted at Chebyshev's points in 40 digits. In float32 these functions are worked out in doubles, with
// fewer coefficients, for there the square of a number is exact and no factor of a product needs care.

/** 2ᵏ·m. */
interface Scaled {
  readonly k: Code;
  readonly m: Code;
}

/** How far the error function is computed. */
interface Extent {
  /** P of (1 + 1.5·t)·e^(t²)·erfc(t) = P(u) for t ≥ 0, where u = (t − `middle`)/(t + `middle`) is in [−1, 1). */
  readonly tail: readonly number[];
  readonly middle: number;
  /** Q of erf(x) = x + x·Q(x²) for |x| < 0.85. */
  readonly near: readonly number[];
  /** From here on erfc(t) is 0. */
  readonly limit: number;
  /** e^(−x²/d). */
  readonly bell: (t: Terms, x: Code, d: 1 | 2) => Scaled;
  /** 2ᵏ·m as a number. */
  readonly whole: (t: Terms, value: Scaled) => Code;
}

/** To the last bits of a double. */
const toDouble: Extent = {
  tail: [
    0.9589962033754297, -0.1694828498204648, 0.06621465880653093, 0.0100083365166927, -0.04853850517749743,
    0.054522672338810946, -0.041923010229569554, 0.02466465014554366, -0.011133234636810695,
    0.003574195777806268, -0.0005737703978603082, -0.00012969671440716824, 0.00010732724065548681,
    -1.877524691625063e-5, -7.680334452015739e-6, 4.1801778046330485e-6, 1.4919590888986427e-7,
    -5.950874840468382e-7, 6.250831827031742e-8, 7.877413170015424e-8, -1.4168186450924744e-8,
    -1.0133702716720728e-8, 1.475701186828671e-9, 9.303531241184059e-10,
  ],
  middle: 4,
  near: [
    0.1283791670955126, -0.3761263890318375, 0.11283791670954685, -0.02686617064501726, 0.005223977623916789,
    -0.0008548326902886471, 0.00012055326932054655, -1.4925450090912942e-5, 1.6457676496214065e-6,
    -1.6300495998065118e-7, 1.4189584294135369e-8, -8.837207342835496e-10,
  ],
  limit: 27.5,
  bell: (t, x, d) => {
    // The rounding error of x² would be multiplied by x²: the square of the first bits is exact, the rest a correction.
    const near = t.keep(t.and(x, t.bits(-1n << 27n)));
    const square = t.keep(t.mul(t.mul(near, near), t.c(-1 / d)));
    const rest = t.keep(t.mul(t.mul(t.sub(near, x), t.add(near, x)), t.c(1 / d)));
    return power(t, square, reduced(t, square, rest));
  },
  whole: (t, { k, m }) => {
    const kept = t.keep(m);
    const result = t.variable(t.mul(kept, t.power(t.exponent(k))));
    // From here down the result may be subnormal.
    t.unless(t.ge(k, t.c(-1020)), () => {
      result.become(scaled(t, kept, k));
    });
    return result.get;
  },
};

/** To the last bits of a float. */
const toFloat: Extent = {
  tail: [
    1.0013302288, -0.18470175691, -0.011340050569, 0.086964219846, -0.06724573409, 0.023571488219,
    4.5827417918e-5, -0.003061390166, 0.00040346297857, 0.00041908318834, -4.7781950997e-5, -4.5692149632e-5,
  ],
  middle: 2.5,
  near: [0.12837917, -0.37612575, 0.11282749, -0.026803756, 0.005052985, -0.00063255016],
  limit: 10.25,
  bell: (t, x, d) => {
    const square = t.keep(t.mul(t.mul(x, x), t.c(-1 / d)));
    const k = t.keep(t.nearest(t.mul(square, t.c(Math.LOG2E))));
    const r = t.keep(t.sub(square, t.mul(k, t.c(Math.LN2))));
    const coefficients = [1, 1, 0.5, 0.16666666682, 0.041666464945, 0.0083333109276, 0.0013933647863, 0.00019890988456];
    return { k, m: t.pairs(r, t.keep(t.mul(r, r)), coefficients) };
  },
  whole: (t, { k, m }) => t.mul(m, t.power(t.exponent(k))),
};

/** erfc(x/√d) for x ≥ 0, by its quotient with a Gaussian (after Shepherd & Laframboise 1981). */
function complement(t: Terms, x: Code, d: 1 | 2, { tail, middle, bell }: Extent): Scaled {
  const { c, keep, add, sub } = t;
  const scale = Math.sqrt(d);
  const u = keep(t.div(sub(x, c(middle * scale)), add(x, c(middle * scale))));
  const quotient = t.div(t.pairs(u, keep(t.mul(u, u)), tail), add(c(1), t.mul(x, c(1.5 / scale))));
  const { k, m } = bell(t, x, d);
  return { k, m: t.mul(m, quotient) };
}

const erfcTo =
  (extent: Extent) =>
  (t: Terms, x: Code): Code => {
    const size = t.keep(t.least(t.abs(x), t.c(extent.limit)));
    const right = t.keep(extent.whole(t, complement(t, size, 1, extent)));
    return t.select(t.lt(x, t.c(0)), t.sub(t.c(2), right), right);
  };

const erfTo =
  (extent: Extent) =>
  (t: Terms, x: Code): Code => {
    const { c, keep, add, mul, sub } = t;
    const square = keep(mul(x, x));
    const near = add(x, mul(x, t.pairs(square, keep(mul(square, square)), extent.near)));
    // At 6 the result is 1.
    const size = keep(t.least(t.abs(x), c(6)));
    const { k, m } = complement(t, size, 1, extent);
    const far = sub(c(1), mul(m, t.power(t.exponent(k))));
    return t.select(t.lt(size, c(0.84375)), near, t.signed(far, x));
  };

const geluTo =
  (extent: Extent) =>
  (t: Terms, x: Code): Code => {
    const { c, keep, mul } = t;
    const size = keep(t.least(t.abs(x), c(extent.limit * Math.SQRT2)));
    const { k, m } = complement(t, size, 2, extent);
    const product = keep(extent.whole(t, { k, m: mul(mul(m, c(0.5)), size) }));
    return t.select(t.lt(x, c(0)), t.neg(product), t.sub(x, product));
  };

/** erfc(x) = 1 − erf(x), with all its digits in the right tail. */
export const erfc = erfcTo(toDouble);

/** erf(x): x + x·Q(x²) in the middle, 1 − erfc(|x|) with the sign of x elsewhere. */
export const erf = erfTo(toDouble);

/** gelu(x) = x·Φ(x) with Φ(x) = erfc(|x|/√2)/2 for x < 0, and 1 less that for x > 0 (Hendrycks & Gimpel 2016). */
export const gelu = geluTo(toDouble);

const byDoubles =
  (f: (t: Terms, x: Code) => Code) =>
  (t: Terms, x: Code): Code =>
    t.inDoubles(x, f);

/** The same of numbers of float32. */
export const single = {
  erf: byDoubles(erfTo(toFloat)),
  erfc: byDoubles(erfcTo(toFloat)),
  gelu: byDoubles(geluTo(toFloat)),
};
