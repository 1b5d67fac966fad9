import { differentCells, differentLines, type Difference } from './difference.ts';
import { json } from './json.ts';
import { readManifest, type Manifest } from './manifest.ts';
import type { Outcome } from './outputs.ts';
import { overview } from './overview.ts';
import { keptIn, manifestIn, overviewFile, textOf } from './store.ts';

/** What became of comparing fresh results with kept ones. */
export interface Comparison {
  /** The id of an experiment, or the name of the overview. */
  readonly id: string;
  readonly differences: readonly Difference[];
  /** Node's major version that the kept results come from, where it is another: then within a tolerance. */
  readonly otherEngine?: number;
}

/** An experiment's fresh files against those in `folder`: byte for byte, if the same engine made both. */
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
  const rows = await textOf(folder, id, 'rows.csv');
  const rowsNow = outcome.files.get('rows.csv')!;
  const differences = rows === rowsNow ? [] : differentCells(columns, rows ?? '', rowsNow, exactly);
  if (!exactly)
    return {
      id,
      differences: [...differences, ...differentSettings(manifest, fresh)],
      otherEngine: manifest.engine.node,
    };
  for (const [name, text] of outcome.files) {
    const before = await textOf(folder, id, name);
    if (before === null) differences.push({ place: name, before: 'missing', after: 'written' });
    else if (before !== text && (name !== 'rows.csv' || differences.length === 0))
      differences.push(...differentLines(name, visible(before), visible(text)));
  }
  return { id, differences };
}

/** The overview, as it would be written with these outcomes, against the one in `folder`. */
export async function compareOverview(folder: string, outcomes: readonly Outcome[]): Promise<Comparison> {
  const fresh = outcomes.map(({ files }) => ({
    manifest: readManifest(files.get('manifest.json')!),
    page: files.get('table.md')!,
  }));
  const others = await keptIn(folder, new Set(outcomes.map(({ experiment }) => experiment.id)));
  const before = (await textOf(folder, overviewFile)) ?? '';
  return {
    id: overviewFile,
    differences: differentLines(overviewFile, before, overview([...others, ...fresh])),
  };
}

/** What two manifests must agree on, whatever the engine. */
function differentSettings(before: Manifest, after: Manifest): Difference[] {
  const settings = ['seed', 'quick', 'sweep', 'cases', 'rows', 'derivlab', 'dependencies'] as const;
  const pairs = settings.map((name) => [name, json(before[name]), json(after[name])] as const);
  return [...pairs, ['verdict', json(before.verdict.holds), json(after.verdict.holds)] as const]
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => ({ place: `manifest.json, ${name}`, before: was, after: is }));
}

/** A text whose line ends can be seen to differ. */
const visible = (text: string): string => text.replaceAll('\r', '␍');
