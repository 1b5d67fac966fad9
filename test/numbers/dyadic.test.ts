import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dyadic, isExact } from '../../src/numbers/dyadic.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const run = { seed: 20240, numRuns: 2000 };

/** mantissa · 2^exponent in float64, in two steps where the power alone would overflow or underflow. */
function rebuilt({ mantissa, exponent }: { mantissa: bigint; exponent: number }): number {
  const half = Math.trunc(exponent / 2);
  return Number(mantissa) * 2 ** half * 2 ** (exponent - half);
}

describe('a double taken apart', () => {
  test('is its mantissa times a power of two', () => {
    fc.assert(
      fc.property(finite, (v) => {
        expect(rebuilt(dyadic(v))).toBe(v === 0 ? 0 : v);
      }),
      run,
    );
  });

  test('has an odd mantissa of at most 53 bits', () => {
    fc.assert(
      fc.property(finite, (v) => {
        const { mantissa } = dyadic(v);
        expect(mantissa === 0n || mantissa % 2n !== 0n).toBe(true);
        expect(mantissa < 2n ** 53n && mantissa > -(2n ** 53n)).toBe(true);
      }),
      run,
    );
  });

  test.each([
    [0.1, 3602879701896397n, -55],
    [-0.75, -3n, -2],
    [1, 1n, 0],
    [96, 3n, 5],
    [0, 0n, 0],
    [-0, 0n, 0],
    [Number.MIN_VALUE, 1n, -1074],
    [2 ** -1022 - 2 ** -1074, 2n ** 52n - 1n, -1074],
    [2 ** -1022, 1n, -1022],
    [Number.MAX_VALUE, 2n ** 53n - 1n, 971],
    [2 ** 1023, 1n, 1023],
  ])('%d is %d · 2^%d', (v, mantissa, exponent) => {
    expect(dyadic(v)).toEqual({ mantissa, exponent });
  });

  test.each([NaN, Infinity, -Infinity])('refuses %d', (v) => {
    expect(() => dyadic(v)).toThrow(RangeError);
  });
});

describe('an operation on doubles is exact', () => {
  test.each<[string, number[], number]>([
    ['add', [0.5, 0.25], 0.75],
    ['add', [2 ** 53, 2], 2 ** 53 + 2],
    ['add', [-0, -0], -0],
    ['sub', [0.1, 0.1], 0],
    ['mul', [3, 0.5], 1.5],
    ['mul', [-1, 0], -0],
    ['div', [1, 4], 0.25],
    ['div', [0, -3], -0],
    ['square', [1.5], 2.25],
    ['sqrt', [2.25], 1.5],
    ['sqrt', [-0], -0],
    ['neg', [0], -0],
    ['abs', [-0.1], 0.1],
    ['min', [0, -0], -0],
    ['max', [0.1, 0.2], 0.2],
    ['sign', [-0.1], -1],
    ['step', [0], 0],
    ['floor', [-0.1], -1],
    ['less', [0.1, 0.2], 1],
    ['equal', [0, -0], 1],
  ])('%s %j = %d', (operation, operands, result) => {
    expect(isExact(operation, operands, result)).toBe(true);
  });
});

describe('an operation on doubles is not exact', () => {
  test.each<[string, string, number[], number]>([
    ['where it rounds', 'add', [0.1, 0.2], 0.1 + 0.2],
    ['where a term is absorbed', 'add', [1, 1e-30], 1],
    ['where it rounds', 'mul', [0.1, 0.1], 0.1 * 0.1],
    ['where it underflows', 'mul', [1e-300, 1e-300], 0],
    ['where it rounds', 'div', [1, 3], 1 / 3],
    ['where it rounds', 'sqrt', [2], Math.SQRT2],
    ['where zero has the wrong sign', 'mul', [-1, 0], 0],
    ['where zero has the wrong sign', 'add', [0, 0], -0],
    ['where the result is another one', 'add', [1, 1], 3],
    ['where the result is another one', 'abs', [-1], -1],
    ['at a pole', 'div', [1, 0], Infinity],
    ['outside the domain', 'sqrt', [-1], NaN],
    ['where it overflows', 'mul', [1e300, 1e300], Infinity],
    ['where an operand is infinite', 'min', [1, Infinity], 1],
    ['for an operation that is not known', 'exp', [0], 1],
    ['with too few operands', 'add', [0], 0],
  ])('%s: %s %j ≠ %d', (_where, operation, operands, result) => {
    expect(isExact(operation, operands, result)).toBe(false);
  });

  test('where an error-free transformation finds a rounding error (Knuth 1969)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (a, b) => {
          const sum = a + b;
          const part = sum - a;
          const rounding = a - (sum - part) + (b - part);
          expect(isExact('add', [a, b], sum)).toBe(rounding === 0);
        },
      ),
      run,
    );
  });
});
