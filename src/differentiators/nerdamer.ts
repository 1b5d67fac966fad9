import { apply } from '../language/apply.ts';
import { graph, isConstant, node, type Expr } from '../expression/expr.ts';
import { topological } from '../expression/read.ts';
import { float64 } from '../numbers/float64.ts';
import type { Refused } from './differentiator.ts';
import { engine, type Asked, type EngineDifferentiator, type EngineLimits, type Question } from './engine.ts';
import type { NerdamerWay } from './engine-job.ts';
import { asText } from './engine-text.ts';
import { worded, type Make } from './engine-words.ts';
import { guards, nerdamerText, Wordless } from './nerdamer-text.ts';

export interface NerdamerOptions extends EngineLimits {
  /** Default `safe`. */
  readonly way?: NerdamerWay;
}

/** nerdamer's own symbolic derivatives, one variable at a time, in a thread with limits of time and memory. */
export function nerdamer({ way = 'safe', ...limits }: NerdamerOptions = {}): EngineDifferentiator {
  return engine(way === 'safe' ? 'nerdamer' : `nerdamer-${way}`, limits, (question) =>
    way === 'naive' ? asText('nerdamer', question) : guarded(question),
  );
}

function guarded({ e, inputs, variables }: Question): Asked | Refused {
  const { expression, meanings, symbols } = worded(sharp(e), inputs, { make: factoring, naming: true });
  const values = new Map(Object.entries(guards).map(([symbol, v]) => [symbol, graph.constant(v)]));
  try {
    return {
      job: {
        engine: 'nerdamer',
        way: 'safe',
        text: nerdamerText(expression),
        variables: variables.map((name) => symbols.get(name)!),
      },
      meanings: new Map([...meanings, ...values]),
      make: unguarded(new Set(values.values())),
    };
  } catch (error) {
    if (error instanceof Wordless)
      return { refused: 'engine', outcome: 'unsupported', because: error.message };
    if (error instanceof RangeError) return { refused: 'too-large', because: error.message };
    throw error;
  }
}

const erfs = new Set<Expr['op']>(['erf', 'erfc', 'gelu']);

/** The same with numbers held, and so with names, in what erf is taken of: its derivative nerdamer writes with decimals of few digits. */
function sharp(e: Expr): Expr {
  const order = topological([e]);
  const inside = new Set(topological(order.flatMap(({ op, args }) => (erfs.has(op) ? args : []))));
  const made = new Map<Expr, Expr>();
  for (const own of order) {
    const { op, args, params } = own;
    const isNamed = op === 'constant' && inside.has(own) && !Number.isSafeInteger(params[0]);
    made.set(own, isNamed ? graph.hold(own) : { ...own, args: args.map((arg) => made.get(arg)!) });
  }
  return made.get(e)!;
}

/** Makes nodes without the guards: numbers made of them are worked out, and 1·x and x + 0 are x. */
function unguarded(guarding: Set<Expr>): Make {
  const valueOf = (e: Expr | undefined): number | undefined =>
    e !== undefined && guarding.has(e) ? (e.params[0] as number) : undefined;
  return (op, args, params) => {
    const [a, b] = args;
    const [left, right] = [valueOf(a), valueOf(b)];
    if (op === 'pow' && right !== undefined && left === undefined) return graph.power(a!, right);
    const neutral = op === 'mul' ? 1 : op === 'add' ? 0 : undefined;
    if (neutral !== undefined && left === neutral) return b!;
    if (neutral !== undefined && right === neutral) return a!;
    if ((left ?? right) !== undefined && args.every((arg) => isConstant(arg))) {
      const found = graph.constant(
        apply<number>(
          float64,
          op,
          args.map((arg) => arg.params[0] as number),
          params,
        ),
      );
      guarding.add(found);
      return found;
    }
    return node(op, args, params);
  };
}

/** The exponents of a sum of nothing but exponentials, two or more. */
function exponents(e: Expr): Expr[] | undefined {
  const found: Expr[] = [];
  const rest = [e];
  for (let x = rest.pop(); x !== undefined; x = rest.pop()) {
    if (x.op === 'add') rest.push(x.args[1]!, x.args[0]!);
    else if (x.op === 'exp') found.push(x.args[0]!);
    else return undefined;
  }
  return found.length > 1 ? found : undefined;
}

/**
 * Makes nodes without the sums that nerdamer misreads: log(eᵃ + eᵇ), which it takes for 1, becomes a + log(1 + eᵇ⁻ᵃ), and
 * under any other operation eᵃ + eᵇ becomes eᵃ(1 + eᵇ⁻ᵃ).
 */
const factoring: Make = (op, args, params) => {
  if (op === 'add') return node(op, args, params);
  const [first, ...others] = (op === 'log' ? exponents(args[0]!) : undefined) ?? [];
  if (first !== undefined) return graph.add(first, graph.log(relative(first, others)));
  return node(
    op,
    args.map((arg) => {
      const [lead, ...rest] = exponents(arg) ?? [];
      return lead === undefined ? arg : graph.mul(graph.exp(lead), relative(lead, rest));
    }),
    params,
  );
};

/** 1 + Σ e^(xᵢ − a). */
const relative = (a: Expr, others: readonly Expr[]): Expr =>
  others.reduce((sum, x) => graph.add(sum, graph.exp(graph.sub(x, a))), graph.constant(1));
