import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arity } from '../../src/language/numbers.ts';
import type { Expr } from '../../src/expression/expr.ts';
import { census } from '../../src/expression/census.ts';
import { graph, input, nameOf } from '../../src/expression/expr.ts';
import { read } from '../../src/expression/read.ts';
import type { Tensor } from '../../src/language/shape.ts';
import { opaque, plus, sizeOfInput, sizes, type Size } from '../../src/numbers/sizes.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { pointwise } from '../../src/rules/pointwise.ts';
import { someExpression } from '../expression/some-expression.ts';

const bind = (e: Expr): Tensor<Size> => ({ shape: [], data: [sizeOfInput(nameOf(e))] });
const sizeOf = (e: Expr): bigint => BigInt(read(e, tensors(sizes), bind).data[0]!.size);

describe('numbers that only count', () => {
  it('give the tree size that a census gives, whatever the operation', () => {
    fc.assert(
      fc.property(someExpression(), (roots) => {
        for (const e of roots) expect(sizeOf(e)).toBe(census([{ name: 'f', e }], 'none').tree);
      }),
      { seed: 3, numRuns: 400 },
    );
  });

  it('are exact where a double no longer is', () => {
    let e: Expr = input('x');
    for (let i = 0; i < 300; i++) e = graph.add(e, e);
    expect(sizeOf(e)).toBe(2n ** 301n - 1n);
    const most = Number.MAX_SAFE_INTEGER;
    expect(plus(most - 1, 1)).toBe(most);
    expect(plus(most, 1)).toBe(2n ** 53n);
    expect(plus(2n ** 60n, 1)).toBe(2n ** 60n + 1n);
  });

  it('forget what lies below sums and products, and so stay small', () => {
    const long = read(
      Array.from({ length: 100 }, (_, i) => input(`x${i}`)).reduce<Expr>(
        (sum, x) => graph.add(sum, x),
        input('x'),
      ),
      tensors(sizes),
      bind,
    ).data[0]!;
    expect(long).toMatchObject({ size: 201 });
    expect(long.args).toBe(opaque(1).args);
  });

  it('know all that a law may ask that holds bit for bit: it looks through operations of one operand only', () => {
    const pattern = (law: (typeof pointwise)['add']['laws'][number]): Expr =>
      law.sides(graph, input('x'), input('y'))[0];
    const inside = Object.values(pointwise)
      .flatMap(({ laws }) => laws.filter(({ exact }) => exact).map(pattern))
      .flatMap(({ args }) => args.filter(({ op }) => op !== 'input'));
    expect(inside.length).toBeGreaterThan(10);
    expect(
      inside.filter(({ op }) => op !== 'input' && (arity as Partial<Record<string, number>>)[op]! > 1),
    ).toEqual([]);
    const sums = [pointwise.add, pointwise.sub, pointwise.mul].flatMap(({ laws }) =>
      laws.filter(({ exact }) => exact).map(pattern),
    );
    // So a sum or a product of numbers of which nothing is known is never rewritten.
    expect(sums.every(({ args }) => args.some(({ op }) => op !== 'input'))).toBe(true);
  });
});
