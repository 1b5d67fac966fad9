import fc from 'fast-check';
import { graph, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { apply } from '../../src/language/apply.ts';
import { arity, operations, type Operation } from '../../src/language/numbers.ts';
import { size, strides, type Shape } from '../../src/language/shape.ts';

/** The elements of each input, by its name, in row-major order. */
export type Values = ReadonlyMap<string, readonly number[]>;

export interface RandomGraph {
  readonly roots: readonly Expr[];
  readonly values: Values;
}

/** Numbers at the edges of both formats: zeros, NaN, the infinities, the smallest and the largest of each. */
export const special: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  2 ** -149,
  1e-310,
  1.7976931348623157e308,
  3.4028234663852886e38,
];

/** Decisions drawn one by one: each call gives a whole number below `n`. */
type Draw = (n: number) => number;

const someShapes: readonly Shape[] = [
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
  [7, 5],
  [21],
];

const exponents = [0, 1, 2, 3, -1, 0.5, 7, 20];

function subset(draw: Draw, count: number): number[] {
  return [...new Array(count).keys()].filter(() => draw(2) === 1);
}

function permuted(draw: Draw, count: number): number[] {
  const rest = [...new Array(count).keys()];
  return rest.map(() => 0).map(() => rest.splice(draw(rest.length), 1)[0]!);
}

/** Ways of growing a graph by an operation on whole arrays; the operand itself where nothing fits. */
const arrayKinds = {
  sum: (draw, x) => graph.sum(x, subset(draw, x.shape.length)),
  spread: (draw, x) => {
    const shape = [...x.shape];
    const added: number[] = [];
    for (let i = 0; i < 1 + draw(2) && shape.length < 4; i++) shape.splice(draw(shape.length + 1), 0, -1);
    const full = shape.map((length, axis) => (length === -1 ? (added.push(axis), 1 + draw(3)) : length));
    return graph.spread(x, full, added);
  },
  reshape: (draw, x) => {
    const count = size(x.shape);
    const fitting = someShapes.filter((shape) => size(shape) === count);
    const all = [...fitting, [count], [count, 1], [1, count], [...x.shape, 1]];
    if (count % 2 === 0) all.push([2, count / 2], [count / 2, 2]);
    return graph.reshape(x, all[draw(all.length)]!);
  },
  transpose: (draw, x) => graph.transpose(x, permuted(draw, x.shape.length)),
  matmul: (draw, _x, pool) => {
    const matrices = pool.filter((e) => e.shape.length === 2);
    const a = matrices[draw(matrices.length)]!;
    const fitting = matrices.filter((e) => e.shape[0] === a.shape[1]);
    return graph.matmul(a, fitting[draw(fitting.length)] ?? graph.transpose(a, [1, 0]));
  },
  gather: (draw, x) => {
    const count = size(x.shape);
    const shape = someShapes[draw(someShapes.length)]!;
    if (count === 0 && size(shape) > 0) return x;
    return graph.gather(
      x,
      Array.from({ length: size(shape) }, () => draw(count)),
      shape,
    );
  },
  slice: (draw, x) => {
    // A stretch along each axis, in steps of one or two; an axis of one number may be dropped.
    const stretches = x.shape.map((length) => {
      const step = 1 + draw(2);
      const count = length === 0 ? 0 : 1 + draw(Math.ceil(length / step));
      return { from: draw(length - (count - 1) * step), step, count: Math.max(count, 0) };
    });
    const own = strides(x.shape);
    const indices = stretches.reduce(
      (found: number[], { from, step, count }, axis) =>
        found.flatMap((at) => Array.from({ length: count }, (_, i) => at + (from + i * step) * own[axis]!)),
      [0],
    );
    const shape = stretches.map(({ count }) => count).filter((count) => count !== 1 || draw(2) === 0);
    return graph.gather(x, indices, shape);
  },
  scatter: (draw, x) => {
    const count = size(x.shape);
    const shape = someShapes[draw(someShapes.length)]!;
    if (count > 0 && size(shape) === 0) return x;
    return graph.scatter(
      x,
      Array.from({ length: count }, () => draw(size(shape))),
      shape,
    );
  },
  place: (draw, x) => {
    const room = size(x.shape) + draw(4);
    const first = draw(room - size(x.shape) + 1);
    const indices = Array.from({ length: size(x.shape) }, (_, i) => first + i);
    return graph.scatter(x, indices, [room]);
  },
  fold: (draw, x) => {
    const axes = subset(draw, x.shape.length);
    if (axes.some((axis) => x.shape[axis] === 0)) return x;
    return draw(2) === 0 ? graph.maxOver(x, axes) : graph.minOver(x, axes);
  },
} satisfies Record<string, (draw: Draw, x: Expr, pool: readonly Expr[]) => Expr>;

