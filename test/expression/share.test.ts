import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extent } from '../../src/expression/extent.ts';
import { graph, input, nameOf, node, type Expr } from '../../src/expression/expr.ts';
import { topological } from '../../src/expression/read.ts';
import { share, shareAll, sharing } from '../../src/expression/share.ts';

const [x, y] = [input('x'), input('y')];
const size = (e: Expr | readonly Expr[]) => extent(e).dagSize;

describe('sharing by structure', () => {
  test('makes equal subexpressions one node, however often they were built', () => {
    const once = () => graph.sin(graph.mul(input('x'), graph.constant(2)));
    const e = graph.add(once(), once());
    expect(size(e)).toBe(9);
    const shared = share(e);
    expect(size(shared)).toBe(5);
    expect(shared.args[0]).toBe(shared.args[1]);
  });

  test('keeps apart what is not equal: operand order, operations, exponents, names, shapes', () => {
    const pairs: [Expr, Expr][] = [
      [graph.add(x, y), graph.add(y, x)],
      [graph.add(x, y), graph.sub(x, y)],
      [graph.power(x, 3), graph.power(x, 4)],
      [graph.constant(0), graph.constant(-0)],
      [graph.constant(1), graph.constant(1 + 2 ** -52)],
      [input('x', [2]), input('x', [2, 1])],
      [input('x', [12]), input('x', [1, 2])],
      [graph.sum(input('A', [2, 2]), [0]), graph.sum(input('A', [2, 2]), [1])],
      [graph.transpose(input('A', [2, 2, 2]), [0, 2, 1]), graph.transpose(input('A', [2, 2, 2]), [1, 0, 2])],
      [graph.gather(input('v', [12]), [1, 2], [2]), graph.gather(input('v', [13]), [1, 2], [2])],
      [graph.gather(input('v', [20]), [1, 12], [2]), graph.gather(input('v', [20]), [11, 2], [2])],
      [graph.reshape(input('v', [6]), [2, 3]), graph.reshape(input('v', [6]), [3, 2])],
      [graph.exp(x), graph.expm1(x)],
    ];
    for (const [a, b] of pairs) {
      const [one, other] = shareAll([a, b]);
      expect(one, `${a.op} ${JSON.stringify(a.params)}`).not.toBe(other);
    }
  });

  test('holds NaN equal to itself', () => {
    const [a, b] = shareAll([graph.constant(NaN), graph.constant(NaN)]);
    expect(a).toBe(b);
  });

  test('is not deceived by names that look like code', () => {
    const pairs: [Expr, Expr][] = [
      [input('a,b'), input('a')],
      [input('1'), graph.constant(1)],
      [input('x;1'), input('x', [1])],
      [graph.add(input('p"'), input('q')), graph.add(input('p'), input('"q'))],
      [input('__proto__'), input('constructor')],
    ];
    for (const [a, b] of pairs) {
      const [one, other] = shareAll([a, b]);
      expect(one).not.toBe(other);
    }
  });

  test('works across roots, and each call has a table of its own', () => {
    const build = () => graph.exp(graph.add(input('x'), input('y')));
    const [a, b] = shareAll([build(), graph.sin(build())]);
    expect(b!.args[0]).toBe(a);
    expect(share(build())).not.toBe(share(build()));
  });

  test('leaves a copy apart that carries a number', () => {
    const copy = (number: number) => node('exp', [x], [number]);
    expect(size(share(graph.add(graph.exp(x), copy(1))))).toBe(4);
    expect(size(share(graph.add(copy(1), copy(2))))).toBe(4);
    expect(size(share(graph.add(copy(1), copy(1))))).toBe(3);
  });

  test('happens while an expression is built, too', () => {
    let size = 0;
    const k = sharing(() => size++);
    const [u, v] = [k.input(x), k.input(input('x'))];
    expect(u).toBe(v);
    expect(k.add(k.sin(u), k.constant(2))).toBe(k.add(k.sin(v), k.constant(2)));
    expect(size).toBe(4);
    expect(nameOf(u)).toBe('x');
  });

  test('takes a node from elsewhere for itself', () => {
    const k = sharing();
    expect(k.sin(x)).toBe(k.sin(x));
    expect(k.sin(x)).not.toBe(k.sin(input('x')));
  });

  test('leaves as many nodes as there are different subexpressions, and the tree as it was', () => {
    const wiring = fc.array(fc.tuple(fc.constantFrom('add', 'mul'), fc.nat(), fc.nat()), {
      minLength: 1,
      maxLength: 12,
    });
    const spelled = (root: Expr): Set<string> => {
      const texts = new Map<Expr, string>();
      for (const e of topological([root]))
        texts.set(
          e,
          e.op === 'input' ? nameOf(e) : `(${e.args.map((a) => texts.get(a)!).join(` ${e.op} `)})`,
        );
      return new Set(texts.values());
    };
    fc.assert(
      fc.property(wiring, (steps) => {
        const nodes: Expr[] = [input('x'), input('x'), input('y')];
        for (const [op, a, b] of steps)
          nodes.push(graph[op as 'add'](nodes[a % nodes.length]!, nodes[b % nodes.length]!));
        const root = nodes[nodes.length - 1]!;
        const shared = share(root);
        expect(size(shared)).toBe(spelled(root).size);
        expect(extent(shared).treeSize).toBe(extent(root).treeSize);
        expect(size(share(shared))).toBe(size(shared));
      }),
      { seed: 13 },
    );
  });

  test('goes as deep as the graph', () => {
    let e: Expr = x;
    for (let i = 0; i < 100_000; i++) e = graph.add(e, graph.constant(1));
    // The sums differ; the 100 000 ones are one.
    expect(size(share(e))).toBe(100_002);
  });
});
