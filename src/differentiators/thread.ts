import type { Worker, WorkerOptions } from 'node:worker_threads';

/** Node's threads; asked for when they are needed, so that what may start one can be loaded where there is no Node. */
export const threads = (): typeof import('node:worker_threads') =>
  process.getBuiltinModule('node:worker_threads');

/** A thread that runs a module and is handed `data`; from the sources, a reader of TypeScript goes before it. */
export function thread(module: URL, data: object, options: WorkerOptions = {}): Worker {
  const { Worker: Started } = threads();
  const sources = module.pathname.endsWith('.ts');
  return new Started(sources ? new URL('./boot.mjs', import.meta.url) : module, {
    execArgv: [],
    ...options,
    workerData: { ...data, module: module.href },
  });
}

/** A module that stands beside another: sources beside sources, what was built from them beside what was built. */
export const beside = (here: string, name: string): URL =>
  new URL(`./${name}.${here.endsWith('.ts') ? 'ts' : 'js'}`, here);
