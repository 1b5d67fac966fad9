import fc from 'fast-check';
import { graph as k, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { read } from '../../src/expression/read.ts';
import { apply } from '../../src/language/apply.ts';
import { arity, operations } from '../../src/language/numbers.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';

/** The operations on numbers that have operands. */
export const pointwise = operations.filter((op) => arity[op] > 0);

export const [x, y, z] = ['x', 'y', 'z'].map((name) => input(name)) as [Expr, Expr, Expr];

/** One application of an operation to x, y and z. */
export const sample = (op: (typeof operations)[number]): Expr =>
  op === 'power' ? k.power(x, 3) : apply(k, op, [x, y, z].slice(0, arity[op]));

/** Random expressions in x, y and z of these operations; parts may be shared. */
export const expressionsOf = (ops: readonly (typeof operations)[number][]): fc.Arbitrary<Expr> =>
  fc.letrec<{ e: Expr }>((tie) => ({
    e: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom(x, y, z),
      fc.constantFrom(0, 1, -1, 2, 0.1, 1e21, -2.5e-7).map((value) => k.constant(value)),
      fc.tuple(tie('e'), fc.constantFrom(3, -1, 0.5)).map(([a, p]) => k.power(a, p)),
      tie('e').map((a) => k.mul(a, k.sin(a))),
      fc
        .tuple(fc.constantFrom(...ops.filter((op) => op !== 'power')), tie('e'), tie('e'), tie('e'))
        .map(([op, ...args]) => apply(k, op, args.slice(0, arity[op]))),
    ),
  })).e;

/** The value of a scalar expression at a point. */
export const valueAt = (e: Expr, at: Readonly<Record<string, number>>): number =>
  read(e, tensors(float64), (leaf) => ({ shape: [], data: [at[nameOf(leaf)]!] })).data[0]!;
