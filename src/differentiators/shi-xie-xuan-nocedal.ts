import { ecnoise, type Noise } from './ecnoise.ts';
import { inDoubles, type Choice, type Line } from './in-doubles.ts';
import { positive, type StepRule } from './step.ts';
import { alphaOf, testingRatio, type RatioTest } from './testing-ratio.ts';

export interface ShiXieXuanNocedalOptions {
  /** ε_f, the error of one value of f; default: what ECnoise finds, a standard deviation. */
  readonly noise?: number;
  /** Evaluations beside f(x), the difference's included; default 60, or 30 for each place of the stencil if that is more. */
  readonly evaluations?: number;
}

const least = 1.5;

/**
 * Shi, Xie, Xuan & Nocedal 2022, "Adaptive finite-difference interval estimation for noisy derivative-free optimization",
 * for any stencil. With D(h) the finite difference, of order p, the step is one at which
 *
 *   r(h) = |D(h) − D(αh)|·h / (A·ε_f) lies in [1.5, 1.5·αᵖ]:
 *
 * the two differences can be told apart through the noise, but only just, which is where truncation and noise are in
 * balance. α is 4 for p = 1, else 2; A is 4/3 of Σ|w|, w being the weights that D(h) − D(αh) gives to the values of f: that
 * is 2 for the central difference of order 2, whose band is [1.5, 6]. ε_f is ECnoise's, or u·max|f| on the stencil if larger.
 *
 * From about ε^(1/(p+1))·max(1, |x|) on, the step grows while r is below the band (by 2, 4, 16, 16, …) and shrinks while it is
 * above (by as much again, or by the power law r ∝ hᵖ⁺¹ if that is more); once bracketed, log h is bisected. A step in the band
 * counts only if r(h/α) is not above it, and a slope only if it agrees with the one across ECnoise's values, as far as those
 * tell, else an oscillation could pass for a smooth function; and only if r(αh) is larger, else noise could pass for truncation.
 * Where r stays below the band, as it does when f⁽ᵖ⁺¹⁾ = 0, growth ends at about max(1, |x|)/16, or later, once the noise
 * leaves as many digits as are usual.
 *
 * The error estimate is |D(h) − D(αh)|/(αᵖ − 1) + Σ|w|·ε_f/h.
 */
export function shiXieXuanNocedal(options: ShiXieXuanNocedalOptions = {}): StepRule {
  const { noise, evaluations } = options;
  if (noise !== undefined) positive('shiXieXuanNocedal: noise', noise);
  return inDoubles('shi-xie-xuan-nocedal', (line) => {
    const places = line.stencil.offsets.filter((offset) => offset !== 0).length;
    const start = startOf(line);
    if (!Number.isFinite(line.value))
      return { step: start, outcome: 'uncertain', because: `f(x) is ${line.value}` };
    const found: Noise =
      noise === undefined
        ? ecnoise(line)
        : { noise, source: 'ecnoise', evaluations: 0, values: [], spacing: 0 };
    const budget = evaluations ?? Math.max(60, 30 * places);
    const search = searched(line, testingRatio(line, found), start, budget - 4 * places);
    return judged(line, search, found);
  });
}

/** Where f⁽ᵖ⁺¹⁾ is about f/max(1, |x|)ᵖ⁺¹ the best step is above this one: small steps are tried first. */
const startOf = ({ x, stencil, unitRoundoff }: Line): number =>
  unitRoundoff ** (1 / (stencil.order + 1)) * scaleOf(x);

const scaleOf = (x: number): number => Math.max(1, Math.abs(x));

/** What the search came to: the largest step below the band, the smallest above it, the one in it, all tests. */
interface Search {
  readonly low: RatioTest | null;
  readonly high: RatioTest | null;
  readonly chosen: RatioTest | null;
  /** Whether f has one value up to `low` and another one at once. */
  readonly jump: boolean;
  readonly tests: readonly RatioTest[];
}

