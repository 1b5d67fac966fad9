import { exactText, type Cell } from './cell.ts';
import { withUnit } from './column.ts';
import { cellOf, type Table } from './table.ts';

/**
 * The table's data as RFC 4180 has it (lines end in CR LF), under the rows' own keys, every number to its last digit. An
 * empty place is nothing, an empty text `""`.
 */
export function csv(table: Table): string {
  const keys = Object.entries(table.columns).map(([key, column]) => [key, withUnit(key, column)] as const);
  const lines = table.rows.map((row) => keys.map(([key]) => field(cellOf(row, key))));
  return [keys.map(([, name]) => field(name)), ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  const text = exactText(cell);
  return cell === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The fields of a CSV text, line by line, as text. */
export function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/g)) {
    line.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === ',') continue;
    if (line.length > 1 || line[0] !== '' || end !== '') lines.push(line);
    line = [];
  }
  return lines;
}
