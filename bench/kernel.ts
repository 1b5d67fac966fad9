/**
 * The kernel compiler against hand-written loops: value and gradient of a softmax cross-entropy perceptron with one
 * tanh layer and an L2 penalty, `npx tsx bench/kernel.ts [d h q batch]`. Both are verified to agree before they are timed.
 */
import { gradientGraph } from '../src/differentiators/pullback.ts';
import { toPoint } from '../src/expression/point.ts';
import { traceProblem } from '../src/expression/trace.ts';
import { compileJavascript } from '../src/kernels/javascript.ts';
import { tensors } from '../src/numbers/tensors.ts';
import { float64 } from '../src/numbers/float64.ts';
import { mlp } from '../src/objectives/mlp.ts';
import { handWritten } from './hand-written.ts';

const [d = 64, h = 32, q = 10, batch = 32] = process.argv.slice(2).map(Number);
const lambda = 1e-3;

const problem = mlp({ layers: [d, h, q], lambda, batch, seed: 1 });
const objective = traceProblem(problem);
const { value: J, gradient } = gradientGraph(objective);
const started = performance.now();
const kernel = compileJavascript([J, ...gradient.values()])!;
const compileTime = performance.now() - started;

// The loops take samples as rows; the objective has them as columns.
const loops = handWritten(d, h, q, batch, lambda);
const { transpose } = tensors(float64);
const point = toPoint(objective, problem.at);
for (const [name, value] of Object.entries(point)) kernel.inputs.get(name)!.set(value.data);
loops.X.set(transpose(point.x!, [1, 0]).data);
loops.Y.set(transpose(point.y!, [1, 0]).data);
loops.U.set(point.W1!.data);
loops.V.set(point.W2!.data);

kernel.run();
const value = loops.run();
const pairs = [
  [Float64Array.of(value), kernel.outputs[0]!],
  [loops.gU, kernel.outputs[1]!],
  [loops.gV, kernel.outputs[2]!],
] as const;
for (const [expected, found] of pairs)
  expected.forEach((v, i) => {
    if (!(Math.abs(v - found[i]!) <= 1e-12 * Math.max(1, Math.abs(v))))
      throw new Error(`the kernel gives ${String(found[i])} for ${String(v)}`);
  });

/** The shortest step that the clock can show, in milliseconds. */
function tick(): number {
  let shortest = Infinity;
  for (let i = 0; i < 50; i++) {
    const from = performance.now();
    let to = from;
    while (to === from) to = performance.now();
    shortest = Math.min(shortest, to - from);
  }
  return shortest;
}

const contestants = { 'generated kernel': kernel.run, 'plain loops': loops.run };

/** How many calls last at least 50 ticks of the clock, and no less than a millisecond. */
function batchOf(call: () => unknown): number {
  for (const from = performance.now(); performance.now() - from < 300;) call();
  for (let calls = 1; ; calls *= 2) {
    const from = performance.now();
    for (let i = 0; i < calls; i++) call();
    if (performance.now() - from >= Math.max(1, 50 * tick())) return calls;
  }
}

const samples = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
const batches = Object.entries(contestants).map(([name, call]) => ({ name, call, calls: batchOf(call) }));
const until = performance.now() + 4000;
// Batches take turns, so that a slow second of the machine falls on both.
while (performance.now() < until)
  for (const { name, call, calls } of batches) {
    const from = performance.now();
    for (let i = 0; i < calls; i++) call();
    samples.get(name)!.push((performance.now() - from) / calls);
  }

const quantile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!;
const medians: number[] = [];
console.log(
  `${d}-${h}-${q}, batch ${batch}; compiled in ${compileTime.toFixed(1)} ms, ${kernel.source.length} characters`,
);
for (const [name, found] of samples) {
  const sorted = found.map((ms) => ms * 1000).sort((a, b) => a - b);
  const [low, median, high] = [0.05, 0.5, 0.95].map((p) => quantile(sorted, p)) as [number, number, number];
  medians.push(median);
  console.log(
    `${name.padEnd(18)} n = ${sorted.length}, minimum ${sorted[0]!.toFixed(2)} µs, median ${median.toFixed(2)} µs, 5 to 95 %: ${low.toFixed(2)} to ${high.toFixed(2)} µs`,
  );
}
console.log(`generated / plain loops: ${(medians[0]! / medians[1]!).toFixed(3)} (ratio of medians)`);
