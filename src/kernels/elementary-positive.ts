import type { Terms } from './elementary-terms.ts';
import type { Code } from './wasm-instructions.ts';

/**
 * A logarithm of x, given how it is computed of a normal number z > 0 with 2^−shift·z = x: subnormal numbers are scaled
 * first; of ±0 it is −∞, of ∞ it is ∞, of other numbers NaN.
 */
export function ofPositive(t: Terms, x: Code, inside: (z: Code, shift: Code) => Code): Code {
  const { c, keep } = t;
  const z = t.variable(x);
  const shift = t.variable(c(0));
  const ordinary = keep(t.and(t.ge(x, c(t.smallest)), t.lt(x, c(Infinity))));
  t.unless(ordinary, () => {
    const subnormal = keep(t.lt(x, c(t.smallest)));
    const up = t.fraction + 2;
    z.become(t.select(subnormal, t.mul(x, c(2 ** up)), x));
    shift.become(t.and(subnormal, c(up)));
  });
  const result = t.variable(inside(z.get, shift.get));
  t.unless(ordinary, () => {
    const positive = t.select(t.eq(x, c(Infinity)), x, result.get);
    const nonnegative = t.select(t.eq(x, c(0)), c(-Infinity), positive);
    result.become(t.select(t.ge(x, c(0)), nonnegative, c(NaN)));
  });
  return result.get;
}
