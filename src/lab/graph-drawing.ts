import { fonts, widthOf } from './figure-font.ts';
import { grey } from './figure-style.ts';
import { escaped, inks, pixels, sizes, textAt } from './graph-ink.ts';
import { layOut, type Outline, type Place } from './graph-layout.ts';
import { drawnLegend, type Legend } from './graph-legend.ts';
import type { Sketch, SketchNode } from './graph-sketch.ts';

/** What stands above and below a node: its value and its adjoint, as text. */
export interface Beside {
  readonly value?: string | undefined;
  readonly adjoint?: string | undefined;
}

const fills = { variable: '#ffffff', operation: '#f1f1f1', folded: '#eaf1f7' } as const;
const margin = 16;

/** A sketch as SVG, the same bytes every time. */
export async function drawSketch(
  sketch: Sketch,
  beside: (node: SketchNode) => Beside,
  { legend, alt }: { readonly legend: Legend; readonly alt: string },
): Promise<string> {
  const nodes = new Map(sketch.nodes.map((node) => [node.id, node]));
  const outline = (id: string) => outlineOf(nodes.get(id)!);
  const room = (id: string) => {
    const { halfWidth, halfHeight } = outline(id);
    const { value = '', adjoint = '' } = beside(nodes.get(id)!);
    const labels = Math.max(
      ...[value, adjoint].map((label) => widthOf(label, sizes.beside) + 2 * asideOf(label, halfWidth)),
    );
    const lines = value === '' && adjoint === '' ? 0 : 2 * (sizes.beside + 4);
    return { width: Math.max(2 * halfWidth, labels), height: 2 * halfHeight + lines };
  };
  const layout = await layOut(sketch, room, outline);
  const [left, top, right, bottom] = extentOf(
    sketch.nodes.map(({ id }) => ({ centre: layout.centres.get(id)!, ...room(id) })),
    layout.curves.flat(),
  );
  const words = drawnLegend(legend);
  const width = Math.max(right - left, words.width) + 2 * margin;
  const height = bottom - top + words.height + 2.5 * margin;
  const body = [
    ...layout.curves.map((curve, i) => edge(curve, sketch.edges[i]!.operand)),
    ...sketch.nodes.map((node) => drawn(node, layout.centres.get(node.id)!, beside(node))),
  ];
  return [
    `<svg role="img" aria-label="${escaped(alt)}" xmlns="http://www.w3.org/2000/svg" width="${pixels(width)}" height="${pixels(height)}" viewBox="0 0 ${pixels(width)} ${pixels(height)}" font-family="${fonts.text}, ${fonts.signs}, Helvetica, Arial, sans-serif" text-anchor="middle">`,
    `<rect width="${pixels(width)}" height="${pixels(height)}" fill="#ffffff"/>`,
    `<g transform="translate(${pixels((width - right - left) / 2)},${pixels(margin - top)})">`,
    ...body,
    '</g>',
    ...words.at(margin, height - margin - words.height - 4),
    '</svg>',
    '',
  ].join('\n');
}

interface Room {
  readonly centre: Place;
  readonly width: number;
  readonly height: number;
}

/** The sides of what is drawn: left, top, right, bottom. */
function extentOf(rooms: readonly Room[], bends: readonly Place[]): [number, number, number, number] {
  const xs = [
    ...bends.map(([x]) => x),
    ...rooms.flatMap(({ centre: [x], width }) => [x - width / 2, x + width / 2]),
  ];
  const ys = [
    ...bends.map(([, y]) => y),
    ...rooms.flatMap(({ centre: [, y], height }) => [y - height / 2, y + height / 2]),
  ];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function outlineOf({ kind, lines: [name = '', ...lines] }: SketchNode): Outline {
  const bold = kind !== 'operation';
  const width = Math.max(widthOf(name, sizes.name, bold), ...lines.map((line) => widthOf(line, sizes.line)));
  const halfHeight = kind === 'operation' ? 17 : (14 + sizes.name + lines.length * (sizes.line + 3)) / 2;
  return {
    halfWidth: Math.max(17, width / 2 + (kind === 'operation' ? 9 : 10)),
    halfHeight,
    round: kind === 'operation',
  };
}

/** A node with its value above and its adjoint below. */
function drawn(node: SketchNode, [x, y]: Place, { value: above, adjoint: below }: Beside): string {
  const { halfWidth, halfHeight, round } = outlineOf(node);
  const box = (inset: number, fill: string): string =>
    `<rect x="${pixels(x - halfWidth + inset)}" y="${pixels(y - halfHeight + inset)}" width="${pixels(2 * (halfWidth - inset))}" height="${pixels(2 * (halfHeight - inset))}" rx="${pixels(round ? halfHeight : 3)}" fill="${fill}" stroke="${grey.axis}" stroke-width="1.2"/>`;
  const [name = '', ...lines] = node.lines;
  const first = y + sizes.name * 0.36 - (lines.length * (sizes.line + 3)) / 2;
  const weight = node.kind === 'operation' ? '' : ' font-weight="600"';
  return [
    box(0, fills[node.kind]),
    ...(node.kind === 'folded' ? [box(3, 'none')] : []),
    textAt(name, [x, first], sizes.name, grey.words, weight),
    ...lines.map((line, i) => textAt(line, [x, first + (i + 1) * (sizes.line + 4)], sizes.line, grey.axis)),
    ...(above === undefined
      ? []
      : [textAt(above, [x - asideOf(above, halfWidth), y - halfHeight - 5], sizes.beside, inks.value, halo)]),
    ...(below === undefined
      ? []
      : [
          textAt(
            below,
            [x + asideOf(below, halfWidth), y + halfHeight + sizes.beside + 3],
            sizes.beside,
            inks.adjoint,
            halo,
          ),
        ]),
  ].join('\n');
}

/** How far a label that is wider than its node stands aside: to the upper left, or to the lower right, where no arrows are. */
const asideOf = (label: string, halfWidth: number): number =>
  Math.min(14, Math.max(0, widthOf(label, sizes.beside) / 2 - halfWidth + 6));

const halo = ' stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"';

/** An arrow along a chain of curves, with the number of its operand beside the head. */
function edge(curve: readonly Place[], operand: number | null): string {
  const [start, ...chain] = curve as [Place, ...Place[]];
  const [before, [x, y]] = chain.slice(-2) as [Place, Place];
  const away = Math.hypot(x - before[0], y - before[1]);
  const [dx, dy] = away > 0 ? [(x - before[0]) / away, (y - before[1]) / away] : [1, 0];
  const at = (along: number, across: number): string =>
    `${pixels(x + along * dx - across * dy)},${pixels(y + along * dy + across * dx)}`;
  const back = operand === null ? 0 : 4 + 9 * operand;
  const [nx, ny] = [x - back * dx + 7 * dy, y - back * dy - 7 * dx];
  return [
    `<path d="M${point(start)}C${chain.map(point).join(' ')}" fill="none" stroke="${grey.guide}" stroke-width="1.3"/>`,
    `<path d="M${at(3, 0)}L${at(-5, 3.6)} ${at(-5, -3.6)}Z" fill="${grey.guide}"/>`,
    ...(operand === null ? [] : [textAt(String(operand), [nx, ny + 3], sizes.operand, grey.guide)]),
  ].join('\n');
}

const point = ([x, y]: Place): string => `${pixels(x)},${pixels(y)}`;
