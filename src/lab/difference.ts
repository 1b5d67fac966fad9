import { agree } from './agreement.ts';
import { withUnit, type Columns } from './column.ts';
import { readCsv } from './csv.ts';
import type { Row } from './cell.ts';
import { printable } from './terminal.ts';

/** One thing that is not as it was: where, and both readings. `null`: there is nothing. */
export interface Difference {
  /** `row x=3, sign=+`, or `table.md line 12`. */
  readonly place: string;
  readonly column?: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The cells in which two CSV files of one experiment differ, row by row as their case columns name them. */
export function differentCells(
  columns: Columns<Row>,
  before: string,
  after: string,
  exactly: boolean,
): Difference[] {
  const [old, fresh] = [read(columns, before), read(columns, after)];
  if (old.names.join() !== fresh.names.join())
    return [{ place: 'rows.csv, the columns', before: old.names.join(', '), after: fresh.names.join(', ') }];
  const differences: Difference[] = [];
  for (const [place, was] of old.rows) {
    const is = fresh.rows.get(place);
    if (is === undefined) differences.push({ place, before: was.join(), after: null });
    else
      for (const [i, column] of old.names.entries()) {
        const [a, b] = [was[i] ?? '', is[i] ?? ''];
        if (exactly ? a !== b : !agree(old.columns[i], a, b))
          differences.push({ place, column, before: a, after: b });
      }
  }
  for (const [place, is] of fresh.rows)
    if (!old.rows.has(place)) differences.push({ place, before: null, after: is.join() });
  return differences;
}

/** The lines in which two texts differ. */
export function differentLines(name: string, before: string, after: string): Difference[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  return Array.from({ length: Math.max(old.length, fresh.length) }, (_, i) => ({
    place: `${name} line ${i + 1}`,
    before: old[i] ?? null,
    after: fresh[i] ?? null,
  })).filter(({ before: was, after: is }) => was !== is);
}

/** A difference in one line, never long, whatever a damaged file holds. */
export function inWords({ place, column, before, after }: Difference): string {
  const where = told(column === undefined ? place : `${place}, ${column}`);
  if (before === null) return `${where}: new: ${told(after!)}`;
  if (after === null) return `${where}: gone: ${told(before)}`;
  return `${where}: ${told(before) || 'nothing'} → ${told(after) || 'nothing'}`;
}

const longest = 300;

const told = (text: string): string =>
  printable(text.length <= longest ? text : `${text.slice(0, longest)}…`);

/** A CSV file's rows by name; rows of one name are told apart by a number. */
function read(columns: Columns<Row>, text: string) {
  const byName = new Map(Object.entries(columns).map(([key, column]) => [withUnit(key, column), column]));
  const [names = [], ...lines] = readCsv(text);
  const rows = new Map<string, string[]>();
  const times = new Map<string, number>();
  for (const line of lines) {
    const cases = names.flatMap((name, i) =>
      byName.get(name)?.kind === 'case' ? [`${name}=${line[i] ?? ''}`] : [],
    );
    const name = cases.length === 0 ? 'row' : `row ${cases.join(', ')}`;
    const again = (times.get(name) ?? 0) + 1;
    times.set(name, again);
    rows.set(again === 1 ? name : `${name} (${again})`, line);
  }
  return { names, rows, columns: names.map((name) => byName.get(name)) };
}
