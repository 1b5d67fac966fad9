import type { Numbers } from '../language/numbers.ts';
import type { Point } from '../language/problem.ts';
import { size, type Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { elementValues } from '../expression/scalars.ts';
import type { Objective } from '../expression/trace.ts';
import { evaluator } from '../kernels/evaluate.ts';
import { float64 } from '../numbers/float64.ts';
import { basis, zeros } from './basis.ts';
import { costOf } from './cost.ts';
import { isRefused, pose, type Refused, type Source, type Tensors } from './differentiator.ts';
import { forwardOverForward } from './forward-over-forward.ts';
import { hessianExpressions, type SymbolicHessianOptions } from './hessian-expressions.ts';
import { reverseOverReverse } from './hessian-vector-graph.ts';
import type { Counted } from './higher-order.ts';
import { numeric } from './numeric.ts';

/**
 * `reverse`: the reverse sweep applied twice, once for each row. `forward`: dual numbers over dual numbers, once for each pair.
 * `symbolic`: the derivatives' expressions differentiated again. `numeric`: extrapolated second differences of f (the
 * differentiator `numeric` has a method `hessian` that tells their error estimates too).
 */
export type HessianMethod = 'reverse' | 'forward' | 'symbolic' | 'numeric';

export interface HessianOptions extends SymbolicHessianOptions {
  /** Default `reverse`; the other options are those of `symbolic`. */
  readonly method?: HessianMethod;
}

/**
 * The Hessian of f by all of its scalar parameters, in the order of `wrt` and row-major within an input. Entries
 * [i][j] and [j][i] are one number: of the two that `reverse` finds, the one of the later row.
 *
 * @throws {RangeError} if the limit of `symbolic` is reached
 */
export function hessian(
  f: Source,
  at: Point,
  wrt?: readonly string[],
  { method = 'reverse', ...options }: HessianOptions = {},
): number[][] {
  const { o, point } = pose(f, at, wrt);
  if (o.wrt.length === 0) return [];
  if (method === 'numeric')
    return numeric()
      .hessian(o, point)
      .hessian.map((row) => [...row]);
  const prepared = prepareHessian(o, method, options);
  if (isRefused(prepared)) throw new RangeError(`hessian: ${prepared.because}`);
  return prepared.entries(float64, point);
}

/** A Hessian ready to be worked out in any numbers. */
export interface PreparedHessian {
  readonly entries: <T>(n: Numbers<T>, at: Tensors<T>) => T[][];
  /** What is evaluated, and how often. */
  readonly roots: readonly Expr[];
  readonly times: number;
  /** For all entries; where the method has them on its way, for the gradient too. */
  readonly cost: Counted;
}

/** A method made ready for one objective; `symbolic` may refuse. */
export function prepareHessian(
  o: Objective,
  method: Exclude<HessianMethod, 'numeric'>,
  options: SymbolicHessianOptions = {},
): PreparedHessian | Refused {
  switch (method) {
    case 'reverse':
      return byRows(o);
    case 'forward':
      return byPairs(o);
    case 'symbolic': {
      const made = hessianExpressions(o, options);
      return isRefused(made) ? made : byExpressions(made.hessian);
    }
    default:
      throw new RangeError(
        `hessian: the method reverse, forward, symbolic or numeric is required, got ${String(method)}`,
      );
  }
}

function byRows(o: Objective): PreparedHessian {
  const { product, directions } = reverseOverReverse(o);
  return {
    entries: (n, at) => {
      const evaluate = evaluator(product, n);
      const still = stillIn(n, directions);
      const rows = directions.flatMap((direction) =>
        basis(n, direction.shape).map((v) =>
          evaluate({ ...at, ...still, [nameOf(direction)]: v }).flatMap(({ data }) => data),
        ),
      );
      return symmetric(rows);
    },
    ...taken(product, parametersOf(directions)),
  };
}

function byPairs(o: Objective): PreparedHessian {
  const { second, directions, others } = forwardOverForward(o);
  const parameters = parametersOf(directions);
  return {
    entries: (n, at) => {
      const evaluate = evaluator([second], n);
      const [still, otherStill] = [stillIn(n, directions), stillIn(n, others)];
      const places = directions.flatMap((direction, i) =>
        basis(n, direction.shape).map((v) => ({
          u: { [nameOf(direction)]: v },
          v: { [nameOf(others[i]!)]: v },
        })),
      );
      return symmetric(
        places.map(({ u }, i) =>
          places
            .slice(0, i + 1)
            .map(({ v }) => evaluate({ ...at, ...still, ...otherStill, ...u, ...v })[0]!.data[0]!),
        ),
      );
    },
    ...taken([second], (parameters * (parameters + 1)) / 2),
  };
}

function byExpressions(hessian: readonly (readonly Expr[])[]): PreparedHessian {
  const roots = hessian.flatMap((row, i) => row.slice(0, i + 1));
  return {
    entries: (n, at) => {
      const values = evaluator(roots, n)(elementValues(at)).map(({ data }) => data[0]!);
      let next = 0;
      return symmetric(hessian.map((_, i) => values.slice(next, (next += i + 1))));
    },
    ...taken(roots, 1),
  };
}

const taken = (roots: readonly Expr[], times: number) => ({
  roots,
  times,
  get cost(): Counted {
    const { operations, multiplications, byOperation } = costOf(roots, { times });
    return { operations, multiplications, byOperation };
  },
});

/** The square whose lower triangle this has. */
const symmetric = <T>(rows: readonly (readonly T[])[]): T[][] =>
  rows.map((_, i) => rows.map((__, j) => (j <= i ? rows[i]![j]! : rows[j]![i]!)));

const parametersOf = (directions: readonly Expr[]): number =>
  directions.reduce((sum, { shape }) => sum + size(shape), 0);

const stillIn = <T>(n: Numbers<T>, directions: readonly Expr[]): Record<string, Tensor<T>> =>
  Object.fromEntries(directions.map((direction) => [nameOf(direction), zeros(n, direction.shape)]));
