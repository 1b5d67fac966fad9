import type { Entry } from './catalogue.ts';
import { measure, type Watch } from './measure.ts';
import { outcomeOf, type Outcome } from './outputs.ts';
import type { Sweep } from './sweep.ts';
import type { RunOptions } from './options.ts';

/** Reads, measures and judges one experiment, and touches no file. */
export async function attempt(
  { command, load }: Entry,
  { quick = false, seed }: RunOptions,
  watch: Watch,
): Promise<Outcome> {
  const experiment = await load();
  const flags = [...(quick ? ['--quick'] : []), ...(seed === undefined ? [] : [`--seed ${seed}`])];
  const configuration = {
    seed: seed ?? experiment.seed,
    quick,
    sweep: quick ? { ...experiment.sweep, ...(experiment.quick as Sweep) } : experiment.sweep,
    command: [command, ...flags].join(' '),
  };
  return outcomeOf(experiment, configuration, await measure(experiment, configuration, watch));
}
