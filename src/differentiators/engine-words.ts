import type { Numbers } from '../language/numbers.ts';
import { algebraOf, graph, input, nameOf, node, type Expr } from '../expression/expr.ts';
import { read } from '../expression/read.ts';

/** An expression in an engine's words, and what each of its symbols stands for. */
export interface Worded {
  readonly expression: Expr;
  readonly meanings: ReadonlyMap<string, Expr>;
  /** The engine's symbol for each input, by the input's own name. */
  readonly symbols: ReadonlyMap<string, string>;
}

/** Makes a node, as `node` does. */
export type Make = Parameters<typeof algebraOf>[0];

/** What a variable is called, and what a derivative takes for a constant. */
const [variable, fixed] = ['v', 'c'];

/** Functions of numbers alone have a value, but no exact one: engines round it, or worse. */
const arithmetic = new Set<Expr['op']>(['add', 'sub', 'mul', 'div', 'neg']);

/** Operations that engines lack, or get wrong, in terms of others: over the real numbers each is the same function. */
const elementary = {
  sigmoid: (n, x) => n.div(n.constant(1), n.add(n.constant(1), n.exp(n.neg(x)))),
  softplus: (n, x) => n.log(n.add(n.constant(1), n.exp(x))),
  expm1: (n, x) => n.sub(n.exp(x), n.constant(1)),
  log1p: (n, x) => n.log(n.add(n.constant(1), x)),
  log2: (n, x) => n.div(n.log(x), n.log(n.constant(2))),
  log10: (n, x) => n.div(n.log(x), n.log(n.constant(10))),
  // x/(x²)^(1/3), since x^(−2/3), which is what engines make of it, is no real number where x is negative.
  cbrt: (n, x) => n.div(x, n.pow(n.square(x), n.div(n.constant(1), n.constant(3)))),
  // 2·arctan(y/(√(x² + y²) + x)), with the ordinate y first; of its own atan2 nerdamer gets the second partial wrong.
  atan2: (n, y, x) =>
    n.mul(n.constant(2), n.atan(n.div(y, n.add(n.sqrt(n.add(n.square(x), n.square(y))), x)))),
  erfc: (n, x) => n.sub(n.constant(1), n.erf(x)),
  gelu: (n, x) =>
    n.div(n.mul(x, n.add(n.constant(1), n.erf(n.div(x, n.sqrt(n.constant(2)))))), n.constant(2)),
} satisfies Readonly<Record<string, (n: Numbers<Expr>, x: Expr, y: Expr) => Expr>>;

/** What differs between engines. */
export interface Wording {
  /** Makes a node of operands that are in the engine's words. */
  readonly make: Make;
  /** Operations that this engine has, though others lack them. */
  readonly known?: readonly string[];
  /** Whether functions of numbers alone, such as √2, get names. */
  readonly naming?: boolean;
}

/**
 * An expression rewritten for an engine. Inputs are called v0, v1, … in their order; what is constant to a derivative though it is
 * no number is called c0, c1, …: whatever is held, and functions of numbers where they get names.
 */
export function worded(e: Expr, inputs: readonly string[], wording: Wording): Worded {
  const { make, known = [], naming = false } = wording;
  const symbols = new Map(inputs.map((name, i) => [name, `${variable}${i}`]));
  const meanings = new Map(inputs.map((name, i): [string, Expr] => [`${variable}${i}`, input(name)]));
  const nodes = new Map([...symbols].map(([name, symbol]) => [name, input(symbol)]));
  const constants = new Set<Expr>();
  const named = (meaning: Expr): Expr => {
    const symbol = `${fixed}${meanings.size - inputs.length}`;
    meanings.set(symbol, meaning);
    const made = input(symbol);
    constants.add(made);
    return made;
  };
  const meaningOf = (x: Expr): Expr => read(x, graph, (symbol) => meanings.get(nameOf(symbol))!);
  const k = algebraOf((op, args, params) => {
    if (op === 'hold') return named(graph.hold(meaningOf(args[0]!)));
    if (op in elementary && !known.includes(op))
      return elementary[op as keyof typeof elementary](k, args[0]!, args[1]!);
    const constant = naming && args.every((arg) => constants.has(arg));
    if (constant && args.length > 0 && !arithmetic.has(op)) return named(meaningOf(node(op, args, params)));
    const made = make(op, args, params);
    if (constant) constants.add(made);
    return made;
  });
  return { expression: read(e, k, (own) => nodes.get(nameOf(own))!), meanings, symbols };
}
