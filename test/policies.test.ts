import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrayOperations, type Algebra } from '../src/language/algebra.ts';
import { apply, generate } from '../src/language/apply.ts';
import { arity, operations, type Numbers, type Operation } from '../src/language/numbers.ts';
import type { Tensor } from '../src/language/shape.ts';
import { isRefused, lift, type Differentiator, type Tensors } from '../src/differentiators/differentiator.ts';
import { forward } from '../src/differentiators/forward.ts';
import { pullback } from '../src/differentiators/pullback.ts';
import { reverse } from '../src/differentiators/reverse.ts';
import { symbolicGradient, type SymbolicOptions } from '../src/differentiators/symbolic.ts';
import { branchings } from '../src/expression/decisions.ts';
import { graph, input, nameOf, type Expr } from '../src/expression/expr.ts';
import { elementNames, elementValues } from '../src/expression/scalars.ts';
import { lawLevels } from '../src/expression/simplify.ts';
import { read, readAll, topological } from '../src/expression/read.ts';
import { objective, type Objective } from '../src/expression/trace.ts';
import { decimal, exactDecimal } from '../src/numbers/decimal.ts';
import { float64 } from '../src/numbers/float64.ts';
import { tensors } from '../src/numbers/tensors.ts';
import { pointwise } from '../src/rules/pointwise.ts';
import { realise, type Slope } from '../src/rules/slope.ts';

// Random expressions over every word of the language: each policy of symbolic differentiation, reverse, forward and decimal agree.

// What is tried.

/** A node of a random expression with its value at the point. */
interface Grown {
  readonly e: Expr;
  readonly value: Tensor<number>;
}

/** One step of growth: which word, on which of the nodes so far, and numbers for whatever else is to be chosen. */
interface Step {
  readonly word: string;
  readonly picks: readonly number[];
  readonly u: number;
}

/** Where the operands of a word are led, so that values stay ordinary and within its domain. */
const ranges: Partial<Record<Operation, readonly (readonly [number, number])[]>> = {
  div: [
    [-4, 4],
    [0.3, 4],
  ],
  square: [[-3, 3]],
  sqrt: [[0.1, 9]],
  cbrt: [[0.1, 9]],
  pow: [
    [0.3, 3],
    [-2, 2],
  ],
  exp: [[-2, 2]],
  expm1: [[-2, 2]],
  log: [[0.2, 9]],
  log1p: [[-0.7, 9]],
  log2: [[0.2, 9]],
  log10: [[0.2, 9]],
  tan: [[-1.2, 1.2]],
  asin: [[-0.8, 0.8]],
  acos: [[-0.8, 0.8]],
  atan2: [
    [-4, 4],
    [0.2, 4],
  ],
  sinh: [[-2, 2]],
  cosh: [[-2, 2]],
  acosh: [[1.3, 9]],
  atanh: [[-0.8, 0.8]],
};
const ordinary = [-5, 5] as const;
const exponents = [0, 1, -1, 2, 3, -2, 0.5, 1.5, -0.5, 2.5];

const grownWords = [...operations, ...arrayOperations];

/** The left sides of all laws about numbers, so that each law meets what it rewrites. */
const leftSides = operations.flatMap((op) =>
  pointwise[op].laws.map(
    ({ sides }) =>
      (k: Algebra<Expr>, x: Expr, y: Expr): Expr =>
        sides(k, x, y)[0],
  ),
);
const lawWord = 'a law';
const guardWord = 'a guard';

const steps = fc.array(
  fc.record<Step>({
    word: fc.oneof(
      { weight: 7, arbitrary: fc.constantFrom<string>(...grownWords) },
      { weight: 2, arbitrary: fc.constant(lawWord) },
      { weight: 1, arbitrary: fc.constant(guardWord) },
    ),
    // The newest node is as likely as all others together.
    picks: fc.array(fc.oneof(fc.constant(0), fc.nat(40)), { minLength: 3, maxLength: 3 }),
    u: fc.integer({ min: 0, max: 999 }).map((i) => i / 1000),
  }),
  { minLength: 1, maxLength: 7 },
);
const coordinate = fc.integer({ min: -1000, max: 1000 }).map((i) => (i + 0.37) / 503);
const points = fc.record({ x: coordinate, y: coordinate, v: fc.tuple(coordinate, coordinate) });

interface Trial {
  readonly o: Objective;
  readonly at: Tensors<number>;
  readonly words: ReadonlySet<string>;
}

const numbers = tensors(float64);

