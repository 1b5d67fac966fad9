import type { Numbers } from '../language/numbers.ts';
import { size } from '../language/shape.ts';
import type { Expr } from '../expression/expr.ts';
import { elementValues } from '../expression/scalars.ts';
import type { Objective } from '../expression/trace.ts';
import { evaluator, type KernelChoice } from '../kernels/evaluate.ts';
import { costOf } from './cost.ts';
import type { Prepared } from './differentiator.ts';

/** A value and its derivatives, as expressions that share whatever the options let them share. */
export interface SymbolicGradient {
  readonly value: Expr;
  /**
   * By scalar parameter (`W1[0,1]`), each a scalar; or, of a sweep backwards over whole arrays, by input, each of its
   * input's shape.
   */
  readonly gradient: readonly { readonly name: string; readonly e: Expr }[];
}

/** These expressions as a function of a point; `scalar`: of the elements of its arrays one by one. */
export function evaluated<T>(
  o: Objective,
  { value, gradient }: SymbolicGradient,
  n: Numbers<T>,
  scalar: boolean,
  choice?: KernelChoice,
): Prepared<T> {
  const roots = [value, ...gradient.map(({ e }) => e)];
  const evaluate = evaluator(roots, n, choice);
  return {
    valueAndGradient: (at) => {
      const [y, ...found] = evaluate(scalar ? elementValues(at) : at);
      const slopes = found.flatMap(({ data }) => data);
      let next = 0;
      const byInput = o.wrt.map((name) => {
        const { shape } = o.inputs.get(name)!;
        return [name, { shape, data: slopes.slice(next, (next += size(shape))) }] as const;
      });
      return { value: y!.data[0]!, gradient: Object.fromEntries(byInput) };
    },
    built: () => [evaluate.built()],
    get cost() {
      return costOf(roots);
    },
  };
}
