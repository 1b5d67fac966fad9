import { inDoubles, type Choice } from './in-doubles.ts';
import { positive, type StepRule } from './step.ts';

export interface GillMurraySaundersWrightOptions {
  /** ε_A, a bound on the error of f; default 2u·(1 + |f|). */
  readonly noise?: number;
}

const iterations = 6;

/**
 * Gill, Murray, Saunders & Wright 1983, "Computing forward-difference intervals for numerical optimization" (algorithm FD),
 * for forward and backward differences. It needs f″, from Φ(h) = [f(x + h) − 2f(x) + f(x − h)]/h², at a step where its condition error
 *
 *   Ĉ(Φ) = 4ε_A/(h²|Φ|) lies in [0.001, 0.1];
 *
 * that is sought from 10·h̄ on, h̄ = 2(1 + |x|)·√(ε_A/(1 + |f|)), ten times as long or as short each time, 6 times at most. Then
 * h_F = 2√(ε_A/|Φ|), with the error bound h_F|Φ|/2 + 2ε_A/h_F. Where Φ stays hidden in the noise (f is constant, linear or odd
 * at x) the first step is taken at which the slopes to both sides stand out of it, 2ε_A/(h|φ|) ≤ 0.1, or h̄ if there is none.
 */
export function gillMurraySaundersWright(options: GillMurraySaundersWrightOptions = {}): StepRule {
  if (options.noise !== undefined) positive('gillMurraySaundersWright: noise', options.noise);
  return inDoubles('gill-murray-saunders-wright', (line): Choice => {
    const { x, value, unitRoundoff } = line;
    const noise = options.noise ?? 2 * unitRoundoff * (1 + Math.abs(value));
    const standard = 2 * (1 + Math.abs(x)) * Math.sqrt(noise / (1 + Math.abs(value)));
    const bestFor = (bend: number): Choice => {
      const step = 2 * Math.sqrt(noise / bend);
      return { step, errorEstimate: (step * bend) / 2 + (2 * noise) / step };
    };
    let h = 10 * standard;
    let visible: number | null = null;
    // |Φ| at the shortest step at which it is known better than it need be.
    let known: number | null = null;
    let hidden = false;
    for (let i = 0; i <= iterations; i++) {
      const [right, left] = [line.at(1, h), line.at(-1, h)];
      const bend = Math.abs((right - value - (value - left)) / h ** 2);
      const isFinite = Number.isFinite(bend);
      // Where f is not finite, the step is too long.
      const condition = isFinite ? (4 * noise) / (h ** 2 * bend) : 0;
      if (condition >= 0.001 && condition <= 0.1) return bestFor(bend);
      const rise = Math.min(Math.abs(right - value), Math.abs(value - left));
      if (isFinite && rise >= 20 * noise) visible ??= h;
      const long = condition < 0.001;
      if (long && isFinite) known = bend;
      if (!long) hidden = true;
      // The band lies between this step and the one before: f″ varies between them.
      if (hidden && known !== null)
        return {
          ...bestFor(known),
          outcome: 'uncertain',
          because: 'the condition error of f″ leaps over its band',
        };
      h = long ? h / 10 : h * 10;
    }
    if (known !== null)
      return { ...bestFor(known), outcome: 'uncertain', because: 'f″ grows as fast as the step shrinks' };
    return visible === null
      ? {
          step: standard,
          outcome: 'uncertain',
          because: 'f hardly changes: no slope stands out of the noise',
        }
      : { step: visible, outcome: 'uncertain', because: 'f″ does not stand out of the noise' };
  });
}
