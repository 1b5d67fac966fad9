import type { Algebra } from '../language/algebra.ts';
import { algebraOf, node, type Expr } from '../expression/expr.ts';
import { sharing as interner, type Sharing } from '../expression/share.ts';
import { obey, type Laws } from '../expression/simplify.ts';

/** How much may be built: nodes, and time from the start. */
export interface Budget {
  readonly nodes: number;
  readonly milliseconds: number;
}

/** Thrown in the middle of building where the budget ends. */
export class Exhausted extends Error {
  override readonly name = 'Exhausted';
}

/** An algebra to build expressions in, under laws and with sharing, and its way of making inputs. */
export interface Workshop {
  /** Every node is made in it; throws Exhausted at the first that the budget has no room for. */
  readonly k: Algebra<Expr>;
  readonly input: (e: Expr) => Expr;
  /** How many nodes there are. */
  readonly nodes: () => number;
}

/** Looking at the clock takes longer than making a node. */
const nodesBetweenLooks = 256;

/** A workshop of its own: nothing is shared with what is built in another. */
export function workshop(laws: Laws, sharing: Sharing, { nodes: most, milliseconds }: Budget): Workshop {
  const end = milliseconds === Infinity ? Infinity : performance.now() + milliseconds;
  let nodes = 0;
  const grown = (): void => {
    nodes++;
    if (nodes > most) throw new Exhausted(`${most} nodes reached`);
    if (end !== Infinity && nodes % nodesBetweenLooks === 0 && performance.now() > end)
      throw new Exhausted(`${nodes} nodes reached in ${milliseconds} ms`);
  };
  if (sharing === 'structure') {
    const table = interner(grown);
    return { k: obey(laws, table), input: table.input, nodes: () => nodes };
  }
  const counted = algebraOf((op, args, params) => {
    grown();
    return node(op, args, params);
  });
  return { k: obey(laws, counted), input: (e) => e, nodes: () => nodes };
}
