/** The leading bits of a positive whole number as a double, and how many bits are left out below them. */
function leading(n: bigint): readonly [bits: number, below: number] {
  const below = Math.max(0, n.toString(16).length * 4 - 64);
  return [Number(n >> BigInt(below)), below];
}

/** a/b of counts of any length, to a double's precision; b must not be 0. */
export function quotient(a: bigint, b: bigint): number {
  if (b === 0n) throw new RangeError('quotient: a divisor other than 0 is required, got 0');
  const [[over, overBelow], [under, underBelow]] = [leading(a), leading(b)];
  return (over / under) * 2 ** (overBelow - underBelow);
}

/** The binary logarithm of a count of any length; −∞ of 0. */
export function log2Of(n: bigint): number {
  const [bits, below] = leading(n);
  return Math.log2(bits) + below;
}

/** A count as readers see it: its digits, or past 2⁵³ the power of two that it is near, such as `2^1010.3`. */
export const countText = (n: bigint): string =>
  n <= BigInt(Number.MAX_SAFE_INTEGER) ? String(n) : `2^${log2Of(n).toFixed(1)}`;
