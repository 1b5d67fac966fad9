import type { Point, Value } from '../language/problem.ts';
import type { Source } from '../differentiators/differentiator.ts';
import { stream } from '../objectives/random.ts';
import { checkable, type PlainFunction } from './checkable.ts';
import type { CheckVerdict } from './gradient-check.ts';

export interface TaylorTestOptions {
  /** Of the random direction. */
  readonly seed?: number;
}

/** The remainder |f(x + h·d) − f(x) − h·g·d| at shrinking steps. */
export interface TaylorTest {
  readonly verdict: CheckVerdict;
  readonly because: string;
  readonly rows: readonly {
    readonly step: number;
    readonly remainder: number;
    readonly rate: number | null;
  }[];
  /** The median rate at which the remainder falls, of those above the noise: 2 for a right gradient, 1 for a wrong one. */
  readonly rate: number | null;
}

/**
 * The Taylor test: along a random direction the remainder of the first-order expansion falls as h² if the gradient is right,
 * and as h if it is not. It needs no step and no tolerance; steps at which the remainder is noise are left out.
 *
 * @example
 * taylorTest('exp(x*y)', { x: 2 * Math.exp(0.6), y: 0.3 * Math.exp(0.6) }, { x: 0.3, y: 2 }).verdict // 'right'
 */
export function taylorTest(
  f: Source | string | PlainFunction,
  gradient: Readonly<Record<string, Value>> | readonly number[],
  at: Point | readonly number[],
  { seed = 1 }: TaylorTestOptions = {},
): TaylorTest {
  const what = checkable(f, gradient, at);
  const random = stream(seed);
  const direction = what.x.map((x) => random.normal() * Math.max(1e-3, Math.abs(x)));
  const slope = what.gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
  const centre = what.at(what.x);
  if (!Number.isFinite(slope)) return told('wrong', 'the gradient is not finite', []);
  const samples = Array.from({ length: 30 }, (_, i) => {
    const step = 2 ** -(i + 3);
    const own = what.at(what.x.map((x, j) => x + step * direction[j]!));
    const remainder = Math.abs(own.value - centre.value - step * slope);
    const noise = 2 ** -49 * (Math.abs(own.value) + Math.abs(centre.value) + Math.abs(step * slope));
    const branched = own.ways.some((way, k) => way !== centre.ways[k]);
    return { step, remainder, usable: remainder > noise && !branched, branched };
  });
  const rows = samples.map(({ step, remainder, usable }, i) => {
    const before = samples[i - 1];
    const rate = before?.usable === true && usable ? Math.log2(before.remainder / remainder) : null;
    return { step, remainder, rate };
  });
  // The smallest steps above the noise tell most: there the next term of the series is smallest.
  const rates = rows.flatMap(({ rate }) => (rate === null ? [] : [rate])).slice(-5);
  const rate = rates.length === 0 ? null : [...rates].sort((a, b) => a - b)[rates.length >> 1]!;
  if (samples.every(({ branched }) => branched))
    return told('branch', 'a branch lies between the point and every step', rows);
  if (!samples.every(({ remainder }) => Number.isFinite(remainder)) && rate === null)
    return told('inconclusive', 'f is not finite nearby', rows);
  if (rate === null) return told('right', 'the remainder is noise at every step: f is a line here', rows);
  if (rate > 1.5) return told('right', `the remainder falls as h^${rate.toFixed(2)}`, rows, rate);
  if (rate > 0.5) return told('wrong', `the remainder falls as h^${rate.toFixed(2)}, not as h²`, rows, rate);
  return told('inconclusive', `the remainder falls as h^${rate.toFixed(2)}: neither h nor h²`, rows, rate);
}

const told = (
  verdict: CheckVerdict,
  because: string,
  rows: TaylorTest['rows'],
  rate: number | null = null,
): TaylorTest => ({ verdict, because, rows, rate });
