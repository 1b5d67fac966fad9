import type { Worker, WorkerOptions } from 'node:worker_threads';

/** Node's threads; asked for when they are needed, so that what may start one can be loaded where there is no Node. */
export const threads = (): typeof import('node:worker_threads') =>
  process.getBuiltinModule('node:worker_threads');

/** A thread that runs a module of this folder, and is handed `data`; from the sources, a reader of TypeScript goes before it. */
export function thread(module: string, data: object, options: WorkerOptions = {}): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const url = new URL(`./${module}.${extension}`, import.meta.url);
  const { Worker: Started } = threads();
  return new Started(extension === 'ts' ? new URL('./boot.mjs', import.meta.url) : url, {
    execArgv: [],
    ...options,
    workerData: { ...data, module: url.href },
  });
}
