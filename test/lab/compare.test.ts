import { describe, expect, test } from 'vitest';
import {
  compare,
  complexStep,
  fixed,
  forward,
  mlp,
  numeric,
  parse,
  reverse,
  symbolic,
  type Comparison,
} from '../../src/index.ts';

const plain = (c: Comparison) => JSON.parse(JSON.stringify(c)) as Record<string, unknown>;
const methodsOf = (c: Comparison) => plain(c).methods as Record<string, unknown>[];

describe('a comparison as JSON', () => {
  const found = plain(compare('sin(x)^2', { x: 0.3 }));

  test('has the keys of the design, in its order', () => {
    expect(Object.keys(found)).toEqual(['id', 'expression', 'at', 'wrt', 'value', 'reference', 'methods']);
    expect(Object.keys(found.reference as object)).toEqual([
      'digits',
      'value',
      'gradient',
      'agreement',
      'because',
    ]);
    for (const method of found.methods as object[])
      expect(Object.keys(method)).toEqual([
        'method',
        'outcome',
        'because',
        'gradient',
        'verdict',
        'absoluteError',
        'relativeError',
        'ulps',
        'cost',
      ]);
  });

  test('has the point, the value and the truth, the truth as 50 digits of text', () => {
    expect(found).toMatchObject({
      id: null,
      expression: 'sin(x)^2',
      at: { x: 0.3 },
      wrt: ['x'],
      reference: { digits: 50, because: null },
    });
    expect(found.value).toBeCloseTo(0.08733219254516084, 16);
    const { value, gradient } = found.reference as { value: string; gradient: { x: string } };
    // sin²(0.3) and sin(0.6) at the double 0.3.
    expect(value).toMatch(/^0\.08733219254516084511\d{30,}$/);
    expect(gradient.x).toMatch(/^0\.5646424733950353\d{33,}$/);
  });

  test('compares numeric, symbolic and reverse, in this order, unless told', () => {
    expect((found.methods as { method: string }[]).map(({ method }) => method)).toEqual([
      'numeric',
      'symbolic',
      'reverse',
    ]);
  });

  test('says of each method its gradient, its errors, its verdict and its cost', () => {
    const [central, , exact] = found.methods as Record<string, Record<string, number | string>>[];
    expect(central).toMatchObject({
      outcome: 'ok',
      because: null,
      verdict: { x: 'accurate' },
      cost: { valueEvaluations: 1 },
    });
    // Within ten times its own estimate, though not to 2⁻⁴⁰; by more evaluations than two.
    expect((central!.relativeError as unknown as { x: number }).x).toBeGreaterThan(2 ** -40);
    expect((central!.cost as unknown as { evaluations: number }).evaluations).toBeGreaterThan(2);
    expect(exact).toMatchObject({ outcome: 'ok', verdict: { x: 'accurate' }, cost: { evaluations: 1 } });
    expect(exact!.ulps!.x).toBeLessThan(2);
    expect(central!.ulps!.x).toBeGreaterThan(1000);
  });

  test('counts occurrences as text: they may be beyond any double', () => {
    let text = 'x';
    for (let i = 0; i < 5; i++) text = `(${text})*(${text} + 1)`;
    const [, , exact] = methodsOf(compare(text, { x: 0.01 }));
    expect((exact!.cost as { occurrences: unknown }).occurrences).toMatch(/^\d+$/);
  });

  test('writes numbers that are not finite as text', () => {
    const [central, , exact] = methodsOf(compare('1/x', { x: 0 }));
    expect(exact!.gradient).toEqual({ x: '-Infinity' });
    expect(exact!.ulps).toEqual({ x: 'NaN' });
    expect(central!.outcome).toBe('non-finite');
    expect(plain(compare('log(x)', { x: -1 })).value).toBe('NaN');
    expect(plain(compare('x', { x: Infinity })).at).toEqual({ x: 'Infinity' });
    expect(JSON.stringify(compare('log(x)', { x: -1 }))).not.toContain(':null,"gradient":{"x":null');
  });

  test('has no truth on a branch, and says why; then nothing says accurate or wrong', () => {
    const c = plain(compare('abs(x)', { x: 0 }));
    expect(c.reference).toMatchObject({ value: null, gradient: null, agreement: 0 });
    expect((c.reference as { because: string }).because).toContain('on a branch of abs');
    for (const method of c.methods as Record<string, unknown>[])
      expect(method).toMatchObject({ outcome: 'branch', verdict: { x: 'unscored' } });
  });

  test('has nothing of a method that refuses but its reason', () => {
    const [refused] = methodsOf(compare('sin(x)', { x: 1 }, { methods: [symbolic({ limit: 1 })] }));
    expect(refused).toMatchObject({
      method: 'symbolic',
      outcome: 'refused',
      gradient: null,
      verdict: null,
      absoluteError: null,
      relativeError: null,
      ulps: null,
      cost: null,
    });
    expect(refused!.because).toContain('1 nodes reached');
  });

  test('keeps arrays in their shapes', () => {
    const p = mlp({ layers: [2, 2], seed: 1 });
    const [, , exact] = methodsOf(compare(p));
    expect(exact!.verdict).toEqual({
      W1: [
        ['accurate', 'accurate'],
        ['accurate', 'accurate'],
      ],
    });
    expect((plain(compare(p)).reference as { gradient: { W1: string[][] } }).gradient.W1[1]).toHaveLength(2);
  });

  test('takes an id, a name, digits and wrt', () => {
    const c = plain(
      compare('x*y', { x: 2, y: 3 }, { id: 'a', expression: 'the product', digits: 60, wrt: ['y'] }),
    );
    expect(c).toMatchObject({ id: 'a', expression: 'the product', wrt: ['y'], reference: { digits: 60 } });
    expect(methodsOf(compare('x*y', { x: 2, y: 3 }, { wrt: ['y'] }))[2]!.gradient).toEqual({ y: 2 });
  });
});

