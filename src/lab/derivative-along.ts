import type { Decimal } from 'decimal.js';
import type { Algebra } from '../language/algebra.ts';
import type { Tensor } from '../language/shape.ts';
import { nameOf } from '../expression/expr.ts';
import { read } from '../expression/read.ts';
import { lift } from '../differentiators/differentiator.ts';
import { decimal } from '../numbers/decimal.ts';
import { dual, type Dual } from '../numbers/dual.ts';
import { tensors } from '../numbers/tensors.ts';
import { realise } from '../rules/slope.ts';
import type { Line } from './line.ts';

/**
 * The derivative of some order of f along a line at its point, in decimal numbers: dual numbers over dual numbers, once
 * for each order. The work doubles with each.
 */
export function derivativeAlong(line: Line, order: number, digits: number): Decimal {
  const n = decimal(digits);
  const point = lift(n, line.at);
  const direction = new Map<string, Tensor<Decimal>>();
  for (const { name, index, by } of line.moves) {
    const { shape, data } = point[name]!;
    const known = direction.get(name) ?? { shape, data: data.map(() => n.constant(0)) };
    (known.data as Decimal[])[index] = n.constant(by);
    direction.set(name, known);
  }
  const slope = nested<Tensor<Decimal>>(
    line,
    tensors(n),
    (name) => point[name]!,
    (name) => direction.get(name),
    order,
  );
  return slope.data[0]!;
}

/** The derivative of this order, as a value of the algebra k. */
function nested<X>(
  line: Line,
  k: Algebra<X>,
  valueOf: (name: string) => X,
  directionOf: (name: string) => X | undefined,
  order: number,
): X {
  if (order === 0) return read(line.objective.expression, k, (e) => valueOf(nameOf(e)));
  const lifted = (value: X): Dual<X> => ({ value, slope: 'zero' });
  const found = nested<Dual<X>>(
    line,
    dual(k),
    (name) => ({ value: valueOf(name), slope: directionOf(name) ?? 'zero' }),
    (name) => {
      const d = directionOf(name);
      return d === undefined ? undefined : lifted(d);
    },
    order - 1,
  );
  return realise(k, found.slope);
}
