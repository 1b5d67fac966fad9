#!/usr/bin/env node
import { derivlab } from './program.ts';

// A reader that closes the pipe early (head) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await derivlab(process.argv.slice(2));
