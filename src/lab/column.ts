import type { Cell } from './cell.ts';
import type { Format } from './format.ts';

interface Described {
  /** A sentence: what the numbers in this column are. */
  readonly says: string;
  /** The name in headings; the row's key in words (`relativeError` reads "relative error") unless given. */
  readonly name?: string;
  /** `ns`, `bytes`; none for a pure number. */
  readonly unit?: string;
  /** How tables show it; files of data have full precision. Default: every digit. */
  readonly format?: Format;
}

interface CaseColumn extends Described {
  /** Says which case this is; all of a row's case columns together name the row. */
  readonly kind: 'case';
}

interface CountedColumn extends Described {
  /** Found by counting or arithmetic: the same bytes on every run on one engine. */
  readonly kind: 'counted';
  /**
   * The level below which values are rounding noise (2⁻⁵⁰ for a relative error, 4 for ulps). On another engine, whose
   * Math functions may differ, two values agree that both lie below it, or within a factor 16 of each other.
   */
  readonly rounding?: number;
}

interface TimedColumn extends Described {
  /** Depends on a clock: kept with the machine's timings, and seen by no verdict, where it is null. */
  readonly kind: 'timed';
}

/** What a column is. Only a cell that may be null can be timed. */
export type Column<V extends Cell = Cell> =
  CaseColumn | CountedColumn | (null extends V ? TimedColumn : never);

/** One column for each key of a row, in the order of tables. */
export type Columns<R> = {
  readonly [K in keyof R & string]-?: Column<R[K] extends Cell ? R[K] : Cell>;
};

/** The column's name in tables, with its unit. */
export function heading(key: string, column: Column): string {
  const name =
    column.name ?? key.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return withUnit(name, column);
}

/** The column's name in files of data: the row's key, with its unit. */
export function withUnit(name: string, column: Column): string {
  return column.unit === undefined ? name : `${name} (${column.unit})`;
}
