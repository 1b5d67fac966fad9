import type { Row } from './cell.ts';
import type { Experiment } from './experiment.ts';
import { Interrupted } from './interrupt.ts';
import { json } from './json.ts';
import { labFor } from './lab.ts';
import type { Measured } from './crew.ts';
import type { Configuration } from './manifest.ts';
import { product, type Case } from './sweep.ts';

/** Who looks on while an experiment runs. */
export interface Watch {
  /** Called before each case, and once after the last. */
  readonly step: (done: number, cases: number) => void;
  readonly note: (message: string) => void;
  /** Waited for between rows: the moment to stop. */
  readonly breathe: () => Promise<void>;
}

/** All rows of an experiment, case by case, in the order of its cases. Throws at the first case that does. */
export async function measure(
  experiment: Experiment,
  { seed, sweep }: Configuration,
  { step, note, breathe }: Watch,
): Promise<Measured> {
  const cases = experiment.cases?.(sweep) ?? product(sweep);
  if (cases.length === 0) throw new RangeError('there is no case to run');
  const rows: Row[] = [];
  for (const [done, settings] of cases.entries()) {
    step(done, cases.length);
    await breathe();
    try {
      for await (const row of await experiment.measure(
        settings,
        labFor(experiment.id, seed, settings, note),
      )) {
        rows.push(checked(row, experiment));
        await breathe();
      }
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      throw new Error(`case ${caseText(settings)}: ${messageOf(error)}`, { cause: error });
    }
  }
  step(cases.length, cases.length);
  return { rows, cases: cases.length };
}

/** A row whose keys are exactly the columns. */
function checked(row: Row, { columns }: Experiment): Row {
  for (const key of Object.keys(row))
    if (!Object.hasOwn(columns, key)) throw new TypeError(`the row's ${key} is not among the columns`);
  for (const key of Object.keys(columns))
    if (!['number', 'bigint', 'string', 'boolean'].includes(typeof row[key]) && row[key] !== null)
      throw new TypeError(
        `the row's ${key} must be a number, text, yes or no, or null, got ${typeof row[key]}`,
      );
  return row;
}

/** A case as people read it: `layers=[4,8,3], activation="tanh"`. */
function caseText(settings: Case): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${json(value)}`)
    .join(', ');
}

/** What an error says, without where it was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
