import { describe, expect, test } from 'vitest';
import type { Algebra } from '../../src/language/algebra.ts';
import { extent } from '../../src/expression/extent.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { read } from '../../src/expression/read.ts';
import { sharing } from '../../src/expression/share.ts';
import { obey, type Laws } from '../../src/expression/simplify.ts';
import { write } from '../../src/expression/write.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { pointwise } from '../../src/rules/pointwise.ts';

const [x, y] = [input('x'), input('y')];
type K = Algebra<Expr>;

/** What an expression becomes under each level of laws, as text. */
const under = (laws: Laws, build: (k: K) => Expr): string => write(build(obey(laws, graph)));
const levels = (build: (k: K) => Expr): string[] =>
  (['none', 'exact', 'real'] as const).map((laws) => under(laws, build));

describe('laws', () => {
  test('none leave everything as it is written', () => {
    expect(obey('none', graph)).toBe(graph);
  });

  test.each<[string, (k: K) => Expr, string]>([
    ['1·x = x', (k) => k.mul(k.constant(1), x), 'x'],
    ['x·1 = x', (k) => k.mul(x, k.constant(1)), 'x'],
    ['−1·x = −x', (k) => k.mul(k.constant(-1), x), '-x'],
    ['−(−x) = x', (k) => k.neg(k.neg(x)), 'x'],
    ['x + (−y) = x − y', (k) => k.add(x, k.neg(y)), 'x - y'],
    ['(−x) + y = y − x', (k) => k.add(k.neg(x), y), 'y - x'],
    ['x − (−y) = x + y', (k) => k.sub(x, k.neg(y)), 'x + y'],
    ['x − 0 = x', (k) => k.sub(x, k.constant(0)), 'x'],
    ['x/1 = x', (k) => k.div(x, k.constant(1)), 'x'],
    ['x¹ = x', (k) => k.power(x, 1), 'x'],
    ['x⁰ = 1', (k) => k.power(x, 0), '1'],
    ['(−x)² = x²', (k) => k.square(k.neg(x)), 'x^2'],
    ['select(1, x, y) = x', (k) => k.select(k.constant(1), x, y), 'x'],
  ])('that are exact hold at the level exact, and above: %s', (_, build, text) => {
    expect(under('exact', build)).toBe(text);
    expect(under('real', build)).toBe(text);
    expect(under('none', build)).not.toBe(text);
  });

  test.each<[string, (k: K) => Expr, string, string]>([
    ['0·x, which is NaN at ∞ and −0 below 0', (k) => k.mul(k.constant(0), x), '0 * x', '0'],
    ['x·0', (k) => k.mul(x, k.constant(0)), 'x * 0', '0'],
    ['x − x, which is NaN at ∞', (k) => k.sub(x, x), 'x - x', '0'],
    ['x/x, which is NaN at 0', (k) => k.div(x, x), 'x / x', '1'],
    ['x + 0, which is 0 at −0', (k) => k.add(x, k.constant(0)), 'x + 0', 'x'],
    ['0 − x, which is 0 at 0', (k) => k.sub(k.constant(0), x), '0 - x', '-x'],
    ['log exp x, which overflows', (k) => k.log(k.exp(x)), 'log(exp(x))', 'x'],
    ['√(x²), which overflows', (k) => k.sqrt(k.square(x)), 'sqrt(x^2)', 'abs(x)'],
  ])('that are only real stay out of the level exact: %s', (_, build, exact, real) => {
    expect(levels(build).slice(1)).toEqual([exact, real]);
  });

  // With the two tables above, every law about numbers.
  test.each<[string, (k: K) => Expr]>([
    ['-x', (k) => k.mul(x, k.constant(-1))],
    ['-x', (k) => k.div(x, k.constant(-1))],
    ['1 / x', (k) => k.power(x, -1)],
    ['relu(x)', (k) => k.relu(k.relu(x))],
    ['abs(x)', (k) => k.abs(k.neg(x))],
    ['abs(x)', (k) => k.abs(k.abs(x))],
    ['sign(x)', (k) => k.sign(k.sign(x))],
    ['step(x)', (k) => k.step(k.step(x))],
    ['floor(x)', (k) => k.floor(k.floor(x))],
    ['0', (k) => k.less(x, x)],
    [write(graph.equal(x, y)), (k) => k.equal(k.neg(x), k.neg(y))],
    ['y', (k) => k.select(k.constant(0), x, y)],
    ['y', (k) => k.select(x, y, y)],
    ['x', (k) => k.min(x, x)],
    ['x', (k) => k.max(x, x)],
    ['0', (k) => k.carry(k.constant(0), x)],
    ['x', (k) => k.carry(k.constant(1), x)],
    ['-x', (k) => k.carry(k.constant(-1), x)],
  ])('make %s at the level exact, and above', (text, build) => {
    expect(under('exact', build)).toBe(text);
    expect(under('real', build)).toBe(text);
    expect(under('none', build)).not.toBe(text);
  });

  test.each([
    [2, 3],
    [5, 7],
    [1, 0],
  ])('leave an array of %d × %d that is put back as it was, at the level exact', (rows, columns) => {
    const k = obey('exact', graph);
    const [A, B] = [input('A', [rows, columns]), input('B', [columns, 4])];
    const inOrder = Array.from({ length: rows * columns }, (_, i) => i);
    const transposed = (e: Expr) => k.transpose(e, [1, 0]);
    expect(k.sum(A, [])).toBe(A);
    expect(k.spread(A, [rows, columns], [])).toBe(A);
    expect(k.reshape(A, [rows, columns])).toBe(A);
    expect(k.reshape(k.reshape(A, [rows * columns]), [rows, columns])).toBe(A);
    expect(transposed(transposed(A))).toBe(A);
    expect(k.matmul(transposed(B), transposed(A))).toEqual(transposed(graph.matmul(A, B)));
    expect(k.gather(A, inOrder, [rows, columns])).toBe(A);
    expect(k.scatter(A, inOrder, [rows, columns])).toBe(A);
    expect(k.maxOver(A, [])).toBe(A);
    expect(k.minOver(A, [])).toBe(A);
    if (columns > 0) expect(k.maxOver(k.maxOver(A, [1]), [0])).toEqual(graph.maxOver(A, [0, 1]));
    expect(k.sum(k.sum(A, [1]), [0])).toEqual(graph.sum(graph.sum(A, [1]), [0]));
    expect(obey('real', graph).sum(graph.sum(A, [1]), [0])).toEqual(graph.sum(A, [0, 1]));
  });

  test('leave alone what only looks like it', () => {
    const k = obey('exact', graph);
    const [C, v] = [input('C', [2, 3, 4]), input('v', [3])];
    const turned = k.transpose(k.transpose(C, [1, 2, 0]), [1, 2, 0]);
    expect(turned.op).toBe('transpose');
    expect(k.gather(v, [0, 2, 1], [3]).op).toBe('gather');
    expect(k.scatter(v, [0, 1, 2], [4]).op).toBe('scatter');
    expect(k.reshape(k.reshape(C, [24]), [4, 6]).op).toBe('reshape');
  });

  test('make a square of a power, and hold once', () => {
    const k = obey('exact', graph);
    expect(k.power(x, 2)).toEqual(graph.square(x));
    expect(k.hold(k.hold(x))).toEqual(graph.hold(x));
  });

  test.each<[string, (k: K) => Expr]>([
    ['x', (k) => k.add(k.constant(0), x)],
    ['0', (k) => k.div(k.constant(0), x)],
    ['x', (k) => k.square(k.sqrt(x))],
    ['x', (k) => k.cbrt(k.power(x, 3))],
    ['x', (k) => k.pow(x, k.constant(1))],
    ['1', (k) => k.pow(x, k.constant(0))],
    ['x', (k) => k.exp(k.log(x))],
    ['exp(x + y)', (k) => k.mul(k.exp(x), k.exp(y))],
    ['expm1(x)', (k) => k.sub(k.exp(x), k.constant(1))],
    ['x', (k) => k.log1p(k.expm1(x))],
    ['x', (k) => k.log2(k.exp(k.mul(k.log(k.constant(2)), x)))],
    ['x', (k) => k.log10(k.exp(k.mul(k.log(k.constant(10)), x)))],
    ['-sin(x)', (k) => k.sin(k.neg(x))],
    ['cos(x)', (k) => k.cos(k.neg(x))],
    ['1', (k) => k.add(k.square(k.sin(x)), k.square(k.cos(x)))],
    ['tan(x)', (k) => k.div(k.sin(x), k.cos(x))],
    ['x', (k) => k.sin(k.asin(x))],
    ['x', (k) => k.cos(k.acos(x))],
    ['x', (k) => k.tan(k.atan(x))],
    ['atan(x)', (k) => k.atan2(x, k.constant(1))],
    ['x', (k) => k.sinh(k.asinh(x))],
    ['sqrt(1 + x^2)', (k) => k.cosh(k.asinh(x))],
    ['tanh(x)', (k) => k.div(k.sinh(x), k.cosh(x))],
    ['x', (k) => k.asinh(k.sinh(x))],
    ['x', (k) => k.cosh(k.acosh(x))],
    ['x', (k) => k.atanh(k.tanh(x))],
    ['sigmoid(x)', (k) => k.div(k.constant(1), k.add(k.constant(1), k.exp(k.neg(x))))],
    ['softplus(x)', (k) => k.log(k.add(k.constant(1), k.exp(x)))],
    ['gelu(x)', (k) => k.div(k.mul(x, k.erfc(k.neg(k.div(x, k.sqrt(k.constant(2)))))), k.constant(2))],
    ['-erf(x)', (k) => k.erf(k.neg(x))],
    ['erfc(x)', (k) => k.sub(k.constant(1), k.erf(x))],
    ['x', (k) => k.carry(x, k.constant(1))],
    ['0', (k) => k.carry(x, k.constant(0))],
  ])('make %s at the level real only', (text, build) => {
    expect(under('real', build)).toBe(text);
    expect(under('exact', build)).toBe(under('none', build));
    expect(under('none', build)).not.toBe(text);
  });

  test('that are called exact change no bit, signed zeros, ∞ and NaN included', () => {
    const k = tensors(float64);
    const values = [0, -0, 1, -1, 0.1, -0.3, 2 ** -1074, 1.7e308, Infinity, -Infinity, NaN];
    const scalar = (v: number) => ({ shape: [], data: [v] });
    for (const [name, row] of Object.entries(pointwise))
      for (const law of row.laws.filter(({ exact }) => exact))
        for (const a of values)
          for (const b of values) {
            const [left, right] = law.sides(k, scalar(a), scalar(b));
            expect(Object.is(left.data[0], right.data[0]), `${name} at ${a}, ${b}`).toBe(true);
          }
  });

  test('apply again to what they have made', () => {
    expect(under('exact', (k) => k.add(x, k.mul(k.constant(-1), k.neg(k.neg(y)))))).toBe('x - y');
    expect(under('real', (k) => k.add(k.mul(k.constant(0), x), k.mul(k.constant(1), y)))).toBe('y');
  });

  test('with a variable twice match one and the same node only', () => {
    expect(under('real', (k) => k.sub(x, y))).toBe('x - y');
    expect(under('real', (k) => k.sub(k.sin(x), k.sin(x)))).toBe('sin(x) - sin(x)');
    const table = sharing();
    const k = obey('real', table);
    expect(write(k.sub(k.sin(x), k.sin(x)))).toBe('0');
  });

  test('tell constants apart to the bit: −0 is not 0', () => {
    expect(under('exact', (k) => k.sub(x, k.constant(-0)))).not.toBe('x');
    expect(under('exact', (k) => k.mul(k.constant(1 + 2 ** -52), x))).not.toBe('x');
  });

  test('leave an array an array, where a number would stand in its place', () => {
    const v = input('v', [3]);
    for (const build of [
      (k: K) => k.mul(k.constant(0), v),
      (k: K) => k.sub(v, v),
      (k: K) => k.power(v, 0),
      (k: K) => k.select(k.constant(1), k.constant(5), v),
    ])
      for (const laws of ['exact', 'real'] as const) {
        const k = obey(laws, graph);
        expect(build(k).shape).toEqual([3]);
        expect(k.sum(build(k), [0]).shape).toEqual([]);
      }
  });

  test('apply to arrays too', () => {
    const A = input('A', [2, 3]);
    const k = obey('exact', graph);
    expect(k.transpose(k.transpose(A, [1, 0]), [1, 0])).toBe(A);
    expect(k.mul(k.constant(1), A)).toBe(A);
    expect(k.sum(A, [])).toBe(A);
  });
});

