import { graph, input, node, type Expr } from '../expression/expr.ts';
import { obey } from '../expression/simplify.ts';
import { write } from '../expression/write.ts';
import { isThrough, tangent } from '../rules/linearize.ts';
import type { PartialForm } from '../rules/rule.ts';
import { notationOf } from '../rules/rows.ts';
import { realise } from '../rules/slope.ts';

/** A rule of differentiation as a textbook has it: its name, and the equation with u, v, w for what moves. */
export interface RuleText {
  readonly name: string;
  /** `(u * v)′ = v * u′ + u * v′` */
  readonly formula: string;
}

const moving = ['u', 'v', 'w'];
const fixed = ['a', 'b', 'c'];

/**
 * The rule by which a node is differentiated, where only its `active` operands move. The equation is not typed but read off
 * the operation's row: the rule is applied to letters.
 */
export function ruleText(
  e: Expr,
  active: (operand: Expr) => boolean,
  form: PartialForm = 'textbook',
): RuleText {
  const letters = new Map<Expr, Expr>();
  for (const arg of e.args)
    if (!letters.has(arg))
      letters.set(
        arg,
        arg.op === 'constant' ? arg : input((active(arg) ? moving : fixed)[letters.size]!, arg.shape),
      );
  const op = e.op as Exclude<Expr['op'], 'input'>;
  const x = e.args.map((arg) => letters.get(arg)!);
  const y = node(op, x, e.params);
  const k = obey('exact', graph);
  const slope = tangent(
    k,
    { op, y, x, params: e.params },
    e.args.map((arg, i) => (active(arg) ? input(`${write(x[i]!)}′`, arg.shape) : 'zero')),
    form,
  );
  return {
    name: nameOfRule(
      e,
      e.args.map((arg) => active(arg)),
    ),
    formula: `(${write(y)})′ = ${write(realise(graph, slope))}`,
  };
}

/** What books call the rule of an operation whose operands move or do not. */
function nameOfRule(e: Expr, moves: readonly boolean[]): string {
  const op = e.op as Exclude<Expr['op'], 'input'>;
  const all = moves.every((moved) => moved);
  switch (op) {
    case 'add':
      return 'sum rule';
    case 'sub':
      return 'difference rule';
    case 'neg':
      return 'constant factor −1';
    case 'mul':
      return all ? 'product rule' : 'constant factor';
    case 'div':
      return moves[1]! ? 'quotient rule' : 'constant factor';
    case 'square':
    case 'power':
      return 'power rule';
    case 'pow':
      return all ? 'general power rule' : moves[0]! ? 'power rule' : 'exponential rule';
    case 'matmul':
      return all ? 'product rule' : 'constant factor';
    default:
      return moves.some((moved, i) => moved && isThrough(op, i))
        ? `branch taken, ${notationOf(op).name}`
        : `chain rule, ${notationOf(op).name}`;
  }
}
