import { beside, thread, threads } from './thread.ts';

/** How a job ended that got no answer: its time was up, or the thread died of it. */
export interface Ended {
  readonly ended: 'timeout' | 'failed';
  readonly because: string;
  /** How many parts of the job were done by then. */
  readonly done: number;
}

/** What the keeper of a sandbox is handed. */
export interface Keeping {
  readonly port: import('node:worker_threads').MessagePort;
  /** Grows by one, and wakes who waits, when there is an answer. */
  readonly bell: Int32Array;
  /** The module that does the jobs, in a thread of its own. */
  readonly worker: string;
  readonly megabytes: number;
}

/** A job on its way, with the time that it may take. */
export interface Errand<J> {
  /** By which its answer is known. */
  readonly id: number;
  readonly job: J;
  readonly milliseconds: number;
}

/** What comes back. */
export interface Answered<A> {
  readonly id: number;
  readonly answer: A | Ended;
}

/** Threads that have not started after this many milliseconds never will. */
const patience = 30_000;

/**
 * A thread that jobs are done in, one after another, each awaited: `worker` is the module of this folder that does them. A job
 * that takes too long, or more than so many megabytes, is ended with its thread; the next one gets a new thread. Megabytes that
 * earlier jobs have left are not held against a job: it is begun again in a new thread. A second thread keeps watch, for this
 * one stands still until it hears. Neither keeps the process alive.
 */
export function sandbox<J, A>(
  worker: string,
  megabytes: number,
): (job: J, milliseconds: number) => A | Ended {
  const { MessageChannel, receiveMessageOnPort } = threads();
  const { port1: port, port2: far } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const keeping: Keeping = { port: far, bell, worker, megabytes };
  const keeper = thread(beside(import.meta.url, 'sandbox-keeper'), keeping, { transferList: [far] });
  // What went wrong with it shows in the silence that follows.
  keeper.on('error', () => undefined);
  keeper.unref();
  port.unref();
  let asked = 0;
  return (job, milliseconds) => {
    const id = ++asked;
    port.postMessage({ id, job, milliseconds } satisfies Errand<J>);
    const end = performance.now() + 2 * milliseconds + patience;
    for (;;) {
      const before = Atomics.load(bell, 0);
      const heard = receiveMessageOnPort(port) as { message: Answered<A> } | undefined;
      // What answers a job that nobody waits for any more is no answer to this one.
      if (heard?.message.id === id) return heard.message.answer;
      const left = end - performance.now();
      if (heard === undefined && (left <= 0 || Atomics.wait(bell, 0, before, left) === 'timed-out'))
        throw new Error(`sandbox: the thread of ${worker} did not start`);
    }
  };
}
