import { inDoubles, type Choice } from './in-doubles.ts';
import { central, forwardDifference } from './stencil.ts';
import type { StepRule } from './step.ts';

const iterations = 20;
const [fewest, aim, most] = [10, 100, 1000];

/**
 * Curtis & Reid 1974, "The choice of step lengths when using differences to approximate Jacobian matrices", for the central
 * difference of order 2. The difference between the central and the forward quotient stands for the truncation error (it is
 * that of the forward one, so the central one's is smaller still), ½ε|f|/h for the round-off, ε = 2u:
 *
 *   r = |D_c(h) − D_f(h)| / (½ε|f|/h),   h ← h·√(100/max(r, 1)) until r ∈ [10, 1000].
 *
 * The first step is ε^(1/3)·max(1, |x|), of which no step is more than 10⁵ times as long or short; 20 steps at most.
 * |f| is the larger of |f(x)| and |f(x + h)|.
 */
export function curtisReid(): StepRule {
  const [balanced, oneSided] = [central(), forwardDifference()];
  return inDoubles('curtis-reid', (line): Choice => {
    const { x, value, unitRoundoff } = line;
    const first = Math.cbrt(2 * unitRoundoff) * Math.max(1, Math.abs(x));
    let h = first;
    for (let i = 0; i < iterations; i++) {
      const truncation = Math.abs(line.difference(h, balanced) - line.difference(h, oneSided));
      const roundoff = (unitRoundoff * Math.max(Math.abs(value), Math.abs(line.at(1, h)))) / h;
      const ratio = truncation === 0 ? 0 : truncation / roundoff;
      if (Number.isNaN(ratio))
        return {
          step: h,
          outcome: 'uncertain',
          because: `f is not finite within a step of ${h.toExponential(1)}`,
        };
      if (ratio >= fewest && ratio <= most) return { step: h };
      const next = h * Math.sqrt(aim / Math.max(ratio, 1));
      const clamped = Math.min(first * 1e5, Math.max(first / 1e5, next));
      if (clamped === h) break;
      h = clamped;
    }
    return {
      step: h,
      outcome: 'uncertain',
      because: 'at no step are the truncation and the round-off in the proportion that is aimed at',
    };
  });
}
