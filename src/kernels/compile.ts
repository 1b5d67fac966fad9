import { fromTensor, toTensor, type Point, type Value } from '../language/problem.ts';
import type { Expr } from '../expression/expr.ts';
import { parse } from '../expression/parse.ts';
import { float64 } from '../numbers/float64.ts';
import { evaluator } from './evaluate.ts';

/**
 * An expression (or its text) as a function of numbers: inputs by name, the value as a number or nested arrays.
 *
 * @example
 * compile('sin(x)^2')({ x: 0.3 }) // 0.08733219254516084
 */
export function compile(e: Expr | string): (at: Point) => Value {
  const evaluate = evaluator([typeof e === 'string' ? parse(e) : e], float64);
  return (at) => {
    const point = Object.fromEntries(Object.entries(at).map(([name, v]) => [name, toTensor(v, name)]));
    return fromTensor(evaluate(point)[0]!) as Value;
  };
}
