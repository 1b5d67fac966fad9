// A thread or a process that starts from the sources learns to read TypeScript before it loads what it is to run.
import { workerData } from 'node:worker_threads';
import { register as readCommonModules } from 'tsx/cjs/api';
import { register } from 'tsx/esm/api';

readCommonModules();
register();
await import(workerData?.module ?? process.argv[2]);
