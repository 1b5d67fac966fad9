import { heading, withUnit, type Columns } from './column.ts';
import type { Row } from './cell.ts';
import type { Experiment, Verdict } from './experiment.ts';
import { code, text } from './format.ts';
import { inOneWord, type Configuration } from './manifest.ts';
import { escape, markdown } from './markdown.ts';
import { software } from './provenance.ts';
import type { Table } from './table.ts';

/** The comments around the main table, by which the overview finds it again. */
const [from, to] = ['<!-- main table -->', '<!-- end of the main table -->'];

/** The page of one experiment, in Markdown: what was asked and claimed, what came out, what each column means. */
export function report(
  experiment: Experiment,
  { command, seed, quick }: Configuration,
  { verdict, tables, rows }: { verdict: Verdict; tables: readonly Table[]; rows: readonly Row[] },
): string {
  const { derivlab, engine } = software();
  const [main, ...others] = tables.map(markdown);
  return [
    `# ${experiment.id}: ${escape(experiment.title)}`,
    ...(quick ? ['A quick run, on smaller lists: to look at, not to cite.'] : []),
    statement({ ...experiment, verdict }),
    `${from}\n\n${main!.trimEnd()}\n\n${to}`,
    ...others.map((other) => other.trimEnd()),
    '## Columns',
    markdown(glossary(experiment.columns)).trimEnd(),
    '## How to regenerate',
    `    ${command}`,
    `All ${rows.length} rows at full precision are in [rows.csv](rows.csv); [manifest.json](manifest.json) has the settings, ` +
      `versions and checksums. Made with derivlab ${derivlab} on Node ${engine.node}, seed ${seed}.`,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** Question, claim and verdict, as a reader is told them. */
export function statement({
  question,
  claim,
  verdict,
}: Pick<Experiment, 'question' | 'claim'> & { verdict: Verdict }): string {
  return [
    `**Question.** ${escape(question)}`,
    `**Claim.** ${escape(claim)}`,
    `**Verdict: ${inOneWord(verdict)}.** ${escape(sentence(verdict.because))}`,
  ].join('\n\n');
}

/** The main table of a page that `report` wrote. */
export function mainTable(page: string): string {
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start) throw new TypeError('table.md: the marks around the main table are missing');
  return page.slice(start + from.length, end).trim();
}

/** What each column means, as a table of its own. */
function glossary(columns: Columns<Row>): Table {
  return {
    columns: {
      column: { kind: 'case', says: 'Its name in tables.', format: text },
      data: { kind: 'case', name: 'in rows.csv', says: 'Its name in the file.', format: code },
      meaning: { kind: 'counted', says: 'What it is.', format: text },
    },
    rows: Object.entries(columns).map(([key, column]) => ({
      column: heading(key, column),
      data: column.kind === 'timed' ? '' : withUnit(key, column),
      meaning:
        column.kind === 'timed'
          ? `${column.says} Timed: in timings/, one file for each machine.`
          : column.says,
    })),
  };
}

/** Words as a sentence: a capital in front where a plain word starts it, a full stop at the end. */
function sentence(words: string): string {
  return words.replace(/^[a-z](?=[a-z]* )/, (first) => first.toUpperCase()).replace(/[^.!?…]$/, '$&.');
}
