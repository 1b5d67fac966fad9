import { describe, expect, test } from 'vitest';
import type { Point } from '../../src/language/problem.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import * as functions from '../../src/objectives/functions.ts';
import { helmholtz, neighbours, rosenbrock, speelpenning } from '../../src/objectives/many-variables.ts';
import type { TestFunction } from '../../src/objectives/test-function.ts';
import { valueOf, valuesIn } from './value.ts';

const { logistic, figure3 } = functions;

describe('the functions of one or two numbers', () => {
  const cases: [problem: TestFunction, at: Point, value: number][] = [
    [functions.sine, { x: 0.3 }, Math.sin(0.3)],
    [functions.exponential, { x: 1 }, Math.E],
    [functions.cube, { x: -2 }, -8],
    [functions.reciprocal, { x: 4 }, 0.25],
    [functions.triple, { x: 2 }, 6],
    [functions.doubleSquare, { x: 3 }, 18],
    [functions.sumOfSquares, { x: 3, y: 4 }, 25],
    [functions.plane, { x: 3, y: 4 }, 17],
    [functions.product, { x: 3, y: 4 }, 12],
    [functions.cosineOfQuadratic, { x: 1 }, 1],
    [functions.neuron, { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 }, 1 / (1 + Math.exp(-1))],
  ];
  for (const [problem, at, value] of cases)
    test(problem.name, () => {
      expect(valueOf(problem, at)).toBeCloseTo(value, 15);
    });
});

describe('the logistic map', () => {
  test('is its recursion', () => {
    let l = 0.2;
    for (let i = 1; i < 6; i++) l = 4 * l * (1 - l);
    expect(valueOf(logistic(6))).toBe(l);
    expect(valueOf(logistic(1), { x: 0.2 })).toBe(0.2);
  });
  test('has the closed form of the survey as its fourth iterate', () => {
    const n = decimal(60);
    const closed = valuesIn(n, figure3).result.data[0]!;
    const iterated = valuesIn(n, logistic(4)).result.data[0]!;
    expect(closed.minus(iterated).abs().toNumber()).toBeLessThan(1e-57);
  });
  test('has the central differences of the survey, figure 3', () => {
    const truth = 708288 / 78125;
    const central = (h: number) =>
      Math.abs((valueOf(figure3, { x: 0.2 + h }) - valueOf(figure3, { x: 0.2 - h })) / (2 * h) - truth);
    expect([1e-2, 1e-3, 1e-4, 1e-5].map((h) => central(h).toExponential(3))).toEqual([
      '6.571e-2',
      '6.581e-4',
      '6.581e-6',
      '6.581e-8',
    ]);
  });
});

describe('the functions of many numbers', () => {
  test('neighbours multiplies each number by the next', () => {
    expect(valueOf(neighbours(4), { x1: 1, x2: 2, x3: 3, x4: 4 })).toBe(2 + 6 + 12);
  });
  test('speelpenning multiplies them all; at i/(i + 1) that is 1/(n + 1)', () => {
    expect(valueOf(speelpenning(9))).toBeCloseTo(1 / 10, 15);
  });
  test('rosenbrock is 24.2 at its usual start and 0 at ones', () => {
    expect(valueOf(rosenbrock())).toBeCloseTo(24.2, 13);
    expect(valueOf(rosenbrock(3), { x1: 1, x2: 1, x3: 1 })).toBe(0);
  });
  test('helmholtz is its formula, in plain loops', () => {
    const { at } = helmholtz(3);
    const [x, b, A] = [at.x as number[], at.b as number[], at.A as number[][]];
    const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, ui, i) => sum + ui * v[i]!, 0);
    const bx = dot(b, x);
    const mixing = x.reduce((sum, xi) => sum + xi * Math.log(xi / (1 - bx)), 0);
    const quadratic = dot(
      x,
      A.map((line) => dot(line, x)),
    );
    const ratio = (1 + (1 + Math.SQRT2) * bx) / (1 + (1 - Math.SQRT2) * bx);
    expect(valueOf(helmholtz(3))).toBeCloseTo(
      mixing - (quadratic / (Math.sqrt(8) * bx)) * Math.log(ratio),
      14,
    );
  });
  test('each has a finite value at its own point', () => {
    for (const problem of [neighbours(7), speelpenning(7), rosenbrock(7), helmholtz(7), logistic(9)]) {
      expect(Object.keys(problem.at)).toEqual(Object.keys(problem.shapes));
      expect(valueOf(problem)).not.toBeNaN();
    }
  });
});

test('a count that is too small is refused', () => {
  expect(() => logistic(0)).toThrow('logistic: a whole number of at least 1 is required, got 0');
  expect(() => neighbours(1)).toThrow('neighbours: a whole number of at least 2 is required, got 1');
  expect(() => speelpenning(1.5)).toThrow('speelpenning: a whole number of at least 1 is required, got 1.5');
});
