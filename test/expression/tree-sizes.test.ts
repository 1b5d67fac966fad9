import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/language/numbers.ts';
import { tallyOf } from '../../src/differentiators/cost.ts';
import { symbolicGradient } from '../../src/differentiators/symbolic.ts';
import type { SymbolicGradient } from '../../src/differentiators/written-gradient.ts';
import { census } from '../../src/expression/census.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { elementNames } from '../../src/expression/scalars.ts';
import { objective, traceProblem, type Objective } from '../../src/expression/trace.ts';
import { operationsAbout, treeSizes, type CountableLaws } from '../../src/expression/tree-sizes.ts';
import { total } from '../../src/numbers/counting.ts';
import { activations } from '../../src/objectives/activation.ts';
import { losses } from '../../src/objectives/loss.ts';
import { mlp, type MlpOptions } from '../../src/objectives/mlp.ts';
import { someExpression } from './some-expression.ts';

const treeOf = (e: Expr): bigint => census([{ name: 'f', e }], 'none').tree;
const elementsOf = (o: Objective): string[] =>
  o.wrt.flatMap((name) => elementNames(name, o.inputs.get(name)!.shape));

/** The sizes of what symbolic differentiation builds. */
function built(o: Objective, laws: CountableLaws, elements: readonly string[]) {
  const made = symbolicGradient(o, { laws, sharing: 'reference', elements }) as SymbolicGradient;
  return { value: treeOf(made.value), gradient: made.gradient.map(({ e }) => treeOf(e)) };
}

describe.each(['none', 'exact'] as const)('tree sizes under laws %s, counted without building', (laws) => {
  it('are those of the derivatives that are built, for nets of every kind', () => {
    const names = Object.keys(activations) as (keyof typeof activations)[];
    const nets: MlpOptions[] = [
      ...names.map((activation): MlpOptions => ({ layers: [2, 3, 2], activation })),
      ...(Object.keys(losses) as (keyof typeof losses)[]).map((loss): MlpOptions => ({
        layers: [3, 2, 3],
        loss,
      })),
      { layers: [2, 2, 2, 2], batch: 2, lambda: 0.1, bias: true },
      { layers: [1, 3, 1], batch: 3, samples: 'rows', outputActivation: 'sigmoid', loss: 'squared-error' },
    ];
    for (const net of nets) {
      const o = traceProblem(mlp(net));
      const all = elementsOf(o);
      const elements = [all[0]!, all.at(-1)!];
      expect(treeSizes(o, elements, laws)).toEqual(built(o, laws, elements));
    }
  });

  it('are those of the derivatives that are built, for random expressions of all operations', () => {
    fc.assert(
      fc.property(someExpression(operations, 8), (roots) => {
        const o = objective(roots.at(-1)!, undefined, new Map(), [input('x'), input('y')]);
        expect(treeSizes(o, ['x', 'y'], laws)).toEqual(built(o, laws, ['x', 'y']));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('are those of arrays that are folded, sliced and joined again', () => {
    const [a, b] = [input('a', [2, 3]), input('b', [3, 2])];
    const product = graph.matmul(a, b);
    const picked = graph.maxOver(graph.gather(graph.tanh(product), [3, 0, 0], [3]), [0]);
    const e = graph.add(picked, graph.sum(graph.scatter(graph.minOver(a, [0]), [1, 0, 1], [2]), [0]));
    const o = objective(e);
    const elements = ['a[0,0]', 'b[2,1]'];
    expect(treeSizes(o, elements, laws)).toEqual(built(o, laws, elements));
  });
});

it('knows about how many operations a pass takes', () => {
  for (const batch of [1, 7]) {
    const { expression } = traceProblem(mlp({ layers: [5, 4, 3], lambda: 0.1, batch }));
    const exact = total(tallyOf([expression]));
    expect(Math.abs(operationsAbout(expression) / exact - 1)).toBeLessThan(0.3);
  }
});

describe('the tree of J', () => {
  it.each([
    [1, 1, 1],
    [4, 3, 2],
    [10, 20, 5],
    [784, 128, 10],
  ])('of a %i-%i-%i net with the squared error and the penalty is what is worked out by hand', (d, h, q) => {
    const o = traceProblem(mlp({ layers: [d, h, q], loss: 'squared-error', lambda: 0.1 }));
    // z: d products of two leaves, joined; h: one more; o: h products of a leaf and h; (o − y)²: a leaf and three more nodes
    // (−, ^, 2); q of these joined, and times ½; each weight squared has three nodes.
    const z = 4 * d - 1;
    const output = h * (z + 1 + 2) + (h - 1);
    const loss = q * (output + 4) + (q - 1) + 2;
    const norm = (count: number) => 4 * count - 1;
    const penalty = norm(d * h) + norm(h * q) + 1 + 2;
    expect(treeSizes(o, []).value).toBe(BigInt(loss + penalty + 1));
  });

  it('of a batch, and that of its derivative by one weight, grow by equal trees', () => {
    const exact = (batch: number) =>
      treeSizes(traceProblem(mlp({ layers: [196, 32, 10], loss: 'squared-error', batch })), ['W1[0,0]']);
    // B equal trees are joined and divided by B, as the derivatives are joined and multiplied by the double 1/B.
    const [two, four] = [exact(2), exact(4)];
    const doubled = (size: bigint) => 2n * (size - 1n) + 1n;
    expect(four).toEqual({ value: doubled(two.value), gradient: two.gradient.map(doubled) });
    expect(two.gradient[0]).toBeGreaterThan(10n ** 5n);
  });
});
