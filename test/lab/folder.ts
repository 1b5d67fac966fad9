import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { entryOf } from '../../src/lab/catalogue.ts';
import type { Experiment } from '../../src/lab/experiment.ts';
import type { RunOptions } from '../../src/lab/options.ts';
import { run } from '../../src/lab/run.ts';

/** An empty folder that is gone when the test is over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'derivlab-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Every file of a folder, by its path inside, but for those that are true only once. */
export function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter(
    (path) => statSync(join(folder, path)).isFile() && !/run\.json|timings/.test(path),
  );
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Runs experiments into a folder; the exit code, and everything that was said. */
export async function ran(experiments: readonly Experiment[], out: string, options: RunOptions = {}) {
  let [said, complained] = ['', ''];
  const screen = {
    out: (text: string) => void (said += text),
    err: (text: string) => void (complained += text),
    width: 80,
    colour: false,
    live: false,
  };
  const entries = experiments.map((experiment) => entryOf(experiment, `derivlab run ${experiment.id}.ts`));
  const code = await run(entries, { out, ...options }, screen);
  return { code, out: said, err: complained };
}
