import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import type { Numbers } from '../language/numbers.ts';
import { rowOf, type AnyOperation } from './rows.ts';
import type { Fold, Multilinear, PartialForm, Pointwise } from './rule.ts';
import { accumulate, plus, realise, type Slope } from './slope.ts';

/** An operation that has been carried out: its result y, its operands and its parameters. */
export interface Applied<X> {
  readonly op: AnyOperation;
  readonly y: X;
  readonly x: readonly X[];
  readonly params: readonly unknown[];
}

/** What an operand's local derivative does to a slope: multiplies it, or lets it through a map of its own. */
export function isThrough(op: AnyOperation, operand: number): boolean {
  const found = rowOf(op);
  if (found.kind === 'fold') return true;
  return found.kind === 'pointwise' && typeof partials(found.row)[operand] === 'object';
}

/** The derivative by this operand is identically zero. */
export function isFlat(op: AnyOperation, operand: number): boolean {
  const found = rowOf(op);
  return found.kind === 'pointwise' && partials(found.row)[operand] === 'zero';
}

/** A partial of an operation known only at run time, its types forgotten. */
export type AnyPartial = 'zero' | 'one' | 'minusOne' | ((...x: unknown[]) => unknown) | AnyThrough;
interface AnyThrough {
  readonly through: (...x: unknown[]) => unknown;
}

/** A row's partials, in this form where it has it. */
export const partials = (row: Pointwise<number, never[]>, form: PartialForm = 'textbook') =>
  ((form === 'stable' ? row.stable : undefined) ?? row.partials) as unknown as readonly AnyPartial[];

/** The forward rule: the tangent of the result, from those of the operands; it follows from the operation's row. */
export function tangent<X>(
  k: Algebra<X>,
  node: Applied<X>,
  slopes: readonly Slope<X>[],
  form: PartialForm = 'textbook',
): Slope<X> {
  const { op, x, params } = node;
  const found = rowOf(op);
  if (slopes.every((slope) => slope === 'zero')) return 'zero';
  switch (found.kind) {
    case 'pointwise': {
      const moved = (operand: number) => isThrough(op, operand) && slopes[operand] !== 'zero';
      if (found.row.jointlyLinear && x.some((_, i) => moved(i)))
        return apply(
          k,
          op,
          x.map((operand, i) => (isThrough(op, i) ? realise(k, slopes[i]!) : operand)),
          params,
        );
      let sum: Slope<X> = 'zero';
      slopes.forEach((slope, i) => {
        sum = throughPartial(k, partials(found.row, form)[i]!, node, sum, slope, (p, s) => k.mul(p, s));
      });
      return sum;
    }
    case 'multilinear': {
      let sum: Slope<X> = 'zero';
      slopes.forEach((slope, i) => {
        if (slope === 'zero') return;
        const term = apply(
          k,
          op,
          x.map((operand, j) => (j === i ? realise(k, slope) : operand)),
          params,
        );
        sum = plus(k, sum, term);
      });
      return sum;
    }
    case 'fold': {
      const axes = params[0] as readonly number[];
      return k.sum(k.carry(weights(k, found.row, node), realise(k, slopes[0]!)), axes);
    }
  }
}

/**
 * The reverse rule: `sum` plus what the cotangent g of the result sends to one operand. Below an operation that picks,
 * cotangents may be exactly 0 beside infinite partials: there they are carried rather than multiplied.
 */
export function cotangent<X>(
  k: Algebra<X>,
  node: Applied<X>,
  operand: number,
  g: Slope<X>,
  sum: Slope<X>,
  shielded: boolean,
  form: PartialForm = 'textbook',
): Slope<X> {
  const { op, x, params } = node;
  const found = rowOf(op);
  switch (found.kind) {
    case 'pointwise':
      return throughPartial(k, partials(found.row, form)[operand]!, node, sum, g, (p, s) =>
        shielded ? k.carry(s, p) : k.mul(p, s),
      );
    case 'multilinear': {
      const adjoint = (found.row as Multilinear<2, never[]>).adjoints[operand] as (...y: unknown[]) => X;
      return plus(k, sum, adjoint(k, realise(k, g), ...x, ...params));
    }
    case 'fold': {
      const axes = params[0] as readonly number[];
      const spread = k.spread(realise(k, g), k.shapeOf(x[0]!), axes);
      return plus(k, sum, k.carry(weights(k, found.row, node), spread));
    }
  }
}

function weights<X>(k: Algebra<X>, row: Fold, { y, x, params }: Applied<X>): X {
  return row.weights(k, y, x[0]!, params[0] as readonly number[]);
}

function throughPartial<X>(
  n: Numbers<X>,
  partial: AnyPartial,
  { y, x, params }: Applied<X>,
  sum: Slope<X>,
  slope: Slope<X>,
  multiply: (partial: X, slope: X) => X,
): Slope<X> {
  if (partial === 'zero' || slope === 'zero') return sum;
  if (typeof partial === 'string') return accumulate(n, sum, partial, slope, multiply);
  if (typeof partial === 'object')
    return plus(n, sum, partial.through(n, realise(n, slope), y, ...x, ...params) as X);
  return accumulate(n, sum, partial(n, y, ...x, ...params) as X, slope, multiply);
}
