import { empty } from './format.ts';
import { layOut, lengthOf, longest, type LaidColumn, type Table } from './table.ts';

/** The table in Markdown: pipes aligned, numbers to the right, nothing in a cell read as markup. */
export function markdown(table: Table): string {
  const columns = layOut(table).map(markedUp);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = table.rows.map((_, row) => line(columns.map(({ cells }) => cells[row]!)));
  const lines = [line(columns.map((c) => c.heading)), line(columns.map((c) => c.rule)), ...body];
  const above = table.caption === undefined ? '' : `${escape(table.caption)}\n\n`;
  const below = table.note === undefined ? '' : `\n${escape(table.note)}\n`;
  return `${above}${lines.join('\n')}\n${below}`;
}

/** A column as Markdown, everything in it padded to one width. */
function markedUp(column: LaidColumn): { heading: string; rule: string; cells: string[] } {
  const heading = escape(column.heading);
  const cells = column.cells.map((cell) =>
    column.format.as === 'code' && cell !== empty ? inCode(cell) : escape(cell),
  );
  const width = Math.max(3, longest([heading, ...cells]));
  const pad = (text: string): string => {
    const spaces = ' '.repeat(width - lengthOf(text));
    return column.side === 'right' ? spaces + text : text + spaces;
  };
  const dashes = '-'.repeat(width - 1);
  return {
    heading: pad(heading),
    rule: column.side === 'right' ? `${dashes}:` : `-${dashes}`,
    cells: cells.map(pad),
  };
}

/** Text that Markdown shows as it is, in a table or out of it. */
export function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>|~$&#]/g, '\\$&').replace(/\r\n|\r|\n/g, '<br>');
}

/** Text as a program's, in backticks: more of them than it holds itself. */
function inCode(text: string): string {
  if (text === '') return '';
  const ticks = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  const space = /^`|`$/.test(text) ? ' ' : '';
  return ticks + space + text.replace(/[\r\n]+/g, ' ').replaceAll('|', '\\|') + space + ticks;
}
