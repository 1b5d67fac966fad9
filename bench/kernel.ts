/**
 * The kernel compiler against hand-written loops: value and gradient of a softmax cross-entropy perceptron with one
 * tanh layer and an L2 penalty, `npx tsx bench/kernel.ts [d h q batch]`. Both are verified to agree before they are timed.
 */
import { graph as k, input, type Expr } from '../src/expression/expr.ts';
import { compileJavascript } from '../src/kernels/javascript.ts';
import { size } from '../src/language/shape.ts';
import { handWritten } from './hand-written.ts';

const [d = 64, h = 32, q = 10, batch = 32] = process.argv.slice(2).map(Number);
const lambda = 1e-3;

/** The value and gradient as a graph, the adjoint written out as the reverse sweep would write it. */
function perceptron(): { inputs: Record<'X' | 'Y' | 'U' | 'V', Expr>; roots: Expr[] } {
  const X = input('X', [batch, d]);
  const Y = input('Y', [batch, q]);
  const U = input('U', [h, d]);
  const V = input('V', [q, h]);
  const turn = (x: Expr): Expr => k.transpose(x, [1, 0]);
  const rows = (x: Expr): Expr => k.spread(x, [batch, q], [1]);
  const H = k.tanh(k.matmul(X, turn(U)));
  const O = k.matmul(H, turn(V));
  const shift = k.hold(k.maxOver(O, [1]));
  const E = k.exp(k.sub(O, rows(shift)));
  const total = k.sum(E, [1]);
  const losses = k.sub(k.add(k.log(total), shift), k.sum(k.mul(Y, O), [1]));
  const penalty = k.add(k.sum(k.square(U), [0, 1]), k.sum(k.square(V), [0, 1]));
  const value = k.add(k.div(k.sum(losses, [0]), k.constant(batch)), k.mul(k.constant(lambda / 2), penalty));
  const g = k.spread(k.div(k.constant(1), k.constant(batch)), [batch], [0]);
  const gO = k.sub(k.mul(rows(k.div(g, total)), E), k.mul(rows(g), Y));
  const gH = k.matmul(gO, V);
  const gZ = k.mul(gH, k.sub(k.constant(1), k.square(H)));
  const weigh = (W: Expr): Expr => k.mul(k.constant(lambda), W);
  const gU = k.add(turn(k.matmul(turn(X), gZ)), weigh(U));
  const gV = k.add(turn(k.matmul(turn(H), gO)), weigh(V));
  return { inputs: { X, Y, U, V }, roots: [value, gU, gV] };
}

const { inputs, roots } = perceptron();
const started = performance.now();
const kernel = compileJavascript(roots)!;
const compileTime = performance.now() - started;

const loops = handWritten(d, h, q, batch, lambda);
let seed = 1;
const random = (): number => ((seed = (seed * 48271) % 2147483647) / 2147483647) * 2 - 1;
for (const name of Object.keys(inputs) as (keyof typeof inputs)[]) {
  const values = Float64Array.from({ length: size(inputs[name].shape) }, () => random() * 0.5);
  if (name === 'Y') values.forEach((_, i) => (values[i] = i % q === Math.floor(i / q) % q ? 1 : 0));
  kernel.inputs.get(name)!.set(values);
  loops[name].set(values);
}

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