/** A number of few digits, as a writer of expressions would choose it. */
const brief = (v: number): number => Number(v.toPrecision(3));

/** The expression that the steps grow from x, y and the pair v, its values known on the way. */
function grow(taken: readonly Step[], at: { x: number; y: number; v: readonly [number, number] }): Trial {
  const point: Tensors<number> = {
    x: { shape: [], data: [at.x] },
    y: { shape: [], data: [at.y] },
    v: { shape: [2], data: at.v },
  };
  const leaf = (name: string): Grown => ({ e: input(name, point[name]!.shape), value: point[name]! });
  const [x, y, v] = [leaf('x'), leaf('y'), leaf('v')];
  const scalars: Grown[] = [x, y];
  const pairs: Grown[] = [v];
  const words = new Set<string>();
  const call = (op: string, operands: readonly Grown[], params: readonly unknown[] = []): Grown => ({
    e: apply(
      graph,
      op as Operation,
      operands.map(({ e }) => e),
      params,
    ),
    value: apply<Tensor<number>>(
      numbers,
      op as Operation,
      operands.map(({ value }) => value),
      params,
    ),
  });
  const constant = (c: number): Grown => call('constant', [], [c]);
  /** The node itself, or a·node + b, whose values lie in the range. */
  const led = (g: Grown, [low, high]: readonly [number, number], u: number): Grown => {
    const [least, most] = [Math.min(...g.value.data), Math.max(...g.value.data)];
    if (least >= low && most <= high) return g;
    const room = high - low;
    const a = brief(Math.min(1, (0.4 * room) / Math.max(most - least, 1e-3)));
    const target = low + room * (0.25 + 0.1 * u);
    const scaled = a === 1 ? g : call('mul', [constant(a), g]);
    return call('add', [scaled, constant(brief(target - a * least))]);
  };
  /** Operands moved off the branch of a word, where they are on it or next to it. */
  const apart = (word: string, operands: readonly Grown[]): readonly Grown[] => {
    const [a, b] = operands.map(({ value }) => value.data) as [readonly number[], (readonly number[])?];
    const near = (gap: (v: number, i: number) => number): boolean =>
      a.some((v, i) => Math.abs(gap(v, i)) < 1e-3);
    const moved = (g: Grown): Grown => call('add', [g, constant(0.387)]);
    if (['abs', 'relu', 'sign', 'step'].includes(word))
      return near((v) => v) ? operands.map(moved) : operands;
    if (word === 'floor') return near((v) => v - Math.round(v)) ? operands.map(moved) : operands;
    if (['less', 'equal', 'min', 'max'].includes(word) && near((v, i) => v - b![i]!))
      return [operands[0]!, moved(operands[1]!)];
    if (['maxOver', 'minOver'].includes(word) && Math.abs(a[0]! - a[1]!) < 1e-3)
      return [
        call('add', [operands[0]!, call('scatter', [call('add', [scalars[0]!, constant(3)])], [[1], [2]])]),
      ];
    return operands;
  };
  for (const { word, picks, u } of taken) {
    const careless = u > 0.99;
    const pick = (from: readonly Grown[], i: number): Grown =>
      from[from.length - 1 - (picks[i]! % from.length)]!;
    const keep = (g: Grown): void => {
      words.add(word);
      (g.value.shape.length === 0 ? scalars : pairs).push(careless ? g : led(g, ordinary, u));
    };
    if (word === lawWord || word === guardWord) {
      const [a, b] = [pick(scalars, 0), pick(scalars, 1)];
      // Below 0 the guarded branch has no value.
      const made =
        word === lawWord
          ? leftSides[Math.floor(u * 1000) % leftSides.length]!(graph, a.e, b.e)
          : graph.select(graph.less(graph.constant(0), a.e), graph.mul(graph.sqrt(a.e), graph.log(a.e)), b.e);
      const value = read(made, numbers, (leaf) => point[nameOf(leaf)]!);
      // min(x, x) is a tie by itself.
      const margins = branchings(made, ['x', 'y', 'v']).map(({ margin }) => margin);
      const ways = readAll(margins, numbers, (leaf) => point[nameOf(leaf)]!);
      const clear = margins.every((margin) => ways.get(margin)!.data.every((m) => m > 1e-6));
      if (Math.abs(value.data[0]!) < 1e3 && (clear || careless)) keep({ e: made, value });
    } else if (word in arity) {
      const count = arity[word as Operation];
      const onPairs = count > 0 && u > 0.75 && word !== 'constant' && word !== 'pi';
      const p = exponents[Math.floor(u * exponents.length * 7) % exponents.length]!;
      const params = word === 'power' ? [p] : word === 'constant' ? [brief(4 * u - 2)] : [];
      const own = ranges[word as Operation] ?? [];
      const range = word === 'power' ? ([p < 0 || p % 1 !== 0 ? 0.3 : -2, 2] as const) : undefined;
      const operands = Array.from({ length: count }, (_, i) => {
        const g = pick(onPairs ? pairs : scalars, i);
        return careless ? g : led(g, range ?? own[i] ?? ordinary, u);
      });
      keep(call(word, careless ? operands : apart(word, operands), params));
    } else {
      const [s, t, a, b] = [pick(scalars, 0), pick(scalars, 1), pick(pairs, 0), pick(pairs, 1)];
      const arrays: Record<string, () => Grown> = {
        sum: () => call('sum', [a], [[0]]),
        spread: () => call('spread', [s], [[2], [0]]),
        reshape: () =>
          call(
            'reshape',
            [
              call(
                'spread',
                [s],
                [
                  [2, 1],
                  [0, 1],
                ],
              ),
            ],
            [[2]],
          ),
        transpose: () => {
          const rows = call('spread', [a], [[2, 2], [0]]);
          return call('sum', [call('transpose', [rows], [[1, 0]])], [[picks[2]! % 2]]);
        },
        matmul: () => {
          const [row, column] = [call('reshape', [a], [[1, 2]]), call('reshape', [b], [[2, 1]])];
          return call('reshape', [call('matmul', [row, column])], [[]]);
        },
        gather: () => (picks[2]! % 2 ? call('gather', [a], [[1, 0], [2]]) : call('gather', [a], [[0], []])),
        scatter: () => call('scatter', [s], [[picks[2]! % 2], [2]]),
        maxOver: () => call('maxOver', apart(word, [a]), [[0]]),
        minOver: () =>
          call('minOver', apart(word, [call('mul', [a, call('spread', [t], [[2], [0]])])]), [[0]]),
      };
      keep(arrays[word]!());
    }
  }
  const last = scalars[scalars.length - 1]!;
  const pair = call('sum', [pairs[pairs.length - 1]!], [[0]]);
  const root = pairs.length > 1 ? call('add', [last, pair]) : last;
  const o = objective(root.e, undefined, new Map(), [x.e, y.e, v.e]);
  return { o, at: point, words };
}

