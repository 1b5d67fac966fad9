import type { Row } from '../../src/lab/cell.ts';
import type { Experiment } from '../../src/lab/experiment.ts';
import { measure } from '../../src/lab/measure.ts';
import type { Case, Setting } from '../../src/lab/sweep.ts';

const watch = { step: () => undefined, note: () => undefined, breathe: () => Promise.resolve() };

/** The rows of an experiment's quick cases. */
export async function quickRows(itself: Experiment): Promise<readonly Row[]> {
  const sweep = { ...itself.sweep, ...itself.quick } as typeof itself.sweep;
  return (await measure(itself, { command: '', seed: itself.seed, quick: true, sweep }, watch)).rows;
}

/** The rows of one case of an experiment, with its own random numbers. */
export async function rowsOf(itself: Experiment, settings: Case): Promise<readonly Row[]> {
  const sweep: Record<string, readonly Setting[]> = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, [value]]),
  );
  return (await measure(itself, { command: '', seed: itself.seed, quick: false, sweep }, watch)).rows;
}

/** What an experiment says of rows, after a change in each of them. */
export const judged = (itself: Experiment, rows: readonly Row[], change: (row: Row) => Row): boolean =>
  itself.verdict(rows.map(change)).holds === true;
