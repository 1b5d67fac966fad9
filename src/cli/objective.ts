import { Option, type Command } from 'commander';
import type { Point } from '../language/problem.ts';
import { parse } from '../expression/parse.ts';
import type { Source } from '../differentiators/differentiator.ts';
import { Misuse } from '../lab/misuse.ts';
import { modelFile } from './model-file.ts';
import { namesIn } from './names.ts';
import { networkOf, networkOptions, type NetworkOptions } from './network.ts';
import { unprotected } from './words.ts';

/** How a command is told what to differentiate. */
export interface ObjectiveOptions extends NetworkOptions {
  readonly mlp?: string;
  readonly model?: string;
  readonly wrt?: string;
}

/** What to differentiate, by which inputs, how it is called, and where it starts. */
export interface Chosen {
  readonly source: Source;
  readonly expression: string;
  readonly at: Point;
  readonly wrt: readonly string[] | undefined;
}

/** The options that say what is differentiated. */
export const objectiveOptions: readonly Option[] = [
  new Option('--wrt <names>', 'differentiate by these inputs only'),
  new Option('--mlp <layers>', 'the objective of a multilayer perceptron, e.g. 4-8-3'),
  ...networkOptions,
  new Option('--model <file>', 'a module whose default export is a model or a problem'),
];

/** Adds what says what is differentiated: an expression, or options. */
export function withObjective(command: Command): Command {
  command.argument('[expression]', "such as 'sin(x)^2 + x*y'", unprotected);
  for (const option of objectiveOptions) command.addOption(option);
  return command;
}

/** The objective of a command: an expression, `--mlp 4-8-3`, or `--model FILE`; exactly one of them. */
export async function chooseObjective(text: string | undefined, options: ObjectiveOptions): Promise<Chosen> {
  const given = [text, options.mlp, options.model].filter((x) => x !== undefined).length;
  if (given !== 1)
    throw new Misuse(
      `objective: one of EXPRESSION, --mlp and --model is required, got ${given === 0 ? 'none' : String(given)}`,
    );
  const idle = networkOptions.find((option) => option.attributeName() in options);
  if (options.mlp === undefined && idle !== undefined)
    throw new Misuse(`${idle.name()}: --mlp, which it says more of, is required, got none`);
  const wrt = options.wrt === undefined ? undefined : namesIn(options.wrt);
  if (options.mlp !== undefined) {
    const { problem, expression } = networkOf(options.mlp, options);
    return { source: problem, expression, at: problem.at, wrt };
  }
  if (options.model !== undefined)
    return { ...(await modelFile(options.model)), expression: options.model, wrt };
  return { source: parse(text!), expression: text!, at: {}, wrt };
}