function searched(line: Line, test: (h: number) => RatioTest, start: number, budget: number): Search {
  const { x, unitRoundoff: u, stencil } = line;
  const alpha = alphaOf(stencil);
  const most = least * alpha ** stencil.order;
  const tests: RatioTest[] = [];
  const tested = (h: number): RatioTest => {
    const result = test(h);
    tests.push(result);
    return result;
  };
  let low: RatioTest | null = null;
  let high: RatioTest | null = null;
  const placed = (now: RatioTest): 'below' | 'in' | 'above' => {
    if (!(now.ratio <= most)) return 'above';
    if (now.ratio < least) return 'below';
    // An oscillation looks smooth at some step, but not at a smaller one.
    if (low === null && !(tested(now.h / alpha).ratio <= most)) return 'above';
    // Noise looks like truncation at some step, but does not grow with it.
    if ((high === null || high.h > alpha * now.h) && tested(alpha * now.h).ratio <= now.ratio) return 'below';
    return 'in';
  };
  // Below it the places of the difference are too coarse.
  const shortest = Math.max(64 * u * Math.abs(x), Number.MIN_VALUE / u);
  let stride = 2;
  for (let h = start; line.evaluations() <= budget;) {
    const now = tested(h);
    const place = placed(now);
    if (place === 'in') return { low, high, chosen: now, jump: false, tests };
    if (place === 'above') high = now;
    // A longer step that is noisier gains nothing: f is larger there.
    else if (low !== null && now.roundoff >= low.roundoff) break;
    else low = now;
    if (low !== null && high !== null) {
      const doublings = Math.log2(high.h / low.h);
      if (doublings < 0.1) break;
      // Powers of two, so that tests share values of f.
      h = low.h * 2 ** (doublings > 1.5 ? Math.round(doublings / 2) : doublings / 2);
      continue;
    }
    if (high === null) {
      if (isEnough(now, line)) break;
      h *= stride;
    } else {
      if (h <= shortest) break;
      const doublings = Math.log2(now.ratio / least) / (stencil.order + 1);
      h = Math.max(
        shortest,
        h / Math.max(stride, Number.isFinite(doublings) ? 2 ** Math.round(doublings) : 16),
      );
    }
    stride = Math.min(stride ** 2, 16);
  }
  const ended = low?.flat === true && high !== null && Number.isFinite(high.truncation);
  const jump = ended && (line.evaluations() > budget || jumps(low!, high!, test));
  return { low, high, chosen: null, jump, tests };
}

/** Whether a step below the band need not grow: it is large, and noise leaves the digits that a difference usually has. */
function isEnough({ h, roundoff, difference }: RatioTest, { x, stencil, unitRoundoff }: Line): boolean {
  if (h < scaleOf(x) / 16) return false;
  if (difference === 0) return true;
  const { order } = stencil;
  return roundoff <= unitRoundoff ** (order / (order + 1)) * Math.abs(difference) || h > 1e9 * scaleOf(x);
}

function judged(line: Line, { low, high, chosen, jump, tests }: Search, { noise, values }: Noise): Choice {
  const settled = chosen ?? low;
  if (settled === null) {
    const finite = tests.filter(({ truncation }) => Number.isFinite(truncation));
    if (finite.length === 0)
      return {
        step: tests[tests.length - 1]?.h ?? startOf(line),
        outcome: 'uncertain',
        because: 'f is not finite at the places of the difference, however small the step',
      };
    const best = finite.reduce((a, b) => (b.truncation + b.roundoff < a.truncation + a.roundoff ? b : a));
    return {
      step: best.h,
      errorEstimate: (alphaOf(line.stencil) ** line.stencil.order - 1) * best.truncation + best.roundoff,
      outcome: 'uncertain',
      because: 'the differences do not agree to within the noise at any step',
    };
  }
  const { h, truncation, roundoff } = settled;
  const found = { step: h, errorEstimate: truncation + roundoff };
  if (values.length > 0 && noise > 0.1 * Math.max(...values.map(Math.abs)))
    return { ...found, outcome: 'uncertain', because: 'f is hardly more than noise here' };
  if (chosen !== null) return found;
  if (jump)
    return {
      step: h,
      // What is known of f′ is that f moves less than it does at the next step.
      errorEstimate: high!.truncation + high!.roundoff,
      outcome: 'uncertain',
      because: 'f has one value at all places of this difference, and jumps beyond them',
    };
  const end = high === null ? 'this step' : 'this step, nor any smoothness beyond it';
  return { ...found, because: `no truncation error is seen up to ${end}` };
}

/** Whether f, flat up to the step `low`, jumps before `high`, as rounded values do, or parts from there on, as at a kink. */
function jumps(low: RatioTest, high: RatioTest, test: (h: number) => RatioTest): boolean {
  const moved = ({ h, wide }: RatioTest): number => Math.abs(wide) * h;
  const far = test(2 * high.h);
  return !(moved(high) <= (1.5 * moved(far) * (high.h - low.h)) / (far.h - low.h));
}
