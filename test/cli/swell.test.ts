import { describe, expect, it } from 'vitest';
import { session } from './session.ts';

interface Printed {
  readonly primal: Readonly<Record<string, string | null>>;
  readonly derivative: Readonly<Record<string, string | null>>;
  readonly ratio: Readonly<Record<string, number | null>>;
  readonly hotSpots: readonly { readonly name: string; readonly copies: string; readonly tree: string }[];
  readonly because: string | null;
}

const printed = async (...words: string[]): Promise<Printed> => {
  const { code, out } = await session('swell', ...words, '--json');
  expect(code).toBe(0);
  return JSON.parse(out) as Printed;
};

describe('derivlab swell', () => {
  it('prints sizes, operators and hot spots, primal beside derivative', async () => {
    const { code, out } = await session('swell', 'exp(sin(x))*sin(x)');
    expect(code).toBe(0);
    expect(out).toContain(
      'exp(sin(x))*sin(x) by x: laws exact, sharing structure, one variable at a time, numbers',
    );
    expect(out).toMatch(/tree: nodes, each occurrence +6 +16 +2\.67/);
    expect(out).toMatch(/ exp +1 +1 +2 +1/);
    expect(out).toMatch(/ exp\(sin\(x\)\) +2 +3/);
  });

  it('prints no table of operators where there are none', async () => {
    expect((await session('swell', 'x')).out).not.toContain('Operators');
  });

  it('prints as JSON every count in decimal digits', async () => {
    const found = await printed('exp(sin(x))*sin(x)');
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining([
        'expression',
        'wrt',
        'laws',
        'sharing',
        'primal',
        'derivative',
        'ratio',
        'hotSpots',
      ]),
    );
    expect(found.primal).toMatchObject({
      tree: '6',
      dag: '4',
      edges: '4',
      depth: '4',
      operationsTree: '4',
      operationsDag: '3',
      characters: '20',
    });
    expect(found.primal.histogram).toEqual({
      '*': { tree: '1', dag: '1' },
      exp: { tree: '1', dag: '1' },
      sin: { tree: '2', dag: '1' },
    });
    expect(found.derivative).toMatchObject({ tree: '16' });
    expect(found.ratio.tree).toBe(16 / 6);
    expect(found.hotSpots[0]).toEqual({ name: 'sin(x)', copies: '3', tree: '2' });
  });

  it('counts as many characters as derive prints', async () => {
    const text = 'exp(sin(x))*sin(x)/(1 + x^2)';
    const { derivative } = await printed(text);
    const plain = (await session('derive', text)).out;
    const named = (await session('derive', text, '--let')).out;
    expect(derivative.characters).toBe(String(plain.length - 1));
    expect(derivative.letCharacters).toBe(String(named.length));
  });

  it('prints all digits of the trees of a 784-128-10 net and of its first weight’s derivative', async () => {
    const { primal, derivative, ratio, because } = await printed('--mlp', '784-128-10', '--wrt', 'W1[0,0]');
    expect(primal).toMatchObject({ tree: '1016584630', dag: null });
    expect(derivative).toMatchObject({ tree: '1901267583', dag: null });
    expect(ratio.tree).toBeCloseTo(1901267583 / 1016584630, 14);
    expect(because).toMatch(
      /^the objective has about 2\d{5} operations written out, the limit is 100000; only/,
    );
  });

  it('takes the switches of symbolic differentiation', async () => {
    const words = ['--mlp', '2-3-2', '--wrt', 'W1[0,0], W2'];
    const scalar = await printed(...words);
    const swept = await printed(
      ...words,
      '--direction',
      'reverse',
      '--laws',
      'none',
      '--sharing',
      'reference',
    );
    const arrays = await printed('--mlp', '2-3-2', '--granularity', 'tensor', '--direction', 'reverse');
    expect(scalar).toMatchObject({ wrt: ['W1[0,0]', 'W2'], direction: 'forward' });
    expect(swept).toMatchObject({ laws: 'none', sharing: 'reference', direction: 'reverse' });
    expect(Number(arrays.primal.dag)).toBeLessThan(Number(scalar.primal.dag));
    expect((await printed('exp(x)^2', '--hot-spots', '0')).hotSpots).toEqual([]);
    expect((await printed('x*y*x', '--sharing', 'none')).derivative.dag).toBe('10');
  });

  it.each([
    [['x', '--wrt', ''], 'wrt: names of inputs, between commas, are required, got ""'],
    [
      ['--mlp', '2-2-2', '--wrt', 'W1[0,1]', '--direction', 'reverse', '--granularity', 'tensor'],
      'wrt: whole inputs (W1) are required for one sweep over arrays, got W1[0,1]',
    ],
    [['x', '--limit', 'many'], 'limit: a whole number is required, got "many"'],
    [['x', '--hot-spots', '-1'], 'hot-spots: a whole number is required'],
    [['x*y', '--wrt', 'z'], 'wrt: inputs or their elements are required, among x, y, got z'],
    [['x', '--wrt', 'x,x'], 'wrt: each number is named once, x is named twice'],
    [[], 'objective: one of EXPRESSION, --mlp and --model is required, got none'],
    [['x +'], 'a number, a name, a function or an opening ( is required'],
    [['3'], 'swell: an expression with an input is required, got 3'],
  ])('refuses %j', async (words, message) => {
    const { code, out, err } = await session('swell', ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
