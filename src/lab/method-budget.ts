import { Decimal } from 'decimal.js';
import { toTensor, type Point } from '../language/problem.ts';
import { pose, type Differentiator, type Source } from '../differentiators/differentiator.ts';
import { readText } from '../differentiators/text.ts';
import { decimal } from '../numbers/decimal.ts';
import { binary64 } from '../numbers/rounded.ts';
import { derivativeAlong } from './derivative-along.ts';
import { lineOf } from './line.ts';

/** The error of one component of a method's gradient, split as a finite difference's is. */
export interface MethodBudget {
  readonly method: string;
  /** What the method computed. */
  readonly estimate: number;
  /** estimate − f′. */
  readonly total: Decimal;
  /** 0 for the methods that take no step; −h²f‴/6, to first order, for the complex step. */
  readonly truncation: Decimal;
  /** All the rest: total − truncation. */
  readonly roundoff: Decimal;
}

/**
 * The error of a method that takes no differences, in float64, by one number among the inputs: reverse, forward and
 * symbolic differentiation truncate nothing, so that their whole error is round-off.
 *
 * @param complexStep the step of a complex-step method
 */
export function methodBudget(
  method: Differentiator,
  f: Source | string,
  at: Point,
  wrt: string,
  complexStep?: number,
): MethodBudget {
  const { o, point } = pose(readText(f), at);
  const line = lineOf(o, point, wrt, binary64);
  const [{ name, index }] = line.moves as [(typeof line.moves)[0]];
  const { gradient, because } = method.gradient(o, point);
  if (gradient === null) throw new RangeError(`methodBudget: ${method.name} refused: ${because ?? ''}`);
  const n = decimal(60);
  const estimate = toTensor(gradient[name]!, name).data[index]!;
  const total = n.sub(n.constant(estimate), derivativeAlong(line, 1, 60));
  const truncation =
    complexStep === undefined
      ? new Decimal(0)
      : n.div(n.mul(n.neg(n.square(n.constant(complexStep))), derivativeAlong(line, 3, 60)), n.constant(6));
  return { method: method.name, estimate, total, truncation, roundoff: n.sub(total, truncation) };
}
