import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Algebra } from '../src/language/algebra.ts';
import { graph, input, nameOf, type Expr } from '../src/expression/expr.ts';
import { extent } from '../src/expression/extent.ts';
import { read } from '../src/expression/read.ts';
import { share } from '../src/expression/share.ts';
import { obey } from '../src/expression/simplify.ts';
import { decimal } from '../src/numbers/decimal.ts';
import { float64 } from '../src/numbers/float64.ts';
import { float32, rounded } from '../src/numbers/rounded.ts';
import { tensors } from '../src/numbers/tensors.ts';

// Writing a function down and reading it back is the function: the graph is a homomorphism's source.

type Program = <X>(k: Algebra<X>, x: X, y: X) => X;

/** Random programs of the smooth operations, as functions of their numbers. */
const program: fc.Arbitrary<Program> = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 6, depthIdentifier: 'program' },
    fc.constantFrom<Program>(
      (_, x) => x,
      (_, __, y) => y,
    ),
    fc.double({ min: -3, max: 3, noNaN: true }).map(
      (v): Program =>
        (k) =>
          k.constant(v),
    ),
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'max'), tie('program'), tie('program')).map(
      ([op, a, b]): Program =>
        (k, x, y) =>
          k[op as 'add'](a(k, x, y), b(k, x, y)),
    ),
    fc.tuple(fc.constantFrom('sin', 'tanh', 'exp', 'neg', 'square', 'sigmoid'), tie('program')).map(
      ([op, a]): Program =>
        (k, x, y) =>
          k[op as 'sin'](a(k, x, y)),
    ),
  ),
})).program;

const [x, y] = [input('x'), input('y')];
const point = fc.tuple(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
);

function valueOf(e: Expr, at: readonly [number, number], options?: { remember: boolean }): number {
  const scalar = (v: number) => ({ shape: [], data: [v] });
  return read(e, tensors(float64), (leaf) => scalar(nameOf(leaf) === 'x' ? at[0] : at[1]), options).data[0]!;
}

describe('a program written in symbols and read in numbers', () => {
  it('gives what the program gives in those numbers, bit for bit', () => {
    fc.assert(
      fc.property(program, point, (f, [a, b]) => {
        const e = f(graph, x, y);
        for (const n of [float64, rounded(float32)]) {
          const k = tensors(n);
          const [u, v] = [a, b].map((value) => ({ shape: [], data: [n.constant(value)] }));
          const direct = f(k, u!, v!).data[0];
          const through = read(e, k, (leaf) => (nameOf(leaf) === 'x' ? u! : v!)).data[0];
          expect(through).toBe(direct);
        }
      }),
      { seed: 1 },
    );
  });

  it('gives the same with memory and without', () => {
    fc.assert(
      fc.property(program, point, (f, at) => {
        const e = f(graph, x, y);
        expect(valueOf(e, at, { remember: false })).toBe(valueOf(e, at));
      }),
      { seed: 2 },
    );
  });

  it('gives the same when equal parts are made one, and the tree stays as large', () => {
    fc.assert(
      fc.property(program, point, (f, at) => {
        const e = f(graph, x, y);
        const shared = share(e);
        expect(valueOf(shared, at)).toBe(valueOf(e, at));
        expect(extent(shared).treeSize).toBe(extent(e).treeSize);
        expect(extent(shared).dagSize).toBeLessThanOrEqual(extent(e).dagSize);
      }),
      { seed: 3 },
    );
  });

  it('gives the same, bit for bit, under the exact laws', () => {
    fc.assert(
      fc.property(program, point, (f, at) => {
        const plain = valueOf(f(graph, x, y), at);
        expect(valueOf(f(obey('exact', graph), x, y), at)).toBe(plain);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('has the same real value under the real laws, where the plain one is finite', () => {
    const n = decimal(60);
    const k = tensors(n);
    fc.assert(
      fc.property(program, point, (f, [a, b]) => {
        const bind = (leaf: Expr) => ({ shape: [], data: [n.constant(nameOf(leaf) === 'x' ? a : b)] });
        const plain = read(f(graph, x, y), k, bind).data[0]!;
        fc.pre(plain.isFinite() && plain.abs().lt('1e20'));
        const simplified = read(f(obey('real', graph), x, y), k, bind).data[0]!;
        const scale = plain.abs().gt(1) ? plain.abs() : n.constant(1);
        expect(n.div(n.sub(simplified, plain).abs(), scale).toNumber()).toBeLessThan(1e-25);
      }),
      { seed: 5 },
    );
  });
});
