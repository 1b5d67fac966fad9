import { Option, type Command } from 'commander';
import { lawLevels } from '../expression/simplify.ts';
import type { WritingStyle } from '../expression/write.ts';
import { pose } from '../differentiators/differentiator.ts';
import { prod } from '../differentiators/prod.ts';
import { straightLine, writeStraightLine } from '../differentiators/straight-line.ts';
import { json } from '../lab/json.ts';
import { Misuse } from '../lab/misuse.ts';
import { derivationsJson, derivationTables, explained } from './derivation-text.ts';
import { derivativesJson, derivativesText, type DerivativeFormat } from './derivative-text.ts';
import { asked, derivativesOf, requireInputs, type PolicyOptions } from './derivatives.ts';
import { directions, granularities, sharings } from './methods.ts';
import { chooseObjective, withObjective, type ObjectiveOptions } from './objective.ts';
import { collectPoints, parsePoint } from './point.ts';
import { sweepJson, sweepText } from './sweep-text.ts';

interface DeriveOptions extends ObjectiveOptions, PolicyOptions {
  readonly at?: readonly string[];
  readonly format: DerivativeFormat;
  readonly let?: boolean;
  readonly explain?: boolean;
  readonly passes?: boolean;
  readonly prod?: boolean;
  readonly json?: boolean;
}

const styles: Readonly<Record<DerivativeFormat, WritingStyle | null>> = {
  text: 'plain',
  latex: 'latex',
  js: 'javascript',
  mathjs: 'mathjs',
  dot: null,
};

/** The options that say how derivatives are built. */
const policy = ['let', 'laws', 'sharing', 'direction', 'granularity', 'limit', 'seconds'];

/** `derivlab derive`: derivatives as text. */
export function addDeriveCommand(program: Command): void {
  const command = program
    .command('derive')
    .description('print derivatives as expressions, or the two passes of reverse mode as code');
  withObjective(command)
    .addOption(
      new Option('--format <name>', 'how it is written').choices(Object.keys(styles)).default('text'),
    )
    .addOption(new Option('--laws <level>', 'simplification').choices(lawLevels).default('exact'))
    .addOption(new Option('--sharing <kind>', 'what is one node').choices(sharings).default('structure'))
    .addOption(
      new Option('--direction <way>', 'one variable at a time, or one sweep backwards')
        .choices(directions)
        .default('forward'),
    )
    .addOption(
      new Option('--granularity <kind>', 'numbers one by one, or whole arrays')
        .choices(granularities)
        .default('scalar'),
    )
    .option('--limit <nodes>', 'the most nodes that may be built (default 500000)')
    .option('--seconds <count>', 'the longest time that may be spent on building', '30')
    .option('--let', 'write shared subexpressions once, with names; in dot, draw them once')
    .addOption(
      new Option(
        '--explain',
        'tell the derivation rule by rule, with sizes; with --direction reverse or --passes the sweep, arrow by arrow',
      ).conflicts(['let', 'prod', 'format']),
    )
    .option('--at <point>', 'as in diff: for --explain of a sweep, which then has numbers', collectPoints)
    .addOption(
      new Option(
        '--passes',
        'print reverse mode as straight-line code: forward statements, then one line for each gradient',
      ).conflicts(['prod', ...policy]),
    )
    .addOption(
      new Option(
        '--prod',
        'print the chain rule edge by edge: what is transposed, swapped, multiplied element-wise',
      ).conflicts([...policy, 'format']),
    )
    .option('--json', 'print one JSON object')
    .action(derive);
}

async function derive(text: string | undefined, options: DeriveOptions, command: Command): Promise<void> {
  const { wrt: named, ...others } = options;
  const { source, at: start, expression } = await chooseObjective(text, others);
  const at = { ...start, ...parsePoint(options.at ?? []) };
  const question = asked(source, at, named);
  const { o } = question;
  if (o.wrt.length === 0)
    throw new Misuse(`derive: an expression with an input is required, got ${expression}`);
  const isSweep = options.explain === true && (options.passes === true || options.direction === 'reverse');
  if (options.at !== undefined && !isSweep && typeof source !== 'function')
    throw new Misuse(
      'at: --explain of a sweep (with --passes or --direction reverse), whose numbers it gives, is required',
    );
  if (isSweep) requireNoPolicy(command);
  if (isSweep) requireInputs(question, '--explain of a sweep');
  else if (options.passes === true || options.prod === true)
    requireInputs(question, options.passes === true ? '--passes' : '--prod');
  const print = (found: () => string, data: () => object): void => {
    process.stdout.write(options.json === true ? `${json({ expression, ...data() })}\n` : found());
  };
  if (isSweep) {
    const point = Object.keys(at).length === 0 ? null : pose(o, at).point;
    print(
      () => sweepText(o, point),
      () => sweepJson(o, point),
    );
  } else if (options.passes === true) {
    const style = styleFor(options.format, '--passes');
    const found = straightLine(o, style);
    process.stdout.write(options.json === true ? `${json(found)}\n` : writeStraightLine(found, style));
  } else if (options.prod === true) {
    const found = prod(o);
    process.stdout.write(
      options.json === true ? `${json(found)}\n` : `${found.map((link) => link.text).join('\n')}\n`,
    );
  } else if (options.explain === true) {
    if (options.granularity === 'tensor')
      throw new Misuse('explain: --direction reverse is required for whole arrays, got forward');
    const { value, gradient } = derivativesOf(question, options);
    const found = explained(
      o,
      value,
      gradient.map(({ name }) => name),
      options,
    );
    print(
      () => derivationTables(found),
      () => ({ laws: options.laws, sharing: options.sharing, ...derivationsJson(found) }),
    );
  } else {
    const { gradient } = derivativesOf(question, options);
    const how = { style: styles[options.format], isLet: options.let === true };
    const { laws, sharing, direction, granularity } = options;
    print(
      () => derivativesText(o, gradient, how),
      () => ({ laws, sharing, direction, granularity, ...derivativesJson(gradient, how) }),
    );
  }
}

/** A sweep is told as it is: no laws are applied, nothing is shared, arrays stay whole. */
function requireNoPolicy(command: Command): void {
  const given = ['laws', 'sharing', 'granularity', 'limit', 'seconds'].find(
    (name) =>
      command.getOptionValueSource(name) === 'cli' &&
      !(name === 'granularity' && command.getOptionValue(name) === 'tensor'),
  );
  if (given !== undefined)
    throw new Misuse(
      `explain: a sweep is told as it is, without --${given}; got --${given} ${String(command.getOptionValue(given))}`,
    );
}

function styleFor(format: DerivativeFormat, option: string): WritingStyle {
  const style = styles[format];
  if (style === null)
    throw new Misuse(`format: a way of writing statements is required with ${option}, got ${format}`);
  return style;
}
