import { graph, input, nameOf, type Expr } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import { substitute, type Objective } from '../expression/trace.ts';
import type { Statement } from '../expression/program.ts';
import { write, type WritingStyle } from '../expression/write.ts';
import { realise } from '../rules/slope.ts';
import { dependents } from '../expression/decisions.ts';
import { pullback } from './reverse.ts';

/** The two passes of reverse mode as statements: `name = text`, in the order in which they run. */
export interface StraightLine {
  readonly forward: readonly Statement[];
  /** One line for each gradient, in reverse order; the gradient of a node v is called `d_v`. */
  readonly backward: readonly Statement[];
}

/**
 * Reverse mode as straight-line code: the forward statements, one for each operation, then one line for each gradient,
 * from the result back to the inputs. A packed gate (sigmoid) stays one statement.
 */
export function straightLine(o: Objective, style: WritingStyle = 'plain'): StraightLine {
  const order = topological([o.expression]).filter((e) => e.op !== 'input' && e.op !== 'constant');
  const names = namesOf(o, order);
  const named = new Map([...names].map(([e, name]) => [e, input(name, e.shape)]));
  const forward = order.map((e) => ({
    name: names.get(e)!,
    text: write({ ...e, args: e.args.map((arg) => named.get(arg) ?? arg) }, style),
  }));
  const result = names.get(o.expression) ?? nameOf(o.expression);
  const seed = input(`d_${result}`);
  const values = new Map(topological([o.expression]).map((e) => [e, e]));
  const cotangents = pullback(o.expression, graph, values, { wrt: o.wrt, seed });
  const backward: Statement[] = [{ name: nameOf(seed), text: '1' }];
  const active = dependents([o.expression], new Set(o.wrt));
  const known = new Map<Expr, Expr>(named);
  for (const e of topological([o.expression]).reverse()) {
    const reached = e.op === 'input' || cotangents.has(e);
    if (e === o.expression || !active.has(e) || !reached) continue;
    const name = `d_${names.get(e) ?? nameOf(e)}`;
    const g = realise(graph, cotangents.get(e) ?? 'zero');
    const text = write(substitute(g, known).get(g)!, style);
    backward.push({ name, text });
    if (!known.has(g)) known.set(g, input(name, g.shape));
  }
  return { forward, backward };
}

/** A name for every operation's result: the model's where it gave one, else t1, t2, …; none that an input has. */
function namesOf(o: Objective, order: readonly Expr[]): Map<Expr, string> {
  const given = new Map([...o.names].map(([name, e]) => [e, name]));
  const taken = new Set([...o.inputs.keys(), ...given.values()]);
  const names = new Map<Expr, string>();
  let next = 1;
  const fresh = (): string => {
    let name = `t${next++}`;
    while (taken.has(name)) name = `t${next++}`;
    return name;
  };
  for (const e of order) {
    const result = e === o.expression && !taken.has('f') ? 'f' : undefined;
    names.set(e, given.get(e) ?? result ?? fresh());
  }
  return names;
}

/** The two passes as one text, forward then backward. */
export function writeStraightLine({ forward, backward }: StraightLine): string {
  const lines = (statements: readonly Statement[]) => statements.map(({ name, text }) => `${name} = ${text}`);
  return [...lines(forward), '', ...lines(backward), ''].join('\n');
}
