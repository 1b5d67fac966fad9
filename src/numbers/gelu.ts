import { erfc, gaussian, tailExponent, tailStart } from './erf.ts';

/*
 * In the left tail erfc(−x/√2) would multiply the rounding error of x/√2 by x². There the Gaussian is taken of x itself,
 * and only the slowly varying factor beside it sees the rounded quotient.
 */

/** Φ(x) = erfc(−x/√2)/2, the normal distribution function, to within a few ulps. */
export function normalDistribution(x: number): number {
  const t = -x / Math.SQRT2;
  if (!(t >= tailStart)) return erfc(t) / 2;
  return t < 28 ? gaussian(x, 2, 0.5625, tailExponent(t)) / (2 * t) : 0;
}

/** gelu(x) = x·Φ(x) (Hendrycks & Gimpel 2016), to within a few ulps. */
export function gelu(x: number): number {
  const t = -x / Math.SQRT2;
  if (!(t >= tailStart)) return x * (erfc(t) / 2);
  return t < 28 ? -gaussian(x, 2, 0.5625, tailExponent(t)) * Math.SQRT1_2 : -0;
}
