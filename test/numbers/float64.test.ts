import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { exactDecimal } from '../../src/numbers/decimal.ts';
import { expOfMinusHalfSquare, expOfMinusSquare } from '../../src/numbers/erf.ts';
import { float64, unitRoundoff } from '../../src/numbers/float64.ts';
import { normalDistribution } from '../../src/numbers/gelu.ts';
import { mpfr } from './mpfr.ts';

const Wide = Decimal.clone({ precision: 60 });

/** The distance between two neighbouring doubles at |v|. */
function spacing(v: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(v)));
  return 2 ** (Math.max(Number.isFinite(exponent) ? exponent : -1022, -1022) - 52);
}

/** How far y is from the truth, in units of the truth's last place. */
function ulps(y: number, truth: string | Decimal): number {
  const exact = new Wide(truth);
  return new Wide(exactDecimal(y)).minus(exact).abs().div(spacing(exact.toNumber())).toNumber();
}

/** Evenly spread points of [from, to], none of them round. */
const spread = (from: number, to: number, count = 200): number[] =>
  Array.from({ length: count }, (_, i) => from + (to - from) * ((0.1234 + i * 0.6180339887498949) % 1));

describe('float64 agrees with MPFR', () => {
  test.each([
    ['erf', spread(-6.5, 6.5), 1],
    ['erfc', spread(-6.5, 26.5), 3],
    ['gelu', spread(-38, 10), 5],
    ['sigmoid', spread(-700, 40), 3],
    ['softplus', spread(-700, 700), 3],
    ['exp', spread(-700, 700), 2],
    ['expm1', spread(-40, 40), 2],
    ['log', spread(0, 10), 2],
    ['log1p', spread(-1, 10), 2],
    ['log2', spread(0, 10), 3],
    ['log10', spread(0, 10), 3],
    ['sin', spread(-20, 20), 2],
    ['cos', spread(-20, 20), 2],
    ['tan', spread(-20, 20), 2],
    ['asin', spread(-1, 1), 2],
    ['acos', spread(-1, 1), 2],
    ['atan', spread(-20, 20), 2],
    ['sinh', spread(-20, 20), 3],
    ['cosh', spread(-20, 20), 3],
    ['tanh', spread(-20, 20), 3],
    ['asinh', spread(-20, 20), 3],
    ['acosh', spread(1, 20), 3],
    ['atanh', spread(-1, 1), 3],
    ['sqrt', spread(0, 1e10), 0.5],
    ['cbrt', spread(-1e10, 1e10), 1],
    ['square', spread(-1e10, 1e10), 0.5],
  ] as const)('%s', (operation, points, most) => {
    for (const x of points)
      expect(ulps(float64[operation](x), mpfr(operation, 40, x)), `at ${x}`).toBeLessThanOrEqual(most);
  });

  test.each([
    ['erf', [5e-324, -1e-300, 1e-20, 2 ** -28, 0.84375, 1.25, -1.25, 6, 1e10]],
    ['erfc', [1e-20, 0.25, 0.84375, 1.25, 1 / 0.35, 6, 26, 26.5]],
    ['gelu', [1e-300, -1e-10, -1.7677, -1.768, -4.04, -10, -30, -37.5]],
    ['sigmoid', [-745, -708.3, -37, 37, 710]],
    ['softplus', [-745, -708.3, -37, 37, 710]],
  ] as const)('%s at the seams of its approximations and at the ends of its tails', (operation, points) => {
    for (const x of points)
      expect(ulps(float64[operation](x), mpfr(operation, 40, x)), `at ${x}`).toBeLessThanOrEqual(3);
  });

  test('the Gaussians and the normal distribution beside erf and gelu', () => {
    for (const x of spread(-26, 26)) {
      const square = new Wide(exactDecimal(x)).pow(2);
      expect(ulps(expOfMinusSquare(x), square.neg().exp()), `at ${x}`).toBeLessThanOrEqual(3);
      expect(ulps(expOfMinusHalfSquare(x), square.div(-2).exp()), `at ${x}`).toBeLessThanOrEqual(3);
    }
    for (const x of spread(-37, 5)) {
      const truth = new Wide(mpfr('gelu', 40, x)).div(exactDecimal(x));
      expect(ulps(normalDistribution(x), truth), `at ${x}`).toBeLessThanOrEqual(5);
    }
  });

  test('published values: erf 0.5, erfc 5 (Abramowitz & Stegun 7.1, DLMF 7) and u', () => {
    expect(float64.erf(0.5)).toBe(0.5204998778130465);
    expect(ulps(float64.erfc(5), '1.5374597944280348501883434853e-12')).toBeLessThanOrEqual(3);
    expect(1 + unitRoundoff).toBe(1);
    expect(1 + 2 * unitRoundoff).toBeGreaterThan(1);
  });
});

