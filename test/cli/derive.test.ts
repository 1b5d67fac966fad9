import { describe, expect, it, vi } from 'vitest';
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

  it('says that arrays have no scalar derivative', async () => {
    const { code, err } = await session('derive', '--mlp', '2-3-1');
    expect(code).toBe(2);
    expect(err).toContain('--passes and --prod take arrays');
  });
});

describe('list', () => {
  it('lists what can be asked for by name', async () => {
    const { code, out } = await session('list', '--json');
    expect(code).toBe(0);
    const found = JSON.parse(out) as Record<string, string[]>;
    expect(found.methods).toEqual(['numeric', 'symbolic', 'reverse', 'forward', 'complex-step']);
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