const policies: readonly Required<Pick<SymbolicOptions, 'laws' | 'sharing' | 'direction' | 'granularity'>>[] =
  lawLevels.flatMap((laws) =>
    (['none', 'reference', 'structure'] as const).flatMap((sharing) =>
      (['forward', 'reverse'] as const).flatMap((direction) =>
        (['scalar', 'tensor'] as const).map((granularity) => ({ laws, sharing, direction, granularity })),
      ),
    ),
  );

// How it is judged.

const digits = 40;
const exactly = decimal(digits);

/** What decimal numbers do faster than they are looked up. */
const cheap = new Set<Operation>([
  'constant',
  'pi',
  'add',
  'sub',
  'mul',
  'div',
  'neg',
  'square',
  'abs',
  'sign',
  'step',
  'floor',
  'relu',
  'less',
  'equal',
  'select',
  'min',
  'max',
  'hold',
  'carry',
]);

/** Decimal numbers that remember the functions they have worked out. */
function remembering(n: Numbers<Decimal>): Numbers<Decimal> {
  const known = new Map<string, Decimal>();
  return generate<Decimal, Operation>(
    operations,
    (op, x, params) => {
      if (cheap.has(op)) return apply(n, op, x, params);
      const key = `${op} ${x.join(' ')} ${params.join(' ')}`;
      const value = known.get(key) ?? apply(n, op, x, params);
      known.set(key, value);
      return value;
    },
    arity,
  ) as Numbers<Decimal>;
}

/** The components of a gradient by their names. */
function components<T>(o: Objective, gradient: Tensors<T>): Map<string, T> {
  return new Map(
    o.wrt.flatMap((name) =>
      elementNames(name, o.inputs.get(name)!.shape).map((own, i): [string, T] => [
        own,
        gradient[name]!.data[i]!,
      ]),
    ),
  );
}

/** Expressions read in numbers, by component. */
function readSymbolic<T>(
  roots: readonly { name: string; e: Expr }[],
  k: Algebra<Tensor<T>>,
  at: Tensors<T>,
): Map<string, T> {
  const values = { ...at, ...elementValues(at) };
  const known = readAll(
    roots.map(({ e }) => e),
    k,
    (leaf) => values[nameOf(leaf)]!,
  );
  return new Map(
    roots.flatMap(({ name, e }) =>
      elementNames(name, e.shape).map((own, i): [string, T] => [own, known.get(e)!.data[i]!]),
    ),
  );
}

