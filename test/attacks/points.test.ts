import { describe, expect, it } from 'vitest';
import { complexStep, forward, numeric, parse, reverse } from 'derivlab';
import { inChild } from './child.ts';

describe('points, attacked', () => {
  it('are answered or refused, by every method, at any doubles and at what is no point', async () => {
    const { code, out, err } = await inChild('points-program.ts');
    expect({ code, out, err }).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d{4} tried\n$/) as string,
      err: '',
    });
  });

  it('end the search for a step where places leave the doubles', () => {
    for (const f of ['sin(x)', 'tan(x)'])
      expect(numeric().gradient(parse(f), { x: 1e308 }).outcome).toMatch(/branch|uncertain/);
    const { outcome, because } = numeric().gradient(parse('x < y ? x^3 : 1/x'), { x: 1, y: NaN });
    expect([outcome, because]).toEqual(['non-finite', 'by y: x is NaN']);
  });

  it('have gradients by an input that is called __proto__', () => {
    for (const method of [reverse(), forward(), complexStep(), numeric()]) {
      const found = method.gradient(parse('__proto__^2'), Object.fromEntries([['__proto__', 3]]));
      expect(Object.keys(found.gradient!)).toEqual(['__proto__']);
      expect(Object.values(found.gradient!)[0]).toBeCloseTo(6, 9);
    }
  });

  it('are left where the time of a method is over', () => {
    const text = Array.from({ length: 30 }, (_, i) => `sin(x${i})`).join('+');
    const at = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x${i}`, i]));
    for (const method of [numeric, forward, complexStep]) {
      const { outcome, because } = method({ milliseconds: 0 }).gradient(parse(text), at);
      expect(outcome).toBe('timeout');
      expect(because).toMatch(
        /^0 ms were over after \d+ of 30 derivatives; the option milliseconds, --seconds on/,
      );
    }
    const { gradient, jacobian } = numeric({ milliseconds: 0 });
    for (const act of [
      () => gradient(([x, y]) => x! * y!, [1, 2]),
      () => jacobian(([x, y]) => [x! * y!, x!], [1, 2]),
    ])
      expect(act).toThrow(/^0 ms were over after 1 of 2 derivatives/);
  });
});
