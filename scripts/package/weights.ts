import { gzipSync } from 'node:zlib';
import { build as esbuild, type BuildOptions } from 'esbuild';
import { budgets, packedBudget } from './budgets.ts';
import { bundling } from './bundles.ts';
import { required, type Check } from './checks.ts';
import type { Consumer } from './consumer.ts';
import { subpaths } from './subpaths.ts';

/** What a bundle of something weighs, in bytes. */
export interface Weight {
  readonly what: string;
  readonly minified: number;
  readonly gzipped: number;
  readonly budget: number | null;
  readonly holds: string;
}

const inBytes = (bytes: number): string => bytes.toLocaleString('en').replaceAll(',', '\u202f');

/** The packed file and the bundles, as Markdown. */
export const weightsTable = (
  { size, unpackedSize }: Pick<Consumer, 'size' | 'unpackedSize'>,
  weights: readonly Weight[],
): string =>
  [
    '| what | minified | and gzipped | budget | holds |',
    '|:--|--:|--:|--:|:--|',
    ...weights.map(
      ({ what, minified, gzipped, budget, holds }) =>
        `| ${what} | ${inBytes(minified)} | ${inBytes(gzipped)} | ${budget === null ? '–' : inBytes(budget)} | ${holds} |`,
    ),
    '',
    `\`npm pack\`: ${inBytes(size)} bytes (budget ${inBytes(packedBudget)}), ${inBytes(unpackedSize)} unpacked.`,
  ].join('\n');

const holds = {
  'no package': 'no package but derivlab',
  'own code': 'its own code, for Node',
  everything: 'the packages too that it imports',
};

/** What the package and each subpath weigh, and what a bundle leaves out; each weight is told to `weighed`. */
export function weights(
  { folder, installed, size, unpackedSize }: Consumer,
  weighed: (weight: Weight) => void,
): Check[] {
  const minified = async (program: string, options: BuildOptions = {}) => {
    const { outputFiles, metafile } = await esbuild({
      ...bundling(folder),
      stdin: { contents: program, resolveDir: folder },
      minify: true,
      metafile: true,
      write: false,
      platform: 'browser',
      ...options,
    });
    const inputs = Object.entries(Object.values(metafile!.outputs)[0]!.inputs);
    const kept = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
    const packages = kept.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    const { contents } = outputFiles![0]!;
    return {
      bytes: contents.length,
      gzipped: gzipSync(contents, { level: 9 }).length,
      packages: new Set(packages),
    };
  };
  return [
    {
      name: 'the packed package is within its budget',
      run: () => {
        required(size <= packedBudget, `${size} bytes are more than its ${packedBudget}`);
        return `${size} bytes, ${unpackedSize} unpacked, budget ${packedBudget}`;
      },
    },
    ...subpaths(installed).map(({ name, code }) => ({
      name: `${name} is within its budget`,
      run: async () => {
        const { only, gzip: budget } = budgets[name] ?? {};
        required(budget !== undefined, `${name} has no budget in scripts/package/budgets.ts`);
        const options: BuildOptions = only === 'own code' ? { platform: 'node', packages: 'external' } : {};
        const { bytes, gzipped, packages } = await minified(`export * from ${JSON.stringify(code)}`, options);
        required(gzipped <= budget, `${gzipped} bytes, minified and gzipped, are more than its ${budget}`);
        required(
          only !== 'no package' || packages.size === 1,
          `no other package is allowed in it, got ${[...packages].join(', ')}`,
        );
        weighed({
          what: `\`${name}\``,
          minified: bytes,
          gzipped,
          budget,
          holds: holds[only ?? 'everything'],
        });
        return `${gzipped} bytes gzipped, ${bytes} minified, budget ${budget}`;
      },
    })),
    {
      name: 'a bundle leaves out what is not used',
      run: async () => {
        const taken = async (names: string) => {
          const found = await minified(`export { ${names} } from 'derivlab'`);
          const { bytes, gzipped } = found;
          const what = `\`${names}\` of \`derivlab\``;
          const packages = [...found.packages].filter((one) => one !== 'derivlab').join(', ');
          weighed({
            what,
            minified: bytes,
            gzipped,
            budget: null,
            holds: packages === '' ? holds['no package'] : packages,
          });
          return found;
        };
        const graph = await taken('extent, graph, write, mlp, pullback');
        const unneeded = ['mathjs', 'decimal.js', 'table'].filter((name) => graph.packages.has(name));
        required(unneeded.length === 0, `expressions and models need no ${unneeded.join(', ')}`);
        const reverse = await taken('reverse');
        required(
          reverse.packages.has('mathjs') &&
            !reverse.packages.has('decimal.js') &&
            !reverse.packages.has('table'),
          `reverse, which reads texts, needs mathjs's parser only, got ${[...reverse.packages].join(', ')}`,
        );
        return `without a parser ${graph.gzipped} bytes gzipped, reverse with one ${reverse.gzipped}`;
      },
    },
  ];
}
