import type { Floats } from '../kernels/kernel.ts';
import { toTensor, type Point, type Problem } from '../language/problem.ts';
import { sameShape, size, writeShape, type Shape, type Tensor } from '../language/shape.ts';
import type { Part } from '../objectives/datasets.ts';
import type { Samples } from '../objectives/network.ts';
import type { Stream } from '../objectives/random.ts';

/** Values of the inputs that are not trained, all samples together; what the objective does not ask for may be there too. */
export type TrainingData = Point | Part;

/** Samples of an objective, any of which can be copied to where a gradient reads them. */
export interface SampleSet {
  readonly count: number;
  /** Copies the samples of these numbers, in this order, into the inputs. */
  readonly copy: (chosen: readonly number[], inputs: ReadonlyMap<string, Floats>) => void;
}

/** An input's samples: arrays of `inner` numbers for each sample, `outer` times one after the other. */
interface Laid {
  readonly name: string;
  readonly data: readonly number[];
  readonly outer: number;
  readonly inner: number;
}

/**
 * The data of an objective, given its problem for one sample. Samples lie along the last axis (`columns`) or the first
 * (`rows`). An objective of parameters alone has one sample, of nothing.
 */
export function sampleSet(
  { shapes, wrt }: Pick<Problem, 'shapes' | 'wrt'>,
  data: TrainingData,
  layout: Samples,
): SampleSet {
  if (!['columns', 'rows'].includes(layout))
    throw new RangeError(`train: samples must be columns or rows, got ${layout}`);
  const given: Readonly<Record<string, unknown>> = { ...data };
  const names = Object.keys(shapes).filter((name) => !wrt.includes(name));
  const missing = names.find((name) => !Object.hasOwn(given, name) || given[name] === undefined);
  if (missing !== undefined)
    throw new RangeError(
      `train: data for ${missing} is required, got ${Object.keys(given).join(', ') || 'none'}`,
    );
  const tensors = new Map(
    names.map((name) => [name, toTensor((data as Point)[name]!, `train: data ${name}`)]),
  );
  const counts = [...tensors.values()].map(
    ({ shape }) => (layout === 'columns' ? shape.at(-1) : shape[0]) ?? 0,
  );
  const [count = 1] = counts;
  if (count < 1 || counts.some((other) => other !== count))
    throw new RangeError(
      `train: as many samples of each input are required (${layout}), got ${names.map((name, i) => `${counts[i]!} of ${name}`).join(', ')}`,
    );
  const all = [...tensors].map(([name, tensor]) => laid(name, tensor, shapes[name]!, count, layout));
  return {
    count,
    copy: (chosen, inputs) => {
      for (const { name, data, outer, inner } of all) {
        const view = inputs.get(name)!;
        let next = 0;
        for (let o = 0; o < outer; o++)
          for (const sample of chosen)
            for (let i = 0; i < inner; i++) view[next++] = data[(o * count + sample) * inner + i]!;
      }
    },
  };
}

function laid(
  name: string,
  { shape, data }: Tensor<number>,
  single: Shape,
  count: number,
  layout: Samples,
): Laid {
  const columns = layout === 'columns';
  const rest = columns ? single.slice(0, -1) : single.slice(1);
  const expected = columns ? [...rest, count] : [count, ...rest];
  if (!sameShape(shape, expected))
    throw new RangeError(
      `train: data ${name} must have shape ${writeShape(expected)}, got ${writeShape(shape)}`,
    );
  return columns ? { name, data, outer: size(rest), inner: 1 } : { name, data, outer: 1, inner: size(rest) };
}

/**
 * The minibatches of one epoch: all samples in random order, so many at a time; the last one has what is left (as D2L's
 * loader has it). One batch of all keeps the order of the data.
 */
export function minibatches(count: number, batch: number, random: Stream): number[][] {
  if (batch >= count) return [Array.from({ length: count }, (_, i) => i)];
  const order = random.permutation(count);
  return Array.from({ length: Math.ceil(count / batch) }, (_, i) => order.slice(i * batch, (i + 1) * batch));
}
