import { describe, expect, test } from 'vitest';
import type { Algebra } from '../../src/language/algebra.ts';
import type { Tensor } from '../../src/language/shape.ts';
import { graph, input, nameOf } from '../../src/expression/expr.ts';
import { extent } from '../../src/expression/extent.ts';
import { read, topological } from '../../src/expression/read.ts';
import { elementNames, elementsOf, elementValues, scalarExpansion } from '../../src/expression/scalars.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';

describe('the elements of an array', () => {
  test('are named by their indices, row by row; a scalar keeps its name', () => {
    expect(elementNames('W', [2, 3])).toEqual(['W[0,0]', 'W[0,1]', 'W[0,2]', 'W[1,0]', 'W[1,1]', 'W[1,2]']);
    expect(elementNames('v', [2])).toEqual(['v[0]', 'v[1]']);
    expect(elementNames('T', [2, 1, 2])).toEqual(['T[0,0,0]', 'T[0,0,1]', 'T[1,0,0]', 'T[1,0,1]']);
    expect(elementNames('s', [])).toEqual(['s']);
    expect(elementNames('none', [0, 3])).toEqual([]);
  });

  test('are scalar inputs of these names', () => {
    const { shape, data } = elementsOf(input('A', [1, 2]));
    expect(shape).toEqual([1, 2]);
    expect(data.map((e) => [nameOf(e), e.shape])).toEqual([
      ['A[0,0]', []],
      ['A[0,1]', []],
    ]);
  });

  test('have the array’s values, in its order', () => {
    expect(elementValues({ A: { shape: [2, 2], data: [1, 2, 3, 4] }, s: { shape: [], data: [5] } })).toEqual({
      'A[0,0]': { shape: [], data: [1] },
      'A[0,1]': { shape: [], data: [2] },
      'A[1,0]': { shape: [], data: [3] },
      'A[1,1]': { shape: [], data: [4] },
      s: { shape: [], data: [5] },
    });
  });
});

describe('an expression written out number by number', () => {
  const f = <X>(k: Algebra<X>, { A, B, v }: Readonly<Record<string, X>>): X => {
    const product = k.tanh(k.matmul(A!, k.transpose(B!, [1, 0])));
    const picked = k.gather(k.maxOver(product, [1]), [1, 0, 1], [3]);
    const placed = k.scatter(k.mul(picked, v!), [0, 2, 0], [4]);
    return k.add(
      k.sum(k.square(k.reshape(placed, [2, 2])), [0, 1]),
      k.sum(k.spread(v!, [3, 2], [1]), [0, 1]),
    );
  };
  const at: Record<string, Tensor<number>> = {
    A: { shape: [2, 3], data: [0.1, -0.7, 1.3, 0.4, 0.9, -0.2] },
    B: { shape: [2, 3], data: [1.1, 0.3, -0.6, 0.2, -0.8, 0.5] },
    v: { shape: [3], data: [0.25, -1.5, 3.7] },
  };
  const inputs = Object.fromEntries(
    Object.entries(at).map(([name, { shape }]) => [name, input(name, shape)]),
  );
  const e = f(graph, inputs);

  test('has the same value, to the bit', () => {
    const scalar = scalarExpansion(e, graph, elementsOf);
    const values = elementValues(at);
    const k = tensors(float64);
    expect(read(scalar, k, (leaf) => values[nameOf(leaf)]!).data).toEqual(
      read(e, k, (leaf) => at[nameOf(leaf)]!).data,
    );
  });

  test('holds scalars only', () => {
    const scalar = scalarExpansion(e, graph, elementsOf);
    expect(topological([scalar]).every((x) => x.shape.length === 0)).toBe(true);
  });

  test('of ⟨a, b⟩ is n products and n − 1 sums', () => {
    const [a, b] = [input('a', [5]), input('b', [5])];
    const scalar = scalarExpansion(graph.sum(graph.mul(a, b), [0]), graph, elementsOf);
    const ops = topological([scalar]).map((x) => x.op);
    expect(ops.filter((op) => op === 'mul')).toHaveLength(5);
    expect(ops.filter((op) => op === 'add')).toHaveLength(4);
    expect(extent(scalar).dagSize).toBe(19);
  });
});
