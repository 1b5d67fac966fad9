/**
 * xᵖ for a whole p ≥ 1 by multiplications alone, so that it is the same in every engine: from p's second binary digit
 * on, square, and multiply by x where the digit is 1.
 */
export function wholePower<T>(mul: (a: T, b: T) => T, x: T, p: number): T {
  let result = x;
  for (let bit = 30 - Math.clz32(p); bit >= 0; bit--) {
    result = mul(result, result);
    if (((p >> bit) & 1) === 1) result = mul(result, x);
  }
  return result;
}

/** The largest |p| for which xᵖ is worked out by multiplications; above it the engine's `Math.pow` is nearer. */
const largestWholePower = 16;

/** Whether xᵖ is worked out by multiplications. */
export const isWholePower = (p: number): boolean => Number.isInteger(p) && Math.abs(p) <= largestWholePower;
