import { grey, sheet, type Look } from './figure-style.ts';

/** A layer of a Vega-Lite view. */
export type Layer = Readonly<Record<string, unknown>>;

/** Places in pixels from the view's upper left corner, or in numbers on the axes. */
type At = Readonly<Partial<Record<'x' | 'y' | 'x2' | 'y2', number>>>;

/** Two decimals of a pixel: all that can be seen, and none of what round-off leaves. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

const pixels = (at: At): object =>
  Object.fromEntries(Object.entries(at).map(([channel, value]) => [channel, { value: rounded(value) }]));

const alone = { values: [{}] };

/** A line of text at a place in pixels. */
export function words(text: string, at: At, style: Layer = {}): Layer {
  const mark = { type: 'text', fontSize: sheet.labels, align: 'left', baseline: 'middle', fill: grey.words };
  return { data: alone, mark: { ...mark, text, ...style }, encoding: pixels(at) };
}

/** A straight line between places in pixels. */
export function stroke(at: At, style: Layer): Layer {
  return { data: alone, mark: { type: 'rule', opacity: 1, ...style }, encoding: pixels(at) };
}

/** How a series' line is drawn. */
export const lineStyle = ({ colour, dash }: Look): Layer => ({
  stroke: colour,
  strokeDash: dash,
  strokeWidth: 1.8,
});

/** How a series' marker is drawn: an open one is white inside, so that lines do not run through it. */
export const markerStyle = ({ colour, shape, open }: Look): Layer => ({
  type: 'point',
  shape,
  size: shape === 'circle' || shape === 'square' ? 42 : 50,
  fill: open ? '#ffffff' : colour,
  stroke: colour,
  strokeWidth: 1.5,
  opacity: 1,
});

/** A series' marker at a place in pixels. */
export const marker = (look: Look, at: At): Layer => ({
  data: alone,
  mark: markerStyle(look),
  encoding: pixels(at),
});
