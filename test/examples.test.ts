import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import * as derivlab from '../src/index.ts';

interface Example {
  readonly code: string;
  /** What the comment behind it says that it gives. */
  readonly gives: string;
}

/** The one-line examples of the docstrings in a file, those that say what they give. */
function examplesIn(file: string): Example[] {
  const found: Example[] = [];
  for (const [, block] of readFileSync(file, 'utf8').matchAll(/@example\n([\s\S]*?)\*\//g))
    for (const line of block!.split('\n')) {
      const [, code, gives] = /^ \* (\S.*?) +\/\/ (.+)$/.exec(line) ?? [];
      if (code !== undefined) found.push({ code, gives: gives! });
    }
  return found;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name}`);
const examples = files.flatMap(examplesIn);

/** A value of TypeScript text in which the public names are known. */
function valueOf(code: string): unknown {
  const javascript = ts.transpile(`(${code})`, {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
  });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  return new Function(...Object.keys(derivlab), `return ${javascript.replace(/^"use strict";\n/, '')}`)(
    ...Object.values(derivlab),
  );
}

it('has examples', () => {
  expect(examples.length).toBeGreaterThan(8);
});

it.each(examples)('$code gives $gives', ({ code, gives }) => {
  const about = /^about (.*)$/.exec(gives);
  if (about === null) expect(valueOf(code)).toEqual(valueOf(gives));
  else expect(valueOf(code)).toBeCloseTo(Number(about[1]), 8);
});
