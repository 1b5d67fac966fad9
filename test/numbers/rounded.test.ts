import { describe, expect, test } from 'vitest';
import { bfloat16, float16, float32, format, rounded, type Format } from '../../src/numbers/rounded.ts';

/** All values ≥ 0 of a 16-bit format in ascending order, the infinity last, decoded from their bits. */
function values(fractionBits: number): number[] {
  const exponentBits = 15 - fractionBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const result: number[] = [];
  for (let code = 0; code < (2 ** exponentBits - 1) << fractionBits; code++) {
    const exponent = code >> fractionBits;
    const fraction = (code & (2 ** fractionBits - 1)) / 2 ** fractionBits;
    result.push(exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias));
  }
  return [...result, Infinity];
}

/** The next double away from 0. */
const away = (v: number): number => v * (1 + 2 ** -52);
const towards = (v: number): number => v * (1 - 2 ** -53);

/** The same doubles each time (Lehmer's generator), spread over the whole range of exponents. */
function doubles(count: number, lowest: number, highest: number): number[] {
  let state = 12345;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return Array.from(
    { length: count },
    () =>
      (next() < 0.5 ? -1 : 1) *
      (1 + next() + next() * 2 ** -31) *
      2 ** (lowest + Math.floor(next() * (highest - lowest))),
  );
}

describe.each<[Format, number[]]>([
  [float16, values(10)],
  [bfloat16, values(7)],
])('$name', (of, all) => {
  const { round } = of;

  test('leaves each of its 65536 values as it is', () => {
    expect(all).toHaveLength(of.name === 'float16' ? 31745 : 32641);
    for (const v of all)
      if (round(v) !== v || !Object.is(round(-v), -v)) expect.fail(`${v} became ${round(v)}`);
    expect(round(NaN)).toBeNaN();
  });

  test('rounds the middle between neighbours to even, and all else to the nearest', () => {
    // The infinity stands where the next number of unbounded exponent would.
    const beyond = all.at(-2)! * 2 - all.at(-3)!;
    for (let i = 0; i + 1 < all.length; i++) {
      const [low, high] = [all[i]!, all[i + 1]!];
      const middle = (low + (high === Infinity ? beyond : high)) / 2;
      const even = i % 2 === 0 ? low : high;
      const found = [round(middle), round(towards(middle)), round(away(middle)), round(-middle)];
      if (!found.every((v, j) => Object.is(v, [even, low, high, -even][j])))
        expect.fail(`between ${low} and ${high}: ${found.join(', ')}`);
    }
  });

  test('has a relative error of at most its unit roundoff', () => {
    for (const v of doubles(2000, -14, 15))
      expect(Math.abs(round(v) - v)).toBeLessThanOrEqual(of.unitRoundoff * Math.abs(v));
    expect(round(1 + of.unitRoundoff)).toBe(1);
  });
});

describe('the ends of the range', () => {
  test('float16 overflows from 65520 on, and its smallest number is 2⁻²⁴', () => {
    expect(float16.round(65504)).toBe(65504);
    expect(float16.round(65519.999)).toBe(65504);
    expect(float16.round(65520)).toBe(Infinity);
    expect(float16.round(-65520)).toBe(-Infinity);
    expect(float16.round(2 ** -24)).toBe(2 ** -24);
    expect(float16.round(2 ** -25)).toBe(0);
    expect(float16.round(away(2 ** -25))).toBe(2 ** -24);
    expect(float16.round(-(2 ** -26))).toBe(-0);
    expect(float16.round(5e-324)).toBe(0);
    expect(float16.round(Number.MAX_VALUE)).toBe(Infinity);
  });

  test('bfloat16 reaches as far as float32', () => {
    expect(bfloat16.round(3.3895313892515355e38)).toBe(3.3895313892515355e38);
    expect(bfloat16.round(3.4e38)).toBe(Infinity);
    expect(bfloat16.round(2 ** -133)).toBe(2 ** -133);
    expect(bfloat16.round(2 ** -134)).toBe(0);
  });
});

describe('float32', () => {
  test('is Math.fround, and the general format with 24 bits is the same', () => {
    const general = format('general', 24, -126, 127);
    const ends = [0, -0, Infinity, -Infinity, 3.4028235677973366e38, 2 ** -150, away(2 ** -150), 5e-324];
    for (const v of [...doubles(20000, -160, 130), ...ends])
      if (!Object.is(general.round(v), float32.round(v))) expect.fail(`${v} became ${general.round(v)}`);
    expect(general.round(NaN)).toBeNaN();
  });
});

describe('rounding is done once', () => {
  test('where rounding to float32 first would lose what decides a tie', () => {
    const v = 1 + 2 ** -8 + 2 ** -40;
    expect(bfloat16.round(v)).toBe(1 + 2 ** -7);
    expect(bfloat16.round(Math.fround(v))).toBe(1);
  });
});

describe('numbers of a format', () => {
  const half = rounded(float16);

  test('constants and π are rounded', () => {
    expect(half.constant(0.1)).toBe(0.0999755859375);
    expect(half.pi()).toBe(3.140625);
    expect(rounded(bfloat16).pi()).toBe(3.140625);
    expect(rounded(float32).pi()).toBe(Math.fround(Math.PI));
  });

  test('each result is rounded, once', () => {
    expect(half.add(2048, 1)).toBe(2048);
    expect(half.mul(300, 300)).toBe(Infinity);
    expect(half.div(1, 3)).toBe(0.333251953125);
    expect(half.exp(1)).toBe(2.71875);
    expect(half.power(1.0009765625, 2)).toBe(1.001953125);
    expect(half.gelu(-20)).toBe(-0);
  });

  test('what compares or picks passes', () => {
    expect([half.less(1, 2), half.equal(1, 1), half.step(3), half.floor(2.5)]).toEqual([1, 1, 1, 2]);
    expect([half.select(1, 0.5, 0.25), half.max(0.5, 0.25), half.hold(0.5)]).toEqual([0.5, 0.5, 0.5]);
    expect(half.carry(0, Infinity)).toBe(0);
  });

  test.each([float16, bfloat16, float32])('quotients and roots in $name are the nearest', (of) => {
    const n = rounded(of);
    const points = doubles(2000, -6, 6).map(of.round);
    const neighbours = (q: number) =>
      [q * (1 + 2 * of.unitRoundoff), q * (1 - 2 * of.unitRoundoff)].map(of.round);
    points.forEach((a, i) => {
      const b = points[points.length - 1 - i]!;
      const q = n.div(a, b);
      for (const other of neighbours(q))
        // The products are exact: twice as many bits as the format has fit into a double.
        expect(Math.abs(a - q * b)).toBeLessThanOrEqual(Math.abs(a - other * b));
      // √ is the nearest where the squares of the middles to its neighbours enclose the operand.
      const root = n.sqrt(Math.abs(a));
      const [above, below] = neighbours(root).map((v) => (v + root) / 2) as [number, number];
      expect(Math.abs(a)).toBeLessThan(above * above);
      expect(Math.abs(a)).toBeGreaterThan(below * below);
    });
  });
});
