import type { Arity, Numbers, Operation, ParametersOf } from '../language/numbers.ts';
import { gaussian } from './gaussian.ts';
import type { Decision, Law, Pointwise } from './rule.ts';

const exact = (sides: Law['sides']): Law => ({ exact: true, sides });
const real = (sides: Law['sides']): Law => ({ exact: false, sides });

/** A function written by its name; in LaTeX too, where the name is one of LaTeX's own. */
const call = (name: string, latex?: string, mathjs?: string) => ({
  name,
  ...(latex === undefined ? {} : { latex }),
  ...(mathjs === undefined ? {} : { mathjs }),
});

const infix = (name: string, text: string, precedence: number) => ({
  name,
  sign: { text, precedence, place: 'infix' as const },
});

/** A branch at 0. */
const atZero: Decision<1, []> = { way: (n, _y, x) => n.sign(x), margin: (n, _y, x) => n.abs(x) };

/** A branch where the operands are equal. */
const atTie: Decision<2, []> = {
  way: (n, _y, a, b) => n.sign(n.sub(a, b)),
  margin: (n, _y, a, b) => n.abs(n.sub(a, b)),
};

/** A branch at 1 and at −1. */
const atOne: Decision<1, []> = {
  way: (n, _y, x) => n.sign(n.sub(n.constant(1), n.abs(x))),
  margin: (n, _y, x) => n.abs(n.sub(n.constant(1), n.abs(x))),
};

const wholePositive = <T>(n: Numbers<T>, b: T): T =>
  n.select(n.less(n.constant(0), b), n.equal(b, n.floor(b)), n.constant(0));

/** ±2·e^(−x²)/√π, given the factor ±2 and the power of e. */
const erfSlope = <T>(n: Numbers<T>, factor: number, bell: T): T =>
  n.div(n.mul(n.constant(factor), bell), n.sqrt(n.pi()));

/** Φ(x) + x·φ(x), given e^(−x²/2). */
const geluSlope = <T>(n: Numbers<T>, x: T, bell: T): T =>
  n.add(
    n.div(n.erfc(n.neg(n.div(x, n.sqrt(n.constant(2))))), n.constant(2)),
    n.div(n.mul(x, bell), n.sqrt(n.mul(n.constant(2), n.pi()))),
  );

/** p − 1 is a double; 0.1 − 1 is not. */
const oneLessIsExact = (p: number): boolean => p - 1 + 1 === p;

/** p·xᵖ⁻¹, the exponent computed in the system's own digits where it is no double. */
const powerSlope = <T>(n: Numbers<T>, x: T, p: number): T =>
  n.mul(n.constant(p), oneLessIsExact(p) ? n.power(x, p - 1) : n.pow(x, n.sub(n.constant(p), n.constant(1))));

/** ∂aᵇ/∂b; at the base 0 with a positive exponent it is 0, not 0·log 0. */
const powByExponent = <T>(n: Numbers<T>, y: T, a: T): T => n.carry(y, n.log(a));

/**
 * Every scalar operation: its partial derivatives (given the numbers n, the result y and the operands), the laws it
 * obeys, and how it is written. Constants are doubles, so the rows write log(2) and π as operations: the partials are
 * then right in every number system to its last digit.
 */
