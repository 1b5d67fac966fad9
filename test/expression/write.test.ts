import fc from 'fast-check';
import { evaluate } from 'mathjs';
import { describe, expect, test } from 'vitest';
import { graph as k, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { latexName } from '../../src/expression/latex-name.ts';
import { parse } from '../../src/expression/parse.ts';
import { writeProgram } from '../../src/expression/program.ts';
import { read } from '../../src/expression/read.ts';
import { write } from '../../src/expression/write.ts';
import { apply } from '../../src/language/apply.ts';
import { arity, operations } from '../../src/language/numbers.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';

const x = input('x');
const y = input('y');
const z = input('z');
const c = (value: number) => k.constant(value);

type Point = Readonly<Record<string, number>>;
const numbers = tensors(float64);
const value = (e: Expr, at: Point): number =>
  read(e, numbers, (i) => ({ shape: [], data: [at[nameOf(i)]!] })).data[0]!;

function inJavaScript(text: string, at: Point): number {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const f = new Function(...Object.keys(at), `return ${text};`) as (...x: number[]) => number;
  return f(...Object.values(at));
}

/** The tree of a graph, as text without any notation. */
const structure = (e: Expr): string =>
  `${e.op}(${[...e.params.map((p) => (Object.is(p, -0) ? '-0' : String(p))), ...e.args.map(structure)].join(',')})`;

const pointwise = operations.filter((op) => arity[op] > 0);
const sample = (op: (typeof operations)[number]): Expr =>
  op === 'power' ? k.power(x, 3) : apply(k, op, [x, y, z].slice(0, arity[op]));

/** Random graphs of every row, with constants of every kind. */
const expressions = fc.letrec<{ e: Expr }>((tie) => ({
  e: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(x, y, z),
    fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1, 2, 1e21, -1e-7, Infinity, -Infinity, NaN)).map(c),
    fc.constant(k.pi()),
    fc.tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'pow', 'neg', 'square'), tie('e'), tie('e')).map(([op, a, b]) =>
      apply(k, op as 'add', [a, b].slice(0, arity[op as 'add'])),
    ),
    fc.tuple(tie('e'), fc.constantFrom(3, -1, 0.5, -2.5, 0, 1, 1e21)).map(([a, p]) => k.power(a, p)),
    fc.tuple(fc.constantFrom(...pointwise.filter((op) => op !== 'power')), tie('e'), tie('e'), tie('e')).map(([op, ...args]) =>
      apply(k, op, args.slice(0, arity[op])),
    ),
  ),
})).e; // prettier-ignore

/** A power with a number as its exponent reads back as `power`. */
const readsBack = (e: Expr): boolean =>
  !(e.op === 'pow' && e.args[1]!.op === 'constant') && e.args.every(readsBack);

