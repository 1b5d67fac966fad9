import { parentPort } from 'node:worker_threads';
import type { EngineDone, EngineJob, EngineStopped } from './engine-job.ts';
import { inMathjs } from './mathjs-worker.ts';
import { inNerdamer } from './nerdamer-worker.ts';

/** The thread in which the engines work: whatever they do to themselves ends here. */
const port = parentPort!;

function answer(job: EngineJob, done: Int32Array): EngineDone | EngineStopped {
  const counted = <T>(derivative: T): T => {
    Atomics.add(done, 0, 1);
    return derivative;
  };
  try {
    return job.engine === 'mathjs' ? inMathjs(job, counted) : inNerdamer(job, counted);
  } catch (error) {
    return { ...complaint(error), done: done[0]! };
  }
}

/** An engine's error in one line. */
function complaint(error: unknown): Pick<EngineStopped, 'ended' | 'because'> {
  const { message } = error as Error;
  if (message.includes('call stack'))
    return { ended: 'failed', because: 'it is nested too deeply for the engine’s recursion' };
  const ended = /is not supported|Unexpected type of argument/.test(message) ? 'unsupported' : 'failed';
  return { ended, because: `it says: ${/^.*?(?=: | \(|\n|$)/.exec(message)![0]}` };
}

port.on('message', ({ job, done }: { readonly job: EngineJob; readonly done: Int32Array }) => {
  port.postMessage(answer(job, done));
});
port.postMessage('ready');
