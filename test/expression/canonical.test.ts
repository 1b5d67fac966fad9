import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Algebra } from '../../src/language/algebra.ts';
import { derivative } from '../../src/differentiators/symbolic.ts';
import { canonical } from '../../src/expression/canonical.ts';
import { extent } from '../../src/expression/extent.ts';
import { graph, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { read, readAll } from '../../src/expression/read.ts';
import { sharing } from '../../src/expression/share.ts';
import { obey } from '../../src/expression/simplify.ts';
import { write } from '../../src/expression/write.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { stream } from '../../src/objectives/random.ts';

type K = Algebra<Expr>;
const form = (e: Expr, k: K = canonical(sharing())): Expr => read(e, k, (leaf) => leaf);
const text = (source: string): string => write(form(parse(source)));

describe('the canonical form', () => {
  test.each([
    ['x + y', 'x + y'],
    ['y + x', 'x + y'],
    ['x + x + y', '2 * x + y'],
    ['y - x', 'y - x'],
    ['-x - y + z', 'z - x - y'],
    ['x*x*x*y/z', 'x^3 * y / z'],
    ['z^-1*y*x^2*x', 'x^3 * y / z'],
    ['x/(y*z)/w', 'x / (w * y * z)'],
    ['x/x', '1'],
    ['x*y - y*x', '0'],
    ['0*x + y', 'y'],
    ['-(-x)', 'x'],
    ['(-x)*(-y)', 'x * y'],
    ['-x*y + z', 'z - x * y'],
    ['(y - x)*z + (x - y)*z', '0'],
    ['(x - y)/(y - x)', '-1'],
    ['(x + 1)^2*(x + 1)', '(1 + x)^3'],
    ['x10 + x9 + x2', 'x2 + x9 + x10'],
    ['x*y + x + y^2 + x^2 + 1 + sin(x)', '1 + x + sin(x) + x^2 + x * y + y^2'],
    ['y + 2 + pi*x*2', '2 + 2 * pi * x + y'],
  ])('collects, orders and signs %s', (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  test.each([
    ['x/3 + x/3', 'x / 1.5'],
    ['x/3 + 4*x/3', '5 * x / 3'],
    ['x/0.1', 'x / 0.1'],
    ['-x/0.1', '-(x / 0.1)'],
    ['x/3 + x/6', '0.5 * x'],
    ['0.25*x + 0.5*x', '0.75 * x'],
    ['x/3*3', 'x'],
    ['2*x + 2*y - 2*z', '2 * (x + y - z)'],
    ['2*(x + y) - x', 'x + 2 * y'],
    ['4*(1 - x) - 4*x', '4 - 8 * x'],
    ['x*0.1 - 0.1*x', '0'],
  ])('collects numbers: %s', (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  test('keeps every digit of a number: what is no double is a sum of doubles', () => {
    const n = decimal(60);
    const k = tensors(n);
    const one = () => ({ shape: [], data: [n.constant(1)] });
    for (const source of [
      '0.1*x + 0.2*x',
      '0.1*0.1*x',
      '1e300*x*1e300',
      '1e-300*x*1e-300',
      'x*0.1*0.2*0.3',
      'x/0.3',
      '1e308*x + 1e308*x',
      '5e-324*x*0.5',
      '2^1000*2^1000*x',
    ]) {
      const e = parse(source);
      const [truth, found] = [e, form(e)].map((x) => read(x, k, one).data[0]!);
      expect(found!.minus(truth!).abs().div(truth!).toNumber(), source).toBeLessThan(1e-58);
    }
    expect(text('0.1*x + 0.2*x')).toBe('(0.30000000000000004 + -2.7755575615628914e-17) * x');
  });

  test.each([
    ['sqrt(x)*sqrt(x)', 'x'],
    ['sqrt(x)^2', 'x'],
    ['x*sqrt(x)', 'x^1.5'],
    ['x/sqrt(x)', 'sqrt(x)'],
    ['1/sqrt(x)', '1 / sqrt(x)'],
    ['sqrt(x^2)', 'abs(x)'],
    ['sqrt(x*y)', 'sqrt(x * y)'],
    ['x^0.3*x^0.3', '(x^0.3)^2'],
  ])('takes √x for the power ½ of x, where x is no product: %s', (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  test.each([
    ['sin(-x)', '-sin(x)'],
    ['log(exp(y*x)) - x*y', '0'],
    ['log(exp(x) + 1)', 'softplus(x)'],
    ['select(1, x, y)', 'x'],
    ['max(y*x, x*y)', 'x * y'],
    ['exp(x) - 1 + y', 'exp(x) + y - 1'],
  ])('obeys the laws of other operations, as read in itself: %s', (source, expected) => {
    const [found, other] = [text(source), text(expected)];
    expect(found).toBe(other);
  });

  test('leaves alone what has no value to collect: 1/0, ∞, a power beyond reason', () => {
    expect(text('x/0 + x/0')).toBe('2 * (x / 0)');
    expect(write(canonical(graph).add(graph.constant(Infinity), input('x')))).toBe('Infinity + x');
    expect(text('0.1^1000*x')).toBe('0.1^1000 * x');
  });

  test('never multiplies out a product of sums', () => {
    expect(text('(x + y)*(x - y)')).toBe('(x + y) * (x - y)');
    expect(text('z*(x + y) + z*x')).toBe('x * z + z * (x + y)');
  });

  test('is that of the level canonical', () => {
    expect(write(derivative(parse('x*y*x + x'), 'x', { laws: 'canonical' }))).toBe('1 + 2 * x * y');
    expect(write(derivative(parse('4*x*(1 - x)'), 'x', { laws: 'canonical' }))).toBe('4 - 8 * x');
    for (const shared of ['none', 'reference', 'structure'] as const)
      expect(write(derivative(parse('x^3/y + sin(x)'), 'x', { laws: 'canonical', sharing: shared }))).toBe(
        'cos(x) + 3 * x^2 / y',
      );
  });

  test('is one node for equal expressions, whether the algebra below shares or not, wherever they were built', () => {
    for (const below of [graph, sharing()]) {
      const k = canonical(below);
      const [a, b] = ['sin(x + y)*2*z', 'z*sin(y + x)*2'].map((source) => k.neg(parse(source)));
      expect(a).toBe(b);
    }
  });
});

/** Operands of sums and products: atoms, multiples, sums, products, quotients, powers. */
const operands = [
  'x',
  'y',
  'z',
  '2*x',
  '-x',
  '3*y',
  '0.5*z',
  '1/3*x',
  'x + y',
  '2*(x + y)',
  '-3*(x + y)',
  'x - y',
  'y - x',
  '2*x + 4*y',
  'x*y',
  'y/x',
  'x^2',
  '1/x^3',
  'sqrt(x)',
  '1/sqrt(x)',
  'sin(x + y)',
  '2',
  '-0.75',
  '0.1',
  '0',
  'pi*z',
];

describe('the canonical form does not depend on the order of building', () => {
  const chosen = fc.array(fc.constantFrom(...operands), { minLength: 2, maxLength: 7 });

  /** The operands joined in a random order, in random groups. */
  const joined = (parts: readonly Expr[], join: (a: Expr, b: Expr) => Expr, seed: number): Expr => {
    const random = stream(seed);
    const left = random.permutation(parts.length).map((i) => parts[i]!);
    while (left.length > 1) {
      const i = random.below(left.length - 1);
      left.splice(i, 2, join(left[i]!, left[i + 1]!));
    }
    return left[0]!;
  };

  test.each(['add', 'mul'] as const)('of %s', (op) => {
    fc.assert(
      fc.property(chosen, fc.nat(1e6), (sources, seed) => {
        const k = canonical(sharing());
        const parts = sources.map((source) => form(parse(source), k));
        const [a, b] = [seed, seed + 1].map((s) => joined(parts, k[op], s));
        expect(a, `${write(a!)} and ${write(b!)}`).toBe(b);
      }),
      { seed: 11, numRuns: 600 },
    );
  });
});

/** Random programs of the ring, with functions in between. */
const program: fc.Arbitrary<Expr> = fc.letrec<{ program: Expr }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'canonical' },
    fc.constantFrom('x', 'y', 'z').map((name) => input(name)),
    fc.integer({ min: -12, max: 12 }).map((v) => graph.constant(v / 4)),
    fc.constantFrom(0.1, -0.3, 1e-3).map((v) => graph.constant(v)),
    fc
      .tuple(fc.constantFrom('add', 'sub', 'mul', 'div'), tie('program'), tie('program'))
      .map(([op, a, b]) => graph[op as 'add'](a, b)),
    fc
      .tuple(fc.constantFrom('sin', 'neg', 'square', 'sqrt', 'exp', 'abs', 'atan'), tie('program'))
      .map(([op, a]) => graph[op as 'sin'](a)),
    fc.tuple(fc.constantFrom(3, -2, 0.5, 1.5, 0.3, 0), tie('program')).map(([p, a]) => graph.power(a, p)),
  ),
})).program;

/** Sums, products and quotients with small numbers that are not negative. */
const plain: fc.Arbitrary<Expr> = fc.letrec<{ plain: Expr }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'plain' },
    fc.constantFrom('x', 'y', 'z').map((name) => input(name)),
    fc.integer({ min: 0, max: 12 }).map((v) => graph.constant(v / 4)),
    fc
      .tuple(fc.constantFrom('add', 'sub', 'mul', 'div'), tie('plain'), tie('plain'))
      .map(([op, a, b]) => graph[op as 'add'](a, b)),
    fc
      .tuple(fc.constantFrom('sin', 'neg', 'atan', 'exp'), tie('plain'))
      .map(([op, a]) => graph[op as 'sin'](a)),
  ),
})).plain;

