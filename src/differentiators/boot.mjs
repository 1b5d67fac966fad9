// A thread that starts from the sources learns to read TypeScript before it loads them.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
