import { apply, generate } from '../language/apply.ts';
import { arity, operations, type Numbers, type Operation } from '../language/numbers.ts';

/** A number with the sum of the absolute values of the terms that it was added up from. */
export interface Terms {
  readonly value: number;
  readonly mass: number;
}

/** 0, 1, 2, …: the exponents of products. */
const isWhole = (p: number): boolean => Number.isInteger(p) && p >= 0;

/**
 * Numbers that remember how large the terms were before they cancelled: Σ|terms| is the scale against which a
 * backward-stable sum is accurate (Higham 2002, section 4.2). Sums add the masses, products multiply them, and squares
 * and whole powers, which are products, raise them; a quotient's is the dividend's over the divisor's size; signs, hold
 * and select pass them on. Every other operation starts anew from the size of its result.
 */
export function terms(n: Numbers<number>): Numbers<Terms> {
  type Mass = (y: number, x: readonly Terms[], params: readonly unknown[]) => number;
  const massOf: Partial<Record<Operation, Mass>> = {
    add: (_y, [a, b]) => a!.mass + b!.mass,
    sub: (_y, [a, b]) => a!.mass + b!.mass,
    mul: (_y, [a, b]) => a!.mass * b!.mass,
    square: (_y, [a]) => a!.mass * a!.mass,
    power: (y, [a], [p]) => (isWhole(p as number) ? a!.mass ** (p as number) : Math.abs(y)),
    carry: (_y, [a, b]) => (a!.mass === 0 ? 0 : a!.mass * b!.mass),
    div: (_y, [a, b]) => a!.mass / Math.abs(b!.value),
    neg: (_y, [a]) => a!.mass,
    hold: (_y, [a]) => a!.mass,
    select: (_y, [c, a, b]) => (c!.value === 0 ? b!.mass : a!.mass),
  };
  return generate<Terms, Operation>(
    operations,
    (op, x, params) => {
      const value = apply(
        n,
        op,
        x.map((operand) => operand.value),
        params,
      );
      return { value, mass: massOf[op]?.(value, x, params) ?? Math.abs(value) };
    },
    arity,
  ) as Numbers<Terms>;
}
