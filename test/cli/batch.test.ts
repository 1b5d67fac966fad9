import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import * as comparing from '../../src/lab/compare.ts';
import { emptyFolder } from '../lab/folder.ts';
import { session } from './session.ts';

interface Answer {
  id: string | number | null;
  line?: number;
  error?: string;
  at: Record<string, number>;
  methods: { gradient: Record<string, number> }[];
}

/** Answers a file of this text, by reverse mode. */
async function answered(text: string) {
  const path = join(emptyFolder(), 'questions.jsonl');
  writeFileSync(path, text);
  const { code, out } = await session('diff', '--batch', path, '--method', 'reverse');
  const answers = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
  return { code, answers };
}

describe('a batch', () => {
  it('is answered line by line; a bad line is told, and the rest is answered too', async () => {
    const { code, answers } = await answered(
      [
        '{"id":"a","expression":"x^2","at":{"x":2}}',
        '',
        'not json',
        '{"id":"b","expression":"sin(x","at":{"x":1}}',
        '{"id":7,"expression":"x*y","at":{"x":1,"y":"pi"},"wrt":["y"]}',
      ].join('\r\n'),
    );
    expect(code).toBe(2);
    expect(answers.map(({ id }) => id)).toEqual(['a', null, null, 'b', 7]);
    expect(answers.map(({ line }) => line)).toEqual([undefined, 2, 3, 4, undefined]);
    expect(answers[0]!.methods[0]!.gradient).toEqual({ x: 4 });
    expect(answers[1]!.error).toContain('empty line');
    expect(answers[2]!.error).toContain('not JSON');
    expect(answers[3]!.error).toContain('^');
    expect(answers[4]!.methods[0]!.gradient).toEqual({ y: 1 });
  });

  it('without bad lines ends with 0', async () => {
    expect((await answered('{"expression":"x","at":{"x":2}}\n')).code).toBe(0);
  });

  it('goes on past a fault of the program, and ends with 1', async () => {
    const { compare } = comparing;
    const spy = vi.spyOn(comparing, 'compare').mockImplementation((f, at, options) => {
      if (options?.expression === 'faulty') throw new Error('a bug');
      return compare(f, at, options);
    });
    const { code, answers } = await answered(
      '{"id":"a","expression":"faulty"}\n{"expression":"faulty"}\n{"expression":"x","at":{"x":2}}\n',
    );
    expect(code).toBe(1);
    expect(answers[0]).toEqual({
      id: 'a',
      line: 1,
      error: 'this is a fault of the program, please report it: Error: a bug',
    });
    expect(answers[2]!.methods[0]!.gradient).toEqual({ x: 1 });
    spy.mockRestore();
  });

  it('may begin with a byte order mark', async () => {
    expect((await answered('\uFEFF{"expression":"x","at":{"x":2}}')).code).toBe(0);
  });

  it('loses no name, not even __proto__', async () => {
    const { answers } = await answered(
      [
        '{"expression":"__proto__^2","at":{"__proto__":3}}',
        '{"expression":"x","at":{"x":1,"__proto__":{"y":2}}}',
        '{"expression":"x","at":{"x":1,"__proto__":2}}',
      ].join('\n'),
    );
    expect(Object.entries(answers[0]!.methods[0]!.gradient)).toEqual([['__proto__', 6]]);
    expect(answers[1]!.error).toBe('at: a number is required for __proto__, got {"y":2}');
    expect(answers[2]!.error).toBe('at: __proto__ is not an input; the inputs are x');
  });

  it.each([
    ['{"expression":3}', 'batch: expression: text is required, got 3'],
    ['{"at":{}}', 'batch: expression: text is required, got none'],
    ['{"expression":"x","wrt":"x"}', 'batch: wrt: a list of names is required, got "x"'],
    ['{"expression":"x","wrt":[""]}', 'batch: wrt: a list of names is required, got [""]'],
    ['{"expression":"x","id":{}}', 'batch: id: text or a number is required, got {}'],
    ['{"expression":"x","what":1}', 'batch: id, expression, at and wrt are allowed, got "what"'],
    ['[1]', 'batch: an object {"id","expression","at","wrt"} is required, got [1]'],
    ['{"expression":"x","at":[1]}', 'at: an object of values by name is required, got [1]'],
  ])('tells what is wrong with %s', async (line, error) => {
    expect(await answered(line)).toEqual({ code: 2, answers: [{ id: null, line: 1, error }] });
  });

  it('names the input whose value is no expression', async () => {
    const { answers } = await answered('{"expression":"x","at":{"x":"sin("}}');
    expect(answers[0]!.error).toContain('at: x: parse: ');
  });

  it('cannot be a folder', async () => {
    const { code, out, err } = await session('diff', '--batch', emptyFolder());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^derivlab: batch: the file .* cannot be read: EISDIR/);
  });

  it.each([
    ['--mlp', '2-2'],
    ['--model', 'model.mjs'],
    ['--wrt', 'x'],
    ['--at', 'x=1'],
    ['--lambda', '1'],
  ])('takes no %s from the command line', async (...words) => {
    const { code, err } = await session('diff', '--batch', 'examples/questions.jsonl', ...words);
    expect(code).toBe(2);
    expect(err).toContain(`option '--batch <file>' cannot be used with option '${words[0]}`);
  });

  it('of the examples is answered', async () => {
    const { code, answers } = await answered(readFileSync('examples/questions.jsonl', 'utf8'));
    expect(code).toBe(0);
    expect(answers).toHaveLength(8);
  });
});
