import { inDoubles, type Choice } from './in-doubles.ts';
import { balancedStep, toNumber } from './stencil.ts';
import { positive, type StepRule } from './step.ts';

export interface OracleOptions {
  /** ε_f, a bound on the error of f; default u|f(x)|. */
  readonly noise?: number;
}

/**
 * The step that minimises the bound |c|·hᵖ·|f⁽ᵖ⁺¹⁾| + N·ε_f/h on the error, from the true f⁽ᵖ⁺¹⁾ as a function of x:
 *
 *   h* = (N·ε_f / (p·|c|·|f⁽ᵖ⁺¹⁾|))^(1/(p+1)),
 *
 * with c and p of the stencil and N = Σ|w|. That is (3ε_f/|f‴|)^(1/3) for the central difference, 2·(ε_f/|f″|)^(1/2) for the
 * forward one. The error estimate is the bound.
 */
export function oracle(derivative: (x: number) => number, options: OracleOptions = {}): StepRule {
  if (options.noise !== undefined) positive('oracle: noise', options.noise);
  return inDoubles('oracle', ({ x, value, stencil, unitRoundoff }): Choice => {
    const { order, constant, noise: weight } = stencil;
    const noise = options.noise ?? unitRoundoff * Math.abs(value);
    const truncation = Math.abs(toNumber(constant) * derivative(x));
    const step = balancedStep(stencil, noise, derivative(x));
    if (step > 0 && Number.isFinite(step))
      return { step, errorEstimate: truncation * step ** order + (weight * noise) / step };
    return {
      step: unitRoundoff ** (1 / (order + 1)) * Math.max(1, Math.abs(x)),
      outcome: 'uncertain',
      because: `no step is best where ε_f is ${noise} and f⁽ᵖ⁺¹⁾ is ${derivative(x)}`,
    };
  });
}
