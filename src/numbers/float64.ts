import type { Numbers } from '../language/numbers.ts';
import { erf, erfc } from './erf.ts';
import { gelu } from './gelu.ts';
import { isWholePower, wholePower } from './whole-power.ts';

/** u = 2⁻⁵³, the largest relative error of rounding to float64. */
export const unitRoundoff = 2 ** -53;

const mul = (a: number, b: number): number => a * b;

/** xᵖ; for a whole p up to 16 by multiplications, and then the same in every engine. */
function power(x: number, p: number): number {
  if (!isWholePower(p)) return Math.pow(x, p);
  if (p === 0) return 1;
  return p > 0 ? wholePower(mul, x, p) : 1 / wholePower(mul, x, -p);
}

/** 1/(1 + e^(−x)) without overflow, and with all its digits in the left tail. */
function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** log(1 + eˣ) without overflow, and with all its digits in the left tail. */
const softplus = (x: number): number => (x > 0 ? x : 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Plain numbers: IEEE 754 binary64, with the engine's elementary functions. */
export const float64: Numbers<number> = {
  constant: (v) => v,
  pi: () => Math.PI,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul,
  div: (a, b) => a / b,
  neg: (x) => -x,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  power,
  pow: Math.pow,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  sigmoid,
  softplus,
  relu: (x) => (x < 0 ? 0 : x),
  gelu,
  erf,
  erfc,
  abs: Math.abs,
  sign: Math.sign,
  step: (x) => (x > 0 ? 1 : 0),
  floor: Math.floor,
  less: (a, b) => (a < b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
  select: (c, a, b) => (c !== 0 ? a : b),
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  hold: (x) => x,
  carry: (g, p) => (g === 0 ? 0 : g * p),
};
