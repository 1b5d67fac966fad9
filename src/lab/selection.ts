import type { Cell, Row } from './cell.ts';
import type { Columns } from './column.ts';
import type { Experiment } from './experiment.ts';
import type { Table } from './table.ts';

interface Told {
  /** A sentence over the table: what it shows. */
  readonly caption: string;
  /** Prose under it: what to see in it, and what not to. */
  readonly note?: string;
}

/** A table of some of the rows, and some of the columns. */
export interface Selection<R> extends Told {
  readonly columns?: readonly (keyof R & string)[];
  rows?(row: R, index: number, all: readonly R[]): boolean;
}

/** A table of other rows, worked out from all of them: maxima over seeds, one line for each method. */
export interface Summary<R> extends Told {
  readonly columns: Columns<Row>;
  summarise(rows: readonly R[]): readonly Row[];
}

/** A summary whose columns are checked against its own rows. */
export function summary<R, Q extends Readonly<Record<keyof Q, Cell>>>(
  table: Told & { readonly columns: Columns<Q>; readonly summarise: (rows: readonly R[]) => readonly Q[] },
): Summary<R> {
  return table;
}

/** The most rows that a table shows of which nobody chose the rows. */
const enough = 40;

/** What readers are shown of an experiment's rows, the main table first. */
export function tablesOf(
  { tables, columns }: Pick<Experiment, 'tables' | 'columns'>,
  rows: readonly Row[],
): Table[] {
  const counted = Object.keys(columns).filter((key) => columns[key]!.kind !== 'timed');
  if (tables === undefined || tables.length === 0) {
    const shown = rows.slice(0, enough);
    const caption = shown.length < rows.length ? `The first ${enough} of ${rows.length} rows.` : 'All rows.';
    return [{ caption, columns: only(columns, counted), rows: shown }];
  }
  return tables.map(({ caption, note, ...table }) => ({
    caption,
    ...(note === undefined ? {} : { note }),
    ...('summarise' in table
      ? { columns: table.columns, rows: table.summarise(rows) }
      : {
          columns: only(columns, table.columns ?? counted),
          rows: rows.filter((row, index) => table.rows?.(row, index, rows) ?? true),
        }),
  }));
}

/** The columns of these keys, in the order of the keys. */
export function only(columns: Columns<Row>, keys: readonly string[]): Columns<Row> {
  return Object.fromEntries(keys.map((key) => [key, columns[key]!]));
}
