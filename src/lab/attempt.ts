import type { Entry } from './catalogue.ts';
import type { Measured } from './crew.ts';
import type { Experiment } from './experiment.ts';
import type { Configuration } from './manifest.ts';
import { measure, type Watch } from './measure.ts';
import { outcomeOf, type Outcome } from './outputs.ts';
import type { Sweep } from './sweep.ts';
import type { RunOptions } from './options.ts';

/** Who gets the rows of an experiment: this thread, or another one. */
export type Measurer = (
  experiment: Experiment,
  configuration: Configuration,
  watch: Watch,
) => Promise<Measured>;

/** Reads, measures and judges one experiment, and touches no file. */
export async function attempt(
  { command, load }: Entry,
  { quick = false, full = false, seed }: RunOptions,
  watch: Watch,
  measurer: Measurer = measure,
): Promise<Outcome> {
  const experiment = await load();
  const flags = [
    ...(quick ? ['--quick'] : full ? ['--full'] : []),
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
  ];
  const configuration = {
    seed: seed ?? experiment.seed,
    quick,
    sweep: { ...experiment.sweep, ...((quick ? experiment.quick : full ? experiment.full : {}) as Sweep) },
    command: [command, ...flags].join(' '),
  };
  return outcomeOf(experiment, configuration, await measurer(experiment, configuration, watch));
}
