import { join } from 'node:path';
import { differentCells, differentLines, type Difference } from './difference.ts';
import { json } from './json.ts';
import { readManifest, sha256, type Manifest } from './manifest.ts';
import type { Outcome } from './outputs.ts';
import { overviewFiles } from './overview-files.ts';
import { bytesOf, keptIn, manifestIn, overviewFile } from './store.ts';

/** What became of comparing fresh results with kept ones. */
export interface Comparison {
  /** The id of an experiment, or the name of the overview. */
  readonly id: string;
  readonly differences: readonly Difference[];
  /** Node's major version that the kept results come from, where it is another: then within a tolerance. */
  readonly otherEngine?: number;
}

/** An experiment's fresh files against those in `folder`: byte for byte, if the same engine made both; else the kept ones against their checksums. */
export async function compare(folder: string, outcome: Outcome): Promise<Comparison> {
  const { id, columns } = outcome.experiment;
  const manifest = await manifestIn(folder, id);
  if (manifest === null)
    return {
      id,
      differences: [{ place: 'results', before: 'none are kept', after: `${outcome.rows.length} rows` }],
    };
  const fresh = readManifest(outcome.files.get('manifest.json')!);
  const exactly = manifest.engine.node === fresh.engine.node;
  const rowsNow = outcome.files.get('rows.csv')!;
  const rows = await keptText(rowsNow, folder, id, 'rows.csv');
  const cells = rows === rowsNow ? [] : differentCells(columns, plain(rows ?? ''), plain(rowsNow), exactly);
  if (!exactly)
    return {
      id,
      differences: [
        ...cells,
        ...differentSettings(manifest, fresh),
        ...(await damages(folder, manifest.outputs, outcome)),
      ],
      otherEngine: manifest.engine.node,
    };
  const differences = [cells];
  for (const [name, text] of outcome.files) {
    const before = await keptText(text, folder, id, name);
    if (before === null) differences.push([missing(name)]);
    else if (name === 'rows.csv' && cells.length > 0) differences.push(differentEnds(name, before, text));
    else differences.push(differentText(name, before, text));
  }
  for (const [name, picture] of outcome.pictures) {
    const before = await bytesOf(folder, id, name);
    if (before === null) differences.push([missing(name)]);
    else if (!before.equals(picture))
      differences.push([
        { place: name, before: 'other bytes', after: `a picture of ${picture.length} bytes` },
      ]);
  }
  return { id, differences: differences.flat() };
}

const missing = (name: string): Difference => ({ place: name, before: 'missing', after: 'written' });

/** The overview, as it would be written with these outcomes, and the numbers for sentences, against those in `folder`. */
export async function compareOverview(folder: string, outcomes: readonly Outcome[]): Promise<Comparison> {
  const fresh = outcomes.map(({ files }) => ({
    manifest: readManifest(files.get('manifest.json')!),
    page: files.get('table.md')!,
  }));
  const others = await keptIn(folder, new Set(outcomes.map(({ experiment }) => experiment.id)));
  const differences: Difference[][] = [];
  for (const [name, text] of overviewFiles([...others, ...fresh]))
    differences.push(differentText(name, (await keptText(text, folder, name)) ?? '', text));
  return { id: overviewFile, differences: differences.flat() };
}

/** A kept text may have so many more bytes than the fresh one to be compared line by line. */
const mostMore = 2 ** 20;

/** A kept text that is to be held against a fresh one; null where there is none. Throws where it is so long that it must be something else. */
async function keptText(fresh: string, ...path: string[]): Promise<string | null> {
  const bytes = await bytesOf(...path);
  const size = Buffer.byteLength(fresh);
  if (bytes !== null && bytes.length > size + mostMore)
    throw new Error(`${join(...path)} has ${bytes.length} bytes, where ${size} would be written`);
  return bytes?.toString('utf8') ?? null;
}

/** The files that are not what their own manifest says, or not there: what of them other engines cannot say is not compared. */
async function damages(
  folder: string,
  sums: Manifest['outputs'],
  { experiment, files }: Outcome,
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const [name, text] of files) {
    if (name === 'manifest.json') continue;
    const kept = await keptText(text, folder, experiment.id, name);
    if (kept === null) found.push(missing(name));
    else if (sha256(kept) !== sums[name])
      found.push({
        place: name,
        before: 'other than its checksum in manifest.json',
        after: 'as it was kept',
      });
  }
  return found;
}

/** What two manifests must agree on, whatever the engine. */
function differentSettings(before: Manifest, after: Manifest): Difference[] {
  const settings = ['seed', 'quick', 'sweep', 'cases', 'rows', 'derivlab', 'dependencies'] as const;
  const pairs = settings.map((name) => [name, json(before[name]), json(after[name])] as const);
  return [...pairs, ['verdict', json(before.verdict.holds), json(after.verdict.holds)] as const]
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => ({ place: `manifest.json, ${name}`, before: was, after: is }));
}

/** The lines in which two texts differ, and whether their line ends do. */
const differentText = (name: string, before: string, after: string): Difference[] => [
  ...differentEnds(name, before, after),
  ...differentLines(name, plain(before), plain(after)),
];

/** One difference where lines end otherwise, as they do after a passage through another system. */
function differentEnds(name: string, before: string, after: string): Difference[] {
  if (before === '') return [];
  const [was, is] = [lineEnds(before), lineEnds(after)];
  const differ = was !== is || (before !== after && plain(before) === plain(after));
  return differ ? [{ place: `${name}: line ends differ`, before: was, after: is }] : [];
}

/** The kinds of line ends in a text, in words. */
function lineEnds(text: string): string {
  const kinds = new Set(
    text.match(anyEnd)?.map((end) => end.replaceAll('\r', 'CR ').replace('\n', 'LF').trim()),
  );
  if (!/[\r\n]$/.test(text)) kinds.add('none at the end');
  return [...kinds].join(' and ');
}

/** A text's lines with one kind of ends between them, and none after the last. */
const plain = (text: string): string => text.replace(anyEnd, '\n').replace(/\n$/, '');

const anyEnd = /\r*\n|\r/g;
