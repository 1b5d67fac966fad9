import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { mlp } from '../src/index.ts';
import { drawGraph } from '../src/lab.ts';
import { pngOf } from '../src/lab/png.ts';

// Puts the generated parts into README.md: the main table of an experiment, and the examples' text; and draws its graph.

const home = new URL('..', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, home), 'utf8');

function mainTable(id: string): string {
  const [, table] = /<!-- main table -->\n([\s\S]*?)<!-- end of the main table -->/.exec(
    read(`results/${id}/table.md`),
  )!;
  return table!.trim();
}

function example(name: string): string {
  return `\`\`\`${name.split('.').at(-1)!}\n${read(`examples/${name}`).trim()}\n\`\`\``;
}

/** README.md as it should be. */
export async function readme(): Promise<string> {
  const filled = read('README.md').replace(
    /(<!-- (table|example): (\S+) -->\n)[\s\S]*?(<!-- end of \2 -->)/g,
    (_, start: string, kind: string, name: string, end: string) =>
      `${start}\n${kind === 'table' ? mainTable(name) : example(name)}\n\n${end}`,
  );
  const path = fileURLToPath(new URL('README.md', home));
  return format(filled, { ...(await resolveConfig(path)), filepath: path });
}

/** The graph of the objective, drawn as SVG. */
export function objectiveDrawn(): Promise<string> {
  const net = mlp({ layers: [4, 8, 3], lambda: 1e-3 });
  return drawGraph(net, net.at);
}

if (process.argv[2] === '--write') {
  writeFileSync(new URL('README.md', home), await readme());
  const drawn = await objectiveDrawn();
  writeFileSync(new URL('docs/objective.svg', home), drawn);
  writeFileSync(new URL('docs/objective.png', home), await pngOf(drawn, 1600));
}
