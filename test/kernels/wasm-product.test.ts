import { describe, expect, it } from 'vitest';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { compiled, ran } from './within-bound.ts';

const turn = (e: Expr): Expr => graph.transpose(e, [1, 0]);

/** Whole numbers from −8 to 8 and −0: all sums of their products here are exact in either format. */
function wholes(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const v = (state >>> 16) % 18;
    return v === 17 ? -0 : v - 8;
  });
}

type Element = (row: number, column: number) => number;

/** The product of a [rows, inner] and a [inner, columns] matrix; a sum that is 0 is −0 where all its terms are. */
function productOf(rows: number, inner: number, columns: number, a: Element, b: Element): number[] {
  const result: number[] = [];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let sum = inner === 0 ? 0 : -0;
      for (let k = 0; k < inner; k++) sum += a(i, k) * b(k, j);
      result.push(sum);
    }
  return result;
}

function same(found: ArrayLike<number>, wanted: readonly number[], what: string): void {
  const wrong = wanted.findIndex((v, i) => !Object.is(v, found[i]));
  if (found.length !== wanted.length || wrong >= 0)
    throw new Error(`${what}, element ${wrong}: ${found[wrong]} for ${wanted[wrong]}`);
}

describe.each(['float64', 'float32'] as const)('a product in WebAssembly, in %s', (precision) => {
  /** A·B with either side read straight or turned, all four from one kernel, run twice. */
  function multiplies(rows: number, inner: number, columns: number): void {
    const [a, b] = [input('a', [rows, inner]), input('b', [inner, columns])];
    const [aTurned, bTurned] = [input('aTurned', [inner, rows]), input('bTurned', [columns, inner])];
    const lefts = [a, turn(aTurned)];
    const roots = lefts.flatMap((left) => [graph.matmul(left, b), graph.matmul(left, turn(bTurned))]);
    const kernel = compiled(roots, { precision });
    const [x, y] = [wholes(rows * inner, rows), wholes(inner * columns, columns + 7)];
    const at = (i: number, k: number): number => x[i * inner + k]!;
    const of = (k: number, j: number): number => y[k * columns + j]!;
    kernel.inputs.get('a')!.set(x);
    kernel.inputs.get('b')!.set(y);
    for (let i = 0; i < rows; i++)
      for (let k = 0; k < inner; k++) kernel.inputs.get('aTurned')![k * rows + i] = at(i, k);
    for (let k = 0; k < inner; k++)
      for (let j = 0; j < columns; j++) kernel.inputs.get('bTurned')![j * inner + k] = of(k, j);
    const wanted = productOf(rows, inner, columns, at, of);
    for (const view of kernel.outputs) view.fill(NaN);
    for (let run = 0; run < 2; run++) {
      kernel.run();
      kernel.outputs.forEach((found, form) => {
        same(found, wanted, `[${rows}, ${inner}] · [${inner}, ${columns}], form ${form}, run ${run}`);
      });
    }
  }

  it('is exact on whole numbers at every small size, in all transposed forms', () => {
    const lengths = [0, 1, 2, 3, 4, 5, 7, 9];
    for (const rows of lengths)
      for (const inner of [0, 1, 2, 3, 5, 8]) for (const columns of lengths) multiplies(rows, inner, columns);
  });

  it('is exact on whole numbers around the edges of tiles and panels', () => {
    const edges = [1, 2, 6, 10, 11, 16, 31, 32, 33, 63, 64, 65, 66, 127, 128, 129, 130];
    let turnOf = 0;
    for (const rows of edges)
      for (const columns of edges)
        if ((turnOf++ + rows) % 4 === 0) multiplies(rows, edges[(turnOf * 5) % edges.length]!, columns);
  });

  it('is exact on whole numbers where blocks split', () => {
    for (const [rows, inner, columns] of [
      [3, 513, 70],
      [41, 512, 33],
      [33, 511, 41],
      [5, 1100, 5],
      [1, 1099, 65],
      [65, 1025, 1],
      [70, 1100, 66],
      [9, 130, 800],
      [66, 300, 799],
      [800, 3, 9],
      [1, 5, 803],
      [530, 20, 30],
      [600, 257, 17],
    ] as const)
      multiplies(rows, inner, columns);
  });

  it('is followed by operations on its elements, beside others read straight, turned and repeated', () => {
    for (const [rows, inner, columns] of [
      [1, 1, 1],
      [3, 2, 5],
      [7, 5, 1],
      [1, 600, 9],
      [9, 0, 4],
      [33, 40, 17],
      [70, 300, 133],
      [130, 300, 230],
      [20, 700, 66],
    ] as const) {
      const [a, b, c] = [
        input('a', [rows, inner]),
        input('b', [inner, columns]),
        input('c', [columns, rows]),
      ];
      const [row, column] = [input('row', [columns]), input('column', [rows])];
      const shape = [rows, columns];
      const after = (o: Expr): Expr =>
        graph.relu(
          graph.sub(
            graph.add(o, graph.spread(column, shape, [1])),
            graph.mul(turn(c), graph.spread(row, shape, [0])),
          ),
        );
      const kept = graph.matmul(a, graph.neg(b));
      const roots = [
        after(graph.matmul(a, b)),
        after(turn(graph.matmul(turn(b), turn(a)))),
        graph.sum(after(graph.matmul(graph.neg(a), b)), [0]),
        kept,
        graph.add(kept, kept),
      ];
      const [x, y, z] = [wholes(rows * inner, 1), wholes(inner * columns, 2), wholes(columns * rows, 3)];
      const [p, q] = [wholes(columns, 4), wholes(rows, 5)];
      const product = (sign: number): number[] =>
        productOf(
          rows,
          inner,
          columns,
          (i, k) => sign * x[i * inner + k]!,
          (k, j) => y[k * columns + j]!,
        );
      const done = (o: readonly number[]): number[] =>
        o.map((v, at) => {
          const [i, j] = [Math.floor(at / columns), at % columns];
          const w = v + q[i]! - z[j * rows + i]! * p[j]!;
          return w < 0 ? 0 : w;
        });
      const [straight, negative] = [product(1), product(-1)];
      const sums = new Array<number>(columns).fill(-0);
      done(negative).forEach((v, at) => (sums[at % columns]! += v));
      const wanted = [done(straight), done(straight), sums, negative, negative.map((v) => v + v)];
      const values = new Map([
        ['a', x],
        ['b', y],
        ['c', z],
        ['row', p],
        ['column', q],
      ]);
      ran(compiled(roots, { precision }), values).forEach((found, root) => {
        same(found, wanted[root]!, `root ${root} of [${rows}, ${inner}] · [${inner}, ${columns}]`);
      });
    }
  });

  it('reads what is repeated along an axis, and one matrix on both sides', () => {
    for (const [rows, inner, columns] of [
      [1, 1, 1],
      [3, 5, 4],
      [6, 40, 9],
      [33, 7, 17],
      [40, 70, 65],
    ] as const) {
      const [a, row, column] = [input('a', [rows, inner]), input('row', [inner]), input('column', [columns])];
      const one = input('one');
      const [x, r, c] = [wholes(rows * inner, 1), wholes(inner, 2), wholes(columns, 3)];
      const at = (i: number, k: number): number => x[i * inner + k]!;
      const kernel = compiled(
        [
          graph.matmul(a, graph.spread(row, [inner, columns], [1])),
          graph.matmul(a, graph.spread(column, [inner, columns], [0])),
          graph.matmul(graph.spread(row, [rows, inner], [0]), graph.spread(column, [inner, columns], [0])),
          graph.matmul(a, graph.spread(one, [inner, columns], [0, 1])),
          graph.matmul(a, graph.spread(graph.constant(-3), [inner, columns], [0, 1])),
          graph.matmul(a, turn(a)),
          graph.matmul(turn(a), a),
        ],
        { precision },
      );
      for (const [name, values] of Object.entries({ a: x, row: r, column: c, one: [2] }))
        kernel.inputs.get(name)!.set(values);
      kernel.run();
      const wanted = [
        productOf(rows, inner, columns, at, (k) => r[k]!),
        productOf(rows, inner, columns, at, (_, j) => c[j]!),
        productOf(
          rows,
          inner,
          columns,
          (_, k) => r[k]!,
          (_, j) => c[j]!,
        ),
        productOf(rows, inner, columns, at, () => 2),
        productOf(rows, inner, columns, at, () => -3),
        productOf(rows, inner, rows, at, (k, j) => at(j, k)),
        productOf(inner, rows, inner, (i, k) => at(k, i), at),
      ];
      wanted.forEach((product, form) => {
        same(kernel.outputs[form]!, product, `form ${form} of [${rows}, ${inner}] · [${inner}, ${columns}]`);
      });
    }
  });

  it('hands NaN and the infinities on to their row and column, and to no other', () => {
    for (const [rows, inner, columns] of [
      [5, 3, 7],
      [9, 33, 18],
      [40, 600, 70],
    ] as const)
      for (const bad of [NaN, Infinity]) {
        const [a, b] = [input('a', [rows, inner]), input('b', [inner, columns])];
        const kernel = compiled([graph.matmul(a, b), graph.matmul(turn(b), turn(a))], { precision });
        kernel.inputs.get('a')!.fill(1);
        kernel.inputs.get('b')!.fill(1);
        kernel.inputs.get('a')![2 * inner + 1] = bad;
        kernel.inputs.get('b')![columns + 3] = bad;
        kernel.run();
        const [straight, turned] = kernel.outputs as [Float64Array, Float64Array];
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            const wanted = i === 2 || j === 3 ? bad : inner;
            expect(straight[i * columns + j]).toBe(wanted);
            expect(turned[j * rows + i]).toBe(wanted);
          }
      }
  });
});
