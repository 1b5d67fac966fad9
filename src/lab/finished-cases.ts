import { appendFile, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { exactText, type Cell, type Row } from './cell.ts';
import { sha256 } from './manifest.ts';
import { textOf } from './store.ts';

const plain = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const unlikeJson = z.enum(['NaN', 'Infinity', '-Infinity', '-0']);
const cell = z.union([
  plain,
  z.object({ number: unlikeJson }),
  z.object({ integer: z.string().regex(/^-?\d+$/) }),
]);
const finished = z.object({ case: z.number(), rows: z.array(z.record(z.string(), cell)) });
const line = finished.extend({ sum: z.string() });

const head = z.object({
  format: z.literal(2),
  id: z.string(),
  /** The experiment's file, as it was named. */
  file: z.string(),
  /** The code, and the engine that ran it: see `codeKey`. */
  code: z.string(),
  engine: z.string(),
  seed: z.number(),
  quick: z.boolean(),
  sweep: z.record(z.string(), z.array(z.unknown())),
  command: z.string(),
  times: z.boolean(),
  /** How many cases there are in all. */
  cases: z.number(),
  /** Which of them belong here: those that leave `shard[0] − 1` when divided by `shard[1]`. */
  shard: z.tuple([z.number(), z.number()]),
});

/** What finished cases were measured with. */
export type Head = Readonly<z.infer<typeof head>>;

/** Rows of cases that are finished, by the case's place among all. */
export type CaseRows = Map<number, readonly Row[]>;

/**
 * A file to which cases are added as they finish: a line of JSON with what they were measured with, then a line for each, with a
 * checksum of both.
 */
export interface FinishedCases {
  readonly path: string;
  /** Those that the file had. */
  readonly rows: CaseRows;
  readonly add: (index: number, rows: readonly Row[]) => Promise<void>;
  /** How many the file has now of what it was opened for. */
  readonly count: () => number;
  readonly remove: () => Promise<void>;
}

/**
 * The cases that a file holds; null where there is none. A line that was cut off by a sudden end is left out, and so is one that is not
 * as it was written, or was written into another file. Throws where it is something else.
 */
export async function readFinishedCases(path: string): Promise<{ head: Head; rows: CaseRows } | null> {
  const text = await textOf(path);
  if (text === null) return null;
  const [first, ...others] = text.split('\n').slice(0, -1);
  const found = head.safeParse(parsed(first ?? ''));
  if (!found.success) throw new TypeError(`${path}: a file of finished cases is required`);
  const rows: CaseRows = new Map();
  for (const other of others) {
    const { success, data } = line.safeParse(parsed(other));
    if (success && data.sum === sumOf(found.data, data)) rows.set(data.case, data.rows.map(rowOf));
  }
  return { head: found.data, rows };
}

/** Opens the file for an experiment's cases: what it has is taken up if it was measured with the same, and thrown away if not, or if `fresh`. */
export async function finishedCases(path: string, own: Head, fresh: boolean): Promise<FinishedCases> {
  const before = fresh ? null : await readFinishedCases(path).catch(() => null);
  const same = before !== null && headText(before.head) === headText(own);
  const rows: CaseRows = same ? before.rows : new Map<number, readonly Row[]>();
  let begun = false;
  const written = new Set(rows.keys());
  const begin = async (): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    const known = [...rows];
    const lines = [headText(own), ...known.map(([index, some]) => lineOf(own, index, some))];
    await writeFileAtomic(path, `${lines.join('\n')}\n`);
    for (const [index] of known) written.add(index);
    begun = true;
  };
  const add = async (index: number, more: readonly Row[]): Promise<void> => {
    // As a whole: what was cut off, and what is of another kind, goes.
    if (!begun) await begin();
    await appendFile(path, `${lineOf(own, index, more)}\n`).catch((error: unknown) => {
      begun = false;
      throw error;
    });
    written.add(index);
  };
  // Cases finish at the same moment, and their lines are added one after the other.
  let last: Promise<void> = Promise.resolve();
  return {
    path,
    rows,
    count: () => written.size,
    add: (index, more) => (last = last.catch(() => undefined).then(() => add(index, more))),
    remove: async () => {
      // With what a sudden end left of its own first writing.
      for (const name of await readdir(dirname(path)).catch(() => []))
        if (name.startsWith(basename(path))) await rm(join(dirname(path), name), { force: true });
      // The folder goes with its last file.
      await rmdir(dirname(path)).catch(() => undefined);
    },
  };
}

const headText = (own: Head): string => JSON.stringify(head.parse(own));

function lineOf(own: Head, index: number, rows: readonly Row[]): string {
  const data = {
    case: index,
    rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, v]) => [key, written(v)]))),
  };
  return JSON.stringify({ ...data, sum: sumOf(own, data) });
}

/** The checksum of a line's case and of what it was measured with. */
const sumOf = (own: Head, { case: index, rows }: z.infer<typeof finished>): string =>
  sha256(`${headText(own)}\n${JSON.stringify({ case: index, rows })}`);

/** A cell such that JSON keeps it: what JSON lacks is an object of its text. */
function written(own: Cell): z.infer<typeof cell> {
  if (typeof own === 'bigint') return { integer: exactText(own) };
  if (typeof own === 'number' && (!Number.isFinite(own) || Object.is(own, -0)))
    return { number: unlikeJson.parse(exactText(own)) };
  return own;
}

const rowOf = (own: z.infer<typeof line>['rows'][number]): Row =>
  Object.fromEntries(
    Object.entries(own).map(([key, value]): [string, Cell] => {
      if (value === null || typeof value !== 'object') return [key, value];
      return [key, 'integer' in value ? BigInt(value.integer) : Number(value.number)];
    }),
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
