import { join } from 'node:path';
import type { Row } from './cell.ts';
import type { Entry } from './catalogue.ts';
import type { Experiment } from './experiment.ts';
import type { Manifest } from './manifest.ts';
import { messageOf } from './measure.ts';
import { Misuse } from './misuse.ts';
import { rowsFromCsv } from './rows-from-csv.ts';
import { manifestIn, textOf } from './store.ts';
import { printable } from './terminal.ts';

/** An experiment with the rows that are kept of it; timed cells are null in them. */
export interface KeptResults {
  readonly experiment: Experiment;
  readonly manifest: Manifest;
  readonly rows: readonly Row[];
}

/** Reads an experiment's results from a folder of results, without running it. Throws where there are none, or they cannot be read. */
export async function keptResults({ id, command, path, load }: Entry, folder: string): Promise<KeptResults> {
  const experiment = await load().catch((error: unknown) => {
    if (error instanceof Misuse) throw error;
    throw new Error(`${path ?? id} cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const text = await textOf(folder, id, 'rows.csv');
  const manifest = await manifestIn(folder, id);
  if (manifest === null || text === null)
    throw new Error(`there are no results of ${id} in ${folder}; make them with ${command}`);
  try {
    return { experiment, manifest, rows: rowsFromCsv(experiment.columns, text, manifest.bigints) };
  } catch (error) {
    throw new Error(
      `${join(folder, id, 'rows.csv')}: ${printable(messageOf(error))}; results of this version are made with ${command}`,
      { cause: error },
    );
  }
}
