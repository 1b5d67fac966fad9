import type { Row } from './cell.ts';
import type { Figure } from './figure.ts';
import { leftOut } from './figure-data.ts';
import { specOf } from './figure-spec.ts';
import { svgOf } from './figure-svg.ts';
import { pngOf } from './png.ts';

/** A figure as it is kept. */
export interface DrawnFigure {
  readonly id: string;
  readonly caption: string;
  readonly alt: string;
  /** What of the rows is not in it, in words; null where all is. */
  readonly note: string | null;
  readonly svg: string;
  readonly png: Buffer;
}

/** Draws a figure of these rows. */
export async function drawn(figure: Figure, rows: readonly Row[]): Promise<DrawnFigure> {
  const { id, caption, alt } = figure;
  const chart = figure.draw(rows);
  const svg = await svgOf(specOf(chart), { id, alt });
  return { id, caption, alt, note: leftOut(chart), svg, png: await pngOf(svg) };
}
