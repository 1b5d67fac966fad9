#!/usr/bin/env node
import { derivlab } from './program.ts';

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // A reader that closes the pipe early (head) has seen enough.
  if (code === 'EPIPE') process.exit(0);
  process.stderr.write(`derivlab: the output cannot be written: ${message}\n`);
  process.exit(1);
});
// Where nobody hears progress and messages, results are still wanted.
process.stderr.on('error', () => undefined);

process.exitCode = await derivlab(process.argv.slice(2));
