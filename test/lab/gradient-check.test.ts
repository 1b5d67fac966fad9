import { describe, expect, test } from 'vitest';
import { reverse } from '../../src/differentiators/reverse.ts';
import { parse } from '../../src/expression/parse.ts';
import { gradCheck } from '../../src/lab/gradient-check.ts';
import { taylorTest } from '../../src/lab/taylor-test.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { toTensor, fromTensor, type Value } from '../../src/language/problem.ts';

const net = mlp({ layers: [3, 4, 2], lambda: 1e-2, seed: 3 });
const right = reverse().gradient(net).gradient!;
const changed = (name: string, change: (v: number, i: number) => number): Record<string, Value> => {
  const { shape, data } = toTensor(right[name]!, name);
  return { ...right, [name]: fromTensor({ shape, data: data.map(change) }) as Value };
};

const weights = toTensor(net.at.W1!, 'W1').data;

const bugs: readonly [string, Record<string, Value>][] = [
  ['a wrong sign', changed('W2', (v) => -v)],
  ['a missing penalty', changed('W1', (v, i) => v - 1e-2 * weights[i]!)],
  ['one component zeroed', changed('W1', (v, i) => (i === 0 ? 0 : v))],
  ['a factor 2', changed('W2', (v) => 2 * v)],
  ['one component off by 1e-4', changed('W1', (v, i) => (i === 5 ? v + 1e-4 : v))],
  ['NaN', changed('W1', (v, i) => (i === 2 ? NaN : v))],
];

describe('gradCheck', () => {
  test('finds a right gradient right, component by component and along a direction', () => {
    const found = gradCheck(net, right, {});
    expect(found.verdict).toBe('right');
    expect(found.components).toHaveLength(20);
    const along = gradCheck(net, right, {}, { mode: 'direction' });
    expect([along.verdict, along.evaluations]).toEqual(['right', 2]);
  });

  test.each(bugs)('catches %s', (_, gradient) => {
    expect(gradCheck(net, gradient, {}).verdict).toBe('wrong');
  });

  test('names the component that is wrong, and why', () => {
    const { components } = gradCheck(net, bugs[4]![1], {});
    const wrong = components.filter(({ verdict }) => verdict === 'wrong');
    expect(wrong.map(({ name }) => name)).toEqual(['W1[1,2]']);
    expect(wrong[0]!.because).toContain('= 1.0e-4, of which');
  });

  test('takes a plain function of a list', () => {
    const f = ([x, y]: readonly number[]): number => Math.exp(x!) * y!;
    expect(gradCheck(f, [2 * Math.E, Math.E], [1, 2]).verdict).toBe('right');
    expect(gradCheck(f, [2 * Math.E, 2 * Math.E], [1, 2]).components.map((c) => c.verdict)).toEqual([
      'right',
      'wrong',
    ]);
  });

  test('reports a kink, and what has no value, instead of a wrong gradient', () => {
    expect(gradCheck('abs(x)', { x: 1 }, { x: 0 }).verdict).toBe('branch');
    expect(gradCheck('log(x)', { x: 1 }, { x: -1 }).verdict).toBe('inconclusive');
  });

  test('takes lists or names, not both, and as many numbers as there are', () => {
    expect(() => gradCheck('x', [1], { x: 1 })).toThrow('as lists of numbers');
    expect(() => gradCheck(() => 1, [1, 2], [1])).toThrow('1 numbers are required, got 2');
    expect(() => gradCheck('x', { x: [1, 2] }, { x: 1 })).toThrow('1 numbers by x are required, got 2');
  });
});

describe('taylorTest', () => {
  test('sees the rate 2 of a right gradient', () => {
    const found = taylorTest(net, right, {});
    expect(found.verdict).toBe('right');
    expect(found.rate).toBeCloseTo(2, 1);
  });

  test.each(bugs)('sees the rate 1 of %s', (name, gradient) => {
    const found = taylorTest(net, gradient, {});
    expect(found.verdict).toBe('wrong');
    if (name !== 'NaN') expect(found.rate).toBeCloseTo(1, 1);
  });

  test('is right for a line, whose remainder is noise', () => {
    expect(taylorTest(parse('3x'), { x: 3 }, { x: 0.7 }).because).toContain('a line');
    expect(taylorTest(parse('3x'), { x: 3.001 }, { x: 0.7 }).verdict).toBe('wrong');
  });

  test('takes a plain function', () => {
    expect(taylorTest(([x]: readonly number[]) => Math.sin(x!), [Math.cos(1)], [1]).verdict).toBe('right');
    expect(taylorTest(([x]: readonly number[]) => Math.sin(x!), [Math.cos(1) + 1e-5], [1]).verdict).toBe(
      'wrong',
    );
  });

  test('does not judge at a kink', () => {
    expect(taylorTest('abs(x)', { x: 0 }, { x: 0 }).verdict).toBe('branch');
  });
});
