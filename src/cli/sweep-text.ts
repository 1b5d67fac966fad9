import { fromTensor } from '../language/problem.ts';
import { writeShape, type Tensor } from '../language/shape.ts';
import type { Objective } from '../expression/trace.ts';
import type { Tensors } from '../differentiators/differentiator.ts';
import { sweepTable, type SweepStep, type Told } from '../differentiators/sweep-table.ts';
import type { Columns } from '../lab/column.ts';
import { code } from '../lab/format.ts';
import { briefly } from '../lab/graph-reading.ts';
import { tableText } from './table-text.ts';

interface SweepRow {
  readonly [key: string]: string;
  node: string;
  upstream: string;
  operand: string;
  local: string;
  downstream: string;
}

const columns: Columns<SweepRow> = {
  node: { kind: 'case', says: 'The node, what it computes, and its value.', format: code },
  upstream: { kind: 'counted', says: 'The gradient of the result by the node.', format: code },
  operand: { kind: 'case', name: 'to', says: 'The operand to which the gradient is sent.', format: code },
  local: {
    kind: 'counted',
    name: 'local gradient',
    says: 'The node by the operand; on arrays a map of g.',
    format: code,
  },
  downstream: {
    kind: 'counted',
    says: 'Local gradient times upstream: what the operand receives.',
    format: code,
  },
};

/** The reverse sweep as a table, and the gradient under it: in symbols, and in numbers where there is a point. */
export function sweepText(o: Objective, at: Tensors<number> | null): string {
  const { steps, gradient } = sweepTable(o, at);
  const rows = steps.map((step, i): SweepRow => {
    const isSame = steps[i - 1]?.node === step.node;
    return {
      node: isSame ? '' : `${step.node} = ${toldText(step.computes)}`,
      upstream: isSame ? '' : toldText(step.upstream),
      operand: step.operand,
      local: toldText(step.local),
      downstream: toldText(step.downstream),
    };
  });
  const caption =
    'The reverse sweep: downstream = local gradient · upstream; what arrives at one node is added.';
  const lines = gradient.map(({ symbol, told }) => `${symbol} = ${toldText(told)}\n`);
  return [...(rows.length === 0 ? [] : [tableText({ caption, columns, rows })]), ...lines].join('');
}

/** A formula, and what it is at the point unless it says so itself. */
function toldText({ text, value }: Told): string {
  if (value === null) return text;
  const number = `${value.shape.length === 0 ? '' : `${writeShape(value.shape)} `}${briefly(value.data)}`;
  return number === text ? text : `${text} = ${number}`;
}

/** The same for programs. */
export function sweepJson(o: Objective, at: Tensors<number> | null): object {
  const { steps, gradient } = sweepTable(o, at);
  const nested = (value: Tensor<number> | null) => (value === null ? null : fromTensor(value));
  const told = ({ text, value }: Told) => ({ text, value: nested(value) });
  return {
    wrt: o.wrt,
    steps: steps.map(({ node, computes, upstream, operand, local, downstream }: SweepStep) => ({
      node,
      computes: told(computes),
      upstream: told(upstream),
      operand,
      local: told(local),
      downstream: told(downstream),
    })),
    gradient: Object.fromEntries(gradient.map((one) => [one.name, told(one.told)])),
  };
}
