import { describe, expect, test } from 'vitest';
import { forward } from '../../src/differentiators/forward.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { derivative } from '../../src/differentiators/symbolic.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { topological } from '../../src/expression/read.ts';
import { write } from '../../src/expression/write.ts';
import { apply } from '../../src/language/apply.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { cotangent, tangent } from '../../src/rules/linearize.ts';

/** The slopes by a and b in both directions and both forms, which must be one. */
function slopes(text: string, at: Readonly<Record<string, number>>, wrt: string): number[] {
  return [reverse, forward].flatMap((method) =>
    (['textbook', 'stable'] as const).map(
      (partials) => method({ partials }).gradient(parse(text), at).gradient![wrt] as number,
    ),
  );
}

describe('at the edges of its domain the slope', () => {
  test.each<[string, string, Record<string, number>, number]>([
    // 0·log 0 is NaN, and 0·a⁻¹ too.
    ['a^b', 'b', { a: 0, b: 2 }, 0],
    ['a^b', 'a', { a: 0, b: 2 }, 0],
    ['a^b', 'a', { a: 0, b: 1 }, 1],
    ['a^b', 'a', { a: 2, b: 0 }, 0],
    ['a^b', 'a', { a: 0, b: 0 }, 0],
    ['a^b', 'a', { a: -2, b: 3 }, 12],
    ['a^b', 'a', { a: Infinity, b: 0.3 }, 0],
    ['a^2', 'a', { a: 0 }, 0],
    ['a^0.1', 'a', { a: 0 }, Infinity],
    ['a^0.1', 'a', { a: -0 }, Infinity],
    ['-(-a)', 'a', { a: 2 }, 1],
    ['1 - (1 - a)', 'a', { a: 2 }, 1],
    // Not 2⁵³ + 1, which is no double: whatever it is rounded to, 0 to that power is 0.
    ['a^9007199254740994', 'a', { a: 0 }, 0],
    // The whole slope is that of the smaller, or the larger; at a tie each has half of it.
    ...(['min', 'max'] as const).flatMap((op) =>
      (['a', 'b'] as const).flatMap((wrt): [string, string, Record<string, number>, number][] => {
        const picked = (op === 'min') === (wrt === 'a') ? 1 : 0;
        return [
          [`${op}(a, b)`, wrt, { a: 1, b: 2 }, picked],
          [`3*${op}(a, b)`, wrt, { a: 1, b: 2 }, 3 * picked],
          [`3*${op}(a, b)`, wrt, { a: 2, b: 1 }, 3 - 3 * picked],
          [`3*${op}(a, b)`, wrt, { a: 1, b: 1 }, 1.5],
        ];
      }),
    ),
    // 0 of what is not picked, although its own slope is infinite there.
    ['max(a, log(b))', 'b', { a: 1, b: 0 }, 0],
    ['max(log(a), b)', 'a', { a: 0, b: 1 }, 0],
    ['min(a, 1/b)', 'b', { a: 1, b: 0 }, 0],
    ['min(1/a, b)', 'a', { a: 0, b: 1 }, 0],
  ])('of %s by %s at %o is %d', (text, wrt, at, expected) => {
    for (const slope of slopes(text, at, wrt)) expect(slope + 0).toBe(expected);
  });

  test('of a fold is 0 by what was not picked, whatever comes from outside', () => {
    const k = tensors(float64);
    const list = (...data: number[]) => ({ shape: [data.length], data });
    const node = {
      op: 'maxOver' as const,
      y: { shape: [], data: [2] },
      x: [list(2, 1)],
      params: [[0]],
    };
    expect(tangent(k, node, [list(3, Infinity)])).toEqual({ shape: [], data: [3] });
    expect(cotangent(k, node, 0, { shape: [], data: [Infinity] }, 'zero', false)).toEqual(list(Infinity, 0));
  });

  test('of a choice is one choice, between the slopes', () => {
    const slope = derivative(parse('a > 0 ? sin(a) : a^2'), 'a');
    expect(topological([slope]).filter(({ op }) => op === 'select')).toHaveLength(1);
    expect(write(slope)).toBe('select(less(0, a), cos(a), 2 * a)');
    expect(write(derivative(parse('a > 0 ? a : 1 + a'), 'a'))).toBe('1');
  });

  test.each([
    ['a^3', true],
    ['a^-1.5', true],
    ['a^0.1', false],
  ])('of %s is a literal power: %s', (text, isLiteral) => {
    // 0.1 − 1 is no double.
    const ops = topological([derivative(parse(text), 'a', { laws: 'none' })]).map(({ op }) => op);
    expect([ops.includes('power'), ops.includes('pow')]).toEqual([isLiteral, !isLiteral]);
  });

  test('of what does not move is not asked for', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => input(name, []));
    const applied = (op: 'select' | 'min', x: readonly Expr[]) => ({
      op,
      y: apply(graph, op, x, []),
      x,
      params: [],
    });
    expect(tangent(graph, applied('select', [a!, b!, c!]), ['one', 'zero', 'zero'])).toBe('zero');
    const slope = tangent(graph, applied('min', [a!, b!]), ['one', 'zero']);
    expect(write(slope as Expr)).toBe('carry(select(equal(a, b), 0.5, less(a, b)), 1)');
  });

  test('of carry is carried itself: 0 beside what is infinite stays 0', () => {
    const scalar = (v: number) => ({ shape: [], data: [v] });
    const k = tensors(float64);
    const node = { op: 'carry' as const, y: scalar(0), x: [scalar(0), scalar(Infinity)], params: [] };
    for (const [operand, g] of [
      [0, 0],
      [1, Infinity],
    ] as const)
      expect(cotangent(k, node, operand, scalar(g), 'zero', false)).toEqual(scalar(0));
  });
});
