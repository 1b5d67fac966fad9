import { join } from 'node:path';
import type { Row } from './cell.ts';
import type { Entry } from './catalogue.ts';
import { codeKey, engineKey } from './code-key.ts';
import { configurationOf } from './configuration.ts';
import type { Experiment } from './experiment.ts';
import { finishedCases, type CaseRows, type FinishedCases, type Head } from './finished-cases.ts';
import type { Configuration } from './manifest.ts';
import { casesOf } from './measure.ts';
import type { RunOptions } from './options.ts';
import type { Case } from './sweep.ts';

/** One experiment of a run: its cases, those that are finished, and those that are not. */
export interface Task {
  readonly entry: Entry;
  readonly experiment: Experiment;
  readonly configuration: Configuration;
  readonly cases: readonly Case[];
  /** The places of the cases that nobody has begun, in their order. */
  readonly waiting: number[];
  /** Those that take times, and so wait until they can be alone. */
  readonly alone: number[];
  readonly rows: CaseRows;
  /** Where finished cases are kept until all are; none where the experiment has no file, or nothing is to be written. */
  readonly kept?: FinishedCases;
  /** How many cases are being measured. */
  busy: number;
  /** When the first case began, in milliseconds. */
  start?: number;
}

/** Where cases are kept: beside the results until all are finished; in a shard, as what the shard gives. */
export const caseFile = (folder: string, id: string, shard?: RunOptions['shard']): string =>
  join(folder, ...(shard === undefined ? ['.unfinished'] : []), `${id}.cases.jsonl`);

/** What the cases of an experiment are measured with. */
export function headOf(
  { id, path }: Pick<Entry, 'id' | 'path'>,
  { seed, quick, sweep, command, times = true }: Configuration,
  cases: number,
  shard: readonly [number, number] = [1, 1],
): Head {
  const code = codeKey(path!);
  const settings = { seed, quick, sweep: sweep as Head['sweep'], command, times };
  return { format: 2, id, file: path!, code, engine: engineKey(), ...settings, cases, shard: [...shard] };
}

/** Reads an experiment, and takes up what an interrupted run of the same left in the folder. */
export async function taskOf(entry: Entry, folder: string, options: RunOptions): Promise<Task> {
  const experiment = await entry.load();
  const configuration = configurationOf(experiment, entry, options);
  const cases = casesOf(experiment, configuration);
  const [part, parts] = options.shard ?? [1, 1];
  const own = cases.map((_, index) => index).filter((index) => index % parts === part - 1);
  const takesTimes = timesOf(experiment, configuration);
  const task = (indices: readonly number[], rows: CaseRows): Task => ({
    entry,
    experiment,
    configuration,
    cases,
    waiting: indices.filter((index) => !takesTimes(cases[index]!)),
    alone: indices.filter((index) => takesTimes(cases[index]!)),
    rows,
    busy: 0,
  });
  if (entry.path === undefined || options.check === true) return task(own, new Map());
  const head = headOf(entry, configuration, cases.length, options.shard);
  const kept = await finishedCases(caseFile(folder, entry.id, options.shard), head, options.fresh ?? false);
  const left = own.filter((index) => !kept.rows.has(index));
  return { ...task(left, kept.rows), kept };
}

/** Which cases take times. */
function timesOf(experiment: Experiment, { times }: Configuration): (settings: Case) => boolean {
  const isTimed = Object.values(experiment.columns).some(({ kind }) => kind === 'timed');
  if (times === false || !isTimed) return () => false;
  return (settings) => experiment.alone?.(settings) ?? true;
}

/** All rows, in the order of the cases, whichever finished first. */
export const rowsInOrder = (rows: CaseRows): Row[] =>
  [...rows].sort(([a], [b]) => a - b).flatMap(([, some]) => [...some]);
