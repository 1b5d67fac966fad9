import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { Point } from '../language/problem.ts';
import { parse } from '../expression/parse.ts';
import type { Differentiator } from '../differentiators/differentiator.ts';
import { compare } from '../lab/compare.ts';
import { comparisonTable } from '../lab/comparison-table.ts';
import { json } from '../lab/json.ts';
import { terminal } from '../lab/terminal.ts';
import { chooseMethods, type MethodOptions } from './methods.ts';
import { Misuse, misuseMessage } from './misuse.ts';
import { chooseObjective, type ObjectiveOptions } from './objective.ts';
import { parsePoint, pointOf } from './point.ts';

interface DiffOptions extends ObjectiveOptions, MethodOptions {
  readonly at: readonly string[];
  readonly wrt?: string;
  readonly method: string;
  readonly digits: string;
  readonly json?: boolean;
  readonly batch?: string;
}

const collect = (text: string, before: readonly string[]): string[] => [...before, text];

/** Adds the options that say what is differentiated. */
export function withObjective(command: Command): Command {
  return command
    .option('--mlp <layers>', 'the objective of a multilayer perceptron, e.g. 4-8-3')
    .option('--activation <name>', 'identity, relu, tanh, sigmoid, softplus or gelu (default tanh)')
    .option('--output-activation <name>', 'of the output layer (default identity)')
    .option('--loss <name>', 'squared-error, l2-norm or softmax-cross-entropy (default)')
    .option('--lambda <number>', 'weight of the penalty (λ/2)‖W‖² (default 0)')
    .option('--data <name>', 'penguins or iris (default: random samples)')
    .option('--samples <layout>', 'columns (default) or rows')
    .option('--batch-size <count>', 'samples in the batch (default: a single sample)')
    .option('--bias', 'with biases')
    .option('--seed <number>', 'of random weights and samples (default 0)')
    .option('--model <file>', 'a module whose default export is a model or a problem');
}

/** `derivlab diff`: the gradient of an objective by several methods, held against the truth. */
export function addDiffCommand(program: Command): void {
  withObjective(
    program
      .command('diff [expression]')
      .description('differentiate by several methods, and score each against the 50-digit truth')
      .option('--at <point>', 'x=0.3,y=pi/4, W1=@file.json or @file.json; may be repeated', collect, [])
      .option('--wrt <names>', 'differentiate by these inputs only')
      .option(
        '--method <names>',
        'numeric, symbolic, reverse, forward, complex-step, or all',
        'numeric,symbolic,reverse',
      )
      .option('--step <step>', 'of numeric: a number, relative:NUMBER, or scipy (default)')
      .addOption(new Option('--stencil <name>', 'of numeric').choices(['central', 'forward', 'backward']))
      .addOption(new Option('--denominator <name>', 'of numeric').choices(['actual', 'nominal']))
      .addOption(new Option('--laws <level>', 'of symbolic').choices(['none', 'exact', 'real']))
      .addOption(new Option('--sharing <kind>', 'of symbolic').choices(['none', 'reference', 'structure']))
      .option('--digits <count>', 'of the truth', '50')
      .option('--json', 'print one JSON object')
      .option(
        '--batch <file>',
        'JSON Lines in ({"id","expression","at","wrt"}; - for standard input), one JSON line out for each',
      ),
  ).action(async (text: string | undefined, options: DiffOptions) => {
    const methods = chooseMethods(options.method, options);
    const digits = digitsOf(options.digits);
    if (options.batch !== undefined) {
      if (text !== undefined || options.at.length > 0)
        throw new Misuse(
          'batch: expressions and points are required in the file, got one on the command line',
        );
      await answerBatch(options.batch, methods, digits);
      return;
    }
    const { source, expression, at } = await chooseObjective(text, options);
    const wrt = options.wrt?.split(',').map((name) => name.trim());
    const found = compare(
      source,
      { ...at, ...parsePoint(options.at) },
      {
        methods,
        digits,
        expression,
        ...(wrt === undefined ? {} : { wrt }),
      },
    );
    const { columns, isTTY } = process.stdout;
    process.stdout.write(
      options.json === true
        ? `${json(found.toJSON())}\n`
        : terminal(comparisonTable(found), { width: isTTY ? columns : 120, colour: isTTY }),
    );
  });
}

function digitsOf(text: string): number {
  const digits = Number(text);
  if (!Number.isInteger(digits) || digits < 35 || digits > 400)
    throw new Misuse(`digits: a whole number from 35 to 400 is required, got ${text}`);
  return digits;
}

const batchLine = z.strictObject({
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  expression: z.string(),
  at: z.record(z.string(), z.unknown()).optional(),
  wrt: z.array(z.string()).optional(),
});

/** Answers a file of JSON Lines line by line, in order; a bad line gets an error of its own, and the exit code is 2 at the end. */
async function answerBatch(file: string, methods: readonly Differentiator[], digits: number): Promise<void> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  const opened = new Promise<void>((done, fail) => {
    if (file === '-') done();
    else
      input
        .once('open', () => {
          done();
        })
        .once('error', () => {
          fail(new Misuse(`batch: the file ${file} cannot be read`));
        });
  });
  await opened;
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    let id: string | number | null = null;
    try {
      const data = parsedLine(text);
      id = idOf(data);
      const request = checkedLine(data);
      const at: Point = pointOf(request.at ?? {});
      const found = compare(parse(request.expression), at, {
        methods,
        digits,
        expression: request.expression,
        id: id as string | null,
        ...(request.wrt === undefined ? {} : { wrt: request.wrt }),
      });
      process.stdout.write(`${json(found.toJSON())}\n`);
    } catch (error) {
      const message = misuseMessage(error);
      if (message === undefined) throw error;
      process.stdout.write(`${json({ id, line, error: message })}\n`);
      process.exitCode = 2;
    }
  }
}

function parsedLine(text: string): unknown {
  if (text.trim() === '') throw new Misuse('batch: a JSON object is required, got an empty line');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Misuse(
      `batch: a JSON object is required, got a line that is not JSON: ${(error as Error).message}`,
    );
  }
}

function idOf(data: unknown): string | number | null {
  const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

function checkedLine(data: unknown): z.infer<typeof batchLine> {
  const found = batchLine.safeParse(data);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  const place = issue!.path.length === 0 ? 'the line' : issue!.path.join('.');
  throw new Misuse(`batch: {"id","expression","at","wrt"} is required; ${place}: ${issue!.message}`);
}
