import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { mathjs, nerdamer } from '../../src/index.ts';

/** What makes an engine run for ever or fill its memory. */
const texts = [
  'x^x^x^x^x^x^x^x^x^x',
  Array.from({ length: 300 }, (_, i) => `sin(x^${i})`).join('*'),
  '1e300^x^1e300',
  'floor(x)^floor(x)^floor(x)',
  // mathjs's own simplification takes 2ⁿ steps over n of these.
  'sin('.repeat(60) + 'x' + '+x)'.repeat(60),
];

/** How many threads this process has. */
const threads = (): number => readdirSync('/proc/self/task').length;

const megabytes = 64;
/** After each job that was ended. */
const counts: number[] = [];
for (const engine of [mathjs, nerdamer])
  for (const way of ['safe', 'naive'] as const)
    for (const text of texts) {
      const { method, outcome, because } = engine({ way, milliseconds: 500, megabytes }).gradient(text, {
        x: 1.5,
      });
      // What comes after has an answer, and all the time that it needs.
      const after = engine({ way, milliseconds: 100_000, megabytes }).gradient('x*x', { x: 3 });
      process.stdout.write(
        `${JSON.stringify({ method, text: text.slice(0, 40), outcome, because, after: after.gradient?.x })}\n`,
      );
      if (outcome === 'timeout' || outcome === 'failed') counts.push(threads());
    }
// Those that were ended go; the one in their place and the next one, each with its reader of TypeScript, stay.
const most = counts[0]! + 4;
for (let i = 0; i < 600 && threads() > most; i++) await setTimeout(50);
process.stdout.write(
  threads() > most ? `left: ${counts.join()}, ${threads()}\n` : `${counts.length} ended\n`,
);
