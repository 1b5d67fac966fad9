import { describe, expect, it } from 'vitest';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { write } from '../../src/expression/write.ts';
import { size, type Shape } from '../../src/language/shape.ts';
import { defined } from './defined.ts';
import { compiled, ran } from './within-bound.ts';

const shapes: readonly Shape[] = [
  [],
  [1],
  [2],
  [7],
  [33],
  [5, 3],
  [3, 17],
  [1, 9],
  [7, 1, 9],
  [3, 5, 7],
  [3, 1, 5, 3],
  [0],
  [3, 0, 2],
];

const subsets = (count: number): number[][] =>
  Array.from({ length: 2 ** count }, (_, bits) =>
    [...new Array(count).keys()].filter((i) => (bits >> i) % 2),
  );

describe.each(['float64', 'float32'] as const)('a fold in WebAssembly, in %s', (precision) => {
  it('is exact on whole numbers along every choice of axes, read straight, turned, and repeated', () => {
    for (const shape of shapes) {
      const x = input('x', shape);
      const axes = [...shape.keys()];
      const rotated = graph.transpose(x, [...axes.slice(1), ...axes.slice(0, 1)]);
      const repeated = graph.spread(
        x,
        [...shape.slice(0, 1), 3, ...shape.slice(1)],
        [Math.min(1, shape.length)],
      );
      const roots = [x, graph.transpose(x, axes.reverse()), rotated, repeated].flatMap((from) =>
        subsets(from.shape.length).flatMap((over) => {
          const squares: Expr = graph.sum(graph.sub(graph.square(from), graph.constant(3)), over);
          const sums = [graph.sum(from, over), squares];
          const isEmpty = over.some((axis) => from.shape[axis] === 0);
          return isEmpty ? sums : [...sums, graph.maxOver(from, over), graph.minOver(graph.neg(from), over)];
        }),
      );
      const kernel = compiled(roots, { precision });
      for (const values of [
        Array.from({ length: size(shape) }, (_, i) => ((i * 7) % 23) - 11),
        new Array<number>(size(shape)).fill(-0),
        Array.from({ length: size(shape) }, (_, i) => (i % 5 === 3 ? 0 : -0)),
        Array.from({ length: size(shape) }, (_, i) => (i === size(shape) >> 1 ? NaN : i)),
        Array.from({ length: size(shape) }, (_, i) => [-Infinity, 2, -1][i % 3]!),
      ]) {
        const given = new Map([['x', values]]);
        const found = ran(kernel, given);
        defined(roots, given, precision).forEach((row, root) => {
          const wrong = row.findIndex((v, i) => !Object.is(v, found[root]![i]));
          if (wrong >= 0) throw new Error(`${write(roots[root]!)}: ${found[root]!.join()} for ${row.join()}`);
        });
      }
    }
  });

  it('forms a sum of floats in doubles and rounds it once', () => {
    const lengths = [1000, 1001, 1003, 4099];
    for (const length of lengths) {
      const x = input('x', [length, 3]);
      const values = Float32Array.from({ length: 3 * length }, (_, i) => Math.sin(i * i) * 10 ** (i % 9));
      const round = precision === 'float32' ? Math.fround : (v: number): number => v;
      const found = ran(
        compiled([graph.sum(x, [0]), graph.sum(x, [0, 1])], { precision }),
        new Map([['x', [...values]]]),
      );
      const column = (j: number): number[] => [...values.filter((_, i) => i % 3 === j)];
      const wanted = [[0, 1, 2].map((j) => column(j)), [[...values]]];
      wanted.forEach((row, root) => {
        row.forEach((terms, i) => {
          const exact = terms.reduce((sum, v) => sum + BigInt(v * 2 ** 60), 0n);
          const near = Number(exact) / 2 ** 60;
          const magnitude = terms.reduce((sum, v) => sum + Math.abs(v), 0);
          const slack = length * 3 * 2 ** -53 * magnitude;
          expect(Math.abs(found[root]![i]! - near)).toBeLessThanOrEqual(
            slack + Math.abs(near - round(near)) * 1.001,
          );
        });
      });
    }
  });
});
