import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import { sameShape } from '../language/shape.ts';
import { float64 } from '../numbers/float64.ts';
import { isExact } from '../numbers/dyadic.ts';
import { pointwise } from '../rules/pointwise.ts';
import { folds } from '../rules/fold.ts';
import { multilinear } from '../rules/multilinear.ts';
import { graph, input, isConstant, node, type Expr } from './expr.ts';
import { read } from './read.ts';

/** A law read in symbols: what stands on its left is replaced by what stands on its right. */
interface Rewriting {
  readonly exact: boolean;
  readonly from: Expr;
  readonly to: Expr;
}

const x = input('x');
const y = input('y');

/** Every law of every row, by the operation at the top of its left side. */
const rewritings = new Map<string, Rewriting[]>();

function learn(exact: boolean, [from, to]: readonly [Expr, Expr]): void {
  const known = rewritings.get(from.op) ?? [];
  rewritings.set(from.op, [...known, { exact, from, to }]);
}

for (const row of Object.values(pointwise))
  for (const law of row.laws) learn(law.exact, law.sides(graph, x, y));
for (const row of [...Object.values(multilinear), ...Object.values(folds)])
  for (const law of row.laws)
    learn(law.exact, law.sides(graph, input('x', law.shapes[0]), input('y', law.shapes[1])));

/**
 * What the laws make of a new node, built in the algebra k; undefined where none applies. Operations on constants are
 * carried out where the float64 result is exact. A variable that a law repeats matches one and the same node, or equal
 * leaves.
 */
export function rewritten(
  op: Parameters<typeof node>[0],
  args: readonly Expr[],
  params: readonly unknown[],
  exactOnly: boolean,
  k: Algebra<Expr>,
): Expr | undefined {
  const folded = foldConstants(op, args, params);
  if (folded !== undefined) return k.constant(folded);
  for (const law of rewritings.get(op) ?? []) {
    if ((exactOnly && !law.exact) || !opens(law.from, args)) continue;
    const found = new Map<Expr, Expr>();
    if (
      law.from.args.every((pattern, i) => matches(pattern, args[i]!, found)) &&
      sameParams(law.from.params, params)
    ) {
      const made = read(law.to, k, (variable) => found.get(variable)!);
      // A constant has no shape of its own: where a law would put one in an array's place, the array stays.
      if (sameShape(made.shape, node(op, args, params).shape)) return made;
    }
  }
  return undefined;
}

/** Whether the operands begin as the pattern's do: most laws are ruled out by it. */
function opens({ args: patterns }: Expr, args: readonly Expr[]): boolean {
  for (let i = 0; i < patterns.length; i++) {
    const { op } = patterns[i]!;
    if (op !== 'input' && op !== args[i]!.op) return false;
  }
  return true;
}

function matches(pattern: Expr, e: Expr, found: Map<Expr, Expr>): boolean {
  if (pattern.op === 'input') {
    const known = found.get(pattern);
    if (known === undefined) {
      if (pattern.shape.length > 0 && !sameShape(pattern.shape, e.shape)) return false;
      found.set(pattern, e);
    }
    return known === undefined || same(known, e);
  }
  return (
    pattern.op === e.op &&
    sameParams(pattern.params, e.params) &&
    pattern.args.every((arg, i) => matches(arg, e.args[i]!, found))
  );
}

/** One node, or two equal leaves. */
const same = (a: Expr, b: Expr): boolean =>
  a === b || (a.args.length === 0 && a.op === b.op && sameParams(a.params, b.params));

function sameParams(a: readonly unknown[], b: readonly unknown[]): boolean {
  return (
    a.length === b.length &&
    a.every((p, i) => {
      const q = b[i];
      return Array.isArray(p) ? Array.isArray(q) && sameParams(p, q) : Object.is(p, q);
    })
  );
}

function foldConstants(
  op: Expr['op'],
  args: readonly Expr[],
  params: readonly unknown[],
): number | undefined {
  if (
    op === 'input' ||
    params.length > 0 ||
    args[0]?.op !== 'constant' ||
    !args.every((arg) => isConstant(arg))
  )
    return undefined;
  const values = args.map((arg) => arg.params[0] as number);
  const result = apply<number>(float64, op, values);
  return isExact(op, values, result) ? result : undefined;
}
