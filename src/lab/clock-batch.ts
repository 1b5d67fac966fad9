/** Milliseconds from anywhere on. */
export type Now = () => number;

/** The shortest step that a clock shows, in milliseconds. */
export function tickOf(now: Now): number {
  let shortest = Infinity;
  for (let i = 0; i < 50; i++) {
    const from = now();
    let to = from;
    while (to === from) to = now();
    shortest = Math.min(shortest, to - from);
  }
  return shortest;
}

/** How long so many calls last, one after the other, in milliseconds. */
export type Batch = (calls: number) => number;

/**
 * Batches of calls in a loop of their own. An engine fits a loop to what it calls; one that has called several things is
 * slower, by a tenth of a microsecond where it calls WebAssembly. Nor may the texts be the same: their code would be, too.
 */
export function batchOf(call: () => unknown, now: Now): Batch {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is all here
  const loop = new Function(
    'call',
    'now',
    'calls',
    `/* ${crypto.randomUUID()} */ const from = now(); for (let i = 0; i < calls; i++) call(); return now() - from;`,
  ) as (call: () => unknown, now: Now, calls: number) => number;
  return (calls) => loop(call, now, calls);
}

export interface Warming {
  /** The least that a batch lasts, in milliseconds. */
  readonly shortest: number;
  /** Batches go on for so many milliseconds at the least, for an engine to notice what is hot, … */
  readonly least: number;
  /** … and at the most, steady or not. */
  readonly most: number;
}

/** So many batches in a row must agree, their extremes within so much of each other. */
const agreeing = 3;
const agreement = 0.05;

/** How many calls a batch has, and the time of a call in the fastest of those that were tried. */
export interface SteadyBatch {
  readonly calls: number;
  readonly fastest: number;
}

/**
 * Calls until batches last long enough and are steady. One call timed by itself may read three times too long: the clock's
 * own calls are in it, and its step.
 */
export function steadyBatch(batch: Batch, { shortest, least, most }: Warming): SteadyBatch {
  let recent: number[] = [];
  let spent = 0;
  let fastest = Infinity;
  for (let calls = 1; ;) {
    const lasted = batch(calls);
    spent += lasted;
    if (lasted < shortest) {
      calls *= lasted < shortest / 8 ? 8 : 2;
      recent = [];
      continue;
    }
    fastest = Math.min(fastest, lasted / calls);
    recent = [...recent, lasted].slice(-agreeing);
    const [low, high] = [Math.min(...recent), Math.max(...recent)];
    const steady = recent.length === agreeing && high - low <= agreement * low;
    if (spent >= most || (spent >= least && steady)) return { calls, fastest };
  }
}
