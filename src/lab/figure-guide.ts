import type { Guide } from './figure.ts';
import { decimal } from './figure-axis.ts';
import { widthOf } from './figure-font.ts';
import { boxOf, type Frame, type Pixel } from './figure-frame.ts';
import { stroke, words, type Layer } from './figure-layer.ts';
import { around, freest, path, type Box } from './figure-place.ts';
import { grey, sheet } from './figure-style.ts';

/** The lines of guides, as far as they are in the panel. */
export function guideLines(frame: Frame, guides: readonly Guide[]): { layers: Layer[]; boxes: Box[] } {
  const ends = guides.map((guide) => endsOf(frame, guide)).filter((both) => both !== null);
  return {
    layers: ends.map(([[x, y], [x2, y2]]) =>
      stroke({ x, y, x2, y2 }, { stroke: grey.guide, strokeWidth: 1, strokeDash: [3, 3] }),
    ),
    boxes: ends.flatMap(([from, to]) => path(from, to, 2)),
  };
}

/** Their labels, which lie along them where they cover least. */
export function guideLabels(frame: Frame, guides: readonly Guide[], obstacles: readonly Box[]): Layer[] {
  const taken = [...obstacles];
  return guides.flatMap((guide) => {
    const ends = endsOf(frame, guide);
    const text = guide.label ?? ('slope' in guide ? `slope ${decimal(guide.slope)}` : '');
    if (ends === null || text === '') return [];
    const { chosen } = freest(candidates(ends, text), taken, boxOf(frame));
    const { centre, angle, boxes } = chosen;
    taken.push(...boxes);
    return [words(text, { x: centre[0], y: centre[1] }, { align: 'center', angle, fill: grey.axis })];
  });
}

/** Places along a line, on both its sides; beside an upright, where words stand level. */
function candidates([from, to]: readonly [Pixel, Pixel], text: string) {
  const width = widthOf(text, sheet.labels);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const upright = dx === 0;
  const slant = upright ? 0 : Math.atan2(dy, dx);
  const distances = upright ? [width / 2 + 5] : dy === 0 ? [11] : [11, 18, 26];
  const normal = upright ? [1, 0] : [-Math.sin(slant), Math.cos(slant)];
  const along = Array.from({ length: 25 }, (_, i) => 0.02 + 0.04 * i);
  const sides = distances.flatMap((distance) => [-distance, distance]);
  return sides.flatMap((side) =>
    along.map((t) => {
      const x = from[0] + t * dx + side * normal[0]!;
      const y = from[1] + t * dy + side * normal[1]!;
      const pieces = Math.ceil(width / 8);
      const boxes = Array.from({ length: pieces }, (_, k) => {
        const r = ((k + 0.5) / pieces - 0.5) * width;
        return around(x + r * Math.cos(slant), y + r * Math.sin(slant), 8, 15);
      });
      const cost = 40 * Math.abs(t - 0.7) + (side > 0 ? 2 : 0) + 3 * (Math.abs(side) - distances[0]!);
      return { boxes, cost, centre: [x, y] as const, angle: Math.round((slant * 1800) / Math.PI) / 10 };
    }),
  );
}

/** Both ends of a guide in pixels, the left or upper one first; null where none of it is in the panel. */
function endsOf(frame: Frame, guide: Guide): readonly [Pixel, Pixel] | null {
  const { x, y, width, height } = frame;
  if ('slope' in guide) return slopeEnds(frame, guide);
  const at = 'x' in guide ? x.at(guide.x) : y.at(guide.y);
  if (!(at >= 0 && at <= 1)) return null;
  return 'x' in guide
    ? [
        [at * width, 0],
        [at * width, height],
      ]
    : [
        [0, (1 - at) * height],
        [width, (1 - at) * height],
      ];
}

function slopeEnds(
  { x, y, width, height }: Frame,
  { slope, through, over }: Extract<Guide, { slope: number }>,
): readonly [Pixel, Pixel] | null {
  if (!x.log || !y.log) throw new RangeError('figure: a guide with a slope must lie on two logarithmic axes');
  const log = (value: number): number => Math.log10(value);
  const power = (place: number): number => through[1] * 10 ** (slope * (log(place) - log(through[0])));
  const back = (place: number): number => through[0] * 10 ** ((log(place) - log(through[1])) / slope);
  const whole = over ?? x.domain;
  const bounds = slope === 0 ? whole : y.domain.map(back).sort((a, b) => a - b);
  const from = Math.max(whole[0], x.domain[0], bounds[0]);
  const to = Math.min(whole[1], x.domain[1], bounds[1]);
  if (!(from < to)) return null;
  const pixel = (place: number): Pixel => [x.at(place) * width, (1 - y.at(power(place))) * height];
  return [pixel(from), pixel(to)];
}
