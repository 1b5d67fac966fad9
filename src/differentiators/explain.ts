import { dependents } from '../expression/decisions.ts';
import { extent } from '../expression/extent.ts';
import { graph, input, isConstant, nameOf, type Expr } from '../expression/expr.ts';
import { readAll, topological } from '../expression/read.ts';
import type { Statement } from '../expression/program.ts';
import type { Laws } from '../expression/simplify.ts';
import type { Objective } from '../expression/trace.ts';
import { write } from '../expression/write.ts';
import type { Sharing } from '../expression/share.ts';
import { tangent } from '../rules/linearize.ts';
import type { PartialForm } from '../rules/rule.ts';
import { realise, type Slope } from '../rules/slope.ts';
import { nodeNames } from './node-names.ts';
import { pushforward } from './pushforward.ts';
import { ruleText } from './rule-text.ts';
import { workshop, type Workshop } from './workshop.ts';

/** How large a derivative is: occurrences as a tree, nodes as a graph. */
export interface DerivedSize {
  readonly tree: bigint;
  readonly dag: number;
}

/** One step of a derivation: a node that depends on the variable, and the rule that gives its derivative. */
export interface DerivationStep {
  readonly name: string;
  /** What the node computes, from nodes before it. */
  readonly text: string;
  /** `product rule` */
  readonly rule: string;
  /** `(u * v)′ = v * u′ + u * v′` */
  readonly formula: string;
  /** The derivative that the rule gives, from derivatives before it, under the laws. */
  readonly result: string;
  /** The node's whole derivative, back to the inputs, as the rules alone leave it, with every 0 and 1. */
  readonly before: DerivedSize;
  /** The same under the laws. */
  readonly after: DerivedSize;
}

/** A derivation by one variable, rule by rule. */
export interface Derivation {
  readonly variable: string;
  /** What does not depend on the variable and is too long to be written where it is used. */
  readonly given: readonly Statement[];
  readonly steps: readonly DerivationStep[];
  readonly derivative: Expr;
}

export interface ExplainOptions {
  /** Default `exact`. */
  readonly laws?: Laws;
  /** Default `structure`. */
  readonly sharing?: Sharing;
  /** The most steps that are told; default 1000. */
  readonly limit?: number;
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
}

/**
 * The derivative of a scalar expression by one of its scalar inputs, told step by step: node by node, from the inputs to the
 * result, with the rule and the size that the derivative has reached. The laws are applied to the expression first.
 *
 * @throws {RangeError} if it has arrays, or more steps than the limit
 */
export function explain(
  o: Objective,
  variable: string,
  { laws = 'exact', sharing = 'structure', limit = 1000, partials = 'textbook' }: ExplainOptions = {},
): Derivation {
  const shop = workshop(laws, sharing, unlimited);
  const lawful = readAll([o.expression], shop.k, shop.input);
  const value = lawful.get(o.expression)!;
  const nodes = topological([value]);
  if (nodes.some((e) => e.shape.length > 0))
    throw new RangeError('explain: an expression of scalars is required, got one with arrays');
  const active = dependents([value], new Set([variable]));
  const inner = nodes.filter((e) => active.has(e) && e.op !== 'input');
  if (inner.length > limit)
    throw new RangeError(
      `explain: at most ${String(limit)} steps are told, there are ${String(inner.length)}`,
    );
  const named = [...o.names].flatMap(([name, e]): [string, Expr][] =>
    lawful.has(e) ? [[name, lawful.get(e)!]] : [],
  );
  const names = nodeNames({ ...o, expression: value, names: new Map(named) }, nodes);
  const bare = workshop('none', sharing, unlimited);
  /** The derivative of every node in a workshop, where `valueOf` says what it is there; if `written`, with every 0 and 1. */
  const slopesIn = ({ k }: Workshop, valueOf: (e: Expr) => Expr, written: boolean): Map<Expr, Slope<Expr>> =>
    pushforward(nodes, k, valueOf, (e) => (nameOf(e) === variable ? 'one' : 'zero'), {
      partials,
      ...(written ? { completed: (_, slope) => realise(k, slope) } : {}),
    });
  const slopes = slopesIn(shop, (e) => e, laws === 'none');
  const bareValues = readAll([value], bare.k, bare.input);
  const bareSlopes = slopesIn(bare, (e) => bareValues.get(e)!, true);
  const still = laws === 'none' ? graph.constant(0) : 'zero';
  const isShort = (e: Expr): boolean => !active.has(e) && extent(e).treeSize <= longestInline;
  const written = (e: Expr): Expr => (isConstant(e) || isShort(e) ? e : input(names.get(e)!));
  const textOf = (e: Expr): string => write({ ...e, args: e.args.map(written) });
  const steps = inner.map((e): DerivationStep => {
    const name = names.get(e)!;
    const { name: rule, formula } = ruleText(e, (arg) => active.has(arg), partials);
    const x = e.args.map(written);
    const result = tangent(
      shop.k,
      { op: e.op as Exclude<Expr['op'], 'input'>, y: input(name), x, params: e.params },
      e.args.map((arg) => (active.has(arg) ? shortened(slopes.get(arg)!, `${names.get(arg)!}′`) : still)),
      partials,
    );
    return {
      name,
      text: textOf(e),
      rule,
      formula,
      result: write(realise(graph, result)),
      before: sizeOf(realise(graph, bareSlopes.get(e)!)),
      after: sizeOf(realise(graph, slopes.get(e)!)),
    };
  });
  const given = nodes
    .filter((e) => !active.has(e) && !isShort(e))
    .map((e) => ({ name: names.get(e)!, text: textOf(e) }));
  return { variable, given, steps, derivative: realise(graph, slopes.get(value)!) };
}

/** A part that does not depend on the variable is written where it is used, up to so many nodes. */
const longestInline = 15n;

/** Derivations are limited by their steps. */
const unlimited = { nodes: Infinity, milliseconds: Infinity };

/** A slope by its name, unless it is a number. */
const shortened = (slope: Slope<Expr>, name: string): Slope<Expr> =>
  typeof slope === 'string' || isConstant(slope) ? slope : input(name);

function sizeOf(e: Expr): DerivedSize {
  const { treeSize, dagSize } = extent(e);
  return { tree: treeSize, dag: dagSize };
}
