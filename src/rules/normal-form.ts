import { numberText } from '../language/number-text.ts';
import { notationOf, type AnyOperation } from './rows.ts';

/** What the normal form looks at: an operation, its operands and its parameters. */
export interface Term<E> {
  readonly op: AnyOperation | 'input';
  readonly args: readonly E[];
  readonly params: readonly unknown[];
}

/** A term in the normal form: a leaf, or an operator and what it stands over. */
export interface Form<E> {
  /** `+`, `-`, `*`, `/`, `neg`, `^`, or a function's name; a leaf's own text. */
  readonly label: string;
  readonly kind: 'input' | 'literal' | 'operator';
  readonly operands: readonly E[];
  /** A literal exponent, the 2 of x²: an operand, although no term of its own. */
  readonly exponent?: string;
}

/** The text of a constant, or of a quotient of whole ones of which the second has no sign. */
function number<E extends Term<E>>({ op, args, params }: E): string | undefined {
  if (op === 'constant') return numberText(params[0] as number);
  if (op !== 'div' || args.some((arg) => arg.op !== 'constant' || !Number.isInteger(arg.params[0])))
    return undefined;
  const [p, q] = args.map((arg) => numberText(arg.params[0] as number));
  return q!.startsWith('-') ? undefined : `${p!}/${q!}`;
}

/** The text of a literal: a number, with its sign or as p/q of whole numbers. */
function literal<E extends Term<E>>(e: E): string | undefined {
  if (e.op === 'pi') return 'pi';
  if (e.op !== 'neg') return number(e);
  const text = number(e.args[0]!);
  return text === undefined || text.startsWith('-') ? undefined : `-${text}`;
}

/** `hold` is the same number, as parentheses are: what it holds stands in its place. */
export function unheld<E extends Term<E>>(e: E): E {
  let inner = e;
  while (inner.op === 'hold') inner = inner.args[0]!;
  return inner;
}

/**
 * A term in the one form in which sizes are counted, whoever wrote the expression: a + b, a − b, a·b, a/b, −a and aᵇ are
 * operators of their own, a square and a literal power are aᵇ with the exponent as a leaf, every function is one
 * operator, and a literal, with its sign or p/q, is one leaf.
 */
export function normalForm<E extends Term<E>>(e: E): Form<E> {
  const { op, args, params } = e;
  if (op === 'input') return { label: params[0] as string, kind: 'input', operands: [] };
  const text = literal(e);
  if (text !== undefined) return { label: text, kind: 'literal', operands: [] };
  if (op === 'square') return { label: '^', kind: 'operator', operands: args, exponent: '2' };
  if (op === 'power')
    return { label: '^', kind: 'operator', operands: args, exponent: numberText(params[0] as number) };
  const { name, sign } = notationOf(op);
  return { label: sign?.place === 'infix' ? sign.text : name, kind: 'operator', operands: args };
}
