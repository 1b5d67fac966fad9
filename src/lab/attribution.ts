import { Decimal } from 'decimal.js';
import { apply } from '../language/apply.ts';
import type { Point } from '../language/problem.ts';
import { size, type Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { read, readAll, topological } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import { lift, pose, type Source, type Tensors } from '../differentiators/differentiator.ts';
import { filled, pullback } from '../differentiators/pullback.ts';
import { readText } from '../differentiators/text.ts';
import { decimal } from '../numbers/decimal.ts';
import { binary64, rounded, type Format } from '../numbers/rounded.ts';
import { tensors } from '../numbers/tensors.ts';
import { nodeName } from './node-name.ts';

/** In what format a value is computed, and to how many digits its error is known. */
export interface AttributionOptions {
  /** What f is computed in; default float64. */
  readonly format?: Format;
  /** Default 60. */
  readonly digits?: number;
}

/** What one operation's own rounding does to the result. */
export interface NodeError {
  readonly node: Expr;
  /** The name that the model gave it, or its text. */
  readonly where: string;
  /** Σ adjoint·δ over its elements, δ = v̂ − op(v̂ of the operands): signed, to first order. */
  readonly contribution: Decimal;
}

/** The round-off error of a computed value, operation by operation. */
export interface Attribution {
  /** f̂ − f. */
  readonly error: Decimal;
  /** Every operation, in the order of evaluation. */
  readonly nodes: readonly NodeError[];
  /** What the first order leaves: error − Σ contributions. */
  readonly remainder: Decimal;
}

/**
 * Which operation lost the digits (Linnainmaa 1976, for which reverse accumulation was invented): each node's own rounding
 * error, the operation done in decimal at its computed operands, times the derivative of the result by that node.
 *
 * @example
 * attribution('(1 - cos(x))/x^2', { x: 1e-4 }).nodes[0].where // 'cos(x)'
 */
export function attribution(
  f: Source | string,
  at: Point = {},
  { format = binary64, digits = 60 }: AttributionOptions = {},
): Attribution {
  const { o, point } = pose(readText(f), at);
  return attributed(o, lift(rounded(format), point), format, digits);
}

/** The same of an objective at numbers of the format. */
export function attributed(
  o: Objective,
  point: Tensors<number>,
  format: Format,
  digits: number,
): Attribution {
  const [n, d] = [rounded(format), decimal(digits)];
  const k = tensors(d);
  const computed = readAll([o.expression], tensors(n), (e) => point[nameOf(e)]!);
  const values = new Map<Expr, Tensor<Decimal>>(
    [...computed].map(([e, { shape, data }]) => [e, { shape, data: data.map((v) => d.constant(v)) }]),
  );
  const cotangents = pullback(o.expression, k, values, { wrt: [...o.inputs.keys()] });
  const nodes: NodeError[] = [];
  for (const e of topological([o.expression])) {
    const slope = cotangents.get(e);
    if (e.op === 'input' || e.op === 'constant' || slope === undefined || slope === 'zero') continue;
    const exact = apply(
      k,
      e.op,
      e.args.map((arg) => values.get(arg)!),
      e.params,
    );
    const adjoint = filled(k, slope, e.shape).data;
    const own = values.get(e)!.data;
    let contribution = new Decimal(0);
    for (let i = 0; i < size(e.shape); i++)
      contribution = d.add(contribution, d.mul(adjoint[i]!, d.sub(own[i]!, exact.data[i]!)));
    nodes.push({ node: e, where: nodeName(e, o.names), contribution });
  }
  const exactPoint = lift(d, point);
  const truth = read(o.expression, k, (e) => exactPoint[nameOf(e)]!).data[0]!;
  return summed(d.sub(values.get(o.expression)!.data[0]!, truth), nodes);
}

/** With what the contributions leave of the error. */
export const summed = (error: Decimal, nodes: readonly NodeError[]): Attribution => ({
  error,
  nodes,
  remainder: nodes.reduce((rest, { contribution }) => rest.minus(contribution), error),
});

/** The nodes that matter most, the gravest first. */
export const gravestNodes = ({ nodes }: Attribution, count: number): NodeError[] =>
  [...nodes].sort((a, b) => b.contribution.abs().cmp(a.contribution.abs())).slice(0, count);
