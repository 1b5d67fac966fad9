import type { Numbers } from '../language/numbers.ts';
import { add, cbrt, div, exp, log, mul, pow, power, real, sqrt, type Complex } from './complex-arithmetic.ts';
import * as elementary from './complex-elementary.ts';
import * as error from './complex-erf.ts';
import { float64 } from './float64.ts';

export type { Complex } from './complex-arithmetic.ts';

/** A function that is float64's own on the real axis, as far as that is defined, and its continuation elsewhere. */
const continued =
  (onAxis: (x: number) => number, beyond: (z: Complex) => Complex) =>
  (z: Complex): Complex => {
    if (z.im !== 0) return beyond(z);
    const y = onAxis(z.re);
    return Number.isNaN(y) ? beyond(z) : real(y);
  };

/** The same for two operands. */
const continued2 =
  (onAxis: (a: number, b: number) => number, beyond: (a: Complex, b: Complex) => Complex) =>
  (a: Complex, b: Complex): Complex => {
    if (a.im !== 0 || b.im !== 0) return beyond(a, b);
    const y = onAxis(a.re, b.re);
    return Number.isNaN(y) ? beyond(a, b) : real(y);
  };

/** A function that sees real parts only, as those that are constant between jumps do. */
const ofRealPart =
  (f: (x: number) => number) =>
  (z: Complex): Complex =>
    real(f(z.re));

/** max or min by the real parts; at a tie the mean of the imaginary parts, as the derivative is shared there. */
const picked =
  (keep: (a: number, b: number) => number) =>
  (a: Complex, b: Complex): Complex => {
    const re = keep(a.re, b.re);
    if (a.re === b.re) return { re, im: (a.im + b.im) / 2 };
    return { re, im: re === a.re ? a.im : b.im };
  };

/**
 * Complex numbers for the complex-step method (Squire & Trapp 1998): the imaginary part of f(x + ih) is h·f′(x) to full
 * relative accuracy, for h = 1e-200 too, where h·f′(x) does not itself underflow (below 2e-308). Every function is the
 * analytic continuation of the real one: abs is z or −z by the sign of the real part, never the modulus. Whatever branches
 * does so by real parts, with the imaginary part that the rule's derivative gives at a tie, at a jump and for `hold`. On the
 * real axis the results are float64's, bit for bit, wherever those are not NaN; beyond its real domain a function takes its
 * principal value (√−1 is i).
 */
export const complex: Numbers<Complex> = {
  constant: real,
  pi: () => real(Math.PI),
  add,
  sub: (a, b) => ({ re: a.re - b.re, im: a.im - b.im }),
  mul,
  div,
  neg: (z) => ({ re: -z.re, im: z.im === 0 ? 0 : -z.im }),
  square: (z) => mul(z, z),
  sqrt: continued(float64.sqrt, sqrt),
  cbrt: continued(float64.cbrt, cbrt),
  power: (z, p) =>
    z.im === 0 && !(z.re < 0 && !Number.isInteger(p)) ? real(float64.power(z.re, p)) : power(z, p),
  pow: continued2(float64.pow, pow),
  exp: continued(float64.exp, exp),
  expm1: continued(float64.expm1, elementary.expm1),
  log: continued(float64.log, log),
  log1p: continued(float64.log1p, elementary.log1p),
  log2: continued(float64.log2, elementary.log2),
  log10: continued(float64.log10, elementary.log10),
  sin: continued(float64.sin, elementary.sin),
  cos: continued(float64.cos, elementary.cos),
  tan: continued(float64.tan, elementary.tan),
  asin: continued(float64.asin, elementary.asin),
  acos: continued(float64.acos, elementary.acos),
  atan: continued(float64.atan, elementary.atan),
  atan2: continued2(float64.atan2, elementary.atan2),
  sinh: continued(float64.sinh, elementary.sinh),
  cosh: continued(float64.cosh, elementary.cosh),
  tanh: continued(float64.tanh, elementary.tanh),
  asinh: continued(float64.asinh, elementary.asinh),
  acosh: continued(float64.acosh, elementary.acosh),
  atanh: continued(float64.atanh, elementary.atanh),
  sigmoid: continued(float64.sigmoid, elementary.sigmoid),
  softplus: continued(float64.softplus, elementary.softplus),
  relu: (z) => ({ re: float64.relu(z.re), im: z.re > 0 ? z.im : 0 }),
  gelu: continued(float64.gelu, error.gelu),
  erf: continued(float64.erf, error.erf),
  erfc: continued(float64.erfc, error.erfc),
  abs: (z) => ({ re: float64.abs(z.re), im: z.re > 0 ? z.im : z.re < 0 && z.im !== 0 ? -z.im : 0 }),
  sign: ofRealPart(float64.sign),
  step: ofRealPart(float64.step),
  floor: ofRealPart(float64.floor),
  less: (a, b) => real(float64.less(a.re, b.re)),
  equal: (a, b) => real(float64.equal(a.re, b.re)),
  select: (c, a, b) => (c.re !== 0 ? a : b),
  min: picked(float64.min),
  max: picked(float64.max),
  hold: ofRealPart(float64.hold),
  carry: (g, p) => (g.re === 0 && g.im === 0 ? real(0) : mul(g, p)),
};