/**
 * What rounding can do to an expression in float64, to first order: u·Σ|∂e/∂v|·(|v| + |what a rounded operation makes of
 * it|) over its nodes (Linnainmaa 1976).
 */
function roundingOf(e: Expr, at: Tensors<number>): number {
  const values = { ...at, ...elementValues(at) };
  const known = readAll([e], numbers, (leaf) => values[nameOf(leaf)]!);
  const wrt = [...new Set(topological([e]).flatMap((x) => (x.op === 'input' ? [nameOf(x)] : [])))];
  const seed: Slope<Tensor<number>> =
    e.shape.length === 0 ? 'one' : { shape: e.shape, data: known.get(e)!.data.map(() => 1) };
  let sum = 0;
  for (const [x, g] of pullback(e, numbers, known, { wrt, seed })) {
    const slopes = realise(numbers, g).data;
    known.get(x)!.data.forEach((v, i) => {
      sum += Math.abs(v * (slopes[i] ?? slopes[0]!));
    });
  }
  return 2 ** -53 * (sum + Math.max(...known.get(e)!.data.map(Math.abs)));
}

/** Why a case is not held to the tolerance; each is said only where it was measured. */
type Flag = 'not finite' | 'on a branch' | 'ill-conditioned' | 'a written 0 meets what is undefined';

/** Symbolic derivatives are judged twice: in decimals, where rounding is no excuse, and in float64. */
const exactTolerance = '1e-20';
const tolerance = '1e-12';
const policiesPerCase = 2;

function judge({ o, at }: Trial, index: number): ReadonlySet<Flag> {
  const n = remembering(exactly);
  const k = tensors(n);
  const exact = lift(n, at);
  const found = branchings(o.expression, o.wrt);
  const known = readAll(
    [o.expression, ...found.map(({ margin }) => margin)],
    k,
    (leaf) => exact[nameOf(leaf)]!,
  );
  const onBranch = found.some(({ margin }) => known.get(margin)!.data.some((m) => m.abs().lt('1e-12')));
  const { value, gradient } = answer(reverse(), o, n, exact);
  const truth = components(o, gradient);
  if (!value.isFinite() || ![...truth.values()].every((g) => g.isFinite())) {
    expect(
      onBranch || undefinedNear(o.expression, k, known),
      'a derivative is finite where all words are defined',
    ).toBe(true);
    return new Set(['not finite']);
  }
  if (onBranch) return new Set(['on a branch']);
  // What is held moves for a difference, and for no rule.
  if (index % 5 === 0 && !topological([o.expression]).some(({ op }) => op === 'hold'))
    expect(differenceError(o, at, gradient)).toBeLessThan(1e-15);

  const scale = [...truth.values()].reduce((most, g) => Decimal.max(most, g.abs()), new Decimal('1e-3'));
  const errorOf = (g: Decimal, name: string): Decimal => exactly.sub(g, truth.get(name)!).abs();
  const within = (error: Decimal, bound: string): boolean => error.lte(scale.times(bound));
  const flags = new Set<Flag>();
  /** An error in float64 is small, or no larger than rounding explains: the condition of the expression is measured. */
  const check = (g: number, name: string, expressionOf: () => Expr, who: string): void => {
    const error = errorOf(exactDecimal(g), name);
    if (within(error, tolerance)) return;
    expect(error.toNumber(), `${name} by ${who}`).toBeLessThanOrEqual(16 * roundingOf(expressionOf(), at));
    flags.add('ill-conditioned');
  };

  for (let i = 0; i < policiesPerCase; i++) {
    const policy = policies[(index + 17 * i) % policies.length]!;
    const who = JSON.stringify(policy);
    const made = symbolicGradient(o, { ...policy, limit: 5e6 });
    if (isRefused(made)) throw new Error(`${who}: ${made.because}`);
    const roots = [...made.gradient, { name: 'value', e: made.value }];
    const expressionOf = (name: string): Expr =>
      roots.find((root) => root.name === name || name.startsWith(`${root.name}[`))!.e;
    // Laws "none" write out x¹ as a power with a slope 0 of its exponent, and 0·log x is undefined below 0.
    const inDecimals = readSymbolic(roots, k, exact);
    if (policy.laws === 'none' && [...inDecimals.values()].some((g) => g.isNaN())) {
      const folded = symbolicGradient(o, { ...policy, laws: 'exact' });
      if (isRefused(folded)) throw new Error(`${who}: ${folded.because}`);
      for (const [name, g] of readSymbolic(folded.gradient, k, exact))
        expect(within(errorOf(g, name), exactTolerance), `${name} by ${who}, but for its zeros`).toBe(true);
      flags.add('a written 0 meets what is undefined');
      continue;
    }
    for (const [name, g] of inDecimals)
      if (name === 'value') expect(relativeError(g, value), `value by ${who}`).toBeLessThan(1e-20);
      else expect(within(errorOf(g, name), exactTolerance), `${name} by ${who} in decimals`).toBe(true);
    for (const [name, g] of readSymbolic(made.gradient, numbers, at))
      check(g, name, () => expressionOf(name), who);
  }
  const writtenOut = (name: string): Expr => {
    const made = symbolicGradient(o);
    if (isRefused(made)) throw new Error(made.because);
    return made.gradient.find((root) => root.name === name)!.e;
  };
  const method = index % 2 === 0 ? reverse() : forward();
  for (const [name, g] of components(o, answer(method, o, float64, at).gradient))
    check(g, name, () => writtenOut(name), method.name);
  return flags;
}

