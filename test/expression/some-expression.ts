import fc from 'fast-check';
import { arity, operations, type Operation } from '../../src/language/numbers.ts';
import { apply } from '../../src/language/apply.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';

const leaves = (): Expr[] => [input('x'), input('y'), ...[0, 1, 2, -3, 0.5].map((v) => graph.constant(v))];

/** Random graphs of these operations over x, y and a few numbers, in which later nodes use earlier ones again and again. */
export const someExpression = (
  words: readonly Operation[] = operations,
  size = 9,
): fc.Arbitrary<readonly Expr[]> =>
  fc
    .array(fc.tuple(fc.constantFrom(...words), fc.nat(), fc.nat(), fc.nat()), {
      minLength: 1,
      maxLength: size,
    })
    .map((steps) => {
      const nodes = leaves();
      for (const [op, ...picks] of steps) {
        const args = picks
          .slice(0, arity[op])
          .map((pick) => nodes[nodes.length - 1 - (pick % nodes.length)]!);
        const params = op === 'constant' || op === 'power' ? [[2, 3, -1, 0.5][picks[2] % 4]!] : [];
        nodes.push(apply(graph, op, args, params));
      }
      return nodes.slice(-2);
    });
