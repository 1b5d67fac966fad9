import { apply, generate } from '../language/apply.ts';
import { arity, operations, type Numbers, type Operation } from '../language/numbers.ts';

/** A number with the sum of the absolute values of the terms that it was added up from. */
export interface Terms {
  readonly value: number;
  readonly mass: number;
}

/**
 * Numbers that remember how large the terms were before they cancelled: Σ|terms| is the scale against which a
 * backward-stable sum is accurate (Higham 2002, section 4.2). Products multiply the masses, functions start anew.
 */
export function terms(n: Numbers<number>): Numbers<Terms> {
  const massOf: Partial<Record<Operation, (y: number, x: readonly Terms[]) => number>> = {
    add: (_y, [a, b]) => a!.mass + b!.mass,
    sub: (_y, [a, b]) => a!.mass + b!.mass,
    mul: (_y, [a, b]) => a!.mass * b!.mass,
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
      return { value, mass: massOf[op]?.(value, x) ?? Math.abs(value) };
    },
    arity,
  ) as Numbers<Terms>;
}
