import type { NodeList } from './node-list.ts';

/**
 * How mathjs is used. `safe`: a node of its own for every occurrence, sums and products of many operands, no simplification;
 * `core` and `full`: the same, and then `simplifyCore` or `simplify`; `shared`: one node wherever the graph has one; `naive`:
 * the text, all else as it comes.
 */
export type MathjsWay = 'safe' | 'core' | 'full' | 'shared' | 'naive';

/**
 * How nerdamer is used. `safe`: constants as exact fractions, and nothing in it that is known to be misread; `naive`: the text,
 * all else as it comes.
 */
export type NerdamerWay = 'safe' | 'naive';

/** What an engine is asked for: the derivatives of one expression by some of its variables. */
export type EngineJob = { readonly variables: readonly string[] } & (
  | { readonly engine: 'mathjs'; readonly way: 'naive'; readonly text: string }
  | { readonly engine: 'mathjs'; readonly way: Exclude<MathjsWay, 'naive'>; readonly list: NodeList }
  | { readonly engine: 'nerdamer'; readonly way: NerdamerWay; readonly text: string }
);

/** Derivatives as the engine left them, a tree of mathjs's or nerdamer's text, and how long it took over them. */
export interface EngineDone {
  readonly milliseconds: number;
  readonly derivatives: NodeList | readonly string[];
}

/** What the engine itself said of a job that it did not do. */
export interface EngineStopped {
  readonly ended: 'unsupported' | 'failed';
  readonly because: string;
  /** How many derivatives there were by then. */
  readonly done: number;
}
