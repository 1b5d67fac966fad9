import { describe, expect, test } from 'vitest';
import { graph, input, type Expr } from '../../src/expression/expr.ts';

const v = input('v', [3]);

describe('a number among the operands of an array operation', () => {
  test('fits any shape, worked out from constants as it may be', () => {
    const number = graph.neg(graph.add(graph.constant(2), graph.pi()));
    expect(graph.mul(v, number).shape).toEqual([3]);
    expect(graph.mul(number, v).shape).toEqual([3]);
  });

  test('is no input, nor anything that depends on one, nor the sum of an array', () => {
    const x = input('x');
    const ones = graph.spread(graph.constant(1), [3], [0]);
    for (const e of [
      x,
      graph.neg(x),
      graph.mul(graph.constant(2), x),
      graph.sum(v, [0]),
      graph.sum(ones, [0]),
    ])
      expect(() => graph.add(v, e)).toThrow(
        'add: shapes must agree (only constants fit any), got [3] and []',
      );
  });

  test('is known at once, however large its tree and however deep', () => {
    let doubled: Expr = graph.constant(1);
    for (let i = 0; i < 1000; i++) doubled = graph.add(doubled, doubled);
    let deep: Expr = graph.constant(1);
    for (let i = 0; i < 100_000; i++) deep = graph.neg(deep);
    expect(graph.add(graph.mul(v, deep), doubled).shape).toEqual([3]);
  });
});
