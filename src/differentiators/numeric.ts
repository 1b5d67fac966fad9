import type { Numbers } from '../language/numbers.ts';
import type { Point } from '../language/problem.ts';
import { parametersOf, type Objective } from '../expression/trace.ts';
import type { KernelChoice } from '../kernels/evaluate.ts';
import { costOf, withFurther, type Cost } from './cost.ts';
import type { Denominator } from './difference.ts';
import { differences } from './differences.ts';
import {
  differentiator,
  mapped,
  type Differentiator,
  type Prepared,
  type Result,
  type Source,
} from './differentiator.ts';
import type { Extrapolation } from './extrapolation.ts';
import { finiteDifferences, type FiniteDifferences, type NumericGradient } from './finite-differences.ts';
import type { PlainFunction } from './sampled.ts';
import { samplesOf } from './sampler.ts';
import type { BoundsByName, DifferenceOptions } from './slope-along.ts';
import { backwardDifference, central, forwardDifference, type Stencil } from './stencil.ts';
import { shiXieXuanNocedal } from './shi-xie-xuan-nocedal.ts';
import { relative, type StepRule } from './step.ts';

export { fixed, relative, scipy, type ChosenStep, type Coordinate, type StepRule } from './step.ts';

/** A stencil, or the name of one of the plain ones. */
export type StencilChoice = 'central' | 'forward' | 'backward' | Stencil;

/** How finite differences are taken. */
export interface NumericOptions {
  /** Default `central`. */
  readonly stencil?: StencilChoice;
  /** Default Shi, Xie, Xuan and Nocedal's rule, which measures the noise of f; before an extrapolation, relative(0.1). */
  readonly step?: StepRule;
  /**
   * `actual` (the default) divides by the step taken, (x + h) − (x − h) as computed; `nominal` by 2h, and adds the
   * rounding of the arguments to the error.
   */
  readonly denominator?: Denominator;
  /** To the step 0, from the step that the rule gives on; default none. */
  readonly extrapolation?: Extrapolation;
  /** By input, or by one element of it (`x[0]`): f is not evaluated outside. */
  readonly bounds?: BoundsByName;
  /**
   * The longest time that a gradient may take; no end unless given. Then its outcome is `timeout`; a plain function's derivatives,
   * and a Jacobian, end with a RangeError.
   */
  readonly milliseconds?: number;
}

/** The stencil that is meant by a name. */
export function stencilOf(choice: StencilChoice): Stencil {
  switch (choice) {
    case 'central':
      return central();
    case 'forward':
      return forwardDifference();
    case 'backward':
      return backwardDifference();
    default:
      if (typeof choice === 'object') return choice;
      throw new RangeError(
        `stencil: central, forward, backward or a stencil is required, got ${String(choice)}`,
      );
  }
}

/** The options with their defaults. */
export function differenceOptions({
  stencil = 'central',
  step,
  denominator = 'actual',
  extrapolation,
  milliseconds,
}: NumericOptions): DifferenceOptions {
  return {
    stencil: stencilOf(stencil),
    step: step ?? (extrapolation === undefined ? shiXieXuanNocedal() : relative(0.1)),
    denominator,
    extrapolation,
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
}

/**
 * Finite differences of expressions and models, and of plain functions; `S` is what stands for an expression. A plain
 * function is known by its point, a list.
 */
export interface NumericDifferentiator<S = Source>
  extends Omit<Differentiator, 'gradient'>, FiniteDifferences<S> {
  readonly gradient: {
    (f: PlainFunction, at: readonly number[]): NumericGradient;
    (f: S, at?: Point, wrt?: readonly string[]): Result;
  };
}

/**
 * Finite differences, one scalar parameter at a time: 2P evaluations of f for a central gradient of P parameters,
 * P beside that of f itself for a one-sided one, and those that the step rule takes. A difference that straddles a branch of the expression
 * is reported as one.
 */
export function numeric(options: NumericOptions = {}): NumericDifferentiator {
  const chosen = differenceOptions(options);
  const { bounds = {} } = options;
  const method = differentiator('numeric', (o, n, choice) => prepare(o, n, chosen, bounds, choice));
  const { plainGradient, ...others } = finiteDifferences(chosen, bounds);
  const gradient = (f: Source | PlainFunction, at?: Point | readonly number[], wrt?: readonly string[]) =>
    isList(at) ? plainGradient(f as PlainFunction, at) : method.gradient(f as Source, at, wrt);
  return { ...method, ...others, gradient: gradient as NumericDifferentiator['gradient'] };
}

const isList = (at: unknown): at is readonly number[] => Array.isArray(at) || ArrayBuffer.isView(at);

function prepare<T>(
  o: Objective,
  n: Numbers<T>,
  options: DifferenceOptions,
  bounds: BoundsByName,
  choice?: KernelChoice,
): Prepared<T> {
  const { samples, built } = samplesOf(o, n, o.expression, choice);
  const parameters = parametersOf(o);
  const places = options.stencil.offsets.filter((offset) => offset !== 0).length;
  const costAfter = (evaluations: number) => costOfDifferences(o, parameters, evaluations, options);
  return {
    valueAndGradient: (at) => {
      const { outputs, evaluations } = differences(o.wrt, n, samples, at, options, bounds);
      const { value, along, ...found } = outputs[0]!;
      return {
        value,
        gradient: mapped(along, (slope) => slope.derivative),
        ...found,
        steps: along,
        evaluations,
        get cost() {
          return costAfter(evaluations);
        },
      };
    },
    built: () => [built()],
    get cost() {
      return costAfter(parameters * places);
    },
  };
}

function costOfDifferences(
  o: Objective,
  parameters: number,
  evaluations: number,
  { stencil: { offsets, quotients }, denominator }: DifferenceOptions,
): Cost {
  const cost = costOf([o.expression], { evaluations, valueEvaluations: 1, times: evaluations + 1 });
  // Each place is moved to; each quotient is of two differences; then they are weighted and added.
  const far = offsets.filter((offset) => Math.abs(offset) > 1 || !Number.isInteger(offset)).length;
  const terms = quotients.length;
  const scaled = quotients.filter(({ right, left }) => right - left !== 1).length;
  const actual = denominator === 'actual';
  return withFurther(cost, {
    add: parameters * (far + (offsets.includes(1) ? 1 : 0) + terms - 1),
    sub: parameters * ((offsets.includes(-1) ? 1 : 0) + (actual ? 2 : 1) * terms),
    mul: parameters * (far + (terms === 1 ? 0 : terms) + (actual ? 0 : scaled)),
    div: parameters * terms,
  });
}
