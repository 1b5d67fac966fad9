import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { arity, operations, type Numbers, type Operation } from '../../src/language/numbers.ts';
import { apply } from '../../src/language/apply.ts';
import { counting, total } from '../../src/numbers/counting.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { dual, type Dual } from '../../src/numbers/dual.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { derivativesOf, series, taylor, type Series } from '../../src/numbers/taylor.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { realise } from '../../src/rules/slope.ts';
import type { Algebra } from '../../src/language/algebra.ts';
import type { Tensor } from '../../src/language/shape.ts';

const order = 8;

type Function1 = <T>(n: Numbers<T>, x: T) => T;

/** f, f′, … at x in doubles. */
const inDoubles = (f: Function1, x: number, to = order): number[] =>
  derivativesOf(float64, f(taylor(float64, to), series(x, 'one')), to);

const digits = 60;
const truth = decimal(digits);

/** f, f′, … at x in decimal numbers. */
const inDecimals = (f: Function1, x: Decimal, to = order): Decimal[] =>
  derivativesOf(truth, f(taylor(truth, to), series(x, 'one')), to);

function expectEqual(found: readonly Decimal[], expected: readonly Decimal[], name: string): void {
  expect(found.length).toBe(expected.length);
  found.forEach((v, k) => {
    const error = v.minus(expected[k]!).abs();
    expect(
      error.lte(Decimal.max(1, expected[k]!.abs()).times('1e-40')),
      `${name}, order ${k}: ${v.toString()}`,
    ).toBe(true);
  });
}

/** f, f′, … by dual numbers over dual numbers: another use of the same rows. */
function nested(f: Function1, x: Decimal, to: number): Decimal[] {
  const levels = <X>(k: Algebra<X>, value: X, one: X, left: number): X[] => {
    if (left === 0) return [f(k, value)];
    const found = levels<Dual<X>>(dual(k), { value, slope: one }, { value: one, slope: 'zero' }, left - 1);
    return [...found.map((y) => y.value), realise(k, found[left - 1]!.slope)];
  };
  const scalar = (v: Decimal): Tensor<Decimal> => ({ shape: [], data: [v] });
  return levels(tensors(truth), scalar(x), scalar(truth.constant(1)), to).map(({ data }) => data[0]!);
}

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, k) => k);

/** P with y⁽ᵏ⁾ = Pₖ(y), where y′ = slope(y): polynomials by their coefficients, worked out here and not by any rule. */
function polynomials(slope: readonly number[], last: number): number[][] {
  const all = [[0, 1]];
  for (let k = 1; k <= last; k++) {
    const derived = all[k - 1]!.slice(1).map((c, i) => c * (i + 1));
    const next = new Array<number>(derived.length + slope.length - 1).fill(0);
    derived.forEach((c, i) => {
      slope.forEach((s, j) => (next[i + j]! += c * s));
    });
    all.push(next);
  }
  return all;
}
const valueOf = (p: readonly number[], y: Decimal): Decimal =>
  p.reduceRight((sum, c) => sum.times(y).plus(c), truth.constant(0));

