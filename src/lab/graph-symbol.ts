import type { Expr } from '../expression/expr.ts';
import { numberText } from '../language/number-text.ts';
import { displayName } from '../objectives/mlp.ts';
import { notationOf } from '../rules/rows.ts';

/** Signs that stand in a circle for an operation; whatever has none goes by its name. */
const signs: Readonly<Partial<Record<Expr['op'], string>>> = {
  mul: '×',
  div: '÷',
  sub: '−',
  neg: '−',
  matmul: '×',
  sum: 'Σ',
  square: '(·)²',
  sqrt: '√',
  cbrt: '∛',
  abs: '|·|',
  sigmoid: 'σ',
  log: 'ln',
  pi: 'π',
  less: '<',
  equal: '=',
  transpose: '⊤',
  maxOver: 'max',
  minOver: 'min',
};

/** What stands in an operation's circle: ×, +, σ, tanh; products of arrays, element by element, are ⊙. */
export function symbolOf(e: Expr): string {
  const op = e.op as Exclude<Expr['op'], 'input'>;
  if (op === 'power') {
    const exponent = numberText(e.params[0] as number);
    return /^-?\d+$/.test(exponent) ? `(·)${raised(exponent)}` : `(·)^${signed(exponent)}`;
  }
  if (op === 'mul' && e.args.every(({ shape }) => shape.length > 0)) return '⊙';
  const { name, sign } = notationOf(op);
  return signs[op] ?? sign?.text ?? name;
}

/** An operation with a number for one operand, in one circle: `0.5 ×`, `÷ 32`. */
export function symbolWith(e: Expr, value: number, operand: number): string {
  const [sign, number] = [symbolOf(e), signed(numberText(value))];
  return operand === 0 ? `${number} ${sign}` : `${sign} ${number}`;
}

/** Whether an operation's operands can be told apart by their order only; of a matrix product the shapes tell. */
export const isOrdered = ({ op, args }: Expr): boolean =>
  args.length > 1 &&
  args[0] !== args[1] &&
  !['add', 'mul', 'max', 'min', 'equal', 'carry', 'matmul'].includes(op);

const lowered = '₀₁₂₃₄₅₆₇₈₉';

/** A name as books print it: an array's number says which one it is (W⁽¹⁾), a scalar's is an index (x₁). */
export function printedName(name: string, e: Expr): string {
  const element = /^([^[\]]+)(\[[\d,]+\])$/.exec(name);
  if (element !== null) return displayName(element[1]!) + element[2]!;
  if (e.shape.length > 0) return displayName(name);
  return name.replace(/(?<=^[^\d_]+)_?(\d+)$/u, (_, digits: string) =>
    Array.from(digits, (digit) => lowered[Number(digit)]!).join(''),
  );
}

const high = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A whole number as an exponent: ⁻¹². */
export const raised = (digits: string): string =>
  Array.from(digits, (c) => (c === '-' ? '⁻' : high[Number(c)]!)).join('');

/** With the sign that print has for a minus. */
export const signed = (number: string): string => number.replace(/-/g, '−');

/** A shape as the drawing has it: 8×4. */
export const printedShape = (e: Expr): string => e.shape.join('×');

/** Operations that only lay numbers out otherwise, and are drawn as mere wires. */
export const isWire = ({ op }: Expr): boolean => ['reshape', 'spread', 'hold'].includes(op);
