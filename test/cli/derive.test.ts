import { instance } from '@viz-js/viz';
import katex from 'katex';
import { evaluate } from 'mathjs';
import { describe, expect, it, vi } from 'vitest';
import { reverse } from '../../src/differentiators/reverse.ts';
import { parse } from '../../src/expression/parse.ts';
import { elementNames } from '../../src/expression/scalars.ts';
import { toTensor } from '../../src/language/problem.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { valueAt } from '../expression/expressions.ts';
import * as catalogue from '../../src/lab/catalogue.ts';
import { session } from './session.ts';

describe('derive', () => {
  it('prints a derivative in the format that is asked for', async () => {
    const formats = {
      text: 'cos(x^2 - 1) * (2 * x)',
      latex: '\\cos',
      js: 'Math.cos',
      mathjs: 'cos(x^2 - 1)',
    };
    for (const [format, part] of Object.entries(formats)) {
      const { code, out } = await session('derive', 'sin(x^2 - 1)', '--format', format);
      expect(code).toBe(0);
      expect(out).toContain(part);
    }
  });

  it('prints the two passes of the five-input circuit, the sigmoid as one gate', async () => {
    const { out } = await session('derive', 'sigmoid(w0*x0 + w1*x1 + w2)', '--passes');
    expect(out).toContain('f = sigmoid(t4)');
    expect(out).toContain('d_t4 = f * (1 - f) * d_f');
    expect(out).toContain('d_w0 = x0 * d_t1');
  });

  it('prints the chain rule of a net, edge by edge, with what is transposed', async () => {
    const { out } = await session('derive', '--mlp', '2-3-1', '--prod');
    expect(out).toContain(
      '∂J/∂W2 = prod(∂J/∂o, ∂o/∂W2): multiplied on the right by h transposed, [1, 1] to [1, 3]',
    );
    expect(out).toContain('∂J/∂h = prod(∂J/∂o, ∂o/∂h): multiplied on the left by W2 transposed');
  });

  it('prints shared parts once, as JSON too', async () => {
    const words = ['derive', 'exp(sin(x)) * sin(x)', '--let'];
    const { out } = await session(...words);
    expect(out).toMatch(/^t1 = .*\n[^]*d\/dx = .*t1/);
    const { statements, derivatives } = JSON.parse((await session(...words, '--json')).out) as {
      statements: { name: string; text: string }[];
      derivatives: Record<string, string>;
    };
    const lines = [...statements, { name: 'd/dx', text: derivatives.x! }];
    expect(lines.map(({ name, text }) => `${name} = ${text}\n`).join('')).toBe(out);
  });

  it('tells of --let where a text would be too long', async () => {
    const product = Array(700).fill('sin(x)').join(' * ');
    const { code, err } = await session('derive', product);
    expect(code).toBe(2);
    expect(err).toMatch(/write: at most 1000000 characters .*; --let writes shared parts once/);
    expect((await session('derive', product, '--let')).code).toBe(0);
  });

  it('needs something to differentiate by', async () => {
    const { code, out, err } = await session('derive', '3');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('derivlab: derive: an expression with an input is required, got 3\n');
  });

  it('takes an expression that begins with a minus', async () => {
    expect((await session('derive', '-x^2')).out).toBe('-(2 * x)\n');
  });

  it.each([
    ['--passes', '--prod'],
    ['--passes', '--let'],
    ['--passes', '--laws', 'real'],
    ['--passes', '--sharing', 'none'],
    ['--prod', '--let'],
    ['--prod', '--laws', 'real'],
    ['--prod', '--sharing', 'none'],
    ['--prod', '--format', 'latex'],
  ])('with %s takes no %s', async (...words) => {
    const { code, out, err } = await session('derive', 'x', ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`option '${words[0]}' cannot be used with option '${words[1]}`);
  });

  it('differentiates a net by chosen weights, its numbers written out', async () => {
    const words = ['derive', '--mlp', '2-2-1', '--loss', 'squared-error', '--wrt', 'W1[0,0],W2'];
    const { code, out } = await session(...words, '--let');
    expect(code).toBe(0);
    expect(out.match(/^d\/d.* =/gm)).toEqual(['d/dW1[0,0] =', 'd/dW2[0,0] =', 'd/dW2[0,1] =']);
    const problem = mlp({ layers: [2, 2, 1], loss: 'squared-error' });
    const scope: Record<string, number> = {};
    for (const [name, value] of Object.entries(problem.at)) {
      const { shape, data } = toTensor(value);
      elementNames(name, shape).forEach((element, i) => (scope[element] = data[i]!));
    }
    for (const line of out.trim().split('\n')) {
      const [name, text] = line.split(' = ') as [string, string];
      scope[name] = valueAt(parse(text), scope);
    }
    const { gradient } = reverse().gradient(problem);
    expect(scope['d/dW1[0,0]']).toBeCloseTo((gradient!.W1 as number[][])[0]![0]!, 14);
    expect(scope['d/dW2[0,1]']).toBeCloseTo((gradient!.W2 as number[][])[0]![1]!, 14);
  });

  it('gives D2L’s matrix derivatives of a net from one sweep over whole arrays', async () => {
    const words = [
      ...['derive', '--mlp', '4-8-3', '--loss', 'squared-error', '--lambda', '0.5'],
      ...['--granularity', 'tensor', '--direction', 'reverse', '--let'],
    ];
    const { out } = await session(...words);
    expect(out).toMatch(/^d\/dW2 = .* \+ matmul\(t\d, transpose\(t\d, \[1, 0\]\)\)$/m);
    expect(out).toMatch(/^d\/dW1 = .*matmul\(transpose\(W2, \[1, 0\]\), t\d\), transpose\(x, \[1, 0\]\)\)$/m);
    const { out: latex } = await session(...words, '--format', 'latex');
    expect(latex).toContain('\\frac{\\partial J}{\\partial W^{(1)}} = 2 W^{(1)} \\cdot');
    for (const line of latex.trim().split('\n'))
      expect(katex.renderToString(line, { strict: 'error' })).toContain('katex');
    const refused = await session(...words, '--format', 'js');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('JavaScript text is about numbers, got');
  });

  const circuit = 'sigmoid(w0*x0 + w1*x1 + w2)';
  const programs: [string, Record<string, number>][] = [
    ['exp(sin(x)) * sin(x) + x*y', { x: 0.3, y: 2 }],
    ['x^y / max(x, y) - abs(x - y)^3', { x: 1.7, y: 0.6 }],
    [circuit, { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 }],
    ['class * t1 + relu(t1)', { class: 2, t1: 3 }],
    ['gradient * sin(d_x) * x', { gradient: 2, d_x: 3, x: 5 }],
  ];
  describe.each(programs)('of %s', (text, at) => {
    const truth = reverse().gradient(parse(text), at).gradient as Record<string, number>;

    it.each([[], ['--let'], ['--direction', 'reverse', '--let']])(
      'prints JavaScript that runs: %s',
      async (...words) => {
        const { out } = await session('derive', text, '--format', 'js', ...words);
        const names = Object.keys(at).filter((name) => name !== 'class');
        // eslint-disable-next-line @typescript-eslint/no-implied-eval
        const run = new Function(
          'input',
          ...names,
          `'use strict'; ${out}; return ${'gradient' in at ? '_gradient' : 'gradient'};`,
        ) as (...x: unknown[]) => Record<string, number>;
        const gradient = run(at, ...names.map((name) => at[name]));
        for (const [name, slope] of Object.entries(truth)) expect(gradient[name]).toBeCloseTo(slope, 13);
      },
    );

    it('prints lines that mathjs evaluates', async () => {
      const { out } = await session('derive', text, '--format', 'mathjs', '--let');
      const scope: Record<string, unknown> = { ...at };
      for (const line of out.trim().split('\n')) evaluate(line, scope);
      for (const [name, slope] of Object.entries(truth))
        expect(scope[`d_${name}` in at ? `dd_${name}` : `d_${name}`]).toBeCloseTo(slope, 13);
    });

    it('prints LaTeX that KaTeX renders', async () => {
      const { out } = await session('derive', text, '--format', 'latex', '--let');
      for (const line of out.trim().split('\n'))
        expect(katex.renderToString(line, { strict: 'error' })).toContain('katex');
      expect(out).toContain('\\frac{\\partial f}{\\partial ');
    });

    it('prints both passes as JavaScript that runs', async () => {
      if ('class' in at) return;
      const { out } = await session('derive', text, '--passes', '--format', 'js');
      const [name] = Object.keys(at) as [string];
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      const run = new Function(
        ...Object.keys(at),
        `'use strict'; ${out}; return ${'d_x' in at ? 'dd' : 'd'}_${name};`,
      ) as (...x: number[]) => number;
      expect(run(...Object.values(at))).toBeCloseTo(truth[name]!, 13);
    });
  });

  it('draws derivatives in DOT, a shared node once with --let and else at each occurrence', async () => {
    const viz = await instance();
    const count = async (...words: string[]): Promise<number> => {
      const { out } = await session('derive', 'exp(x) * sin(exp(x))', '--format', 'dot', ...words);
      const { objects } = JSON.parse(viz.renderString(out, { format: 'dot_json' })) as { objects: unknown[] };
      return objects.length;
    };
    const { sizes } = JSON.parse((await session('derive', 'exp(x) * sin(exp(x))', '--json')).out) as {
      sizes: Record<string, { tree: string; dag: number }>;
    };
    expect(await count()).toBe(Number(sizes.x!.tree) + 1);
    expect(await count('--let')).toBe(sizes.x!.dag + 1);
    const large = await session('derive', Array(300).fill('sin(x)').join(' * '), '--format', 'dot');
    expect(large.code).toBe(2);
    expect(large.err).toMatch(
      /at most 5000 nodes are allowed, there are \d+; --let writes shared parts once/,
    );
  });

  it('explains a derivation rule by rule, with the size after each step', async () => {
    const { code, out } = await session('derive', 'sin(x)^2 + x*y', '--explain');
    expect(code).toBe(0);
    expect(out).toMatch(
      /t2 = t1\^2 +power rule: \(u\^2\)′ = 2 \* u \* u′ +t2′ = 2 \* t1 \* t1′ +9 \/ 8 +7 \/ 6/,
    );
    expect(out).toContain('d/dx = 2 * sin(x) * cos(x) + y\n');
    const { derivations } = JSON.parse(
      (await session('derive', 'sin(x)^2 + x*y', '--explain', '--json')).out,
    ) as {
      derivations: { variable: string; steps: { rule: string; after: { tree: string } }[] }[];
    };
    expect(derivations.map(({ variable }) => variable)).toEqual(['x', 'y']);
    expect(derivations[0]!.steps.at(-1)).toMatchObject({ rule: 'sum rule', after: { tree: '9', dag: 8 } });
    const net = await session('derive', '--mlp', '2-2-1', '--explain', '--wrt', 'W2[0,1]');
    expect(net.out).toContain('By W2[0,1]');
  });

  it.each([
    ['--passes', '--explain'],
    ['--direction', 'reverse', '--explain'],
  ])('explains the reverse sweep with CS231n’s numbers: %s %s', async (...words) => {
    const { out } = await session('derive', circuit, ...words, '--at', 'w0=2,x0=-1,w1=-3,x1=-2,w2=-3');
    expect(out).toContain('f = sigmoid(t4) = 0.731');
    expect(out).toMatch(/t2 = w1 \* x1 = 6 +d_t2 = 0\.197 +w1 +x1 = −2 +x1 \* d_t2 = −0\.393/);
    for (const line of ['d_w0 = x0 * d_t1 = −0.197', 'd_x1 = w1 * d_t2 = −0.59', 'd_w2 = d_t4 = 0.197'])
      expect(out).toContain(line);
    const { steps } = JSON.parse((await session('derive', circuit, ...words, '--json')).out) as {
      steps: { upstream: { text: string; value: unknown } }[];
    };
    expect(steps.at(-1)!.upstream).toEqual({ text: 'd_t1', value: null });
  });

  it('tells how far it came where the limit is reached, and what would help', async () => {
    const net = ['derive', '--mlp', '4-8-3'];
    const shared = await session(...net, '--limit', '600');
    expect({ code: shared.code, out: shared.out }).toEqual({ code: 2, out: '' });
    expect(shared.err).toMatch(
      /600 nodes reached after \d+ of 56 derivatives; --limit and --seconds allow more/,
    );
    const tree = await session(...net, '--sharing', 'none', '--limit', '5000');
    expect(tree.err).toMatch(/trees of \d+ nodes, the limit is 5000; --sharing structure, with --let,/);
  });

  it('writes a whole net out only as far as it can be read', async () => {
    const { code, out, err } = await session('derive', '--mlp', '4-8-3');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/at most 1000000 characters are allowed, the derivatives have \d+; --let/);
    expect((await session('derive', '--mlp', '4-8-3', '--let')).out.length).toBeLessThan(60_000);
  });

  it.each([
    [['--at', 'x=1'], 'at: --explain of a sweep'],
    [['--seconds', '1.5'], 'seconds: a whole number is required, got "1.5"'],
    [
      ['--explain', '--direction', 'reverse', '--laws', 'real'],
      'explain: a sweep is told as it is, without --laws; got --laws real',
    ],
    [
      ['--explain', '--direction', 'reverse', '--granularity', 'scalar'],
      'explain: a sweep is told as it is, without --granularity',
    ],
    [['--limit', 'many'], 'limit: a whole number of nodes is required, got "many"'],
    [['--wrt', 'x,'], 'wrt: names of inputs, between commas, are required'],
    [['--wrt', 'y'], 'y is not an input'],
    [['--wrt', 'x,x'], 'x is named twice'],
    [['--explain', '--granularity', 'tensor'], 'explain: --direction reverse is required for whole arrays'],
    [
      ['--passes', '--format', 'dot'],
      'format: a way of writing statements is required with --passes, got dot',
    ],
    [['--explain', '--let'], 'cannot be used with'],
  ])('refuses %j', async (words, message) => {
    const { code, out, err } = await session('derive', 'x^2', ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('derive of an element', () => {
  const element = ['derive', '--mlp', '2-2-2', '--wrt', 'W1[0,1]'];

  it.each([
    [['--direction', 'reverse', '--granularity', 'tensor'], '--direction reverse --granularity tensor'],
    [['--passes'], '--passes'],
    [['--prod'], '--prod'],
    [['--explain', '--direction', 'reverse'], '--explain of a sweep'],
  ])('refuses to give the whole array for it, with %j', async (words, what) => {
    const { code, out, err } = await session(...element, ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`wrt: whole inputs (W1) are required with ${what}, got W1[0,1]`);
  });

  it('refuses an element that is named in its array, too', async () => {
    const { code, err } = await session('derive', '--mlp', '2-2-2', '--wrt', 'W1[0,1],W1');
    expect(code).toBe(2);
    expect(err).toContain('each number is named once, W1[0,1] is named twice');
  });

  it('counts elements from 1 for mathjs, which evaluates all of it on arrays', async () => {
    const net = ['--mlp', '2-3-2', '--bias', '--lambda', '0.1'];
    const { out } = await session('derive', ...net, '--format', 'mathjs', '--let');
    const found = JSON.parse((await session('diff', ...net, '--method', 'reverse', '--json')).out) as {
      at: Record<string, unknown>;
      methods: [{ gradient: { W1: number[][]; b2: number[] } }];
    };
    const scope: Record<string, unknown> = { ...found.at };
    evaluate(out, scope);
    const { W1, b2 } = found.methods[0].gradient;
    expect(scope.d_W1_3_2).toBeCloseTo(W1[2]![1]!, 13);
    expect(scope.d_b2_1).toBeCloseTo(b2[0]!, 13);
  });
});

describe('derive, names and limits', () => {
  it('calls gradients in a told sweep by one name throughout, which no input has', async () => {
    const { out } = await session('derive', 'd_x*sin(x)', '--explain', '--direction', 'reverse');
    expect(out).toMatch(/^dd_x = cos\(x\) \* dd_t1$/m);
  });

  it('names the result otherwise than the inputs in LaTeX', async () => {
    const { out } = await session('derive', 'f*J', '--format', 'latex', '--wrt', 'f,J');
    expect(out).toContain('\\frac{\\partial y}{\\partial f} = J');
  });

  it('says what carry is where a rule has it', async () => {
    const told = 'carry(a, b) is a · b, but 0 where a is 0.';
    expect((await session('derive', 'max(x, 2)', '--explain')).out).toContain(told);
    expect((await session('derive', 'sin(x)', '--explain')).out).not.toContain(told);
  });

  it('says how far it came where the time is over', async () => {
    const { code, err } = await session('derive', '--mlp', '16-32-8', '--let', '--seconds', '0');
    expect(code).toBe(2);
    expect(err).toMatch(
      /derive: \d+ nodes reached in 0 ms after 0 of 768 derivatives; --limit and --seconds allow more/,
    );
  });

  it('tells derivations up to a number of steps, and how many they were', async () => {
    const sum = Array.from({ length: 100 }, (_, i) => `sin(x${String(i)})`).join('+');
    const { code, out, err } = await session('derive', sum, '--explain');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/explain: 4000 steps reached after \d+ of 100 derivations; --wrt names fewer/);
  });
});

describe('list', () => {
  it('lists what can be asked for by name', async () => {
    const { code, out } = await session('list', '--json');
    expect(code).toBe(0);
    const found = JSON.parse(out) as Record<string, string[]>;
    expect(found.methods).toEqual([
      'numeric',
      'symbolic',
      'reverse',
      'forward',
      'complex-step',
      'mathjs',
      'nerdamer',
    ]);
    expect(found.experiments).toContain('01-worked-examples');
    expect(found.operations).toContain('gelu');
  });

  it('names nothing of which there is none', async () => {
    vi.spyOn(catalogue, 'catalogue').mockReturnValue([]);
    const { out } = await session('list');
    expect(out).toContain('losses\n  squared-error');
    expect(out).not.toContain('experiments');
    vi.restoreAllMocks();
  });
});

describe('help', () => {
  it('lists every loss, activation, data set, law and sharing', async () => {
    const { out } = await session('diff', '--help');
    const words = out.replace(/\s+/g, ' ');
    const all = JSON.parse((await session('list', '--json')).out) as Record<string, string[]>;
    for (const kind of ['losses', 'activations', 'data', 'laws', 'sharing'])
      expect(words).toContain(`(choices: ${all[kind]!.map((name) => `"${name}"`).join(', ')})`);
  });
});
