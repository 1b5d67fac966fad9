import type { Dot } from './figure-data.ts';
import { boxOf, pixelOf, textBox, type Frame, type Pixel } from './figure-frame.ts';
import { widthOf } from './figure-font.ts';
import { marker, stroke, words, type Layer } from './figure-layer.ts';
import { apart, freest, type Box } from './figure-place.ts';
import { sheet, type Look } from './figure-style.ts';

/** A curve that could have its name at its end. */
export interface Curve {
  readonly name: string;
  readonly look: Look;
  readonly runs: readonly (readonly Dot[])[];
}

const [lineHeight, distance, key, widest] = [17, 12, 14, 190];

/** The room at the right edge that these names take. */
export const marginOf = (curves: readonly Curve[]): number =>
  Math.max(0, ...curves.map(({ name }) => widthOf(name, sheet.labels) + distance + key));

/**
 * The names of curves at their ends: in the right margin, moved apart, or inside where a curve ends early. Null where
 * that is no good: a name would be too long, too far from its end, or over other curves.
 */
export function endLabels(
  frame: Frame,
  curves: readonly Curve[],
  obstacles: readonly Box[],
): { layers: Layer[]; boxes: Box[] } | null {
  const ends = curves.flatMap((curve) => {
    const end = curve.runs.flat().findLast(({ inside }) => inside);
    return end === undefined ? [] : [{ ...curve, pixel: pixelOf(frame, end) }];
  });
  if (ends.length < curves.length || marginOf(curves) > widest) return null;
  const layers: Layer[] = [];
  const boxes: Box[] = [];

  for (const { name, look, pixel } of ends.filter((end) => !isOuter(frame, end))) {
    const [x, y] = pixel;
    const width = widthOf(name, sheet.labels);
    const places: Pixel[] = [
      [x + distance, y],
      [x + distance - 4, y - 12],
      [x + distance - 4, y + 12],
      [x - width / 2, y - 18],
      [x - width / 2, y + 18],
    ];
    const { chosen, cost } = freest(
      places.map((place, i) => ({ place, boxes: [textBox(name, place)], cost: i })),
      [...obstacles, ...boxes],
      boxOf(frame),
    );
    if (cost > 30) return null;
    boxes.push(...chosen.boxes);
    layers.push(words(name, { x: chosen.place[0], y: chosen.place[1] }, { fill: look.ink }));
  }

  const outer = ends.filter((end) => isOuter(frame, end));
  const rights = outer.map(({ pixel }) => pixel[0]);
  const right = Math.max(...rights) - Math.min(...rights) < 4 ? Math.max(...rights) : frame.width;
  const heights = apart(
    outer.map(({ pixel }) => pixel[1]),
    lineHeight,
    [0, frame.height],
  );
  const moved = outer.map(({ pixel }, i) => Math.abs(heights[i]! - pixel[1]));
  if (moved.some((by, i) => by > 2.2 * lineHeight || heights[i]! > frame.height)) return null;
  // Where a name or its neighbour could not stay at its end, a line leads to it, and a marker says whose it is.
  const led = outer.map(
    ({ pixel }, i) =>
      pixel[0] < right - 4 ||
      moved.some((by, j) => by > 3 && Math.abs(heights[i]! - heights[j]!) < lineHeight + 1),
  );
  const indent = led.includes(true) ? key : 0;
  for (const [i, { name, look, pixel }] of outer.entries()) {
    const [x, y] = [right + distance, heights[i]!];
    if (led[i]!) {
      const leader = { x: pixel[0] + 5, y: pixel[1], x2: x - 3, y2: y };
      layers.push(stroke(leader, { stroke: look.colour, strokeWidth: 0.8 }), marker(look, { x: x + 4, y }));
    }
    layers.push(words(name, { x: x + indent, y }, { fill: look.ink }));
  }
  return { layers, boxes };
}

/** Whether a curve ends so near to the right edge that its name belongs in the margin. */
const isOuter = ({ width }: Frame, { pixel }: { readonly pixel: Pixel }): boolean => pixel[0] > 0.9 * width;
