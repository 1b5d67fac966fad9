import type { Numbers } from '../language/numbers.ts';
import { toNumber, type Quotient, type Rational, type Stencil } from './stencil.ts';

/**
 * What a difference is divided by: `actual`, the distance of the places as computed; or `nominal`, the one that was meant,
 * which adds the rounding of the arguments to the error.
 */
export type Denominator = 'actual' | 'nominal';

/** Where f is evaluated, by offset: x + offset·h, as it is computed. */
export type Places<T> = ReadonlyMap<number, T>;

/** The places of a stencil, in the numbers n. */
export function placesOf<T>(n: Numbers<T>, { offsets }: Stencil, x: T, h: T): Places<T> {
  const place = (offset: number): T => {
    if (offset === 0) return x;
    if (offset === 1) return n.add(x, h);
    if (offset === -1) return n.sub(x, h);
    return n.add(x, n.mul(n.constant(offset), h));
  };
  return new Map(offsets.map((offset) => [offset, place(offset)]));
}

/** What the difference between two places is divided by. */
export function widthOf<T>(
  n: Numbers<T>,
  { right, left }: Quotient,
  places: Places<T>,
  h: T,
  denominator: Denominator,
): T {
  if (denominator === 'actual') return n.sub(places.get(right)!, places.get(left)!);
  const distance = right - left;
  return distance === 1 ? h : n.mul(n.constant(distance), h);
}

/** A finite difference's estimate of f′(x): the weighted quotients, from values of f by offset and their widths. */
export function combine<T>(
  n: Numbers<T>,
  { quotients }: Stencil,
  valueAt: (offset: number) => T,
  width: (quotient: Quotient) => T,
): T {
  const terms = quotients.map((quotient) => {
    const { right, left, weight } = quotient;
    const slope = n.div(n.sub(valueAt(right), valueAt(left)), width(quotient));
    return toNumber(weight) === 1 ? slope : n.mul(fraction(n, weight), slope);
  });
  return terms.reduce((sum, term) => n.add(sum, term));
}

const fraction = <T>(n: Numbers<T>, { numerator, denominator }: Rational): T =>
  denominator === 1n
    ? n.constant(Number(numerator))
    : n.div(n.constant(Number(numerator)), n.constant(Number(denominator)));

/** The step taken: the distance of the outermost places, over that of their offsets. */
export function actualStep<T>(n: Numbers<T>, { offsets }: Stencil, places: Places<T>): T {
  const [first, last] = [offsets[0]!, offsets[offsets.length - 1]!];
  const distance = n.sub(places.get(last)!, places.get(first)!);
  return last - first === 1 ? distance : n.div(distance, n.constant(last - first));
}
