#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addDeriveCommand } from './derive.ts';
import { addDiffCommand } from './diff.ts';
import { addListCommand } from './list.ts';
import { misuseMessage } from './misuse.ts';
import { addRunCommand } from './run.ts';
import { software } from '../lab/provenance.ts';

const program = new Command('derivlab')
  .description(
    'A laboratory for derivatives: one expression, differentiated three ways, scored against the truth.',
  )
  .version(software().derivlab)
  .showHelpAfterError('(derivlab --help tells what there is)')
  .exitOverride();

addDiffCommand(program);
addDeriveCommand(program);
addListCommand(program);
addRunCommand(program);
for (const command of program.commands) command.exitOverride();

// A reader that closes the pipe early (head) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const message = misuseMessage(error);
    process.stderr.write(
      message === undefined
        ? `derivlab: this is a fault of the program, please report it: ${String(error)}\n`
        : `derivlab: ${message}\n`,
    );
    process.exitCode = message === undefined ? 1 : 2;
  }
}
