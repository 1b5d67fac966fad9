import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { compileJavascript, type JavascriptKernel as Kernel } from '../../src/kernels/javascript.ts';
import type { Precision } from '../../src/kernels/kernel.ts';
import { apply } from '../../src/language/apply.ts';
import { arity, operations } from '../../src/language/numbers.ts';
import { size } from '../../src/language/shape.ts';
import { deepGraph } from './deep-graph.ts';
import { defined } from './defined.ts';
import { randomGraphs, special, type Values } from './random-graph.ts';

const precisions = ['float64', 'float32'] as const;

function compiled(roots: readonly Expr[], inputs: readonly Expr[] = [], precision?: Precision): Kernel {
  const kernel = compileJavascript(roots, inputs, precision);
  if (kernel === undefined) throw new Error('this engine generates code');
  return kernel;
}

function ran(kernel: Kernel, values: Values): number[][] {
  for (const [name, view] of kernel.inputs) view.set(values.get(name)!);
  kernel.run();
  return kernel.outputs.map((view) => [...view]);
}

/** Holds a kernel against the definition, twice, so that nothing depends on what memory held before. */
function agrees(roots: readonly Expr[], values: Values, precision: Precision = 'float64'): void {
  const kernel = compiled(roots, [], precision);
  const expected = defined(roots, values, precision);
  for (let run = 0; run < 2; run++) {
    const found = ran(kernel, values);
    expected.forEach((row, root) => {
      expect(found[root]!.length).toBe(row.length);
      row.forEach((v, i) => {
        if (!Object.is(v, found[root]![i]!))
          throw new Error(
            `root ${root} (${roots[root]!.op}) element ${i}: ${found[root]![i]!} for ${v}\n${kernel.source}`,
          );
      });
    });
  }
}

