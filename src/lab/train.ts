import { isRefused, type Refused } from '../differentiators/differentiator.ts';
import { toPoint } from '../expression/point.ts';
import { traceProblem, type Objective } from '../expression/trace.ts';
import { compileKernel, type KernelOptions } from '../kernels/compile-kernel.ts';
import type { Floats } from '../kernels/kernel.ts';
import type { Problem } from '../language/problem.ts';
import type { Tensor } from '../language/shape.ts';
import { stream } from '../objectives/random.ts';
import { lossGradient, type LossGradient } from './train-gradient.ts';
import { optimizerOf } from './train-optimizer.ts';
import { layoutOf, problemFor, type Trainable } from './train-problem.ts';
import { minibatches, sampleSet, type SampleSet, type TrainingData } from './train-samples.ts';
import { watcher, type Ending } from './train-stop.ts';
import type { TrainOptions, Training, TrainingEpoch } from './training.ts';

/**
 * Trains parameters as D2L alternates the two passes: forwards and backwards over a minibatch, then an update in place.
 * A loss or a slope that is not finite ends the training before it does harm, and no training is done whose parameters
 * are not finite (`diverged`).
 *
 * @throws {RangeError} where an option or the data is out of range
 *
 * @example
 * train(mlp({ layers: [4, 3], seed: 1 }), dataset('iris').train, { optimizer: adam({ rate: 0.1 }), batch: 32, epochs: 5, seed: 1 }).losses.length // 20
 *
 * @example
 * train({ model: (k, { x }) => k.square(x), shapes: { x: [] }, wrt: ['x'], at: { x: 1 } }, {}, { optimizer: sgd({ rate: 0.25 }), epochs: 3 }).losses // [1, 0.25, 0.0625]
 */
export function train(f: Trainable, data: TrainingData, options: TrainOptions = {}): Training {
  const { epochs = 10, samples = layoutOf(f), onStep, onEpoch } = options;
  const optimizer = optimizerOf(options.optimizer ?? 'sgd');
  const set = sampleSet(problemFor(f, 1), data, samples);
  const { batch = set.count } = options;
  checkWhole('epochs', epochs);
  checkWhole('batch', batch, set.count);
  if (options.patience !== undefined) checkWhole('patience', options.patience);
  const { target = -Infinity } = options;
  if (typeof target !== 'number' || Number.isNaN(target))
    throw new RangeError(`train: target must be a number, got ${String(target)}`);
  const random = stream(options.seed ?? 0);
  const losses: number[] = [];
  const finished: TrainingEpoch[] = [];
  let [evaluations, operations] = [0, 0];

  const problem = problemFor(f, batch);
  const o = traceProblem(problem);
  const start = startOf(problem, o);
  const whole = lossGradient(o, options.gradient, options);
  const left = set.count % batch;
  const rest =
    left === 0 ? whole : lossGradient(traceProblem(problemFor(f, left)), options.gradient, options);
  if (isRefused(whole) || isRefused(rest)) {
    const { because } = isRefused(whole) ? whole : (rest as Refused);
    return {
      parameters: start,
      losses,
      epochs: finished,
      evaluations,
      operations,
      outcome: 'refused',
      because,
    };
  }
  const weights = new Map(o.wrt.map((name) => [name, whole.inputs.get(name)!]));
  for (const [name, w] of weights) w.set(start[name]!.data);
  const update = optimizer.start([...weights.values()]);
  const { heldOut } = options;
  const watched = heldOut && lossOver(f, sampleSet(problemFor(f, 1), heldOut, samples), weights, options);

  /** One pass over the samples: their mean loss, or how the training ends. */
  const pass = (epoch: number): number | Ending => {
    let sum = 0;
    for (const chosen of minibatches(set.count, batch, random)) {
      const own: LossGradient = chosen.length === batch ? whole : rest;
      if (own !== whole) for (const [name, w] of weights) own.inputs.get(name)!.set(w);
      set.copy(chosen, own.inputs);
      const loss = own.run();
      const step = losses.push(loss);
      const spent = own.spent();
      evaluations += spent.evaluations + spent.valueEvaluations;
      operations += spent.operations;
      const bad = notFinite(loss, own);
      if (bad !== undefined) return ['diverged', `in step ${step} ${bad}`];
      update([...own.gradient.values()]);
      sum += loss * chosen.length;
      if (onStep?.({ step, epoch, loss }) === false)
        return ['stopped', `onStep answered false in step ${step}`];
    }
    return sum / set.count;
  };
  const run = (): Ending => {
    const judge = watcher(options);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const loss = pass(epoch);
      if (typeof loss !== 'number') return loss;
      const own = { epoch, loss, heldOut: watched?.() ?? null };
      finished.push(own);
      if (onEpoch?.(own) === false) return ['stopped', `onEpoch answered false in epoch ${epoch}`];
      const ending = judge(epoch, own.heldOut ?? loss);
      if (ending !== undefined) return ending;
    }
    return ['done', `all ${epochs} epochs were run`];
  };
  const ending = run();
  const lost = ending[0] === 'diverged' ? undefined : firstNotFinite(weights);
  const [outcome, because] =
    lost === undefined ? ending : (['diverged', `${lost[0]} came to ${lost[1]}`] as const);
  const parameters = Object.fromEntries(
    [...weights].map(([name, w]) => [name, { shape: start[name]!.shape, data: Array.from(w) }]),
  );
  return { parameters, losses, epochs: finished, evaluations, operations, outcome, because };
}

function checkWhole(name: string, value: number, most = Infinity): void {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new RangeError(
      `train: ${name} must be a ${most === Infinity ? 'positive whole number' : `whole number from 1 to ${most}`}, got ${String(value)}`,
    );
}

/** Where a problem has its parameters. */
function startOf({ wrt, at }: Problem, o: Objective): Record<string, Tensor<number>> {
  const inputs = new Map(wrt.map((name) => [name, o.inputs.get(name)!]));
  return toPoint(
    { inputs },
    Object.fromEntries(wrt.flatMap((name) => (Object.hasOwn(at, name) ? [[name, at[name]!]] : []))),
  );
}

/** What is not finite among a loss and its slopes, if anything. */
function notFinite(loss: number, { gradient }: LossGradient): string | undefined {
  if (!Number.isFinite(loss)) return `the loss is ${loss}`;
  const slope = firstNotFinite(gradient);
  return slope && `a slope by ${slope[0]} is ${slope[1]}`;
}

/** The first number that is not finite, and the name of its array. */
function firstNotFinite(arrays: ReadonlyMap<string, Floats>): readonly [string, number] | undefined {
  for (const [name, numbers] of arrays) {
    const found = numbers.find((own) => !Number.isFinite(own));
    if (found !== undefined) return [name, found];
  }
  return undefined;
}

/** The loss over all samples of a set, at the parameters as they are whenever it is asked for. */
function lossOver(
  f: Trainable,
  set: SampleSet,
  weights: ReadonlyMap<string, Floats>,
  options: KernelOptions,
): () => number {
  const o = traceProblem(problemFor(f, set.count));
  const { inputs, outputs, run } = compileKernel([o.expression], [...o.inputs.values()], options);
  set.copy([...Array(set.count).keys()], inputs);
  return () => {
    for (const [name, w] of weights) inputs.get(name)!.set(w);
    run();
    return outputs[0]![0]!;
  };
}
