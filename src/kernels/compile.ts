import { fromTensor, type Point, type Value } from '../language/problem.ts';
import type { Expr } from '../expression/expr.ts';
import { parse } from '../expression/parse.ts';
import { toPoint } from '../expression/point.ts';
import { inputsOf } from '../expression/trace.ts';
import { float64 } from '../numbers/float64.ts';
import { evaluator } from './evaluate.ts';

/**
 * An expression (or its text) as a function of numbers: a value of the right shape for each input by its name; the result
 * as a number or nested arrays.
 *
 * @example
 * compile('sin(x)^2')({ x: 0.3 }) // 0.08733219254516084
 */
export function compile(e: Expr | string): (at: Point) => Value {
  const root = typeof e === 'string' ? parse(e) : e;
  const evaluate = evaluator([root], float64);
  const inputs = inputsOf(root);
  return (at) => fromTensor(evaluate(toPoint({ inputs }, at))[0]!) as Value;
}