describe('a kernel compiled to JavaScript', () => {
  it.each(precisions)('computes any graph bit for bit as it is defined, in %s', (precision) => {
    fc.assert(
      fc.property(randomGraphs(), ({ roots, values }) => {
        agrees(roots, values, precision);
      }),
      { numRuns: 600, seed: 20 },
    );
  });

  it.each(precisions)(
    'keeps NaN, infinities and signs of zero in every scalar operation, in %s',
    (precision) => {
      const x = input('x');
      const y = input('y');
      const z = input('z');
      const roots = operations.map((op) =>
        apply(graph, op, [x, y, z].slice(0, arity[op]), op === 'power' ? [3] : op === 'constant' ? [-0] : []),
      );
      const kernel = compiled(roots, [x, y, z], precision);
      for (const a of special)
        for (const b of special)
          for (const c of [0, NaN, 2]) {
            const values = new Map([
              ['x', [a]],
              ['y', [b]],
              ['z', [c]],
            ]);
            expect(ran(kernel, values)).toStrictEqual(defined(roots, values, precision));
          }
    },
  );

  it('multiplies matrices of every small size, transposed or not', () => {
    const lengths = [0, 1, 2, 3, 4, 5, 7, 9];
    for (const rows of lengths)
      for (const inner of [0, 1, 3])
        for (const columns of lengths)
          for (const turned of [false, true]) {
            const a = input('a', turned ? [inner, rows] : [rows, inner]);
            const b = input('b', turned ? [columns, inner] : [inner, columns]);
            const left = turned ? graph.transpose(a, [1, 0]) : a;
            const right = turned ? graph.transpose(b, [1, 0]) : b;
            const fill = (e: Expr, seed: number): number[] =>
              Array.from({ length: size(e.shape) }, (_, i) => Math.sin(i * seed) / 3);
            const values = new Map([
              ['a', fill(a, 7)],
              ['b', fill(b, 5)],
            ]);
            agrees([graph.matmul(left, right)], values);
          }
  });

  it('fuses a value that is read both straight and turned, and never overwrites what is read turned', () => {
    const x = input('x', [3, 3]);
    const y = graph.mul(x, graph.constant(3));
    const turn = (e: Expr): Expr => graph.transpose(e, [1, 0]);
    const both = graph.add(y, turn(y));
    const kept = graph.matmul(x, x);
    const values = new Map([['x', [1, 2, 3, 4, 5, 6, 7, 8, 9]]]);
    agrees([both], values);
    agrees([graph.add(graph.mul(turn(y), x), y)], values);
    agrees([graph.exp(graph.sub(graph.matmul(x, kept), turn(kept)))], values);
    agrees([graph.sum(graph.sub(graph.exp(turn(kept)), graph.constant(1)), [0])], values);
    const square = graph.matmul(x, x);
    agrees([graph.matmul(graph.neg(turn(square)), x)], values);
  });

  it('follows a value through axes of length 1 into the loop that uses it', () => {
    const x = input('x', [2, 3]);
    const y = graph.transpose(graph.neg(x), [1, 0]);
    const longer = graph.reshape(y, [3, 1, 2, 1]);
    const turned = graph.transpose(longer, [2, 1, 3, 0]);
    const values = new Map([['x', [1, 2, 3, 4, 5, 6]]]);
    agrees([graph.exp(turned)], values);
    agrees([graph.sum(graph.square(turned), [1, 2])], values);
    agrees([graph.exp(graph.reshape(graph.neg(turned), [2, 3]))], values);
    agrees([graph.reshape(graph.sum(graph.exp(turned), [0, 3]), [])], values);
  });

  it('keeps the sign of a sum of negative zeros, whichever axes it runs over', () => {
    const x = input('x', [2, 3, 2]);
    const values = new Map([['x', new Array<number>(12).fill(-0)]]);
    for (const axes of [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
      agrees([graph.sum(x, axes)], values);
    const flat = input('x', [12]);
    agrees([graph.scatter(flat, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6], [8])], values);
    agrees(
      [graph.matmul(graph.reshape(flat, [6, 2]), graph.spread(graph.constant(1), [2, 3], [0, 1]))],
      values,
    );
  });

  it('gives roots that are inputs, constants, views or the same node a place of their own', () => {
    const x = input('x', [2, 3]);
    const c = graph.constant(NaN);
    const turned = graph.transpose(x, [1, 0]);
    const y = graph.exp(turned);
    const values = new Map([['x', [1, 2, -0, 4, 5, 6]]]);
    agrees([x, c, c, turned, y, graph.reshape(y, [6]), y, graph.spread(c, [2], [0]), graph.hold(x)], values);
    const kernel = compiled([x]);
    ran(kernel, values);
    kernel.inputs.get('x')![0] = 9;
    expect(kernel.outputs[0]![0]).toBe(1);
  });

  it('knows an input by its name, however many nodes carry it, and inputs that nothing depends on', () => {
    const kernel = compiled([graph.add(input('x'), input('x'))], [input('unused', [4])]);
    expect([...kernel.inputs.keys()].sort()).toStrictEqual(['unused', 'x']);
    kernel.inputs.get('x')![0] = 4;
    kernel.run();
    expect(kernel.outputs[0]![0]).toBe(8);
    expect(() => compiled([input('x'), input('x', [2])])).toThrow('an input has one shape');
  });

  it('has no text of the user in its source', () => {
    const names = ['constructor', '__proto__', '"];alert(1)//', '${alert(1)}', 'm', 'part0'];
    const inputs = names.map((name) => input(name, [2]));
    const e = inputs.reduce((sum, x) => graph.add(sum, graph.exp(x)));
    const kernel = compiled([e]);
    for (const name of ['constructor', '__proto__', 'alert']) expect(kernel.source).not.toContain(name);
    agrees([e], new Map(names.map((name, i) => [name, [i, -i]])));
  });

  it('reads the number of a copy as no parameter of the function', () => {
    const x = input('x', [2]);
    const copy: Expr = { op: 'max', args: [x, x], params: [7], shape: [2] };
    const kernel = compiled([copy, { op: 'exp', args: [x], params: [1], shape: [2] }]);
    expect(ran(kernel, new Map([['x', [0, 1]]]))).toStrictEqual([
      [0, 1],
      [1, Math.exp(1)],
    ]);
  });

  it('compiles scalar graphs of a hundred thousand nodes, as deep as they are', () => {
    const { roots, x, wanted } = deepGraph(33_000);
    const kernel = compiled(roots);
    for (let run = 0; run < 2; run++)
      expect(ran(kernel, new Map([['x', [x]]]))).toStrictEqual(wanted.map((v) => [v]));
  });

  it('folds what is one long chain of pointwise operations on arrays', () => {
    let e = input('x', [3]);
    for (let i = 0; i < 500; i++) e = graph.mul(graph.sub(e, graph.constant(1)), graph.constant(0.5));
    agrees([graph.sum(e, [0])], new Map([['x', [1, 2, 3]]]));
  });
});
