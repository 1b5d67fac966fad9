import { Decimal } from 'decimal.js';
import type { Tensor } from '../language/shape.ts';
import type { Tensors } from '../differentiators/differentiator.ts';
import { exactDecimal } from '../numbers/decimal.ts';
import { largestOf, type Reference } from './reference.ts';

/** What the truth shows of one component of a gradient. */
export type Verdict = 'accurate' | 'imprecise' | 'wrong' | 'unscored';

/** The error of one component. */
export interface ComponentScore {
  readonly verdict: Verdict;
  /** |computed − truth|. */
  readonly absolute: number;
  /** By |truth|; where the truth is 0, by the largest component of the gradient (by 1 where all are 0). */
  readonly relative: number;
  /** In units in the last place of the truth, as a double. */
  readonly ulps: number;
}

const accurate = 2 ** -40;
const imprecise = 1e-3;
/** An answer within so many times its own error estimate is as good as it says. */
const trusted = 10;

/**
 * The verdict on a relative error. NaN fails every tolerance. One unit in the last place is as near as can be asked for: below
 * the normal doubles it may be as large as the truth.
 */
function verdictOf({ relative, ulps, absolute }: Omit<ComponentScore, 'verdict'>, estimate: number): Verdict {
  if (relative <= accurate || ulps <= 1 || absolute <= trusted * estimate) return 'accurate';
  return relative <= imprecise ? 'imprecise' : 'wrong';
}

/** The spacing of doubles at v: 2^(e − 52), and never below the smallest subnormal. */
function ulp(v: number): number {
  const size = Math.abs(v);
  if (size < 2 ** -1022) return 2 ** -1074;
  let exponent = Math.floor(Math.log2(size));
  if (2 ** exponent > size) exponent--;
  return 2 ** (exponent - 52);
}

/**
 * One computed component against the truth; `largest` is the largest |component| of the true gradient, `estimate` the error
 * that the method itself expects.
 */
export function scoreComponent(
  truth: Decimal,
  computed: number,
  largest: Decimal,
  estimate = 0,
): ComponentScore {
  const error = exactDecimal(computed).minus(truth).abs();
  const scale = !truth.isZero() ? truth.abs() : largest.isZero() ? new Decimal(1) : largest;
  const relative = error.isZero() ? 0 : error.div(scale).toNumber();
  const ulps = error.isZero() ? 0 : error.div(exactDecimal(ulp(truth.toNumber()))).toNumber();
  const found = { absolute: error.toNumber(), relative, ulps };
  return { verdict: verdictOf(found, estimate), ...found };
}

/** The error of a whole gradient. */
export interface GradientScore {
  readonly components: Readonly<Record<string, Tensor<ComponentScore>>>;
  /** The worst verdict of all components. */
  readonly verdict: Verdict;
  readonly maximumRelative: number;
  readonly medianRelative: number;
  /** ‖computed − truth‖₂ / ‖truth‖₂ (by 1 where the truth is 0). */
  readonly normwise: number;
  readonly maximumUlps: number;
}

const order: readonly Verdict[] = ['accurate', 'imprecise', 'wrong', 'unscored'];

/** A computed gradient held against the truth, and against its own estimated errors; without a truth all is unscored. */
export function score(
  truth: Reference,
  computed: Tensors<number>,
  estimates: Tensors<number | null> = {},
): GradientScore {
  const all = Object.values(truth.gradient).flatMap((g) => g.data);
  const largest = truth.because === null ? largestOf(all) : new Decimal(1);
  const components = Object.fromEntries(
    Object.entries(computed).map(([name, g]) => [
      name,
      {
        shape: g.shape,
        data: g.data.map((v, i) =>
          truth.because === null
            ? scoreComponent(
                truth.gradient[name]!.data[i]!,
                v,
                largest,
                Object.hasOwn(estimates, name) ? (estimates[name]!.data[i] ?? 0) : 0,
              )
            : { verdict: 'unscored' as const, absolute: NaN, relative: NaN, ulps: NaN },
        ),
      },
    ]),
  );
  const scores = Object.values(components).flatMap((g) => g.data);
  const relatives = scores.map((s) => s.relative).sort((a, b) => a - b);
  return {
    components,
    verdict: scores.reduce<Verdict>(
      (worst, s) => (order.indexOf(s.verdict) > order.indexOf(worst) ? s.verdict : worst),
      'accurate',
    ),
    maximumRelative: highest(relatives),
    medianRelative: median(relatives),
    normwise: truth.because === null ? normwise(truth, computed) : NaN,
    maximumUlps: highest(scores.map((s) => s.ulps)),
  };
}

/** The largest of some numbers; NaN where one is. */
const highest = (values: readonly number[]): number => values.reduce((high, v) => Math.max(high, v), 0);

function median(sorted: readonly number[]): number {
  if (sorted.length === 0 || sorted.some(Number.isNaN)) return sorted.length === 0 ? 0 : NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function normwise(truth: Reference, computed: Tensors<number>): number {
  let error = new Decimal(0);
  let norm = new Decimal(0);
  for (const [name, g] of Object.entries(computed))
    g.data.forEach((v, i) => {
      const t = truth.gradient[name]!.data[i]!;
      error = exactDecimal(v).minus(t).pow(2).plus(error);
      norm = t.pow(2).plus(norm);
    });
  if (error.isZero()) return 0;
  return error
    .div(norm.isZero() ? 1 : norm)
    .sqrt()
    .toNumber();
}
