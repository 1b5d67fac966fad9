import { Decimal } from 'decimal.js';
import { decimal } from '../numbers/decimal.ts';
import { rounded, type Format } from '../numbers/rounded.ts';
import { valueAlong, type Line } from './line.ts';

/** How far computed values of f are off near a point: the noise that a finite difference divides by its step. */
export interface Noise {
  /** max |f̂ − f| over the places: a bound, as Shi, Xie, Xuan and Nocedal (2022) mean ε_f. */
  readonly largest: Decimal;
  /** The standard deviation of f̂ − f: what ECnoise (Moré and Wild 2011) estimates. */
  readonly deviation: Decimal;
  /** u·|f(x)|, as if nothing but the result were rounded. */
  readonly naive: Decimal;
}

const places = 101;

/**
 * The noise of f along a line, measured exactly: the computed value against the decimal one at 101 places around the
 * point, 2²⁰ unit roundoffs of max(1, |x|) apart, so near that f itself hardly changes.
 */
export function noiseOf(line: Line, format: Format, digits = 50): Noise {
  const { moves } = line;
  const d = decimal(digits);
  const [computed, exact] = [valueAlong(line, rounded(format)), valueAlong(line, d)];
  const spacing = Math.min(2 ** 20 * format.unitRoundoff, 2 ** -6);
  const errors = Array.from({ length: places }, (_, i) => {
    const own = moves.map(({ x, by }) =>
      format.round(x + (i - (places - 1) / 2) * spacing * Math.max(1, Math.abs(x)) * by),
    );
    const truth = exact(own.map((v) => d.constant(v)));
    return d.sub(d.constant(computed(own)), truth);
  });
  const mean = errors.reduce((sum, e) => sum.plus(e)).div(places);
  const variance = errors.reduce((sum, e) => sum.plus(e.minus(mean).pow(2)), new Decimal(0)).div(places - 1);
  return {
    largest: errors.reduce((most, e) => (e.abs().gt(most) ? e.abs() : most), new Decimal(0)),
    deviation: variance.sqrt(),
    naive: d.constant(format.unitRoundoff * Math.abs(computed(moves.map(({ x }) => x)))),
  };
}
