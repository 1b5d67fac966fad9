import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { readManifest, type Manifest } from './manifest.ts';
import { messageOf } from './measure.ts';
import type { Outcome } from './outputs.ts';
import { overviewFiles } from './overview-files.ts';
import type { Kept } from './overview.ts';
import { circumstances, machine } from './provenance.ts';
import { replaceFolder } from './replace-folder.ts';
import { printable } from './terminal.ts';

/** The name of the page over all results. */
export const overviewFile = 'README.md';

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!);

/** A file's text; null where there is no such file. */
export async function textOf(...path: string[]): Promise<string | null> {
  return (await bytesOf(...path))?.toString('utf8') ?? null;
}

/** A file's bytes; null where there is no such file. Throws where it is no file, or cannot be read. */
export async function bytesOf(...path: string[]): Promise<Buffer | null> {
  const name = join(...path);
  try {
    // What is read from a device or a pipe may never end.
    if (!(await stat(name)).isFile()) throw new Error('a file is required');
    return await readFile(name);
  } catch (error) {
    if (isMissing(error)) return null;
    throw new Error(`${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** An experiment's manifest in a folder of results; null where there is none. */
export async function manifestIn(folder: string, id: string): Promise<Manifest | null> {
  const text = await textOf(folder, id, 'manifest.json');
  if (text === null) return null;
  try {
    return readManifest(text);
  } catch (error) {
    const why = printable(messageOf(error));
    throw new Error(`${join(folder, id, 'manifest.json')} cannot be read: ${why}`, { cause: error });
  }
}

/**
 * Keeps an experiment's files in place of those it had, all at once. Timings of other machines stay, and so do files that
 * no run wrote.
 */
export async function keep(folder: string, outcome: Outcome, milliseconds: number | null): Promise<void> {
  const { id } = outcome.experiment;
  const before = await manifestIn(folder, id).catch(() => null);
  const timings = [...(outcome.timings ?? [])].map(
    ([rest, content]) => [`timings/${machine()}${rest}`, content] as const,
  );
  const files = new Map<string, string | Buffer>([
    ['run.json', `${JSON.stringify(circumstances(milliseconds), null, 2)}\n`],
    ...timings,
    ...outcome.pictures,
    ...outcome.files,
  ]);
  const written = new Set(Object.keys(before?.outputs ?? {}));
  const timed = `timings/${machine()}`;
  await replaceFolder(
    join(folder, id),
    files,
    (name) =>
      written.has(name.replace(/\.png$/, '.svg')) ||
      name === 'manifest.json' ||
      (timings.length > 0 && [`${timed}.`, `${timed}-`].some((start) => name.startsWith(start))),
  );
}

const runFile = z.object({
  date: z.string().regex(/^\d{4}-\d\d-\d\dT/),
  commit: z.object({ id: z.string(), changed: z.boolean() }).nullable(),
  milliseconds: z.number().nullable().optional(),
});

/** When an experiment was run, of which code, and how long it took. Throws where its run.json is missing, or something else. */
export async function runIn(folder: string, id: string): Promise<Readonly<z.infer<typeof runFile>>> {
  const path = join(folder, id, 'run.json');
  const text = await textOf(path);
  if (text === null)
    throw new Error(`${path} is missing, which has the date: run it again, derivlab run ${id}`);
  try {
    return runFile.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues[0]!.message : messageOf(error);
    throw new Error(`${path} cannot be read: ${printable(why)}`, { cause: error });
  }
}

/** How long an experiment took when it was kept, in milliseconds; null where that is not known. */
export const expectedDuration = (folder: string, id: string): Promise<number | null> =>
  runIn(folder, id).then(
    ({ milliseconds }) => milliseconds ?? null,
    () => null,
  );

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

/** The names of the folders in a folder of results; none where it is not there. */
export async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Writes the page over all results that a folder holds, and their numbers for sentences. */
export async function keepOverview(folder: string): Promise<void> {
  const kept = await keptIn(folder);
  if (kept.length === 0) return;
  for (const [name, text] of overviewFiles(kept)) await writeFileAtomic(join(folder, name), text);
}
