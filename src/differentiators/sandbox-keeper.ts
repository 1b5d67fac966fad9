import { workerData, type Worker } from 'node:worker_threads';
import type { Answered, Ended, Errand, Keeping } from './sandbox.ts';
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
  /** How many jobs it was handed. */
  jobs: number;
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
    jobs: 0,
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
    if (pending === undefined) {
      // One that never did anything would be renewed for ever.
      if (own.jobs > 0) renew();
    } else if (full && own.jobs > 1) again(pending);
    else replace('failed', full ? `${megabytes} megabytes were not enough` : error.message);
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
  current.jobs++;
  current.at.postMessage({ job, done });
}

/** Another thread takes the place of the one that is ended. */
function renew(): void {
  void current.at.terminate();
  current = spare ?? start();
  spare = start();
}

/** The job begins anew, in a thread that no other job has left anything in. */
function again({ timer, id, job, milliseconds }: Pending): void {
  clearTimeout(timer);
  renew();
  take({ id, job, milliseconds });
}

function replace(ended: Ended['ended'], because: string): void {
  if (pending === undefined) return;
  const done = pending.done[0]!;
  renew();
  finish({ ended, because, done } satisfies Ended);
}

function finish(answer: unknown): void {
  if (pending === undefined) return;
  clearTimeout(pending.timer);
  port.postMessage({ id: pending.id, answer } satisfies Answered<unknown>);
  pending = undefined;
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
}

function take(errand: Errand<unknown>): void {
  pending = { ...errand, done: new Int32Array(new SharedArrayBuffer(4)) };
  hand();
}

port.on('message', (errand: Errand<unknown>) => {
  replace('failed', 'nobody waits for it any more');
  take(errand);
});
