import { Bench } from 'tinybench';
import type { Batch, Now } from './clock-batch.ts';

/** Batches, and how many calls one has. */
export interface Batched {
  readonly batch: Batch;
  readonly calls: number;
}

/** How a contestant ended that threw in one of its batches. */
export interface Thrown {
  readonly error: unknown;
}

/**
 * The time of a call in each batch, in milliseconds. The contestants take turns, batch by batch, so that a slow moment of
 * the machine falls on all of them and the batches of one round are pairs; each takes turns until its batches have lasted so
 * many milliseconds together, one at the least, and so those who end early have batches in the first rounds. Who throws drops out; the others go on.
 *
 * The rounds are tinybench's: its tasks run concurrently, which on one thread is in turn, as each hands back a promise.
 */
export async function rounds(
  contestants: ReadonlyMap<string, Batched>,
  milliseconds: number,
  now: Now,
): Promise<ReadonlyMap<string, readonly number[] | Thrown>> {
  const bench = new Bench({
    now,
    concurrency: 'bench',
    warmup: false,
    time: milliseconds,
    iterations: 1,
    throws: false,
  });
  const found = new Map<string, number[] | Thrown>();
  for (const [name, { batch, calls }] of contestants) {
    const own: number[] = [];
    found.set(name, own);
    bench.add(
      name,
      () => {
        const lasted = batch(calls);
        own.push(lasted / calls);
        return Promise.resolve({ overriddenDuration: lasted / calls, overriddenIterationCost: lasted });
      },
      { async: true },
    );
  }
  await bench.run();
  for (const { name, result } of bench.tasks)
    if (result.state === 'errored') found.set(name, { error: result.error });
  return found;
}
