import { gradientGraph, trace, type Expr } from '../../src/index.ts';
import type { Raced } from './objectives.ts';

/** The multiply-adds of all matrix products in the graph of an objective's value and gradient. */
export function multiplyAdds({ model, shapes, wrt }: Raced): number {
  const { value, gradient } = gradientGraph(trace(model, shapes, wrt));
  const seen = new Set<Expr>();
  const waiting = [value, ...gradient.values()];
  let found = 0;
  for (let e = waiting.pop(); e !== undefined; e = waiting.pop()) {
    if (seen.has(e)) continue;
    seen.add(e);
    if (e.op === 'matmul') found += e.shape[0]! * e.shape[1]! * e.args[0]!.shape[1]!;
    waiting.push(...e.args);
  }
  return found;
}
