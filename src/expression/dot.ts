import { numberText } from '../language/number-text.ts';
import { notationOf } from '../rules/rows.ts';
import { nameOf, type Expr } from './expr.ts';
import { extent } from './extent.ts';
import { foldTree, topological } from './read.ts';

/** A node of a drawing in Graphviz's language, with the lines that stand in it. */
export interface DotNode {
  readonly id: string;
  readonly shape: 'box' | 'ellipse';
  readonly lines: readonly string[];
}

/** An arrow between two of them; `label` stands at its head. */
export interface DotEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

/** A directed graph in Graphviz's language (DOT), from left to right. */
export function dotText(nodes: readonly DotNode[], edges: readonly DotEdge[]): string {
  const lines = [
    'digraph {',
    '  rankdir=LR;',
    '  node [fontname="Helvetica"];',
    ...nodes.map(
      ({ id, shape, lines }) => `  ${quoted(id)} [shape=${shape}, label=${quoted(lines.join('\n'))}];`,
    ),
    ...edges.map(
      ({ from, to, label }) =>
        `  ${quoted(from)} -> ${quoted(to)}${label === undefined ? '' : ` [headlabel=${quoted(label)}]`};`,
    ),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/**
 * Expressions in Graphviz's language: boxes for inputs, numbers and results, ellipses for operations, arrows from operands
 * to what uses them. Shared nodes are drawn once; with `shared: false` each occurrence is drawn, as in a tree.
 *
 * @throws {RangeError} if there are more nodes than the limit
 */
export function writeDot(
  roots: readonly { readonly name: string; readonly e: Expr }[],
  { shared = true, limit = 5000 }: { readonly shared?: boolean; readonly limit?: number } = {},
): string {
  const { treeSize, dagSize } = extent(roots.map(({ e }) => e));
  const count = shared ? BigInt(dagSize) : treeSize;
  if (count > limit)
    throw new RangeError(
      `writeDot: at most ${String(limit)} nodes are allowed, there are ${String(count)}${shared ? '' : '; shared nodes drawn once are fewer'}`,
    );
  const nodes: DotNode[] = [];
  const edges: DotEdge[] = [];
  const put = (e: Expr, operands: readonly string[]): string => {
    const id = `n${String(nodes.length)}`;
    nodes.push({ id, shape: e.args.length > 0 ? 'ellipse' : 'box', lines: [labelOf(e)] });
    operands.forEach((from, i) =>
      edges.push({ from, to: id, ...(isOrdered(e) ? { label: String(i + 1) } : {}) }),
    );
    return id;
  };
  const places = shared ? sharedPlaces(roots, put) : treePlaces(roots, put);
  roots.forEach(({ name }, i) => {
    const id = `r${String(i)}`;
    nodes.push({ id, shape: 'box', lines: [name] });
    edges.push({ from: places[i]!, to: id });
  });
  return dotText(nodes, edges);
}

type Put = (e: Expr, operands: readonly string[]) => string;

function sharedPlaces(roots: readonly { readonly e: Expr }[], put: Put): string[] {
  const places = new Map<Expr, string>();
  for (const e of topological(roots.map((root) => root.e)))
    places.set(
      e,
      put(
        e,
        e.args.map((arg) => places.get(arg)!),
      ),
    );
  return roots.map(({ e }) => places.get(e)!);
}

/** Each occurrence placed. */
const treePlaces = (roots: readonly { readonly e: Expr }[], put: Put): string[] =>
  roots.map(({ e }) => foldTree<string>(e, put));

function labelOf(e: Expr): string {
  if (e.op === 'input') return nameOf(e);
  if (e.op === 'constant') return numberText(e.params[0] as number);
  const { name, sign } = notationOf(e.op);
  return e.op === 'power' ? `^${numberText(e.params[0] as number)}` : (sign?.text ?? name);
}

/** Whether operands can be told apart by their order only. */
const isOrdered = ({ op, args }: Expr): boolean =>
  args.length > 1 && args[0] !== args[1] && !['add', 'mul', 'max', 'min', 'equal', 'carry'].includes(op);
