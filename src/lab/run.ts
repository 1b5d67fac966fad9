import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { agreementRule } from './agreement.ts';
import type { Entry } from './catalogue.ts';
import { compare, compareOverview, type Comparison } from './check.ts';
import { inWords } from './difference.ts';
import { Interrupted, interruptible } from './interrupt.ts';
import { json } from './json.ts';
import { inOneWord } from './manifest.ts';
import { measure, messageOf } from './measure.ts';
import { outcomeOf, type Outcome } from './outputs.ts';
import { overview } from './overview.ts';
import { counted, progress, type Progress } from './progress.ts';
import type { Screen } from './screen.ts';
import { shown } from './showing.ts';
import { keep, keptIn, manifestIn, overviewFile } from './store.ts';

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

/** Where results go: `results` only what the experiments themselves say, every other way of running elsewhere. */
export function folderOf({ out, quick = false, seed }: RunOptions): string {
  return out ?? `results${quick ? '-quick' : ''}${seed === undefined ? '' : `-seed-${seed}`}`;
}

/** What one experiment came to. */
interface Ended {
  readonly outcome?: Outcome;
  readonly comparison?: Comparison;
  /** Whether anything is wrong with it: it broke off, differs from what is kept, or its claim no longer holds. */
  readonly wrong: boolean;
  readonly json: object;
}

/**
 * Runs experiments one after another and keeps each as it ends, or compares it with what is kept. The result is the
 * exit code: 0 done, 1 one broke off, differs, or no longer holds, 130 interrupted.
 */
export async function run(entries: readonly Entry[], options: RunOptions, screen: Screen): Promise<number> {
  const folder = folderOf(options);
  const says = progress(screen, options.quiet ?? false);
  const ended: Ended[] = [];
  try {
    await interruptible(async (breathe) => {
      for (const entry of entries) ended.push(await one(entry, options, screen, says, breathe));
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    says.trouble(`interrupted: ${counted(ended.length, 'experiment')} done, all other results as they were`);
    if (options.check !== true) await writeOverview(folder);
    return 130;
  }
  let wrong = ended.some((end) => end.wrong);
  const outcomes = ended.flatMap(({ outcome }) => outcome ?? []);
  if (options.check !== true) await writeOverview(folder);
  else if (!wrong && ended.every(({ comparison }) => comparison?.otherEngine === undefined))
    wrong = tell(await compareOverview(folder, outcomes), screen, says, options);
  if (options.json === true) screen.out(`${json(ended.map((end) => end.json), 2)}\n`);
  if (options.check === true && !wrong)
    says.line(`${counted(outcomes.length, 'experiment')} compared with ${folder}: no difference`);
  return wrong ? 1 : 0;
}
