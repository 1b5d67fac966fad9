import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { listed, made, type Item } from '../../src/differentiators/node-list.ts';
import { extent } from '../../src/expression/extent.ts';
import { apply } from '../../src/language/apply.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { share } from '../../src/expression/share.ts';

const itemOf = ({ op, args, params }: Expr): Item<Expr> => {
  if (op === 'input') return { symbol: params[0] as string };
  return op === 'constant' ? { number: params[0] as number } : { word: op, args };
};

const making = {
  number: (v: number) => graph.constant(v),
  symbol: (name: string) => input(name),
  call: (word: string, args: readonly Expr[]) => apply(graph, word as 'add', args),
};

/** A graph in which earlier nodes are used again. */
const graphs = fc
  .array(fc.tuple(fc.constantFrom('add', 'mul', 'sin'), fc.nat(), fc.nat()), { minLength: 1, maxLength: 30 })
  .map((steps) => {
    const nodes: Expr[] = [input('x'), graph.constant(0.1)];
    for (const [op, i, j] of steps) {
      const [a, b] = [nodes[i % nodes.length]!, nodes[j % nodes.length]!];
      nodes.push(op === 'sin' ? graph.sin(a) : graph[op as 'add'](a, b));
    }
    return nodes.at(-1)!;
  });

describe('a list of nodes', () => {
  test.prop([graphs])('is the same graph when it is made again, with what was shared', (e) => {
    const [again] = made(listed([e], itemOf), making);
    expect(extent(again!)).toEqual(extent(e));
    expect(share(again!)).toEqual(share(e));
  });

  it('lists a node once that several roots reach', () => {
    const x = graph.sin(input('x'));
    const { code, roots } = listed([graph.neg(x), graph.cos(x), x], itemOf);
    expect(roots).toEqual([2, 3, 1]);
    expect(code.length).toBe(3 * 4 + 3);
  });

  it('holds a graph too deep for recursion', () => {
    let e: Expr = input('x');
    for (let i = 0; i < 50_000; i++) e = graph.neg(e);
    expect(extent(made(listed([e], itemOf), making)).depth).toBe(50_001);
  });
});
