import { describe, expect, test } from 'vitest';
import { isRefused, lift } from '../../src/differentiators/differentiator.ts';
import { toPoint } from '../../src/expression/point.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { derivative, symbolic, type SymbolicOptions } from '../../src/differentiators/symbolic.ts';
import { graph, input, nameOf, type Expr } from '../../src/expression/expr.ts';
import { extent } from '../../src/expression/extent.ts';
import { parse } from '../../src/expression/parse.ts';
import { read, topological } from '../../src/expression/read.ts';
import { objective, traceProblem } from '../../src/expression/trace.ts';
import { write } from '../../src/expression/write.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const x = input('x');

/** The survey's logistic map (Baydin et al. 2018, Table 1): l₁ = x, l₍ₙ₊₁₎ = 4lₙ(1 − lₙ). */
function logistic(n: number): Expr {
  const [four, one] = [graph.constant(4), graph.constant(1)];
  let l: Expr = x;
  for (let i = 1; i < n; i++) l = graph.mul(graph.mul(four, l), graph.sub(one, l));
  return l;
}

const valueAt = (e: Expr, v: number): number =>
  read(e, tensors(float64), () => ({ shape: [], data: [v] })).data[0]!;

const policies: SymbolicOptions[] = (['none', 'exact', 'real'] as const).flatMap((laws) =>
  (['none', 'reference', 'structure'] as const).map((sharing) => ({ laws, sharing })),
);

describe('the derivatives of the logistic map', () => {
  const table: Record<number, (v: number) => number> = {
    1: () => 1,
    2: (v) => 4 * (1 - v) - 4 * v,
    3: (v) => 16 * (1 - 10 * v + 24 * v ** 2 - 16 * v ** 3),
    4: (v) =>
      64 *
      (1 -
        42 * v +
        504 * v ** 2 -
        2640 * v ** 3 +
        7040 * v ** 4 -
        9984 * v ** 5 +
        7168 * v ** 6 -
        2048 * v ** 7),
  };

  test.each(policies)('are those of Table 1 under laws $laws with sharing $sharing', (policy) => {
    for (const [n, expected] of Object.entries(table)) {
      const slope = derivative(logistic(Number(n)), 'x', policy);
      // Sixteenths: no digit is rounded.
      for (const v of [0, 0.25, 0.5, 0.625, 1, -0.5]) expect(valueAt(slope, v)).toBe(expected(v));
    }
  });

  test.each([2, 3, 4, 6, 10, 100, 1000])(
    'with no laws have a tree of 9(n − 1)2ⁿ⁻¹ + 1 and a graph of 10n − 7, n = %i',
    (n) => {
      const { treeSize, dagSize } = extent(
        derivative(logistic(n), 'x', { laws: 'none', sharing: 'structure' }),
      );
      expect(treeSize).toBe(9n * BigInt(n - 1) * 2n ** BigInt(n - 1) + 1n);
      expect(dagSize).toBe(10 * n - 7);
    },
  );

  test.each([2, 3, 4, 6, 10, 100, 1000])(
    'with exact laws have a tree of (3n − 15/4)2ⁿ and a graph of 8n − 9, n = %i',
    (n) => {
      const { treeSize, dagSize } = extent(derivative(logistic(n), 'x'));
      expect(treeSize).toBe((BigInt(12 * n - 15) * 2n ** BigInt(n)) / 4n);
      expect(dagSize).toBe(8 * n - 9);
    },
  );

  test('have the same tree however they are shared', () => {
    for (const laws of ['none', 'exact'] as const)
      for (const sharing of ['none', 'reference'] as const)
        expect(extent(derivative(logistic(9), 'x', { laws, sharing })).treeSize).toBe(
          extent(derivative(logistic(9), 'x', { laws })).treeSize,
        );
  });

  test('at n = 1000 have a size of 305 digits', () => {
    expect(String(extent(derivative(logistic(1000), 'x', { laws: 'none' })).treeSize)).toHaveLength(305);
  });
});

