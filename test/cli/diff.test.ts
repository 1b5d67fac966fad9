import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { session } from './session.ts';

interface Method {
  method: string;
  outcome: string;
  because: string | null;
  gradient: Record<string, number | string>;
  verdict: Record<string, string>;
  relativeError: Record<string, number>;
  cost: { evaluations: number; operations: number };
}
interface Answer {
  id: string | null;
  line?: number;
  error?: string;
  expression: string;
  at: Record<string, number>;
  wrt: string[];
  value: number | string;
  reference: {
    digits: number;
    value: string;
    gradient: Record<string, string>;
    agreement: number;
    because: null;
  };
  methods: Method[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'derivlab-diff-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('diff', () => {
  it('prints the object that the design promises', async () => {
    const { code, out } = await session('diff', 'sin(x)^2 + x*y', '--at', 'x=0.3,y=pi/4', '--json');
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Answer;
    expect(Object.keys(answer)).toEqual(['id', 'expression', 'at', 'wrt', 'value', 'reference', 'methods']);
    expect(answer).toMatchObject({ id: null, expression: 'sin(x)^2 + x*y', wrt: ['x', 'y'] });
    expect(answer.at).toEqual({ x: 0.3, y: Math.PI / 4 });
    // The double nearest to π/4 enters; its derivative by x is sin 2x + y, by y it is x, each exactly.
    expect(answer.reference.gradient.y).toBe('0.2999999999999999888977697537484345957636833190918');
    expect(answer.reference.gradient.x).toMatch(/^1\.350040636792483617874/);
    expect(answer.reference.agreement).toBeGreaterThanOrEqual(30);
    expect(answer.methods.map(({ method }) => method)).toEqual(['numeric', 'symbolic', 'reverse']);
    expect(answer.methods[2]).toMatchObject({ outcome: 'ok', verdict: { x: 'accurate', y: 'accurate' } });
    expect(answer.methods[0]!.cost.evaluations).toBe(4);
  });

  it('prints methods in one order, however they are asked for', async () => {
    const { out } = await session(
      'diff',
      'x^3',
      '--at',
      'x=2',
      '--method',
      'reverse,complex-step,numeric',
      '--json',
    );
    const { methods } = JSON.parse(out) as Answer;
    expect(methods.map(({ method }) => method)).toEqual(['numeric', 'reverse', 'complex-step']);
  });

  it('writes numbers that are not finite as strings', async () => {
    const { out } = await session('diff', 'log(x)', '--at', 'x=0', '--method', 'reverse', '--json');
    const answer = JSON.parse(out) as Answer;
    expect(answer.value).toBe('-Infinity');
    expect(answer.methods[0]).toMatchObject({ outcome: 'non-finite', gradient: { x: 'Infinity' } });
  });

  it('scores a net on real data', async () => {
    const { code, out } = await session(
      'diff',
      '--mlp',
      '4-3-3',
      '--data',
      'penguins',
      '--batch-size',
      '4',
      '--method',
      'reverse',
      '--json',
    );
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Answer;
    expect(answer.wrt).toEqual(['W1', 'W2']);
    expect((answer.methods[0]!.verdict.W1 as unknown as string[][]).flat()).toEqual(
      Array(12).fill('accurate'),
    );
  });

  it('differentiates a model from a file', async () => {
    const path = file(
      'model.mjs',
      'export default { model: (k, { x }) => k.sum(k.square(x), [0]), shapes: { x: [3] }, wrt: ["x"], at: { x: [1, 2, 3] } };',
    );
    const { code, out } = await session('diff', '--model', path, '--method', 'reverse', '--json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as Answer).methods[0]!.gradient.x).toEqual([2, 4, 6]);
  });

  it('shows a table, and under it why an outcome is not ok', async () => {
    const { out } = await session('diff', 'abs(x)', '--at', 'x=0');
    expect(out).toContain('unscored');
    expect(out).toContain('branch');
    expect(out).not.toContain('accurate');
  });
});

describe('bad input', () => {
  const bad: [words: string[], says: string[]][] = [
    [
      ['sin(x', '--at', 'x=1'],
      ['a closing ) is required', '  sin(x\n       ^'],
    ],
    [
      ['frobnicate(x)', '--at', 'x=1'],
      ['frobnicate', '^'],
    ],
    [['x*y', '--at', 'x=1'], ['a value for y is required']],
    [
      ['x', '--at', 'x=1,y=2'],
      ['y is not an input', 'the inputs are x'],
    ],
    [
      ['x', '--at', 'x=abc'],
      ['a constant expression is required for x', 'abc'],
    ],
    [
      ['x', '--at', 'x=0/0'],
      ['x must be finite', '0/0'],
    ],
    [['x', '--at', 'x=1', '--wrt', 'z'], ['z is not an input']],
    [['x', '--at', 'x=1', '--wrt', 'x,x'], ['x is named twice']],
    [
      ['x', '--at', 'x=1', '--method', 'magic'],
      ['"magic"', 'numeric, symbolic, reverse'],
    ],
    [['x', '--at', 'x=1', '--step', '0'], ['a positive finite step is required']],
    [
      ['--mlp', '4-8-3', '--data', 'mnist'],
      ['penguins, iris', 'mnist'],
    ],
    [
      ['--mlp', '4-8-3', '--activation', 'sine'],
      ['activation must be one of', 'sine'],
    ],
    [['--mlp', '2-2-2', '--at', 'W1=3'], ['W1 has shape [2, 2], got []']],
    [['--mlp', '2-2-2', '--at', 'x=@missing.json'], ['missing.json cannot be read']],
    [[], ['one of EXPRESSION, --mlp and --model is required']],
    [['--batch', 'missing.jsonl'], ['missing.jsonl cannot be read']],
  ];

  it.each(bad)('%j: one clear message, exit 2, nothing on stdout', async (words, says) => {
    const { code, out, err } = await session('diff', ...words);
    expect(code).toBe(2);
    expect(out).toBe('');
    for (const part of says) expect(err).toContain(part);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('names a weight that is no number', async () => {
    const path = file('weights.json', '[[1, 2], ["NaN", 4]]');
    const { code, err } = await session('diff', '--mlp', '2-2-2', '--at', `W1=@${path}`);
    expect(code).toBe(2);
    expect(err).toContain('W1[1][0] must be finite, got NaN');
  });

  it('is answered line by line in a batch, and the rest is answered too', async () => {
    const path = file(
      'batch.jsonl',
      [
        '{"id":"a","expression":"x^2","at":{"x":2}}',
        '',
        'not json',
        '{"id":"b","expression":"sin(x","at":{"x":1}}',
        '{"id":7,"expression":"x*y","at":{"x":1,"y":"pi"},"wrt":["y"]}',
      ].join('\n'),
    );
    const { code, out } = await session('diff', '--batch', path, '--method', 'reverse');
    expect(code).toBe(2);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(lines.map(({ id }) => id)).toEqual(['a', null, null, 'b', 7]);
    expect(lines.map(({ line }) => line)).toEqual([undefined, 2, 3, 4, undefined]);
    expect(lines[0]!.methods[0]!.gradient).toEqual({ x: 4 });
    expect(lines[1]!.error).toContain('empty line');
    expect(lines[2]!.error).toContain('not JSON');
    expect(lines[3]!.error).toContain('^');
    expect(lines[4]!.methods[0]!.gradient).toEqual({ y: 1 });
  });

  it('ends a batch without bad lines with 0', async () => {
    const path = file('good.jsonl', '{"expression":"x","at":{"x":2}}\n');
    expect((await session('diff', '--batch', path)).code).toBe(0);
  });
});
