import type { Numbers } from '../language/numbers.ts';

/** How long a finite-difference step is at a coordinate x, in any number system. */
export interface StepRule {
  readonly name: string;
  readonly at: <T>(n: Numbers<T>, x: T) => T;
}

function positive(name: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value)))
    throw new RangeError(`${name}: a positive finite step is required, got ${value}`);
  return value;
}

/** The same step everywhere. */
export function fixed(step: number): StepRule {
  positive('fixed', step);
  return { name: `fixed(${step})`, at: (n) => n.constant(step) };
}

/** r·max(1, |x|). */
export function relative(r: number): StepRule {
  positive('relative', r);
  return {
    name: `relative(${r})`,
    at: (n, x) => n.mul(n.constant(r), n.max(n.constant(1), n.abs(x))),
  };
}

/**
 * scipy's rule (scipy.optimize, since 1.5): ε^(1/3)·max(1, |x|) for central and ε^(1/2)·max(1, |x|) for one-sided
 * differences, ε = 2⁻⁵².
 */
export function scipy(stencil: 'central' | 'forward' | 'backward' = 'central'): StepRule {
  const { at } = relative(stencil === 'central' ? Math.cbrt(2 ** -52) : 2 ** -26);
  return { name: 'scipy', at };
}

/** 10ᵏ for a whole k of any size, beyond the range of a double: the step of the truth. */
export function powerOfTen(exponent: number): StepRule {
  return { name: `10^${exponent}`, at: (n) => n.power(n.constant(10), exponent) };
}
