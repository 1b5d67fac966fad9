import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { graph as k, input, type Expr } from '../../src/expression/expr.ts';
import { writeProgram } from '../../src/expression/program.ts';
import { write } from '../../src/expression/write.ts';
import { derivative } from '../../src/differentiators/symbolic.ts';
import { expressionsOf, pointwise, sample, x } from './expressions.ts';

/** What KaTeX makes of a formula; throws where it is not LaTeX, or is LaTeX of doubtful manners. */
const rendered = (formula: string): string =>
  katex.renderToString(formula, { throwOnError: true, strict: 'error', output: 'html' });

describe('KaTeX', () => {
  test('refuses what is wrong, so that a pass means something', () => {
    for (const wrong of ['x^{2}^{3}', '\\left(x', '\\frac{x', 'W_\\top^'])
      expect(() => rendered(wrong)).toThrow();
  });

  test.each(pointwise)('renders %s and its derivative', (op) => {
    for (const e of [sample(op), derivative(sample(op), 'x'), k.square(sample(op)), k.neg(sample(op))])
      expect(rendered(write(e, 'latex'))).toContain('katex');
  });

  test('renders random expressions of all functions, whole and with shared parts named', () => {
    fc.assert(
      fc.property(expressionsOf(pointwise), (e) => {
        expect(rendered(write(e, 'latex'))).toContain('katex');
        const { statements, results } = writeProgram([{ name: 'f', e: k.add(e, k.sin(e)) }], 'latex');
        for (const { name, text } of [...statements, ...results])
          expect(rendered(`${name} = ${text}`)).toContain('katex');
      }),
      { numRuns: 200, seed: 21 },
    );
  });

  const [W, A] = [input('W1', [2, 3]), input('A', [3, 3])];
  const arrays: [string, Expr, string][] = [
    ['a product', k.matmul(W, A), 'W^{(1)} \\, A'],
    ['an elementwise product', k.mul(A, A), 'A \\odot A'],
    [
      'one within the other',
      k.matmul(k.mul(A, k.exp(A)), A),
      '\\left(A \\odot \\exp\\left(A\\right)\\right) \\, A',
    ],
    ['the other within the one', k.mul(A, k.matmul(A, A)), 'A \\odot \\left(A \\, A\\right)'],
    ['a transpose', k.matmul(A, k.transpose(W, [1, 0])), 'A \\, \\left(W^{(1)}\\right)^{\\top}'],
    ['a number that is spread', k.mul(A, k.spread(k.constant(0.5), [3, 3], [0, 1])), 'A \\cdot 0.5'],
    [
      'a vector that is spread',
      k.spread(input('b', [3]), [3, 3], [0]),
      '\\operatorname{spread}\\left(b\\right)',
    ],
    ['a sum', k.sum(A, [0]), '\\sum\\left(A\\right)'],
    ['a maximum', k.maxOver(A, [0]), '\\max\\left(A\\right)'],
    ['a gather', k.gather(A, [0, 1], [2]), '\\operatorname{gather}\\left(A\\right)'],
  ];
  test.each(arrays)('renders %s', (_, e, text) => {
    expect(write(e, 'latex')).toBe(text);
    expect(rendered(text)).toContain('katex');
  });

  test.each(['a{b}%#&~^\\', '_x', 'v_max', 'W1[0,1]', 'theta2', 'a_b_c', '$'])(
    'renders the name %s',
    (name) => {
      expect(rendered(write(k.add(input(name), x), 'latex'))).toContain('katex');
    },
  );
});
