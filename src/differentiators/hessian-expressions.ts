import { nameOf, type Expr } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import { elementsByInput, scalarExpansion } from '../expression/scalars.ts';
import type { Laws } from '../expression/simplify.ts';
import type { PartialForm } from '../rules/rule.ts';
import { realise } from '../rules/slope.ts';
import { toObjective, type Refused, type Source } from './differentiator.ts';
import { pushforward } from './pushforward.ts';
import { Exhausted, workshop } from './workshop.ts';

export interface SymbolicHessianOptions {
  /** Default `exact`. */
  readonly laws?: Laws;
  /** The most nodes that may be built; default 500 000. */
  readonly limit?: number;
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
}

/** A value with its first and second derivatives, as scalar expressions that share all equal parts. */
export interface SymbolicHessian {
  /** The scalar parameters, in the order of rows and columns: `W1[0,1]`. */
  readonly names: readonly string[];
  readonly value: Expr;
  readonly gradient: readonly Expr[];
  /** [i][j] and [j][i] are one expression. */
  readonly hessian: readonly (readonly Expr[])[];
}

/**
 * The symbolic Hessian: the objective written out number by number, its derivatives by each number, and these
 * differentiated again. Refused where more nodes are reached than the limit.
 *
 * @example
 * write(hessianExpressions('x^2*y').hessian[0][1]) // '2 * x'
 */
export function hessianExpressions(
  f: Source,
  { laws = 'exact', limit = 500_000, partials = 'textbook' }: SymbolicHessianOptions = {},
): SymbolicHessian | Refused {
  const o = toObjective(f);
  const { k, input } = workshop(laws, 'structure', { nodes: limit, milliseconds: Infinity });
  const slopesOf = (roots: readonly Expr[], variable: string): Expr[] => {
    const seed = (e: Expr) => (nameOf(e) === variable ? 'one' : 'zero');
    const found = pushforward(topological(roots), k, (e) => e, seed, { partials });
    return roots.map((root) => realise(k, found.get(root)!));
  };
  const rows: Expr[][] = [];
  try {
    const elements = elementsByInput(o.inputs, input);
    const value = scalarExpansion(o.expression, k, (e) => elements.get(nameOf(e))!);
    const names = o.wrt.flatMap((name) => elements.get(name)!.data.map(nameOf));
    const gradient = names.map((name) => slopesOf([value], name)[0]!);
    for (const [i, name] of names.entries()) rows.push(slopesOf(gradient.slice(i), name));
    const hessian = names.map((_, i) => names.map((__, j) => rows[Math.min(i, j)]![Math.abs(i - j)]!));
    return { names, value, gradient, hessian };
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    return { refused: 'too-large', because: `${error.message} after ${rows.length} rows of the Hessian` };
  }
}
