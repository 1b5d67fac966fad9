import fc from 'fast-check';
import { parse as parseMathjs, type MathNode } from 'mathjs/number';
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/language/numbers.ts';
import { census, hotSpots, type Census } from '../../src/expression/census.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { occurrences } from '../../src/expression/occurrences.ts';
import { parse } from '../../src/expression/parse.ts';
import { share } from '../../src/expression/share.ts';
import { write } from '../../src/expression/write.ts';
import { someExpression } from './some-expression.ts';

const x = input('x');
const titled = (...roots: Expr[]) => roots.map((e, i) => ({ name: `r${i}`, e }));

/** A text's tree as mathjs reads it, in the normal form. */
interface Outside {
  readonly label: string;
  readonly operands: readonly Outside[];
}

interface Loose extends MathNode {
  readonly content: Loose;
  readonly op: string;
  readonly fn: { readonly name: string };
  readonly args: readonly Loose[];
  readonly name: string;
  readonly value: number;
}

const leaf = (label: string): Outside => ({ label, operands: [] });
const isWhole = ({ label, operands }: Outside): boolean => operands.length === 0 && /^-?\d+$/.test(label);

function outside(node: Loose): Outside {
  switch (node.type) {
    case 'ParenthesisNode':
      return outside(node.content);
    case 'ConstantNode':
      return leaf(String(node.value));
    case 'SymbolNode':
      return leaf(node.name);
    case 'FunctionNode':
      return { label: node.fn.name, operands: node.args.map(outside) };
    default: {
      const operands = node.args.map(outside);
      const [a, b] = operands as [Outside, Outside | undefined];
      if (b === undefined)
        return /^\d|^Infinity/.test(a.label) && a.operands.length === 0
          ? leaf(`-${a.label}`)
          : { label: 'neg', operands };
      return node.op === '/' && isWhole(a) && isWhole(b) && !b.label.startsWith('-')
        ? leaf(`${a.label}/${b.label}`)
        : { label: node.op, operands };
    }
  }
}

const outsideOf = (e: Expr): Outside => outside(parseMathjs(write(e)) as Loose);

/** Every node of trees, at each of its occurrences. */
const all = (trees: readonly Outside[]): Outside[] => trees.flatMap((tree) => [tree, ...all(tree.operands)]);
const spelled = ({ label, operands }: Outside): string => `${label}(${operands.map(spelled).join()})`;
const depthOf = ({ operands }: Outside): number => 1 + Math.max(0, ...operands.map(depthOf));
const tally = (nodes: readonly Outside[]): Record<string, bigint> => {
  const counts: Record<string, bigint> = {};
  for (const { label, operands } of nodes)
    if (operands.length > 0) counts[label] = (counts[label] ?? 0n) + 1n;
  return counts;
};
const part = (found: Census, of: 'tree' | 'dag') =>
  Object.fromEntries(Object.entries(found.histogram).map(([label, counts]) => [label, counts[of]]));

/** What hold would hide; step, carry and the folds have no text that mathjs splits otherwise. */
const printable = operations.filter((op) => op !== 'hold');