describe('derivatives of derivatives', () => {
  const f = parse('64*x*(1 - x)*(1 - 2*x)^2*(1 - 8*x + 8*x^2)^2');

  test.each(policies.filter(({ sharing }) => sharing !== 'none'))(
    'of the survey’s figure 3 at 0.2 are exact, laws $laws, sharing $sharing',
    (policy) => {
      const n = decimal(50);
      const k = tensors(n);
      // At 1/5 itself, which no double is.
      const fifth = { shape: [], data: [n.div(n.constant(1), n.constant(5))] };
      const expected = ['9.0660864', '67.395584', '-3948.87168'];
      let e = f;
      for (const value of expected) {
        e = derivative(e, 'x', policy);
        const found = read(e, k, () => fifth).data[0]!;
        expect(found.toSignificantDigits(45).toString()).toBe(value);
      }
    },
  );

  test('commute', () => {
    const g = parse('sin(x*y)*exp(x/y)');
    const at = (e: Expr) =>
      read(e, tensors(float64), (leaf) => ({ shape: [], data: [nameOf(leaf) === 'x' ? 0.7 : 1.3] })).data[0]!;
    const xy = at(derivative(derivative(g, 'x'), 'y'));
    expect(at(derivative(derivative(g, 'y'), 'x'))).toBeCloseTo(xy, 13);
  });

  test('of sin come round after four', () => {
    let e: Expr = parse('sin(x)');
    for (let i = 0; i < 4; i++) e = derivative(e, 'x');
    expect(write(e)).toBe('sin(x)');
  });

  test('go through a choice: the second derivative of x > 0 ? x³ : −x² is 6x above and −2 below', () => {
    const second = derivative(derivative(parse('x > 0 ? x^3 : -x^2'), 'x'), 'x');
    expect([valueAt(second, 2), valueAt(second, -3)]).toEqual([12, -2]);
    const rooted = derivative(derivative(parse('x > 0 ? sqrt(x)*log(x) : x^2'), 'x'), 'x');
    expect(valueAt(rooted, -3)).toBe(2);
    expect(valueAt(rooted, 0)).toBe(2);
    const max = derivative(derivative(parse('max(x^3, sqrt(x))'), 'x'), 'x');
    expect(valueAt(max, 2)).toBe(12);
  });
});

describe('a symbolic derivative', () => {
  test('by a name that does not occur is 0', () => {
    expect(write(derivative(parse('x^2'), 'z'))).toBe('0');
  });

  test('reads as a student would write it', () => {
    expect(write(derivative(parse('sin(x)'), 'x'))).toBe('cos(x)');
    expect(write(derivative(parse('x*y'), 'x'))).toBe('y');
    expect(write(derivative(parse('x^2'), 'x'))).toBe('2 * x');
    expect(write(derivative(parse('exp(-x)'), 'x'))).toBe('-exp(-x)');
  });

  test('with no laws writes each 0 and 1', () => {
    expect(write(derivative(parse('x*y'), 'x', { laws: 'none' }))).toBe('y * 1 + x * 0');
  });

  test('needs scalars', () => {
    expect(() => derivative(graph.sum(input('v', [2]), [0]), 'v')).toThrow(
      'derivative: an expression of scalars is required, got one with arrays',
    );
  });

  test('of a chain of 100 000 nodes is found', () => {
    let e: Expr = x;
    for (let i = 0; i < 100_000; i++) e = graph.add(e, i % 2 === 0 ? x : graph.constant(1));
    expect(write(derivative(e, 'x'))).toBe('50001');
  });
});

