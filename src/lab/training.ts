import type { KernelOptions } from '../kernels/compile-kernel.ts';
import type { Tensor } from '../language/shape.ts';
import type { Samples } from '../objectives/network.ts';
import type { Method } from './train-gradient.ts';
import type { OptimizerChoice } from './train-optimizer.ts';
import type { TrainingData } from './train-samples.ts';

/** How a training is getting on; steps and epochs are counted from 1. */
export interface TrainingStep {
  readonly step: number;
  readonly epoch: number;
  /** The minibatch's loss, before the step's update. */
  readonly loss: number;
}

export interface TrainingEpoch {
  readonly epoch: number;
  /** The mean of the epoch's losses over its samples, each as it was in its own step. */
  readonly loss: number;
  /** The loss over the samples held out, after the epoch. */
  readonly heldOut: number | null;
}

/** How a training is done; `kernel` is that of reverse mode, where no other gradient is given. */
export interface TrainOptions extends KernelOptions {
  /** `sgd` unless given. */
  readonly optimizer?: OptimizerChoice;
  /** Any differentiator's, in numbers of the precision; by a kernel of reverse mode unless given. */
  readonly gradient?: Method | undefined;
  /** Samples in a minibatch; all of them unless given. Where it does not divide their number, an epoch's last one is smaller. */
  readonly batch?: number;
  /** Passes over the data, at most; 10 unless given. */
  readonly epochs?: number;
  /** Of the order of the samples; 0 unless given. */
  readonly seed?: number;
  /** Which way samples lie; as an `mlp` has it, or else as columns (along the last axis). */
  readonly samples?: Samples;
  /** Samples that are not trained on, but whose loss is watched. */
  readonly heldOut?: TrainingData;
  /** The training ends once the loss that is watched (of the samples held out, or else of the epoch) is this or below. */
  readonly target?: number;
  /** The training ends after so many epochs in which the loss that is watched was no new minimum. */
  readonly patience?: number;
  /** Told of each step; the training ends where it answers `false`. */
  readonly onStep?: (step: TrainingStep) => unknown;
  /** Told of each epoch; the training ends where it answers `false`. */
  readonly onEpoch?: (epoch: TrainingEpoch) => unknown;
}

/** How a training ended: `done` is after its last epoch. */
export type TrainingOutcome = 'done' | 'target' | 'patience' | 'stopped' | 'diverged' | 'refused';

/** What a training gives, however it ended. */
export interface Training {
  /** As the last update left them. */
  readonly parameters: Readonly<Record<string, Tensor<number>>>;
  /** Every step's. */
  readonly losses: readonly number[];
  /** Of those that were finished. */
  readonly epochs: readonly TrainingEpoch[];
  /** Evaluations of the objective for the gradients and the losses of all steps; one that gives a gradient counts as one. */
  readonly evaluations: number;
  /** All operations on numbers in them; updates and the samples held out are not counted. */
  readonly operations: number;
  readonly outcome: TrainingOutcome;
  readonly because: string;
}
