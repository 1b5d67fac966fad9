import type { MathNode } from 'mathjs/number';
import { graph, input, type Expr } from './expr.ts';
import { conditional, constants, functions, truth, type Lowering } from './lower.ts';
import { ParseError } from './parse-error.ts';
import { placeOf, placeOfSymbol } from './place.ts';
import { miscounted, notAFunction, unsupported, withoutOperand } from './refusal.ts';

/** A lowered operand, and whether it is a condition: 1 or 0. */
export interface Value {
  readonly e: Expr;
  readonly condition: boolean;
}

/** How a node of mathjs's tree is lowered: a value at once, or from its operands. */
export type Plan =
  | { readonly value: Value }
  | { readonly operands: readonly MathNode[]; readonly join: (values: readonly Value[]) => Value };

/** A node of mathjs's tree with the fields that nodes of several types have. */
export type Node = MathNode & {
  readonly name: string;
  readonly fn: string | Node;
  readonly op: string;
  readonly args: readonly Node[];
  readonly value: unknown;
  readonly content: Node;
  readonly condition: Node;
  readonly trueExpr: Node;
  readonly falseExpr: Node;
  readonly params: readonly Node[];
  readonly conditionals: readonly string[];
  readonly object: Node;
  readonly index: { readonly dimensions: readonly Node[] };
};

/** The text under reading, its tree, and the inputs met so far. */
export interface Source {
  readonly text: string;
  readonly root: MathNode;
  readonly inputs: Map<string, Expr>;
}

/** What a node of mathjs's tree means. */
export function planOf(node: Node, source: Source): Plan {
  const { text } = source;
  switch (node.type) {
    case 'ConstantNode': {
      if (typeof node.value === 'number') return number(node.value);
      if (typeof node.value === 'boolean') return leaf(graph.constant(node.value ? 1 : 0), true);
      throw new ParseError(...unsupported(text, node));
    }
    case 'ParenthesisNode':
      return { operands: [node.content], join: ([value]) => value! };
    case 'SymbolNode':
      return symbol(node, source);
    case 'OperatorNode': {
      const [a, b] = node.args;
      if (node.fn === 'unaryMinus' && a!.type === 'ConstantNode' && typeof a!.value === 'number')
        return number(-a!.value);
      if (node.fn === 'pow' && isEuler(a!)) return call(functions.get('exp')!, [b!]);
      const lowering = functions.get(node.fn as string);
      if (lowering === undefined) throw new ParseError(...unsupported(text, node));
      return call(lowering, node.args);
    }
    case 'FunctionNode':
      return named(node, source);
    case 'ConditionalNode':
      return call(conditional, [node.condition, node.trueExpr, node.falseExpr]);
    case 'RelationalNode':
      return chain(node);
    case 'AccessorNode':
      return element(node, source);
    default:
      throw new ParseError(...unsupported(text, node));
  }
}

const leaf = (e: Expr, condition = false): Plan => ({ value: { e, condition } });
const number = (value: number): Plan => leaf(graph.constant(value));

const isEuler = (node: Node): boolean =>
  node.type === 'ParenthesisNode'
    ? isEuler(node.content)
    : node.type === 'SymbolNode' && (node.name === 'e' || node.name === 'E');

function call(lowering: Lowering, operands: readonly Node[]): Plan {
  const conditions = lowering.conditions ?? 0;
  return {
    operands,
    join: (values) => {
      const x = values.map(({ e, condition }, i) => (i < conditions && !condition ? truth(e) : e));
      return { e: lowering.lower(...(x as [Expr])), condition: lowering.condition ?? false };
    },
  };
}

function symbol(node: Node, { text, root, inputs }: Source): Plan {
  const { name } = node;
  const constant = constants.get(name);
  if (constant !== undefined) return leaf(constant());
  const place = () => placeOfSymbol(text, root, node);
  if (name === 'i')
    throw new ParseError(
      'real numbers are required, found i: complex numbers are not supported',
      text,
      place(),
    );
  if (functions.has(name) || name === 'power') throw new ParseError(...withoutOperand(text, name, place()));
  return inputNamed(name, inputs);
}

function inputNamed(name: string, inputs: Map<string, Expr>): Plan {
  let found = inputs.get(name);
  if (found === undefined) inputs.set(name, (found = input(name)));
  return leaf(found);
}

function named(node: Node, { text, root }: Source): Plan {
  const fn = node.fn as Node;
  if (fn.type !== 'SymbolNode') throw new ParseError(...unsupported(text, fn));
  const { name } = fn;
  const place = () => placeOfSymbol(text, root, fn);
  const count = node.args.length;
  if (name === 'power') return power(node, text, place);
  const lowering = functions.get(name);
  if (lowering === undefined) throw new ParseError(...notAFunction(text, name, count, place()));
  const [least, greatest] = lowering.takes;
  if (count < least || count > greatest)
    throw new ParseError(...miscounted(text, name, lowering.takes, count, place()));
  return call(lowering, node.args);
}

/** `power(x, p)`, whose exponent is a parameter. */
function power(node: Node, text: string, place: () => number): Plan {
  if (node.args.length !== 2)
    throw new ParseError(...miscounted(text, 'power', [2, 2], node.args.length, place()));
  return {
    operands: node.args,
    join: ([x, p]) => {
      if (p!.e.op !== 'constant')
        throw new ParseError(
          'power requires a number as its exponent, found an expression; write a^b',
          text,
          place(),
        );
      return { e: graph.power(x!.e, p!.e.params[0] as number), condition: false };
    },
  };
}

/** `a < b <= c`: each neighbour compared with the next, all of it true. */
function chain(node: Node): Plan {
  return {
    operands: node.params,
    join: (values) => {
      const links = node.conditionals.map((name, i) =>
        functions.get(name)!.lower(values[i]!.e, values[i + 1]!.e),
      );
      return { e: links.reduce((a, b) => graph.mul(a, b)), condition: true };
    },
  };
}

/** `W1[0,1]`: an input whose name says which element of an array it is. */
function element(node: Node, { text, inputs }: Source): Plan {
  const { object, index } = node;
  const whole = index.dimensions.every((d) => d.type === 'ConstantNode' && Number.isInteger(d.value));
  if (object.type !== 'SymbolNode' || index.dimensions.length === 0 || !whole)
    throw new ParseError(
      'an element is named by whole numbers, as in W1[0,1]; properties, ranges and matrices are not supported',
      text,
      placeOf(text, ['[', '.', '?.']),
    );
  return inputNamed(`${object.name}[${index.dimensions.map((d) => String(d.value)).join(',')}]`, inputs);
}
