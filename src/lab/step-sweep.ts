import type { Decimal } from 'decimal.js';
import type { Point } from '../language/problem.ts';
import type { Source } from '../differentiators/differentiator.ts';
import { balancedStep } from '../differentiators/stencil.ts';
import { budgeted, type BudgetedLine, type BudgetOptions, type ErrorBudget } from './budget.ts';
import { derivativeAlong } from './derivative-along.ts';
import { noiseOf, type Noise } from './noise.ts';

/** The error budget at one step; `budgeted` serves many. */
export function errorBudget(f: Source | string, at: Point, h: number, options?: BudgetOptions): ErrorBudget {
  return budgeted(f, at, options).at(h);
}

/** Error budgets at many steps, with the step that theory predicts and the one that turned out best. */
export interface StepSweep {
  /** f′ along the line. */
  readonly slope: Decimal;
  readonly rows: readonly ErrorBudget[];
  readonly noise: Noise;
  /** Where the bound of truncation and noise is least; null where f⁽ᵖ⁺¹⁾ or the noise is 0. */
  readonly predictedStep: number | null;
  /** Of the steps tried the one with the least |total|; null where all have lost f or their places. */
  readonly bestStep: number | null;
}

/** Takes the error apart at each of the steps; `watch` is told how many are done. */
export function stepSweep(
  f: Source | string,
  at: Point,
  steps: readonly number[],
  options: BudgetOptions = {},
  watch: (done: number) => void = () => undefined,
): StepSweep {
  if (steps.length === 0) throw new RangeError('steps: one or more steps are required, got none');
  const own = budgeted(f, at, options);
  const rows = steps.map((h, i) => {
    const row = own.at(h);
    watch(i + 1);
    return row;
  });
  const noise = noiseOf(own.line, own.format);
  const best = rows
    .filter(({ total }) => total.isFinite())
    .reduce<ErrorBudget | null>((a, b) => (a?.total.abs().lte(b.total.abs()) === true ? a : b), null);
  return {
    slope: own.slope(options.digits ?? 50),
    rows,
    noise,
    predictedStep: predictedStep(own, noise.largest),
    bestStep: best?.h ?? null,
  };
}

/** The step that theory predicts, from the exact f⁽ᵖ⁺¹⁾ and this noise; null where one of them is 0 or not finite. */
export function predictedStep({ line, stencil }: BudgetedLine, noise: Decimal): number | null {
  const derivative = derivativeAlong(line, stencil.order + 1, 50).toNumber();
  const h = balancedStep(stencil, noise.toNumber(), derivative);
  return h > 0 && Number.isFinite(h) ? h : null;
}
