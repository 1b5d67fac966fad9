import { apply } from '../language/apply.ts';
import { arity, operations } from '../language/numbers.ts';
import { notationOf } from '../rules/rows.ts';
import { graph as k, isConstant, type Expr } from './expr.ts';

/** What a function or an operator of a text becomes in the language. */
export interface Lowering {
  /** The least and the greatest number of operands. */
  readonly takes: readonly [least: number, greatest: number];
  /** So many operands, from the first on, are conditions: 1 or 0. */
  readonly conditions?: number;
  /** The result is a condition: 1 or 0. */
  readonly condition?: true;
  readonly lower: (...x: [Expr, ...Expr[]]) => Expr;
}

const { constant } = k;
const one = () => constant(1);

const unary = (lower: (a: Expr) => Expr): Lowering => ({ takes: [1, 1], lower });
const binary = (lower: (a: Expr, b: Expr) => Expr): Lowering => ({
  takes: [2, 2],
  lower: (a, b) => lower(a, b),
});
const folded = (least: number, lower: (a: Expr, b: Expr) => Expr): Lowering => ({
  takes: [least, Infinity],
  lower: (a, ...rest) => rest.reduce((x, y) => lower(x, y), a),
});
const comparison = (lower: (a: Expr, b: Expr) => Expr): Lowering => ({ ...binary(lower), condition: true });
const reciprocal = (f: (a: Expr) => Expr) => unary((a) => k.div(one(), f(a)));
const ofReciprocal = (f: (a: Expr) => Expr) => unary((a) => f(k.div(one(), a)));

/** The condition a ≠ 0, false for NaN. Its two rows record that a branch lies at 0. */
export const truth = (a: Expr): Expr => k.add(k.less(a, constant(0)), k.less(constant(0), a));
const not = (a: Expr): Expr => k.sub(one(), a);

/** a^b: an exponent that is a number becomes a parameter. */
function raise(a: Expr, b: Expr): Expr {
  if (!isConstant(b)) return k.pow(a, b);
  const exponent = b.params[0] as number;
  return exponent === 2 ? k.square(a) : k.power(a, exponent);
}

/** The real n-th root: of a negative number too, where n is odd. */
function root(a: Expr, n: Expr = constant(2)): Expr {
  const literal = isConstant(n) ? (n.params[0] as number) : undefined;
  if (literal === 1) return a;
  if (literal === 2) return k.sqrt(a);
  if (literal === 3) return k.cbrt(a);
  const inverse = k.div(one(), n);
  if (literal !== undefined && Math.abs(literal) % 2 !== 1) return k.pow(a, inverse);
  const negative = k.less(a, constant(0));
  const half = k.div(n, constant(2));
  const odd = k.equal(k.sub(n, k.mul(constant(2), k.floor(half))), one());
  const flipped = literal === undefined ? k.mul(negative, odd) : negative;
  const sign = k.select(flipped, constant(-1), one());
  return k.mul(sign, k.pow(k.mul(sign, a), inverse));
}

/** The natural logarithm, or the one to a base. */
const logarithm = (a: Expr, base?: Expr): Expr =>
  base === undefined ? k.log(a) : k.div(k.log(a), k.log(base));

/** a − b·⌊a/b⌋, and a where b = 0. */
const modulo = (a: Expr, b: Expr): Expr =>
  k.select(k.equal(b, constant(0)), a, k.sub(a, k.mul(b, k.floor(k.div(a, b)))));

const comparisons: readonly [string, Lowering][] = [
  ['smaller', comparison((a, b) => k.less(a, b))],
  ['larger', comparison((a, b) => k.less(b, a))],
  ['smallerEq', comparison((a, b) => k.add(k.less(a, b), k.equal(a, b)))],
  ['largerEq', comparison((a, b) => k.add(k.less(b, a), k.equal(a, b)))],
  ['unequal', comparison((a, b) => not(k.equal(a, b)))],
  ['and', { ...comparison((a, b) => k.mul(a, b)), conditions: 2 }],
  ['or', { ...comparison((a, b) => k.select(a, one(), b)), conditions: 2 }],
  ['xor', { ...comparison((a, b) => k.select(a, not(b), b)), conditions: 2 }],
  ['not', { ...unary(not), condition: true, conditions: 1 }],
];

const mathjs: readonly [string, Lowering][] = [
  ['add', folded(2, (a, b) => k.add(a, b))],
  ['subtract', binary((a, b) => k.sub(a, b))],
  ['multiply', folded(2, (a, b) => k.mul(a, b))],
  ['divide', binary((a, b) => k.div(a, b))],
  ['mod', binary(modulo)],
  ['unaryMinus', unary((a) => k.neg(a))],
  ['unaryPlus', unary((a) => a)],
  ['pow', binary(raise)],
  ['cube', unary((a) => k.power(a, 3))],
  ['nthRoot', { takes: [1, 2], lower: root }],
  [
    'hypot',
    {
      takes: [1, Infinity],
      lower: (...x) => k.sqrt(x.map((a) => k.square(a)).reduce((a, b) => k.add(a, b))),
    },
  ],
  ['log', { takes: [1, 2], lower: logarithm }],
  ['ceil', unary((a) => k.neg(k.floor(k.neg(a))))],
  ['min', folded(1, (a, b) => k.min(a, b))],
  ['max', folded(1, (a, b) => k.max(a, b))],
  ['sec', reciprocal(k.cos)],
  ['csc', reciprocal(k.sin)],
  ['cot', reciprocal(k.tan)],
  ['sech', reciprocal(k.cosh)],
  ['csch', reciprocal(k.sinh)],
  ['coth', reciprocal(k.tanh)],
  ['asec', ofReciprocal(k.acos)],
  ['acsc', ofReciprocal(k.asin)],
  ['acot', ofReciprocal(k.atan)],
  ['asech', ofReciprocal(k.acosh)],
  ['acsch', ofReciprocal(k.asinh)],
  ['acoth', ofReciprocal(k.atanh)],
];

/** Every row under its own name; the constants and `power`, whose exponent must be a number, are no functions here. */
const rows = operations
  .filter((op) => arity[op] > 0 && op !== 'power')
  .map((op): [string, Lowering] => [
    notationOf(op).name,
    {
      takes: [arity[op], arity[op]],
      lower: (...x) => apply(k, op, x),
      ...(op === 'less' || op === 'equal' ? { condition: true } : {}),
    },
  ]);

/** Every function that a text may call, mathjs's operators under their function names. */
export const functions: ReadonlyMap<string, Lowering> = new Map([...rows, ...mathjs, ...comparisons]);

/** `c ? a : b`. */
export const conditional: Lowering = {
  takes: [3, 3],
  conditions: 1,
  lower: (c, a, b) => k.select(c, a, b),
};

/** Names that denote numbers, as operations, so that they are exact in every number system. */
export const constants: ReadonlyMap<string, () => Expr> = new Map([
  ['pi', () => k.pi()],
  ['PI', () => k.pi()],
  ['tau', () => k.mul(constant(2), k.pi())],
  ['e', () => k.exp(one())],
  ['E', () => k.exp(one())],
  ['LN2', () => k.log(constant(2))],
  ['LN10', () => k.log(constant(10))],
  ['LOG2E', () => k.div(one(), k.log(constant(2)))],
  ['LOG10E', () => k.div(one(), k.log(constant(10)))],
  ['SQRT2', () => k.sqrt(constant(2))],
  ['SQRT1_2', () => k.sqrt(constant(0.5))],
  ['phi', () => k.div(k.add(one(), k.sqrt(constant(5))), constant(2))],
]);
