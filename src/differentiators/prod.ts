import { writeShape, type Shape } from '../language/shape.ts';
import { dependents } from '../expression/decisions.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import type { Objective } from '../expression/trace.ts';
import { isFlat } from '../rules/linearize.ts';
import { rowOf } from '../rules/rows.ts';

/** One use of the chain rule: how the gradient of a result becomes that of one operand. */
export interface ChainLink {
  /** The result and the operand, by name. */
  readonly from: string;
  readonly to: string;
  readonly op: string;
  /** What is done: what is transposed, swapped, multiplied element-wise, or sent one way. */
  readonly action: string;
  /** Shapes of the result (which its gradient shares) and of the operand. */
  readonly shapes: readonly [from: Shape, to: Shape];
  /** The link in one line: `∂J/∂W2 = prod(∂J/∂o, ∂o/∂W2): …`. */
  readonly text: string;
}

/**
 * The chain rule of D2L, edge by edge in reverse order. Its operator `prod` multiplies its arguments after the
 * necessary operations (transposing, swapping positions) have been carried out; here each edge says which those are.
 */
export function prod(o: Objective): ChainLink[] {
  const active = dependents([o.expression], new Set(o.wrt));
  const given = new Map([...o.names].map(([name, e]) => [e, name]));
  const order = topological([o.expression]);
  const names = new Map<Expr, string>();
  const taken = new Set([...o.inputs.keys(), ...o.names.keys()]);
  let next = 0;
  const fresh = (): string => {
    do next++;
    while (taken.has(`t${next}`));
    return `t${next}`;
  };
  for (const e of order) {
    if (e.op === 'constant') names.set(e, String(e.params[0]));
    else if (e.op === 'input') names.set(e, nameOf(e));
    else names.set(e, given.get(e) ?? (e === o.expression && !taken.has('J') ? 'J' : fresh()));
  }
  const J = names.get(o.expression)!;
  const reached = new Set([o.expression]);
  return order.reverse().flatMap((e) => {
    if (!reached.has(e) || !active.has(e) || e.op === 'input') return [];
    const { op } = e;
    return e.args.flatMap((arg, i) => {
      if (!active.has(arg) || isFlat(op, i)) return [];
      reached.add(arg);
      const [from, to] = [names.get(e)!, names.get(arg)!];
      const action = actionOf(
        e,
        i,
        e.args.map((x) => names.get(x)!),
      );
      const text = `∂${J}/∂${to} = prod(∂${J}/∂${from}, ∂${from}/∂${to}): ${action}, ${writeShape(e.shape)} to ${writeShape(arg.shape)}`;
      return [{ from, to, op, action, shapes: [e.shape, arg.shape] as const, text }];
    });
  });
}

function actionOf(e: Expr, operand: number, names: readonly string[]): string {
  switch (e.op) {
    case 'add':
      return 'passed on (an add gate distributes)';
    case 'sub':
      return operand === 0 ? 'passed on' : 'negated';
    case 'neg':
      return 'negated';
    case 'mul':
      return `swapped: multiplied element-wise by the other factor, ${names[1 - operand]!}`;
    case 'matmul':
      return operand === 0
        ? `multiplied on the right by ${names[1]!} transposed`
        : `multiplied on the left by ${names[0]!} transposed`;
    case 'transpose':
      return 'transposed back';
    case 'reshape':
      return 'reshaped back';
    case 'sum':
      return 'spread over the axes that were summed';
    case 'spread':
      return 'summed over the axes that were spread (a copy gate adds)';
    case 'gather':
      return 'scattered back, adding where an element was taken twice';
    case 'scatter':
      return 'gathered back';
    case 'select':
      return `passed on where ${names[0]!} ${operand === 1 ? '≠' : '='} 0, 0 elsewhere`;
    case 'min':
    case 'max':
      return `passed on where ${names[operand]!} is the ${e.op === 'min' ? 'smaller' : 'larger'}, halved at a tie, 0 elsewhere`;
    case 'carry':
      return `swapped: multiplied element-wise by the other factor, ${names[1 - operand]!}; 0 where ${operand === 0 ? 'the gradient' : names[0]!} is 0`;
    default:
      return rowOf(e.op as never).kind === 'fold'
        ? 'sent to the elements that were picked, in equal parts at a tie'
        : `multiplied element-wise by ${e.op}′(${names.join(', ')})`;
  }
}
