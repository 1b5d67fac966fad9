import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { readManifest, type Manifest } from './manifest.ts';
import { messageOf } from './measure.ts';
import type { Outcome } from './outputs.ts';
import { overview, type Kept } from './overview.ts';
import { circumstances, machine } from './provenance.ts';

/** The name of the page over all results. */
export const overviewFile = 'README.md';

/** A file's text; null where there is no such file. */
export async function textOf(...path: string[]): Promise<string | null> {
  return (await bytesOf(...path))?.toString('utf8') ?? null;
}

/** A file's bytes; null where there is no such file. */
export async function bytesOf(...path: string[]): Promise<Buffer | null> {
  try {
    return await readFile(join(...path));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!)) return null;
    throw error;
  }
}

/** An experiment's manifest in a folder of results; null where there is none. */
export async function manifestIn(folder: string, id: string): Promise<Manifest | null> {
  const text = await textOf(folder, id, 'manifest.json');
  if (text === null) return null;
  try {
    return readManifest(text);
  } catch (error) {
    throw new Error(`${join(folder, id, 'manifest.json')} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/**
 * Writes an experiment's files, each whole or not at all, and the manifest after the files whose checksums it holds.
 */
export async function keep(folder: string, outcome: Outcome, milliseconds: number): Promise<void> {
  const own = join(folder, outcome.experiment.id);
  await mkdir(own, { recursive: true });
  await writeFileAtomic(join(own, 'run.json'), `${JSON.stringify(circumstances(milliseconds), null, 2)}\n`);
  if (outcome.timings !== null) {
    await mkdir(join(own, 'timings'), { recursive: true });
    for (const [rest, content] of outcome.timings)
      await writeFileAtomic(join(own, 'timings', `${machine()}${rest}`), content);
  }
  for (const [name, picture] of outcome.pictures) await writeFileAtomic(join(own, name), picture);
  for (const [name, text] of outcome.files) await writeFileAtomic(join(own, name), text);
}

/** Everything that a folder of results holds, but for the experiments in `except`. */
export async function keptIn(folder: string, except: ReadonlySet<string> = new Set()): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const id of await foldersIn(folder)) {
    if (except.has(id)) continue;
    const [manifest, page] = [await manifestIn(folder, id), await textOf(folder, id, 'table.md')];
    if (manifest !== null && page !== null) kept.push({ manifest, page });
  }
  return kept;
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Writes the page over all results that a folder holds. */
export async function keepOverview(folder: string): Promise<void> {
  const kept = await keptIn(folder);
  if (kept.length > 0) await writeFileAtomic(join(folder, overviewFile), overview(kept));
}
