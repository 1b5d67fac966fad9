import { algebraOf, graph, isConstant, node, type Expr } from '../expression/expr.ts';
import { read } from '../expression/read.ts';
import { engine, type Asked, type EngineDifferentiator, type EngineLimits, type Question } from './engine.ts';
import type { MathjsWay } from './engine-job.ts';
import { asText } from './engine-text.ts';
import { worded } from './engine-words.ts';
import { listed, type Item } from './node-list.ts';

export interface MathjsOptions extends EngineLimits {
  /** Default `safe`. */
  readonly way?: MathjsWay;
}

/** mathjs's own symbolic derivatives, one variable at a time, in a thread with limits of time and memory. */
export function mathjs({ way = 'safe', ...limits }: MathjsOptions = {}): EngineDifferentiator {
  return engine(way === 'safe' ? 'mathjs' : `mathjs-${way}`, limits, (question) =>
    way === 'naive' ? asText('mathjs', question) : asNodes(way, question),
  );
}

function asNodes(way: Exclude<MathjsWay, 'naive'>, { e, inputs, variables }: Question): Asked {
  const { expression, meanings, symbols } = worded(
    read(e, sharp, (own) => own),
    inputs,
    {
      make: node,
      known: ['log10'],
    },
  );
  const list = listed([expression], itemOf);
  return {
    job: { engine: 'mathjs', way, list, variables: variables.map((name) => symbols.get(name)!) },
    meanings,
  };
}

/** Whether mathjs takes a number for 0 or 1, which it is not: it compares with a tolerance of 1e-12. */
const isBlurred = (v: number): boolean =>
  v !== 0 && v !== 1 && Math.min(Math.abs(v), Math.abs(v - 1)) < 1e-11;

const held = (e: Expr): Expr => (isConstant(e) && isBlurred(e.params[0] as number) ? graph.hold(e) : e);

/** Powers of which x^1e-16 has a derivative, and (1 + 1e-13)^x: the numbers in them are held, and so get names. */
const sharp = algebraOf((op, args, params) => {
  if (op === 'pow') return node(op, args.map(held), params);
  if (op !== 'power' || !isBlurred(params[0] as number)) return node(op, args, params);
  return node('pow', [args[0]!, held(graph.constant(params[0] as number))], []);
});

/** mathjs's words where they are not ours. */
const words: Readonly<Partial<Record<Expr['op'], string>>> = {
  sub: 'subtract',
  mul: 'multiply',
  div: 'divide',
  neg: 'unaryMinus',
};

function itemOf({ op, args, params }: Expr): Item<Expr> {
  if (op === 'input') return { symbol: params[0] as string };
  if (op === 'pi') return { symbol: 'pi' };
  if (op === 'constant') return { number: params[0] as number };
  if (op === 'square') return { word: 'pow', args: [args[0]!, node('constant', [], [2])] };
  if (op === 'power') return { word: 'pow', args: [args[0]!, node('constant', [], params)] };
  return { word: words[op] ?? op, args };
}
