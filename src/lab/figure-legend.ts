import { widthOf } from './figure-font.ts';
import { lineStyle, marker, stroke, words, type Layer } from './figure-layer.ts';
import { sheet, type Look } from './figure-style.ts';

/** A series as a legend has it. */
export interface Entry {
  readonly name: string;
  readonly look: Look;
  readonly isLine: boolean;
}

const [sample, gap, apart, lineHeight] = [34, 7, 22, 22];

/** Samples with their names, in as many lines as this width takes; the last is centred at this height. */
export function legend(entries: readonly Entry[], width: number, bottom: number): Layer[] {
  const layers: Layer[] = [];
  const lines = linesOf(entries, width);
  for (const [i, line] of lines.entries()) {
    const y = bottom - (lines.length - 1 - i) * lineHeight;
    for (const { name, look, isLine, left } of line) {
      const key = keyOf(isLine);
      if (isLine) layers.push(stroke({ x: left, x2: left + key, y }, lineStyle(look)));
      layers.push(marker(look, { x: left + key / 2, y }), words(name, { x: left + key + gap, y }));
    }
  }
  return layers;
}

const keyOf = (isLine: boolean): number => (isLine ? sample : sample / 3);

/** The entries line by line, each with its left edge. */
function linesOf(entries: readonly Entry[], width: number): (Entry & { left: number })[][] {
  const lines: (Entry & { left: number })[][] = [[]];
  let left = 0;
  for (const entry of entries) {
    const needed = keyOf(entry.isLine) + gap + widthOf(entry.name, sheet.labels);
    if (left > 0 && left + needed > width) {
      lines.push([]);
      left = 0;
    }
    lines.at(-1)!.push({ ...entry, left });
    left += needed + apart;
  }
  return lines;
}
