import { Decimal } from 'decimal.js';
import { apply } from '../language/apply.ts';
import { size, type Tensor } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { read, readAll, topological } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import { lift, type Tensors } from '../differentiators/differentiator.ts';
import { filled, pullback } from '../differentiators/reverse.ts';
import { decimal } from '../numbers/decimal.ts';
import { binary64, rounded, type Format } from '../numbers/rounded.ts';
import { tensors } from '../numbers/tensors.ts';

/** What one node's own rounding does to the result. */
export interface NodeError {
  readonly node: Expr;
  /** Σ adjoint·δ over its elements, δ = v̂ − op(v̂ of the operands): signed, to first order. */
  readonly contribution: Decimal;
}

/** The round-off error of a computed value, node by node. */
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
 */
export function attribution(
  o: Objective,
  at: Tensors<number>,
  { format = binary64, digits = 60 }: { readonly format?: Format; readonly digits?: number } = {},
): Attribution {
  const [n, d] = [rounded(format), decimal(digits)];
  const k = tensors(d);
  const point = lift(n, at);
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
    nodes.push({ node: e, contribution });
  }
  const exactPoint = lift(d, point);
  const truth = read(o.expression, k, (e) => exactPoint[nameOf(e)]!).data[0]!;
  const error = d.sub(values.get(o.expression)!.data[0]!, truth);
  return {
    error,
    nodes,
    remainder: nodes.reduce((rest, { contribution }) => d.sub(rest, contribution), error),
  };
}
