import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graph, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { readAll } from '../../src/expression/read.ts';
import { compileJavascript, type JavascriptKernel as Kernel } from '../../src/kernels/javascript.ts';
import { size, type Shape } from '../../src/language/shape.ts';
import { apply } from '../../src/language/apply.ts';
import { arity, operations } from '../../src/language/numbers.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';

type Values = ReadonlyMap<string, readonly number[]>;

function compiled(roots: readonly Expr[], inputs: readonly Expr[] = []): Kernel {
  const kernel = compileJavascript(roots, inputs);
  if (kernel === undefined) throw new Error('this engine generates code');
  return kernel;
}

function ran(kernel: Kernel, values: Values): number[][] {
  for (const [name, view] of kernel.inputs) view.set(values.get(name)!);
  kernel.run();
  return kernel.outputs.map((view) => [...view]);
}

function defined(roots: readonly Expr[], values: Values): number[][] {
  const all = readAll(roots, tensors(float64), (e) => ({ shape: e.shape, data: values.get(nameOf(e))! }));
  return roots.map((root) => [...all.get(root)!.data]);
}

/** Holds a kernel against the definition, twice, so that nothing depends on what memory held before. */
function agrees(roots: readonly Expr[], values: Values): void {
  const kernel = compiled(roots);
  const expected = defined(roots, values);
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

const special = [0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308];
const someNumber = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(...special) },
);

/** Decisions drawn one by one: each call gives a whole number below `n`. */
type Draw = (n: number) => number;

const someShapes: Shape[] = [
  [],
  [1],
  [3],
  [4, 3],
  [3, 4],
  [2, 1, 3],
  [0, 2],
  [1, 1],
  [12],
  [2, 2, 3],
  [5, 4],
];

function subset(draw: Draw, count: number): number[] {
  return [...new Array(count).keys()].filter(() => draw(2) === 1);
}

function permuted(draw: Draw, count: number): number[] {
  const rest = [...new Array(count).keys()];
  return rest.map(() => 0).map(() => rest.splice(draw(rest.length), 1)[0]!);
}

/** A node over the nodes that are there, of any kind that fits. */
function grow(draw: Draw, pool: readonly Expr[]): Expr {
  const x = draw(3) === 0 ? pool[draw(pool.length)]! : pool.at(-1 - draw(4))!;
  const axes = subset(draw, x.shape.length);
  const count = size(x.shape);
  switch (draw(14)) {
    case 0:
      return graph.sum(x, axes);
    case 1: {
      const shape = [...x.shape];
      const added: number[] = [];
      for (let i = 0; i < 1 + draw(2) && shape.length < 4; i++) shape.splice(draw(shape.length + 1), 0, -1);
      const full = shape.map((length, axis) => (length === -1 ? (added.push(axis), 1 + draw(3)) : length));
      return graph.spread(x, full, added);
    }
    case 2: {
      const fitting = someShapes.filter((shape) => size(shape) === count);
      fitting.push([count], [count, 1], [1, count], [...x.shape, 1]);
      if (count % 2 === 0) fitting.push([2, count / 2], [count / 2, 2]);
      return graph.reshape(x, fitting[draw(fitting.length)]!);
    }
    case 3:
    case 4:
      return graph.transpose(x, permuted(draw, x.shape.length));
    case 5:
    case 6: {
      const left = pool.filter((e) => e.shape.length === 2);
      const a = left[draw(left.length)]!;
      const right = left.filter((e) => e.shape[0] === a.shape[1]);
      const b = right.length === 0 ? graph.transpose(a, [1, 0]) : right[draw(right.length)]!;
      return graph.matmul(a, b);
    }
    case 7: {
      const shape = someShapes[draw(someShapes.length)]!;
      if (count === 0 && size(shape) > 0) return x;
      const indices = Array.from({ length: size(shape) }, () => draw(count));
      return graph.gather(x, indices, shape);
    }
    case 8: {
      const shape = someShapes[draw(someShapes.length)]!;
      if (count > 0 && size(shape) === 0) return x;
      const indices = Array.from({ length: count }, () => draw(size(shape)));
      return graph.scatter(x, indices, shape);
    }
    case 9:
      if (axes.some((axis) => x.shape[axis] === 0)) return x;
      return draw(2) === 0 ? graph.maxOver(x, axes) : graph.minOver(x, axes);
    default: {
      const op = operations[draw(operations.length)]!;
      if (op === 'constant') return graph.constant(special[draw(special.length)]!);
      if (op === 'pi') return graph.pi();
      const alike = pool.filter(
        (e) => String(e.shape) === String(x.shape) && e.shape.length === x.shape.length,
      );
      const numbers = pool.filter((e) => e.op === 'constant' || e.op === 'pi');
      const operands = Array.from({ length: arity[op] }, (_, i) => {
        const from = i > 0 && draw(5) === 0 ? [...alike, ...numbers] : alike;
        return draw(2) === 0 ? from.at(-1)! : from[draw(from.length)]!;
      });
      return apply(graph, op, operands, op === 'power' ? [[0, 1, 2, 3, -1, 0.5, 7, 20][draw(8)]!] : []);
    }
  }
}

describe('a kernel compiled to JavaScript', () => {
  it('computes any graph bit for bit as it is defined', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 60, maxLength: 400 }),
        fc.infiniteStream(someNumber),
        (decisions, numbers) => {
          let next = 0;
          const draw: Draw = (n) => (n === 0 ? 0 : (decisions[next++ % decisions.length]! + next) % n);
          const pool: Expr[] = someShapes.map((shape, i) => input(`v${i}`, shape));
          const values = new Map(
            pool.map((e) => [
              nameOf(e),
              Array.from({ length: size(e.shape) }, () => numbers.next().value as number),
            ]),
          );
          pool.push(graph.constant(2), graph.constant(-0));
          for (let i = 0; i < 40 && next < decisions.length; i++) {
            const e = grow(draw, pool);
            if (size(e.shape) <= 400) pool.push(e);
          }
          const roots = Array.from({ length: 1 + draw(4) }, () => pool[pool.length - 1 - draw(8)]!);
          agrees(roots, values);
        },
      ),
      { numRuns: 1500, seed: 20 },
    );
  }, 60_000);

  it('keeps NaN, the infinities and the sign of zero in every scalar operation', () => {
    const x = input('x');
    const y = input('y');
    const z = input('z');
    const roots = operations.map((op) =>
      apply(graph, op, [x, y, z].slice(0, arity[op]), op === 'power' ? [3] : op === 'constant' ? [-0] : []),
    );
    const kernel = compiled(roots, [x, y, z]);
    for (const a of special)
      for (const b of special)
        for (const c of [0, NaN, 2]) {
          const values = new Map([
            ['x', [a]],
            ['y', [b]],
            ['z', [c]],
          ]);
          expect(ran(kernel, values)).toStrictEqual(defined(roots, values));
        }
  });

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
    const x = input('x');
    let a: Expr = x;
    let b: Expr = graph.sin(x);
    const early = graph.mul(x, b);
    for (let i = 0; i < 33_000; i++)
      [a, b] = [graph.add(graph.mul(a, graph.constant(0.99)), b), graph.sub(a, i % 1000 === 0 ? early : b)];
    agrees([a, b, early], new Map([['x', [0.3]]]));
  });

  it('folds what is one long chain of pointwise operations on arrays', () => {
    let e = input('x', [3]);
    for (let i = 0; i < 500; i++) e = graph.mul(graph.sub(e, graph.constant(1)), graph.constant(0.5));
    agrees([graph.sum(e, [0])], new Map([['x', [1, 2, 3]]]));
  });
});
