import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('allocation-program.ts', import.meta.url));
const flags = ['--expose-gc', '--min-semi-space-size=64', '--import', 'tsx'];

/** By how many bytes the heap grows in so many gradients, and their mean value, in a process of its own. */
function heapAfter(kernel: string, precision: string, calls: number): { grown: number; mean: number } {
  const told = execFileSync(process.execPath, [...flags, program, kernel, precision, String(calls)], {
    encoding: 'utf8',
  });
  return JSON.parse(told) as { grown: number; mean: number };
}

describe('one gradient', () => {
  const kernels = [
    ['javascript', 'float64'],
    ['javascript', 'float32'],
    ['wasm', 'float64'],
    ['wasm', 'float32'],
  ] as const;

  it.each(kernels)(
    'by a %s kernel in %s allocates nothing: 10⁵ leave less than 16 kB',
    (kernel, precision) => {
      const { grown, mean } = heapAfter(kernel, precision, 100_000);
      // A single number of 16 bytes kept or dropped by each call would be 1.6 MB.
      expect(grown).toBeLessThan(16_384);
      expect(mean).toBeCloseTo(1.2, 0);
    },
  );

  it('by the plain reading does allocate, which the same look at the heap notices', () => {
    expect(heapAfter('reading', 'float64', 500).grown).toBeGreaterThan(1e6);
  });
});
