import type { Scale } from './figure-axis.ts';
import type { Dot } from './figure-data.ts';
import { widthOf } from './figure-font.ts';
import { around, path, type Box } from './figure-place.ts';
import { sheet } from './figure-style.ts';

/** A panel's axes and its size in pixels: where a number lies on the page. */
export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  readonly width: number;
  readonly height: number;
}

/** A place in pixels from the panel's upper left corner. */
export type Pixel = readonly [x: number, y: number];

/** Where a dot is drawn. */
export const pixelOf = ({ x, y, width, height }: Frame, dot: { x: number; y: number }): Pixel => [
  x.at(dot.x) * width,
  (1 - y.at(dot.y)) * height,
];

export const boxOf = ({ width, height }: Frame): Box => ({ left: 0, top: 0, right: width, bottom: height });

/** The box of a text whose left edge's middle is here. */
export function textBox(text: string, [x, y]: Pixel): Box {
  return { left: x, right: x + widthOf(text, sheet.labels), top: y - 9, bottom: y + 9 };
}

/** Small boxes along curves: what words should not cover. */
export function trail(frame: Frame, runs: readonly (readonly Dot[])[]): Box[] {
  return runs.flatMap((run) =>
    run.flatMap((dot, i) => {
      const here = pixelOf(frame, dot);
      return i === 0 ? [around(...here, 5, 5)] : path(pixelOf(frame, run[i - 1]!), here, 5);
    }),
  );
}
