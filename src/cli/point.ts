import { readFileSync } from 'node:fs';
import type { Value } from '../language/problem.ts';
import { topological, read } from '../expression/read.ts';
import { nameOf } from '../expression/expr.ts';
import { parse } from '../expression/parse.ts';
import { float64 } from '../numbers/float64.ts';
import { tensors } from '../numbers/tensors.ts';
import { Misuse } from './misuse.ts';

/** The finite number that a constant expression denotes: `0.3`, `pi/4`, `-1e-3`. */
export function constantOf(text: string, name: string): number {
  const e = parse(text);
  const free = topological([e]).find((x) => x.op === 'input');
  if (free !== undefined)
    throw new Misuse(
      `at: a constant expression is required for ${name}, got ${text} (${nameOf(free)} is not a constant)`,
    );
  return checked(read(e, tensors(float64), () => ({ shape: [], data: [NaN] })).data[0]!, name, text);
}

function checked(value: number, name: string, text: string): number {
  if (!Number.isFinite(value)) throw new Misuse(`at: ${name} must be finite, got ${text}`);
  return value;
}

/** A value from data: a number, a constant expression, or nested lists of these. */
export function valueOf(data: unknown, name: string): Value {
  if (typeof data === 'number') return checked(data, name, String(data));
  if (typeof data === 'string') return constantOf(data, name);
  if (Array.isArray(data)) return data.map((element, i) => valueOf(element, `${name}[${i}]`));
  throw new Misuse(`at: a number is required for ${name}, got ${JSON.stringify(data)}`);
}

/** A JSON file's content. */
export function jsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Misuse(`at: the file ${path} cannot be read`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Misuse(`at: ${path} is not JSON: ${(error as Error).message}`);
  }
}

/** A point from data: an object of values by name. */
export function pointOf(data: unknown): Record<string, Value> {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new Misuse(`at: an object of values by name is required, got ${JSON.stringify(data)}`);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, valueOf(value, name)]));
}

/** The point that `--at` gives: `x=0.3,y=pi/4`, `W1=@weights.json`, or `@point.json`, as often as it is given. */
export function parsePoint(texts: readonly string[]): Record<string, Value> {
  const found = new Map<string, Value>();
  for (const text of texts.flatMap(splitAtCommas)) {
    if (text.startsWith('@')) {
      for (const [name, value] of Object.entries(pointOf(jsonFile(text.slice(1))))) found.set(name, value);
      continue;
    }
    const sign = text.indexOf('=');
    const name = text.slice(0, sign).trim();
    const given = text.slice(sign + 1).trim();
    if (sign === -1 || name === '' || given === '')
      throw new Misuse(`at: name=value is required, got ${JSON.stringify(text)}`);
    if (found.has(name)) throw new Misuse(`at: one value for ${name} is required, got two`);
    found.set(
      name,
      given.startsWith('@') ? valueOf(jsonFile(given.slice(1)), name) : constantOf(given, name),
    );
  }
  return Object.fromEntries(found);
}

/** The parts of a text between the commas that stand outside all brackets. */
export function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if ('([{'.includes(c)) depth++;
    if (')]}'.includes(c)) depth--;
    if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
