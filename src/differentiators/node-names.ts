import { nameOf, type Expr } from '../expression/expr.ts';
import type { Objective } from '../expression/trace.ts';

/** A name for every node but numbers: an input's own, the model's where it gave one, else f for the result and t1, t2, … . */
export function nodeNames(o: Objective, nodes: readonly Expr[]): Map<Expr, string> {
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

/** What the gradient of a node is called: `d_` before its name, or `dd_` where a name begins so already. */
export function gradientName(o: Objective, names: ReadonlyMap<Expr, string>): (name: string) => string {
  const taken = new Set([...o.inputs.keys(), ...names.values()]);
  let d = 'd_';
  while ([...taken].some((name) => taken.has(d + name))) d = `d${d}`;
  return (name) => d + name;
}
