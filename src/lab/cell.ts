/** What one place of a table may hold. `null` is an empty place: nothing was measured there. */
export type Cell = number | bigint | string | boolean | null;

/** One row of results, by column. */
export type Row = Readonly<Record<string, Cell>>;

/**
 * A cell's exact text: the shortest decimal that reads back as the same double, `NaN`, `Infinity`, `-Infinity`, `-0`;
 * nothing for an empty place.
 */
export function exactText(cell: Cell): string {
  if (cell === null) return '';
  return Object.is(cell, -0) ? '-0' : String(cell);
}
