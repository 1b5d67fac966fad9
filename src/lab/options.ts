import { InvalidArgumentError, Option, type Command } from 'commander';

/** How experiments are run. */
export interface RunOptions {
  /** Where results are kept; see `folderOf`. */
  readonly out?: string;
  /** The experiments' smaller lists. */
  readonly quick?: boolean;
  /** In place of every experiment's own. */
  readonly seed?: number;
  /** Compares with what is kept, and writes nothing. */
  readonly check?: boolean;
  readonly quiet?: boolean;
  /** Results as JSON in place of tables. */
  readonly json?: boolean;
}

/** Where results go: to `results` only what the experiments themselves say, every other way of running elsewhere. */
export function folderOf({ out, quick = false, seed }: RunOptions): string {
  return out ?? `results${quick ? '-quick' : ''}${seed === undefined ? '' : `-seed-${seed}`}`;
}

/** A command that takes these options. */
export function withRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--quick', 'smaller lists, for a quick look; kept in results-quick').conflicts('full'),
    )
    .option('--full', 'all of every list, which is the default')
    .option('--check', 'compare with what is kept, byte for byte, and write nothing; exit 1 at a difference')
    .option(
      '--out <folder>',
      'where results are kept (default: results, or results-quick, results-seed-N)',
      folder,
    )
    .option('--seed <number>', "in place of every experiment's own; kept in results-seed-N", seed)
    .option('--quiet', 'no progress')
    .option('--json', 'print JSON in place of tables');
}

function folder(word: string): string {
  if (word.trim() === '') throw new InvalidArgumentError('The name of a folder is required.');
  return word;
}

function seed(word: string): number {
  const value = Number(word);
  if (!/^\d+$/.test(word) || value >= 2 ** 32)
    throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.');
  return value;
}
