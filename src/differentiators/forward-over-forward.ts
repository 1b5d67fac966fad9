import { directionsOf } from '../expression/direction.ts';
import { graph, nameOf, type Expr } from '../expression/expr.ts';
import { read } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import { dual, type Dual } from '../numbers/dual.ts';
import { realise } from '../rules/slope.ts';

/** uᵀHv as an expression, in which u and v are further inputs. */
export interface SecondAlong {
  readonly second: Expr;
  /** The inputs that u stands in, in the order of `wrt`; and those that v does. */
  readonly directions: readonly Expr[];
  readonly others: readonly Expr[];
}

/** The objective in dual numbers over dual numbers, each level with a direction of its own. */
export function forwardOverForward(o: Objective): SecondAlong {
  const directions = directionsOf(o.wrt, o.inputs);
  const others = directionsOf(o.wrt, o.inputs, directions);
  const seeded = (e: Expr): Dual<Dual<Expr>> => {
    const i = o.wrt.indexOf(nameOf(e));
    if (i < 0) return { value: { value: e, slope: 'zero' }, slope: 'zero' };
    return { value: { value: e, slope: directions[i]! }, slope: { value: others[i]!, slope: 'zero' } };
  };
  const inner = dual(graph);
  const { slope } = read(o.expression, dual(inner), seeded);
  return { second: realise(graph, realise(inner, slope).slope), directions, others };
}
