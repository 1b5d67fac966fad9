import { expect, test } from 'vitest';
import { stream } from '../../src/objectives/random.ts';

test('a seed gives the same numbers again, and another seed others', () => {
  const draw = (seed: number) => {
    const random = stream(seed);
    return [random.uniform(), random.normal(), random.below(10), ...random.permutation(5)];
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('normal numbers have the moments and the tail of the normal distribution', () => {
  const random = stream(7);
  const count = 200_000;
  const sums = [0, 0, 0, 0];
  let tail = 0;
  for (let i = 0; i < count; i++) {
    const v = random.normal();
    sums.forEach((sum, k) => (sums[k] = sum + v ** (k + 1)));
    if (v > 1.959963984540054) tail++;
  }
  const [first, second, third, fourth] = sums.map((sum) => sum / count) as [number, number, number, number];
  // Four standard errors each.
  expect(Math.abs(first)).toBeLessThan(4 * Math.sqrt(1 / count));
  expect(Math.abs(second - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  expect(Math.abs(third)).toBeLessThan(4 * Math.sqrt(15 / count));
  expect(Math.abs(fourth - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
  expect(Math.abs(tail / count - 0.025)).toBeLessThan(4 * Math.sqrt(0.025 / count));
});

test('a permutation holds every number once', () => {
  const order = stream(3).permutation(50);
  expect(order).not.toEqual([...order].sort((a, b) => a - b));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test('a seed of more than 32 bits is refused', () => {
  expect(() => stream(2 ** 33)).toThrow(
    'seed: a whole number of at most 32 bits is required, got 8589934592',
  );
});
