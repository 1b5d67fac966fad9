import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientGraph } from '../../src/differentiators/pullback.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { toPoint } from '../../src/expression/point.ts';
import { traceProblem } from '../../src/expression/trace.ts';
import type { Precision } from '../../src/kernels/kernel.ts';
import { apply } from '../../src/language/apply.ts';
import { arity, operations, type Operation } from '../../src/language/numbers.ts';
import { mlp, type MlpOptions } from '../../src/objectives/mlp.ts';
import { deepGraph } from './deep-graph.ts';
import { defined } from './defined.ts';
import { randomGraphs, special, type RandomGraph, type Values } from './random-graph.ts';
import { compiled, holds, ran, type Tally } from './within-bound.ts';

const precisions = ['float64', 'float32'] as const;

/** Operations of which IEEE 754 leaves nothing open, so that every evaluation has the same bits. */
const exact = operations.filter((op) =>
  /^(add|sub|mul|div|neg|square|sqrt|relu|abs|sign|step|floor|less|equal|select|min|max|hold|carry|constant|pi|power)$/.test(
    op,
  ),
);

/** The same bits as the definition, where one NaN is like another. */
function isExact(roots: readonly Expr[], values: Values, precision: Precision): void {
  expect(ran(compiled(roots, { precision }), values)).toStrictEqual(defined(roots, values, precision));
}

const turn = (e: Expr): Expr => graph.transpose(e, [1, 0]);
const given = (...entries: readonly (readonly [string, readonly number[]])[]): Values => new Map(entries);
const wave = (count: number, speed: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(i * speed) * 2);

/** Value and gradient of a multilayer perceptron's objective. */
function gradientOf(options: MlpOptions): RandomGraph {
  const problem = mlp({ ...options, seed: 1 });
  const o = traceProblem(problem);
  const { value, gradient } = gradientGraph(o, 'one', graph, 'textbook', []);
  const values = new Map(Object.entries(toPoint(o, problem.at)).map(([name, { data }]) => [name, data]));
  return { roots: [value, ...gradient.values()], values };
}

