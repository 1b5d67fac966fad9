import { describe, expect, it } from 'vitest';
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
});
