import { createRequire } from 'node:module';
import type { EngineDone, EngineJob } from './engine-job.ts';
import { listed, made, type Item } from './node-list.ts';

/** A node of mathjs's, with the fields of the types that are read. */
interface MathNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly fn?: string | { readonly name: string };
  readonly args?: readonly MathNode[];
  readonly content?: MathNode;
}

/** What is used of mathjs. */
interface Mathjs {
  readonly ConstantNode: new (value: number) => MathNode;
  readonly SymbolNode: new (name: string) => MathNode;
  readonly FunctionNode: new (name: string, args: readonly MathNode[]) => MathNode;
  readonly OperatorNode: new (op: string, fn: string, args: readonly MathNode[]) => MathNode;
  readonly derivative: (
    e: MathNode | string,
    variable: string,
    options?: { readonly simplify: boolean },
  ) => MathNode;
  readonly simplify: (e: MathNode) => MathNode;
  readonly simplifyCore: (e: MathNode) => MathNode;
}

let loaded: Mathjs | undefined;

/** One file holds all of mathjs, and loads ten times as fast as its modules. */
const load = (): Mathjs =>
  (loaded ??= createRequire(import.meta.url)('mathjs/lib/browser/math.js') as Mathjs);

type Job = Extract<EngineJob, { engine: 'mathjs' }>;

/** The derivatives by mathjs. */
export function inMathjs(job: Job, counted: (e: MathNode) => MathNode): EngineDone {
  const math = load();
  const start = performance.now();
  const derive = differentiation(math, job);
  const roots = job.variables.map((variable) => counted(derive(variable)));
  const milliseconds = performance.now() - start;
  return { milliseconds, derivatives: listed(roots.map(unwrapped), itemOf) };
}

function differentiation(math: Mathjs, job: Job): (variable: string) => MathNode {
  if (job.way === 'naive') return (variable) => math.derivative(job.text, variable);
  const e =
    job.way === 'shared' ? made(job.list, sharedNodes(math))[0]! : made(job.list, freshNodes(math))[0]!();
  const raw = (variable: string) => math.derivative(e, variable, { simplify: false });
  if (job.way === 'core') return (variable) => math.simplifyCore(raw(variable));
  if (job.way === 'full') return (variable) => math.simplify(raw(variable));
  return raw;
}

const operators: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  pow: '^',
  unaryMinus: '-',
};

const call = (math: Mathjs, word: string, args: readonly MathNode[]): MathNode => {
  const sign = operators[word];
  return sign === undefined ? new math.FunctionNode(word, args) : new math.OperatorNode(sign, word, args);
};

/** One node wherever the graph has one. */
const sharedNodes = (math: Mathjs) => ({
  number: (v: number): MathNode => new math.ConstantNode(v),
  symbol: (name: string): MathNode => new math.SymbolNode(name),
  call: (word: string, args: readonly MathNode[]): MathNode => call(math, word, args),
});

/** A way to make a node anew, which knows whether it is a sum or a product of others. */
type Fresh = (() => MathNode) & { readonly word?: string; readonly operands?: readonly Fresh[] };

/** A new node for each occurrence; sums of sums are one sum, and products likewise. */
const freshNodes = (math: Mathjs) => ({
  number:
    (v: number): Fresh =>
    () =>
      new math.ConstantNode(v),
  symbol:
    (name: string): Fresh =>
    () =>
      new math.SymbolNode(name),
  call: (word: string, args: readonly Fresh[]): Fresh => {
    const joins = word === 'add' || word === 'multiply';
    const operands = joins ? args.flatMap((arg) => (arg.word === word ? arg.operands! : [arg])) : args;
    return Object.assign(
      () =>
        call(
          math,
          word,
          operands.map((operand) => operand()),
        ),
      { word, operands },
    );
  },
});

/** What stands in parentheses, without them. */
function unwrapped(e: MathNode): MathNode {
  let inner = e;
  while (inner.type === 'ParenthesisNode') inner = inner.content!;
  return inner;
}

function itemOf(e: MathNode): Item<MathNode> {
  if (e.type === 'ConstantNode' && typeof e.value === 'number') return { number: e.value };
  if (e.type === 'SymbolNode') return { symbol: e.name! };
  const word = typeof e.fn === 'string' ? e.fn : e.fn?.name;
  if (word === undefined)
    throw new Error(`the answer holds a ${e.type}, which has no meaning in an expression`);
  return { word, args: e.args!.map(unwrapped) };
}
