import { Option, type Command } from 'commander';
import type { Point } from '../language/problem.ts';
import { budgetJson, budgetTable, type BudgetTitle } from '../lab/budget-report.ts';
import { json } from '../lab/json.ts';
import { Misuse } from '../lab/misuse.ts';
import { stepSweep } from '../lab/step-sweep.ts';
import { formats } from '../numbers/rounded.ts';
import { constantOf } from './constant.ts';
import { chooseObjective, withObjective, type ObjectiveOptions } from './objective.ts';
import { collectPoints, parsePoint } from './point.ts';
import { tableText } from './table-text.ts';

interface BudgetOptions extends ObjectiveOptions {
  readonly at?: readonly string[];
  readonly steps: string;
  readonly stencil: 'central' | 'forward' | 'backward';
  readonly denominator: 'actual' | 'nominal';
  readonly format: string;
  readonly json?: boolean;
}

/** `derivlab budget`: the error of a finite difference at many steps, taken apart exactly. */
export function addBudgetCommand(program: Command): void {
  withObjective(
    program
      .command('budget')
      .description(
        'take the error of a finite difference apart: truncation, arguments, evaluation, quotient',
      ),
  )
    .option('--at <point>', 'as in diff', collectPoints)
    .option('--steps <list>', '2^-1:2^-52, 1e-1:1e-16, or steps between commas', '2^-1:2^-52')
    .addOption(
      new Option('--stencil <name>', 'the difference')
        .choices(['central', 'forward', 'backward'])
        .default('central'),
    )
    .addOption(
      new Option('--denominator <name>', 'what it is divided by')
        .choices(['actual', 'nominal'])
        .default('actual'),
    )
    .addOption(
      new Option('--format <name>', 'what it is computed in')
        .choices(formats.map(({ name }) => name))
        .default('float64'),
    )
    .option('--json', 'print one JSON object')
    .action(budget);
}

async function budget(text: string | undefined, options: BudgetOptions): Promise<void> {
  const steps = stepsIn(options.steps);
  const { wrt: along, ...others } = options;
  const { source, expression, at: start } = await chooseObjective(text, others);
  const at: Point = { ...start, ...parsePoint(options.at ?? []) };
  const names = Object.keys(at);
  const { isTTY, columns } = process.stderr;
  const sweep = stepSweep(
    source,
    at,
    steps,
    {
      ...(along === undefined ? {} : { along }),
      stencil: options.stencil,
      denominator: options.denominator,
      format: formats.find(({ name }) => name === options.format)!,
    },
    (done) => {
      if (isTTY) process.stderr.write(`\rbudget: ${done} of ${steps.length} steps`.slice(0, columns));
    },
  );
  if (isTTY) process.stderr.write('\r\u001b[K');
  const title: BudgetTitle = {
    expression,
    at,
    wrt: along ?? names[0] ?? '',
    difference: options.stencil,
    denominator: options.denominator,
    format: options.format,
  };
  process.stdout.write(
    options.json === true ? `${json(budgetJson(title, sweep))}\n` : tableText(budgetTable(title, sweep)),
  );
}

/** Powers of 2 or of 10 from one to another, or a list of steps. */
function stepsIn(text: string): number[] {
  const range = /^(2\^|1e)([+-]?\d+):(2\^|1e)([+-]?\d+)$/.exec(text.replaceAll(' ', ''));
  if (range === null) {
    const steps = text.split(',').map((step) => constantOf(step, 'steps'));
    const bad = steps.find((step) => !(step > 0));
    if (bad !== undefined) throw new Misuse(`steps: positive steps are required, got ${bad}`);
    return steps;
  }
  const [, kind, first, other, last] = range;
  if (kind !== other) throw new Misuse(`steps: powers of one base are required, got ${text}`);
  const [from, to] = [Number(first), Number(last)];
  if (Math.max(Math.abs(from), Math.abs(to)) > 1000)
    throw new Misuse(`steps: exponents from −1000 to 1000 are required, got ${text}`);
  const direction = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => {
    const exponent = from + direction * i;
    return kind === '2^' ? 2 ** exponent : Number(`1e${exponent}`);
  });
}
