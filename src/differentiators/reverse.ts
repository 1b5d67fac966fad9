import { graph } from '../expression/expr.ts';
import { evaluator } from '../kernels/evaluate.ts';
import type { PartialForm } from '../rules/rule.ts';
import { costOf } from './cost.ts';
import { differentiator, type Differentiator } from './differentiator.ts';
import { gradientGraph } from './pullback.ts';

export { gradientKernel, type GradientKernel, type GradientKernelOptions } from './gradient-kernel.ts';

export interface ReverseOptions {
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
}

/** Reverse-mode automatic differentiation: one pass forwards, remembering; one backwards, each row's rule in turn. */
export function reverse({ partials = 'textbook' }: ReverseOptions = {}): Differentiator {
  return differentiator('reverse', (o, n, choice) => {
    const { value, gradient } = gradientGraph(o, 'one', graph, partials);
    const roots = [value, ...gradient.values()];
    const evaluate = evaluator(roots, n, choice);
    return {
      valueAndGradient: (at) => {
        const [y, ...g] = evaluate(at);
        return { value: y!.data[0]!, gradient: Object.fromEntries(o.wrt.map((name, i) => [name, g[i]!])) };
      },
      built: () => [evaluate.built()],
      get cost() {
        return costOf(roots);
      },
    };
  });
}
