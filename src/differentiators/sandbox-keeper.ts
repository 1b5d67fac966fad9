import { workerData, type Worker } from 'node:worker_threads';
import type { Ended, Errand, Keeping } from './sandbox.ts';
import { beside, thread } from './thread.ts';

/**
 * The keeper of a sandbox: a thread that starts the one in which jobs are done, hands it a job when it is ready, and ends it
 * when the job's time is up. Somebody waits for every job, so that whatever happens is answered.
 */
const { port, bell, worker, megabytes } = workerData as Keeping;

interface Pending extends Errand<unknown> {
  /** Shared with the thread: how many parts of the job are done. */
  readonly done: Int32Array;
  timer?: NodeJS.Timeout;
}

interface Running {
  readonly at: Worker;
  ready: boolean;
}

let pending: Pending | undefined;
/** Where one thread had to be ended others will: from then on the next is started before it is needed. */
let spare: Running | undefined;
let current = start();

function start(): Running {
  const own: Running = {
    at: thread(
      beside(import.meta.url, worker),
      {},
      { resourceLimits: { maxOldGenerationSizeMb: megabytes } },
    ),
    ready: false,
  };
  own.at.on('message', (message: unknown) => {
    if (!own.ready) {
      own.ready = true;
      hand();
    } else if (own === current) finish(message);
  });
  own.at.on('error', (error: NodeJS.ErrnoException) => {
    if (own === spare) spare = undefined;
    if (own !== current) return;
    const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    replace('failed', full ? `${megabytes} megabytes were not enough` : error.message);
  });
  return own;
}

/** The job begins: from here on its time counts. */
function hand(): void {
  if (pending === undefined || pending.timer !== undefined || !current.ready) return;
  const { job, done, milliseconds } = pending;
  pending.timer = setTimeout(() => {
    replace('timeout', `${milliseconds} ms were not enough`);
  }, milliseconds);
  current.at.postMessage({ job, done });
}

function replace(ended: Ended['ended'], because: string): void {
  if (pending === undefined) return;
  const dead = current.at;
  const done = pending.done[0]!;
  current = spare ?? start();
  spare = start();
  void dead.terminate();
  finish({ ended, because, done } satisfies Ended);
}

function finish(message: unknown): void {
  clearTimeout(pending?.timer);
  pending = undefined;
  port.postMessage(message);
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
}

port.on('message', (errand: Errand<unknown>) => {
  pending = { ...errand, done: new Int32Array(new SharedArrayBuffer(4)) };
  hand();
});
