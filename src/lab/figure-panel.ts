import type { Panel, Series } from './figure.ts';
import type { Dot } from './figure-data.ts';
import { boxOf, pixelOf, textBox, trail, type Frame, type Pixel } from './figure-frame.ts';
import { widthOf } from './figure-font.ts';
import { guideLabels, guideLines } from './figure-guide.ts';
import { lineStyle, markerStyle, words, type Layer } from './figure-layer.ts';
import { around, freest, type Box } from './figure-place.ts';
import { sheet, type Look } from './figure-style.ts';

/** A series with its look, and the runs of its spots that can be drawn. */
export interface Ready extends Omit<Series, 'look'> {
  readonly look: Look;
  readonly runs: readonly (readonly Dot[])[];
}

/** All that lies between a panel's axes, from back to front: guides, bands, bars, lines, markers, words. */
export function panelLayers(
  frame: Frame,
  ready: readonly Ready[],
  { guides = [] }: Pick<Panel, 'guides'>,
  /** Boxes that are taken, and so kept clear of words. */
  taken: readonly Box[],
): Layer[] {
  const lines = guideLines(frame, guides);
  const named = spotLabels(frame, ready, [...obstaclesOf(frame, ready), ...lines.boxes, ...taken]);
  return [
    ...lines.layers,
    ...ready.flatMap(spread),
    ...ready.filter(isLine).map(curve),
    ...ready.map((series, i) => markers(frame, series, i / ready.length)),
    ...named.layers,
    ...guideLabels(frame, guides, named.boxes),
  ];
}

/** What words should not cover: markers, and lines all along. */
export function obstaclesOf(frame: Frame, ready: readonly Ready[]): Box[] {
  const dots = (series: Ready): Box[] =>
    series.runs.flat().map((dot) => around(...pixelOf(frame, dot), 10, 10));
  return ready.flatMap((series) => (isLine(series) ? trail(frame, series.runs) : dots(series)));
}

export const isLine = ({ mark = 'line' }: Pick<Series, 'mark'>): boolean => mark === 'line';

const numeric = (field: string) => ({ field, type: 'quantitative' });

/** A series' dots as data, each with the number of its run and its own. */
const data = ({ runs }: Ready, keep: (dot: Dot) => boolean = () => true): { values: object[] } => ({
  values: runs.flatMap((dots, run) =>
    dots.filter(keep).map(({ x, y, low, high }, i) => ({ x, y, low: low ?? y, high: high ?? y, run, i })),
  ),
});

function spread(series: Ready): Layer[] {
  const { look, runs, mark = 'line', spread = mark === 'line' ? 'band' : 'bars' } = series;
  if (!runs.flat().some(({ low, high }) => low !== null || high !== null)) return [];
  const encoding = { y: { ...numeric('low') }, y2: { field: 'high' } };
  if (spread === 'bars') {
    const rule = { type: 'rule', stroke: look.colour, strokeWidth: 1.2, opacity: 1, clip: true };
    return [{ data: data(series), mark: rule, encoding }];
  }
  const area = { type: 'area', fill: look.colour, fillOpacity: 0.18, clip: true };
  return [{ data: data(series), mark: area, encoding: { ...encoding, detail: { field: 'run' } } }];
}

const curve = (series: Ready): Layer => ({
  data: data(series),
  mark: { type: 'line', ...lineStyle(series.look), strokeJoin: 'round', clip: true },
  encoding: { order: numeric('i'), detail: { field: 'run' } },
});

/** Markers: all of a cloud's, and on a line so few that its dashes stay visible, out of step with the others'. */
function markers(frame: Frame, series: Ready, phase: number): Layer {
  const distance = 44;
  const taken: Pixel[] = [];
  const inside = series.runs.flat().filter((dot) => dot.inside);
  const dense = inside.length * 12 > frame.width;
  const keep = (dot: Dot): boolean => {
    if (!dot.inside) return false;
    const [x, y] = pixelOf(frame, dot);
    if (isLine(series) && dense) {
      if (
        taken.length === 0 &&
        inside.length > 1 &&
        Math.abs(x - pixelOf(frame, inside[0]!)[0]) < phase * distance
      )
        return false;
      if (taken.some(([a, b]) => Math.hypot(a - x, b - y) < distance)) return false;
    }
    taken.push([x, y]);
    return true;
  };
  return { data: data(series, keep), mark: markerStyle(series.look), encoding: {} };
}

/** The words beside spots, each where it covers least; and all boxes that are taken then. */
function spotLabels(frame: Frame, ready: readonly Ready[], obstacles: readonly Box[]) {
  const boxes = [...obstacles];
  const layers = ready.flatMap(({ runs, look }) =>
    runs.flat().flatMap((dot) => {
      if (dot.label === null || !dot.inside) return [];
      const [x, y] = pixelOf(frame, dot);
      const width = widthOf(dot.label, sheet.labels);
      const places: Pixel[] = [
        [x + 9, y],
        [x - 9 - width, y],
        [x - width / 2, y - 15],
        [x - width / 2, y + 15],
        [x + 7, y - 11],
        [x + 7, y + 11],
        [x - 7 - width, y - 11],
        [x - 7 - width, y + 11],
      ];
      const { chosen } = freest(
        places.map((place, i) => ({ place, boxes: [textBox(dot.label!, place)], cost: 2 * i })),
        boxes,
        boxOf(frame),
      );
      boxes.push(...chosen.boxes);
      const [left, middle] = chosen.place;
      return [words(dot.label, { x: left, y: middle }, { fill: look.ink })];
    }),
  );
  return { layers, boxes };
}