describe('plain text', () => {
  const cases: [Expr, string][] = [
    [k.sub(x, k.sub(y, z)), 'x - (y - z)'],
    [k.sub(k.sub(x, y), z), 'x - y - z'],
    [k.add(x, k.add(y, z)), 'x + (y + z)'],
    [k.div(k.div(x, y), z), 'x / y / z'],
    [k.div(x, k.div(y, z)), 'x / (y / z)'],
    [k.div(x, k.mul(y, z)), 'x / (y * z)'],
    [k.mul(k.add(x, y), z), '(x + y) * z'],
    [k.add(k.mul(x, y), z), 'x * y + z'],
    [k.neg(k.square(x)), '-x^2'],
    [k.square(k.neg(x)), '(-x)^2'],
    [k.neg(k.mul(x, y)), '-(x * y)'],
    [k.mul(x, k.neg(y)), 'x * -y'],
    [k.mul(k.neg(x), y), '-x * y'],
    [k.neg(k.neg(x)), '-(-x)'],
    [k.pow(x, k.pow(y, z)), 'x^y^z'],
    [k.pow(k.pow(x, y), z), '(x^y)^z'],
    [k.pow(c(2), k.neg(x)), '2^-x'],
    [k.pow(x, k.div(c(1), y)), 'x^(1 / y)'],
    [k.power(x, -2), 'x^-2'],
    [k.power(k.sin(x), 0.5), 'sin(x)^0.5'],
    [k.square(k.square(x)), '(x^2)^2'],
    [k.square(c(-3)), '(-3)^2'],
    [k.neg(c(3)), '-(3)'],
    [k.neg(c(-3)), '-(-3)'],
    [k.mul(c(-3), x), '-3 * x'],
    [k.sub(x, c(-3)), 'x - -3'],
    [c(1e21), '1e+21'],
    [c(-0), '-0'],
    [c(-Infinity), '-Infinity'],
    [k.select(k.less(x, y), x, k.max(y, z)), 'select(less(x, y), x, max(y, z))'],
    [k.matmul(input('W1', [2, 3]), input('x', [3, 1])), 'matmul(W1, x)'],
    [k.sum(input('x', [2, 3]), [0]), 'sum(x, [0])'],
    [k.spread(input('x', [3]), [2, 3], [0]), 'spread(x, [2, 3], [0])'],
    [k.gather(input('x', [12]), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [12]), 'gather(x, [0, 1, … 12 in all], [12])'],
    [k.sub(input('W1[0,1]'), x), 'W1[0,1] - x'],
  ]; // prettier-ignore
  test.each(cases)('%#: %$', (e, text) => {
    expect(write(e)).toBe(text);
  });

  test('parse reads back an equal graph', () => {
    fc.assert(
      fc.property(expressions.filter(readsBack), (e) => {
        expect(structure(parse(write(e)))).toBe(structure(e));
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});

describe('mathjs text', () => {
  const at = { x: 0.6, y: 0.25, z: -1.5 };
  test.each(pointwise)('mathjs evaluates %s to our value', (op) => {
    const e = sample(op);
    for (const point of [at, { x: -0.4, y: 0.25, z: 2 }, { x: 0.25, y: 0.25, z: 1 }, { x: 0, y: 2, z: 3 }, { x: 3, y: 0.5, z: 2 }]) {
      const expected = value(e, point);
      const actual: unknown = evaluate(write(e, 'mathjs'), { ...point });
      if (Number.isNaN(expected)) continue;
      const error = Math.abs((actual as number) - expected);
      expect(actual === expected || error <= 1e-15 + 4e-15 * Math.abs(expected), `${write(e, 'mathjs')}: ${String(actual)}, ${String(expected)}`).toBe(true);
    }
  }); // prettier-ignore

  test('a branch is taken exactly, however near the switch is', () => {
    const near: [Expr, Point][] = [
      [k.step(x), { x: 1e-20 }],
      [k.less(x, y), { x: 1, y: 1 + 1e-15 }],
      [k.equal(x, y), { x: 1, y: 1 + 1e-15 }],
      [k.select(x, c(1), c(2)), { x: 1e-20 }],
      [k.carry(x, c(1e20)), { x: 1e-20 }],
    ];
    for (const [e, point] of near) expect(evaluate(write(e, 'mathjs'), { ...point })).toBe(value(e, point));
  });

  test('parse reads back an equal value', () => {
    fc.assert(
      fc.property(expressions, (e) => {
        const expected = value(e, at);
        const actual = value(parse(write(e, 'mathjs')), at);
        // 1 − erf has no digits in the tail of erfc, which a later division may blow up.
        const rounded = /erf|exp\(|log1p/.test(write(e, 'mathjs'));
        const close = Math.abs(actual - expected) <= 1e-12 * Math.abs(expected);
        expect(rounded || close || Object.is(actual, expected) || actual === expected).toBe(true);
      }),
      { numRuns: 1000, seed: 8 },
    );
  });

  test('a template stands in parentheses where it is an operand', () => {
    expect(write(k.mul(c(2), k.sigmoid(x)), 'mathjs')).toBe('2 * (1 / (1 + exp(-x)))');
    expect(write(k.sigmoid(k.add(x, y)), 'mathjs')).toBe('1 / (1 + exp(-(x + y)))');
    expect(write(k.sin(k.sigmoid(x)), 'mathjs')).toBe('sin(1 / (1 + exp(-x)))');
    expect(write(k.square(k.relu(x)), 'mathjs')).toBe('max(x, 0)^2');
    expect(write(k.select(k.less(x, y), x, z), 'mathjs')).toBe('(sign(y - x) == 1 ? x : z)');
  });

  test('an array operation has no mathjs text', () => {
    expect(() => write(k.sum(input('x', [2]), [0]), 'mathjs')).toThrow('got sum, which acts on arrays');
  });
});

describe('JavaScript text', () => {
  const at = { x: 0.6, y: 0.25, z: -1.5 };
  const has = pointwise.filter((op) => !['erf', 'erfc', 'gelu'].includes(op));
  test.each(has)('JavaScript evaluates %s to our value', (op) => {
    const e = sample(op);
    const expected = value(e, at);
    const actual = inJavaScript(write(e, 'javascript'), at);
    expect(Object.is(actual, expected) || Math.abs(actual - expected) <= 4e-16 * Math.abs(expected)).toBe(
      true,
    );
  });

  test.each([
    [k.square(x), 'x * x'],
    [k.square(k.sin(x)), 'Math.sin(x) ** 2'],
    [k.square(k.neg(x)), '(-x) ** 2'],
    [k.neg(k.neg(x)), '-(-x)'],
    [k.div(x, k.square(y)), 'x / (y * y)'],
    [k.pow(x, k.neg(y)), 'x ** -y'],
    [k.select(k.less(x, c(0)), x, k.pi()), '(x < 0 ? x : Math.PI)'],
    [k.select(x, y, k.neg(k.power(z, 3))), '(x !== 0 ? y : -(z ** 3))'],
    [k.add(input('W1[0,1]'), input('class')), 'input["W1[0,1]"] + input["class"]'],
  ])('%#: %$', (e, text) => {
    expect(write(e, 'javascript')).toBe(text);
  });

  test('random expressions', () => {
    fc.assert(
      fc.property(expressions, (e) => {
        let text: string;
        try {
          text = write(e, 'javascript');
        } catch (error) {
          expect((error as Error).message).toMatch(/got (erf|erfc|gelu), which it lacks/);
          return;
        }
        const expected = value(e, at);
        const actual = inJavaScript(text, at);
        const close = Math.abs(actual - expected) <= 1e-12 * Math.abs(expected);
        expect(close || Object.is(actual, expected) || actual === expected, text).toBe(true);
      }),
      { numRuns: 1000, seed: 9 },
    );
  });

  test('what Math lacks is refused', () => {
    expect(() => write(k.erf(x), 'javascript')).toThrow('requires functions of Math, got erf');
  });
});

describe('LaTeX', () => {
  const W = input('W1', [2, 3]);
  const v = input('x', [3, 1]);
  const [A, B] = [input('A', [2, 2]), input('B', [2, 2])];
  const transposed = (e: Expr) => k.transpose(e, [1, 0]);
  const cases: [Expr, string][] = [
    [k.mul(c(2), x), '2 x'],
    [k.mul(c(-2), x), '-2 x'],
    [k.mul(c(2), c(3)), '2 \\cdot 3'],
    [k.mul(c(2), k.pow(c(3), x)), '2 \\cdot 3^{x}'],
    [k.mul(c(2), k.div(x, y)), '2 \\cdot \\frac{x}{y}'],
    [k.mul(x, k.add(y, z)), 'x \\cdot \\left(y + z\\right)'],
    [k.mul(x, k.neg(y)), 'x \\cdot \\left(-y\\right)'],
    [k.add(x, c(-3)), 'x + \\left(-3\\right)'],
    [k.div(k.add(x, y), k.mul(x, y)), '\\frac{x + y}{x \\cdot y}'],
    [k.square(k.div(x, y)), '\\left(\\frac{x}{y}\\right)^{2}'],
    [k.square(k.sin(x)), '\\sin^{2}\\left(x\\right)'],
    [k.power(k.sin(x), -1), '\\sin\\left(x\\right)^{-1}'],
    [k.power(x, -1), 'x^{-1}'],
    [k.square(c(-2)), '\\left(-2\\right)^{2}'],
    [k.square(k.square(x)), '\\left(x^{2}\\right)^{2}'],
    [k.pow(x, k.add(y, c(1))), 'x^{y + 1}'],
    [k.sqrt(k.add(x, y)), '\\sqrt{x + y}'],
    [k.neg(k.sub(x, y)), '-\\left(x - y\\right)'],
    [k.exp(k.neg(x)), '\\exp\\left(-x\\right)'],
    [k.abs(k.sub(x, y)), '\\left|x - y\\right|'],
    [k.expm1(x), '\\operatorname{expm1}\\left(x\\right)'],
    [k.less(k.add(x, y), z), '\\left[x + y < z\\right]'],
    [k.select(k.less(x, y), x, k.neg(y)), '\\begin{cases}x & \\text{if } x < y \\\\ -y & \\text{otherwise}\\end{cases}'],
    [k.select(z, x, y), '\\begin{cases}x & \\text{if } z \\ne 0 \\\\ y & \\text{otherwise}\\end{cases}'],
    [k.mul(k.pi(), x), '\\pi \\cdot x'],
    [c(1e21), '10^{21}'],
    [k.mul(c(2.5e-7), x), '2.5 \\cdot 10^{-7} \\cdot x'],
    [k.square(c(1e21)), '\\left(10^{21}\\right)^{2}'],
    [c(-Infinity), '-\\infty'],
    [k.square(input('W1')), '\\left(W^{(1)}\\right)^{2}'],
    [k.matmul(W, v), 'W^{(1)} \\, x'],
    [k.matmul(A, k.matmul(B, A)), 'A \\, \\left(B \\, A\\right)'],
    [k.matmul(A, k.neg(B)), 'A \\, \\left(-B\\right)'],
    [transposed(A), 'A^{\\top}'],
    [transposed(W), '\\left(W^{(1)}\\right)^{\\top}'],
    [transposed(k.add(A, B)), '\\left(A + B\\right)^{\\top}'],
    [transposed(k.matmul(A, B)), '\\left(A \\, B\\right)^{\\top}'],
    [transposed(k.neg(A)), '\\left(-A\\right)^{\\top}'],
    [transposed(transposed(A)), '\\left(A^{\\top}\\right)^{\\top}'],
    [transposed(k.square(A)), '\\left(A^{2}\\right)^{\\top}'],
    [k.square(transposed(A)), '\\left(A^{\\top}\\right)^{2}'],
    [k.square(transposed(k.sin(A))), '\\left(\\sin\\left(A\\right)^{\\top}\\right)^{2}'],
    [k.mul(c(2), transposed(A)), '2 A^{\\top}'],
    [k.power(k.square(k.sin(x)), 3), '\\left(\\sin^{2}\\left(x\\right)\\right)^{3}'],
    [k.square(k.mul(k.sin(x), y)), '\\left(\\sin\\left(x\\right) \\cdot y\\right)^{2}'],
    [k.pow(k.pow(x, y), z), '\\left(x^{y}\\right)^{z}'],
    [k.pow(x, k.pow(y, z)), 'x^{y^{z}}'],
    [k.square(k.sqrt(x)), '\\sqrt{x}^{2}'],
    [k.sqrt(k.square(x)), '\\sqrt{x^{2}}'],
    [k.pow(k.div(x, y), k.div(y, z)), '\\left(\\frac{x}{y}\\right)^{\\frac{y}{z}}'],
    [k.power(k.neg(x), 3), '\\left(-x\\right)^{3}'],
    [k.neg(k.power(x, 3)), '-x^{3}'],
    [k.neg(k.neg(x)), '-\\left(-x\\right)'],
    [k.neg(k.div(x, y)), '-\\frac{x}{y}'],
    [k.sub(x, k.sub(y, z)), 'x - \\left(y - z\\right)'],
    [k.sub(k.sub(x, y), z), 'x - y - z'],
    [k.sub(x, k.neg(y)), 'x - \\left(-y\\right)'],
    [k.sub(x, k.mul(c(-2), z)), 'x - \\left(-2 z\\right)'],
    [k.carry(x, k.add(y, z)), 'x \\cdot \\left(y + z\\right)'],
    [k.select(k.mul(k.less(x, y), k.less(y, z)), x, y), '\\begin{cases}x & \\text{if } \\left[x < y\\right] \\cdot \\left[y < z\\right] \\ne 0 \\\\ y & \\text{otherwise}\\end{cases}'],
  ]; // prettier-ignore
  test.each(cases)('%#: %$', (e, text) => {
    expect(write(e, 'latex')).toBe(text);
  });

  test.each([
    ['x', 'x'],
    ['W1', 'W^{(1)}'],
    ['W1[0,1]', 'W^{(1)}_{0,1}'],
    ['b2[3]', 'b^{(2)}_{3}'],
    ['x1', 'x_{1}'],
    ['x_12', 'x_{12}'],
    ['W_1', 'W_{1}'],
    ['v_max', 'v_{\\mathit{max}}'],
    ['rate', '\\mathit{rate}'],
    ['theta', '\\theta'],
    ['theta2', '\\theta_{2}'],
    ['_x', '\\mathit{\\_x}'],
    ['a_b_c', '\\mathit{a\\_b\\_c}'],
    ['$', '\\$'],
    ['a{b}%#&~^\\', '\\mathit{a\\{b\\}\\%\\#\\&\\sim \\wedge \\backslash }'],
  ])('the name %s is %s', (name, text) => {
    expect(latexName(name)).toBe(text);
  });

  test('braces and delimiters balance', () => {
    fc.assert(
      fc.property(expressions, (e) => {
        const text = write(e, 'latex');
        const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
        expect(count(/(?<!\\)\{/g)).toBe(count(/(?<!\\)\}/g));
        expect(count(/\\left(?![a-z])/g) + count(/\\left\\/g)).toBe(count(/\\right(?![a-z])/g) + count(/\\right\\/g));
        expect(text).not.toMatch(/[-+] -|\\cdot -/);
      }),
      { numRuns: 1000, seed: 10 },
    );
  }); // prettier-ignore

  /** TeX refuses a second superscript on one base: a group after ^, and then another ^. */
  const hasTwoSuperscripts = (text: string): boolean => {
    const exponents: boolean[] = [];
    for (let i = 0; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '{') exponents.push(text[i - 1] === '^');
      else if (text[i] === '}' && exponents.pop()! && text[i + 1] === '^') return true;
    }
    return false;
  };

  test('no base has two superscripts', () => {
    expect(['A^{\\top}^{2}', 'x^{y^{z}}^{2}', 'x^{y^{2}^{3}}'].map(hasTwoSuperscripts)).toEqual([true, true, true]);
    expect(['{A}^{2}', 'x^{y^{z}}', '\\left(x^{2}\\right)^{3}', 'x^{2} + y^{2}'].some(hasTwoSuperscripts)).toBe(false);
    fc.assert(
      fc.property(expressions, (e) => {
        expect(hasTwoSuperscripts(write(e, 'latex'))).toBe(false);
      }),
      { numRuns: 1000, seed: 13 },
    );
    const matrices = fc.letrec<{ e: Expr }>((tie) => ({
      e: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.constantFrom(A, B, input('W1', [2, 2])),
        fc.tuple(fc.constantFrom(transposed, k.square, k.neg, k.sin, k.sqrt, (a: Expr) => k.power(a, 3)), tie('e')).map(([f, a]) => f(a)),
        fc.tuple(fc.constantFrom(k.add, k.sub, k.mul, k.div, k.pow, k.matmul), tie('e'), tie('e')).map(([f, a, b]) => f(a, b)),
      ),
    })).e;
    fc.assert(
      fc.property(matrices, (e) => {
        expect(hasTwoSuperscripts(write(e, 'latex'))).toBe(false);
      }),
      { numRuns: 1000, seed: 14 },
    );
  }); // prettier-ignore
});

describe('size', () => {
  test('depth costs no stack', () => {
    let e: Expr = x;
    for (let i = 0; i < 100_000; i++) e = k.add(e, y);
    expect(write(e)).toHaveLength(1 + 4 * 100_000);
    let deep: Expr = x;
    for (let i = 0; i < 100_000; i++) deep = k.sin(deep);
    expect(write(deep)).toHaveLength(1 + 5 * 100_000);
  });

  test('a text too long to be written is refused with its exact length', () => {
    let e: Expr = x;
    for (let i = 0; i < 200; i++) e = k.mul(e, e);
    // n(0) = 1 and n(i) = 2·n(i − 1) + 3, and 2 more for the parentheses on the right from i = 2 on.
    let length = 1n;
    for (let i = 0; i < 200; i++) length = 2n * length + 3n + (i > 0 ? 2n : 0n);
    expect(() => write(e)).toThrow(`the text has ${String(length)}`);
    expect(() => write(k.add(x, y), 'plain', 4)).toThrow('at most 4 characters are allowed, the text has 5');
    expect(write(k.add(x, y), 'plain', 5)).toBe('x + y');
  });

  test.each(['plain', 'mathjs', 'latex', 'javascript'] as const)('the %s length is known before', (style) => {
    fc.assert(
      fc.property(expressions, (e) => {
        let text: string;
        try {
          text = write(e, style);
        } catch {
          return;
        }
        expect(() => write(e, style, text.length - 1)).toThrow(RangeError);
        expect(write(e, style, text.length)).toBe(text);
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});

describe('a program', () => {
  test('names what occurs more than once, in order', () => {
    const a = k.sin(x);
    const b = k.mul(a, y);
    const roots = [
      { name: 'f', e: k.add(k.square(b), b) },
      { name: 'g', e: k.exp(a) },
      { name: 'h', e: b },
    ];
    expect(writeProgram(roots)).toEqual({
      statements: [
        { name: 't1', text: 'sin(x)' },
        { name: 't2', text: 't1 * y' },
      ],
      results: [
        { name: 'f', text: 't2^2 + t2' },
        { name: 'g', text: 'exp(t1)' },
        { name: 'h', text: 't2' },
      ],
    });
    expect(writeProgram(roots, 'latex').statements[1]).toEqual({ name: 't_{2}', text: 't_{1} \\cdot y' });
  });

  test('no name is an input', () => {
    const a = k.sin(input('t1'));
    expect(writeProgram([{ name: 't2', e: k.mul(a, a) }])).toEqual({
      statements: [{ name: 't3', text: 'sin(t1)' }],
      results: [{ name: 't2', text: 't3 * t3' }],
    });
  });

  test('its length is linear in the graph', () => {
    let e: Expr = x;
    for (let i = 0; i < 1000; i++) e = k.mul(e, e);
    const { statements, results } = writeProgram([{ name: 'f', e }]);
    expect(statements).toHaveLength(999);
    expect(results).toEqual([{ name: 'f', text: 't999 * t999' }]);
  });

  test('worked through, it gives the value', () => {
    fc.assert(
      fc.property(expressions, (a) => {
        const at = { x: 0.6, y: 0.25, z: -1.5 };
        const e = k.add(k.mul(a, k.sin(a)), a);
        const program = writeProgram([{ name: 'f', e }]);
        const scope: Record<string, number> = { ...at };
        for (const { name, text } of program.statements) scope[name] = value(parse(text), scope);
        expect(value(parse(program.results[0]!.text), scope)).toBe(value(e, at));
      }),
      { numRuns: 300, seed: 12 },
    );
  });
});
