import { describe, expect, it } from 'vitest';
import { traceProblem } from '../../src/expression/trace.ts';
import { gradientKernel } from '../../src/differentiators/gradient-kernel.ts';
import { memoryOf } from '../../src/lab/memory.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const [d, h, q, B] = [5, 6, 3, 10];
const o = traceProblem(mlp({ layers: [d, h, h, h, q], batch: B }));
const weights = h * d + h * h + h * h + q * h;

describe('the memory of an objective', () => {
  it('tells inputs, outputs and intermediates apart, in bytes of either precision', () => {
    for (const [precision, bytes] of [
      ['float64', 8],
      ['float32', 4],
    ] as const) {
      const training = memoryOf(o, { precision });
      expect(training.inputs).toStrictEqual({ parameters: bytes * weights, data: bytes * (d + q) * B });
      expect(training.outputs).toStrictEqual({ value: bytes, gradient: bytes * weights });
      expect(training.intermediates.peak).toBeGreaterThanOrEqual(bytes * 3 * h * B);
      expect(training.intermediates.peak).toBeLessThanOrEqual(bytes * 5 * h * B);
      const prediction = memoryOf(o, { precision, pass: 'prediction' });
      expect(prediction.inputs).toStrictEqual({ parameters: bytes * weights, data: bytes * d * B });
      expect(prediction.outputs).toStrictEqual({ value: bytes * q * B, gradient: 0 });
      expect(prediction.intermediates.peak).toBe(bytes * 2 * h * B);
      // Each array begins and ends at 16 bytes; o lies where a hidden layer lay.
      const places = [h * d, h * h, h * h, q * h, d * B, h * B, h * B];
      expect(prediction.total).toBe(
        places.reduce((sum, count) => sum + 16 * Math.ceil((bytes * count) / 16), 0),
      );
    }
  });

  it('is that of the kernel that is built', () => {
    for (const checkpoints of [[], 'sqrt', 1] as const) {
      const { built } = gradientKernel(o, { kernel: 'javascript', checkpoints });
      const { total } = memoryOf(o, { checkpoints });
      expect(built.memoryBytes).toBeGreaterThanOrEqual(total);
      // Beyond it lies only what the engine believes a loop could reach.
      expect(built.memoryBytes).toBeLessThanOrEqual(total + 8 * 8 * B * h);
    }
  });
});