export type ArrayKind = keyof typeof arrayKinds;

/** What a random graph is made of; a kind that stands there twice is drawn twice as often. */
export interface Words {
  readonly arrays: readonly ArrayKind[];
  readonly scalars: readonly Operation[];
}

export const allWords: Words = {
  arrays: [
    'sum',
    'spread',
    'reshape',
    'transpose',
    'transpose',
    'matmul',
    'matmul',
    'gather',
    'slice',
    'place',
    'scatter',
    'fold',
  ],
  scalars: operations,
};

function pointwise(draw: Draw, op: Operation, x: Expr, pool: readonly Expr[]): Expr {
  if (op === 'constant') return graph.constant(special[draw(special.length)]!);
  if (op === 'pi') return graph.pi();
  const alike = pool.filter((e) => String(e.shape) === String(x.shape) && e.shape.length === x.shape.length);
  const numbers = pool.filter((e) => e.op === 'constant' || e.op === 'pi');
  const operands = Array.from({ length: arity[op] }, (_, i) => {
    const from = i > 0 && draw(5) === 0 ? [...alike, ...numbers] : alike;
    return draw(2) === 0 ? from.at(-1)! : from[draw(from.length)]!;
  });
  return apply(graph, op, operands, op === 'power' ? [exponents[draw(exponents.length)]!] : []);
}

/** A node over the nodes that are there, of any kind that fits. */
function grow(draw: Draw, pool: readonly Expr[], { arrays, scalars }: Words): Expr {
  const x = draw(3) === 0 ? pool[draw(pool.length)]! : pool.at(-1 - draw(4))!;
  const kind = arrays[draw(arrays.length + 4)];
  return kind === undefined
    ? pointwise(draw, scalars[draw(scalars.length)]!, x, pool)
    : arrayKinds[kind](draw, x, pool);
}

function grown(decisions: readonly number[], next: () => number, words: Words): RandomGraph {
  let drawn = 0;
  const draw: Draw = (n) => (n === 0 ? 0 : (decisions[drawn++ % decisions.length]! + drawn) % n);
  const pool: Expr[] = someShapes.map((shape, i) => input(`v${i}`, shape));
  const values = new Map(pool.map((e) => [nameOf(e), Array.from({ length: size(e.shape) }, next)]));
  pool.push(graph.constant(2), graph.constant(-0));
  for (let i = 0; i < 40 && drawn < decisions.length; i++) {
    const e = grow(draw, pool, words);
    if (size(e.shape) <= 400) pool.push(e);
  }
  const roots = Array.from({ length: 1 + draw(4) }, () => pool[pool.length - 1 - draw(8)]!);
  return { roots, values };
}

/** Graphs of up to forty nodes with up to four roots, and values of their inputs, one in `rarity` of which is special. */
export function randomGraphs(words: Words = allWords, rarity = 4): fc.Arbitrary<RandomGraph> {
  const someNumber = fc.oneof(
    { weight: rarity - 2, arbitrary: fc.integer({ min: -3e9, max: 3e9 }).map((i) => i / 1e9) },
    { weight: 1, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(...special) },
  );
  return fc
    .tuple(fc.array(fc.nat(), { minLength: 60, maxLength: 400 }), fc.infiniteStream(someNumber))
    .map(([decisions, numbers]) => grown(decisions, () => numbers.next().value as number, words));
}
