import { describe, expect, test } from 'vitest';
import { float64 } from '../../src/numbers/float64.ts';
import { terms } from '../../src/numbers/terms.ts';

const n = terms(float64);
const c = (value: number) => n.constant(value);

describe('the mass of the terms that a number was added up from', () => {
  const d = n.sub(c(3), c(2.9));

  test('of a sum is the sum of its terms’ sizes, cancelled as they may be', () => {
    expect(d).toEqual({ value: 3 - 2.9, mass: 5.9 });
    expect(n.neg(d).mass).toBe(5.9);
    expect(n.div(d, c(-2)).mass).toBe(2.95);
    expect(n.select(c(0), c(1), d).mass).toBe(5.9);
  });

  test('of a product is the product of the masses, however the product is written', () => {
    expect(n.square(d).mass).toBe(n.mul(d, d).mass);
    expect(n.power(d, 2).mass).toBeCloseTo(n.mul(d, d).mass, 12);
    expect(n.power(d, 3).mass).toBeCloseTo(n.mul(d, n.mul(d, d)).mass, 11);
    expect([n.power(d, 0).mass, n.power(d, 1).mass]).toEqual([1, 5.9]);
    expect(n.carry(d, d).mass).toBe(n.mul(d, d).mass);
  });

  test('of any other operation is the size of its result', () => {
    expect(n.exp(d).mass).toBe(Math.exp(3 - 2.9));
    expect(n.sin(n.neg(d)).mass).toBe(Math.sin(3 - 2.9));
    expect(n.power(d, -1).mass).toBe(1 / (3 - 2.9));
    expect(n.power(d, 0.5).mass).toBe(Math.pow(3 - 2.9, 0.5));
  });
});
