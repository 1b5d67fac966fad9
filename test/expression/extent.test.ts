import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extent } from '../../src/expression/extent.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { read } from '../../src/expression/read.ts';
import { share } from '../../src/expression/share.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';

const x = input('x');

/** The survey's logistic map (Baydin et al. 2018, Table 1): l₁ = x, l₍ₙ₊₁₎ = 4lₙ(1 − lₙ). */
function logistic(n: number): Expr {
  let l: Expr = x;
  for (let i = 1; i < n; i++) l = graph.mul(graph.mul(graph.constant(4), l), graph.sub(graph.constant(1), l));
  return l;
}

describe('the extent of an expression', () => {
  test('of a leaf is 1, 1, 1', () => {
    expect(extent(x)).toEqual({ dagSize: 1, treeSize: 1n, depth: 1 });
  });

  test('counts a shared node once in the graph and at each occurrence in the tree', () => {
    const square = graph.mul(x, x);
    expect(extent(graph.add(square, graph.sin(square)))).toEqual({ dagSize: 4, treeSize: 8n, depth: 4 });
  });

  test('is exact where the tree has more nodes than a double can count', () => {
    let e: Expr = x;
    for (let i = 0; i < 2000; i++) e = graph.add(e, e);
    expect(extent(e)).toEqual({ dagSize: 2001, treeSize: 2n ** 2001n - 1n, depth: 2001 });
  });

  test.each([2, 3, 4, 5, 10, 60, 1000])(
    'of the logistic map with n = %i is a tree of 3·2ⁿ − 5 and a graph of 3n',
    (n) => {
      const { dagSize, treeSize } = extent(share(logistic(n)));
      expect(treeSize).toBe(3n * 2n ** BigInt(n) - 5n);
      expect(dagSize).toBe(3 * n);
    },
  );

  test('of several roots adds their trees, and counts their graph once', () => {
    const common = graph.exp(x);
    expect(extent([graph.sin(common), common, common])).toEqual({ dagSize: 3, treeSize: 7n, depth: 3 });
    expect(extent([])).toEqual({ dagSize: 0, treeSize: 0n, depth: 0 });
  });

  test('does not depend on the order of roots, and depth is that of the deepest', () => {
    const [low, high] = [graph.sin(x), graph.add(graph.cos(graph.exp(x)), graph.constant(2))];
    expect(extent([low, high])).toEqual(extent([high, low]));
    expect(extent([low, high]).depth).toBe(4);
  });

  test('of the tree is the number of readings without memory', () => {
    const wiring = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(wiring, (pairs) => {
        const nodes: Expr[] = [x, input('y')];
        for (const [a, b] of pairs) nodes.push(graph.mul(nodes[a % nodes.length]!, nodes[b % nodes.length]!));
        const root = nodes[nodes.length - 1]!;
        let leaves = 0n;
        read(
          root,
          tensors(float64),
          () => {
            leaves++;
            return { shape: [], data: [1] };
          },
          { remember: false },
        );
        // A binary tree of n leaves has n − 1 inner nodes.
        expect(extent(root).treeSize).toBe(2n * leaves - 1n);
      }),
      { seed: 12 },
    );
  });

  test('is found for graphs deeper than any stack', () => {
    let e: Expr = x;
    for (let i = 0; i < 100_000; i++) e = graph.add(e, x);
    expect(extent(e)).toEqual({ dagSize: 100_001, treeSize: 200_001n, depth: 100_001 });
  });
});
