import { availableParallelism } from 'node:os';
import { attempt, type Measurer } from './attempt.ts';
import type { Entry } from './catalogue.ts';
import { checking } from './checking.ts';
import { crew } from './crew.ts';
import { checkFolder, readyFolder } from './folder.ts';
import { Interrupted, interruptible, listening } from './interrupt.ts';
import { json } from './json.ts';
import { keeping } from './keeping.ts';
import { messageOf } from './measure.ts';
import { Misuse } from './misuse.ts';
import { folderOf, type RunOptions } from './options.ts';
import type { Outcome } from './outputs.ts';
import { counted, progress } from './progress.ts';
import type { Screen } from './screen.ts';
import { overviewFile } from './store.ts';

/** What is done with outcomes: they are kept, or compared with what is kept. */
export interface Ending {
  /** One experiment has ended, after this many milliseconds. */
  readonly one: (outcome: Outcome, milliseconds: number) => Promise<Ended>;
  /** All have, or an interruption came; `sound`: nothing was wrong with any. False where something is wrong with all together. */
  readonly all: (outcomes: readonly Outcome[], sound: boolean) => Promise<boolean>;
}

/** What became of one experiment. */
export interface Ended {
  /** False where its results differ from those kept, or its claim held and no longer does. */
  readonly sound: boolean;
  /** The same for programs. */
  readonly json: object;
}

/**
 * Runs experiments, several at a time where there are cores for it (those with times alone, after the others), and keeps
 * each as it ends or compares it with what is kept. The result is the exit code: 0 done; 1 one broke off, differs, or no
 * longer holds; 2 misuse, and nothing was run; 130 interrupted.
 */
export async function run(entries: readonly Entry[], options: RunOptions, screen: Screen): Promise<number> {
  const says = progress(screen, options.quiet ?? false);
  const folder = folderOf(options);
  const misuse = await misuseOf(entries, folder, options);
  if (misuse !== undefined) {
    says.trouble(`derivlab: ${misuse.message}`);
    return 2;
  }
  const ending = (options.check === true ? checking : keeping)(folder, options, screen, says);
  const outcomes = new Map<string, Outcome>();
  const ended = new Map<string, Ended>();
  const isSound = (): boolean => [...ended.values()].every(({ sound }) => sound);
  /** In the order of the entries, whichever ended first. */
  const inOrder = <V>(found: ReadonlyMap<string, V>): V[] =>
    [...entries.map(({ id }) => id), overviewFile].flatMap((id) => found.get(id) ?? []);

  const guarded = async (id: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      ended.set(id, { sound: false, json: { id, error: messageOf(error) } });
      says.trouble(`${id}: ${messageOf(error)}`);
    }
  };
  const one = async (entry: Entry, breathe: () => Promise<void>, measurer?: Measurer): Promise<void> => {
    let start = performance.now();
    const watch = {
      step: (done: number, cases: number) => {
        if (done === 0) start = performance.now();
        says.step(entry.id, done, cases);
      },
      note: (message: string) => {
        says.note(entry.id, message);
      },
      breathe,
    };
    const outcome = await attempt(entry, options, watch, measurer);
    ended.set(entry.id, await ending.one(outcome, performance.now() - start));
    outcomes.set(entry.id, outcome);
  };
  /** As many at a time as there are threads. */
  const together = async (
    some: readonly Entry[],
    jobs: number,
    breathe: () => Promise<void>,
  ): Promise<void> => {
    const threads = crew(jobs);
    const work = (entry: Entry): Promise<void> =>
      guarded(entry.id, () =>
        one(entry, breathe, (_, configuration, watch) =>
          threads.measure({ path: entry.path!, configuration }, watch),
        ),
      );
    try {
      await listening(Promise.all(some.map(work)), breathe);
    } finally {
      await threads.end();
    }
  };
  const all = async (): Promise<void> => {
    if (!(await ending.all(inOrder(outcomes), isSound())))
      ended.set(overviewFile, { sound: false, json: { id: overviewFile, same: false } });
  };

  const interrupted = await interruptible(async (breathe) => {
    // A quick look is over before threads have got up to speed.
    const jobs = options.jobs ?? (options.quick === true ? 1 : availableParallelism());
    const apart = jobs === 1 ? [] : await separable(entries);
    const some = apart.length < 2 ? [] : apart;
    if (some.length > 0) await together(some, Math.min(jobs, some.length), breathe);
    for (const entry of entries)
      if (!some.includes(entry)) await guarded(entry.id, () => one(entry, breathe));
  });
  if (interrupted)
    says.trouble(
      `interrupted after ${counted(outcomes.size, 'experiment')}; all other results are as they were`,
    );
  if (!interrupted || options.check !== true) await guarded(overviewFile, all);
  if (options.json === true)
    screen.out(
      `${json(
        inOrder(ended).map((end) => end.json),
        2,
      )}\n`,
    );
  return interrupted ? 130 : isSound() ? 0 : 1;
}

/** Those that another thread can measure: they have a file, and nothing in them is timed. */
async function separable(entries: readonly Entry[]): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const entry of entries) {
    const experiment = entry.path === undefined ? undefined : await entry.load().catch(() => undefined);
    if (experiment && Object.values(experiment.columns).every(({ kind }) => kind !== 'timed'))
      found.push(entry);
  }
  return found;
}

/** What can be seen to be amiss before the first experiment runs; one whose file throws is left for its turn. */
async function misuseOf(
  entries: readonly Entry[],
  folder: string,
  { check = false }: RunOptions,
): Promise<Misuse | undefined> {
  try {
    for (const { load } of entries)
      await load().catch((error: unknown) => {
        if (error instanceof Misuse) throw error;
      });
    const ids = entries.map(({ id }) => id);
    if (check) checkFolder(folder, ids);
    else await readyFolder(folder, ids);
    return undefined;
  } catch (error) {
    if (error instanceof Misuse) return error;
    throw error;
  }
}
