import { graph, input, type Expr } from '../../src/expression/expr.ts';
import type { Precision } from '../../src/kernels/kernel.ts';

/** A scalar graph of x, three nodes to a round and as deep as that, which reads early results late; and its values. */
export interface DeepGraph {
  readonly roots: readonly Expr[];
  readonly x: number;
  readonly wanted: readonly number[];
}

export function deepGraph(rounds: number, precision: Precision = 'float64'): DeepGraph {
  const round = precision === 'float32' ? Math.fround : (v: number): number => v;
  const x = input('x');
  const at = round(0.3);
  const first = graph.sin(x);
  const early = graph.mul(x, first);
  const soon = round(at * round(Math.sin(at)));
  let [a, b]: [Expr, Expr] = [x, first];
  let [p, q] = [at, round(Math.sin(at))];
  for (let i = 0; i < rounds; i++) {
    const again = i % 1000 === 0;
    [a, b] = [graph.add(graph.mul(a, graph.constant(0.99)), b), graph.sub(a, again ? early : b)];
    [p, q] = [round(round(p * round(0.99)) + q), round(p - (again ? soon : q))];
  }
  return { roots: [a, b, early], x: at, wanted: [p, q, soon] };
}