describe('what is compared', () => {
  test('may be text, an expression, a model or a problem', () => {
    const answers = [
      compare('x^2', { x: 3 }),
      compare(parse('x^2'), { x: 3 }),
      compare((k, { x }) => k.square(x!), { x: 3 }),
    ].map((c) => methodsOf(c)[2]!.gradient);
    expect(answers).toEqual([{ x: 6 }, { x: 6 }, { x: 6 }]);
    expect(compare(parse('x^2 + 1'), { x: 3 }).expression).toBe('x^2 + 1');
    const p = mlp({ layers: [4, 8, 3], seed: 1 });
    expect(compare(p).expression).toMatch(/^an objective of (4 inputs|x, y, W1, W2)/);
  });

  test('by all five methods agrees on a smooth net', () => {
    const p = mlp({ layers: [2, 3, 2], activation: 'gelu', seed: 1 });
    const methods = [numeric(), symbolic(), reverse(), forward(), complexStep()];
    const c = compare(p, undefined, { methods });
    expect(c.trials.map(({ result }) => result.method)).toEqual([
      'numeric',
      'symbolic',
      'reverse',
      'forward',
      'complex-step',
    ]);
    for (const { score } of c.trials.slice(1)) expect(score!.normwise).toBeLessThan(1e-14);
    expect(c.trials[0]!.score!.normwise).toBeGreaterThan(1e-13);
  });

  test('takes a problem’s point, changed where told', () => {
    const p = mlp({ layers: [2, 2], seed: 1 });
    const zero = {
      W1: [
        [0, 0],
        [0, 0],
      ],
    };
    expect(compare(p, zero).reference.value.toSignificantDigits(15).toNumber()).toBeCloseTo(Math.log(2), 14);
  });

  test.each<[string, () => unknown, string]>([
    ['a missing value', () => compare('x*y', { x: 1 }), 'a value for y is required, got x'],
    ['an extra value', () => compare('x', { x: 1, z: 1 }), 'z is not an input; the inputs are x'],
    [
      'an unknown wrt',
      () => compare('x', { x: 1 }, { wrt: ['q'] }),
      'wrt: q is not an input; the inputs are x',
    ],
    ['a wrong shape', () => compare('x', { x: [1] }), 'x has shape [], got [1]'],
    ['too few digits', () => compare('x', { x: 1 }, { digits: 10 }), 'from 35 to 800 is required, got 10'],
    ['a text that is none', () => compare('sin(x', { x: 1 }), '^'],
  ])('is refused with what was required and found: %s', (_, ask, message) => {
    expect(ask).toThrow(message);
  });
});

describe('a comparison as a table', () => {
  test('in Markdown has a row for each method and component, under a sentence on the truth', () => {
    const text = compare('sin(x)^2', { x: 0.3 }).table('markdown');
    const lines = text.trim().split('\n');
    expect(lines[0]).toContain('0.08733219254516084511');
    expect(lines[0]).toContain('reverse, symbolic, central difference');
    const cells = (line: string) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1);
    expect(cells(lines[2]!)).toEqual([
      'method',
      'by',
      'derivative',
      'relative error',
      'ulps',
      'outcome',
      'verdict',
      'evaluations',
      'operations',
    ]);
    expect(lines.slice(4).map((line) => cells(line)[0])).toEqual(['numeric', 'symbolic', 'reverse']);
    expect(cells(lines[6]!)).toMatchObject({ 1: 'x', 5: 'ok', 6: 'accurate', 7: '1' });
    expect(Math.abs(Number(cells(lines[6]!)[2]) - 0.5646424733950353)).toBeLessThan(1e-15);
  });

  test('gives the reasons of all that is not ok, and shows no error without a truth', () => {
    const text = compare('abs(x)', { x: 0 }).table('markdown');
    expect(text).toContain('unscored, the point is on a branch of abs');
    expect(text).toContain('reverse: the point is on a branch of abs.');
    expect(text).not.toMatch(/accurate|wrong|NaN/);
  });

  test('of many components has one row for each method', () => {
    const p = mlp({ layers: [4, 8, 3], seed: 1 });
    const lines = compare(p).table('csv').trim().split(/\r?\n/);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/norm-?wise/);
    expect(lines[1]).toContain('56');
  });

  test('shows a wrong derivative as wrong', () => {
    const text = compare('x^3', { x: 1 }, { methods: [numeric({ step: fixed(1) })] }).table('markdown');
    expect(text).toMatch(/\| +3\.3e-1 .*\| ok .*\| wrong/);
    // 3 is the truth, 4 what was computed: off by a third.
    expect(
      compare('x^3', { x: 1 }, { methods: [numeric({ step: fixed(1) })] }).trials[0]!.score!.maximumRelative,
    ).toBeCloseTo(1 / 3, 14);
  });
});
