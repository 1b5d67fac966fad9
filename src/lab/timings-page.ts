import type { Row } from './cell.ts';
import type { Experiment } from './experiment.ts';
import { escape, markdown } from './markdown.ts';
import { only } from './selection.ts';

/**
 * What a clock said on one machine, in Markdown. A row is there if anything in it was timed; rows of which the same was
 * timed stand in one table.
 */
export function timingsPage({ id, title, columns }: Experiment, rows: readonly Row[]): string {
  const timed = Object.keys(columns).filter((key) => columns[key]!.kind === 'timed');
  const naming = Object.keys(columns).filter((key) => columns[key]!.kind === 'case');
  const alike = new Map<string, { readonly keys: readonly string[]; readonly rows: Row[] }>();
  for (const row of rows) {
    const keys = timed.filter((key) => row[key] !== null);
    if (keys.length === 0) continue;
    const known = alike.get(keys.join()) ?? { keys, rows: [] };
    known.rows.push(row);
    alike.set(keys.join(), known);
  }
  const tables = [...alike.values()].map((table) =>
    markdown({ columns: only(columns, [...naming, ...table.keys]), rows: table.rows }).trimEnd(),
  );
  const meanings = timed.map((key) => `- ${columns[key]!.name ?? key}: ${escape(columns[key]!.says)}`);
  return [
    `# ${id}: ${escape(title)}, timed`,
    'The times of one run on one machine, which no verdict rests on. [table.md](../table.md) has what was counted, [run.json](../run.json) the circumstances of the latest run.',
    ...tables,
    meanings.join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
