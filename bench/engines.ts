/**
 * All first derivatives of a perceptron's loss (tanh, squared error) by mathjs and by us, `npx tsx bench/engines.ts [runs] [d h q]`:
 * one variable at a time and in one sweep backwards, shared by structure, against mathjs with `simplify: false` on the same
 * scalar expression. The runs take turns; what mathjs is handed and hands back is not timed. Then where each engine stops.
 */
import { isRefused } from '../src/differentiators/differentiator.ts';
import { mathjs } from '../src/differentiators/mathjs.ts';
import { nerdamer } from '../src/differentiators/nerdamer.ts';
import { symbolicGradient } from '../src/differentiators/symbolic.ts';
import { scalarObjective } from '../src/expression/scalars.ts';
import { traceProblem } from '../src/expression/trace.ts';
import { mlp } from '../src/objectives/mlp.ts';

const [runs = 5, d = 16, h = 32, q = 8] = process.argv.slice(2).map(Number);
const netOf = (layers: readonly number[]) => traceProblem(mlp({ layers, loss: 'squared-error', seed: 1 }));
const arrays = netOf([d, h, q]);
const o = scalarObjective(arrays);

const timed = (make: () => object): number => {
  const start = performance.now();
  make();
  return performance.now() - start;
};

const contestants: Readonly<Record<string, { readonly times: number; readonly run: () => number }>> = {
  'mathjs, simplify: false': {
    times: 1,
    run: () => {
      const made = mathjs({ milliseconds: 600_000, megabytes: 2048 }).derivatives(o);
      if (isRefused(made)) throw new Error(made.because);
      return made.milliseconds;
    },
  },
  'ours, one at a time': { times: 2, run: () => timed(() => symbolicGradient(o)) },
  'ours, one sweep': { times: 10, run: () => timed(() => symbolicGradient(o, { direction: 'reverse' })) },
  'ours, one sweep over arrays': {
    times: 10,
    run: () => timed(() => symbolicGradient(arrays, { direction: 'reverse', granularity: 'tensor' })),
  },
};

const samples = new Map(Object.keys(contestants).map((name): [string, number[]] => [name, []]));
for (let round = 0; round < runs; round++)
  for (const [name, { times, run }] of Object.entries(contestants))
    for (let i = 0; i < times; i++) samples.get(name)!.push(run());

let slowest: number | undefined;
console.log(`${d}-${h}-${q}: ${d * h + h * q} derivatives`);
for (const [name, found] of samples) {
  const sorted = found.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  slowest ??= median;
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  console.log(
    `${name.padEnd(28)} n = ${String(sorted.length).padStart(3)}, minimum ${least.toFixed(1)}, median ${median.toFixed(1)}, ` +
      `maximum ${most.toFixed(1)} ms; ${(slowest / median).toFixed(1)} times as fast as mathjs`,
  );
}

const milliseconds = 15_000;
const nets = [
  [2, 2, 2],
  [4, 4, 2],
  [4, 8, 3],
  [8, 16, 4],
  [16, 32, 8],
];
console.log(`\none weight of a net, within ${milliseconds} ms`);
const ways = [
  mathjs({ way: 'naive', milliseconds }),
  mathjs({ milliseconds }),
  nerdamer({ way: 'naive', milliseconds }),
  nerdamer({ milliseconds }),
];
for (const way of ways) {
  const told: string[] = [];
  for (const layers of nets) {
    const made = way.derivatives(netOf(layers), { elements: ['W1[0,0]'] });
    told.push(`${layers.join('-')} ${isRefused(made) ? made.because : `${made.milliseconds.toFixed(0)} ms`}`);
    if (isRefused(made)) break;
  }
  console.log(`${way.name.padEnd(15)} ${told.join(', ')}`);
}