describe('the limits of the bell-shaped functions', () => {
  test('are reached without NaN', () => {
    expect([float64.erf(Infinity), float64.erf(-Infinity)]).toEqual([1, -1]);
    expect([float64.erfc(Infinity), float64.erfc(-Infinity)]).toEqual([0, 2]);
    expect([float64.gelu(Infinity), float64.gelu(-Infinity)]).toEqual([Infinity, -0]);
    expect([float64.sigmoid(Infinity), float64.sigmoid(-Infinity)]).toEqual([1, 0]);
    expect([float64.softplus(Infinity), float64.softplus(-Infinity)]).toEqual([Infinity, 0]);
    expect([expOfMinusSquare(Infinity), expOfMinusHalfSquare(-Infinity)]).toEqual([0, 0]);
  });

  test('erf and gelu keep the sign of zero', () => {
    expect([float64.erf(-0), float64.gelu(-0)]).toEqual([-0, -0]);
  });

  test.each(['erf', 'erfc', 'gelu', 'sigmoid', 'softplus', 'relu', 'sign', 'floor'] as const)(
    '%s passes NaN on',
    (operation) => {
      expect(float64[operation](NaN)).toBeNaN();
    },
  );
});

describe('a literal power', () => {
  const x = 1.1;
  test('is made of multiplications for whole exponents up to 16', () => {
    expect(float64.power(x, 0)).toBe(1);
    expect(float64.power(x, 1)).toBe(x);
    expect(float64.power(x, 2)).toBe(x * x);
    expect(float64.power(x, 3)).toBe(x * x * x);
    expect(float64.power(x, 5)).toBe(x * x * (x * x) * x);
    expect(float64.power(x, 6)).toBe(x * x * x * (x * x * x));
    expect(float64.power(x, 16)).toBe([0, 1, 2, 3].reduce((y) => y * y, x));
    expect(float64.power(x, -1)).toBe(1 / x);
    expect(float64.power(x, -3)).toBe(1 / (x * x * x));
  });

  test('keeps the sign of a negative base', () => {
    expect(float64.power(-2, 15)).toBe(-32768);
    expect(float64.power(-2, -2)).toBe(0.25);
    expect(float64.power(-8, 17)).toBe(-(2 ** 51));
  });

  test('is Math.pow for other exponents', () => {
    expect(float64.power(x, 0.5)).toBe(Math.pow(x, 0.5));
    expect(float64.power(x, 17)).toBe(Math.pow(x, 17));
    expect(float64.power(-8, 1 / 3)).toBeNaN();
  });

  test('differs from x multiplied by itself one by one only in rounding', () => {
    for (let p = 1; p <= 16; p++)
      expect(ulps(float64.power(1.7, p), new Wide(exactDecimal(1.7)).pow(p)), `p = ${p}`).toBeLessThan(9);
  });
});

describe('conventions', () => {
  test('a comparison gives 1 or 0, and 0 for NaN', () => {
    expect([float64.less(1, 2), float64.less(2, 2), float64.less(NaN, 2)]).toEqual([1, 0, 0]);
    expect([float64.equal(2, 2), float64.equal(0, -0), float64.equal(NaN, NaN)]).toEqual([1, 1, 0]);
  });

  test('select takes its first branch wherever the condition is not 0', () => {
    expect([float64.select(1, 5, 7), float64.select(0, 5, 7), float64.select(-2, 5, 7)]).toEqual([5, 7, 5]);
  });

  test('carry gives 0 for a cotangent of 0, whatever it meets', () => {
    expect([float64.carry(0, NaN), float64.carry(-0, Infinity), float64.carry(3, 4)]).toEqual([0, 0, 12]);
  });

  test('step, sign and relu at 0', () => {
    expect([float64.step(0), float64.sign(0), float64.relu(0), float64.relu(-1)]).toEqual([0, 0, 0, 0]);
  });

  test('min and max pass NaN on, and look at two operands only', () => {
    expect(float64.max(NaN, 1)).toBeNaN();
    expect(float64.min(1, NaN)).toBeNaN();
    // reduce hands over the index and the array as well.
    expect([-5, -4].reduce(float64.max)).toBe(-4);
    expect([5, 4].reduce(float64.min)).toBe(4);
  });

  test('atan2 takes the ordinate first', () => {
    expect(float64.atan2(1, 0)).toBe(Math.PI / 2);
  });
});
