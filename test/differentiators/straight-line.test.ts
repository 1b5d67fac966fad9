import { describe, expect, test } from 'vitest';
import type { Point } from '../../src/language/problem.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { straightLine, writeStraightLine } from '../../src/differentiators/straight-line.ts';
import { input, nameOf } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { read } from '../../src/expression/read.ts';
import { objective, trace, traceProblem } from '../../src/expression/trace.ts';
import { write } from '../../src/expression/write.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { mlp } from '../../src/objectives/mlp.ts';

/** The printed program carried out, statement by statement; no name is used before it is set, or set twice. */
function run(text: string, at: Readonly<Record<string, number>>): Map<string, number> {
  const values = new Map(Object.entries(at));
  for (const line of text.split('\n').filter((l) => l !== '')) {
    const [, name, right] = /^(\S+) = (.*)$/.exec(line)!;
    expect(values.has(name!), line).toBe(false);
    const value = read(parse(right!), tensors(float64), (leaf) => {
      expect(values.has(nameOf(leaf)), line).toBe(true);
      return { shape: [], data: [values.get(nameOf(leaf))!] };
    });
    values.set(name!, value.data[0]!);
  }
  return values;
}

const lines = (text: string): string[] =>
  writeStraightLine(straightLine(objective(parse(text))))
    .split('\n')
    .filter((l) => l !== '');

