import { Option, type Command } from 'commander';
import { nameOf, type Expr } from '../expression/expr.ts';
import { extent } from '../expression/extent.ts';
import { writeProgram, type Program } from '../expression/program.ts';
import { lawLevels, type Laws } from '../expression/simplify.ts';
import type { Objective } from '../expression/trace.ts';
import { write, type WritingStyle } from '../expression/write.ts';
import { toObjective } from '../differentiators/differentiator.ts';
import { prod } from '../differentiators/prod.ts';
import { straightLine, writeStraightLine } from '../differentiators/straight-line.ts';
import { derivative } from '../differentiators/symbolic.ts';
import type { Sharing } from '../differentiators/workshop.ts';
import { json } from '../lab/json.ts';
import { Misuse } from '../lab/misuse.ts';
import { sharings } from './methods.ts';
import { chooseObjective, withObjective, type ObjectiveOptions } from './objective.ts';

interface DeriveOptions extends ObjectiveOptions {
  readonly format: keyof typeof styles;
  readonly laws: Laws;
  readonly sharing: Sharing;
  readonly let?: boolean;
  readonly passes?: boolean;
  readonly prod?: boolean;
  readonly json?: boolean;
}

const styles = { text: 'plain', latex: 'latex', js: 'javascript', mathjs: 'mathjs' } as const;

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
    .option('--let', 'write shared subexpressions once, with names')
    .addOption(
      new Option(
        '--passes',
        'print reverse mode as straight-line code: forward statements, then one line for each gradient',
      ).conflicts(['prod', 'let', 'laws', 'sharing']),
    )
    .addOption(
      new Option(
        '--prod',
        'print the chain rule edge by edge: what is transposed, swapped, multiplied element-wise',
      ).conflicts(['let', 'laws', 'sharing', 'format']),
    )
    .option('--json', 'print one JSON object')
    .action(derive);
}

async function derive(text: string | undefined, options: DeriveOptions): Promise<void> {
  const { source, at, expression, wrt } = await chooseObjective(text, options);
  const o = toObjective(source, at, wrt);
  if (o.wrt.length === 0)
    throw new Misuse(`derive: an expression with an input is required, got ${expression}`);
  const style = styles[options.format];
  process.stdout.write(
    options.passes === true
      ? passes(o, style, options)
      : options.prod === true
        ? links(o, options)
        : derivatives(o, expression, style, options),
  );
}

function passes(o: Objective, style: WritingStyle, options: DeriveOptions): string {
  const found = straightLine(o, style);
  return options.json === true ? `${json(found)}\n` : writeStraightLine(found);
}

function links(o: Objective, options: DeriveOptions): string {
  const found = prod(o);
  return options.json === true ? `${json(found)}\n` : `${found.map((link) => link.text).join('\n')}\n`;
}

function derivatives(o: Objective, expression: string, style: WritingStyle, options: DeriveOptions): string {
  const arrays = [...o.inputs.values()].find((e) => e.shape.length > 0);
  if (arrays !== undefined)
    throw new Misuse(
      `derive: an expression of scalars is required, got the array input ${nameOf(arrays)}; --passes and --prod take arrays`,
    );
  const { wrt } = o;
  const { laws, sharing } = options;
  const found = wrt.map((name) => ({ name: `d/d${name}`, e: derivative(o.expression, name, options) }));
  const { statements, results } = options.let === true ? writeProgram(found, style) : writeEach(found, style);
  const byName = <T>(of: (i: number) => T) => Object.fromEntries(wrt.map((name, i) => [name, of(i)]));
  if (options.json === true)
    return `${json({
      expression,
      wrt,
      laws,
      sharing,
      ...(options.let === true ? { statements } : {}),
      derivatives: byName((i) => results[i]!.text),
      sizes: byName((i) => sizes(found[i]!.e)),
    })}\n`;
  if (options.let !== true && results.length === 1) return `${results[0]!.text}\n`;
  return [...statements, ...results].map((line) => `${line.name} = ${line.text}\n`).join('');
}

/** Every result written out. */
function writeEach(found: readonly { name: string; e: Expr }[], style: WritingStyle): Program {
  try {
    return { statements: [], results: found.map(({ name, e }) => ({ name, text: write(e, style) })) };
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.includes('writeProgram')) throw error;
    throw new Misuse(error.message.replace('writeProgram', '--let'));
  }
}

function sizes(e: Expr): { tree: bigint; dag: number; depth: number } {
  const { treeSize, dagSize, depth } = extent(e);
  return { tree: treeSize, dag: dagSize, depth };
}