/** Whether some word has no finite value where one of its operands is moved by 1e-9, or at its operands themselves. */
function undefinedNear(
  root: Expr,
  k: Algebra<Tensor<Decimal>>,
  known: ReadonlyMap<Expr, Tensor<Decimal>>,
): boolean {
  return topological([root]).some(({ op, args, params }) => {
    if (op === 'input') return false;
    const operands = args.map((arg) => known.get(arg)!);
    const moved = operands.flatMap((_, i) =>
      [1e-9, -1e-9].map((h) => operands.map((x, j) => (i === j ? k.add(x, k.constant(h)) : x))),
    );
    return [operands, ...moved].some((x) => apply(k, op, x, params).data.some((v) => !v.isFinite()));
  });
}

function answer<T>(method: Differentiator, o: Objective, n: Numbers<T>, at: Tensors<T>) {
  const prepared = method.prepare(o, n);
  if (isRefused(prepared)) throw new Error(prepared.because);
  return prepared.valueAndGradient(at);
}

const relativeError = (x: Decimal, truth: Decimal): number =>
  exactly.sub(x, truth).abs().div(Decimal.max(truth.abs(), 1)).toNumber();

/** How far the gradient is from a central difference along (1, 1, …), which knows no rule, relatively; at 70 digits. */
function differenceError(o: Objective, at: Tensors<number>, gradient: Tensors<Decimal>): number {
  const n = remembering(decimal(70));
  const h = n.power(n.constant(10), -22);
  const [above, below] = [1, -1].map((side) => {
    const moved = (e: Expr): Tensor<Decimal> => ({
      shape: e.shape,
      data: at[nameOf(e)]!.data.map((v) => n.add(n.constant(v), h.times(side))),
    });
    return readAll([o.expression], tensors(n), moved).get(o.expression)!.data[0]!;
  });
  const all = [...components(o, gradient).values()];
  const sum = all.reduce((a, b) => n.add(a, b), n.constant(0));
  const size = all.reduce((a, b) => n.add(a, b.abs()), n.constant(1));
  return n.div(n.sub(above!, below!), h.times(2)).minus(sum).abs().div(size).toNumber();
}

describe('every way to the derivative of a random expression', () => {
  const cases = 1000;
  const flagged = new Map<Flag, number>();
  const tried = new Map<string, number>();
  const count = <K>(counts: Map<K, number>, key: K): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
  const seeds = [1, 2, 3, 4, 5];

  test.each(seeds)(
    `agrees with the truth in decimals, or is flagged for a reason that holds, seed %i`,
    (seed) => {
      let index = seed;
      fc.assert(
        fc.property(steps, points, (taken, at) => {
          const trial = grow(taken, at);
          for (const flag of judge(trial, index++)) count(flagged, flag);
          for (const word of trial.words) count(tried, word);
        }),
        { seed, numRuns: cases },
      );
    },
  );

  test('is flagged in 3 cases of 100 at most, whichever words there are', () => {
    const total = [...flagged.values()].reduce((a, b) => a + b, 0);
    expect(total, JSON.stringify([...flagged])).toBeLessThanOrEqual(0.03 * cases * seeds.length);
    for (const word of [...grownWords, lawWord, guardWord])
      expect(tried.get(word), word).toBeGreaterThan(100);
  });
});
