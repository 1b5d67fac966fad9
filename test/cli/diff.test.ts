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
    expect(answer.methods[0]!.cost.evaluations).toBeGreaterThan(4);
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

  it('takes an expression that begins with a minus', async () => {
    for (const words of [
      ['-x^2', '--at', 'x=3'],
      ['--at', 'x=3', '-x^2'],
      ['--at', 'x=3', '--', '-x^2'],
    ]) {
      const { code, out } = await session('diff', '--method', 'reverse', '--json', ...words);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ expression: '-x^2', methods: [{ gradient: { x: -6 } }] });
    }
  });

  it('reads a file that begins with a byte order mark', async () => {
    const path = file('marked.json', '\uFEFF{"x": 2}');
    const { code, out } = await session('diff', 'x^2', '--at', `@${path}`, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(out) as Answer).at).toEqual({ x: 2 });
  });

  it('takes up to 800 digits', async () => {
    const { out } = await session('diff', 'x', '--at', 'x=2', '--digits', '800', '--json');
    expect((JSON.parse(out) as Answer).reference.digits).toBe(800);
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
      ['at: x: a constant expression is required', 'abc'],
    ],
    [
      ['x', '--at', 'x=0/0'],
      ['at: x: a finite number is required', '0/0'],
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
      ['Allowed choices are identity, relu', 'sine'],
    ],
    [['--mlp', '2-2-2', '--at', 'W1=3'], ['W1 has shape [2, 2], got []']],
    [['--mlp', '2-2-2', '--at', 'x=@missing.json'], ['missing.json cannot be read']],
    [[], ['one of EXPRESSION, --mlp and --model is required']],
    [['--batch', 'missing.jsonl'], ['missing.jsonl cannot be read']],
    [['--mlp', '99999999999999999999-3'], ['mlp: at most 2000000 weights are allowed, got 3']],
    [['--mlp', '20000-20000'], ['mlp: at most 2000000 weights are allowed, got 400000000']],
    [
      ['--mlp', '4-3', '--batch-size', '9999999'],
      ['batch-size: at most 2000000 numbers', 'got 69999993'],
    ],
    [['--mlp', '4-3', '--lambda', 'abc'], ['lambda: a finite number of at least 0 is required, got "abc"']],
    [['--mlp', '4-3', '--lambda', ''], ['lambda: a finite number of at least 0 is required, got ""']],
    [['--mlp', '4-3', '--lambda', '0x10'], ['got "0x10"']],
    [['--mlp', '4-3', '--lambda', '1e999'], ['got "1e999"']],
    [['--mlp', '4-3', '--lambda', '-1'], ['got "-1"']],
    [['x', '--at', 'x=1', '--step', '1/0'], ['derivlab: step: a finite number is required, got 1/0']],
    [
      ['x', '--at', 'x=1', '--digits', '0x32'],
      ['digits: a whole number from 35 to 800', '"0x32"'],
    ],
    [['x', '--at', 'x=1', '--digits', '801'], ['digits: a whole number from 35 to 800']],
    [['x', '--at', 'x=1', '--wrt', ''], ['wrt: names of inputs, between commas, are required, got ""']],
    [
      ['x', '--at', 'x=sin('],
      ['at: x: parse: ', '  sin(\n      ^'],
    ],
    [
      ['--x', '--at', 'x=1'],
      ["unknown option '--x'", 'behind the word -- nothing is an option'],
    ],
  ];

  it.each(bad)('%j: one clear message, exit 2, nothing on stdout', async (words, says) => {
    const { code, out, err } = await session('diff', ...words);
    expect(code).toBe(2);
    expect(out).toBe('');
    for (const part of says) expect(err).toContain(part);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each(
    [
      ['--activation', 'tanh'],
      ['--output-activation', 'tanh'],
      ['--loss', 'l2-norm'],
      ['--lambda', '1'],
      ['--data', 'iris'],
      ['--samples', 'rows'],
      ['--batch-size', '3'],
      ['--bias'],
      ['--seed', '1'],
    ].map((words) => [words]),
  )('is %j without a network', async (words) => {
    for (const command of [['diff', '--at', 'x=1'], ['derive']]) {
      const { code, out, err } = await session(...command, 'x', ...words);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(`${words[0]!.slice(2)}: --mlp, which it says more of, is required, got none`);
    }
  });

  it.each([
    ['numeric', '--step', '1'],
    ['numeric', '--stencil', 'forward'],
    ['numeric', '--denominator', 'nominal'],
    ['symbolic', '--laws', 'real'],
    ['symbolic', '--sharing', 'none'],
  ])('is an option of %s, %s, where other methods are asked for', async (method, option, value) => {
    const words = ['diff', 'x', '--at', 'x=1', option, value, '--method'];
    const { code, err } = await session(...words, 'reverse');
    expect(code).toBe(2);
    expect(err).toContain(`${option.slice(2)}: the method ${method}, whose option it is, is required`);
    expect((await session(...words, `${method},reverse`)).code).toBe(0);
  });

  it('is a second value, wherever the first stands', async () => {
    const [a, b] = [file('a.json', '{"x": 1, "y": 2}'), file('b.json', '{"x": 2}')];
    for (const at of [`x=5,@${a}`, `@${a},x=5`, `@${a},@${b}`]) {
      const { code, err } = await session('diff', 'x*y', '--at', at);
      expect(code).toBe(2);
      expect(err).toContain('at: one value for x is required, got two');
    }
  });

  it('in a file of values is told by the name of its input', async () => {
    const { code, err } = await session('diff', 'x', '--at', `@${file('bad.json', '{"x": ["sin("]}')}`);
    expect(code).toBe(2);
    expect(err).toContain('at: x[0]: parse: ');
  });

  it('names a weight that is no number', async () => {
    const path = file('weights.json', '[[1, 2], ["NaN", 4]]');
    const { code, err } = await session('diff', '--mlp', '2-2-2', '--at', `W1=@${path}`);
    expect(code).toBe(2);
    expect(err).toContain('at: W1[1][0]: a finite number is required, got NaN');
  });
});
