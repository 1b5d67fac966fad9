import { parentPort } from 'node:worker_threads';

// A thread for a sandbox that keeps what its jobs were: so many megabytes of its heap, in small pieces.

const kept: unknown[] = [];

parentPort!.on('message', ({ job }: { readonly job: { readonly megabytes: number } }) => {
  for (let i = 0; i < 1024 * job.megabytes; i++) kept.push(Array.from({ length: 126 }, (_, j) => i + j / 2));
  parentPort!.postMessage(job.megabytes);
});
parentPort!.postMessage('ready');
