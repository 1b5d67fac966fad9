import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lambda } from './objectives.ts';
import { readTask } from './task.ts';
import { errorOf } from './truth.ts';

const run = promisify(execFile);

/** The libraries, as their modules are called. */
export type PythonLibrary = 'torch' | 'numpy';

/** What a library in Python found of a race. */
export interface PythonFound {
  /** The largest norm-wise relative error of value and gradients. */
  readonly error: number;
  /** Of a call in each batch, in milliseconds. */
  readonly samples: readonly number[];
  /** Its version, and the library under it that multiplies matrices. */
  readonly about: string;
}

const program = fileURLToPath(new URL('peers.py', import.meta.url));

/** The interpreters that may have a library: the first on the path, and the system's. */
const interpreters = ['python3', '/usr/bin/python3'];

/** What the program exits with where the library is not installed. */
const missing = 3;

/** What the first interpreter that has the library prints; undefined where none has it. */
async function printed(words: readonly string[]): Promise<string | undefined> {
  for (const interpreter of interpreters)
    try {
      return (await run(interpreter, [program, ...words], { maxBuffer: 2 ** 26 })).stdout;
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      if (code !== missing && code !== 'ENOENT') throw error;
    }
  return undefined;
}

/** A library's gradients of the races in these folders, back to back in one process, so many seconds each; none where it is not installed. */
export async function inPython(
  library: PythonLibrary,
  folders: readonly string[],
  seconds: number,
): Promise<PythonFound[] | undefined> {
  const lines = (await printed([library, String(seconds), String(lambda), ...folders]))?.trim().split('\n');
  return (
    lines &&
    folders.map((folder, i) => {
      const told = JSON.parse(lines[i]!) as { version: string; algebra: string | null; seconds: number[] };
      const { truth, wrt } = readTask(folder);
      return {
        error: errorOf(answerIn(folder, library), truth, wrt),
        samples: told.seconds.map((s) => 1000 * s),
        about: [told.version, ...(told.algebra === null ? [] : [told.algebra])].join(', '),
      };
    })
  );
}

/** The value and the gradients that a library has left in a folder. */
function answerIn(folder: string, library: PythonLibrary) {
  const { wrt, truth } = readTask(folder);
  const bytes = readFileSync(join(folder, `${library}.f64`));
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let from = 1;
  const gradient = wrt.map((name) => {
    const part = numbers.subarray(from, from + truth.gradient[name]!.length);
    from += part.length;
    return [name, part] as const;
  });
  return { value: numbers[0]!, gradient: Object.fromEntries(gradient) };
}
