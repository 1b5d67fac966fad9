import { graph, input, type Expr } from '../../src/expression/expr.ts';

/** Roots of a graph over square arrays, rows and scalars, as the decisions have it: products, folds, views, scalar operations. */
export function someGraph(decisions: readonly number[]): Expr[] {
  let next = 0;
  const draw = (n: number): number => decisions[next++ % decisions.length]! % n;
  const n = 2 + draw(4);
  const squares: Expr[] = [input('A', [n, n]), input('B', [n, n])];
  const rows: Expr[] = [input('r', [n])];
  const scalars: Expr[] = [input('s'), graph.constant(2)];
  const of = (pool: readonly Expr[]): Expr => pool[pool.length - 1 - draw(Math.min(6, pool.length))]!;
  while (next < decisions.length) {
    switch (draw(9)) {
      case 0:
      case 1:
        squares.push(graph.matmul(of(squares), of(squares)));
        break;
      case 2:
        squares.push(graph.add(of(squares), of(squares)));
        break;
      case 3:
        squares.push(graph.tanh(of(squares)));
        break;
      case 4:
        squares.push(graph.transpose(of(squares), [1, 0]));
        break;
      case 5:
        rows.push(draw(2) === 0 ? graph.sum(of(squares), [draw(2)]) : graph.exp(of(rows)));
        break;
      case 6:
        squares.push(graph.mul(of(squares), graph.spread(of(rows), [n, n], [draw(2)])));
        break;
      case 7:
        scalars.push(draw(2) === 0 ? graph.sum(of(rows), [0]) : graph.mul(of(scalars), of(scalars)));
        break;
      default:
        squares.push(graph.add(of(squares), graph.spread(of(scalars), [n, n], [0, 1])));
    }
  }
  return [of(squares), of(rows), of(scalars)].slice(draw(2));
}
