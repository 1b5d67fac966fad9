import { nameOf, type Expr } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import type { SketchNode } from './graph-sketch.ts';
import { printedName, symbolOf } from './graph-symbol.ts';

/** Nodes that are drawn as one. */
export interface Fold {
  readonly drawn: SketchNode;
  /** Named nodes keep a box of their own, and only what computes them is folded. */
  readonly keepsNames: boolean;
}

/** Which nodes of a graph are drawn as one. */
export type Folds = ReadonlyMap<Expr, Fold>;

/** The names that a drawing gives to nodes: the model's own, J = L where they are one node, and f for a result without a name. */
export function namesOf(o: Objective): Map<Expr, string> {
  const names = new Map<Expr, string>();
  for (const [name, e] of o.names) {
    const other = names.get(e);
    names.set(e, other === undefined ? name : `${name} = ${other}`);
  }
  if (!names.has(o.expression))
    names.set(o.expression, o.names.has('f') || o.inputs.has('f') ? 'result' : 'f');
  return names;
}

/**
 * For each node the named node that it helps to compute: itself, or of those above it the first. No arrow then leads
 * from a later one's parts to an earlier one's.
 */
function owners(o: Objective, order: readonly Expr[]): Map<Expr, Expr> {
  const names = namesOf(o);
  const rank = new Map(order.map((e, i) => [e, i]));
  const found = new Map<Expr, Expr>();
  for (const e of [...order].reverse()) {
    if (names.has(e)) found.set(e, e);
    const owner = found.get(e)!;
    for (const arg of e.args) {
      const known = found.get(arg);
      if (known === undefined || rank.get(owner)! < rank.get(known)!) found.set(arg, owner);
    }
  }
  return found;
}

/** D2L's loss L, however many operations it takes, is one circle ℓ; so is whatever else takes more than `most`. */
export function regionFolds(o: Objective, most: number): Folds {
  const order = topological([o.expression]);
  const parts = new Map<Expr, Expr[]>();
  for (const [e, owner] of owners(o, order))
    if (e.args.length > 0) parts.set(owner, [...(parts.get(owner) ?? []), e]);
  const folds = new Map<Expr, Fold>();
  for (const [owner, region] of parts) {
    const isLoss = owner === o.names.get('L') && region.length > 2;
    if (!isLoss && (region.length <= most || !o.names.has('J'))) continue;
    const id = `part${String(order.indexOf(owner))}`;
    const drawn: SketchNode = isLoss
      ? { id, kind: 'operation', lines: ['ℓ'], exits: [] }
      : { id, kind: 'folded', lines: operationLines(region), exits: [] };
    for (const e of region) folds.set(e, { drawn, keepsNames: true });
  }
  return folds;
}

/** The nodes of each layer as one: those whose names, or whose owners' names, end in one number (W2, z2, h2). */
export function layerFolds(o: Objective): Folds {
  const order = topological([o.expression]);
  const names = namesOf(o);
  const layers = new Map<string, Expr[]>();
  for (const [e, owner] of owners(o, order)) {
    const layer = /\d+$/.exec(e.op === 'input' ? nameOf(e) : names.get(owner)!)?.[0];
    if (layer !== undefined) layers.set(layer, [...(layers.get(layer) ?? []), e]);
  }
  const folds = new Map<Expr, Fold>();
  for (const [layer, members] of layers) {
    const named = members.filter((e) => names.has(e)).sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const inputs = members.filter(({ op }) => op === 'input');
    if (named.length === 0) continue;
    const words = [
      ...inputs.map((e) => printedName(nameOf(e), e)),
      ...named.map((e) => printedName(names.get(e)!, e)),
    ];
    const drawn: SketchNode = {
      id: `layer${layer}`,
      kind: 'folded',
      lines: [`layer ${layer}`, words.join(', ')],
      exits: named.slice(-1),
    };
    for (const e of members) folds.set(e, { drawn, keepsNames: false });
  }
  return folds;
}

/** Bands that a graph without layers is folded into. */
const bands = 8;

/** A graph without names: its inputs by the words that they begin with, its operations by how far above them they stand. */
export function bandFolds(o: Objective): Folds {
  const order = topological([o.expression]);
  const inner = order.filter((e) => e !== o.expression && e.op !== 'constant');
  const heights = new Map<Expr, number>();
  for (const e of order) heights.set(e, 1 + Math.max(-1, ...e.args.map((arg) => heights.get(arg)!)));
  const highest = heights.get(o.expression)!;
  const above = new Map<Expr, Expr[]>();
  for (const e of order) for (const arg of e.args) above.set(arg, [...(above.get(arg) ?? []), e]);
  const groups = new Map<string, Expr[]>();
  for (const e of inner) {
    const key =
      e.op === 'input'
        ? `inputs ${nameOf(e).replace(/[\d[].*$/, '')}`
        : `band ${String(Math.floor(((heights.get(e)! - 1) * bands) / highest))}`;
    groups.set(key, [...(groups.get(key) ?? []), e]);
  }
  const folds = new Map<Expr, Fold>();
  for (const [key, members] of groups) {
    if (members.length < 3) continue;
    const isInputs = members[0]!.op === 'input';
    const group = new Set(members);
    const exits = members.filter((e) => above.get(e)!.some((user) => !group.has(user)));
    const lines = isInputs ? inputLines(members) : operationLines(members);
    const drawn: SketchNode = { id: key, kind: 'folded', lines, exits };
    for (const e of members) folds.set(e, { drawn, keepsNames: false });
  }
  return folds;
}

function inputLines(members: readonly Expr[]): string[] {
  const [first, last] = [members[0]!, members.at(-1)!];
  return [
    `${printedName(nameOf(first), first)} … ${printedName(nameOf(last), last)}`,
    `${String(members.length)} inputs`,
  ];
}

/** How many operations there are, and of which kinds most. */
function operationLines(members: readonly Expr[]): string[] {
  const counts = new Map<string, number>();
  for (const e of members) counts.set(symbolOf(e), (counts.get(symbolOf(e)) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
  const rest = counts.size > most.length ? ', …' : '';
  return [
    `${String(members.length)} operations`,
    most.map(([symbol, count]) => `${String(count)} ${symbol}`).join(', ') + rest,
  ];
}
