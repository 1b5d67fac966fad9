import type { Decimal } from 'decimal.js';
import type { Numbers } from '../language/numbers.ts';
import * as angle from './decimal-angle.ts';
import * as error from './decimal-erf.ts';
import * as exponential from './decimal-exponential.ts';
import * as hyperbolic from './decimal-hyperbolic.ts';
import { magnitude, negative, precision, type Precision } from './decimal-precision.ts';
import { dyadic } from './dyadic.ts';

const guardDigits = 10;
const systems = new Map<number, Numbers<Decimal>>();

/**
 * The double as the decimal number that it is: 0.1 becomes 0.1000000000000000055511151231257827021181583404541015625.
 * NaN, the infinities and −0 are carried.
 */
export function exactDecimal(v: number): Decimal {
  return convert(precision(50 + guardDigits), v);
}

function convert(p: Precision, v: number): Decimal {
  if (!Number.isFinite(v) || Number.isSafeInteger(v)) return new p.Number(v);
  const { mantissa, exponent } = dyadic(v);
  return new p.Number(
    exponent < 0 ? `${mantissa * 5n ** BigInt(-exponent)}e${exponent}` : String(mantissa << BigInt(exponent)),
  );
}

/**
 * Decimal numbers, the truth that everything else is held against. Each operation is worked to ten digits more than
 * `digits`; the relative error of a result is below 10^−(digits + 8), wherever it lies: near
 * the zeros of sin, in the tails of erfc, beside the poles. Constants and inputs are taken exactly, however many digits
 * they have. Outside its domain an operation gives NaN, at a pole ±∞, as in Math. Exponents reach ±9·10¹⁵; the sine of
 * a number beyond 10⁴⁰⁹⁶ is NaN.
 */
export function decimal(digits: number): Numbers<Decimal> {
  let system = systems.get(digits);
  if (system === undefined) {
    system = numbers(precision(digits + guardDigits));
    systems.set(digits, system);
  }
  return system;
}

function numbers(p: Precision): Numbers<Decimal> {
  const { own } = p;
  const [zero, one] = [new p.Number(0), new p.Number(1)];
  const truth = (holds: boolean) => (holds ? one : zero);
  const pi = angle.pi(p);
  /** Of two numbers the one that lies beyond the other in the direction of the sign; NaN before all, −0 below 0. */
  const extreme = (a: Decimal, b: Decimal, sign: number) => {
    if (a.isNaN() || b.isNaN()) return a.isNaN() ? a : b;
    return (a.cmp(b) || (a.isZero() ? a.s - b.s : 0)) * sign >= 0 ? a : b;
  };
  return {
    constant: (v) => convert(p, v),
    pi: () => pi,
    add: (a, b) => own(a).plus(b),
    sub: (a, b) => own(a).minus(b),
    mul: (a, b) => own(a).times(b),
    div: (a, b) => own(a).div(b),
    neg: (x) => negative(p, x),
    square: (x) => own(x).times(x),
    sqrt: (x) => own(x).sqrt(),
    cbrt: (x) => own(x).cbrt(),
    power: (x, exponent) => exponential.pow(p, x, convert(p, exponent)),
    pow: (a, b) => exponential.pow(p, a, b),
    exp: (x) => exponential.exp(p, x),
    expm1: (x) => exponential.expm1(p, x),
    log: (x) => exponential.log(p, x),
    log1p: (x) => exponential.log1p(p, x),
    log2: (x) => exponential.logarithm(p, x, 2),
    log10: (x) => exponential.logarithm(p, x, 10),
    sin: (x) => angle.sin(p, x),
    cos: (x) => angle.cos(p, x),
    tan: (x) => angle.tan(p, x),
    asin: (x) => angle.asin(p, x),
    acos: (x) => angle.acos(p, x),
    atan: (x) => angle.atan(p, x),
    atan2: (y, x) => angle.atan2(p, y, x),
    sinh: (x) => hyperbolic.sinh(p, x),
    cosh: (x) => hyperbolic.cosh(p, x),
    tanh: (x) => hyperbolic.tanh(p, x),
    asinh: (x) => hyperbolic.asinh(p, x),
    acosh: (x) => hyperbolic.acosh(p, x),
    atanh: (x) => hyperbolic.atanh(p, x),
    sigmoid: (x) => hyperbolic.sigmoid(p, x),
    softplus: (x) => hyperbolic.softplus(p, x),
    relu: (x) => (x.lt(0) ? zero : x),
    gelu: (x) => error.gelu(p, x),
    erf: (x) => error.erf(p, x),
    erfc: (x) => error.erfc(p, x),
    abs: (x) => magnitude(p, x),
    sign: (x) => (x.isNaN() || x.isZero() ? x : new p.Number(x.s)),
    step: (x) => truth(x.gt(0)),
    floor: (x) => own(x).floor(),
    less: (a, b) => truth(a.lt(b)),
    equal: (a, b) => truth(a.eq(b)),
    select: (c, a, b) => (c.isZero() ? b : a),
    min: (a, b) => extreme(a, b, -1),
    max: (a, b) => extreme(a, b, 1),
    hold: (x) => x,
    carry: (g, slope) => (g.isZero() ? zero : own(g).times(slope)),
  };
}
