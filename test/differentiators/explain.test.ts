import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/differentiators/explain.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { ruleText } from '../../src/differentiators/rule-text.ts';
import { sweepTable } from '../../src/differentiators/sweep-table.ts';
import { derivative } from '../../src/differentiators/symbolic.ts';
import { graph, graph as k, input } from '../../src/expression/expr.ts';
import { extent } from '../../src/expression/extent.ts';
import { parse } from '../../src/expression/parse.ts';
import { toPoint } from '../../src/expression/point.ts';
import { read } from '../../src/expression/read.ts';
import { obey } from '../../src/expression/simplify.ts';
import { objective, traceProblem, type Objective } from '../../src/expression/trace.ts';
import { write } from '../../src/expression/write.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { expressionsOf, pointwise, sample, valueAt, x, y } from '../expression/expressions.ts';

/** Smooth on the points of these tests, so that every way of differentiating agrees. */
const smooth = [
  'add', 'sub', 'mul', 'div', 'neg', 'square', 'exp', 'sin', 'cos', 'tanh', 'atan', 'sigmoid', 'softplus', 'gelu',
  'erf', 'asinh', 'sinh',
] as const; // prettier-ignore

const at = { x: 0.6, y: 0.25, z: -1.5 };
const close = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= 1e-11 * Math.max(1, Math.abs(b));

/** The values of an objective's inputs. */
const pointOf = (o: Objective) => Object.fromEntries(o.wrt.map((name) => [name, at[name as 'x']]));

/** A text with primes as one that parses: t1′ becomes t1_prime. */
const parsed = (text: string) => parse(text.replaceAll('′', '_prime'));

