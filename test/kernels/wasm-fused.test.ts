import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graph, input } from '../../src/expression/expr.ts';
import { compileWasm } from '../../src/kernels/wasm.ts';
import { webAssembly } from '../../src/kernels/web-assembly.ts';
import { randomGraphs } from './random-graph.ts';
import { compiled, holds, ran, type Tally } from './within-bound.ts';

/** A module of one function that is `f64x2.relaxed_madd` of three zeros, dropped. */
const zero = [0xfd, 12, ...new Array<number>(16).fill(0)];
const body = [0, ...zero, ...zero, ...zero, 0xfd, 0x87, 0x02, 0x1a, 0x0b];
const relaxed = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 4, 1, 0x60, 0, 0],
  ...[3, 2, 1, 0],
  ...[10, body.length + 2, 1, body.length, ...body],
);

describe('a kernel with fused multiply-add', () => {
  it('is made exactly where the engine takes modules with relaxed SIMD', () => {
    const made = (): boolean => compileWasm([input('x')], [], { fused: true }) !== undefined;
    expect(made()).toBe(webAssembly!.validate(relaxed));
    setFlagsFromString('--experimental-wasm-relaxed-simd');
    expect(webAssembly!.validate(relaxed)).toBe(true);
    expect(made()).toBe(true);
  });

  it.each(['float64', 'float32'] as const)(
    'agrees with the definition within its bound, in %s',
    (precision) => {
      setFlagsFromString('--experimental-wasm-relaxed-simd');
      const tally: Tally = { exact: 0, bounded: 0, open: 0 };
      fc.assert(
        fc.property(randomGraphs(undefined, 12), ({ roots, values }) => {
          holds(roots, values, { precision, fused: true }, tally);
        }),
        { numRuns: 150, seed: 23, endOnFailure: true },
      );
      const { exact, bounded, open } = tally;
      expect(open).toBeLessThan(0.05 * (exact + bounded + open));
      expect(bounded).toBeGreaterThan(0.15 * (exact + bounded + open));
    },
  );

  it('rounds a product and its addition once', () => {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
    const [a, b] = [input('a', [4, 2]), input('b', [2, 4])];
    const values = new Map([
      ['a', [1, 2, 3, 4].flatMap(() => [1, 1 + 2 ** -30])],
      ['b', [[-1, -1, -1, -1], new Array<number>(4).fill(1 - 2 ** -30)].flat()],
    ]);
    const product = graph.matmul(a, b);
    expect(ran(compiled([product], { precision: 'float64', fused: true }), values)[0]![0]).toBe(-(2 ** -60));
    expect(ran(compiled([product], { precision: 'float64' }), values)[0]![0]).toBe(0);
  });
});
