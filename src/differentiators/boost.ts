import { inDoubles } from './in-doubles.ts';
import { isMirrored, toNumber, type Stencil } from './stencil.ts';
import type { StepRule } from './step.ts';

/**
 * The steps of Boost.Math's finite_difference_derivative, which suppose that f and f⁽ᵖ⁺¹⁾ are of one size: with ε = 2u,
 * (3ε)^(1/3), (11.25ε)^(1/5), (ε/168)^(1/7) and (551.25ε)^(1/9) for central differences of order 2, 4, 6, 8, and 2√ε for a
 * forward one. (For order 6 its own model gives 116.7ε.) Then h is (x + h) − x as computed. For the stencils that Boost lacks
 * the same trade-off is made: (N·ε/(p·|c|))^(1/(p+1)), with N = Σ|w| and the truncation error c·hᵖ·f⁽ᵖ⁺¹⁾.
 */
export function boost(): StepRule {
  return inDoubles('boost', ({ x, stencil, unitRoundoff, round }) => {
    const h = (factorOf(stencil) * 2 * unitRoundoff) ** (1 / (stencil.order + 1));
    const apart = round(round(x + round(h)) - x);
    // Where x + h is x, Boost takes the next number.
    return { step: apart > 0 ? apart : 2 * unitRoundoff * Math.abs(x) };
  });
}

const ofCentral: Readonly<Record<number, number>> = { 2: 3, 4: 11.25, 6: 1 / 168, 8: 551.25 };

function factorOf(stencil: Stencil): number {
  const { offsets, order, constant, noise } = stencil;
  const isCentral = offsets.length === order && isMirrored(stencil);
  return (isCentral ? ofCentral[order] : undefined) ?? noise / (order * Math.abs(toNumber(constant)));
}