describe('Taylor series', () => {
  it('have the derivatives of exp, sin, 1/(1 − x) and log(1 + x) at 0', () => {
    expect(inDoubles((n, x) => n.exp(x), 0)).toEqual(upTo(order).map(() => 1));
    expect(inDoubles((n, x) => n.sin(x), 0).map((v) => v + 0)).toEqual([0, 1, 0, -1, 0, 1, 0, -1, 0]);
    expect(inDoubles((n, x) => n.div(n.constant(1), n.sub(n.constant(1), x)), 0)).toEqual(
      upTo(order).map(factorial),
    );
    const log = inDecimals((n, x) => n.log1p(x), truth.constant(0));
    expectEqual(
      log,
      upTo(order).map((k) => truth.constant(k === 0 ? 0 : (-1) ** (k + 1) * factorial(k - 1))),
      'log1p',
    );
  });

  it('have the derivatives of tan, tanh, sigmoid and atan, which are polynomials and rational functions', () => {
    const x = truth.constant(0.7);
    for (const [op, slope] of [
      ['tan', [1, 0, 1]],
      ['tanh', [1, 0, -1]],
      ['sigmoid', [0, 1, -1]],
    ] as const) {
      const found = inDecimals((n, v) => n[op](v), x);
      expectEqual(
        found,
        polynomials(slope, order).map((p) => valueOf(p, found[0]!)),
        op,
      );
    }
    // atan⁽ᵏ⁾(x) = (k − 1)!·cosᵏ(y)·sin(k(y + π/2)) with y = atan x.
    const y = truth.atan(x);
    expectEqual(
      inDecimals((n, v) => n.atan(v), x).slice(1),
      upTo(order)
        .slice(1)
        .map((k) =>
          truth
            .sin(y.plus(truth.pi().div(2)).times(k))
            .times(truth.cos(y).pow(k))
            .times(factorial(k - 1)),
        ),
      'atan',
    );
  });

  it('have the derivatives of erf and gelu, Hermite polynomials times a bell', () => {
    const x = truth.constant(-0.6);
    const hermite = [truth.constant(1), x.times(2)];
    for (let k = 1; k < order; k++)
      hermite.push(
        x
          .times(2)
          .times(hermite[k]!)
          .minus(hermite[k - 1]!.times(2 * k)),
      );
    const bell = truth.exp(x.times(x).neg()).times(2).div(truth.sqrt(truth.pi()));
    expectEqual(
      inDecimals((n, v) => n.erf(v), x).slice(1),
      upTo(order - 1).map((k) => hermite[k]!.times(bell).times((-1) ** k)),
      'erf',
    );
    // gelu″ = φ(x)(2 − x²), and at 0: 0, 1/2, 2φ, 0, −4φ.
    const gelu = inDecimals((n, v) => n.gelu(v), x);
    const density = truth.exp(x.times(x).div(-2)).div(truth.sqrt(truth.pi().times(2)));
    expectEqual([gelu[2]!], [density.times(x.times(x).neg().plus(2))], 'gelu″');
    const atZero = inDecimals((n, v) => n.gelu(v), truth.constant(0));
    const phi = truth.constant(1).div(truth.sqrt(truth.pi().times(2)));
    expectEqual(
      atZero.slice(0, 5),
      ['0', '0.5', phi.times(2), '0', phi.times(-4)].map((v) => new Decimal(v)),
      'gelu',
    );
  });

  it('know powers at 0, at negative numbers, and with exponents that are not whole', () => {
    expect(inDoubles((n, x) => n.power(x, 3), 0)).toEqual([0, 0, 0, 6, 0, 0, 0, 0, 0]);
    expect(inDoubles((n, x) => n.power(x, 0), 0)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(inDoubles((n, x) => n.power(x, 20), 0)).toEqual(upTo(order).map(() => 0));
    expect(inDoubles((n, x) => n.power(x, 5), -2)).toEqual([-32, 80, -160, 240, -240, 120, 0, 0, 0]);
    // (−1)ᵏ·(k + 1)!·x⁻²⁻ᵏ.
    expect(inDoubles((n, x) => n.power(x, -2), -1)).toEqual(upTo(order).map((k) => factorial(k + 1)));
    const falling = (p: number, k: number): number =>
      upTo(k - 1).reduce((product, j) => product * (p - j), 1);
    for (const p of [2.5, -0.5, 20, -20])
      expectEqual(
        inDecimals((n, x) => n.power(x, p), truth.constant(3)),
        upTo(order).map((k) => truth.power(truth.constant(3), p - k).times(falling(p, k))),
        `x^${p}`,
      );
    const atZero = inDoubles((n, x) => n.power(x, 2.5), 0);
    expect(atZero.slice(0, 3)).toEqual([0, 0, 0]);
    for (const v of atZero.slice(3)) expect(Number.isFinite(v)).toBe(false);
    for (const v of inDoubles((n, x) => n.sqrt(x), 0).slice(1)) expect(Number.isFinite(v)).toBe(false);
    expect(inDoubles((n, x) => n.pow(x, n.constant(3)), -2).map((v) => v + 0)).toEqual([
      -8, 12, -12, 6, 0, 0, 0, 0, 0,
    ]);
    // The derivatives of xˣ at 1 (OEIS A005727).
    const self = inDecimals((n, x) => n.pow(x, x), truth.constant(1));
    expectEqual(
      self,
      [1, 1, 2, 3, 8, 10, 54, -42, 944].map((v) => truth.constant(v)),
      'x^x',
    );
  });

  it('of a product follow Leibniz, and of a quotient times its divisor give the dividend back', () => {
    const x = truth.constant(0.3);
    const f: Function1 = (n, v) => n.exp(n.sin(v));
    const g: Function1 = (n, v) => n.log(n.add(n.constant(2), n.square(v)));
    const [a, b] = [inDecimals(f, x), inDecimals(g, x)];
    const choose = (k: number, j: number): number =>
      Math.round(factorial(k) / factorial(j) / factorial(k - j));
    expectEqual(
      inDecimals((n, v) => n.mul(f(n, v), g(n, v)), x),
      upTo(order).map((k) =>
        upTo(k).reduce((sum, j) => sum.plus(a[j]!.times(b[k - j]!).times(choose(k, j))), truth.constant(0)),
      ),
      'Leibniz',
    );
    expectEqual(
      inDecimals((n, v) => n.mul(n.div(f(n, v), g(n, v)), g(n, v)), x),
      a,
      'quotient',
    );
    expectEqual(
      inDecimals((n, v) => n.square(f(n, v)), x),
      inDecimals((n, v) => n.mul(f(n, v), f(n, v)), x),
      'square',
    );
  });

  const places: Partial<Record<Operation, number>> = { acosh: 1.7, floor: 0.3, atanh: 0.3 };
  const unary = operations.filter((op) => arity[op] === 1 && op !== 'power');
  it.each(unary)('of %s are those of dual numbers over dual numbers, inside and out', (op) => {
    const x = truth.constant(places[op] ?? 0.4);
    // The operand moves along a curve, and what is made of the result sees all of its terms.
    const f: Function1 = (n, v) =>
      n.mul(n.sin(v), apply(n, op, [n.add(v, n.square(n.sub(v, n.constant(0.25))))]));
    expectEqual(inDecimals(f, x, 5), nested(f, x, 5), op);
  });

  it.each(operations.filter((op) => arity[op] === 2))(
    'of %s are those of dual numbers over dual numbers',
    (op) => {
      const f: Function1 = (n, v) => n.exp(apply(n, op, [n.sin(v), n.add(n.square(v), n.constant(0.5))]));
      expectEqual(inDecimals(f, truth.constant(0.8), 5), nested(f, truth.constant(0.8), 5), op);
    },
  );

  it.each(['tanh', 'asinh', 'sigmoid', 'gelu', 'erf', 'erfc'] as const)(
    'of %s are the same by partials in their stable form',
    (op) => {
      const x = truth.constant(1.3);
      const n = taylor(truth, order, 'stable');
      const stable = derivativesOf(truth, n[op](n.sin(series(x, 'one'))), order);
      expectEqual(
        stable,
        inDecimals((m, v) => m[op](m.sin(v)), x),
        op,
      );
    },
  );

  it('choose by the value, and see no infinite slope of what was not chosen', () => {
    const f: Function1 = (n, x) =>
      n.select(n.less(n.constant(0), x), n.mul(n.sqrt(x), n.log(x)), n.power(x, 3));
    expect(inDoubles(f, -2, 4)).toEqual([-8, 12, -12, 6, 0]);
    expect(inDoubles((n, x) => n.max(n.sqrt(x), n.add(n.constant(1), n.square(x))), 0, 3)).toEqual([
      1, 0, 2, 0,
    ]);
    expect(inDoubles((n, x) => n.relu(n.neg(n.square(x))), 3, 2).map((v) => v + 0)).toEqual([0, 0, 0]);
    expect(inDoubles((n, x) => n.abs(x), -2, 2)).toEqual([2, -1, 0]);
    expect(inDoubles((n, x) => n.mul(n.hold(x), x), 3, 2)).toEqual([9, 3, 0]);
    expect(inDoubles((n, x) => n.carry(n.constant(0), n.log(x)), 0, 2)).toEqual([0, 0, 0]);
  });

  it('run through ten thousand operations without a deep stack, and have the value of the plain reading', () => {
    const f: Function1 = (n, x) => {
      let y = x;
      for (let i = 0; i < 10_000; i++) y = n.sin(y);
      return y;
    };
    const [value, slope] = inDoubles(f, 0.3, 2);
    let [y, product] = [0.3, 1];
    for (let i = 0; i < 10_000; i++) [y, product] = [Math.sin(y), product * Math.cos(y)];
    expect(value).toBe(y);
    expect(slope! / product).toBeCloseTo(1, 11);
  });

  it('cost work quadratic in the order for each operation', () => {
    const cost = (op: Operation, to: number): number => {
      const { numbers, tally } = counting();
      const n = taylor<0>(numbers, to);
      const x: Series<0> = series<0>(0, ...upTo(to).map((): 0 => 0));
      apply(
        n,
        op,
        [x, series<0>(0, ...upTo(to).map((): 0 => 0))].slice(0, arity[op]),
        op === 'power' ? [2.5] : [],
      );
      return total(tally);
    };
    for (const op of operations.filter((name) => arity[name] > 0)) {
      const [one, two, four] = [cost(op, 20), cost(op, 40), cost(op, 80)];
      // Doubling the order of a polynomial of degree two quadruples its leading term, and no other.
      expect(two, op).toBeLessThanOrEqual(4.1 * one);
      expect(four, op).toBeLessThanOrEqual(4.1 * two);
    }
    // A product of two polynomials: (k + 1) products and k sums for each coefficient.
    expect(cost('mul', 10)).toBe(upTo(10).reduce((sum, k) => sum + 2 * k + 1, 0));
  });

  it('of a whole power of 0 ends with its factorial, also where powers are no longer multiplications', () => {
    const upTo = Array.from({ length: 20 }, () => 0);
    expect(inDoubles((n, x) => n.power(x, 16), 0, 17)).toEqual([...upTo.slice(0, 16), 20922789888000, 0]);
    expect(inDoubles((n, x) => n.power(x, 17), 0, 19)).toEqual([...upTo.slice(0, 17), 355687428096000, 0, 0]);
  });
});
