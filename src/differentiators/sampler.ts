import type { Numbers } from '../language/numbers.ts';
import { branchings } from '../expression/decisions.ts';
import type { Expr } from '../expression/expr.ts';
import type { Objective } from '../expression/trace.ts';
import { evaluator, type KernelChoice } from '../kernels/evaluate.ts';
import type { Built } from '../kernels/kernel.ts';
import type { Tensors } from './differentiator.ts';
import type { Sample } from './sample.ts';

/** The objective at any point, with the ways that its branches go there. */
export function samplerOf<T>(o: Objective, n: Numbers<T>): (at: Tensors<T>) => Sample<T> {
  const { samples } = samplesOf(o, n);
  return (at) => samples(at)[0]!;
}

/** The same for each number of an array that the objective is made of; and what evaluates it. */
export function samplesOf<T>(
  o: Objective,
  n: Numbers<T>,
  y: Expr = o.expression,
  choice?: KernelChoice,
): { readonly samples: (at: Tensors<T>) => Sample<T>[]; readonly built: () => Built } {
  const ways = branchings(o.expression, o.wrt).map(({ way }) => way);
  const evaluate = evaluator([y, ...ways], n, choice);
  const samples = (at: Tensors<T>): Sample<T>[] => {
    const [values, ...others] = evaluate(at);
    const gone = others.length === 1 ? others[0]!.data : others.flatMap(({ data }) => data);
    return values!.data.map((value) => ({ value, ways: gone }));
  };
  return { samples, built: evaluate.built };
}