describe.each(precisions)('a kernel compiled to WebAssembly, in %s', (precision) => {
  it('computes any graph as it is defined, within the bound of its sums and functions', () => {
    const tally: Tally = { exact: 0, bounded: 0, open: 0 };
    const unused = input('unused', [5]);
    fc.assert(
      fc.property(randomGraphs(undefined, 12), ({ roots, values }) => {
        const all = new Map([...values, ['unused', [1, 2, 3, 4, 5]]]);
        holds(roots, all, { precision }, tally, [unused]);
      }),
      { numRuns: 400, seed: 21, endOnFailure: true },
    );
    const { exact: same, bounded, open } = tally;
    expect(open).toBeLessThan(0.05 * (same + bounded + open));
    expect(bounded).toBeGreaterThan(0.15 * (same + bounded + open));
  });

  it('computes what IEEE 754 leaves nothing open of to the same bits, any specials among the numbers', () => {
    const words = {
      arrays: ['spread', 'reshape', 'transpose', 'gather', 'slice', 'fold'],
      scalars: exact,
    } as const;
    fc.assert(
      fc.property(randomGraphs(words, 4), ({ roots, values }) => {
        isExact(roots, values, precision);
      }),
      { numRuns: 300, seed: 22, endOnFailure: true },
    );
  });

  it('keeps NaN, infinities, subnormals and signs of zero in every scalar operation', () => {
    const names = ['x', 'y', 'z'];
    const count = special.length ** 2 * 3;
    const inputs = names.map((name) => input(name, [count]));
    const values = given(
      ['x', Array.from({ length: count }, (_, i) => special[i % special.length]!)],
      [
        'y',
        Array.from({ length: count }, (_, i) => special[Math.floor(i / special.length) % special.length]!),
      ],
      ['z', Array.from({ length: count }, (_, i) => [0, NaN, 2][i % 3]!)],
    );
    const of = (op: Operation, parameters: readonly number[] = []): Expr =>
      apply(graph, op, inputs.slice(0, arity[op]), parameters);
    const powers = Array.from({ length: 41 }, (_, p) => p - 20).flatMap((p) => [p, p + 0.5]);
    const parametric = new Set<Operation>(['constant', 'power']);
    holds(
      [
        ...operations.filter((op) => arity[op] > 0 && !parametric.has(op)).map((op) => of(op)),
        ...powers.map((p) => of('power', [p])),
      ],
      values,
      { precision },
    );
    isExact(
      exact.filter((op) => arity[op] > 0 && !parametric.has(op)).map((op) => of(op)),
      values,
      precision,
    );
  });

  it('computes arrays of every length up to 40, alone and beside a number that fits all', () => {
    for (let n = 0; n <= 40; n++) {
      const [x, s] = [input('x', [n]), input('s')];
      const scaled = graph.mul(x, graph.spread(s, [n], [0]));
      const roots = [graph.tanh(x), graph.sub(scaled, x), graph.sum(scaled, [0]), graph.sin(scaled), s];
      holds(roots, given(['x', wave(n, 3)], ['s', [0.7]]), { precision });
    }
  });

  it('fuses a value that is read both straight and turned, and never overwrites what is read turned', () => {
    const x = input('x', [5, 5]);
    const y = graph.mul(x, graph.constant(3));
    const kept = graph.matmul(x, x);
    const values = given(['x', wave(25, 1)]);
    isExact([graph.add(y, turn(y)), graph.add(graph.mul(turn(y), x), y)], values, precision);
    holds([graph.exp(graph.sub(graph.matmul(x, kept), turn(kept)))], values, { precision });
    holds([graph.sum(graph.sub(graph.exp(turn(kept)), graph.constant(1)), [0])], values, { precision });
    holds([graph.matmul(graph.neg(turn(graph.matmul(x, x))), x)], values, { precision });
  });

  it('follows a value through axes of length 1 into the loop that uses it', () => {
    const x = input('x', [2, 3]);
    const longer = graph.reshape(turn(graph.neg(x)), [3, 1, 2, 1]);
    const turned = graph.transpose(longer, [2, 1, 3, 0]);
    const values = given(['x', [1, 2, 3, 4, 5, 6]]);
    const roots = [
      graph.sqrt(graph.abs(turned)),
      graph.sum(graph.square(turned), [1, 2]),
      graph.exp(graph.reshape(graph.neg(turned), [2, 3])),
      graph.reshape(graph.sum(graph.exp(turned), [0, 3]), []),
    ];
    for (const root of roots) holds([root], values, { precision });
    holds(roots, values, { precision });
  });

  it('gives roots that are inputs, constants, views or the same node a place of their own', () => {
    const x = input('x', [2, 3]);
    const c = graph.constant(NaN);
    const y = graph.sqrt(turn(x));
    const values = given(['x', [1, 2, -0, 4, 5, 6]], ['s', [-0]]);
    const views = [turn(x), y, graph.reshape(y, [6]), y, graph.spread(c, [2], [0]), graph.hold(x)];
    const roots = [x, c, c, graph.constant(-0), graph.pi(), input('s'), input('s'), ...views];
    isExact(roots, values, precision);
    const kernel = compiled(roots, { precision });
    ran(kernel, values);
    expect(new Set(kernel.outputs.map(({ byteOffset }) => byteOffset)).size).toBeGreaterThan(8);
    kernel.inputs.get('x')![0] = 9;
    expect(kernel.outputs[0]![0]).toBe(1);
  });

  it('knows an input by its name, however many nodes carry it, and inputs that nothing depends on', () => {
    const kernel = compiled([graph.add(input('x'), input('x'))], { precision }, [input('unused', [4])]);
    expect([...kernel.inputs.keys()].sort()).toStrictEqual(['unused', 'x']);
    expect(ran(kernel, given(['x', [4]], ['unused', [1, 2, 3, 4]]))).toStrictEqual([[8]]);
    expect(() => compiled([input('x'), input('x', [2])], { precision })).toThrow('an input has one shape');
    expect(ran(compiled([], { precision }), given())).toStrictEqual([]);
  });

  it('has no text of the user in its module', () => {
    const names = ['constructor', '__proto__', '"];alert(1)//', '${alert(1)}', 'memory', 'élan'];
    const inputs = names.map((name) => input(name, [3]));
    const e = inputs.reduce((sum, x) => graph.add(sum, graph.erf(x)));
    const values = new Map(names.map((name, i) => [name, [i, -i, 0.5]]));
    const { module } = holds([e], values, { precision });
    for (const encoding of ['latin1', 'utf8', 'utf16le'] as const) {
      const text = Buffer.from(module).toString(encoding);
      for (const name of [...names, 'alert', 'erf']) expect(text).not.toContain(name);
    }
  });

  it('gathers and scatters by indices that repeat, are missing, or run backwards', () => {
    const x = input('x', [3, 4]);
    const values = given(['x', [1, -0, 3, 0.1, 5, 6, NaN, 0.2, -9, 0.3, 11, Infinity]]);
    const turned = turn(x);
    const backwards = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    const pairs = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 6, 6];
    for (const from of [x, turned, graph.neg(turned), graph.matmul(x, turned)]) {
      const count = from.shape[0]! * from.shape[1]!;
      const some = backwards.slice(-count);
      const roots = [
        graph.gather(from, some, [count]),
        graph.gather(from, [3, 3, 3], [3, 1]),
        graph.gather(from, [5], []),
        graph.gather(from, [], [0, 2]),
        graph.scatter(from, some, [count]),
        graph.scatter(from, pairs.slice(0, count), [8]),
        graph.scatter(from, new Array<number>(count).fill(0), []),
        graph.scatter(from, new Array<number>(count).fill(2), [2, 2]),
        graph.scatter(graph.gather(from, [], [0]), [], [3]),
        graph.exp(graph.scatter(graph.gather(from, [1, 2], [2]), [1, 1], [3])),
      ];
      for (const root of roots) holds([root], values, { precision });
      holds(roots, values, { precision });
    }
  });

  it('computes a softmax over either axis, its shift included', () => {
    for (const shape of [
      [3, 150],
      [7, 33],
      [10, 1],
      [1, 10],
    ])
      for (const axis of [0, 1]) {
        const o = input('o', shape);
        const over = (e: Expr): Expr => graph.spread(e, shape, [axis]);
        const shifted = graph.sub(o, over(graph.hold(graph.maxOver(o, [axis]))));
        const e = graph.exp(shifted);
        const logarithm = graph.log(graph.sum(e, [axis]));
        const roots = [graph.div(e, over(graph.sum(e, [axis]))), graph.sum(logarithm, [0])];
        const tally: Tally = { exact: 0, bounded: 0, open: 0 };
        holds(roots, given(['o', wave(shape[0]! * shape[1]!, 2)]), { precision }, tally);
        expect(tally.open).toBe(0);
      }
  });

  it('computes value and gradient of nets within the bound', () => {
    for (const options of [
      { layers: [4, 8, 3], batch: 150, lambda: 1e-3 },
      { layers: [5, 7, 6, 3], batch: 13, activation: 'relu', lambda: 0.1 },
      { layers: [3, 5, 2], activation: 'sigmoid' },
    ] as const) {
      const { roots, values } = gradientOf(options);
      const tally: Tally = { exact: 0, bounded: 0, open: 0 };
      holds(roots, values, { precision }, tally);
      expect(tally.open).toBeLessThan(0.05 * (tally.bounded + tally.exact + tally.open));
    }
  });

  it('computes value and gradient of a net of a hundred layers', () => {
    // Through so many layers a bound element by element means nothing.
    const tolerance = precision === 'float64' ? 1e-12 : 1e-3;
    const { roots, values } = gradientOf({ layers: [3, ...new Array<number>(99).fill(4), 2], batch: 3 });
    const found = ran(compiled(roots, { precision }), values);
    defined(roots, values, precision).forEach((row, root) => {
      const size = Math.hypot(...row);
      const error = Math.hypot(...row.map((v, i) => v - found[root]![i]!));
      if (!(error <= tolerance * size)) throw new Error(`root ${root}: off by ${error} of ${size}`);
    });
  });

  it.each([precision === 'float64' ? 33_000 : 3_300])(
    'compiles scalar graphs of three times %i nodes',
    (rounds) => {
      const { roots, x, wanted } = deepGraph(rounds, precision);
      const kernel = compiled(roots, { precision });
      for (let run = 0; run < 2; run++)
        expect(ran(kernel, given(['x', [x]]))).toStrictEqual(wanted.map((v) => [v]));
    },
  );
});
