import type { Operation } from '../language/numbers.ts';
import * as exponential from './elementary-exponential.ts';
import * as hyperbolic from './elementary-hyperbolic.ts';
import * as error from './elementary-error.ts';
import * as singleExponential from './elementary-float32-exponential.ts';
import * as singleLogarithm from './elementary-float32-logarithm.ts';
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

/** The elementary functions that kernels have of their own; the others are those of `float64`, called number by number. */
export const elementary: Readonly<Record<Precision, Partial<Record<Operation, Elementary>>>> = {
  float64: {
    exp: double(exponential.exp),
    log: double(logarithm.log),
    log2: double(logarithm.log2),
    log10: double(logarithm.log10),
    log1p: double(logarithm.log1p),
    expm1: double(exponential.expm1),
    cosh: double(hyperbolic.cosh),
    sinh: double(hyperbolic.sinh),
    tanh: double(hyperbolic.tanh),
    sigmoid: double(hyperbolic.sigmoid),
    softplus: double(logarithm.softplus),
    erf: double(error.erf),
    erfc: double(error.erfc),
    gelu: double(error.gelu),
  },
  float32: {
    exp: float(singleExponential.exp),
    expm1: float(singleExponential.expm1),
    cosh: float(singleExponential.cosh),
    sinh: float(singleExponential.sinh),
    tanh: float(singleExponential.tanh),
    sigmoid: float(singleExponential.sigmoid),
    log: float(singleLogarithm.log),
    log2: float(singleLogarithm.log2),
    log10: float(singleLogarithm.log10),
    log1p: float(singleLogarithm.log1p),
    softplus: float(singleLogarithm.softplus),
    erf: float(error.single.erf),
    erfc: float(error.single.erfc),
    gelu: float(error.single.gelu),
  },
};
