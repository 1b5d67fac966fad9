import type { Expr } from './expr.ts';
import { javascript } from './javascript.ts';
import { latex } from './latex.ts';
import { alone, type Layout, type Style } from './layout.ts';
import { mathjs, plain } from './plain.ts';
import { topological } from './read.ts';

const styles = { plain, mathjs, latex, javascript } as const;

/** Ways of writing an expression. `parse` reads the plain text and the one for mathjs. */
export type WritingStyle = keyof typeof styles;

/** A node laid out: its pieces, and what the nodes above need to know of them. */
interface Written extends Layout {
  readonly start: string;
  readonly length: bigint;
}

/**
 * An expression as text, with no more parentheses than are needed. A shared node is written at each occurrence.
 *
 * Read back by `parse`, plain text gives an equal graph, but that `pow` with a number as exponent becomes `power`,
 * `power` with 2 becomes `square`, and inputs must not have the names of constants or functions.
 *
 * @throws {RangeError} if the text has more characters than the limit, or the style lacks an operation
 */
export function write(e: Expr, style: WritingStyle = 'plain', limit = 1_000_000): string {
  const order = topological([e]);
  const written = layOut(order, styles[style], new Map());
  const { length } = written.get(e)!;
  if (length > limit)
    throw new RangeError(
      `write: at most ${String(limit)} characters are allowed, the text has ${String(length)}; writeProgram writes shared parts once`,
    );
  return spell(order, styles[style], written, new Map()).get(e)!;
}

/** How each node is written, those with a name by it wherever they are used. Operands come before results. */
export function layOut(
  order: readonly Expr[],
  style: Style,
  names: ReadonlyMap<Expr, string>,
): Map<Expr, Written> {
  const [open, close] = style.parentheses;
  const around = BigInt(open.length + close.length);
  const written = new Map<Expr, Written>();
  for (const e of order) {
    const x = e.args.map((arg) => {
      const name = names.get(arg);
      return { e: arg, ...(name === undefined ? written.get(arg)! : { ...alone(name), start: name }) };
    });
    const { pieces, precedence } = style.layout(e, x);
    let length = 0n;
    for (const piece of pieces) {
      if (typeof piece === 'string') length += BigInt(piece.length);
      else {
        const name = names.get(piece.e);
        length += name === undefined ? written.get(piece.e)!.length : BigInt(name.length);
        if (piece.wrapped) length += around;
      }
    }
    const first = pieces[0]!;
    const start =
      typeof first === 'string'
        ? first
        : first.wrapped
          ? open
          : (names.get(first.e) ?? written.get(first.e)!.start);
    written.set(e, { pieces, precedence, start, length });
  }
  return written;
}

/** The text of each node, given how it is written. */
export function spell(
  order: readonly Expr[],
  style: Style,
  written: ReadonlyMap<Expr, Written>,
  names: ReadonlyMap<Expr, string>,
): Map<Expr, string> {
  const [open, close] = style.parentheses;
  const texts = new Map<Expr, string>();
  for (const e of order) {
    let text = '';
    for (const piece of written.get(e)!.pieces) {
      if (typeof piece === 'string') text += piece;
      else {
        const part = names.get(piece.e) ?? texts.get(piece.e)!;
        text += piece.wrapped ? open + part + close : part;
      }
    }
    texts.set(e, text);
  }
  return texts;
}

/** The style of this name. */
export const styleOf = (style: WritingStyle): Style => styles[style];
