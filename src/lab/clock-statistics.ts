import { ascending, quantile } from './quantile.ts';

/** What one process found of one contestant; milliseconds. */
export interface Launched {
  readonly build: number;
  /** Compiling, and the first call. */
  readonly prepare: number;
  /** The time of a call in each batch, round by round. */
  readonly samples: readonly number[];
}

/**
 * A median over process launches, and the least and the largest of what it is the median of. Whatever the distribution, the
 * median of all launches that could be lies between the extremes of m of them with the probability 1 − 2^(1−m): 94 % for five.
 */
export interface Interval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The median of numbers, and how far they reach. */
export function intervalOf(values: readonly number[]): Interval {
  const sorted = ascending(values);
  return { median: quantile(sorted, 0.5), low: sorted[0]!, high: sorted.at(-1)! };
}

/** The time of a call: of the medians over the batches of each launch; with the shortest batch of all, and how many there were. */
export interface Times extends Interval {
  readonly n: number;
  readonly minimum: number;
}

const median = (values: readonly number[]): number => quantile(ascending(values), 0.5);

export function timesOf(launches: readonly Launched[]): Times {
  const all = launches.flatMap(({ samples }) => samples);
  return {
    n: all.length,
    minimum: all.reduce((least, v) => Math.min(least, v), Infinity),
    ...intervalOf(launches.map(({ samples }) => median(samples))),
  };
}

/** How many times as long as another a contestant takes. */
export interface Ratio extends Interval {
  /** False where 1 lies in the interval: then it cannot be said which is faster. */
  readonly distinguishable: boolean;
}

/**
 * The quotient of two contestants' times from paired measurements: in each launch the median of the quotients of the
 * batches of one round. The launches are the same for both.
 */
export function ratioOf(over: readonly Launched[], under: readonly Launched[]): Ratio {
  const quotients = over.map(({ samples }, i) =>
    median(samples.slice(0, under[i]!.samples.length).map((own, round) => own / under[i]!.samples[round]!)),
  );
  const found = intervalOf(quotients);
  return { ...found, distinguishable: !(found.low <= 1 && 1 <= found.high) };
}

/** What a method costs: once, and then for each call after the first. */
export interface Effort {
  readonly build: number;
  readonly prepare: number;
  readonly call: number;
}

/** Until the k-th call has ended, k at least 1. */
export const totalAt = ({ build, prepare, call }: Effort, k: number): number =>
  build + prepare + (k - 1) * call;

/** The least number of calls at which one method has cost less than another all together; Infinity where it never has. */
export function breakEven(one: Effort, other: Effort): number {
  const ahead = totalAt(other, 1) - totalAt(one, 1);
  if (ahead > 0) return 1;
  const gain = other.call - one.call;
  return gain > 0 ? 2 + Math.floor(-ahead / gain) : Infinity;
}
