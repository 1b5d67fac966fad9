import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graph, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { read, readAll, topological } from '../../src/expression/read.ts';
import { counting } from '../../src/numbers/counting.ts';
import { float64 } from '../../src/numbers/float64.ts';
import type { Tensor } from '../../src/language/shape.ts';
import { tensors } from '../../src/numbers/tensors.ts';

const x = input('x');
const scalars = tensors(float64);
const at = (v: number) => () => ({ shape: [], data: [v] });

/** x doubled n times, each time by adding one node to itself. */
function doubled(n: number): Expr {
  let e = x;
  for (let i = 0; i < n; i++) e = graph.add(e, e);
  return e;
}

/** A random graph of sums, each of two earlier nodes, as pairs of places. */
const wiring = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 40 });

function wired(pairs: readonly (readonly [number, number])[]): Expr[] {
  const nodes: Expr[] = [x, input('y')];
  for (const [a, b] of pairs) nodes.push(graph.add(nodes[a % nodes.length]!, nodes[b % nodes.length]!));
  return nodes;
}

describe('topological order', () => {
  test('has each node that the roots reach once, and operands before results', () => {
    fc.assert(
      fc.property(wiring, fc.nat(), (pairs, other) => {
        const nodes = wired(pairs);
        const roots = [nodes[nodes.length - 1]!, nodes[other % nodes.length]!];
        const order = topological(roots);
        const place = new Map(order.map((e, i) => [e, i]));
        expect(place.size).toBe(order.length);
        for (const root of roots) expect(place.has(root)).toBe(true);
        for (const e of order) for (const arg of e.args) expect(place.get(arg)).toBeLessThan(place.get(e)!);
        // Nothing else: every node but the roots is an operand of a node in the order.
        const used = new Set([...roots, ...order.flatMap((e) => e.args)]);
        for (const e of order) expect(used.has(e)).toBe(true);
      }),
      { seed: 11 },
    );
  });

  test('of no roots is empty, and of one root twice is that of one', () => {
    expect(topological([])).toEqual([]);
    expect(topological([x, x])).toEqual([x]);
  });
});

describe('reading', () => {
  test('with memory carries out each node once, without memory each occurrence', () => {
    for (const [remember, additions] of [
      [true, 10],
      [false, 1023],
    ] as const) {
      const { numbers, tally } = counting();
      read(doubled(10), tensors(numbers), (): Tensor<0> => ({ shape: [], data: [0] }), { remember });
      expect(tally).toEqual({ add: additions });
    }
  });

  test('asks for an input once with memory, at each occurrence without', () => {
    for (const [remember, asked] of [
      [true, 1],
      [false, 32],
    ] as const) {
      let times = 0;
      const value = read(
        doubled(5),
        scalars,
        () => {
          times++;
          return { shape: [], data: [3] };
        },
        { remember },
      );
      expect([times, value.data[0]]).toEqual([asked, 96]);
    }
  });

  test('gives one value either way, operands in their places', () => {
    const y = input('y');
    const e = graph.sub(graph.div(x, y), graph.div(graph.sub(x, y), x));
    const bind = (leaf: Expr) => ({ shape: [], data: [nameOf(leaf) === 'x' ? 8 : 2] });
    // 8/2 − (8 − 2)/8
    expect(read(e, scalars, bind).data).toEqual([3.25]);
    expect(read(e, scalars, bind, { remember: false }).data).toEqual([3.25]);
  });

  test('an input alone, or a constant alone, is its value', () => {
    expect(read(x, scalars, at(5)).data).toEqual([5]);
    expect(read(graph.constant(7), scalars, at(5), { remember: false }).data).toEqual([7]);
  });

  test('several roots shares what they share', () => {
    const { numbers, tally } = counting();
    const common = graph.exp(x);
    const roots = [graph.sin(common), graph.cos(common)];
    const values = readAll(roots, tensors(numbers), (): Tensor<0> => ({ shape: [], data: [0] }));
    expect(tally).toEqual({ exp: 1, sin: 1, cos: 1 });
    expect(values.size).toBe(4);
  });

  test('goes as deep as the graph, with memory and without', () => {
    let e: Expr = x;
    for (let i = 0; i < 100_000; i++) e = graph.add(e, graph.constant(1));
    expect(read(e, scalars, at(0.5)).data).toEqual([100_000.5]);
    expect(read(e, scalars, at(0.5), { remember: false }).data).toEqual([100_000.5]);
  });
});
