import { census, hotSpots, type Census, type HotSpot, type Titled } from '../expression/census.ts';
import type { Expr } from '../expression/expr.ts';
import { elementNames } from '../expression/scalars.ts';
import { operationsAbout, treeSizes } from '../expression/tree-sizes.ts';
import { objective, type Objective } from '../expression/trace.ts';
import { isRefused, toObjective, type Source } from '../differentiators/differentiator.ts';
import { deadline, Overtime } from '../differentiators/deadline.ts';
import { symbolicGradient, type SymbolicOptions } from '../differentiators/symbolic.ts';
import { readText } from '../differentiators/text.ts';
import { outline } from './outline.ts';
import { quotient } from './quotient.ts';

/** As for symbolic differentiation, but for a `limit` of 100 000 nodes unless given; counting without building may take `milliseconds` too. */
export interface SwellOptions extends SymbolicOptions {
  /** Scalar parameters (`x`, `W1[0,0]`), or inputs for all of their elements; everything unless given. */
  readonly wrt?: readonly string[];
  /** How many hot spots are named; 5 unless given. */
  readonly hotSpots?: number;
  /** How the objective is called in the answer; its text unless given. */
  readonly expression?: string;
}

/** What is counted; null where only building the expression could tell, and it was not built. */
export type Counts = { readonly [K in keyof Census]: Census[K] | null };

/** The counts of which there are ratios. */
export const sizeNames = [
  'tree',
  'dag',
  'edges',
  'depth',
  'operationsTree',
  'operationsDag',
  'transcendentalTree',
  'transcendentalDag',
  'characters',
  'letCharacters',
] as const satisfies readonly (keyof Census)[];

/** How much larger derivatives are than what they are derivatives of. */
export interface Swell {
  readonly expression: string;
  readonly wrt: readonly string[];
  readonly laws: Required<SymbolicOptions>['laws'];
  readonly sharing: Required<SymbolicOptions>['sharing'];
  readonly direction: Required<SymbolicOptions>['direction'];
  readonly granularity: Required<SymbolicOptions>['granularity'];
  readonly primal: Counts;
  /** Of all derivatives together. */
  readonly derivative: Counts;
  /** derivative / primal; null where one of them is, or the primal's is 0. */
  readonly ratio: Readonly<Record<(typeof sizeNames)[number], number | null>>;
  /** The operations of the derivatives that their trees hold most often. */
  readonly hotSpots: readonly (Omit<HotSpot, 'e'> & { readonly name: string })[];
  /** Why something was not counted. */
  readonly because: string | null;
}

const defaults = {
  laws: 'exact',
  sharing: 'structure',
  direction: 'forward',
  granularity: 'scalar',
  limit: 100_000,
  partials: 'textbook',
} as const;

/**
 * How much larger the derivatives of an objective are than itself, both in one representation: written out number by
 * number or in whole arrays, under the same laws and with the same sharing. With sharing `none` that is the tree, which is
 * counted and never unfolded. What is too large to be built has the exact sizes of its trees, and the reason why no more.
 *
 * @example
 * swell('sin(x)*x').ratio.tree // 1.75
 */
export function swell(f: Source | string, options: SwellOptions = {}): Swell {
  const { wrt, hotSpots: spots = 5, expression, ...given } = options;
  const built = { ...defaults, ...defined(given) };
  const { laws, sharing, direction, granularity } = built;
  const { o, elements } = chosen(toObjective(readText(f)), wrt);
  const found = {
    expression: expression ?? (typeof f === 'string' ? f : named(o.expression, o)),
    wrt: wrt ?? o.wrt,
    laws,
    sharing,
    direction,
    granularity,
  };
  const element = found.wrt.find((name) => !o.inputs.has(name));
  if (direction === 'reverse' && granularity === 'tensor' && element !== undefined)
    throw new RangeError(
      `wrt: whole inputs (${o.wrt.join(', ')}) are required for one sweep over arrays, got ${element}`,
    );
  const operations = granularity === 'scalar' ? operationsAbout(o.expression) : 0;
  const counted = (because: string): Swell => ({
    ...found,
    ...withoutBuilding(o, elements, built, operations, because),
    hotSpots: [],
  });
  if (operations > built.limit)
    return counted(
      `the objective has about ${operations} operations written out, the limit is ${built.limit}`,
    );
  // What a program does not share is one tree, of which the graph that it was built as tells everything.
  const made = symbolicGradient(o, {
    ...built,
    sharing: sharing === 'none' ? 'reference' : sharing,
    elements,
  });
  if (isRefused(made)) return counted(made.because);
  const derivatives: Titled[] = made.gradient.map(({ name, e }) => ({ name: `d/d${name}`, e }));
  const primal = census([{ name: 'f', e: made.value }], sharing);
  const derivative = census(derivatives, sharing);
  const hot = hotSpots(
    derivatives.map(({ e }) => e),
    sharing,
    spots,
  );
  return {
    ...found,
    primal,
    derivative,
    ratio: ratios(primal, derivative),
    hotSpots: hot.map(({ e, copies, tree }) => ({ name: named(e, o), copies, tree })),
    because: null,
  };
}

