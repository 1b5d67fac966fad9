import type { Expr } from './expr.ts';

/** The place of a node in the text of a node above it, and whether it stands in parentheses there. */
export interface Hole {
  readonly e: Expr;
  readonly wrapped: boolean;
}

/** How a node is written around its operands, and how tightly the result binds. */
export interface Layout {
  readonly pieces: readonly (string | Hole)[];
  readonly precedence: number;
}

/** What a node needs to know of an operand: how it is written, and how its text begins. */
export interface Operand extends Layout {
  readonly e: Expr;
  readonly start: string;
}

/** A way of writing: what a node looks like around its operands. */
export interface Style {
  readonly parentheses: readonly [open: string, close: string];
  readonly layout: (e: Expr, x: readonly Operand[]) => Layout;
}

/** How tightly things bind: what stands alone; a power; a sign; a product; a sum; anything else. */
export const binding = { alone: 5, power: 4, sign: 3, product: 2, sum: 1, loose: 0 } as const;

/** A text that needs no operands. */
export const alone = (text: string, precedence: number = binding.alone): Layout => ({
  pieces: [text],
  precedence,
});

export const numberLayout = (text: string): Layout =>
  alone(text, text.startsWith('-') ? binding.sign : binding.alone);

/** An operand that stands in parentheses if it binds less tightly than this. */
export const hole = (x: readonly Operand[], operand: number, least: number): Hole => ({
  e: x[operand]!.e,
  wrapped: x[operand]!.precedence < least,
});

/** A node without parentheses. */
export const bare = (e: Expr): Hole => ({ e, wrapped: false });

/** `a + b`: the operation groups to the left, so that an equal on the right stands in parentheses. */
export const infix = (sign: string, precedence: number, x: readonly Operand[]): Layout => ({
  pieces: [hole(x, 0, precedence), sign, hole(x, 1, precedence + 1)],
  precedence,
});

/** `a^b`: a power groups to the right, and a signed exponent needs no parentheses. */
export const raised = (sign: string, x: readonly Operand[]): Layout => ({
  pieces: [hole(x, 0, binding.alone), sign, hole(x, 1, binding.sign)],
  precedence: binding.power,
});

/** `a^2`, the exponent being part of the operation. */
export const suffixed = (suffix: string, x: readonly Operand[]): Layout => ({
  pieces: [hole(x, 0, binding.alone), suffix],
  precedence: binding.power,
});

/** `-a`; a second minus, or a number, which would be read as a negative one, stands in parentheses. */
export const negated = (x: readonly Operand[], least: number = binding.sign): Layout => {
  const [a] = x;
  const wrapped = a!.precedence < least || a!.start.startsWith('-') || a!.e.op === 'constant';
  return { pieces: ['-', { e: a!.e, wrapped }], precedence: binding.sign };
};

/** `name(a, b, [0, 1])`: the operands, then those parameters that are lists. */
export function called(name: string, e: Expr): Layout {
  const pieces: (string | Hole)[] = [`${name}(`];
  e.args.forEach((arg, i) => {
    if (i > 0) pieces.push(', ');
    pieces.push(bare(arg));
  });
  const lists = e.params.filter((p): p is readonly number[] => Array.isArray(p)).map(listText);
  return { pieces: [...pieces, ...lists.map((list) => `, ${list}`), ')'], precedence: binding.alone };
}

/** A list of numbers, a long one by its first two and its length. */
function listText(list: readonly number[]): string {
  return list.length <= 8
    ? `[${list.join(', ')}]`
    : `[${list.slice(0, 2).join(', ')}, … ${String(list.length)} in all]`;
}

const before = /(?:[({[,|<=>?:]|\\lfloor)\s*$/;
const after = /^\s*(?:[)},|<=>?:]|!=|\\right)/;

/**
 * A template of a row's notation. An operand is bare where brackets, commas or comparisons enclose it, and otherwise in
 * parentheses unless it stands alone.
 */
export function filled(template: string, x: readonly Operand[]): Layout {
  const cut = template.split(/(\$[012])/);
  const pieces = cut.flatMap((piece, i): (string | Hole)[] => {
    if (i % 2 === 0) return piece === '' ? [] : [piece];

    const enclosed = before.test(cut[i - 1]!) && after.test(cut[i + 1]!);
    return [hole(x, Number(piece[1]), enclosed ? binding.loose : binding.alone)];
  });
  return { pieces, precedence: standsAlone(template) ? binding.alone : binding.loose };
}

const truth = ' ? 1 : 0)';

/** `(c ? a : b)` where the text of c is `(… ? 1 : 0)`; elsewhere undefined. */
export function chosen([c, a, b]: readonly Operand[]): Layout | undefined {
  const last = c!.pieces.at(-1);
  if (typeof last !== 'string' || !last.endsWith(truth)) return undefined;
  const condition = [...c!.pieces.slice(0, -1), `${last.slice(0, -truth.length)} ? `];
  return { pieces: [...condition, bare(a!.e), ' : ', bare(b!.e), ')'], precedence: binding.alone };
}

/** Whether a template is one call, or one pair of parentheses. */
function standsAlone(template: string): boolean {
  if (!/^[\w.]*\(.*\)$/.test(template)) return false;
  let depth = 0;
  for (let i = template.indexOf('('); i < template.length - 1; i++) {
    if (template[i] === '(') depth++;
    if (template[i] === ')') depth--;
    if (depth === 0) return false;
  }
  return true;
}
