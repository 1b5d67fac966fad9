import type { Numbers } from '../language/numbers.ts';
import { size, type Tensor } from '../language/shape.ts';
import { branchings } from '../expression/decisions.ts';
import type { Objective } from '../expression/trace.ts';
import { evaluator } from '../kernels/evaluate.ts';
import { elementNames } from '../expression/scalars.ts';
import { total } from '../numbers/counting.ts';
import { costOf, type Cost } from './cost.ts';
import {
  differentiator,
  type Differentiator,
  type Evaluation,
  type Prepared,
  type Tensors,
} from './differentiator.ts';
import { scipy, type StepRule } from './step.ts';

export { fixed, relative, scipy, powerOfTen, type StepRule } from './step.ts';

export type Stencil = 'central' | 'forward' | 'backward';

export interface NumericOptions {
  /** Default `central`. */
  readonly stencil?: Stencil;
  /** Default scipy's rule for the stencil. */
  readonly step?: StepRule;
  /**
   * `actual` (the default) divides by the step taken, (x + h) − (x − h) as computed; `nominal` by 2h, and adds the
   * rounding of the arguments to the error.
   */
  readonly denominator?: 'actual' | 'nominal';
}

/**
 * Finite differences, one scalar parameter at a time: 2P evaluations of f for a central gradient of P parameters,
 * P + 1 for a one-sided one. A difference that straddles a branch of the expression is reported as one.
 */
export function numeric(options: NumericOptions = {}): Differentiator {
  const { stencil = 'central', step = scipy(stencil), denominator = 'actual' } = options;
  return differentiator('numeric', (o, n) => prepare(o, n, { stencil, step, denominator }));
}

function prepare<T>(o: Objective, n: Numbers<T>, options: Required<NumericOptions>): Prepared<T> {
  const ways = branchings(o.expression, o.wrt);
  const evaluate = evaluator([o.expression, ...ways.map((branching) => branching.way)], n);
  const parameters = o.wrt.reduce((sum, name) => sum + size(o.inputs.get(name)!.shape), 0);
  return {
    valueAndGradient: (at) => differences(o, n, evaluate, at, options),
    get cost() {
      return costOfDifferences(o, parameters, options.stencil);
    },
  };
}

function costOfDifferences(o: Objective, parameters: number, stencil: Stencil): Cost {
  const central = stencil === 'central';
  const evaluations = central ? 2 * parameters : parameters;
  const cost = costOf([o.expression], { evaluations, valueEvaluations: 1, times: evaluations + 1 });
  // Each difference also moves its points (one or two of them), and takes two differences and a quotient.
  const byOperation = { ...cost.byOperation };
  const more = (op: 'add' | 'sub' | 'div', count: number) =>
    (byOperation[op] = (byOperation[op] ?? 0) + count);
  if (stencil !== 'backward') more('add', parameters);
  if (stencil !== 'forward') more('sub', parameters);
  more('sub', 2 * parameters);
  more('div', parameters);
  return { ...cost, byOperation, operations: total(byOperation) };
}

function differences<T>(
  o: Objective,
  n: Numbers<T>,
  evaluate: (at: Tensors<T>) => Tensor<T>[],
  at: Tensors<T>,
  { stencil, step, denominator }: Required<NumericOptions>,
): Evaluation<T> {
  const isZero = (v: T): boolean => isTrue(n.equal(v, n.constant(0)));
  const point: Record<string, Tensor<T>> = { ...at };
  const centre = evaluate(point);
  let trouble: Pick<Evaluation<T>, 'outcome' | 'because'> = {};
  const gradient = o.wrt.map((name) => {
    const { shape, data } = at[name]!;
    const moved = [...data];
    point[name] = { shape, data: moved };
    const names = elementNames(name, shape);
    const evaluateAt = (x: T, i: number): Tensor<T>[] => {
      moved[i] = x;
      const result = evaluate(point);
      moved[i] = data[i]!;
      return result;
    };
    const slopes = data.map((x, i) => {
      const h = step.at(n, x);
      const [right, left] = [
        stencil === 'backward' ? x : n.add(x, h),
        stencil === 'forward' ? x : n.sub(x, h),
      ];
      const taken = n.sub(right, left);
      const above = stencil === 'backward' ? centre : evaluateAt(right, i);
      const below = stencil === 'forward' ? centre : evaluateAt(left, i);
      if (isZero(taken)) {
        trouble = {
          outcome: 'failed',
          because: `by ${names[i]!}: the points of the difference round to one; the step is too small here`,
        };
        return n.constant(NaN);
      }
      if (trouble.outcome === undefined && !sameWays(n, [below, centre, above]))
        trouble = {
          outcome: 'branch',
          because: `by ${names[i]!}: a branch lies between the points of the difference`,
        };
      const width = denominator === 'actual' ? taken : stencil === 'central' ? n.mul(n.constant(2), h) : h;
      return n.div(n.sub(above[0]!.data[0]!, below[0]!.data[0]!), width);
    });
    point[name] = at[name]!;
    return [name, { shape, data: slopes }];
  });
  return { value: centre[0]!.data[0]!, gradient: Object.fromEntries(gradient) as Tensors<T>, ...trouble };
}

/** Whether every branching goes the same way at all of these points; the first result is the value. */
function sameWays<T>(n: Numbers<T>, results: readonly (readonly Tensor<T>[])[]): boolean {
  const [first, ...others] = results;
  return first!.every(
    (ways, root) =>
      root === 0 ||
      ways.data.every((way, i) => others.every((other) => isTrue(n.equal(way, other[root]!.data[i]!)))),
  );
}

/** A truth value as every system of real numbers gives it: 1 or 0, in numbers that convert to a double. */
function isTrue(v: unknown): boolean {
  return Number(v) === 1;
}
