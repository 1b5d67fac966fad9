import { apply, generate } from '../language/apply.ts';
import { arity, operations, type Numbers, type Operation } from '../language/numbers.ts';
import { partials, type AnyPartial } from '../rules/linearize.ts';
import { rowOf, type Row } from '../rules/rows.ts';
import type { PartialForm } from '../rules/rule.ts';
import { accumulate, plus, realise, type Slope } from '../rules/slope.ts';
import {
  coefficient,
  product,
  quotient,
  remembering,
  series,
  square,
  type Recurrence,
  type Series,
} from './series.ts';
import { isWholePower, wholePower } from './whole-power.ts';

export { derivativesOf, series, type Series } from './series.ts';

/**
 * Truncated Taylor series over any number system. Products and quotients have the recurrences of Griewank & Walther 2008
 * (chapter 13). Every other operation follows from its row, y′ = f′(x)·x′ with f′(x) the row's partial read in series, so
 * that k·yₖ = Σ j·xⱼ·f′(x)ₖ₋ⱼ and there is no second table of derivatives; sin and cos, each the other's partial, are worked
 * out together. Each operation takes work quadratic in the order. What branches goes by the values. At 0 a power that is
 * not whole has coefficients up to its exponent, and NaN from there on; one with a variable exponent has NaN.
 *
 * @param order each operation works its coefficients out up to this one
 * @param form how the partials are written
 * @example
 * derivativesOf(float64, taylor(float64, 3).exp(series(0, 'one')), 3) // [1, 1, 1, 1]
 */
export function taylor<T>(n: Numbers<T>, order: number, form: PartialForm = 'textbook'): Numbers<Series<T>> {
  const lazy = unending(n, form);
  return generate<Series<T>, Operation>(
    operations,
    (op, x, params) => {
      const y = apply(lazy, op, x, params);
      for (let k = 1; k <= order; k++) coefficient(y, k);
      return y;
    },
    arity,
  ) as Numbers<Series<T>>;
}

/**
 * In place of rows' partials that are further powers, b·aᵇ⁻¹, whose partials are further ones: the same by the result, at
 * the price of a quotient.
 */
const powers: Partial<Record<Operation, readonly AnyPartial[]>> = {
  power: [<T>(k: Numbers<T>, y: T, x: T, p: number) => k.mul(k.constant(p), k.div(y, x))] as AnyPartial[],
  pow: [<T>(k: Numbers<T>, y: T, a: T, b: T) => k.mul(b, k.div(y, a))] as AnyPartial[],
};

/** Series of which only values are worked out before they are asked for. */
function unending<T>(n: Numbers<T>, form: PartialForm): Numbers<Series<T>> {
  // Each operation on one series is carried out once, or sin would ask for cos, and that for another sin.
  const carriedOut = new WeakMap<Series<T>, Map<string, Series<T>>>();
  const rates = new WeakMap<Series<T>, Slope<T>[]>();

  /** j·xⱼ, a coefficient of x′. */
  const rate = (x: Series<T>, j: number): Slope<T> => {
    const known = rates.get(x) ?? [];
    rates.set(x, known);
    return (known[j] ??=
      j === 1 ? coefficient(x, 1) : accumulate(n, 'zero', n.constant(j), coefficient(x, j), n.mul));
  };

  const fromRow = (
    op: Operation,
    x: readonly Series<T>[],
    params: readonly unknown[],
  ): Recurrence<T> | null => {
    const { row } = rowOf(op) as Extract<Row, { kind: 'pointwise' }>;
    const values = x.map(({ value }) => value);
    const local = partials(row, form).map((own, i) => powers[op]?.[i] ?? own);
    const moving = x.flatMap(({ term }, i) => (term === null || local[i] === 'zero' ? [] : [i]));
    if (moving.length === 0) return null;
    if (row.jointlyLinear)
      return (k) => {
        if (moving.every((i) => coefficient(x[i]!, k) === 'zero')) return 'zero';
        const slopes = x.map((own, i) => (local[i] === 'zero' ? own.value : realise(n, coefficient(own, k))));
        return apply(n, op, slopes, params);
      };
    const slopes: Series<T>[] = [];
    return (k, y) => {
      let last: Slope<T> = 'zero';
      let rest: Slope<T> = 'zero';
      for (const i of moving) {
        const partial = local[i]!;
        const own = coefficient(x[i]!, k);
        if (typeof partial === 'string') last = accumulate(n, last, partial, own, n.mul);
        else if (typeof partial === 'object') {
          if (own === 'zero') continue;
          last = plus(n, last, partial.through(n, realise(n, own), y.value, ...values, ...params) as T);
        } else {
          const slope = (slopes[i] ??= partial(numbers, y, ...x, ...params) as Series<T>);
          last = accumulate(n, last, slope.value, own, n.mul);
          for (let j = 1; j < k; j++)
            rest = accumulate(n, rest, coefficient(slope, k - j), rate(x[i]!, j), n.mul);
        }
      }
      return rest === 'zero' ? last : plus(n, last, n.div(realise(n, rest), n.constant(k)));
    };
  };

  const literalPower = (x: Series<T>, p: number): Recurrence<T> | null => {
    if (p === 0) return null;
    if (isWholePower(p)) {
      const whole = wholePower(numbers.mul, x, Math.abs(p));
      return (p > 0 ? whole : numbers.div(series(n.constant(1)), whole)).term;
    }
    const general = fromRow('power', [x], [p])!;
    let whole: Series<T> | undefined;
    return (k, y) => {
      const found = general(k, y);
      if (found === 'zero' || (k >= p && (p < 0 || !Number.isInteger(p)))) return found;
      // A power of 0 has no terms below its exponent; from there on a whole one has those of the product.
      const atZero = k < p ? 'zero' : coefficient((whole ??= wholePower(numbers.mul, x, p)), k);
      return n.select(x.value, realise(n, found), realise(n, atZero));
    };
  };

  const recurrenceOf = (
    op: Operation,
    x: readonly Series<T>[],
    params: readonly unknown[],
  ): Recurrence<T> | null => {
    switch (op) {
      case 'mul':
      case 'carry':
        return product(n, n[op], x[0]!, x[1]!);
      case 'square':
        return square(n, x[0]!);
      case 'div':
        return quotient(n, x[0]!, x[1]!);
      case 'power':
        return literalPower(x[0]!, params[0] as number);
      default:
        return fromRow(op, x, params);
    }
  };

  const carryOut = (op: Operation, x: readonly Series<T>[], params: readonly unknown[]): Series<T> => {
    const value = apply(
      n,
      op,
      x.map((own) => own.value),
      params,
    );
    const recurrence = x.every(({ term }) => term === null) ? null : recurrenceOf(op, x, params);
    return recurrence === null ? series(value) : remembering(value, recurrence);
  };

  const numbers = generate<Series<T>, Operation>(
    operations,
    (op, x, params) => {
      if (x.length !== 1) return carryOut(op, x, params);
      const known = carriedOut.get(x[0]!) ?? new Map<string, Series<T>>();
      carriedOut.set(x[0]!, known);
      const key = [op, ...params].join(' ');
      const y = known.get(key) ?? carryOut(op, x, params);
      known.set(key, y);
      return y;
    },
    arity,
  ) as Numbers<Series<T>>;
  return numbers;
}
