import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { Command, InvalidArgumentError } from 'commander';
import { beside, thread } from '../../src/differentiators/thread.ts';
import { hereAndNow, writeMeasured } from '../../scripts/measured.ts';
import { equivalents } from './equivalent.ts';
import { kindOf, mutantsOf, type Mutant } from './mutations.ts';
import type { Said, Trial } from './worker.ts';

// Mutation testing of the tables of rules: one thing is changed in each mutant, and some test must find it out.

const whole = (given: string): number => {
  const n = Number(given);
  if (!Number.isInteger(n) || n < 1)
    throw new InvalidArgumentError(`a whole number from 1 on is required, got ${given}`);
  return n;
};

const options = new Command('test:mutants')
  .description(
    'Changes the tables of rules in one place after the other: some test must find each change out.',
  )
  .option('--every <n>', 'one change in so many only', whole, 1)
  .option('--in <part>', 'changes only in rows, functions and files whose name contains this')
  .option('--write', 'put what comes out into docs/trust.md')
  .parse()
  .opts<{ every: number; in?: string; write?: true }>();

const rules = ['pointwise', 'multilinear', 'fold', 'gaussian', 'linearize', 'slope'];

const sources = new Map(
  rules.map((name) => {
    const path = fileURLToPath(new URL(`../../src/rules/${name}.ts`, import.meta.url));
    return [`${name}.ts`, { path, text: readFileSync(path, 'utf8') }];
  }),
);

const all = [...sources].flatMap(([file, { text }]) => mutantsOf(file, text));
const mutants = all.filter(
  ({ file, within }, i) => i % options.every === 0 && `${file} ${within}`.includes(options.in ?? ''),
);

function trialOf(mutant: Mutant | null): Trial {
  const { path, text } = sources.get(mutant?.file ?? 'pointwise.ts')!;
  return {
    mutant,
    path,
    text: mutant === null ? text : text.slice(0, mutant.start) + mutant.to + text.slice(mutant.end),
  };
}

/** A file of tests that takes longer runs for ever: the slowest takes a sixth of it on a busy machine. */
const longest = 120_000;

let worker = new Map<number, Worker>();

/** Which test a change fails; null if none does. */
function killer(place: number, mutant: Mutant | null): Promise<string | null> {
  const own = worker.get(place) ?? thread(beside(import.meta.url, 'worker'), {});
  worker.set(place, own);
  return new Promise((resolve) => {
    const end = (killedBy: string | null, dead: boolean): void => {
      clearTimeout(timer);
      own.off('message', hear).off('error', fail);
      if (dead) {
        worker.delete(place);
        void own.terminate();
      }
      resolve(killedBy);
    };
    const hang = (): void => {
      end('it runs for ever', true);
    };
    const fail = (error: Error): void => {
      end(`the thread died: ${error.message}`, true);
    };
    const hear = (said: Said): void => {
      if ('killedBy' in said) end(said.killedBy, false);
      else {
        clearTimeout(timer);
        timer = setTimeout(hang, longest);
      }
    };
    let timer = setTimeout(hang, longest);
    own.on('message', hear).on('error', fail);
    own.postMessage(trialOf(mutant));
  });
}

const isEquivalent = (mutant: Mutant): boolean => equivalents.some((one) => same(one, mutant));
const same = (a: Pick<Mutant, 'within' | 'from' | 'to'>, b: Mutant): boolean =>
  a.within === b.within && brief(a.from) === brief(b.from) && brief(a.to) === brief(b.to);
const brief = (text: string): string => text.replaceAll(/\s+/g, ' ');

const started = performance.now();
const unsound = await killer(0, null);
if (unsound !== null) throw new Error(`without any change a test fails: ${unsound}`);
const waiting = [...mutants];
const survivors: Mutant[] = [];
let done = 0;

async function member(place: number): Promise<void> {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const killedBy = await killer(place, mutant);
    if (killedBy === null) {
      survivors.push(mutant);
      if (!isEquivalent(mutant))
        console.log(
          `SURVIVED src/rules/${mutant.file}:${mutant.line} in ${mutant.within}: ${brief(mutant.from)} → ${brief(mutant.to)}`,
        );
    }
    if (++done % 25 === 0) console.error(`${done} of ${mutants.length}`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, (_, place) => member(place)));
await Promise.all([...worker.values()].map((own) => own.terminate()));
worker = new Map();

const equivalent = survivors.filter(isEquivalent);
const stale = equivalents.filter(
  (one) => !survivors.some((mutant) => same(one, mutant)) && mutants.some((mutant) => same(one, mutant)),
);
const gone = equivalents.filter((one) => !all.some((mutant) => same(one, mutant)));
for (const one of [...stale, ...gone])
  console.log(`FAILED: no longer a survivor: in ${one.within}: ${brief(one.from)} → ${brief(one.to)}`);
const open = survivors.length - equivalent.length;
const counted = (what: string, some: readonly Mutant[]): string => {
  const left = some.filter((mutant) => survivors.includes(mutant));
  const even = left.filter(isEquivalent).length;
  const killed = some.length - left.length;
  const score = ((100 * killed) / Math.max(1, some.length - even)).toFixed(1);
  return `| ${[what, some.length, killed, even, left.length - even, `${score} %`].join(' | ')} |`;
};
const found = [
  '| what is changed | changes | found out | equivalent | survived | score |',
  '|:--|--:|--:|--:|--:|--:|',
  ...[...new Set(mutants.map(kindOf))].map((kind) =>
    counted(
      kind,
      mutants.filter((mutant) => kindOf(mutant) === kind),
    ),
  ),
  counted('all', mutants),
].join('\n');
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${found}\n\n${mutants.length} changes in ${seconds} s.`);
if (options.write)
  await writeMeasured('trust.md', 'mutants', `${hereAndNow()}, in ${seconds} s:\n\n${found}`);
const amiss = open + stale.length + gone.length;
console.log(`${mutants.length - open} passed, ${amiss} failed`);
process.exitCode = amiss > 0 ? 1 : 0;