export const pointwise: { readonly [K in Operation]: Pointwise<Arity[K], ParametersOf<K>> } = {
  constant: { partials: [], laws: [], notation: call('constant') },
  pi: { partials: [], laws: [], notation: call('pi', '\\pi') },
  add: {
    partials: ['one', 'one'],
    laws: [
      exact((n, x, y) => [n.add(x, n.neg(y)), n.sub(x, y)]),
      exact((n, x, y) => [n.add(n.neg(x), y), n.sub(y, x)]),
      real((n, x) => [n.add(x, n.constant(0)), x]),
      real((n, x) => [n.add(n.constant(0), x), x]),
    ],
    notation: infix('add', '+', 1),
  },
  sub: {
    partials: ['one', 'minusOne'],
    laws: [
      exact((n, x) => [n.sub(x, n.constant(0)), x]),
      exact((n, x, y) => [n.sub(x, n.neg(y)), n.add(x, y)]),
      real((n, x) => [n.sub(n.constant(0), x), n.neg(x)]),
      real((n, x) => [n.sub(x, x), n.constant(0)]),
    ],
    notation: infix('sub', '-', 1),
  },
  mul: {
    partials: [(_n, _y, _a, b) => b, (_n, _y, a) => a],
    laws: [
      exact((n, x) => [n.mul(n.constant(1), x), x]),
      exact((n, x) => [n.mul(x, n.constant(1)), x]),
      exact((n, x) => [n.mul(n.constant(-1), x), n.neg(x)]),
      exact((n, x) => [n.mul(x, n.constant(-1)), n.neg(x)]),
      real((n, x) => [n.mul(n.constant(0), x), n.constant(0)]),
      real((n, x) => [n.mul(x, n.constant(0)), n.constant(0)]),
    ],
    notation: infix('mul', '*', 2),
  },
  div: {
    partials: [(n, _y, _a, b) => n.div(n.constant(1), b), (n, y, _a, b) => n.neg(n.div(y, b))],
    // A pole may lie between two points; at the pole itself the value is not finite, which says enough.
    decision: { way: (n, _y, _a, b) => n.sign(b), margin: (n) => n.constant(1) },
    laws: [
      exact((n, x) => [n.div(x, n.constant(1)), x]),
      exact((n, x) => [n.div(x, n.constant(-1)), n.neg(x)]),
      real((n, x) => [n.div(n.constant(0), x), n.constant(0)]),
      real((n, x) => [n.div(x, x), n.constant(1)]),
    ],
    notation: infix('div', '/', 2),
  },
  neg: {
    partials: ['minusOne'],
    laws: [exact((n, x) => [n.neg(n.neg(x)), x])],
    notation: { name: 'neg', sign: { text: '-', precedence: 3, place: 'prefix' } },
  },
  square: {
    partials: [(n, _y, x) => n.mul(n.constant(2), x)],
    laws: [exact((n, x) => [n.square(n.neg(x)), n.square(x)]), real((n, x) => [n.square(n.sqrt(x)), x])],
    notation: { name: 'square', sign: { text: '^2', precedence: 4, place: 'suffix' } },
  },
  sqrt: {
    partials: [(n, y) => n.div(n.constant(1), n.mul(n.constant(2), y))],
    decision: atZero,
    laws: [real((n, x) => [n.sqrt(n.square(x)), n.abs(x)])],
    notation: call('sqrt', '\\sqrt{$0}'),
  },
  cbrt: {
    partials: [(n, y) => n.div(n.constant(1), n.mul(n.constant(3), n.square(y)))],
    decision: atZero,
    laws: [real((n, x) => [n.cbrt(n.power(x, 3)), x])],
    notation: call('cbrt', '\\sqrt[3]{$0}'),
  },
  power: {
    // x⁰ is 1 everywhere, at 0 too, where 0·x⁻¹ is NaN.
    partials: [(n, _y, x, p) => (p === 0 ? n.constant(0) : powerSlope(n, x, p))],
    // Where p − 1 is rounded, its error counts log|x| times in the power; p·y/x has none, and is infinite at 0. Above
    // 1 it is rounded from 2⁵³ on only, where powers are finite and no zeros beside ±1 alone, and log|x| is nothing.
    stable: [
      (n, y, x, p) => {
        if (p === 0) return n.constant(0);
        if (p > 1 || oneLessIsExact(p)) return powerSlope(n, x, p);
        return n.mul(n.constant(p), n.select(x, n.div(y, x), n.div(n.constant(1), n.abs(x))));
      },
    ],
    // A power that is not whole is defined on one side of 0 only; a negative one has a pole there.
    decision: {
      way: (n, _y, x, p) => (Number.isInteger(p) && p >= 0 ? n.constant(1) : n.sign(x)),
      margin: (n, _y, x, p) => (Number.isInteger(p) ? n.constant(1) : n.abs(x)),
    },
    laws: [
      exact((n, x) => [n.power(x, 1), x]),
      exact((n, x) => [n.power(x, 2), n.square(x)]),
      exact((n, x) => [n.power(x, 0), n.constant(1)]),
      exact((n, x) => [n.power(x, -1), n.div(n.constant(1), x)]),
    ],
    notation: { name: 'power', sign: { text: '^', precedence: 4, place: 'suffix' } },
  },
  pow: {
    // With the exponent 0 the first partial is 0, not 0·a⁻¹.
    partials: [(n, _y, a, b) => n.carry(b, n.pow(a, n.sub(b, n.constant(1)))), powByExponent],
    // What b − 1 was rounded by, δ, is known: aᵇ⁻¹ is the rounded power times 1 + δ·log a.
    stable: [
      (n, _y, a, b) => {
        const one = n.constant(1);
        const exponent = n.sub(b, one);
        const lost = n.sub(b, n.add(exponent, one));
        const mend = n.add(one, n.carry(lost, n.log(n.select(a, a, one))));
        return n.carry(b, n.carry(n.pow(a, exponent), mend));
      },
      powByExponent,
    ],
    // At the base 0 only a positive whole exponent has a neighbourhood on both sides.
    decision: {
      way: (n, _y, a, b) => n.select(wholePositive(n, b), n.constant(1), n.sign(a)),
      margin: (n, _y, a, b) => n.select(wholePositive(n, b), n.constant(1), n.abs(a)),
    },
    laws: [
      real((n, x) => [n.pow(x, n.constant(1)), x]),
      real((n, x) => [n.pow(x, n.constant(0)), n.constant(1)]),
    ],
    notation: infix('pow', '^', 4),
  },
  exp: {
    partials: [(_n, y) => y],
    laws: [
      real((n, x) => [n.exp(n.log(x)), x]),
      real((n, x, y) => [n.mul(n.exp(x), n.exp(y)), n.exp(n.add(x, y))]),
    ],
    notation: call('exp', '\\exp\\left($0\\right)'),
  },
  expm1: {
    partials: [(n, _y, x) => n.exp(x)],
    laws: [real((n, x) => [n.sub(n.exp(x), n.constant(1)), n.expm1(x)])],
    notation: call('expm1'),
  },
  log: {
    partials: [(n, _y, x) => n.div(n.constant(1), x)],
    laws: [real((n, x) => [n.log(n.exp(x)), x])],
    notation: call('log', '\\ln\\left($0\\right)'),
  },
  log1p: {
    partials: [(n, _y, x) => n.div(n.constant(1), n.add(n.constant(1), x))],
    laws: [real((n, x) => [n.log1p(n.expm1(x)), x])],
    notation: call('log1p'),
  },
  log2: {
    partials: [(n, _y, x) => n.div(n.constant(1), n.mul(x, n.log(n.constant(2))))],
    laws: [real((n, x) => [n.log2(n.exp(n.mul(n.log(n.constant(2)), x))), x])],
    notation: call('log2', '\\log_{2}\\left($0\\right)'),
  },
  log10: {
    partials: [(n, _y, x) => n.div(n.constant(1), n.mul(x, n.log(n.constant(10))))],
    laws: [real((n, x) => [n.log10(n.exp(n.mul(n.log(n.constant(10)), x))), x])],
    notation: call('log10', '\\log_{10}\\left($0\\right)'),
  },
  sin: {
    partials: [(n, _y, x) => n.cos(x)],
    laws: [real((n, x) => [n.sin(n.neg(x)), n.neg(n.sin(x))])],
    notation: call('sin', '\\sin\\left($0\\right)'),
  },
  cos: {
    partials: [(n, _y, x) => n.neg(n.sin(x))],
    laws: [
      real((n, x) => [n.cos(n.neg(x)), n.cos(x)]),
      real((n, x) => [n.add(n.square(n.sin(x)), n.square(n.cos(x))), n.constant(1)]),
    ],
    notation: call('cos', '\\cos\\left($0\\right)'),
  },
  tan: {
    partials: [(n, y) => n.add(n.constant(1), n.square(y))],
    decision: { way: (n, _y, x) => n.sign(n.cos(x)), margin: (n) => n.constant(1) },
    laws: [real((n, x) => [n.div(n.sin(x), n.cos(x)), n.tan(x)])],
    notation: call('tan', '\\tan\\left($0\\right)'),
  },
  asin: {
    partials: [
      (n, _y, x) =>
        // (1 − x)(1 + x), not 1 − x²: no digits are lost near ±1.
        n.div(n.constant(1), n.sqrt(n.mul(n.sub(n.constant(1), x), n.add(n.constant(1), x)))),
    ],
    decision: atOne,
    laws: [real((n, x) => [n.sin(n.asin(x)), x])],
    notation: call('asin', '\\arcsin\\left($0\\right)'),
  },
  acos: {
    partials: [
      (n, _y, x) => n.div(n.constant(-1), n.sqrt(n.mul(n.sub(n.constant(1), x), n.add(n.constant(1), x)))),
    ],
    decision: atOne,
    laws: [real((n, x) => [n.cos(n.acos(x)), x])],
    notation: call('acos', '\\arccos\\left($0\\right)'),
  },
  atan: {
    partials: [(n, _y, x) => n.div(n.constant(1), n.add(n.constant(1), n.square(x)))],
    laws: [real((n, x) => [n.tan(n.atan(x)), x])],
    notation: call('atan', '\\arctan\\left($0\\right)'),
  },
  atan2: {
    // Operands are (ordinate, abscissa), as in every language.
    partials: [
      (n, _y, a, b) => n.div(b, n.add(n.square(a), n.square(b))),
      (n, _y, a, b) => n.neg(n.div(a, n.add(n.square(a), n.square(b)))),
    ],
    // a² + b² overflows or underflows long before the quotient does.
    stable: [
      (n, _y, a, b) => n.div(n.constant(1), n.add(b, n.mul(a, n.div(a, b)))),
      (n, _y, a, b) => n.div(n.constant(-1), n.add(a, n.mul(b, n.div(b, a)))),
    ],
    // The cut along the negative abscissa; the origin is its end.
    decision: {
      way: (n, _y, a, b) =>
        n.select(
          n.less(b, n.constant(0)),
          n.sub(n.constant(1), n.mul(n.constant(2), n.less(a, n.constant(0)))),
          n.constant(0),
        ),
      margin: (n, _y, a, b) => n.max(n.abs(a), b),
    },
    laws: [real((n, x) => [n.atan2(x, n.constant(1)), n.atan(x)])],
    notation: call('atan2', '\\operatorname{atan2}\\left($0, $1\\right)'),
  },
  sinh: {
    partials: [(n, _y, x) => n.cosh(x)],
    laws: [real((n, x) => [n.sinh(n.asinh(x)), x])],
    notation: call('sinh', '\\sinh\\left($0\\right)'),
  },
  cosh: {
    partials: [(n, _y, x) => n.sinh(x)],
    laws: [real((n, x) => [n.cosh(n.asinh(x)), n.sqrt(n.add(n.constant(1), n.square(x)))])],
    notation: call('cosh', '\\cosh\\left($0\\right)'),
  },
  tanh: {
    partials: [(n, y) => n.sub(n.constant(1), n.square(y))],
    // As y nears ±1, 1 − y² is what its rounding left.
    stable: [(n, _y, x) => n.square(n.div(n.constant(1), n.cosh(x)))],
    laws: [real((n, x) => [n.div(n.sinh(x), n.cosh(x)), n.tanh(x)])],
    notation: call('tanh', '\\tanh\\left($0\\right)'),
  },
  asinh: {
    partials: [(n, _y, x) => n.div(n.constant(1), n.sqrt(n.add(n.constant(1), n.square(x))))],
    // The larger of 1 and |x| is taken out of the root, or x² overflows.
    stable: [
      (n, _y, x) => {
        const [one, size] = [n.constant(1), n.abs(x)];
        const large = n.max(size, one);
        const ratio = n.div(n.min(size, one), large);
        return n.div(n.div(one, large), n.sqrt(n.add(one, n.square(ratio))));
      },
    ],
    laws: [real((n, x) => [n.asinh(n.sinh(x)), x])],
    notation: call('asinh', '\\operatorname{arsinh}\\left($0\\right)'),
  },
  acosh: {
    // √(x − 1)·√(x + 1), so that an operand below 1 gives NaN, as acosh itself does.
    partials: [
      (n, _y, x) =>
        n.div(n.constant(1), n.mul(n.sqrt(n.sub(x, n.constant(1))), n.sqrt(n.add(x, n.constant(1))))),
    ],
    decision: {
      way: (n, _y, x) => n.sign(n.sub(x, n.constant(1))),
      margin: (n, _y, x) => n.abs(n.sub(x, n.constant(1))),
    },
    laws: [real((n, x) => [n.cosh(n.acosh(x)), x])],
    notation: call('acosh', '\\operatorname{arcosh}\\left($0\\right)'),
  },
  atanh: {
    partials: [(n, _y, x) => n.div(n.constant(1), n.mul(n.sub(n.constant(1), x), n.add(n.constant(1), x)))],
    laws: [real((n, x) => [n.atanh(n.tanh(x)), x])],
    notation: call('atanh', '\\operatorname{artanh}\\left($0\\right)'),
  },
  sigmoid: {
    partials: [(n, y) => n.mul(y, n.sub(n.constant(1), y))],
    stable: [(n, y, x) => n.mul(y, n.sigmoid(n.neg(x)))],
    laws: [real((n, x) => [n.div(n.constant(1), n.add(n.constant(1), n.exp(n.neg(x)))), n.sigmoid(x)])],
    notation: call('sigmoid', '\\sigma\\left($0\\right)', '1 / (1 + exp(-$0))'),
  },
  softplus: {
    partials: [(n, _y, x) => n.sigmoid(x)],
    laws: [real((n, x) => [n.log(n.add(n.constant(1), n.exp(x))), n.softplus(x)])],
    notation: call('softplus', undefined, 'max($0, 0) + log1p(exp(-abs($0)))'),
  },
  relu: {
    // relu′(0) = 0, a Clarke subgradient.
    partials: [(n, _y, x) => n.step(x)],
    decision: atZero,
    laws: [exact((n, x) => [n.relu(n.relu(x)), n.relu(x)])],
    notation: call('relu', undefined, 'max($0, 0)'),
  },
  gelu: {
    // x·Φ(x) with Φ(x) = erfc(−x/√2)/2 (Hendrycks & Gimpel 2016); the derivative is Φ(x) + x·φ(x).
    partials: [(n, _y, x) => geluSlope(n, x, n.exp(n.neg(n.div(n.square(x), n.constant(2)))))],
    stable: [(n, _y, x) => geluSlope(n, x, gaussian(n, x, 2))],
    laws: [
      real((n, x) => [
        n.div(n.mul(x, n.erfc(n.neg(n.div(x, n.sqrt(n.constant(2)))))), n.constant(2)),
        n.gelu(x),
      ]),
    ],
    notation: call('gelu', undefined, '$0 * (1 + erf($0 / sqrt(2))) / 2'),
  },
  erf: {
    partials: [(n, _y, x) => erfSlope(n, 2, n.exp(n.neg(n.square(x))))],
    stable: [(n, _y, x) => erfSlope(n, 2, gaussian(n, x, 1))],
    laws: [real((n, x) => [n.erf(n.neg(x)), n.neg(n.erf(x))])],
    notation: call('erf'),
  },
  erfc: {
    partials: [(n, _y, x) => erfSlope(n, -2, n.exp(n.neg(n.square(x))))],
    stable: [(n, _y, x) => erfSlope(n, -2, gaussian(n, x, 1))],
    laws: [real((n, x) => [n.sub(n.constant(1), n.erf(x)), n.erfc(x)])],
    notation: call('erfc', undefined, '1 - erf($0)'),
  },
  abs: {
    // sign(0) = 0, a Clarke subgradient.
    partials: [(n, _y, x) => n.sign(x)],
    decision: atZero,
    laws: [exact((n, x) => [n.abs(n.neg(x)), n.abs(x)]), exact((n, x) => [n.abs(n.abs(x)), n.abs(x)])],
    notation: call('abs', '\\left|$0\\right|'),
  },
  // At their jumps sign, step, floor, less and equal have no derivative; 0 is a convention.
  sign: {
    partials: ['zero'],
    decision: atZero,
    laws: [exact((n, x) => [n.sign(n.sign(x)), n.sign(x)])],
    notation: call('sign', '\\operatorname{sgn}\\left($0\\right)'),
  },
  step: {
    partials: ['zero'],
    decision: atZero,
    laws: [exact((n, x) => [n.step(n.step(x)), n.step(x)])],
    notation: call('step', undefined, '(sign($0) == 1 ? 1 : 0)'),
  },
  floor: {
    partials: ['zero'],
    decision: {
      way: (_n, y) => y,
      margin: (n, y, x) => n.min(n.sub(x, y), n.sub(n.add(y, n.constant(1)), x)),
    },
    laws: [exact((n, x) => [n.floor(n.floor(x)), n.floor(x)])],
    notation: call('floor', '\\left\\lfloor $0 \\right\\rfloor'),
  },
  less: {
    partials: ['zero', 'zero'],
    decision: atTie,
    laws: [exact((n, x) => [n.less(x, x), n.constant(0)])],
    notation: call('less', '\\left[$0 < $1\\right]', '(sign($1 - $0) == 1 ? 1 : 0)'),
  },
  equal: {
    partials: ['zero', 'zero'],
    decision: atTie,
    laws: [exact((n, x, y) => [n.equal(n.neg(x), n.neg(y)), n.equal(x, y)])],
    notation: call('equal', '\\left[$0 = $1\\right]', '(sign($0 - $1) == 0 ? 1 : 0)'),
  },
  select: {
    // Linear in its branches; what it decided is recorded where its condition was computed.
    partials: [
      'zero',
      { through: (n, g, _y, c) => n.select(c, g, n.constant(0)) },
      { through: (n, g, _y, c) => n.select(c, n.constant(0), g) },
    ],
    jointlyLinear: true,
    laws: [
      exact((n, x, y) => [n.select(n.constant(1), x, y), x]),
      exact((n, x, y) => [n.select(n.constant(0), x, y), y]),
      exact((n, x, y) => [n.select(x, y, y), y]),
    ],
    notation: call('select', undefined, '(sign($0) != 0 ? $1 : $2)'),
  },
  // At a tie min and max share the slope equally, as the folds do: a Clarke subgradient.
  min: {
    partials: [
      {
        through: (n, g, _y, a, b) => n.carry(n.select(n.equal(a, b), n.constant(0.5), n.less(a, b)), g),
      },
      {
        through: (n, g, _y, a, b) => n.carry(n.select(n.equal(a, b), n.constant(0.5), n.less(b, a)), g),
      },
    ],
    decision: atTie,
    laws: [exact((n, x) => [n.min(x, x), x])],
    notation: call('min', '\\min\\left($0, $1\\right)'),
  },
  max: {
    partials: [
      {
        through: (n, g, _y, a, b) => n.carry(n.select(n.equal(a, b), n.constant(0.5), n.less(b, a)), g),
      },
      {
        through: (n, g, _y, a, b) => n.carry(n.select(n.equal(a, b), n.constant(0.5), n.less(a, b)), g),
      },
    ],
    decision: atTie,
    laws: [exact((n, x) => [n.max(x, x), x])],
    notation: call('max', '\\max\\left($0, $1\\right)'),
  },
  hold: {
    partials: ['zero'],
    laws: [exact((n, x) => [n.hold(n.hold(x)), n.hold(x)])],
    notation: call('hold', undefined, '($0)'),
  },
  carry: {
    // Linear in each operand, and its own transpose in both.
    partials: [{ through: (n, g, _y, _a, b) => n.carry(g, b) }, { through: (n, g, _y, a) => n.carry(a, g) }],
    laws: [
      exact((n, x) => [n.carry(n.constant(0), x), n.constant(0)]),
      exact((n, x) => [n.carry(n.constant(1), x), x]),
      exact((n, x) => [n.carry(n.constant(-1), x), n.neg(x)]),
      real((n, x) => [n.carry(x, n.constant(1)), x]),
      real((n, x) => [n.carry(x, n.constant(0)), n.constant(0)]),
    ],
    notation: call('carry', undefined, '(sign($0) == 0 ? 0 : $0 * $1)'),
  },
};
