import type { Point } from '../language/problem.ts';
import { dotText } from '../expression/dot.ts';
import type { Expr } from '../expression/expr.ts';
import type { Objective } from '../expression/trace.ts';
import { pose, toObjective, type Source } from '../differentiators/differentiator.ts';
import { readText } from '../differentiators/text.ts';
import { drawSketch, type Beside } from './graph-drawing.ts';
import { bandFolds, layerFolds, namesOf, regionFolds } from './graph-fold.ts';
import { briefly, readingOf, type Reading } from './graph-reading.ts';
import { sketchOf, type Sketch, type SketchNode } from './graph-sketch.ts';
import { printedName } from './graph-symbol.ts';

export interface GraphOptions {
  /** By which inputs adjoints are taken; all that f offers unless given. */
  readonly wrt?: readonly string[];
  /** More boxes and circles than this are folded, by layers where nodes are named; default 60. */
  readonly most?: number;
}

/** The most nodes that are drawn one by one, unless said otherwise. */
const mostDrawn = 60;

/** In a folded graph the most operations between two named nodes that are drawn one by one. */
const mostInRegion = 8;

/**
 * The computational graph of f as SVG, in the manner of D2L's figure 3.6: boxes for variables, circles for operations,
 * from the bottom left to the top right. At a point (a problem has its own) each node has its value above it and, where
 * an active input reaches it, its adjoint below. The same bytes every time.
 *
 * @example
 * const svg = await drawGraph('x*y', { x: 2, y: 3 });
 */
export async function drawGraph(f: Source | string, at?: Point, options: GraphOptions = {}): Promise<string> {
  const { root, sketch, beside } = sketched(f, at, options);
  const labels = sketch.nodes.map(beside);
  const legend = {
    value: labels.some(({ value }) => value !== undefined) ? 'above: value' : undefined,
    adjoint: labels.some(({ adjoint }) => adjoint !== undefined) ? `below: adjoint ∂${root}/∂·` : undefined,
    shapes: [
      'box: variable',
      'circle: operation',
      ...(sketch.nodes.some(({ kind }) => kind === 'folded')
        ? ['double box: several nodes folded into one']
        : []),
      ...(labels.some(({ value = '' }) => value.includes('‖')) ? ['‖·‖: Euclidean norm'] : []),
    ].join(' · '),
  };
  const [nodes, arrows] = [sketch.nodes.length, sketch.edges.length];
  const alt = `Computational graph of ${root} with ${counted(nodes, 'node')} and ${counted(arrows, 'arrow')}.`;
  return drawSketch(sketch, beside, { legend, alt });
}

const counted = (count: number, thing: string): string =>
  `${String(count)} ${thing}${count === 1 ? '' : 's'}`;

/** The same graph in Graphviz's language (DOT), to be laid out otherwise: values and adjoints are lines of the labels. */
export function graphDot(f: Source | string, at?: Point, options: GraphOptions = {}): string {
  const { sketch, beside } = sketched(f, at, options);
  return dotText(
    sketch.nodes.map((node) => {
      const { value, adjoint } = beside(node);
      const lines = [
        ...node.lines,
        ...(value === undefined ? [] : [`= ${value}`]),
        ...(adjoint === undefined ? [] : [`∂ ${adjoint}`]),
      ];
      return { id: node.id, shape: node.kind === 'operation' ? 'ellipse' : 'box', lines };
    }),
    sketch.edges.map(({ from, to, operand }) => ({
      from,
      to,
      ...(operand === null ? {} : { label: String(operand) }),
    })),
  );
}

/** What of f is drawn, the name of its result, and what stands beside each node. */
function sketched(source: Source | string, at: Point | undefined, { wrt, most = mostDrawn }: GraphOptions) {
  const f = readText(source);
  const isPosed = at !== undefined || (typeof f === 'object' && 'at' in f && Object.keys(f.at).length > 0);
  const { o, point } = isPosed ? pose(f, at, wrt) : { o: toObjective(f, {}, wrt), point: null };
  if (o.expression.op === 'constant')
    throw new RangeError(
      `graph: an input or an operation is required, got the number ${String(o.expression.params[0])}`,
    );
  const sketch = foldedTo(most, o);
  const reading = point === null ? null : readingOf(o, point);
  const beside = ({ exits }: SketchNode): Beside =>
    reading === null ? {} : { value: shown(exits, reading.values), adjoint: shown(exits, reading.adjoints) };
  const root = printedName(namesOf(o).get(o.expression)!.split(' = ')[0]!, o.expression);
  return { root, sketch, beside };
}

/** The sketch with as little folded as leaves at most so many nodes; folded as far as it goes, if that is too little. */
function foldedTo(most: number, o: Objective): Sketch {
  const whole = sketchOf(o, regionFolds(o, Infinity));
  if (whole.nodes.length <= most) return whole;
  const layered = sketchOf(o, new Map([...regionFolds(o, mostInRegion), ...layerFolds(o)]));
  return layered.nodes.length <= most || o.names.size > 0 ? layered : sketchOf(o, bandFolds(o));
}

function shown(exits: readonly Expr[], tensors: Reading['values']): string | undefined {
  const data = exits.flatMap((e) => tensors.get(e)?.data ?? []);
  return data.length === 0 ? undefined : briefly(data);
}