describe('a census', () => {
  it('of random expressions is what mathjs’s own tree of the printed text has', () => {
    fc.assert(
      fc.property(someExpression(printable, 8), (roots) => {
        const trees = roots.map(outsideOf);
        const nodes = all(trees);
        const once = [...new Map(nodes.map((node) => [spelled(node), node])).values()];
        const found = census(titled(...roots), 'structure');
        expect(found.tree).toBe(BigInt(nodes.length));
        expect(found.dag).toBe(BigInt(once.length));
        expect(found.edges).toBe(BigInt(once.reduce((sum, { operands }) => sum + operands.length, 0)));
        expect(found.depth).toBe(BigInt(Math.max(...trees.map(depthOf))));
        expect(part(found, 'tree')).toEqual(tally(nodes));
        expect(part(found, 'dag')).toEqual(tally(once));
        expect(found.operationsTree).toBe(BigInt(nodes.filter(({ operands }) => operands.length > 0).length));
        expect(found.operationsDag).toBe(BigInt(once.filter(({ operands }) => operands.length > 0).length));
        expect(found.characters).toBe(BigInt(roots.reduce((sum, e) => sum + write(e).length, 0)));
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it('has as many copies of all nodes together as the tree has nodes', () => {
    fc.assert(
      fc.property(someExpression(), fc.boolean(), (roots, equal) => {
        const found = occurrences(roots, equal).filter(({ copies }) => copies > 0n);
        const copies = found.reduce((sum, one) => sum + one.copies, 0n);
        expect(copies).toBe(census(titled(...roots), 'none').tree);
        expect(copies).toBe(roots.reduce((sum, e) => sum + census(titled(e), 'reference').tree, 0n));
      }),
      { seed: 2, numRuns: 400 },
    );
  });

  it('without sharing has a graph that is the tree', () => {
    const e = graph.mul(graph.exp(x), graph.exp(x));
    const { dag, tree, edges, operationsDag, operationsTree, histogram } = census(titled(e), 'none');
    expect({ dag, edges, operationsDag }).toEqual({
      dag: tree,
      edges: tree - 1n,
      operationsDag: operationsTree,
    });
    expect(histogram).toEqual({ '*': { tree: 1n, dag: 1n }, exp: { tree: 2n, dag: 2n } });
  });

  it('by reference counts what the program wrote twice twice, exponents too', () => {
    const e = graph.add(graph.square(graph.sin(x)), graph.square(graph.sin(x)));
    expect(census(titled(e), 'reference')).toMatchObject({ tree: 9n, dag: 8n, edges: 8n });
    expect(census(titled(e), 'structure')).toMatchObject({ tree: 9n, dag: 5n, edges: 5n });
    const shared = graph.square(graph.sin(x));
    expect(census(titled(graph.add(shared, shared)), 'reference')).toMatchObject({ tree: 9n, dag: 5n });
  });

  it('has one leaf for the exponent of x² and the 2 of 2·x', () => {
    expect(census(titled(parse('x^2')), 'structure')).toMatchObject({ tree: 3n, dag: 3n });
    expect(census(titled(parse('2*x + x^2')), 'structure')).toMatchObject({ tree: 7n, dag: 5n });
  });

  it('takes hold for the parentheses that it is', () => {
    const [held, bare] = [graph.sin(graph.hold(graph.exp(x))), graph.sin(graph.exp(x))].map((e) =>
      census(titled(e), 'structure'),
    );
    const { characters, letCharacters, ...rest } = held!;
    expect(bare).toMatchObject(rest);
    expect([characters, letCharacters]).toEqual([17n, 23n]);
  });

  it('tells transcendental calls apart', () => {
    const found = census(titled(parse('exp(x)*exp(x) + sqrt(tanh(x))^3')), 'structure');
    expect(found).toMatchObject({ transcendentalTree: 3n, transcendentalDag: 2n, operationsTree: 7n });
  });

  it('names the parts that are equal, whether or not the graph shares them', () => {
    const tree = parse('exp(sin(x))*exp(sin(x))');
    expect(census(titled(tree), 'structure').letCharacters).toBe(
      BigInt('t1 = exp(sin(x))\nr0 = t1 * t1\n'.length),
    );
    expect(census(titled(tree), 'none').letCharacters).toBe(
      BigInt('r0 = exp(sin(x)) * exp(sin(x))\n'.length),
    );
  });

  it('of nothing is nothing', () => {
    expect(census([], 'structure')).toMatchObject({ tree: 0n, dag: 0n, depth: 0n, histogram: {} });
  });

  it('counts characters that could never be printed', () => {
    let e: Expr = x;
    let length = 1n;
    for (let i = 0; i < 200; i++) {
      e = graph.sin(graph.mul(e, e));
      length = 2n * length + 8n;
    }
    const found = census(titled(e), 'structure');
    expect(found.characters).toBe(length);
    expect(found.letCharacters).toBeLessThan(5000n);
  });
});

describe('hot spots', () => {
  it('are the operations that the tree holds most often, larger ones first', () => {
    const s = graph.sin(graph.mul(graph.constant(2), x));
    const e = share(graph.add(graph.mul(s, s), graph.exp(s)));
    const found = hotSpots([e], 'structure', 5);
    expect(found.map((spot) => [write(spot.e), spot.copies, spot.tree])).toEqual([
      ['sin(2 * x)', 3n, 4n],
      ['2 * x', 3n, 3n],
    ]);
    expect(hotSpots([e], 'structure', 1)).toHaveLength(1);
  });

  it('are none where nothing is copied', () => {
    expect(hotSpots([parse('sin(x)*exp(x)')], 'structure', 5)).toEqual([]);
  });
});
