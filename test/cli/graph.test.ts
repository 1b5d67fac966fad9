import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { session } from './session.ts';

describe('graph', () => {
  it('prints SVG with the numbers of the point', async () => {
    const { code, out } = await session('graph', 'sigmoid(w0*x0)', '--at', 'w0=2,x0=-1');
    expect(code).toBe(0);
    expect(out).toMatch(/^<svg [^]*>0\.119<[^]*<\/svg>\n$/);
  });

  it('draws a network at its own point, in the format of the file', async () => {
    const file = join(tmpdir(), `derivlab-graph-${String(process.pid)}`);
    const net = ['graph', '--mlp', '4-8-3', '--lambda', '1e-3', '--out'];
    for (const [ending, start] of [
      ['png', '\u0089PNG'],
      ['svg', '<svg '],
      ['dot', 'digraph {'],
    ] as const) {
      expect(await session(...net, `${file}.${ending}`)).toEqual({ code: 0, out: '', err: '' });
      expect(readFileSync(`${file}.${ending}`, 'latin1').startsWith(start)).toBe(true);
      rmSync(`${file}.${ending}`);
    }
  });

  it('writes whole powers with raised digits, and counts one node as one', async () => {
    expect((await session('graph', 'x^-12', '--format', 'dot')).out).toContain('"(·)⁻¹²"');
    expect((await session('graph', 'x')).out).toContain('with 1 node and 0 arrows.');
  });

  it.each([
    [['x*y', '--at', 'x=1'], 'at: a value for y is required, got x'],
    [['x*y', '--out', 'graph.gif'], 'out: a name that ends in .svg, .png, .dot is required, or --format'],
    [['x*y', '--out', join('no', 'such', 'folder', 'g.svg')], 'cannot be written (ENOENT)'],
    [['3'], 'graph: an input or an operation is required, got the number 3'],
    [['x*y', '--wrt', 'W1[0,1]'], 'wrt: W1[0,1] is not an input; the inputs are x, y'],
    [['x*y', '--fold', 'all'], 'fold: a whole number is required, got "all"'],
    [[], 'objective: one of EXPRESSION, --mlp and --model is required'],
  ])('refuses %j', async (words, message) => {
    const { code, out, err } = await session('graph', ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
