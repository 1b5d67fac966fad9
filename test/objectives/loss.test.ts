import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/numbers/decimal.ts';
import { dual } from '../../src/numbers/dual.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { bfloat16, float16, float32, rounded } from '../../src/numbers/rounded.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { losses } from '../../src/objectives/loss.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { valueOf, valuesIn } from './value.ts';

/** Logits straight from the weights: o = W1·1. */
const logits = (
  o: readonly number[],
  y: readonly number[],
  loss = 'softmax-cross-entropy' as keyof typeof losses,
) => mlp({ layers: [1, o.length], loss, data: { x: [1], y }, weights: { W1: o.map((v) => [v]) } });

describe('softmax cross-entropy', () => {
  const extremes: [o: number[], y: number[], loss: number][] = [
    [[1000, -1000, 0], [1, 0, 0], 0],
    [[1000, -1000, 0], [0, 0, 1], 1000],
    [[-1000, 1000, 0], [1, 0, 0], 2000],
    [[1000, 1000, 1000], [0, 1, 0], Math.log(3)],
    [[-1000, -1000], [0.5, 0.5], Math.LN2],
  ];
  const systems = {
    float64,
    float32: rounded(float32),
    float16: rounded(float16),
    bfloat16: rounded(bfloat16),
  };
  for (const [name, numbers] of Object.entries(systems))
    test(`is right for logits of ±1000 in ${name}`, () => {
      const u = { float64: 2 ** -53, float32: 2 ** -24, float16: 2 ** -11, bfloat16: 2 ** -8 }[name]!;
      for (const [o, y, loss] of extremes) {
        const got = valuesIn(numbers, logits(o, y)).result.data[0]!;
        expect(Math.abs(got - loss)).toBeLessThanOrEqual(4 * u * loss);
      }
    });
  test('is right for logits of ±1000 in decimal numbers', () => {
    for (const [o, y, loss] of extremes) {
      const got = valuesIn(decimal(50), logits(o, y)).result.data[0]!;
      expect(Math.abs(got.toNumber() - loss)).toBeLessThanOrEqual(1e-15 * loss);
    }
  });

  test('keeps its relative accuracy where it is tiny, from 1e-4 to 1e-300', () => {
    for (const gap of [10, 30, 40, 100, 700]) {
      const got = valueOf(logits([gap, 0, -1], [1, 0, 0]));
      const truth = valuesIn(decimal(400), logits([gap, 0, -1], [1, 0, 0])).result.data[0]!.toNumber();
      expect(Math.abs(got - truth)).toBeLessThan(4e-16 * truth);
    }
  });

  test('keeps the relative accuracy of its gradient too, the label included', () => {
    const k = dual(tensors(float64));
    const slopes = [0, 1, 2].map((i) => {
      const o = { shape: [3, 1], data: [50, 3, 0] };
      const y = { shape: [3, 1], data: [1, 0, 0] };
      const direction = { shape: [3, 1], data: [0, 1, 2].map((j) => Number(i === j)) };
      const loss = losses['softmax-cross-entropy'](
        k,
        { value: o, slope: direction },
        { value: y, slope: 'zero' },
        0,
      );
      return (loss.slope as { data: readonly number[] }).data[0]!;
    });
    const truth = [-(Math.exp(-47) + Math.exp(-50)), Math.exp(-47), Math.exp(-50)];
    slopes.forEach((slope, i) => {
      expect(Math.abs(slope - truth[i]!)).toBeLessThan(4e-16 * Math.abs(truth[i]!));
    });
  });

  test('the formula book overflows where it does not', () => {
    expect(valueOf(logits([1000, 0], [1, 0], 'naive-softmax-cross-entropy'))).toBe(Infinity);
    expect(valueOf(logits([50, 0], [1, 0], 'naive-softmax-cross-entropy'))).toBe(0);
    expect(valueOf(logits([1, 0], [1, 0], 'naive-softmax-cross-entropy'))).toBeCloseTo(
      Math.log1p(1 / Math.E),
      15,
    );
  });
});

test('the squared error is ½‖o − y‖² and the norm is ‖o − y‖', () => {
  expect(valueOf(logits([3, 0], [0, 4], 'squared-error'))).toBe(12.5);
  expect(valueOf(logits([3, 0], [0, 4], 'l2-norm'))).toBe(5);
});
