import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { EngineDone, EngineJob } from './engine-job.ts';

/** What is used of nerdamer. */
interface Nerdamer {
  (text: string): { readonly text: (form: 'fractions') => string };
  readonly diff: (text: string, variable: string) => { readonly toString: () => string };
}

type Require = (name: string) => unknown;
type Body = (exports: unknown, require: Require, module: { exports: unknown }) => void;

const require = createRequire(import.meta.url);
const bodies = new Map<string, Body>();

/** A file of nerdamer's as a function of its surroundings, compiled once. */
function bodyOf(file: string): Body {
  const path = require.resolve(`nerdamer/${file}`);
  const known = bodies.get(path);
  if (known !== undefined) return known;
  const body = compileFunction(readFileSync(path, 'utf8'), ['exports', 'require', 'module'], {
    filename: path,
  }) as Body;
  bodies.set(path, body);
  return body;
}

/**
 * A nerdamer that nobody has used. There is one of it in a process, its settings are global, and what fails half-way leaves them
 * changed: after `sqrt(exp(x))`, which throws, log(eˣ + eʸ) has another derivative, `flush()` or not.
 */
function unused(): Nerdamer {
  const modules = new Map<string, { exports: unknown }>();
  const load = (file: string): unknown => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    bodyOf(file)(
      module.exports,
      (name) => (name.startsWith('./') ? load(name.slice(2)) : require(name)),
      module,
    );
    return module.exports;
  };
  const nerdamer = load('nerdamer.core.js') as Nerdamer;
  load('Calculus.js');
  return nerdamer;
}

let next: Nerdamer | undefined;

/** The derivatives by nerdamer, each job by one of its own; the next is made ready while nobody waits. */
export function inNerdamer(
  { way, text, variables }: Extract<EngineJob, { engine: 'nerdamer' }>,
  counted: (text: string) => string,
): EngineDone {
  const nerdamer = next ?? unused();
  next = undefined;
  setImmediate(() => (next = unused()));
  const derive = (variable: string): string =>
    way === 'naive'
      ? nerdamer.diff(text, variable).toString()
      : nerdamer(`diff(${text}, ${variable})`).text('fractions');
  const start = performance.now();
  const derivatives = variables.map((variable) => counted(derive(variable)));
  return { milliseconds: performance.now() - start, derivatives };
}
