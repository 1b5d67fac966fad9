import type { Column } from './column.ts';

/** What two values may differ by, relatively, when different engines computed them: their Math functions differ. */
const tolerance = 1e-9;

/** The factor that values near the level of rounding may differ by. */
const factor = 16;

/** The rule below, for readers. */
export const agreementRule =
  `text and whole numbers equal, other numbers within ${tolerance} relatively, and columns with a level of rounding both ` +
  `below it or within a factor ${factor}`;

/** Whether two cells of a column, as CSV has them, say the same, computed by different engines. */
export function agree(column: Column | undefined, before: string, after: string): boolean {
  if (before === after) return true;
  const [a, b] = [numberIn(before), numberIn(after)];
  if (column === undefined || column.kind === 'case' || a === null || b === null) return false;
  const [less, more] = [Math.min(Math.abs(a), Math.abs(b)), Math.max(Math.abs(a), Math.abs(b))];
  if (column.kind === 'counted' && column.rounding !== undefined)
    return more <= column.rounding || (a * b > 0 && more <= factor * less);
  if (Number.isInteger(a) && Number.isInteger(b)) return a === b;
  return Math.abs(a - b) <= tolerance * more;
}

/** The finite number that a cell holds; null where it holds something else. */
function numberIn(text: string): number | null {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