describe('constants', () => {
  const folded = (build: (k: K) => Expr): Expr => build(obey('exact', graph));
  const isNumber = (e: Expr, v: number): boolean => e.op === 'constant' && Object.is(e.params[0], v);

  test('are worked out where the double is the exact result', () => {
    expect(
      isNumber(
        folded((k) => k.add(k.constant(1), k.constant(2))),
        3,
      ),
    ).toBe(true);
    expect(
      isNumber(
        folded((k) => k.div(k.constant(1), k.constant(4))),
        0.25,
      ),
    ).toBe(true);
    expect(
      isNumber(
        folded((k) => k.sqrt(k.constant(2.25))),
        1.5,
      ),
    ).toBe(true);
    expect(
      isNumber(
        folded((k) => k.mul(k.constant(-1), k.constant(0))),
        -0,
      ),
    ).toBe(true);
    expect(
      isNumber(
        folded((k) => k.sub(k.constant(0.5), k.constant(0.25))),
        0.25,
      ),
    ).toBe(true);
  });

  test('stay where the double would be rounded: the truth would differ from it', () => {
    for (const build of [
      (k: K) => k.add(k.constant(0.1), k.constant(0.2)),
      (k: K) => k.div(k.constant(1), k.constant(3)),
      (k: K) => k.mul(k.constant(0.1), k.constant(0.1)),
      (k: K) => k.sqrt(k.constant(2)),
      (k: K) => k.add(k.constant(1), k.constant(2 ** -60)),
      (k: K) => k.mul(k.constant(2 ** -600), k.constant(2 ** -600)),
      (k: K) => k.exp(k.constant(1)),
      (k: K) => k.log(k.constant(2)),
    ])
      expect(folded(build).op).not.toBe('constant');
  });

  test('stay where the result is not finite', () => {
    expect(folded((k) => k.div(k.constant(1), k.constant(0))).op).toBe('div');
    expect(folded((k) => k.mul(k.constant(1e200), k.constant(1e200))).op).toBe('mul');
    expect(folded((k) => k.sqrt(k.constant(-1))).op).toBe('sqrt');
  });

  test('are left alone under no laws', () => {
    expect(obey('none', graph).add(graph.constant(1), graph.constant(2)).op).toBe('add');
  });
});

describe('a graph built under laws', () => {
  test('is not changed by building it again', () => {
    const texts: readonly ((k: K) => Expr)[] = [
      (k) => k.add(k.mul(k.constant(1), k.sin(x)), k.neg(k.mul(k.constant(2), k.constant(0.5)))),
      (k) => k.div(k.sub(k.constant(0), k.exp(k.log(x))), k.constant(-1)),
      (k) => k.mul(k.exp(x), k.exp(k.neg(y))),
      (k) => k.cos(k.neg(k.sub(x, k.neg(y)))),
    ];
    for (const laws of ['exact', 'real'] as const)
      for (const build of texts) {
        const e = build(obey(laws, graph));
        expect(write(read(e, obey(laws, graph), (leaf) => leaf))).toBe(write(e));
      }
  });

  test('may be deep', () => {
    const k = obey('real', graph);
    let e: Expr = x;
    for (let i = 0; i < 20_000; i++) e = k.sin(k.neg(e));
    // Each sin(−e) is −sin(e), and each −(−e) is e.
    expect(extent(e).dagSize).toBeLessThanOrEqual(20_002);
  });
});
