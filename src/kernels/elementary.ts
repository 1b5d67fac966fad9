import type { Operation } from '../language/numbers.ts';
import * as exponential from './elementary-exponential.ts';
import * as single from './elementary-float32.ts';
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
    log1p: double(logarithm.log1p),
    tanh: double(exponential.tanh),
    sigmoid: double(exponential.sigmoid),
    softplus: double(logarithm.softplus),
  },
  float32: {
    exp: float(single.exp),
    log: float(single.log),
    tanh: float(single.tanh),
    sigmoid: float(single.sigmoid),
  },
};
