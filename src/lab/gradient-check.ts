import type { Point, Value } from '../language/problem.ts';
import type { Source } from '../differentiators/differentiator.ts';
import { differenceOptions } from '../differentiators/numeric.ts';
import { slopeAlong } from '../differentiators/slope-along.ts';
import { float64 } from '../numbers/float64.ts';
import { stream } from '../objectives/random.ts';
import { checkable, type Checkable, type PlainFunction } from './checkable.ts';

/** `right`; `wrong`; or why nothing can be said: a branch lies near, or the difference is not sure of itself. */
export type CheckVerdict = 'right' | 'wrong' | 'branch' | 'inconclusive';

export interface GradientCheckOptions {
  /** Differences up to atol + rtol·|difference| are forgiven, beside ten times the estimated error; default 1e-10. */
  readonly atol?: number;
  /** Default 1e-6. */
  readonly rtol?: number;
  /** By components (the default), or along one random direction, which costs two evaluations whatever their number. */
  readonly mode?: 'components' | 'direction';
  /** Of the random direction. */
  readonly seed?: number;
}

/** What the check says of one component, or of one direction. */
export interface ComponentCheck {
  readonly name: string;
  readonly verdict: CheckVerdict;
  readonly because: string;
  /** The gradient that was given, and the finite difference that it is held against. */
  readonly given: number;
  readonly difference: number;
  /** How far the difference may be off, by its own estimate; null in the direction mode, which has none. */
  readonly errorEstimate: number | null;
}

export interface GradientCheck {
  /** The gravest: wrong before branch before inconclusive before right. */
  readonly verdict: CheckVerdict;
  readonly components: readonly ComponentCheck[];
  readonly evaluations: number;
}

/**
 * Checks somebody's gradient against finite differences that estimate their own error, so that a noisy difference is not
 * taken for a wrong gradient. A kink nearby is reported as such.
 *
 * @example
 * gradCheck('x^2*y', { x: 12, y: 8 }, { x: 2, y: 3 }).components.map((c) => c.verdict) // ['right', 'wrong']
 */
export function gradCheck(
  f: Source | string | PlainFunction,
  gradient: Readonly<Record<string, Value>> | readonly number[],
  at: Point | readonly number[],
  options: GradientCheckOptions = {},
): GradientCheck {
  const { atol = 1e-10, rtol = 1e-6, mode = 'components', seed = 1 } = options;
  const what = checkable(f, gradient, at);
  const tolerance = (difference: number) => atol + rtol * Math.abs(difference);
  const { components, evaluations } =
    mode === 'direction' ? alongDirection(what, tolerance, seed) : byComponent(what, tolerance);
  const gravest = gravity.find((verdict) => components.some((c) => c.verdict === verdict));
  return { verdict: gravest ?? 'right', components, evaluations };
}

const gravity: readonly CheckVerdict[] = ['wrong', 'branch', 'inconclusive', 'right'];

interface Found {
  readonly components: readonly ComponentCheck[];
  readonly evaluations: number;
}

function byComponent({ names, x, gradient, at }: Checkable, tolerance: (d: number) => number): Found {
  const centre = at(x);
  const options = differenceOptions({});
  let evaluations = 1;
  const components = x.map((own, i): ComponentCheck => {
    const moved = [...x];
    const slope = slopeAlong(
      float64,
      own,
      centre,
      (place) => {
        moved[i] = place;
        return at(moved);
      },
      options,
    );
    evaluations += slope.evaluations;
    const { derivative, errorEstimate, outcome, because } = slope;
    const given = gradient[i]!;
    const common = { name: names[i]!, given, difference: derivative, errorEstimate };
    if (!Number.isFinite(given)) return { ...common, verdict: 'wrong', because: `the gradient is ${given}` };
    if (outcome === 'branch') return { ...common, verdict: 'branch', because: because! };
    const distance = Math.abs(given - derivative);
    const allowed = tolerance(derivative) + 10 * (errorEstimate ?? 0);
    const told = `|${given} − ${derivative}| = ${distance.toExponential(1)}, of which ${allowed.toExponential(1)} is allowed`;
    if (outcome !== 'ok' && outcome !== 'uncertain')
      return { ...common, verdict: 'inconclusive', because: because! };
    if (!(distance <= allowed)) return { ...common, verdict: 'wrong', because: told };
    return outcome === 'ok'
      ? { ...common, verdict: 'right', because: told }
      : { ...common, verdict: 'inconclusive', because: because! };
  });
  return { components, evaluations };
}

function alongDirection(
  { x, gradient, at }: Checkable,
  tolerance: (d: number) => number,
  seed: number,
): Found {
  const random = stream(seed);
  const direction = x.map(() => random.normal());
  const length = Math.hypot(...x.map((own) => Math.max(1, Math.abs(own)))) / Math.sqrt(x.length || 1);
  const h = Math.cbrt(2 ** -52) * length;
  const [above, below] = [1, -1].map((side) => at(x.map((own, i) => own + side * h * direction[i]!)));
  const difference = (above!.value - below!.value) / (2 * h);
  const given = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
  const common = { name: 'a random direction', given, difference, errorEstimate: null };
  const evaluations = 2;
  if (above!.ways.some((way, i) => way !== below!.ways[i]))
    return {
      components: [{ ...common, verdict: 'branch', because: 'a branch lies between the two points' }],
      evaluations,
    };
  // No estimate is to be had of two values: the noise of f over the step, and as much for truncation.
  const noise = (2 ** -50 * Math.max(Math.abs(above!.value), Math.abs(below!.value))) / h;
  const allowed = tolerance(difference) + 10 * noise;
  const distance = Math.abs(given - difference);
  const because = `|${given} − ${difference}| = ${distance.toExponential(1)}, of which ${allowed.toExponential(1)} is allowed`;
  return {
    components: [{ ...common, verdict: distance <= allowed ? 'right' : 'wrong', because }],
    evaluations,
  };
}