describe('the method', () => {
  const o = objective(parse('sin(x*y)*exp(x/y) + tanh(x*y)^3'));
  const at = { x: 0.7, y: 1.3 };

  test.each(policies)('gives the gradient under laws $laws with sharing $sharing', (policy) => {
    const exact = reverse().gradient(o, at);
    const { value, gradient, outcome } = symbolic(policy).gradient(o, at);
    expect(outcome).toBe('ok');
    expect(value).toBeCloseTo(exact.value!, 14);
    for (const name of ['x', 'y']) expect(gradient![name]).toBeCloseTo(exact.gradient![name] as number, 13);
  });

  test('with sharing none really builds the tree: as many nodes as occurrences', () => {
    const { cost } = symbolic({ sharing: 'none' }).gradient(o, at);
    const shared = symbolic({ sharing: 'structure' }).gradient(o, at).cost!;
    const referred = symbolic({ sharing: 'reference' }).gradient(o, at).cost!;
    expect(BigInt(cost!.nodes)).toBe(cost!.occurrences);
    expect(cost!.occurrences).toBe(shared.occurrences);
    expect(shared.nodes).toBeLessThan(referred.nodes);
    expect(referred.nodes).toBeLessThan(cost!.nodes);
  });

  test('knows the exact size of a tree before it builds it, and refuses past its limit', () => {
    const method = symbolic({ sharing: 'none', laws: 'none' });
    const n = 200;
    const { outcome, because, value, gradient, cost } = method.gradient(logistic(n), { x: 0.2 });
    const primal = 3n * 2n ** BigInt(n) - 5n;
    const slope = 9n * BigInt(n - 1) * 2n ** BigInt(n - 1) + 1n;
    expect([outcome, value, gradient, cost]).toEqual(['refused', null, null, null]);
    expect(because).toBe(
      `the value and the derivatives are trees of ${primal + slope} nodes, the limit is 500000`,
    );
  });

  test('takes exactly what fits its limit', () => {
    const size = Number(3n * 2n ** 6n - 5n + 9n * 5n * 2n ** 5n + 1n);
    const at6 = (limit: number) =>
      symbolic({ sharing: 'none', laws: 'none', limit }).gradient(logistic(6), { x: 0.2 }).outcome;
    expect([at6(size), at6(size - 1)]).toEqual(['ok', 'refused']);
  });

  test('refuses too many shared nodes, and an objective that is too large itself', () => {
    const p = mlp({ layers: [4, 8, 3], batch: 4 });
    expect(symbolic({ limit: 1000 }).gradient(p)).toMatchObject({ outcome: 'refused' });
    expect(symbolic({ limit: 1000 }).gradient(p).because).toMatch(
      /^1000 nodes reached after \d+ of 56 derivatives$/,
    );
    expect(symbolic({ limit: 10 }).gradient(p).because).toMatch(/the objective alone has \d+ operations/);
  });

  test('gives arrays their shapes', () => {
    const p = mlp({ layers: [2, 3, 2], batch: 2, bias: true });
    const { gradient } = symbolic().gradient(p);
    const exact = reverse().gradient(p).gradient!;
    expect(Object.keys(gradient!)).toEqual(['W1', 'b1', 'W2', 'b2']);
    (gradient!.W1 as number[][]).forEach((row, i) => {
      row.forEach((g, j) => {
        expect(g).toBeCloseTo((exact.W1 as number[][])[i]![j]!, 14);
      });
    });
    expect(traceProblem(p).wrt).toEqual(Object.keys(exact));
  });

  test('works in any numbers', () => {
    const n = decimal(40);
    const prepared = symbolic().prepare(o, n);
    if (isRefused(prepared)) throw new Error(prepared.because);
    const other = reverse().prepare(o, n);
    if (isRefused(other)) throw new Error(other.because);
    const point = lift(n, toPoint(o, at));
    const [a, b] = [prepared, other].map((p) => p.valueAndGradient(point).gradient.x!.data[0]!);
    expect(a!.minus(b!).abs().lt('1e-39')).toBe(true);
  });

  test('simplifies: under real laws x·0 is gone, and the values are those without laws', () => {
    const e = parse('0*x + (x - x)*y + x/x');
    expect(topological([derivative(e, 'x', { laws: 'real' })])).toHaveLength(1);
    for (const laws of ['none', 'exact', 'real'] as const)
      expect(symbolic({ laws }).gradient(e, { x: 3, y: 4 }).gradient).toEqual({ x: 0, y: 0 });
  });
});
