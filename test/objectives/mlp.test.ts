import { describe, expect, test } from 'vitest';
import { toTensor, type Value } from '../../src/language/problem.ts';
import { activations, type ActivationName } from '../../src/objectives/activation.ts';
import { losses, type LossName } from '../../src/objectives/loss.ts';
import { displayName, mlp, type MlpOptions } from '../../src/objectives/mlp.ts';
import { parameterCount, type Samples } from '../../src/objectives/network.ts';
import { stream } from '../../src/objectives/random.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { plainMlp } from './plain-mlp.ts';
import { valueOf, valuesIn } from './value.ts';

const transposed = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, j) => rows.map((row) => row[j]!));

/** The same random perceptron as options of `mlp`, in either layout, and as plain lists. */
function both(
  layers: readonly number[],
  loss: LossName,
  activation: ActivationName,
  outputActivation: ActivationName,
  { batch, bias, lambda }: { batch: number | undefined; bias: boolean; lambda: number },
) {
  const random = stream(11);
  const list = (count: number) => Array.from({ length: count }, () => random.normal() / 2);
  const count = batch ?? 1;
  const x = Array.from({ length: count }, () => list(layers[0]!));
  const outputs = layers[layers.length - 1]!;
  const y = Array.from({ length: count }, () => {
    const positive = list(outputs).map((v) => Math.abs(v) + 0.1);
    const sum = positive.reduce((a, b) => a + b);
    return loss.endsWith('cross-entropy') ? positive.map((v) => v / sum) : list(outputs);
  });
  const weights = layers.slice(1).map((to, l) => Array.from({ length: to }, () => list(layers[l]!)));
  const biases = bias ? layers.slice(1).map(list) : [];
  const options = (samples: Samples): MlpOptions => {
    const lay = (d2l: number[][]) => (samples === 'columns' ? d2l : transposed(d2l));
    const given: Record<string, Value> = {};
    weights.forEach((weight, l) => (given[`W${l + 1}`] = lay(weight)));
    biases.forEach((b, l) => (given[`b${l + 1}`] = b));
    const data = { x: lay(transposed(x)), y: lay(transposed(y)) };
    const rest = { layers, loss, activation, outputActivation, lambda, bias, samples, data, weights: given };
    return batch === undefined ? rest : { ...rest, batch };
  };
  return { options, plain: { activation, outputActivation, loss, lambda, x, y, weights, biases } };
}

const names = Object.keys(activations) as ActivationName[];
const settings = [
  { batch: undefined, bias: false, lambda: 0 },
  { batch: undefined, bias: true, lambda: 0.3 },
  { batch: 5, bias: false, lambda: 0.3 },
  { batch: 5, bias: true, lambda: 0 },
];

describe('the objective equals plain loops, in both layouts', () => {
  for (const loss of Object.keys(losses) as LossName[])
    for (const activation of names)
      test(`${loss}, ${activation}, at every depth, batch and bias, with every output activation`, () => {
        for (const layers of [
          [3, 2],
          [3, 4, 2],
          [3, 4, 5, 2],
          [2, 3, 4, 3, 4],
        ])
          for (const setting of settings)
            for (const outputActivation of names) {
              const { options, plain } = both(layers, loss, activation, outputActivation, setting);
              const expected = plainMlp(plain);
              const columns = valueOf(mlp(options('columns')));
              const rows = valueOf(mlp(options('rows')));
              expect(Math.abs(columns - expected)).toBeLessThan(1e-12 * Math.abs(expected));
              expect(Math.abs(rows - columns)).toBeLessThan(1e-15 * Math.abs(expected));
            }
      });
});

describe('the nodes carry the names of D2L', () => {
  const named = (options: MlpOptions) => valuesIn(float64, mlp(options)).names;

  test('one hidden layer has z, h, o, L, s and J', () => {
    const nodes = named({ layers: [4, 8, 3], lambda: 0.1, batch: 5 });
    expect(Object.keys(nodes)).toEqual(['z', 'h', 'o', 'L', 's', 'J']);
    expect(nodes.z!.shape).toEqual([8, 5]);
    expect(nodes.o!.shape).toEqual([3, 5]);
    expect(nodes.J!.data[0]).toBe(nodes.L!.data[0]! + nodes.s!.data[0]!);
  });
  test('several hidden layers are numbered', () => {
    expect(Object.keys(named({ layers: [4, 8, 7, 3] }))).toEqual(['z1', 'h1', 'z2', 'h2', 'o', 'L', 'J']);
  });
  test('no hidden layer leaves o, L and J', () => {
    expect(Object.keys(named({ layers: [4, 3] }))).toEqual(['o', 'L', 'J']);
  });
  test('without a penalty J is L itself, and s is absent', () => {
    const nodes = named({ layers: [4, 8, 3], lambda: 0 });
    expect(nodes.J).toBe(nodes.L);
    expect(nodes.s).toBeUndefined();
  });
  test('names are printed with raised numbers', () => {
    expect(['W1', 'b12', 'J', 'x'].map(displayName)).toEqual(['W⁽¹⁾', 'b⁽¹²⁾', 'J', 'x']);
  });
});

