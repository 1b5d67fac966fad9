import { setFlagsFromString } from 'node:v8';
import type { Precision } from '../../src/index.ts';
import type { Contestant, Setting } from '../../src/lab.ts';
import { entrantsOf } from './entrants.ts';
import { peak, peakName } from './peak.ts';
import { readTask } from './task.ts';
import type { Answer } from './truth.ts';

// Fused multiply-add lies behind a flag before Node 22, which must be set before the first module is compiled.
if (Number.parseInt(process.versions.node) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');

/** The norm-wise relative error that is allowed, root mean square over value and gradient: a worse gradient is not timed. */
const tolerance = 1e-3;

/** Value and gradients end to end, each over the norm of its truth. */
function joined({ value, gradient }: Answer, truth: Answer, wrt: readonly string[]): Float64Array {
  const norm = (x: ArrayLike<number>): number => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0));
  const parts = wrt.map((name) => {
    const own = Float64Array.from(gradient[name]!);
    const size = norm(truth.gradient[name]!);
    return own.map((v) => v / size);
  });
  const all = new Float64Array(1 + parts.reduce((sum, { length }) => sum + length, 0));
  all[0] = value / Math.abs(truth.value);
  let from = 1;
  for (const part of parts) {
    all.set(part, from);
    from += part.length;
  }
  return all;
}

/** Those who take part in the race that is written in a folder, and the peaks of the core. */
export function contestants(folder: Setting): Readonly<Record<string, Contestant>> {
  const task = readTask(folder as string);
  const { wrt, truth } = task;
  const racers = [...entrantsOf(task)].map(([name, entrant]): [string, Contestant] => [
    name,
    {
      tolerance,
      truth: () => joined(truth, truth, wrt),
      build: () => {
        const runner = entrant(task);
        if ('refused' in runner) return runner;
        return () => ({ call: runner.call, answer: () => joined(runner.answer(), truth, wrt) });
      },
    },
  ]);
  return Object.fromEntries([...racers, ...peaksOf(task.precision)]);
}

function peaksOf(precision: Precision): [string, Contestant][] {
  return ([false, true] as const).flatMap((fused): [string, Contestant][] => {
    const made = peak(precision, fused);
    if (made === undefined) return [];
    const { run, right } = made;
    let found = NaN;
    const ready = {
      call: () => {
        found = run();
      },
      answer: () => [found],
    };
    const contestant = { tolerance: 0, truth: () => [right], build: () => () => ready };
    return [[peakName(fused), contestant]];
  });
}
