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
  readonly job: J;
  readonly milliseconds: number;
}

/** Threads that have not started after this many milliseconds never will. */
const patience = 30_000;

/**
 * A thread that jobs are done in, one after another, each awaited: `worker` is the module of this folder that does them. A job
 * that takes too long, or more than so many megabytes, is ended with its thread; the next one gets a new thread. A second
 * thread keeps watch, for this one stands still until it hears. Neither keeps the process alive.
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
  return (job, milliseconds) => {
    const before = Atomics.load(bell, 0);
    port.postMessage({ job, milliseconds } satisfies Errand<J>);
    Atomics.wait(bell, 0, before, milliseconds + patience);
    const heard = receiveMessageOnPort(port) as { message: A | Ended } | undefined;
    if (heard === undefined) throw new Error(`sandbox: the thread of ${worker} did not start`);
    return heard.message;
  };
}