describe('a derivation', () => {
  test('names each rule, gives its formula, its result and the size so far', () => {
    const { steps, derivative: e } = explain(objective(parse('sin(x)^2 + x*y')), 'x');
    expect(steps.map(({ name, text, rule, formula, result }) => [name, text, rule, formula, result])).toEqual(
      [
        ['t1', 'sin(x)', 'chain rule, sin', '(sin(u))′ = cos(u) * u′', 'cos(x)'],
        ['t2', 't1^2', 'power rule', '(u^2)′ = 2 * u * u′', '2 * t1 * t1′'],
        ['t3', 'x * y', 'constant factor', '(u * b)′ = b * u′', 'y'],
        ['f', 't2 + t3', 'sum rule', '(u + v)′ = u′ + v′', 't2′ + t3′'],
      ],
    );
    expect(steps.map(({ after }) => [Number(after.tree), after.dag])).toEqual([[2, 2], [7, 6], [1, 1], [9, 8]]); // prettier-ignore
    expect(write(e)).toBe('2 * sin(x) * cos(x) + y');
  });

  test('knows the rules by their names', () => {
    const named = (text: string, variable = 'x') =>
      explain(objective(parse(text)), variable).steps.at(-1)!.rule;
    expect(named('x*sin(x)')).toBe('product rule');
    expect(named('sin(x)/x')).toBe('quotient rule');
    expect(named('x/y')).toBe('constant factor');
    expect(named('x^y')).toBe('power rule');
    expect(named('y^x')).toBe('exponential rule');
    expect(named('x^x')).toBe('general power rule');
    expect(named('x^3')).toBe('power rule');
    expect(named('-x')).toBe('constant factor −1');
    expect(named('x - y')).toBe('difference rule');
    expect(named('max(x, y)')).toBe('branch taken, max');
    expect(named('erf(x)')).toBe('chain rule, erf');
  });

  test.each(pointwise)('the formula for %s is true', (op) => {
    const e = sample(op);
    const { formula } = ruleText(e, () => true);
    const [, right] = formula.split(' = ') as [string, string];
    const o = objective(e);
    const { gradient } = reverse().gradient(o, pointOf(o));
    const letters = { u: at.x, v: at.y, w: at.z };
    for (const [letter, name] of [['u', 'x'], ['v', 'y'], ['w', 'z']] as const) {
      if (!o.wrt.includes(name)) continue;
      const primes = { u_prime: 0, v_prime: 0, w_prime: 0, [`${letter}_prime`]: 1 };
      const actual = valueAt(parsed(right), { ...letters, ...primes });
      expect(close(actual, gradient![name] as number), `${formula}: ${String(actual)}`).toBe(true);
    }
  }); // prettier-ignore

  test('worked through line by line, it gives the derivative', () => {
    fc.assert(
      fc.property(expressionsOf(smooth), fc.constantFrom('none', 'exact', 'real'), (e, laws) => {
        const o = objective(k.add(e, k.mul(x, y)));
        const { given, steps } = explain(o, 'x', { laws });
        const scope: Record<string, number> = { ...at, x_prime: 1, y_prime: 0, z_prime: 0 };
        for (const { name, text } of given) {
          scope[name] = valueAt(parsed(text), scope);
          scope[`${name}_prime`] = 0;
        }
        for (const { name, text, result } of steps) {
          scope[name] = valueAt(parsed(text), scope);
          scope[`${name}_prime`] = valueAt(parsed(result), scope);
        }
        const truth = reverse().gradient(o, pointOf(o)).gradient!.x as number;
        fc.pre(Number.isFinite(truth) && Math.abs(truth) < 1e6);
        expect(Math.abs(scope.f_prime! - truth)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(truth)));
      }),
      { numRuns: 100, seed: 31 },
    );
  }); // prettier-ignore

  test('ends with the derivative that the method gives, and with its size before and after the laws', () => {
    fc.assert(
      fc.property(expressionsOf(pointwise), (e) => {
        const o = objective(k.mul(e, x));
        const { steps, derivative: found } = explain(o, 'x');
        const expected = derivative(o.expression, 'x');
        expect(extent(found)).toEqual(extent(expected));
        if (steps.length === 0) return;
        const lawful = read(o.expression, obey('exact', graph), (leaf) => leaf);
        expect(steps.at(-1)!.after.tree).toBe(extent(expected).treeSize);
        expect(steps.at(-1)!.before.tree).toBe(extent(derivative(lawful, 'x', { laws: 'none' })).treeSize);
      }),
      { numRuns: 100, seed: 32 },
    );
  });

  test('grows as the closed form for the logistic map says', () => {
    const steps = (n: number): string => (n === 1 ? 'x' : `4 * (${steps(n - 1)}) * (1 - (${steps(n - 1)}))`);
    for (const n of [2, 3, 4, 5]) {
      const last = explain(objective(parse(steps(n))), 'x').steps.at(-1)!;
      expect(last.before.tree).toBe(BigInt(9 * (n - 1) * 2 ** (n - 1) + 1));
    }
  });

  test('writes what does not depend on the variable where it is used, or above if it is long', () => {
    const long = Array(9).fill('cos(y)').join('*');
    const { given, steps } = explain(objective(parse(`x*exp(y) + (${long})*x`)), 'x');
    expect(steps[0]!.text).toBe('x * exp(y)');
    expect(given.at(-1)!.text).toBe('t10 * cos(y)');
    expect(steps[1]!.text).toBe(`${given.at(-1)!.name} * x`);
  });

  test('of what is the variable itself, or does not depend on it, has no steps', () => {
    expect(explain(objective(x), 'x').steps).toEqual([]);
    expect(write(explain(objective(x), 'x').derivative)).toBe('1');
    expect(write(explain(objective(y), 'x').derivative)).toBe('0');
  });

  test('refuses arrays, and more steps than the limit', () => {
    expect(() => explain(traceProblem(mlp({ layers: [2, 3, 1] })), 'W1')).toThrow(
      'explain: an expression of scalars is required, got one with arrays',
    );
    expect(() => explain(objective(parse('sin(sin(x))')), 'x', { limit: 1 })).toThrow(
      'at most 1 steps are told, there are 2',
    );
  });
});

