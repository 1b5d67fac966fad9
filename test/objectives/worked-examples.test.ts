import { describe, expect, test } from 'vitest';
import { toTensor, type Point } from '../../src/language/problem.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { workedExamples } from '../../src/objectives/worked-examples.ts';

const example = (name: string) => workedExamples.find((one) => one.name === name)!;

const numbersAt = (at: Point) =>
  Object.fromEntries(Object.entries(at).map(([name, value]) => [name, toTensor(value)]));

/** The closed form at the example's own point. */
function closedForm(name: string): Record<string, readonly number[]> {
  const { gradient, at } = example(name);
  const slopes = gradient(tensors(float64), numbersAt(at));
  return Object.fromEntries(Object.entries(slopes).map(([by, slope]) => [by, slope.data]));
}

describe('the worked examples', () => {
  test('have names of their own, and a closed form for each input that they are differentiated by', () => {
    expect(new Set(workedExamples.map(({ name }) => name)).size).toBe(workedExamples.length);
    for (const { name, wrt } of workedExamples) expect(Object.keys(closedForm(name))).toEqual(wrt);
  });

  test('have the multiply gate swap, the add gate distribute and the copy gate add', () => {
    expect(closedForm('multiply gate, z = xy')).toEqual({ x: [2 * 4], y: [2 * 3] });
    expect(closedForm('add gate, z = x + y')).toEqual({ x: [2], y: [2] });
    expect(closedForm('copy gate, x to two places')).toEqual({ x: [2 + 5] });
  });

  test.for(['packed', 'unpacked'])('have the neuron of CS231n, σ %s', (way) => {
    const { model, at } = example(`neuron, σ ${way}`);
    const made = model(tensors(float64), numbersAt(at));
    const f = 'result' in made ? made.result : made;
    expect(f.data[0]).toBeCloseTo(0.7310585786, 10);
    const slopes = Object.values(closedForm(`neuron, σ ${way}`)).map(([slope]) => slope!.toFixed(5));
    expect(slopes).toEqual(['-0.19661', '0.39322', '-0.39322', '-0.58984', '0.19661']);
  });

  test('have relu pass on the upstream gradient where x > 0', () => {
    expect(closedForm('y = relu(x)').x).toEqual([4, 0, 5, 0]);
    expect(example('y = relu(x)').printed).toEqual([4, 0, 5, 0]);
  });

  test('have the product of matrices send g Wᵀ to X', () => {
    expect(closedForm('Y = XW').X).toEqual([0, 16, -9, -24, 9, -30]);
  });
});
