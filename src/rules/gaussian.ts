import type { Numbers } from '../language/numbers.ts';

/**
 * exp(−x²/d), d being 1 or 2, with all its digits in the tails. There the rounding error of x² counts x² times: so x is
 * taken as k + r, k having 8 bits after the point, and x² as k² + (x − k)(x + k). In formats of 24 bits and more k² is exact
 * wherever the result is no zero; in narrower ones nothing is gained.
 */
export function gaussian<T>(n: Numbers<T>, x: T, d: 1 | 2): T {
  const bits = n.constant(256);
  const power = (v: T): T => n.exp(n.neg(d === 1 ? v : n.div(v, n.constant(d))));
  const k = n.div(n.floor(n.mul(x, bits)), bits);
  // Far out the first factor is 0, whatever became of the second.
  return n.carry(power(n.square(k)), power(n.mul(n.sub(x, k), n.add(x, k))));
}