/** The options that have a value: one that is undefined was not given. */
const defined = <O extends object>(options: O): O =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as O;

/** The name that the model gave a node, or the outline of it. */
const named = (e: Expr, { names }: Objective): string =>
  [...names].find(([, node]) => node === e)?.[0] ?? outline(e);

/** The objective by what `wrt` names, and which scalar parameters that is. */
function chosen(
  all: Objective,
  wrt: readonly string[] = all.wrt,
): { readonly o: Objective; readonly elements: readonly string[] } {
  const known = new Map([...all.inputs].map(([name, { shape }]) => [name, elementNames(name, shape)]));
  const owners = new Map([...known].flatMap(([input, names]) => names.map((name) => [name, input])));
  const found = wrt.map((name): [input: string, elements: readonly string[]] => {
    const whole = known.get(name);
    if (whole !== undefined) return [name, whole];
    const input = owners.get(name);
    if (input === undefined)
      throw new RangeError(
        `wrt: inputs or their elements are required, among ${[...known.keys()].join(', ') || '(none)'}, got ${name}`,
      );
    return [input, [name]];
  });
  const elements = found.flatMap(([, names]) => names);
  const seen = new Set<string>();
  const twice = elements.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new RangeError(`wrt: each number is named once, ${twice} is named twice`);
  const inputs = [...new Set(found.map(([input]) => input))];
  return { o: objective(all.expression, inputs, all.names, [...all.inputs.values()]), elements };
}

/** The most operations of dual numbers that are spent on counting without building: some seconds' worth. */
export const mostOperations = 30_000_000;

/** What can be known of an objective whose derivatives are too large to be built. */
function withoutBuilding(
  o: Objective,
  elements: readonly string[],
  {
    laws,
    direction,
    granularity,
    partials,
    milliseconds,
  }: Required<Omit<SymbolicOptions, 'milliseconds'>> & Pick<SymbolicOptions, 'milliseconds'>,
  operations: number,
  because: string,
): Pick<Swell, 'primal' | 'derivative' | 'ratio' | 'because'> {
  const counted = (value: bigint | null, gradient: bigint | null, why: string) => {
    const [primal, derivative] = [
      { ...uncounted, tree: value },
      { ...uncounted, tree: gradient },
    ];
    return { primal, derivative, ratio: ratios(primal, derivative), because: `${because}; ${why}` };
  };
  if ((laws !== 'none' && laws !== 'exact') || direction !== 'forward' || granularity !== 'scalar')
    return counted(
      null,
      null,
      'only trees of numbers, one variable at a time, under the laws none and exact, are counted without building',
    );
  if (operations > mostOperations) return counted(null, null, 'counting them would take too long');
  if (operations * elements.length > mostOperations)
    return counted(
      treeSizes(o, [], laws, partials).value,
      null,
      `counting ${elements.length} derivatives one by one would take too long, name fewer`,
    );
  try {
    const after = deadline(elements.length, milliseconds);
    const { value, gradient } = treeSizes(o, elements, laws, partials, after);
    const sum = gradient.reduce((so, tree) => so + tree, 0n);
    return counted(value, sum, 'only the sizes of trees are counted without building');
  } catch (error) {
    if (!(error instanceof Overtime)) throw error;
    return counted(treeSizes(o, [], laws, partials).value, null, `they were not counted: ${error.message}`);
  }
}

const uncounted: Counts = {
  ...(Object.fromEntries(sizeNames.map((name) => [name, null])) as Record<(typeof sizeNames)[number], null>),
  histogram: null,
};

function ratios(primal: Counts, derivative: Counts): Swell['ratio'] {
  const ratio = (name: (typeof sizeNames)[number]): number | null => {
    const [over, under] = [derivative[name], primal[name]];
    return over === null || under === null || under === 0n ? null : quotient(over, under);
  };
  return Object.fromEntries(sizeNames.map((name) => [name, ratio(name)])) as Swell['ratio'];
}