describe('the sweep’s table', () => {
  const circuit = objective(parse('sigmoid(w0*x0 + w1*x1 + w2)'));
  const point = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };

  test('has the numbers that CS231n prints for its five-input circuit', () => {
    const { steps, gradient } = sweepTable(circuit, toPoint(circuit, point));
    expect(steps[0]!.computes.value!.data[0]!.toFixed(2)).toBe('0.73');
    expect(steps[0]!.local).toMatchObject({ text: 'f * (1 - f)' });
    expect(
      Object.fromEntries(gradient.map(({ name, told }) => [name, told.value!.data[0]!.toFixed(2)])),
    ).toEqual({ w0: '-0.20', x0: '0.39', w1: '-0.39', x1: '-0.59', w2: '0.20' });
  });

  test('tells symbols alone where there is no point', () => {
    const { steps } = sweepTable(circuit, null);
    expect(steps.at(-1)).toMatchObject({
      node: 't1',
      computes: { text: 'w0 * x0', value: null },
      upstream: { text: 'd_t1', value: null },
      operand: 'x0',
      local: { text: 'w0', value: null },
      downstream: { text: 'w0 * d_t1', value: null },
    });
  });

  test('downstream is local times upstream, and what arrives at a node adds up to its upstream', () => {
    fc.assert(
      fc.property(expressionsOf(smooth), (e) => {
        const o = objective(k.add(k.mul(e, x), y));
        const { steps, gradient } = sweepTable(o, toPoint(o, pointOf(o)));
        const arrived = new Map<string, number>();
        for (const { upstream, operand, local, downstream } of steps) {
          const [g, slope, sent] = [upstream, local, downstream].map((told) => told.value!.data[0]!) as [number, number, number];
          fc.pre([g, slope, sent].every((v) => Number.isFinite(v) && Math.abs(v) < 1e9));
          expect(close(sent, slope * g)).toBe(true);
          arrived.set(operand, (arrived.get(operand) ?? 0) + sent);
        }
        for (const { node, upstream } of steps)
          if (node !== 'f') expect(close(arrived.get(node)!, upstream.value!.data[0]!)).toBe(true);
        const truth = reverse().gradient(o, pointOf(o)).gradient!;
        for (const { name, told } of gradient) expect(told.value!.data[0]).toBe(truth[name]);
      }),
      { numRuns: 100, seed: 33 },
    );
  }); // prettier-ignore

  test('of a net has D2L’s matrix rules as maps, and their shapes', () => {
    const problem = mlp({ layers: [3, 4, 2], lambda: 1e-3 });
    const o = traceProblem(problem);
    const { steps, gradient } = sweepTable(o, toPoint(o, problem.at));
    const of = (node: string, operand: string) =>
      steps.find((s) => s.node === node && s.operand === operand)!;
    expect(of('o', 'W2').local.text).toBe('g ↦ matmul(g, transpose(h, [1, 0]))');
    expect(of('o', 'h').downstream.text).toBe('matmul(transpose(W2, [1, 0]), d_o)');
    expect(of('h', 'z').local.text).toBe('1 - h^2');
    expect(of('z', 'W1').downstream.value!.shape).toEqual([4, 3]);
    const truth = reverse().gradient(problem).gradient!;
    for (const { name, told } of gradient)
      expect(told.value!.data).toEqual((truth[name] as number[][]).flat());
  });

  test('leaves out what no gradient reaches', () => {
    const o = objective(k.mul(k.hold(k.exp(x)), x));
    expect(sweepTable(o, null).steps.map(({ node, operand }) => [node, operand])).toEqual([
      ['f', 't2'],
      ['f', 'x'],
    ]);
    expect(sweepTable(objective(k.mul(x, input('held')), ['x']), null).gradient).toHaveLength(1);
  });
});
