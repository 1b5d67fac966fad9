import { widthOf } from './figure-font.ts';
import { grey } from './figure-style.ts';
import { escaped, inks, pixels, sizes } from './graph-ink.ts';

/** Words under a drawing: what its colours mean, where there are numbers, and what its shapes are. */
export interface Legend {
  readonly value: string | undefined;
  readonly adjoint: string | undefined;
  readonly shapes: string;
}

/** A legend ready to be put under a drawing. */
export interface DrawnLegend {
  readonly width: number;
  readonly height: number;
  readonly at: (left: number, top: number) => string[];
}

const [leading, gap] = [18, 14];

/** A legend's size, and how it is drawn. */
export function drawnLegend({ value, adjoint, shapes }: Legend): DrawnLegend {
  const numbers = [
    { words: value, ink: inks.value },
    { words: adjoint, ink: inks.adjoint },
  ].flatMap(({ words, ink }) => (words === undefined ? [] : [{ words, ink }]));
  const lines = [numbers, [{ words: shapes, ink: grey.axis }]].filter((line) => line.length > 0);
  return {
    width: Math.max(
      ...lines.map((line) => line.reduce((sum, { words }) => sum + gap + widthOf(words, sizes.legend), -gap)),
    ),
    height: leading * lines.length,
    at: (left, top) =>
      lines.map((line, i) => {
        const spans = line.map(
          ({ words, ink }, j) =>
            `<tspan fill="${ink}"${j > 0 ? ` dx="${String(gap)}"` : ''}>${escaped(words)}</tspan>`,
        );
        return `<text x="${pixels(left)}" y="${pixels(top + leading * (i + 1))}" font-size="${String(sizes.legend)}" text-anchor="start">${spans.join('')}</text>`;
      }),
  };
}
