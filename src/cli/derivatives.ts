import { elementNames } from '../expression/scalars.ts';
import type { Laws } from '../expression/simplify.ts';
import type { Objective } from '../expression/trace.ts';
import type { Point } from '../language/problem.ts';
import { isRefused, toObjective, type Source } from '../differentiators/differentiator.ts';
import {
  symbolicGradient,
  type SymbolicGradient,
  type SymbolicOptions,
} from '../differentiators/symbolic.ts';
import type { Sharing } from '../expression/share.ts';
import { Misuse } from '../lab/misuse.ts';

/** How derivatives are built, as options say it. */
export interface PolicyOptions {
  readonly laws: Laws;
  readonly sharing: Sharing;
  readonly direction: NonNullable<SymbolicOptions['direction']>;
  readonly granularity: NonNullable<SymbolicOptions['granularity']>;
  readonly limit?: string;
}

/** What is differentiated, and by which of its numbers; all of them where there is no list. */
export interface Asked {
  readonly o: Objective;
  readonly elements: readonly string[] | undefined;
}

/** An objective with what `--wrt` asks for: inputs, arrays with all of their elements, or elements (`W1[0,1]`), between commas. */
export function asked(source: Source, at: Point, wrt: string | undefined): Asked {
  const o = toObjective(source, at);
  if (wrt === undefined) return { o, elements: undefined };
  // The commas within brackets belong to an element.
  const names = wrt.split(/,(?![^[]*\])/).map((name) => name.replaceAll(' ', ''));
  if (names.includes(''))
    throw new Misuse(`wrt: names of inputs, between commas, are required, got ${JSON.stringify(wrt)}`);
  const inputs = names.map((name) => (o.inputs.has(name) ? name : name.replace(/\[.*$/, '')));
  const repeats = new Set(names).size < names.length;
  const own = toObjective(o, at, repeats ? names : [...new Set(inputs)]);
  const elements = names.flatMap((name) =>
    o.inputs.has(name) ? elementNames(name, o.inputs.get(name)!.shape) : [name],
  );
  return { o: own, elements };
}

/** The derivatives that are asked for. A refusal is told with how far it came, and what would help. */
export function derivativesOf({ o, elements }: Asked, { limit, ...policy }: PolicyOptions): SymbolicGradient {
  if (limit !== undefined && !/^\d+$/.test(limit))
    throw new Misuse(`limit: a whole number of nodes is required, got ${JSON.stringify(limit)}`);
  const { laws, sharing, direction, granularity } = policy;
  const made = symbolicGradient(o, {
    laws,
    sharing,
    direction,
    granularity,
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(elements === undefined ? {} : { elements }),
  });
  if (!isRefused(made)) return made;
  const hint =
    sharing === 'none'
      ? '--sharing structure, with --let, writes shared parts once'
      : '--limit allows more, --direction reverse takes one sweep for all derivatives';
  throw new Misuse(`derive: ${made.because}; ${hint}`);
}
