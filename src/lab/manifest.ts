import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Experiment, Verdict } from './experiment.ts';
import { json } from './json.ts';
import { software } from './provenance.ts';
import type { Sweep } from './sweep.ts';

/** How an experiment is run this time. */
export interface Configuration {
  readonly seed: number;
  readonly quick: boolean;
  readonly sweep: Sweep;
  /** What a reader types to run it so again. */
  readonly command: string;
  /** Whether times are taken; true unless given. Nothing that is counted depends on it. */
  readonly times?: boolean;
}

/** A claim's verdict, as files have it. */
export const verdictSchema = z.object({
  holds: z.union([z.boolean(), z.literal('inconclusive')]),
  because: z.string(),
});

const schema = z.object({
  schema: z.literal(1),
  id: z.string(),
  title: z.string(),
  question: z.string(),
  claim: z.string(),
  verdict: verdictSchema,
  command: z.string(),
  seed: z.number(),
  quick: z.boolean(),
  sweep: z.record(z.string(), z.array(z.unknown())),
  cases: z.number(),
  rows: z.number(),
  derivlab: z.string(),
  engine: z.object({ node: z.number() }),
  dependencies: z.record(z.string(), z.string()),
  /** By column, where whole numbers in rows.csv are big integers; see `bigintsIn`. */
  bigints: z.record(z.string(), z.union([z.literal('all'), z.array(z.number()).readonly()])).optional(),
  /** Cells of the main table, as it shows them, by row and column: for use inside sentences. */
  values: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** The SHA-256 of each other counted file. */
  outputs: z.record(z.string(), z.string()),
});

/** What results were made from, and what they are: the same on every run, so without a date. */
export type Manifest = Readonly<z.infer<typeof schema>>;

/** The manifest of these output files. */
export function manifestOf(
  { id, title, question, claim }: Experiment,
  { seed, quick, sweep, command }: Configuration,
  {
    verdict,
    cases,
    rows,
    bigints,
    values,
  }: { verdict: Verdict; cases: number; rows: number } & Required<Pick<Manifest, 'bigints' | 'values'>>,
  files: ReadonlyMap<string, string>,
): string {
  const { holds, because } = verdict;
  const outputs = Object.fromEntries([...files].map(([name, text]) => [name, sha256(text)]));
  const head = { schema: 1, id, title, question, claim, verdict: { holds, because }, command };
  return `${json({ ...head, seed, quick, sweep, cases, rows, ...software(), bigints, values, outputs }, 2)}\n`;
}

/** The manifest that a text holds; throws where it isn't one. */
export function readManifest(text: string): Manifest {
  const result = schema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw new TypeError(`manifest: ${path.join('.')}: ${message}`);
}

/** A verdict in one word. */
export function inOneWord({ holds }: Pick<Verdict, 'holds'>): 'holds' | 'fails' | 'inconclusive' {
  return holds === 'inconclusive' ? holds : holds ? 'holds' : 'fails';
}

/** A text's SHA-256, as manifests have it. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
