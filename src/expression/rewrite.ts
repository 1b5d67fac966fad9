import type { Algebra } from '../language/algebra.ts';
import { apply } from '../language/apply.ts';
import { sameShape, type Shape } from '../language/shape.ts';
import { float64 } from '../numbers/float64.ts';
import { isExact } from '../numbers/dyadic.ts';
import { pointwise } from '../rules/pointwise.ts';
import { folds } from '../rules/fold.ts';
import { multilinear } from '../rules/multilinear.ts';
import { graph, input, isConstant, nameOf, node, type Expr } from './expr.ts';
import { read } from './read.ts';

/** A law read in symbols: what stands on its left is replaced by what stands on its right. */
interface Rewriting {
  readonly exact: boolean;
  readonly from: Expr;
  readonly to: Expr;
  /** Of a law about arrays: both sides anew, for variables of other shapes. */
  readonly sides?: (x: Expr, y: Expr) => readonly [Expr, Expr];
}

const x = input('x');
const y = input('y');

/** Every law of every row, by the operation at the top of its left side. */
const rewritings = new Map<string, Rewriting[]>();

function learn(law: Rewriting): void {
  rewritings.set(law.from.op, [...(rewritings.get(law.from.op) ?? []), law]);
}

for (const row of Object.values(pointwise))
  for (const { exact, sides } of row.laws) {
    const [from, to] = sides(graph, x, y);
    learn({ exact, from, to });
  }
for (const row of [...Object.values(multilinear), ...Object.values(folds)])
  for (const { exact, shapes, sides } of row.laws) {
    const ofShapes: Rewriting['sides'] = (...variables) => sides(graph, ...variables);
    const [from, to] = ofShapes(input('x', shapes[0]), input('y', shapes[1]));
    learn({ exact, from, to, sides: ofShapes });
  }

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
  for (const known of rewritings.get(op) ?? []) {
    if ((exactOnly && !known.exact) || !opens(known.from, args)) continue;
    const law = fitted(known, args);
    const found = new Map<Expr, Expr>();
    if (
      law?.from.args.every((pattern, i) => matches(pattern, args[i]!, found)) &&
      sameParams(law.from.params, params)
    ) {
      const made = read(law.to, k, (variable) => found.get(variable)!);
      // A constant has no shape of its own: where a law would put one in an array's place, the array stays.
      if (sameShape(made.shape, node(op, args, params).shape)) return made;
    }
  }
  return undefined;
}

/** The law for arrays of the shapes that its variables would stand for; undefined where it has no sense for them. */
function fitted(law: Rewriting, args: readonly Expr[]): Rewriting | undefined {
  if (law.sides === undefined) return law;
  const shapes = new Map<string, Shape>();
  law.from.args.forEach((pattern, i) => {
    measure(pattern, args[i]!, shapes);
  });
  try {
    const [from, to] = law.sides(input('x', shapes.get('x')), input('y', shapes.get('y')));
    return { exact: law.exact, from, to };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The shapes of what stands where a pattern has its variables, as far as the two are alike. */
function measure(pattern: Expr, e: Expr, shapes: Map<string, Shape>): void {
  if (pattern.op === 'input') shapes.set(nameOf(pattern), e.shape);
  else if (pattern.op === e.op)
    pattern.args.forEach((arg, i) => {
      measure(arg, e.args[i]!, shapes);
    });
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
    const known = found.get(pattern) ?? e;
    found.set(pattern, known);
    return same(known, e);
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
