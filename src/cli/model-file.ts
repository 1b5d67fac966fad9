import { inspect } from 'node:util';
import { z } from 'zod';
import type { Algebra, Model, Named } from '../language/algebra.ts';
import type { Point, Value } from '../language/problem.ts';
import type { Source } from '../differentiators/differentiator.ts';
import { Misuse } from '../lab/misuse.ts';
import { defaultExport } from '../lab/module.ts';

const tensor = z.object({
  shape: z.array(z.int()),
  data: z.union([z.array(z.number()), z.custom((data) => ArrayBuffer.isView(data))]),
});

const isValue = (data: unknown): boolean =>
  typeof data === 'number' || (Array.isArray(data) ? data.every(isValue) : tensor.safeParse(data).success);

const problem = z.object({
  model: z.custom<Model>((data) => typeof data === 'function'),
  shapes: z.record(z.string(), z.array(z.int().positive())),
  wrt: z.array(z.string()),
  at: z.record(z.string(), z.custom<Value>(isValue)).default({}),
});

/** What is required of each part of a problem. */
const requirements: Readonly<Record<string, string>> = {
  model: 'a function (k, inputs) => …',
  shapes: 'an object with a list of positive whole numbers for each input',
  wrt: 'a list of the names of inputs',
  at: 'an object with a number or an array of numbers for each input',
};

/** A module's default export: a problem (model, shapes, wrt, at) or a bare model, whose shapes `--at` gives. */
export async function modelFile(path: string): Promise<{ source: Source; at: Point }> {
  const made = await loaded(path);
  if (typeof made === 'function') return { source: guarded(path, made as Model), at: {} };
  const found = problem.safeParse(made);
  if (found.success) {
    const { model, ...rest } = found.data;
    return { source: { model: guarded(path, model), ...rest }, at: rest.at };
  }
  const part = found.error.issues[0]!.path[0] as string | undefined;
  throw new Misuse(
    part === undefined
      ? `model: ${path} must export by default a function (k, inputs) => …, or { model, shapes, wrt, at }`
      : `model: ${path}: ${part} must be ${requirements[part]!}`,
  );
}

async function loaded(path: string): Promise<unknown> {
  try {
    return await defaultExport(path);
  } catch (error) {
    if (error instanceof Misuse) throw new Misuse(`model: ${error.message}`);
    throw new Misuse(`model: ${path} cannot be loaded: ${firstLine(error)}`);
  }
}

/** The same model, whose every failure is one of its file. */
function guarded(path: string, model: Model): Model {
  return <X>(k: Algebra<X>, inputs: Readonly<Record<string, X>>) => {
    let made: X | Named<X>;
    try {
      made = model(k, inputs);
    } catch (error) {
      throw new Misuse(`model: ${path} threw: ${firstLine(error)}`);
    }
    if (isResult(made)) return made;
    // What becomes of a promise is of no interest, not even that it fails.
    if (made instanceof Promise) made.catch(() => undefined);
    throw new Misuse(
      `model: ${path} must return a number of the algebra k, or { result, names } of such, got ${inspect(made, { depth: 0, breakLength: Infinity })}`,
    );
  };
}

const isNode = (made: unknown): boolean =>
  typeof made === 'object' && made !== null && 'op' in made && 'args' in made && 'shape' in made;

const named = z.object({ result: z.custom(isNode), names: z.record(z.string(), z.custom(isNode)) });

const isResult = (made: unknown): boolean => isNode(made) || named.safeParse(made).success;

const firstLine = (error: unknown): string =>
  (error instanceof Error ? String(error) : inspect(error)).split('\n')[0]!;
