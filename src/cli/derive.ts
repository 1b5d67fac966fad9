import { Option, type Command } from 'commander';
import { nameOf, type Expr } from '../expression/expr.ts';
import { extent } from '../expression/extent.ts';
import { writeProgram } from '../expression/program.ts';
import { objective, type Objective } from '../expression/trace.ts';
import { write, type WritingStyle } from '../expression/write.ts';
import { prod } from '../differentiators/prod.ts';
import { straightLine, writeStraightLine } from '../differentiators/straight-line.ts';
import { derivative, type Sharing } from '../differentiators/symbolic.ts';
import type { Laws } from '../expression/simplify.ts';
import { toObjective } from '../differentiators/differentiator.ts';
import { json } from '../lab/json.ts';
import { withObjective } from './diff.ts';
import { Misuse } from './misuse.ts';
import { chooseObjective, type ObjectiveOptions } from './objective.ts';

interface DeriveOptions extends ObjectiveOptions {
  readonly wrt?: string;
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
  withObjective(
    program
      .command('derive [expression]')
      .description('print derivatives as expressions, or the two passes of reverse mode as code')
      .option('--wrt <names>', 'by these inputs (default: all)')
      .addOption(
        new Option('--format <name>', 'how it is written').choices(Object.keys(styles)).default('text'),
      )
      .addOption(
        new Option('--laws <level>', 'simplification').choices(['none', 'exact', 'real']).default('exact'),
      )
      .addOption(
        new Option('--sharing <kind>', 'what is one node')
          .choices(['none', 'reference', 'structure'])
          .default('structure'),
      )
      .option('--let', 'write shared subexpressions once, with names')
      .option(
        '--passes',
        'print reverse mode as straight-line code: forward statements, then one line for each gradient',
      )
      .option(
        '--prod',
        'print the chain rule edge by edge: what is transposed, swapped, multiplied element-wise',
      )
      .option('--json', 'print one JSON object'),
  ).action(async (text: string | undefined, options: DeriveOptions) => {
    const { source, at, expression } = await chooseObjective(text, options);
    const wrt = options.wrt?.split(',').map((name) => name.trim());
    const o =
      typeof source === 'object' && 'op' in source ? objective(source, wrt) : toObjective(source, at, wrt);
    const style = styles[options.format];
    const lines =
      options.passes === true
        ? passes(o, style, options)
        : options.prod === true
          ? links(o, options)
          : derivatives(o, expression, style, options);
    process.stdout.write(lines);
  });
}

function passes(o: Objective, style: WritingStyle, options: DeriveOptions): string {
  const found = straightLine(o, style);
  return options.json === true ? `${json(found)}\n` : writeStraightLine(found);
}

function links(o: Objective, options: DeriveOptions): string {
  const found = prod(o);
  return options.json === true ? `${json(found)}\n` : `${found.map((link) => link.text).join('\n')}\n`;
}

function derivatives(o: Objective, text: string, style: WritingStyle, options: DeriveOptions): string {
  const arrays = [...o.inputs.values()].find((e) => e.shape.length > 0);
  if (arrays !== undefined)
    throw new Misuse(
      `derive: an expression of scalars is required, got the array input ${nameOf(arrays)}; --passes and --prod take arrays`,
    );
  const found = o.wrt.map((name) => ({
    name: `d/d${name}`,
    by: name,
    e: derivative(o.expression, name, options),
  }));
  if (options.json === true)
    return `${json({
      expression: text,
      wrt: o.wrt,
      laws: options.laws,
      sharing: options.sharing,
      derivatives: Object.fromEntries(found.map(({ by, e }) => [by, write(e, style)])),
      sizes: Object.fromEntries(found.map(({ by, e }) => [by, sizes(e)])),
    })}\n`;
  if (options.let === true) {
    const { statements, results } = writeProgram(found, style);
    return [...statements, ...results].map((line) => `${line.name} = ${line.text}\n`).join('');
  }
  if (found.length === 1) return `${write(found[0]!.e, style)}\n`;
  return found.map(({ name, e }) => `${name} = ${write(e, style)}\n`).join('');
}

function sizes(e: Expr): { tree: bigint; dag: number; depth: number } {
  const { treeSize, dagSize, depth } = extent(e);
  return { tree: treeSize, dag: dagSize, depth };
}
