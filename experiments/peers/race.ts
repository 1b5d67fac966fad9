import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Precision } from '../../src/index.ts';
import { clock, type Clocked, type Lab } from '../../src/lab.ts';
import type { Race } from './entrants.ts';
import { raced, startOf } from './objectives.ts';
import { inPython, type PythonFound, type PythonLibrary } from './python.ts';
import { writeTask } from './task.ts';
import { truthOf } from './truth.ts';

/** Who is timed in Python, by the names that tables have: on perceptrons, back to back and not in turn with the others. */
export const pythonNames: Readonly<Record<string, PythonLibrary>> = {
  PyTorch: 'torch',
  'numpy, formulas by hand': 'numpy',
};

/** What was found in a race. */
export interface Outcome {
  readonly clocked: ReadonlyMap<string, Clocked>;
  /** By name; none where the library is not installed; undefined where Python was not asked. */
  readonly inPython: ReadonlyMap<string, PythonFound> | undefined;
}

export interface RaceOptions {
  /** How many processes time everything in JavaScript, one after the other. */
  readonly launches: number;
  /** How long the batches of a contestant last together in one process. */
  readonly milliseconds: number;
  /** Whether Python is asked, too. */
  readonly python: boolean;
}

/** The longest that a call may last, in milliseconds. */
const limit = 1500;

/** How long a library in Python is timed in a race, in seconds, beside half of that to get warm. */
const seconds = 0.2;

/** Times all who take part in races, in their order; those of one precision and one objective stand in order of size. */
export async function outcomesOf(
  races: readonly Race[],
  { launches, milliseconds, python }: RaceOptions,
  lab: Pick<Lab, 'stream' | 'note'>,
): Promise<ReadonlyMap<Race, Outcome>> {
  const root = mkdtempSync(join(tmpdir(), 'derivlab-peers-'));
  try {
    const folders = written(races, root, lab);
    const perceptrons = races.filter(({ objective }) => objective === 'mlp');
    const places = (some: readonly Race[]): string[] => some.map((race) => folders.get(race)!);
    const told = python ? await pythonOn(places(perceptrons), lab.note) : undefined;
    const found = new Map<Race, Outcome>();
    for (const precision of ['float64', 'float32'] satisfies Precision[]) {
      const own = races.filter((race) => race.precision === precision);
      const note = (message: string): void => {
        lab.note(`${precision}: ${message}`);
      };
      const module = new URL(`in-${precision}.ts`, import.meta.url);
      const clocked = await clock(module, places(own), { launches, milliseconds, limit, note });
      own.forEach((race, i) => {
        const place = perceptrons.indexOf(race);
        const inPython =
          told && new Map([...told].flatMap(([name, all]) => (place < 0 ? [] : [[name, all[place]!]])));
        found.set(race, { clocked: clocked[i]!, inPython });
      });
    }
    return found;
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Each race in a folder of its own. Both precisions of a size have one point and one truth. */
function written(races: readonly Race[], root: string, lab: Pick<Lab, 'stream' | 'note'>): Map<Race, string> {
  const folders = new Map<Race, string>();
  for (const one of races) {
    if (folders.has(one)) continue;
    const { objective, size } = one;
    lab.note(`the truth of ${objective} ${size}`);
    const made = raced(objective, size);
    const at = startOf(made, lab.stream(`${objective} ${size}`));
    const truth = truthOf(made, at);
    for (const race of races.filter((other) => other.objective === objective && other.size === size)) {
      const folder = join(root, String(folders.size));
      mkdirSync(folder);
      writeTask(folder, { ...race, wrt: made.wrt }, at, truth);
      folders.set(race, folder);
    }
  }
  return folders;
}

async function pythonOn(
  folders: readonly string[],
  note: (message: string) => void,
): Promise<Map<string, readonly PythonFound[]>> {
  const found = new Map<string, readonly PythonFound[]>();
  if (folders.length === 0) return found;
  for (const [name, library] of Object.entries(pythonNames)) {
    note(name);
    const told = await inPython(library, folders, seconds);
    if (told !== undefined) found.set(name, told);
  }
  return found;
}