describe('straight-line code', () => {
  test('of σ(w0x0 + w1x1 + w2) has the sigmoid as one gate, and one line for each gradient, in reverse', () => {
    expect(writeStraightLine(straightLine(objective(parse('sigmoid(w0*x0 + w1*x1 + w2)'))))).toBe(
      [
        't1 = w0 * x0',
        't2 = w1 * x1',
        't3 = t1 + t2',
        't4 = t3 + w2',
        'f = sigmoid(t4)',
        '',
        'd_f = 1',
        'd_t4 = f * (1 - f) * d_f',
        'd_w2 = d_t4',
        'd_t3 = d_t4',
        'd_t2 = d_t3',
        'd_x1 = w1 * d_t2',
        'd_w1 = x1 * d_t2',
        'd_t1 = d_t3',
        'd_x0 = w0 * d_t1',
        'd_w0 = x0 * d_t1',
        '',
      ].join('\n'),
    );
  });

  test.each<[string, Record<string, number>]>([
    ['sigmoid(w0*x0 + w1*x1 + w2)', { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 }],
    ['sin(x*y)/(x - y)^2 + exp(-x)', { x: 0.7, y: 1.9 }],
    ['x*x*x', { x: 3 }],
    ['x', { x: 3 }],
    ['max(x, y)*relu(x - y) + abs(y)', { x: 2, y: -1 }],
    ['x^y + log(x)', { x: 2, y: 3 }],
    ['sqrt(x)/tan(y) - x/3 + 2', { x: 2, y: 0.5 }],
    ['t1*t2 + sin(t1)', { t1: 2, t2: 3 }],
    ['f*sin(f)', { f: 2 }],
    ['sin(x)*d_x*x', { x: 2, d_x: 3 }],
    ['x*d_x*d_d_x', { x: 2, d_x: 3, d_d_x: 5 }],
    ['x*d_t1 + sin(x)', { x: 2, d_t1: 3 }],
  ])('of %s, carried out, gives its value and gradient', (text, at) => {
    const o = objective(parse(text));
    const program = straightLine(o);
    const values = run(writeStraightLine(program), at);
    const { value, gradient } = reverse().gradient(o, at);
    expect(values.get(program.forward.at(-1)?.name ?? 'x')).toBe(value);
    // The last line for each input is its gradient, whatever the prefix.
    for (const name of o.wrt) {
      const line = program.backward.find((s) => /^d+_/.exec(s.name) && s.name.replace(/^d+_/, '') === name);
      expect(values.get(line!.name)).toBeCloseTo(gradient![name] as number, 13);
    }
  });

  test('has one statement for each operation, and none for constants', () => {
    expect(lines('sin(2*x)').slice(0, 2)).toEqual(['t1 = 2 * x', 'f = sin(t1)']);
    expect(lines('sin(2*x)')).toHaveLength(5);
  });

  test('writes the two uses of a shared value as one sum', () => {
    const o = trace(
      (k, { x }) => {
        const u = k.exp(x!);
        return { result: k.add(k.sin(u), k.square(u)), names: { u } };
      },
      { x: [] },
    );
    const { forward, backward } = straightLine(o);
    expect(forward.filter(({ text }) => text.startsWith('exp'))).toHaveLength(1);
    const du = backward.find(({ name }) => name === 'd_u')!;
    expect(du.text).toContain('+');
    const at: Point = { x: 0.3 };
    expect(run(writeStraightLine(straightLine(o)), { x: 0.3 }).get('d_x')).toBeCloseTo(
      reverse().gradient(o, at).gradient!.x as number,
      14,
    );
  });

  test('gives an input that does not matter a gradient of 0', () => {
    const o = trace((k, { x, y }) => k.add(k.sin(x!), k.hold(y!)), { x: [], y: [] });
    expect(straightLine(o).backward.at(-1)).toEqual({ name: 'd_y', text: '0' });
  });

  test('leaves out what is not asked for', () => {
    const o = objective(parse('x*exp(y)'), ['x']);
    expect(straightLine(o).backward.map(({ name }) => name)).toEqual(['d_f', 'd_x']);
  });

  test('of a net has D2L’s names and formulas', () => {
    const text = writeStraightLine(
      straightLine(traceProblem(mlp({ layers: [3, 4, 2], loss: 'squared-error' }))),
    );
    for (const line of [
      'z = matmul(W1, x)',
      'h = tanh(z)',
      'o = matmul(W2, h)',
      'd_J = 1',
      'd_h = matmul(transpose(W2, [1, 0]), d_o)',
      'd_z = (1 - h^2) * d_h',
      'd_W1 = matmul(d_z, transpose(x, [1, 0]))',
      'd_W2 = matmul(d_o, transpose(h, [1, 0]))',
    ])
      expect(text.split('\n')).toContain(line);
  });

  test('can be written as JavaScript', () => {
    const { forward } = straightLine(objective(parse('sin(x)^3')), 'javascript');
    expect(forward[0]).toEqual({ name: 't1', text: 'Math.sin(x)' });
  });

  test.each(['plain', 'mathjs', 'latex', 'javascript'] as const)(
    'has in %s one name for one thing, where it is set and where it is used',
    (style) => {
      const o = objective(parse('sin(x1*x2) + exp(x1*x2)'));
      const { forward, backward } = straightLine(o, style);
      const set = [...forward, ...backward];
      // All but f and the gradients of the inputs are used further down.
      const last = new Set(['x1', 'x2'].map((name) => write(input(`d_${name}`), style)));
      for (const [i, { name }] of set.entries())
        if (name !== 'f' && !last.has(name))
          expect(
            set.slice(i + 1).some(({ text }) => text.includes(name)),
            name,
          ).toBe(true);
      expect(backward.filter(({ name }) => last.has(name))).toHaveLength(2);
    },
  );

  test('can be written in LaTeX', () => {
    const { forward, backward } = straightLine(objective(parse('sin(x1)^3')), 'latex');
    expect(forward).toEqual([
      { name: 't_{1}', text: '\\sin\\left(x_{1}\\right)' },
      { name: 'f', text: 't_{1}^{3}' },
    ]);
    expect(backward.map(({ name }) => name)).toEqual(['d_{f}', 'd_{\\mathit{t1}}', 'd_{\\mathit{x1}}']);
    expect(backward[2]!.text).toContain('d_{\\mathit{t1}}');
  });
});