describe('a random expression in canonical form', () => {
  const n = decimal(60);
  const k = tensors(n);
  const at = { x: 0.71, y: -1.37, z: 2.9 };
  const bind = (leaf: Expr) => ({ shape: [], data: [n.constant(at[nameOf(leaf) as 'x'])] });

  test('has the same real value, to 40 digits, where each part of it has one', () => {
    let tried = 0;
    fc.assert(
      fc.property(program, (e) => {
        const known = [...readAll([e], k, bind).values()].map(({ data }) => data[0]!);
        if (!known.every((v) => v.isFinite() && v.abs().lt(1e9) && (v.isZero() || v.abs().gt(1e-9)))) return;
        tried++;
        const truth = known[known.length - 1]!;
        const found = read(form(e), k, bind).data[0]!;
        const error = found.minus(truth).abs().div(Decimal.max(truth.abs(), 1));
        expect(error.toNumber(), `${write(e)} = ${write(form(e))}`).toBeLessThan(1e-40);
      }),
      { seed: 12, numRuns: 1500 },
    );
    expect(tried).toBeGreaterThan(700);
  });

  test('stays as it is when it is built again, in the same algebra and in another', () => {
    fc.assert(
      fc.property(program, (e) => {
        const own = canonical(sharing());
        const once = form(e, own);
        expect(form(once, own)).toBe(once);
        expect(write(form(once))).toBe(write(once));
      }),
      { seed: 13, numRuns: 700 },
    );
  });

  test('has no more nodes as a tree, powers of products aside', () => {
    fc.assert(
      fc.property(plain, (e) => {
        expect(extent(form(e)).treeSize, write(e)).toBeLessThanOrEqual(extent(e).treeSize);
      }),
      { seed: 14, numRuns: 2000 },
    );
  });

  test('may have more nodes as a graph: prefixes of sums and products that are flattened are not shared', () => {
    const k = canonical(sharing());
    let l: Expr = input('x');
    for (let i = 1; i < 10; i++) l = k.mul(k.mul(k.constant(4), l), k.sub(k.constant(1), l));
    // The logistic map has 3n nodes as it is written.
    expect(extent(l).dagSize).toBeGreaterThan(30);
    expect(write(k.square(k.mul(input('x'), input('y'))))).toBe('x^2 * y^2');
  });
});

