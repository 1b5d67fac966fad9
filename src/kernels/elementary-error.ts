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
  /** P of (1 + √2·t)·e^(t²)·erfc(t) = P(u) for t ≥ 0, where u = (t − `middle`)/(t + `middle`) is in [−1, 1). */
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
    0.9119854216695412, -0.17460631320788816, 0.0749365670702677, 4.188819457691852e-5, -0.03953083299851579,
    0.04779527199214916, -0.03773537005488315, 0.022519497581261844, -0.010264303909706065,
    0.0033240812674441983, -0.0005422004914897198, -0.00011776211181474763, 9.989908646052877e-5,
    -1.7810316280572577e-5, -7.072671418465093e-6, 3.9177269573646765e-6, 1.243827639877888e-7,
    -5.555444797006783e-7, 6.042682174321433e-8, 7.339617071666486e-8, -1.3524415192380405e-8,
    -9.45379361825686e-9, 1.4137427772565088e-9, 8.748661322585304e-10,
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
    0.95611941136, -0.19539846647, 0.0037042150926, 0.074839890643, -0.061116650378, 0.021995044805,
    -0.00010809037243, -0.0028364794278, 0.00039388497195, 0.00038859586964, -4.7204871806e-5,
    -4.3020159983e-5,
  ],
  middle: 2.5,
  near: [0.12837917, -0.37612575, 0.11282749, -0.026803756, 0.005052985, -0.00063255016],
  limit: 10.25,
  bell: (t, x, d) => {
    const square = t.keep(t.mul(t.mul(x, x), t.c(-1 / d)));
    const k = t.keep(t.nearest(t.mul(square, t.c(Math.LOG2E))));
    const r = t.keep(t.sub(square, t.mul(k, t.c(Math.LN2))));
    const coefficients = [
      1, 1, 0.5, 0.16666666682, 0.041666464945, 0.0083333109276, 0.0013933647863, 0.00019890988456,
    ];
    return { k, m: t.pairs(r, t.keep(t.mul(r, r)), coefficients) };
  },
  whole: (t, { k, m }) => t.mul(m, t.power(t.exponent(k))),
};

/** erfc(x/√d) for x ≥ 0, by its quotient with a Gaussian (after Shepherd & Laframboise 1981). */
function complement(t: Terms, x: Code, d: 1 | 2, { tail, middle, bell }: Extent): Scaled {
  const { c, keep, add, sub } = t;
  const scale = Math.sqrt(d);
  const u = keep(t.div(sub(x, c(middle * scale)), add(x, c(middle * scale))));
  const stretched = d === 2 ? x : t.mul(x, c(Math.SQRT2));
  const quotient = t.div(t.pairs(u, keep(t.mul(u, u)), tail), add(c(1), stretched));
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

/** x·Q(x²) of erf(x) = x + x·Q(x²). */
function rest(t: Terms, x: Code, { near }: Extent): Code {
  const square = t.keep(t.mul(x, x));
  return t.mul(x, t.pairs(square, t.keep(t.mul(square, square)), near));
}

const erfTo =
  (extent: Extent) =>
  (t: Terms, x: Code): Code => {
    const { c, keep, add, mul, sub } = t;
    const near = add(x, rest(t, x, extent));
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

/** erfc(x) = 1 − erf(x), with all its digits in the right tail; in the middle as fdlibm has it. */
export function erfc(t: Terms, x: Code): Code {
  const { c, keep, add, sub } = t;
  const small = keep(rest(t, x, toDouble));
  // From ¼ on a half of the 1 is taken from x first, exactly.
  const half = keep(t.and(t.ge(x, c(0.25)), c(0.5)));
  const near = sub(sub(c(1), half), add(sub(x, half), small));
  return t.select(t.lt(t.abs(x), c(0.84375)), near, erfcTo(toDouble)(t, x));
}

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
