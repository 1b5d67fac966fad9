import type { Expr } from '../expression/expr.ts';
import {
  alone,
  bare,
  binding,
  called,
  hole,
  infix,
  suffixed,
  type Hole,
  type Layout,
  type Style,
} from '../expression/layout.ts';
import { layOut, spell } from '../expression/write.ts';
import { topological } from '../expression/read.ts';
import { dyadic } from '../numbers/dyadic.ts';

/**
 * Symbols for numbers that nerdamer must not know. It drops the coefficient of an inverse function: 3·asin(x) has the derivative
 * of asin(x), and so has −asin(x), but not 3·u·asin(x). It makes x^(2p) of (x²)^p, but nothing of (x² + z)^p; and the root of a
 * function is mutated in place, which (… + z)^h is not, nor is (… + z)^(−u/2), or the square of (… + z)^(u/4).
 */
export const guards = { u: 1, z: 0, h: 0.5 } as const;

/** A double as the fraction that it is, which nerdamer keeps; a decimal it would round to a simpler one. */
function fraction(v: number): string {
  const { mantissa, exponent } = dyadic(v);
  const [p, q] = exponent >= 0 ? [mantissa << BigInt(exponent), 1n] : [mantissa, 1n << BigInt(-exponent)];
  if (q === 1n && p >= 0n) return String(p);
  return q === 1n ? `(${p})` : `(${p}/${q})`;
}

/** Functions whose coefficient nerdamer drops. */
const dropping = new Set<string>(['asin', 'acos', 'atan', 'asinh', 'acosh', 'atanh', 'erf']);

/** The other functions that nerdamer knows. It reads the name of one that it does not know as a factor. */
const known = new Set<string>([
  ...[
    'exp',
    'log',
    'sin',
    'cos',
    'tan',
    'sinh',
    'cosh',
    'tanh',
    'abs',
    'sign',
    'cbrt',
    'floor',
    'min',
    'max',
    'step',
  ],
]);

/** The operation has no word in nerdamer. */
export class Wordless extends Error {}

const signs: Readonly<Record<string, readonly [sign: string, precedence: number]>> = {
  add: [' + ', binding.sum],
  sub: [' - ', binding.sum],
  mul: [' * ', binding.product],
  div: [' / ', binding.product],
};

/** A power that is not whole. */
function raised({ args: [base] }: Expr, exponent: string | Hole): Layout {
  const pieces = base!.op === 'input' ? [bare(base!), '^', exponent] : ['(', bare(base!), ' + z)^', exponent];
  return { pieces, precedence: binding.power };
}

/** Text that nerdamer reads as it is meant. */
const style: Style = {
  parentheses: ['(', ')'],
  layout: (e, x): Layout => {
    if (e.op === 'input') return alone(e.params[0] as string);
    if (e.op === 'pi') return alone('pi');
    if (e.op === 'constant') return alone(fraction(e.params[0] as number));
    // In diff(x / -(x + 1), x) it takes the whole for a constant.
    if (e.op === 'neg') return { pieces: ['(-', hole(x, 0, binding.alone), ')'], precedence: binding.alone };
    if (e.op === 'square') return suffixed('^2', x);
    if (e.op === 'power') {
      const exponent = e.params[0] as number;
      if (Number.isInteger(exponent)) return suffixed(`^${fraction(exponent)}`, x);
      return raised(e, exponent === 0.5 ? 'h' : `(${fraction(exponent)}*u)`);
    }
    if (e.op === 'sqrt') return raised(e, 'h');
    if (e.op === 'pow') return raised(e, { e: e.args[1]!, wrapped: true });
    const sign = signs[e.op];
    if (sign !== undefined) return infix(...sign, x);
    // Of log(3·x^y) it makes y·log(3·x).
    if (e.op === 'log' && e.args[0]!.op !== 'input')
      return { pieces: ['log(', bare(e.args[0]!), ' + z)'], precedence: binding.alone };
    if (dropping.has(e.op))
      return { pieces: ['u * ', ...called(e.op, e).pieces], precedence: binding.product };
    if (!known.has(e.op)) throw new Wordless(`nerdamer has no word for ${e.op}`);
    return called(e.op, e);
  },
};

/**
 * A scalar expression as text for nerdamer.
 *
 * @throws {Wordless} for an operation that nerdamer lacks
 * @throws {RangeError} if the text has more characters than the limit
 */
export function nerdamerText(e: Expr, limit = 1_000_000): string {
  const order = topological([e]);
  const written = layOut(order, style, new Map());
  const { length } = written.get(e)!;
  if (length > limit)
    throw new RangeError(`nerdamer: at most ${limit} characters are allowed, the text has ${length}`);
  return spell(order, style, written, new Map()).get(e)!;
}
