import type { Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { readAll } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import type { Tensors } from '../differentiators/differentiator.ts';
import { filled, pullback } from '../differentiators/pullback.ts';
import { float64 } from '../numbers/float64.ts';
import { tensors } from '../numbers/tensors.ts';
import { raised, signed } from './graph-symbol.ts';

/** What every node is at a point: its value and, where an active input reaches it, its adjoint ∂f/∂v in its shape. */
export interface Reading {
  readonly values: ReadonlyMap<Expr, Tensor<number>>;
  readonly adjoints: ReadonlyMap<Expr, Tensor<number>>;
}

/** The forward and the reverse sweep at a point, in float64. */
export function readingOf(o: Objective, at: Tensors<number>): Reading {
  const k = tensors(float64);
  const values = readAll([o.expression], k, (e) => at[nameOf(e)]!);
  const cotangents = pullback(o.expression, k, values, { wrt: o.wrt });
  const adjoints = new Map([...cotangents].map(([e, g]) => [e, filled(k, g, e.shape)]));
  for (const name of o.wrt) {
    const e = o.inputs.get(name)!;
    if (!adjoints.has(e)) adjoints.set(e, filled(k, 'zero', e.shape));
  }
  return { values, adjoints };
}

/** More numbers than these are shown by their Euclidean norm. */
const few = 3;

/** A value in few characters: a number with three digits, a short list of them, or the norm of a longer one. */
export function briefly(data: readonly number[]): string {
  if (data.length === 1) return digits(data[0]!);
  return data.length <= few ? `(${data.map(digits).join(', ')})` : `‖·‖ ${digits(Math.hypot(...data))}`;
}

/** A number with three significant digits: 0.731, −1.2·10⁻⁵. */
function digits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return signed(String(value)).replace('Infinity', '∞');
  const [mantissa, exponent] = value.toExponential(2).split('e') as [string, string];
  if (Number(exponent) >= -3 && Number(exponent) <= 4) return signed(String(Number(value.toPrecision(3))));
  return `${signed(String(Number(mantissa)))}·10${raised(exponent.replace('+', ''))}`;
}
