import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import type { Point } from '../language/problem.ts';
import { parse } from '../expression/parse.ts';
import type { Source } from '../differentiators/differentiator.ts';
import { batch, dataset } from '../objectives/datasets.ts';
import { mlp } from '../objectives/mlp.ts';
import type { NetworkOptions } from '../objectives/network.ts';
import { Misuse } from './misuse.ts';

/** How a command is told what to differentiate. */
export interface ObjectiveOptions {
  readonly mlp?: string;
  readonly activation?: string;
  readonly outputActivation?: string;
  readonly loss?: string;
  readonly lambda?: string;
  readonly data?: string;
  readonly samples?: string;
  readonly batchSize?: string;
  readonly bias?: boolean;
  readonly seed?: string;
  readonly model?: string;
}

/** What to differentiate, how it is called, and where it starts. */
export interface Chosen {
  readonly source: Source;
  readonly expression: string;
  readonly at: Point;
}

/** The objective of a command: an expression, `--mlp 4-8-3`, or `--model file.ts`; exactly one of them. */
export async function chooseObjective(text: string | undefined, options: ObjectiveOptions): Promise<Chosen> {
  const given = [text, options.mlp, options.model].filter((x) => x !== undefined).length;
  if (given !== 1)
    throw new Misuse(
      `objective: one of EXPRESSION, --mlp and --model is required, got ${given === 0 ? 'none' : String(given)}`,
    );
  if (options.mlp !== undefined) return network(options.mlp, options);
  if (options.model !== undefined) return modelFile(options.model);
  return { source: parse(text!), expression: text!, at: {} };
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Misuse(`${name}: a whole number is required, got ${text}`);
  return Number(text);
}

function network(text: string, options: ObjectiveOptions): Chosen {
  if (!/^\d+(-\d+)+$/.test(text))
    throw new Misuse(`mlp: layer widths such as 4-8-3 are required, got ${text}`);
  const layers = text.split('-').map(Number);
  const seed = whole('seed', options.seed) ?? 0;
  const size = whole('batch-size', options.batchSize);
  const lambda = options.lambda === undefined ? 0 : Number(options.lambda || NaN);
  const samples = (options.samples ?? 'columns') as NonNullable<NetworkOptions['samples']>;
  const problem = mlp({
    layers,
    activation: (options.activation ?? 'tanh') as NonNullable<NetworkOptions['activation']>,
    outputActivation: (options.outputActivation ?? 'identity') as NonNullable<
      NetworkOptions['outputActivation']
    >,
    loss: (options.loss ?? 'softmax-cross-entropy') as NonNullable<NetworkOptions['loss']>,
    lambda,
    samples,
    bias: options.bias ?? false,
    seed,
    ...(size === undefined ? {} : { batch: size }),
    ...(options.data === undefined ? {} : { data: dataFor(options.data, layers, samples, size ?? 1, seed) }),
  });
  const { network: net } = problem;
  const parts = [
    `mlp ${text}`,
    net.activation,
    net.loss,
    `λ = ${net.lambda}`,
    options.data ?? 'random data',
    ...(size === undefined ? [] : [`batch ${size}`]),
  ];
  return { source: problem, expression: parts.join(', '), at: problem.at };
}

function dataFor(
  name: string,
  layers: readonly number[],
  samples: 'columns' | 'rows',
  size: number,
  seed: number,
) {
  if (name !== 'penguins' && name !== 'iris')
    throw new Misuse(`data: one of penguins, iris is required, got ${name}`);
  const data = dataset(name, { samples, seed });
  const [d, q] = [layers[0]!, layers[layers.length - 1]!];
  if (d !== data.features.length || q !== data.classes.length)
    throw new Misuse(
      `data: ${name} has ${data.features.length} features and ${data.classes.length} classes, got a net with ${d} inputs and ${q} outputs`,
    );
  return batch(data, size, seed);
}

/** A module's default export: a problem (model, shapes, wrt, at) or a bare model, whose shapes `--at` gives. */
async function modelFile(path: string): Promise<Chosen> {
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(pathToFileURL(resolve(path)).href)) as { readonly default?: unknown };
  } catch (error) {
    throw new Misuse(`model: ${path} cannot be loaded: ${(error as Error).message.split('\n')[0]!}`);
  }
  const made = loaded.default;
  if (typeof made === 'function') return { source: made as Source, expression: path, at: {} };
  if (typeof made === 'object' && made !== null && 'model' in made && 'shapes' in made && 'wrt' in made) {
    const at = 'at' in made ? (made.at as Point) : {};
    return { source: { ...made, at } as Source, expression: path, at };
  }
  throw new Misuse(
    `model: ${path} must export by default a function (k, inputs) => …, or { model, shapes, wrt, at }`,
  );
}
