import { InvalidArgumentError, Option, type Command } from 'commander';

/** How experiments are run. */
export interface RunOptions {
  /** Where results are kept; see `folderOf`. */
  readonly out?: string;
  /** The experiments' smaller lists. */
  readonly quick?: boolean;
  /** The experiments' longer lists, where they have any. */
  readonly full?: boolean;
  /** In place of every experiment's own. */
  readonly seed?: number;
  /** Compares with what is kept, and writes nothing. */
  readonly check?: boolean;
  /** How many experiments are measured at a time, each in a thread; as many as there are cores unless given, or 1 where quick. */
  readonly jobs?: number;
  readonly quiet?: boolean;
  /** Results as JSON in place of tables. */
  readonly json?: boolean;
}

/** Where results go: to `results` only what the experiments themselves say, every other way of running elsewhere. */
export function folderOf({ out, quick = false, full = false, seed }: RunOptions): string {
  return (
    out ?? `results${quick ? '-quick' : full ? '-full' : ''}${seed === undefined ? '' : `-seed-${seed}`}`
  );
}

const mostJobs = 256;

/** A command that takes these options. */
export function withRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--quick', 'smaller lists, for a quick look; kept in results-quick').conflicts('full'),
    )
    .option('--full', 'longer lists, where an experiment has them; kept in results-full')
    .option('--check', 'compare with what is kept, byte for byte, and write nothing; exit 1 at a difference')
    .option(
      '--out <folder>',
      'where results are kept (default: results, or results-quick, results-full, results-seed-N)',
      folder,
    )
    .option('--seed <number>', "in place of every experiment's own; kept in results-seed-N", seed)
    .option(
      '--jobs <number>',
      'experiments at a time, each on a core (default: as many as there are cores; 1 where quick)',
      jobs,
    )
    .option('--quiet', 'no progress')
    .option('--json', 'print JSON in place of tables');
}

function folder(word: string): string {
  if (word.trim() === '') throw new InvalidArgumentError('The name of a folder is required.');
  return word;
}

function jobs(word: string): number {
  const value = Number(word);
  if (!/^\d+$/.test(word) || value < 1 || value > mostJobs)
    throw new InvalidArgumentError(`A whole number from 1 to ${mostJobs} is required.`);
  return value;
}

function seed(word: string): number {
  const value = Number(word);
  if (!/^\d+$/.test(word) || value >= 2 ** 32)
    throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.');
  return value;
}
