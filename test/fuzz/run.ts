import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { beside, thread } from '../../src/differentiators/thread.ts';
import { hereAndNow, writeMeasured } from '../../scripts/measured.ts';
import { grownWords, guardWord, lawWord } from '../expression/grown.ts';
import type { Kind } from './subject.ts';
import { join, outcome, tables, tally } from './tally.ts';
import type { Done, Task } from './worker.ts';

// Random expressions and nets: every method against the decimal truth, on all cores.

const whole = (given: string): number => {
  const n = Number(given);
  if (!Number.isInteger(n) || n < 0 || n > 20_000_000)
    throw new InvalidArgumentError(`a whole number from 0 to 20000000 is required, got ${given}`);
  return n;
};

const options = new Command('test:fuzz')
  .description('Every method against the decimal truth, on random expressions and nets.')
  .option('--expressions <n>', 'how many expressions', whole, 20_000)
  .option('--nets <n>', 'how many nets', whole, 500)
  .option('--seed <s>', 'another seed, other subjects', whole, 1)
  .option('--tenth', 'a tenth of them')
  .option('--write', 'put what comes out into docs/trust.md')
  .parse()
  .opts<{ expressions: number; nets: number; seed: number; tenth?: true; write?: true }>();

/** The most subjects in a hundred of which some answer may be flagged. */
const mostFlagged = 3;

/** So many subjects are worked off at a time; the subjects do not depend on the number of threads. */
const share: Record<Kind, number> = { expressions: 50, nets: 5 };

function tasksOf(kind: Kind, whole: number, first: number): Task[] {
  const total = options.tenth ? Math.ceil(whole / 10) : whole;
  return Array.from({ length: Math.ceil(total / share[kind]) }, (_, i) => ({
    kind,
    count: Math.min(share[kind], total - i * share[kind]),
    seed: (options.seed * 100 + first) * 1_000 + i,
  }));
}

const tasks = [...tasksOf('nets', options.nets, 50), ...tasksOf('expressions', options.expressions, 0)];
const all = tally();
const total = tasks.reduce((sum, { count }) => sum + count, 0);
let told = 0;

/** One thread works until nothing is left. */
async function member(): Promise<void> {
  const worker = thread(beside(import.meta.url, 'worker'), {});
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
    worker.postMessage(task);
    const [done] = (await once(worker, 'message')) as [Done];
    join(all, done.tally);
    for (const failure of done.failures) console.log(`FAILED ${failure}\n`);
    if (all.subjects >= told + total / 50) {
      told = all.subjects;
      console.error(`${told} of ${total}`);
    }
  }
  await worker.terminate();
}

const started = performance.now();
await Promise.all(Array.from({ length: availableParallelism() }, member));
const flagged = (100 * all.flaggedSubjects) / Math.max(1, all.subjects);
const { passed, failed } = outcome(all);
const found = [
  `${all.subjects} subjects in ${((performance.now() - started) / 1000).toFixed(0)} s, ${passed + failed} answers, ${failed} of which failed; some answer is flagged on ${all.flaggedSubjects} subjects (${flagged.toFixed(2)} %, at most ${mostFlagged} % are allowed).`,
  tables(all),
].join('\n\n');
console.log(found);
if (options.write)
  await writeMeasured('trust.md', 'fuzz', `${hereAndNow()}, seed ${options.seed}:\n\n${found}`);
const words = [...grownWords, lawWord, guardWord];
const missed = options.expressions > 0 ? words.filter((word) => !all.words.has(word)) : [];
console.log(
  missed.length === 0
    ? `All ${words.length} words were tried.`
    : `FAILED: these words were not tried: ${missed.join(', ')}`,
);
const amiss = failed + (flagged > mostFlagged ? 1 : 0) + (missed.length > 0 ? 1 : 0);
console.log(`${passed} passed, ${amiss} failed`);
process.exitCode = amiss > 0 ? 1 : 0;
