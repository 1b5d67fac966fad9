import { memoryUsage } from 'node:process';
import { gradientKernel, mlp, toTensor, type KernelKind, type Precision } from '../../src/index.ts';
import { traceProblem } from '../../src/lab.ts';

// Prints by how many bytes the heap grows in so many gradients of a small net, `node … allocation-program.ts KERNEL PRECISION CALLS`.
// The young generation is to be so large that nothing is collected meanwhile: what a call drops counts as well.
const [kernel, precision, calls] = process.argv.slice(2) as [KernelKind, Precision, string];
const problem = mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 1 });
const { inputs, run } = gradientKernel(traceProblem(problem), { kernel, precision });
for (const [name, view] of inputs) view.set(toTensor(problem.at[name]!).data);

function gradients(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += run();
  return sum;
}

// What is called often is compiled, and then compiled again: that is over before the heap is looked at.
for (let i = 0; i < 50; i++) gradients(Number(calls) / 50);
globalThis.gc!();
const before = memoryUsage().heapUsed;
const sum = gradients(Number(calls));
const grown = memoryUsage().heapUsed - before;
console.log(JSON.stringify({ grown, mean: sum / Number(calls) }));
