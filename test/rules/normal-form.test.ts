import { describe, expect, it } from 'vitest';
import { parse } from '../../src/expression/parse.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { normalForm, unheld } from '../../src/rules/normal-form.ts';

const { constant, div, neg, hold } = graph;
const labelOf = (e: Expr): string => normalForm(e).label;

describe('the normal form', () => {
  it('has one leaf for a literal, with its sign or as a quotient of whole numbers', () => {
    const literals: readonly [Expr, string][] = [
      [constant(-2), '-2'],
      [neg(constant(2)), '-2'],
      [div(constant(1), constant(3)), '1/3'],
      [neg(div(constant(1), constant(3))), '-1/3'],
      [div(constant(-1), constant(3)), '-1/3'],
      [constant(-0), '-0'],
      [graph.pi(), 'pi'],
    ];
    for (const [e, label] of literals)
      expect(normalForm(e)).toEqual({ label, kind: 'literal', operands: [] });
  });

  it('has operators over what is no literal', () => {
    expect(labelOf(neg(constant(-2)))).toBe('neg');
    expect(labelOf(div(constant(0.5), constant(2)))).toBe('/');
    expect(labelOf(div(constant(1), constant(-2)))).toBe('/');
    expect(labelOf(parse('1/x'))).toBe('/');
  });

  it('has a power for a square, a literal exponent and any other', () => {
    const exponents = ['x^2', 'x^-3', 'x^y'].map((text) => normalForm(parse(text)));
    expect(exponents.map(({ label }) => label)).toEqual(['^', '^', '^']);
    expect(exponents.map(({ exponent }) => exponent)).toEqual(['2', '-3', undefined]);
    expect(exponents.map(({ operands }) => operands.length)).toEqual([1, 1, 2]);
  });

  it('names operators by their signs, a minus before an operand neg, and functions by their names', () => {
    const texts = ['x + y', 'x - y', 'x * y', 'x / y', '-x', 'sin(x)', 'x > 0 ? x : y'];
    expect(texts.map((text) => labelOf(parse(text)))).toEqual(['+', '-', '*', '/', 'neg', 'sin', 'select']);
  });

  it('looks through hold', () => {
    const x = input('x');
    expect(unheld(hold(hold(x)))).toBe(x);
    expect(unheld(x)).toBe(x);
  });
});
