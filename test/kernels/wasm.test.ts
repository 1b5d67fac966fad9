import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameOf, type Expr } from '../../src/expression/expr.ts';
import { readAll } from '../../src/expression/read.ts';
import { floatsOf, type Precision } from '../../src/kernels/kernel.ts';
import { compileWasm, type WasmKernel } from '../../src/kernels/wasm.ts';
import { admits, balls, type Ball } from './balls.ts';
import { randomGraphs, type Values } from './random-graph.ts';

const precisions = ['float64', 'float32'] as const;

function compiled(roots: readonly Expr[], inputs: readonly Expr[], precision: Precision): WasmKernel {
  const kernel = compileWasm(roots, inputs, { precision });
  if (kernel === undefined) throw new Error('this engine has WebAssembly with SIMD');
  return kernel;
}
function ran(kernel: WasmKernel, values: Values): number[][] {
  for (const [name, view] of kernel.inputs) view.set(values.get(name)!);
  kernel.run();
  return kernel.outputs.map((view) => [...view]);
}
function expected(roots: readonly Expr[], values: Values, precision: Precision): Ball[][] {
  const Floats = floatsOf(precision);
  const all = readAll(roots, balls({ precision }), (e) => ({
    shape: e.shape,
    data: Array.from(Floats.from(values.get(nameOf(e))!), (mid) => ({ mid, rad: 0 })),
  }));
  return roots.map((root) => [...all.get(root)!.data]);
}

describe('a kernel compiled to WebAssembly', () => {
  it.each(precisions)('computes any graph within its bound, in %s', (precision) => {
    const seen = { all: 0, exact: 0, open: 0, tight: 0 };
    fc.assert(
      fc.property(randomGraphs(undefined, 12), ({ roots, values }) => {
        const wanted = expected(roots, values, precision);
        const found = ran(compiled(roots, [], precision), values);
        wanted.forEach((row, root) => {
          expect(found[root]!.length).toBe(row.length);
          row.forEach((ball, i) => {
            seen.all++;
            if (ball.rad === 0) seen.exact++;
            else if (ball.rad === Infinity) seen.open++;
            else if (ball.rad <= 1e-4 * Math.abs(ball.mid)) seen.tight++;
            if (!admits(ball, found[root]![i]!))
              throw new Error(
                `root ${root} (${roots[root]!.op}) [${i}]: ${found[root]![i]} for ${ball.mid} ± ${ball.rad}`,
              );
          });
        });
      }),
      { numRuns: 1000, seed: 20, endOnFailure: true },
    );
    console.log(seen);
  });
});