describe('arrays', () => {
  const A = input('A', [2]);
  const B = input('B', [2]);

  test('are collected like numbers, element by element', () => {
    const k = canonical(sharing());
    expect(write(k.add(A, k.sub(k.mul(k.constant(2), B), A)))).toBe('2 * B');
    expect(k.add(A, B)).toBe(k.add(B, A));
    expect(write(k.mul(k.mul(A, B), A))).toBe('A^2 * B');
  });

  test('stay arrays where only a number is left', () => {
    const k = canonical(sharing());
    for (const e of [k.sub(A, A), k.div(A, A), k.power(A, 0), k.mul(k.constant(0), A)]) {
      expect(e.shape).toEqual([2]);
      expect(k.sum(e, [0]).shape).toEqual([]);
    }
    expect(read(k.add(k.div(A, A), B), tensors(float64), () => ({ shape: [2], data: [3, 4] })).data).toEqual([
      4, 5,
    ]);
  });

  test('of different shapes are refused, as everywhere', () => {
    expect(() => canonical(sharing()).add(A, input('C', [3]))).toThrow(/shapes must agree/);
  });
});

describe('a long sum', () => {
  test('is built term by term in as many nodes as it has, whatever multiples its terms are', () => {
    for (const multiple of [() => 1, (i: number) => i + 1, (i: number) => (i % 2 === 0 ? 1 : -1)]) {
      let nodes = 0;
      const k = obey(
        'canonical',
        sharing(() => nodes++),
      );
      let e = k.constant(0);
      for (let i = 0; i < 784; i++)
        e = k.add(e, k.mul(k.constant(multiple(i)), k.mul(input(`W[0,${i}]`), input(`x[${i}]`))));
      expect(nodes).toBeLessThan(5 * 784);
      expect(extent(e).depth).toBeGreaterThan(784);
    }
  });

  test('may lie deep, and so may what is not a sum', () => {
    const k = canonical(sharing());
    let e: Expr = input('x');
    for (let i = 0; i < 5000; i++) e = k.atan(k.add(k.mul(e, input('y')), k.constant(i)));
    expect(extent(e).depth).toBeGreaterThan(10_000);
    expect(form(e, k)).toBe(e);
  });

  test('in the opposite order is the same sum', () => {
    const k = canonical(sharing());
    const terms = Array.from({ length: 200 }, (_, i) => k.mul(input(`w${i}`), input(`x${i}`)));
    expect([...terms].reverse().reduce((a, b) => k.add(a, b))).toBe(terms.reduce((a, b) => k.add(a, b)));
  });
});

describe('a long number', () => {
  test('does not multiply numbers out that would have no end', () => {
    let e: Expr = graph.constant(0.1);
    for (let i = 0; i < 40; i++) e = graph.mul(e, e);
    const made = form(graph.mul(e, input('x')));
    expect(extent(made).dagSize).toBeLessThan(5000);
  });
});
