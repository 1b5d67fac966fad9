import { heading, type Columns } from './column.ts';
import type { Cell, Row } from './cell.ts';
import { plain, show, type Format } from './format.ts';

/** Rows with what their columns mean: one value, written as text for a terminal, a page or a program. */
export interface Table {
  /** A sentence over it. */
  readonly caption?: string;
  /** Prose under it. */
  readonly note?: string;
  readonly columns: Columns<Row>;
  readonly rows: readonly Row[];
}

/** One column laid out for readers: its heading, its cells as text, and the side that they keep to. */
export interface LaidColumn {
  readonly heading: string;
  readonly cells: readonly string[];
  readonly side: 'left' | 'right';
  readonly format: Format;
}

/** The table as text, column by column: numbers keep to the right. */
export function layOut(table: Table): LaidColumn[] {
  return Object.entries(table.columns).map(([key, column]) => {
    const format = column.format ?? plain;
    const cells = table.rows.map((row) => cellOf(row, key));
    return {
      heading: heading(key, column),
      cells: cells.map((cell) => show(format, cell)),
      side: cells.some((cell) => typeof cell === 'number' || typeof cell === 'bigint') ? 'right' : 'left',
      format,
    };
  });
}

/** A row's cell; a column that the row lacks is a mistake, not an empty place. */
export function cellOf(row: Row, key: string): Cell {
  const cell = row[key];
  if (cell === undefined) throw new TypeError(`table: a row has no cell in the column ${key}`);
  return cell;
}

/** How many characters the longest of the texts has; 1 at least. */
export const longest = (texts: readonly string[]): number => Math.max(1, ...texts.map(lengthOf));

/** A text's length in characters, one for each code point. */
export const lengthOf = (text: string): number => Array.from(text).length;
