import { readFileSync, writeFileSync } from 'node:fs';

// Puts the generated parts into README.md: the main table of an experiment, and the examples' text.

const home = new URL('..', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, home), 'utf8');

function mainTable(id: string): string {
  const [, table] = /<!-- main table -->\n([\s\S]*?)<!-- end of the main table -->/.exec(
    read(`results/${id}/table.md`),
  )!;
  return table!.trim();
}

/** README.md as it should be. */
export function readme(): string {
  return read('README.md')
    .replace(
      /(<!-- table: ([\w-]+) -->\n)[\s\S]*?(<!-- end of table -->)/g,
      (_, start: string, id: string, end: string) => `${start}\n${mainTable(id)}\n\n${end}`,
    )
    .replace(
      /(<!-- (examples\/\w[\w-]*\.(ts|js)) -->\n)[\s\S]*?\n```\n/g,
      (_, start: string, path: string, language: string) =>
        `${start}\n\`\`\`${language}\n${read(path).trim()}\n\`\`\`\n`,
    );
}

if (process.argv[2] === '--write') writeFileSync(new URL('README.md', home), readme());
