import { nameOf, type Expr } from './expr.ts';
import { latexName } from './latex-name.ts';
import { topological } from './read.ts';
import { layOut, spell, styleOf, type WritingStyle } from './write.ts';

/** A name and the text of what it denotes. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Expressions as a reader would work them out: the shared parts first, each once, then the results. */
export interface Program {
  readonly statements: readonly Statement[];
  readonly results: readonly Statement[];
}

/**
 * Expressions written with a statement `t1 = …` for every part that occurs more than once (leaves apart), in an order
 * in which each uses only those before it. The names are no input's; the text is linear in the graph.
 */
export function writeProgram(
  roots: readonly { readonly name: string; readonly e: Expr }[],
  style: WritingStyle = 'plain',
): Program {
  const order = topological(roots.map(({ e }) => e));
  const occurrences = new Map<Expr, number>();
  for (const e of [...order.flatMap((above) => above.args), ...roots.map((root) => root.e)])
    occurrences.set(e, (occurrences.get(e) ?? 0) + 1);
  const shared = order.filter((e) => e.args.length > 0 && occurrences.get(e)! > 1);
  const taken = new Set([
    ...order.filter((e) => e.op === 'input').map(nameOf),
    ...roots.map(({ name }) => name),
  ]);
  const names = new Map<Expr, string>();
  let number = 0;
  for (const e of shared) {
    do number++;
    while (taken.has(`t${String(number)}`));
    names.set(e, style === 'latex' ? latexName(`t${String(number)}`) : `t${String(number)}`);
  }
  const texts = spell(order, styleOf(style), layOut(order, styleOf(style), names), names);
  return {
    statements: shared.map((e) => ({ name: names.get(e)!, text: texts.get(e)! })),
    results: roots.map(({ name, e }) => ({ name, text: names.get(e) ?? texts.get(e)! })),
  };
}
