import { graph, input } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import type { Statement } from '../expression/program.ts';
import { statementText } from '../expression/statement-text.ts';
import { write, type WritingStyle } from '../expression/write.ts';
import { realise } from '../rules/slope.ts';
import { gradientName, nodeNames } from './node-names.ts';
import { pullback } from './pullback.ts';

/** The two passes of reverse mode as statements: `name = text`, in the order in which they run. */
export interface StraightLine {
  readonly forward: readonly Statement[];
  /** One line for each gradient, in reverse order; the gradient of a node v is called `d_v` (`dd_v` where an input has such a name). */
  readonly backward: readonly Statement[];
}

/**
 * Reverse mode as straight-line code: the forward statements, one for each operation, then one line for each gradient,
 * from the result back to the inputs. A packed gate (sigmoid) stays one statement.
 */
export function straightLine(o: Objective, style: WritingStyle = 'plain'): StraightLine {
  const nodes = topological([o.expression]);
  const names = nodeNames(o, nodes);
  const gradientOf = gradientName(o, names);
  const values = new Map(nodes.map((e) => [e, e.op === 'constant' ? e : input(names.get(e)!, e.shape)]));
  // What is set is written as it is where it is used.
  const written = (name: string): string => write(input(name), style);
  const forward = nodes
    .filter((e) => e.op !== 'input' && e.op !== 'constant')
    .map((e) => ({
      name: written(names.get(e)!),
      text: write({ ...e, args: e.args.map((arg) => values.get(arg)!) }, style),
    }));
  const backward: Statement[] = [];
  const cotangents = pullback(o.expression, graph, values, {
    wrt: o.wrt,
    completed: (e, g) => {
      const name = gradientOf(names.get(e)!);
      backward.push({ name: written(name), text: write(realise(graph, g), style) });
      return input(name, e.shape);
    },
  });
  for (const name of o.wrt)
    if (!cotangents.has(o.inputs.get(name)!)) backward.push({ name: written(gradientOf(name)), text: '0' });
  return { forward, backward };
}

/** The two passes as one text, forward then backward; in JavaScript each line is a constant's definition. */
export function writeStraightLine(
  { forward, backward }: StraightLine,
  style: WritingStyle = 'plain',
): string {
  const lines = (statements: readonly Statement[]) => statements.map((one) => statementText(one, style));
  return [...lines(forward), '', ...lines(backward), ''].join('\n');
}
