import type { Sketch } from './graph-sketch.ts';

/** A place in pixels: x to the right, y down. */
export type Place = readonly [x: number, y: number];

/** A node's outline about its centre: half its width and height, and whether its ends are round. */
export interface Outline {
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly round: boolean;
}

/** A sketch laid out: where each node's centre is, and each edge as a chain of Bézier curves from outline to outline. */
export interface Layout {
  readonly centres: ReadonlyMap<string, Place>;
  readonly curves: readonly (readonly Place[])[];
}

/** How far a drawing rises for each pixel to the right at least, and how many pixels it may rise beyond that. */
const gentle = 0.15;
const mostRise = 230;

/** More nodes than these are placed in less time, and joined by straight lines: else 300 take Graphviz seconds. */
const many = 100;
const hasty = { nslimit: 1, mclimit: 0.3, splines: 'line' } as const;

/** What Graphviz says, in points and upwards. */
interface Found {
  readonly objects: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string }[];
}

/**
 * Graphviz's layout from left to right (Gansner, Koutsofios, North & Vo 1993), sheared so that it rises from the bottom
 * left to the top right: enough for the result, the sketch's last node, to stand highest, if that is not too high. `room`
 * is the size of a node with all that stands beside it.
 */
export async function layOut(
  { nodes, edges }: Sketch,
  room: (id: string) => { readonly width: number; readonly height: number },
  outline: (id: string) => Outline,
): Promise<Layout> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const inches = (pixels: number): number => pixels / 72;
  const text = viz.renderString(
    {
      directed: true,
      graphAttributes: {
        ...{ rankdir: 'LR', ranksep: inches(30), nodesep: inches(16) },
        ...(nodes.length > many ? hasty : {}),
      },
      nodeAttributes: { shape: 'box', fixedsize: true, label: '' },
      edgeAttributes: { headclip: false, tailclip: false, dir: 'none' },
      nodes: nodes.map(({ id }) => {
        const { width, height } = room(id);
        return { name: id, attributes: { width: inches(width), height: inches(height) } };
      }),
      edges: edges.map(({ from, to }, i) => ({ tail: from, head: to, attributes: { id: String(i) } })),
    },
    { format: 'json0' },
  );
  const found = JSON.parse(text) as Found;
  const flat = (pos: string): Place => {
    const [x, y] = pos.split(',').map(Number) as [number, number];
    return [x, -y];
  };
  const [endX, endY] = flat(found.objects.find(({ name }) => name === nodes.at(-1)!.id)!.pos);
  const needed = found.objects.map(({ pos }) => {
    const [x, y] = flat(pos);
    return x < endX ? (endY - y) / (endX - x) : 0;
  });
  const rise = Math.max(gentle, Math.min(mostRise / endX, Math.max(...needed)));
  const placed = (pos: string): Place => {
    const [x, y] = flat(pos);
    return [x, y - rise * x];
  };
  const centres = new Map(found.objects.map(({ name, pos }) => [name, placed(pos)]));
  const courses = new Map((found.edges ?? []).map(({ id, pos }) => [id, pos]));
  return {
    centres,
    curves: edges.map(({ from, to }, i) => {
      const chain = courses.get(String(i))!.split(' ').map(placed);
      const leaving = clipped(chain, centres.get(from)!, outline(from), 1);
      return clipped(leaving.reverse(), centres.get(to)!, outline(to), 4).reverse();
    }),
  };
}

/** Whether a place lies within a distance of an outline about a centre. */
function isWithin(
  [x, y]: Place,
  [cx, cy]: Place,
  { halfWidth, halfHeight, round }: Outline,
  gap: number,
): boolean {
  const [dx, dy] = [Math.abs(x - cx), Math.abs(y - cy)];
  if (!round) return dx < halfWidth + gap && dy < halfHeight + gap;
  return Math.hypot(Math.max(0, dx - (halfWidth - halfHeight)), dy) < halfHeight + gap;
}

/** A chain of curves, a + 3n places, without its beginning as far as that lies within an outline. */
function clipped(chain: readonly Place[], centre: Place, outline: Outline, gap: number): Place[] {
  let first = 0;
  while (first + 6 < chain.length && isWithin(chain[first + 3]!, centre, outline, gap)) first += 3;
  const curve = chain.slice(first, first + 4);
  let [inside, outside] = [0, 1];
  if (!isWithin(curve[0]!, centre, outline, gap)) outside = 0;
  for (let i = 0; i < 30 && outside > 0; i++) {
    const middle = (inside + outside) / 2;
    if (isWithin(pointAt(curve, middle), centre, outline, gap)) inside = middle;
    else outside = middle;
  }
  return [...rest(curve, outside), ...chain.slice(first + 4)];
}

const between = ([ax, ay]: Place, [bx, by]: Place, t: number): Place => [
  ax + (bx - ax) * t,
  ay + (by - ay) * t,
];

/** The part of a cubic curve from t on (de Casteljau 1959). */
function rest(curve: readonly Place[], t: number): Place[] {
  const [a, b, c, d] = curve as [Place, Place, Place, Place];
  const [ab, bc, cd] = [between(a, b, t), between(b, c, t), between(c, d, t)];
  const [abc, bcd] = [between(ab, bc, t), between(bc, cd, t)];
  return [between(abc, bcd, t), bcd, cd, d];
}

const pointAt = (curve: readonly Place[], t: number): Place => rest(curve, t)[0]!;
