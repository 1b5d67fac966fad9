import { arrayOperations } from '../language/algebra.ts';
import { operations } from '../language/numbers.ts';
import { nameOf, type Expr } from './expr.ts';

const ranks = new Map<string, number>(['input', ...operations, ...arrayOperations].map((op, i) => [op, i]));

/**
 * An order of expressions that depends on what they are and never on when they were built: negative, 0 or positive as a
 * comes before b, is b, or comes after. Equal subexpressions must be one node: a comparison then follows a single path.
 */
export function compareNodes(a: Expr, b: Expr): number {
  while (a !== b) {
    const byNode =
      ranks.get(a.op)! - ranks.get(b.op)! || a.args.length - b.args.length || compareParams(a, b);
    if (byNode !== 0) return byNode;
    const i = a.args.findIndex((arg, j) => arg !== b.args[j]);
    if (i < 0) return compareLists(a.shape, b.shape);
    [a, b] = [a.args[i]!, b.args[i]!];
  }
  return 0;
}

function compareParams(a: Expr, b: Expr): number {
  if (a.op === 'input') return compareNames(nameOf(a), nameOf(b));
  return compareLists(a.params, b.params);
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i], b[i]];
    const found = Array.isArray(p) && Array.isArray(q) ? compareLists(p, q) : compareValues(p, q);
    if (found !== 0) return found;
  }
  return 0;
}

/** Numbers by size, −0 before 0, NaN last; what else there is as text. */
function compareValues(p: unknown, q: unknown): number {
  if (Object.is(p, q)) return 0;
  if (typeof p !== 'number' || typeof q !== 'number') return String(p) < String(q) ? -1 : 1;
  if (p === q) return Object.is(p, -0) ? -1 : 1;
  return Number.isNaN(p) || p > q ? 1 : -1;
}

/** Names as a reader sorts them: x2 before x10, W1[0,9] before W1[0,10]. */
function compareNames(a: string, b: string): number {
  const parts = (name: string): readonly string[] => name.match(/\d+|\D/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [p, q] = [left[i]!, right[i]!];
    if (p === q) continue;
    const numbers = /^\d/.test(p) && /^\d/.test(q);
    if (numbers && Number(p) !== Number(q)) return Number(p) - Number(q);
    return p < q ? -1 : 1;
  }
  return left.length - right.length;
}
