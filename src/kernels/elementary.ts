import type { Operation } from '../language/numbers.ts';
import * as error from './elementary-error.ts';
import * as exponential from './elementary-exponential.ts';
import * as singleExponential from './elementary-float32-exponential.ts';
import * as singleLogarithm from './elementary-float32-logarithm.ts';
import * as hyperbolic from './elementary-hyperbolic.ts';
import * as logarithm from './elementary-logarithm.ts';
import { terms, type Terms } from './elementary-terms.ts';
import type { Precision } from './kernel.ts';
import type { Code } from './wasm-instructions.ts';
import type { Routine } from './wasm-routine.ts';

/**
 * A function of all lanes of a vector: it writes its statements and returns the code of the result. `x` reads a variable,
 * and may be read many times.
 */
export type Elementary = (r: Routine, x: Code) => Code;

const written =
  (precision: Precision) =>
  (f: (t: Terms, x: Code) => Code): Elementary =>
  (r, x) =>
    f(terms(r, precision), x);
const double = written('float64');
const float = written('float32');

/**
 * The elementary functions that kernels have of their own; the others are those of `float64`, called number by number. In
 * float64 all but gelu, erf and erfc give the bits of `float64` with V8's Math (of Node 20), whose algorithms they follow;
 * another engine's Math may differ. Signed zeros, infinities, NaN, subnormal arguments and results are as there.
 */
export const elementary: Readonly<Record<Precision, Partial<Record<Operation, Elementary>>>> = {
  float64: {
    exp: double(exponential.exp),
    expm1: double(exponential.expm1),
    log: double(logarithm.log),
    log1p: double(logarithm.log1p),
    log2: double(logarithm.log2),
    log10: double(logarithm.log10),
    sinh: double(hyperbolic.sinh),
    cosh: double(hyperbolic.cosh),
    tanh: double(hyperbolic.tanh),
    sigmoid: double(hyperbolic.sigmoid),
    softplus: double(logarithm.softplus),
    gelu: double(error.gelu),
    erf: double(error.erf),
    erfc: double(error.erfc),
  },
  float32: {
    exp: float(singleExponential.exp),
    expm1: float(singleExponential.expm1),
    log: float(singleLogarithm.log),
    log1p: float(singleLogarithm.log1p),
    log2: float(singleLogarithm.log2),
    log10: float(singleLogarithm.log10),
    sinh: float(singleExponential.sinh),
    cosh: float(singleExponential.cosh),
    tanh: float(singleExponential.tanh),
    sigmoid: float(singleExponential.sigmoid),
    softplus: float(singleLogarithm.softplus),
    gelu: float(error.single.gelu),
    erf: float(error.single.erf),
    erfc: float(error.single.erfc),
  },
};

/**
 * How far a result may lie from the exact value, in units of that value's last place: measured against the decimal truth
 * (float64, over tens of thousands of arguments) and against doubles (float32, over every 61st number of the format), and rounded up.
 */
export const ulps: Readonly<Record<Precision, Partial<Record<Operation, number>>>> = {
  float64: {
    exp: 1.25,
    expm1: 1,
    log: 1,
    log1p: 1,
    log2: 1,
    log10: 2,
    sinh: 2,
    cosh: 2,
    tanh: 2.5,
    sigmoid: 2.5,
    softplus: 2,
    gelu: 5,
    erf: 1.5,
    erfc: 4,
  },
  float32: {
    exp: 1.25,
    expm1: 1.75,
    log: 1,
    log1p: 1,
    log2: 1,
    log10: 1,
    sinh: 1.75,
    cosh: 1.5,
    tanh: 2,
    sigmoid: 1.75,
    softplus: 2,
    gelu: 0.75,
    erf: 0.875,
    erfc: 0.75,
  },
};
