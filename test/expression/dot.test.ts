import { instance } from '@viz-js/viz';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graph as k, input, type Expr } from '../../src/expression/expr.ts';
import { dotText, writeDot } from '../../src/expression/dot.ts';
import { extent } from '../../src/expression/extent.ts';
import { expressionsOf, pointwise, x, y } from './expressions.ts';

interface Drawn {
  readonly objects?: readonly { readonly name: string; readonly label: string; readonly shape: string }[];
  readonly edges?: readonly { readonly tail: number; readonly head: number }[];
}

const viz = await instance();

/** What Graphviz reads in a text; throws where it is not DOT. */
const read = (dot: string): Drawn => JSON.parse(viz.renderString(dot, { format: 'dot_json' })) as Drawn;

const labels = (dot: string): string[] => read(dot).objects!.map(({ label }) => label);

describe('DOT', () => {
  test('has a box for each leaf and result, an ellipse for each operation, and arrows to what uses them', () => {
    const { objects, edges } = read(writeDot([{ name: 'f', e: k.sub(k.sin(x), k.constant(2)) }]));
    const [sin, sub] = ['sin', '-'].map((label) => objects!.findIndex((node) => node.label === label));
    expect(objects!.map(({ label, shape }) => `${label} ${shape}`).sort()).toEqual(
      ['x box', 'sin ellipse', '2 box', '- ellipse', 'f box'].sort(),
    );
    expect(edges!.some(({ tail, head }) => tail === sin && head === sub)).toBe(true);
  });

  test('draws a shared node once, or at each occurrence', () => {
    const u = k.exp(x);
    const roots = [{ name: 'f', e: k.mul(u, u) }];
    expect(labels(writeDot(roots)).sort()).toEqual(['*', 'exp', 'f', 'x']);
    expect(labels(writeDot(roots, { shared: false })).sort()).toEqual(['*', 'exp', 'exp', 'f', 'x', 'x']);
  });

  test('is read by Graphviz for random expressions, with as many nodes as the graph or the tree has', () => {
    fc.assert(
      fc.property(
        expressionsOf(pointwise).filter((e) => extent(e).treeSize < 300n),
        (e) => {
          const { dagSize, treeSize } = extent(e);
          expect(read(writeDot([{ name: 'f', e }])).objects).toHaveLength(dagSize + 1);
          expect(read(writeDot([{ name: 'f', e }], { shared: false })).objects).toHaveLength(
            Number(treeSize) + 1,
          );
        },
      ),
      { numRuns: 60, seed: 22 },
    );
  });

  test('refuses a drawing beyond the limit, with the exact size, however large the tree is', () => {
    let e: Expr = x;
    for (let i = 0; i < 200; i++) e = k.mul(e, e);
    expect(() => writeDot([{ name: 'f', e }], { shared: false })).toThrow(
      `at most 5000 nodes are allowed, there are ${String(2n ** 201n - 1n)}`,
    );
    expect(read(writeDot([{ name: 'f', e }])).objects).toHaveLength(202);
    expect(() => writeDot([{ name: 'f', e: k.add(x, y) }], { limit: 2 })).toThrow('there are 3');
  });

  test('keeps any name, whatever characters it has', () => {
    const name = 'a"b\\c{d}<e>\nf';
    expect(labels(writeDot([{ name, e: input('"; }') }]))).toEqual(['"; }', 'a"b\\\\c{d}<e>\\nf']);
    expect(labels(dotText([{ id: '"', shape: 'box', lines: ['one', 'two'] }], []))).toEqual(['one\\ntwo']);
  });
});
