import { graph, input, nameOf, type Expr } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import type { Statement } from '../expression/program.ts';
import { write, type WritingStyle } from '../expression/write.ts';
import { realise } from '../rules/slope.ts';
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
  const names = namesOf(o, nodes);
  const taken = new Set([...o.inputs.keys(), ...names.values()]);
  let d = 'd_';
  while ([...taken].some((name) => taken.has(d + name))) d = `d${d}`;
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
      const name = d + names.get(e)!;
      backward.push({ name: written(name), text: write(realise(graph, g), style) });
      return input(name, e.shape);
    },
  });
  for (const name of o.wrt)
    if (!cotangents.has(o.inputs.get(name)!)) backward.push({ name: written(d + name), text: '0' });
  return { forward, backward };
}

/** A name for every node: an input's own, the model's where it gave one, else f for the result and t1, t2, … . */
function namesOf(o: Objective, nodes: readonly Expr[]): Map<Expr, string> {
  const given = new Map([...o.names].map(([name, e]) => [e, name]));
  const taken = new Set([...o.inputs.keys(), ...given.values()]);
  const names = new Map<Expr, string>();
  let number = 0;
  for (const e of nodes) {
    if (e.op === 'constant') continue;
    let name = e.op === 'input' ? nameOf(e) : given.get(e);
    if (name === undefined && e === o.expression && !taken.has('f')) name = 'f';
    if (name === undefined) {
      do number++;
      while (taken.has(`t${number}`));
      name = `t${number}`;
    }
    names.set(e, name);
  }
  return names;
}

/** The two passes as one text, forward then backward. */
export function writeStraightLine({ forward, backward }: StraightLine): string {
  const lines = (statements: readonly Statement[]) => statements.map(({ name, text }) => `${name} = ${text}`);
  return [...lines(forward), '', ...lines(backward), ''].join('\n');
}
