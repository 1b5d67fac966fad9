import type { Worker } from 'node:worker_threads';
import { beside, thread } from '../differentiators/thread.ts';
import type { Row } from './cell.ts';
import type { Configuration } from './manifest.ts';
import type { Watch } from './measure.ts';

/** What a thread is asked to do: to measure the experiment of a file. */
export interface Order {
  readonly path: string;
  readonly configuration: Configuration;
}

/** What a thread says while it measures, and at the end. */
export type Report =
  | { readonly step: readonly [done: number, cases: number] }
  | { readonly note: string }
  | { readonly measured: Measured }
  | { readonly error: string };

export interface Measured {
  readonly rows: Row[];
  readonly cases: number;
}

/** Threads that measure experiments, each one at a time. */
export interface Crew {
  /** Waits for a thread that is free; where the crew has ended, for ever. */
  readonly measure: (order: Order, watch: Watch) => Promise<Measured>;
  /** Ends all threads, whatever they are at. */
  readonly end: () => Promise<void>;
}

/** A place in the crew; its thread starts when it is first needed, and anew after it has died. */
interface Place {
  worker?: Worker;
}

/** So many threads. */
export function crew(size: number): Crew {
  const places = Array.from({ length: size }, (): Place => ({}));
  const free = [...places];
  const queue: (() => void)[] = [];
  const ending = new AbortController();
  const over = (): boolean => ending.signal.aborted;
  return {
    measure: async (order, watch) => {
      while (free.length === 0) await new Promise<void>((resolve) => queue.push(resolve));
      if (over()) return forEver;
      const place = free.pop()!;
      place.worker ??= thread(beside(import.meta.url, 'measuring'), {});
      try {
        return await measured(place.worker, order, watch);
      } catch (error) {
        if (over()) return await forEver;
        if (error instanceof Died) delete place.worker;
        throw error;
      } finally {
        free.push(place);
        queue.shift()?.();
      }
    },
    end: async () => {
      ending.abort();
      await Promise.all(places.flatMap(({ worker }) => worker?.terminate() ?? []));
    },
  };
}

const forEver = new Promise<never>(() => undefined);

/** A thread that ended before its answer. */
class Died extends Error {}

function measured(worker: Worker, order: Order, watch: Watch): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const hear = (report: Report): void => {
      if ('step' in report) watch.step(...report.step);
      else if ('note' in report) watch.note(report.note);
      else {
        quiet();
        if ('measured' in report) resolve(report.measured);
        else reject(new Error(report.error));
      }
    };
    const fail = (error: Error): void => {
      quiet();
      reject(new Died(error.message));
    };
    const end = (): void => {
      fail(new Error('its thread ended before it did'));
    };
    const quiet = (): void => {
      worker.off('message', hear).off('error', fail).off('exit', end);
    };
    worker.on('message', hear).on('error', fail).on('exit', end);
    worker.postMessage(order);
  });
}
