import type { Numbers } from '../language/numbers.ts';
import type { Point } from '../language/problem.ts';
import type { Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { read } from '../expression/read.ts';
import { elementValues } from '../expression/scalars.ts';
import type { Laws } from '../expression/simplify.ts';
import { reading } from '../kernels/evaluate.ts';
import { counting, multiplications, total } from '../numbers/counting.ts';
import { float64 } from '../numbers/float64.ts';
import { derivativesOf, series, taylor, type Series } from '../numbers/taylor.ts';
import { tensors } from '../numbers/tensors.ts';
import type { PartialForm } from '../rules/rule.ts';
import type { Cost } from './cost.ts';
import { branchesAt, judge, lift, type Outcome, type Source, type Tensors } from './differentiator.ts';
import { nestedDuals, nestedSweeps, slopeOf, symbolicDerivatives } from './nested-derivatives.ts';
import { ray, type Ray } from './ray.ts';
import { Exhausted, workshop } from './workshop.ts';

/**
 * `taylor`: truncated Taylor series, one reading for all orders. `nested`: dual numbers over dual numbers. `nested-reverse`:
 * the reverse sweep through the reverse sweep. `symbolic`: the derivative's expression differentiated again, all of them
 * sharing equal parts.
 */
export type HigherOrderMethod = 'taylor' | 'nested' | 'nested-reverse' | 'symbolic';

export interface HigherOrderOptions {
  /** Default `taylor`. */
  readonly method?: HigherOrderMethod;
  /** A value for each input that moves; needed where f is not a function of one number. */
  readonly direction?: Point;
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
  /** Of `symbolic`; default `exact`. */
  readonly laws?: Laws;
  /** The most nodes that methods which write expressions down may build; default 500 000. */
  readonly limit?: number;
}

/** What was counted. */
export type Counted = Pick<Cost, 'operations' | 'multiplications' | 'byOperation'>;

export interface HigherDerivatives {
  readonly method: HigherOrderMethod;
  /**
   * f, f′, f″, …: derivatives, not Taylor coefficients, which are these over k!. As far as the order that was asked for;
   * where the outcome is `refused`, as far as the limit let them come.
   */
  readonly derivatives: readonly number[];
  readonly outcome: Outcome;
  /** Why the outcome is not `ok`. */
  readonly because: string | null;
  /** For all of the orders together, the value included. */
  readonly cost: Counted;
}

/** The derivatives along a ray, ready to be worked out in any numbers. */
export interface PreparedOrders {
  readonly in: <T>(n: Numbers<T>, at: Tensors<T>) => T[];
  /** The value and the derivatives as expressions, where the method writes them down. */
  readonly written: readonly Expr[];
  /** Why there are fewer than were asked for. */
  readonly because: string | null;
}

/**
 * The derivatives f, f′, f″, … up to any order: of a function of one number, or of t ↦ f(x + t·v) at 0 for a direction v.
 *
 * @example
 * derivatives('exp(2x)', { x: 0 }, 3).derivatives // [1, 2, 4, 8]
 *
 * @example
 * derivatives('x^2*y', { x: 1, y: 2 }, 2, { direction: { x: 1, y: 1 } }).derivatives // [2, 5, 8]
 */
export function derivatives(
  f: Source,
  at: Point,
  order: number,
  options: HigherOrderOptions = {},
): HigherDerivatives {
  const { method = 'taylor', direction } = options;
  const along = ray(f, at, direction);
  const prepared = prepareOrders(along, order, options);
  const found = prepared.in(float64, along.at);
  return {
    method,
    derivatives: found,
    ...judged(along, found, prepared.because),
    get cost() {
      return countOrders(along, prepared);
    },
  };
}

function judged({ o, at }: Ray, found: readonly number[], refused: string | null) {
  if (refused !== null) return { outcome: 'refused', because: refused } as const;
  const told = judge(() => branchesAt(o, at), found[0]!, {}, {});
  const bad = found.findIndex((v) => !Number.isFinite(v));
  if (told.outcome !== 'ok' || bad < 0) return told;
  return {
    outcome: 'non-finite',
    because: `the derivative of order ${bad} is ${found[bad]!}`,
  } as const;
}

/** A method made ready for one ray. */
export function prepareOrders(along: Ray, order: number, options: HigherOrderOptions = {}): PreparedOrders {
  if (!Number.isInteger(order) || order < 0)
    throw new RangeError(`derivatives: an order of 0, 1, 2, … is required, got ${order}`);
  const { method = 'taylor', partials = 'textbook', laws = 'exact', limit = 500_000 } = options;
  switch (method) {
    case 'taylor':
      return { in: (n, at) => inSeries(along, n, at, order, partials), written: [], because: null };
    case 'nested':
      return { in: (n, at) => nestedDuals(along, n, at, order, partials), written: [], because: null };
    case 'nested-reverse': {
      const shop = workshop('none', 'reference', { nodes: limit, milliseconds: Infinity });
      const { made, because } = upTo(order, nestedSweeps(along, shop, partials));
      const written = made.map(({ e }) => e);
      const { values } = made[0]!;
      return { written, because, in: (n, at) => evaluated(written, n, { ...at, ...lift(n, values) }) };
    }
    case 'symbolic': {
      const shop = workshop(laws, 'structure', { nodes: limit, milliseconds: Infinity });
      const { made, because } = upTo(order, symbolicDerivatives(along, shop, partials));
      return { written: made, because, in: (n, at) => evaluated(made, n, elementValues(at)) };
    }
    default:
      throw new RangeError(
        `derivatives: the method taylor, nested, nested-reverse or symbolic is required, got ${String(method)}`,
      );
  }
}

/** The operations of all orders together: the same reading, in counting numbers. */
export function countOrders({ at }: Ray, prepared: PreparedOrders): Counted {
  const { numbers, tally } = counting();
  prepared.in(numbers, lift(numbers, at));
  return { operations: total(tally), multiplications: multiplications(tally), byOperation: tally };
}

function evaluated<T>(roots: readonly Expr[], n: Numbers<T>, at: Tensors<T>): T[] {
  return reading(roots, n)(at).map(({ data }) => data[0]!);
}

function inSeries<T>(
  { o, direction }: Ray,
  n: Numbers<T>,
  at: Tensors<T>,
  order: number,
  partials: PartialForm,
): T[] {
  const moving = (e: Expr): Tensor<Series<T>> => {
    const { shape, data } = at[nameOf(e)]!;
    const v = direction[nameOf(e)]?.data;
    return { shape, data: data.map((x, i) => (v?.[i] ? series(x, slopeOf(n, v[i])) : series(x))) };
  };
  const y = read(o.expression, tensors(taylor(n, order, partials)), moving);
  return derivativesOf(n, y.data[0]!, order);
}

/** The first of a sequence, up to this order or to where its budget ends. */
function upTo<M>(order: number, sequence: Iterable<M>): { made: M[]; because: string | null } {
  const made: M[] = [];
  try {
    for (const next of sequence) {
      made.push(next);
      if (made.length > order) break;
    }
  } catch (error) {
    if (!(error instanceof Exhausted) || made.length === 0) throw error;
    return { made, because: `${error.message} after ${made.length - 1} of ${order} derivatives` };
  }
  return { made, because: null };
}
