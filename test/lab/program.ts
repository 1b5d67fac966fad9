import { Command, CommanderError } from 'commander';
import { addRunCommand } from '../../src/cli/run.ts';

/** `derivlab` with the one command that is tested here: it starts in a fraction of the time. */
const program = new Command('derivlab').exitOverride();
addRunCommand(program);
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
