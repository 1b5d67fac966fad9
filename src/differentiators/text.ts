import type { Point } from '../language/problem.ts';
import type { Expr } from '../expression/expr.ts';
import { parse } from '../expression/parse.ts';
import type { Differentiator, Result, Source } from './differentiator.ts';

/** A differentiator that also takes text in mathjs syntax. */
export interface TextDifferentiator extends Differentiator {
  readonly gradient: (f: Source | string, at?: Point, wrt?: readonly string[]) => Result;
}

/** What is given, or what its text in mathjs syntax means. */
export const readText = <F>(f: F | string): F | Expr => (typeof f === 'string' ? parse(f) : f);

/** The same method, taught to read. The methods themselves stay free of the parser, and so of any dependency. */
export function readingText(method: Differentiator): TextDifferentiator {
  return {
    ...method,
    gradient: (f, at, wrt) => method.gradient(readText(f), at, wrt),
  };
}
