import type { Tensor } from '../language/shape.ts';
import { iris } from './iris.ts';
import { lay } from './lay.ts';
import type { Samples } from './network.ts';
import { penguins } from './penguins.ts';
import { stream } from './random.ts';
import { splitRows } from './split.ts';
import type { Table } from './table.ts';

const tables = { iris, penguins } as const satisfies Record<string, Table>;

export type DatasetName = keyof typeof tables;

export interface DatasetOptions {
  /** `columns` (features × samples, as in D2L) unless given. */
  readonly samples?: Samples;
  /** The share of each class that is trained on, above 0 and at most 1; 0.8 unless given. */
  readonly split?: number;
  /** Of the split and the order; 0 unless given. */
  readonly seed?: number;
  /** With it, `train` holds only so many samples, drawn as `batch` draws them with the same seed. */
  readonly batch?: number;
}

/** Samples as a loss takes them. */
export interface Part {
  /** Standardised features. */
  readonly x: Tensor<number>;
  /** One-hot labels. */
  readonly y: Tensor<number>;
  /** Which rows of the whole set these are, in the order of the samples. */
  readonly rows: readonly number[];
}

export interface Dataset {
  readonly samples: Samples;
  readonly train: Part;
  readonly test: Part;
  readonly classes: readonly string[];
  readonly features: readonly string[];
  /** The mean of each feature over the whole training part, in the unit of its name. */
  readonly mean: readonly number[];
  /** The standard deviation of each feature (divisor n) over the whole training part. */
  readonly deviation: readonly number[];
}

/**
 * A data set with a seeded split into a training part and a test part, stratified: each class gives its share, rounded, to
 * either. Features are standardised to mean 0 and standard deviation 1 over the training part.
 */
export function dataset(name: DatasetName, options: DatasetOptions = {}): Dataset {
  const { samples = 'columns', split = 0.8, seed = 0 } = options;
  if (!Object.hasOwn(tables, name))
    throw new RangeError(`dataset: one of ${Object.keys(tables).join(', ')} is required, got ${name}`);
  if (!['columns', 'rows'].includes(samples))
    throw new RangeError(`dataset: samples must be columns or rows, got ${samples}`);
  if (!(split > 0 && split <= 1))
    throw new RangeError(`dataset: split must be above 0 and at most 1, got ${String(split)}`);
  const table = tables[name];
  const parts = splitRows(table, split, seed);
  const { mean, deviation } = moments(table, parts.train);
  const { classes, features } = table;
  const part = (rows: readonly number[]): Part => ({
    x: lay(
      samples,
      rows.length,
      features.length,
      (i, j) => (at(table, rows[i]!, j) - mean[j]!) / deviation[j]!,
    ),
    y: lay(samples, rows.length, classes.length, (i, j) => Number(classOf(table, rows[i]!) === j)),
    rows,
  });
  const whole = {
    samples,
    train: part(parts.train),
    test: part(parts.test),
    classes,
    features,
    mean,
    deviation,
  };
  return options.batch === undefined ? whole : { ...whole, train: batch(whole, options.batch, seed) };
}

/** So many samples of the training part, drawn without replacement in the random order that the seed gives. */
export function batch(data: Dataset, count: number, seed = 0): Part {
  const { x, y, rows } = data.train;
  if (!Number.isInteger(count) || count < 1 || count > rows.length)
    throw new RangeError(`batch: a whole number from 1 to ${rows.length} is required, got ${String(count)}`);
  const chosen = stream(seed).permutation(rows.length).slice(0, count);
  const pick = ({ shape, data: all }: Tensor<number>, width: number): Tensor<number> =>
    lay(data.samples, count, width, (i, j) =>
      data.samples === 'columns' ? all[j * shape[1]! + chosen[i]!]! : all[chosen[i]! * shape[1]! + j]!,
    );
  return {
    x: pick(x, data.features.length),
    y: pick(y, data.classes.length),
    rows: chosen.map((sample) => rows[sample]!),
  };
}

function at(table: Table, row: number, feature: number): number {
  return table.measurements[row * table.features.length + feature]!;
}

function classOf(table: Table, row: number): number {
  let end = 0;
  return table.counts.findIndex((count) => row < (end += count));
}

function moments(table: Table, rows: readonly number[]): { mean: number[]; deviation: number[] } {
  const mean = table.features.map(
    (_, j) => rows.reduce((sum, row) => sum + at(table, row, j), 0) / rows.length,
  );
  const deviation = mean.map((centre, j) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (at(table, row, j) - centre) ** 2, 0) / rows.length),
  );
  return { mean, deviation };
}
