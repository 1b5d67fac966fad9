import { input, type Expr } from '../expression/expr.ts';
import { write } from '../expression/write.ts';

/** What lies deeper is written as three dots. */
const cut = (e: Expr, depth: number): Expr => {
  if (e.args.length === 0) return e;
  return depth === 0 ? input('…', e.shape) : { ...e, args: e.args.map((arg) => cut(arg, depth - 1)) };
};

/** An expression of any size in about a line: from the top as far down as there is room, the rest as three dots. */
export function outline(e: Expr, room = 60): string {
  for (let depth = 6; depth > 1; depth--) {
    const text = write(cut(e, depth));
    if (text.length <= room) return text;
  }
  return write(cut(e, 1));
}
