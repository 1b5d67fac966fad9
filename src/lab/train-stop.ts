import type { TrainOptions, TrainingOutcome } from './training.ts';

/** How a training ends, and why. */
export type Ending = readonly [outcome: TrainingOutcome, because: string];

/** Whether a training ends after an epoch whose loss, the one that is watched, is this. */
export function watcher({
  target = -Infinity,
  patience = Infinity,
}: Pick<TrainOptions, 'target' | 'patience'>): (epoch: number, loss: number) => Ending | undefined {
  let [least, leastAt] = [Infinity, 0];
  return (epoch, loss) => {
    if (loss <= target)
      return ['target', `the loss after epoch ${epoch} is ${loss}, and at most ${target} was wanted`];
    if (loss < least) [least, leastAt] = [loss, epoch];
    else if (epoch - leastAt >= patience)
      return [
        'patience',
        `the loss after epoch ${leastAt}, ${least}, is the least; ${patience} more epochs brought no lower one`,
      ];
    return undefined;
  };
}
