/*
 * The rational approximations are those of fdlibm's s_erf.c, whose notice is:
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 * Developed at SunPro, a Sun Microsystems, Inc. business.
 * Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice
 * is preserved.
 */

/** The value at x of the polynomial with these coefficients, the constant one first (Horner's rule). */
function polynomial(coefficients: readonly number[], x: number): number {
  let result = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) result = result * x + coefficients[i]!;
  return result;
}

/** A rational function of one variable. */
interface Ratio {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

const ratio = ({ over, under }: Ratio, x: number): number => polynomial(over, x) / polynomial(under, x);

/** erf(x)/x − 1 in x², for |x| < 0.84375. */
const centre: Ratio = {
  over: [
    1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2,
    -5.77027029648944159157e-3, -2.37630166566501626084e-5,
  ],
  under: [
    1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3,
    1.32494738004321644526e-4, -3.9602282787753681232e-6,
  ],
};

/** erf(x) − 0.845062911510467529297 in |x| − 1, for 0.84375 ≤ |x| < 1.25. */
const shoulder: Ratio = {
  over: [
    -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1,
    3.18346619901161753674e-1, -1.10894694282396677476e-1, 3.54783043256182359371e-2,
    -2.166375594868790843e-3,
  ],
  under: [
    1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2,
    1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.1984499846799107417e-2,
  ],
};
const atShoulder = 8.45062911510467529297e-1;

/** log(x·erfc(x)) + x² + 0.5625 in 1/x², for 1.25 ≤ x < 1/0.35. */
const nearTail: Ratio = {
  over: [
    -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1,
    -6.23753324503260060396e1, -1.62396669462573470355e2, -1.84605092906711035994e2,
    -8.12874355063065934246e1, -9.81432934416914548592,
  ],
  under: [
    1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2,
    4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2,
  ],
};

/** The same for 1/0.35 ≤ x < 28. */
const farTail: Ratio = {
  over: [
    -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1,
    -1.60636384855821916062e2, -6.37566443368389627722e2, -1.02509513161107724954e3,
    -4.83519191608651397019e2,
  ],
  under: [
    1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3,
    2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1,
  ],
};

/** From here on erfc(x) is worked out as a Gaussian times a rational function. */
export const tailStart = 1.25;

/** log(x·erfc(x)) + x² + 0.5625, a small number that varies slowly, for x from `tailStart` to 28. */
export const tailExponent = (x: number): number => ratio(x < 1 / 0.35 ? nearTail : farTail, 1 / (x * x));

/**
 * exp(−x²/d − a)·exp(b) for d = 1 or 2, to about 1 ulp. The square is split into a part that a double holds exactly and
 * a small rest, since the rounding error of x² would be multiplied by x².
 */
export function gaussian(x: number, d: 1 | 2, a: number, b: number): number {
  const near = Math.fround(x);
  return Math.exp(-(near * near) / d - a) * Math.exp(((near - x) * (near + x)) / d + b);
}

/** e^(−x²), with a relative error of about 1 ulp at any x. */
export const expOfMinusSquare = (x: number): number => (Math.abs(x) >= 28 ? 0 : gaussian(x, 1, 0, 0));

/** e^(−x²/2), with a relative error of about 1 ulp at any x. */
export const expOfMinusHalfSquare = (x: number): number => (Math.abs(x) >= 39 ? 0 : gaussian(x, 2, 0, 0));

/** erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, to within 1 ulp (fdlibm, Sun Microsystems 1993). */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 2 ** -28) return x + x * 1.28379167095512586316e-1;
  if (a < 0.84375) return x + x * ratio(centre, x * x);
  if (a < tailStart) return Math.sign(x) * (atShoulder + ratio(shoulder, a - 1));
  if (a < 6) return Math.sign(x) * (1 - erfc(a));
  return Math.sign(x);
}

/** erfc(x) = 1 − erf(x), to within 3 ulps, in its right tail too (fdlibm, Sun Microsystems 1993). */
export function erfc(x: number): number {
  const a = Math.abs(x);
  if (a < 0.84375) {
    const rest = x * ratio(centre, x * x);
    return x < 0.25 ? 1 - (x + rest) : 0.5 - (x - 0.5 + rest);
  }
  if (a < tailStart) {
    const rest = ratio(shoulder, a - 1);
    return x < 0 ? 1 + (atShoulder + rest) : 1 - atShoulder - rest;
  }
  if (a < 28) {
    const tail = x < -6 ? 0 : gaussian(a, 1, 0.5625, tailExponent(a)) / a;
    return x < 0 ? 2 - tail : tail;
  }
  return x > 0 ? 0 : x < 0 ? 2 : NaN;
}