describe('the point', () => {
  test('is differentiated by weights and biases, layer by layer', () => {
    expect(mlp({ layers: [4, 8, 3], bias: true }).wrt).toEqual(['W1', 'b1', 'W2', 'b2']);
    expect(Object.keys(mlp({ layers: [4, 8, 3] }).shapes)).toEqual(['x', 'y', 'W1', 'W2']);
  });
  test('has as many parameters as are counted', () => {
    expect(parameterCount([4, 8, 3])).toBe(56);
    expect(mlp({ layers: [4, 8, 3], bias: true }).parameters).toBe(67);
  });
  test('starts from Glorot weights that a seed determines, the same at every batch size', () => {
    const one = mlp({ layers: [4, 8, 3], seed: 5 });
    const many = mlp({ layers: [4, 8, 3], seed: 5, batch: 20 });
    const other = mlp({ layers: [4, 8, 3], seed: 6 });
    expect(many.at.W1).toEqual(one.at.W1);
    expect(other.at.W1).not.toEqual(one.at.W1);
    const { data } = toTensor(one.at.W1!);
    expect(Math.max(...data.map(Math.abs))).toBeLessThan(Math.sqrt(6 / 12));
    expect(Math.max(...data.map(Math.abs))).toBeGreaterThan(0.6 * Math.sqrt(6 / 12));
  });
  test('is the same in both layouts, transposed', () => {
    const options = { layers: [4, 8, 3], lambda: 0.01, batch: 7, seed: 3, bias: true };
    const rows = mlp({ ...options, samples: 'rows' });
    expect(rows.shapes).toMatchObject({ x: [7, 4], y: [7, 3], W1: [4, 8], b1: [8], W2: [8, 3] });
    expect(valueOf(rows)).toBeCloseTo(valueOf(mlp(options)), 14);
  });
  test('has one-hot labels for classes', () => {
    const { data } = toTensor(mlp({ layers: [4, 3], batch: 9 }).at.y!);
    expect(data.filter((v) => v === 1)).toHaveLength(9);
    expect(data.filter((v) => v === 0)).toHaveLength(18);
  });
  test('takes a plain vector as a single sample', () => {
    const { at } = mlp({ layers: [2, 2], data: { x: [1, 2], y: [0, 1] } });
    expect(at.x).toEqual({ shape: [2, 1], data: [1, 2] });
  });
});

describe('misuse is told what was required and what was found', () => {
  const cases: [options: unknown, message: string][] = [
    [{ layers: [4] }, 'mlp: layers must have at least 2 entries (inputs and outputs), got [4]'],
    [{}, 'mlp: layers must have at least 2 entries (inputs and outputs), got undefined'],
    [{ layers: [4, 0, 3] }, 'mlp: layers[1] must be a positive whole number, got 0'],
    [{ layers: [4, 2.5] }, 'mlp: layers[1] must be a positive whole number, got 2.5'],
    [
      { layers: [4, 3], activation: 'swish' },
      'mlp: activation must be one of identity, relu, tanh, sigmoid, softplus, gelu, got swish',
    ],
    [
      { layers: [4, 3], outputActivation: 'softmax' },
      'mlp: outputActivation must be one of identity, relu, tanh, sigmoid, softplus, gelu, got softmax',
    ],
    [
      { layers: [4, 3], loss: 'hinge' },
      'mlp: loss must be one of squared-error, l2-norm, softmax-cross-entropy, naive-softmax-cross-entropy, got hinge',
    ],
    [{ layers: [4, 3], samples: 'row' }, 'mlp: samples must be one of columns, rows, got row'],
    [{ layers: [4, 3], lambda: -1 }, 'mlp: lambda must be finite and not negative, got -1'],
    [{ layers: [4, 3], lambda: NaN }, 'mlp: lambda must be finite and not negative, got NaN'],
    [{ layers: [4, 3], lambda: Infinity }, 'mlp: lambda must be finite and not negative, got Infinity'],
    [{ layers: [4, 3], batch: 0 }, 'mlp: batch must be a positive whole number, got 0'],
    [{ layers: [4, 3], seed: 0.5 }, 'seed: a whole number of at most 32 bits is required, got 0.5'],
    [{ layers: [2, 1], weights: { W1: [[1], [2]] } }, 'mlp: weight W1 must have shape [1, 2], got [2, 1]'],
    [
      {
        layers: [2, 2],
        weights: {
          W1: [
            [1, NaN],
            [2, 3],
          ],
        },
      },
      'mlp: weight W1[0][1] must be finite, got NaN',
    ],
    [
      { layers: [2, 2], bias: true, weights: { b1: [1, Infinity] } },
      'mlp: bias b1[1] must be finite, got Infinity',
    ],
    [{ layers: [2, 2], weights: { W2: [[1]] } }, 'mlp: weights must be among W1, got W2'],
    [{ layers: [2, 2], weights: { W1: [[1, 2], [3]] } }, 'mlp: weight W1: rows of one length are required'],
    [
      {
        layers: [2, 2],
        data: {
          x: [
            [1, 2, 3],
            [4, 5, 6],
          ],
          y: [[1], [0]],
        },
      },
      'mlp: x must have shape [2, 1], got [2, 3] (one sample; for more, give their number as batch)',
    ],
    [
      {
        layers: [1, 2],
        batch: 2,
        data: {
          x: [[1, 2]],
          y: [
            [1, 0.5],
            [0, 0.4],
          ],
        },
      },
      'mlp: y of sample 1 must have sum 1 for softmax-cross-entropy, got 0.9',
    ],
    [
      { layers: [1, 2], samples: 'rows', batch: 1, data: { x: [[1]], y: [[2, -1]] } },
      'mlp: y[0][1] must not be negative for softmax-cross-entropy, got -1',
    ],
  ];
  for (const [options, message] of cases)
    test(message, () => {
      expect(() => mlp(options as MlpOptions)).toThrow(message);
    });
});
