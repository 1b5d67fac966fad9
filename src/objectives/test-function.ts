import type { Model } from '../language/algebra.ts';
import type { Problem } from '../language/problem.ts';

/** A function of numbers that experiments differentiate, with a name, where it comes from, and a usual point. */
export interface TestFunction extends Problem {
  readonly name: string;
  readonly source: string;
}

/** A test function whose inputs are all numbers (shape []) and all active. */
export function testFunction(
  name: string,
  source: string,
  at: Readonly<Record<string, number>>,
  model: Model,
): TestFunction {
  const wrt = Object.keys(at);
  return { name, source, model, shapes: Object.fromEntries(wrt.map((input) => [input, []])), wrt, at };
}

/** The inputs x1 … xn in order, taken out of all inputs. */
export function numbered<X>(inputs: Readonly<Record<string, X>>, count: number): X[] {
  return Array.from({ length: count }, (_, i) => inputs[`x${i + 1}`]!);
}

/** A point for x1 … xn; `value` is given i = 1 … n. */
export function numberedPoint(count: number, value: (i: number) => number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i + 1}`, value(i + 1)]));
}

/** Throws unless a count is a whole number of at least `least`. */
export function checkCount(name: string, count: number, least: number): void {
  if (!Number.isInteger(count) || count < least)
    throw new RangeError(`${name}: a whole number of at least ${least} is required, got ${String(count)}`);
}
