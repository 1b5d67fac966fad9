import { describe, expect, test } from 'vitest';
import { derivative } from '../../src/differentiators/symbolic.ts';
import { expand } from '../../src/expression/expand.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { read } from '../../src/expression/read.ts';
import { write } from '../../src/expression/write.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { stream } from '../../src/objectives/random.ts';

/** The survey's logistic map (Baydin et al. 2018, Table 1): l₁ = x, l₍ₙ₊₁₎ = 4lₙ(1 − lₙ). */
function logistic(n: number): Expr {
  const [four, one] = [graph.constant(4), graph.constant(1)];
  let l: Expr = input('x');
  for (let i = 1; i < n; i++) l = graph.mul(graph.mul(four, l), graph.sub(one, l));
  return l;
}

const expanded = (text: string): string => write(expand(parse(text)));

describe('the expanded form', () => {
  test.each([
    [2, '4 - 8 * x'],
    [3, '16 - 160 * x + 384 * x^2 - 256 * x^3'],
    // 64(1 − 42x + 504x² − 2640x³ + 7040x⁴ − 9984x⁵ + 7168x⁶ − 2048x⁷).
    [
      4,
      '64 - 2688 * x + 32256 * x^2 - 168960 * x^3 + 450560 * x^4 - 638976 * x^5 + 458752 * x^6 - 131072 * x^7',
    ],
  ])('of the logistic map’s derivative is that of Table 1, n = %i', (n, text) => {
    for (const laws of ['none', 'exact', 'real', 'canonical'] as const)
      expect(write(expand(derivative(logistic(n), 'x', { laws })))).toBe(text);
  });

  test.each([
    ['(x + y)^3', 'x^3 + 3 * x^2 * y + 3 * x * y^2 + y^3'],
    ['(x + 1)*(x - 1)', 'x^2 - 1'],
    ['-(x - y)^2', '2 * x * y - x^2 - y^2'],
    ['(a + b)/(2*c)', '0.5 * a / c + 0.5 * b / c'],
    ['x/(1 + y) + x*y/(1 + y)', 'x / (1 + y) + x * y / (1 + y)'],
    ['sin((x + 1)^2)*(x + y)', 'x * sin(1 + 2 * x + x^2) + y * sin(1 + 2 * x + x^2)'],
    ['(1 + sqrt(x))^2', '1 + 2 * sqrt(x) + x'],
    ['(x + y)^0', '1'],
    ['(x + y)^-2', '1 / (x + y)^2'],
    ['(x + y)^0.5', 'sqrt(x + y)'],
    ['x - x', '0'],
  ])('multiplies out sums and whole powers: %s', (text, expected) => {
    expect(expanded(text)).toBe(expected);
  });

  test('has exact coefficients: in decimals it is the same function, whatever its numbers', () => {
    const n = decimal(60);
    const k = tensors(n);
    const at = () => ({ shape: [], data: [n.constant(0.7)] });
    for (const text of ['(0.1*x + 0.2)^5', '(x/3 - 0.7)^4', '(1e200*x + 1e-200)^2', '(x - 1/7)*(x + 1/49)']) {
      const e = parse(text);
      const [truth, found] = [e, expand(e)].map((x) => read(x, k, at).data[0]!);
      expect(found!.minus(truth!).abs().div(truth!.abs()).toNumber(), text).toBeLessThan(1e-50);
    }
  });

  test('refuses more terms than the limit, arrays, and powers without end', () => {
    expect(() => expand(parse('(a + b + c + d)^12'), 100)).toThrow('expand: at most 100 terms are allowed');
    expect(() => expand(parse('(x + 1)^1000000'))).toThrow(RangeError);
    expect(() => expand(graph.sum(input('v', [3]), [0]))).toThrow(/scalars/);
    expect(write(expand(parse('(x + 1)^50'), 51))).toContain('126410606437752 * x^25');
  });

  test('is shorter than the derivative it comes from, and has no digit left, at n = 6 of the logistic map', () => {
    const slope = derivative(logistic(6), 'x');
    const short = expand(slope);
    expect([slope, short].map((e) => write(e).length)).toEqual([2254, 892]);
    const n = decimal(60);
    const random = stream(1);
    const medianError = (e: Expr): number => {
      const errors = Array.from({ length: 201 }, () => {
        const v = random.uniform();
        const truth = read(slope, tensors(n), () => ({ shape: [], data: [n.constant(v)] })).data[0]!;
        const found = read(e, tensors(float64), () => ({ shape: [], data: [v] })).data[0]!;
        return n.sub(n.constant(found), truth).abs().div(truth.abs()).toNumber();
      });
      return errors.sort((a, b) => a - b)[100]!;
    };
    expect(medianError(slope)).toBeLessThan(1e-14);
    expect(medianError(short)).toBeGreaterThan(1);
  });
});
