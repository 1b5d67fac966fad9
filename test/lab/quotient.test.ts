import { describe, expect, it } from 'vitest';
import { countText, log2Of, quotient } from '../../src/lab/quotient.ts';

describe('a quotient of counts', () => {
  it('is a double’s division where doubles hold the counts', () => {
    for (const [a, b] of [
      [7, 3],
      [0, 5],
      [2 ** 52 + 1, 3],
    ] as const)
      expect(quotient(BigInt(a), BigInt(b))).toBe(a / b);
  });

  it('keeps a double’s digits where they do not', () => {
    const large = 3n ** 1000n;
    expect(quotient(7n * large, 4n * large)).toBeCloseTo(1.75, 14);
    expect(quotient(large, 3n ** 990n) / 59049).toBeCloseTo(1, 14);
    expect(quotient(1n, 2n ** 200n)).toBe(2 ** -200);
  });

  it('by nothing is refused', () => {
    expect(() => quotient(1n, 0n)).toThrow('a divisor other than 0 is required');
  });
});

describe('a count as text', () => {
  it('has all digits up to 2⁵³ − 1, and is a power of two beyond', () => {
    expect(countText(0n)).toBe('0');
    expect(countText(2n ** 53n - 1n)).toBe('9007199254740991');
    expect(countText(2n ** 53n)).toBe('2^53.0');
    expect(countText(3n * 2n ** 1000n)).toBe('2^1001.6');
  });

  it('has the logarithm that powers of two have', () => {
    for (const n of [0, 1, 63, 64, 65, 1010]) expect(log2Of(2n ** BigInt(n))).toBe(n);
    expect(log2Of(0n)).toBe(-Infinity);
  });
});
