import pico from 'picocolors';
import { table as draw } from 'table';
import { layOut, longest, type LaidColumn, type Table } from './table.ts';

export interface Paper {
  /** In characters. */
  readonly width: number;
  readonly colour: boolean;
}

const rule = '─';
const border = {
  topBody: rule,
  topJoin: rule,
  joinBody: rule,
  joinJoin: rule,
  bottomBody: rule,
  bottomJoin: rule,
};

/** The narrowest that a column of words is made. */
const narrowest = 12;

/** The table for a screen: ruled above, below and under the headings; where it is too wide, words wrap and numbers never. */
export function terminal(table: Table, { width, colour }: Paper): string {
  const columns = layOut(table).map((column) => ({ ...column, cells: column.cells.map(printable) }));
  const { bold, dim } = pico.createColors(colour);
  const widths = fit(columns, width);
  const body = table.rows.map((_, row) => columns.map((column) => column.cells[row]!));
  const drawn = draw([columns.map((column) => bold(column.heading)), ...body], {
    border: { ...border, bodyLeft: '', bodyRight: '', bodyJoin: '' },
    columns: columns.map(({ side }, i) => ({ alignment: side, width: widths[i]!, wrapWord: true })),
    drawVerticalLine: () => false,
    drawHorizontalLine: (line, lines) => line <= 1 || line === lines,
  });
  const above = table.caption === undefined ? '' : `${wrap(table.caption, width)}\n`;
  const below = table.note === undefined ? '' : `${dim(wrap(table.note, width))}\n`;
  return above + drawn + below;
}

/** The columns' widths: what they need, less what the widest can give up until all fit. */
function fit(columns: readonly LaidColumn[], width: number): number[] {
  const padding = 2;
  const widths = columns.map((column) => longest([column.heading, ...column.cells]));
  const least = columns.map(({ heading, cells, side }) =>
    Math.max(
      longest(heading.split(' ')),
      side === 'right' ? longest(cells) : Math.min(longest(cells), narrowest),
    ),
  );
  let excess = widths.reduce((sum, own) => sum + own + padding, 0) - width;
  for (; excess > 0; excess--) {
    const spare = widths.map((own, i) => own - least[i]!);
    const most = spare.indexOf(Math.max(...spare));
    if (!(spare[most]! > 0)) break;
    widths[most]!--;
  }
  return widths;
}

/** A text without the control characters that would move the cursor. */
export const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) =>
    c === '\n' ? ' ' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** Prose in lines of at most `width` characters, broken at spaces. */
export function wrap(prose: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of prose.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
