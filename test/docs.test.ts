import { Command } from 'commander';
import katex from 'katex';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { format } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { pages, filled } from '../scripts/readme.ts';
import { commandsIn } from '../scripts/notes.ts';
import { addBudgetCommand } from '../src/cli/budget.ts';
import { addCiteCommand } from '../src/cli/cite.ts';
import { addDeriveCommand } from '../src/cli/derive.ts';
import { addDiffCommand } from '../src/cli/diff.ts';
import { addGradbenchCommand } from '../src/cli/gradbench.ts';
import { addGraphCommand } from '../src/cli/graph.ts';
import { addListCommand } from '../src/cli/list.ts';
import { addMergeCommand } from '../src/cli/merge.ts';
import { addRunCommand } from '../src/cli/run.ts';
import { addShowCommand } from '../src/cli/show.ts';
import { addSwellCommand } from '../src/cli/swell.ts';
import { protectMinus } from '../src/cli/words.ts';
import { session } from './cli/session.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const notes = readdirSync('docs/examples').map((name) => `docs/examples/${name}`);

describe('a page', () => {
  it.each(pages)(
    '%s shows tables and examples as they are (npm run readme puts them there)',
    async (page) => {
      expect(read(page)).toBe(await filled(page));
    },
  );

  it.each(pages)('%s links to what there is', (page) => {
    const folder = new URL(page, `file://${process.cwd()}/`);
    const prose = read(page).replace(/^```[\s\S]*?^```$/gm, '');
    for (const [, link] of prose.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#[^)]*)?\)/g))
      if (link !== '' && !link!.startsWith('../img/'))
        expect(existsSync(new URL(link!, folder)), link).toBe(true);
  });

  it('docs/read-the-numbers.md has formulas that can be set', () => {
    const formulas = [...read('docs/read-the-numbers.md').matchAll(/\$\$([^$]+)\$\$|\$([^$]+)\$/g)];
    expect(formulas.length).toBeGreaterThan(50);
    for (const [, display, inline] of formulas)
      katex.renderToString(display ?? inline!, {
        throwOnError: true,
        strict: 'error',
        displayMode: display !== undefined,
      });
  });
});

describe('an example', () => {
  it.each(readdirSync('examples').filter((name) => name.startsWith('docs-')))(
    '%s prints what its comments say',
    async (name) => {
      const said = [...read(`examples/${name}`).matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(
        ([, text]) => text!,
      );
      expect(said.length).toBeGreaterThan(3);
      const printed: string[] = [];
      const log = vi.spyOn(console, 'log').mockImplementation((...line: unknown[]) => {
        printed.push(format(...line));
      });
      try {
        await import(`../examples/${name}`);
      } finally {
        log.mockRestore();
      }
      // What stands before an ellipsis is all that is the same on every engine.
      const asFarAsSaid = printed.map((text, i) => {
        const [start, rest] = said[i]?.split('…') ?? [];
        return rest === undefined ? text : text.startsWith(start!) ? said[i] : text;
      });
      expect(asFarAsSaid).toEqual(said);
    },
  );
});

/** The words of a shell's line; what redirects or comments, and what only the shell fills in, is left out. */
function wordsOf(line: string): string[] {
  const found = [...line.matchAll(/'([^']*)'|"([^"]*)"|(#.*|>.*)|(\S+)/g)];
  return found.flatMap(([, single, double, cut, bare]) =>
    cut === undefined ? [(single ?? double ?? bare)!] : [],
  );
}

/** The commands of derivlab in the shell examples of a page, without the program's name. */
function documented(text: string): string[] {
  const shell = [...text.matchAll(/^```(?:sh|yaml)\n([\s\S]*?)^```$/gm)]
    .map(([, block]) => block!)
    .join('\n');
  const lines = shell.matchAll(/(?:npm run -s derivlab --|npm run experiments --|^derivlab) +(.*)$/gm);
  return [...lines].map(([whole, rest]) =>
    (whole.includes('experiments') ? `run ${rest!}` : rest!)
      .replace(/ :::.*/, '')
      .replace(/\{\}|\$\{\{.*?\}\}|\$SLURM_ARRAY_TASK_ID/g, '1'),
  );
}

const commands = [
  ...pages.flatMap((page) => documented(read(page))),
  ...notes.flatMap((path) => commandsIn(read(path)).filter((command) => command.startsWith('derivlab '))),
].map((command) => command.replace(/^derivlab /, ''));

/** Reads a command as the program does, and does nothing. */
async function parsed(line: string): Promise<void> {
  const program = new Command('derivlab').exitOverride();
  for (const add of [
    ...[addBudgetCommand, addCiteCommand, addDeriveCommand, addDiffCommand, addGradbenchCommand],
    ...[addGraphCommand, addListCommand, addMergeCommand, addRunCommand, addShowCommand, addSwellCommand],
  ])
    add(program);
  for (const command of program.commands)
    command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .action(() => undefined);
  const words = wordsOf(line);
  const command = program.commands.find((one) => one.name() === words[0]);
  const takesExpression = command?.registeredArguments[0]?.name() === 'expression';
  await program.parseAsync(takesExpression ? protectMinus(words, command) : words, { from: 'user' });
}

describe('a command', () => {
  it('stands in the pages dozens of times', () => {
    expect(commands.length).toBeGreaterThan(40);
  });

  it.each([...new Set(commands)])('%s is understood', async (line) => {
    await parsed(line);
  });

  it('that has a slip in it is not', async () => {
    await expect(parsed('show 00 --columms error')).rejects.toThrow('unknown option');
  });

  const cheap = commands.filter((line) => /^(show|cite) (?!.*(--out|examples\/|own-experiment))/.test(line));
  it.each([...new Set(cheap)])('%s does what is said', async (line) => {
    const { code, out, err } = await session(...wordsOf(line));
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(100);
  });
});

describe('a text that reads results', () => {
  it.each([
    ['docs/examples/notes.tex', 'tab:00-three-methods'],
    ['docs/examples/notes.qmd', '#tbl-00-three-methods'],
    ['docs/examples/notes.md', ':name: tab-00-three-methods'],
    ['docs/examples/notes_d2l.md', ':label:`tab_00-three-methods`'],
  ])('%s refers to the label %s that its table has', async (path, label) => {
    const line = commandsIn(read(path)).find((command) => command.includes('--columns')) ?? '';
    const table =
      line === '' ? '' : (await session(...wordsOf(line.replace(/^derivlab | --out .*/g, '')))).out;
    const name = label.replace(/^#|^:name: |^:label:|`/g, '');
    expect(table === '' ? read(path) : table).toContain(label);
    expect(read(path)).toContain(name);
  });

  it('quotes numbers that there are', () => {
    const values = read('results/values.tex');
    for (const [, command] of read('docs/examples/notes.tex').matchAll(/(\\derivlab[A-Za-z]+)/g))
      expect(values).toContain(`\\newcommand{${command!}}`);
  });
});
