import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefused } from '../../src/differentiators/differentiator.ts';
import type { EngineDifferentiator } from '../../src/differentiators/engine.ts';
import { mathjs } from '../../src/differentiators/mathjs.ts';
import { nerdamer } from '../../src/differentiators/nerdamer.ts';
import { graph as k, input, type Expr } from '../../src/expression/expr.ts';
import { toPoint } from '../../src/expression/point.ts';
import { objective, traceProblem } from '../../src/expression/trace.ts';
import { reference } from '../../src/lab/reference.ts';
import { trial } from '../../src/lab/trial.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { closedForm } from '../../src/objectives/closed-form.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const safe: [string, EngineDifferentiator][] = [
  ['mathjs', mathjs()],
  ['nerdamer', nerdamer()],
];

describe.each(safe)('%s, used safely', (_, method) => {
  it.each<[string, number, number]>([
    ['x*x', 3, 6],
    ['3*asin(x)', 0.6, 3.75],
    ['-atan(x)', 2, -0.2],
    ['sqrt(x^2)', -2, -1],
    ['(x^2)^1.5', -2, -12],
    ['1e-16*x', 1, 1e-16],
    ['cbrt(x)', -8, 1 / 12],
    ['log10(x)/2', 5, 0.1 / Math.LN10],
    ['sqrt(2)*x', 1, Math.SQRT2],
    ['log(exp(x)+exp(-x))', 0.5, Math.tanh(0.5)],
    ['softplus(x)', 0, 0.5],
    ['atan2(x, 3)', 4, 3 / 25],
    ['log(8, x)', 2, -3 / (2 * Math.LN2)],
    ['hold(x)*x', 3, 3],
    ['1.1282064102866984e-6*x', 1, 1.1282064102866984e-6],
  ])('has the derivative of %s', (text, x, expected) => {
    const { outcome, gradient } = method.gradient(text, { x });
    expect(outcome).toBe('ok');
    const error = Math.abs((gradient!.x as number) - expected);
    expect(!(error <= 1e-15 * Math.abs(expected))).toBe(false);
  });

  it('is never wrong without a word', () => {
    const leaf = fc.oneof(
      fc.constantFrom(input('x'), input('y')),
      fc.constantFrom(0.1, -2.5, 3, 1e-12).map((v) => k.constant(v)),
    );
    const unary = [
      'neg',
      'sin',
      'cos',
      'exp',
      'tanh',
      'atan',
      'square',
      'sigmoid',
      'abs',
      'sqrt',
      'log',
      'asin',
    ] as const;
    const binary = ['add', 'sub', 'mul', 'div', 'pow'] as const;
    const { e: expressions } = fc.letrec<{ e: Expr }>((tie) => ({
      e: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.tuple(fc.constantFrom(...unary), tie('e')).map(([op, a]) => k[op](a)),
        fc.tuple(fc.constantFrom(...binary), tie('e'), tie('e')).map(([op, a, b]) => k[op](a, b)),
      ),
    }));
    let judged = 0;
    fc.assert(
      fc.property(expressions, fc.integer({ min: -150, max: 150 }), (e, hundredths) => {
        const o = objective(e);
        const at = toPoint(
          o,
          Object.fromEntries([...o.inputs.keys()].map((name, i) => [name, hundredths / 100 + 0.7 * i])),
        );
        const truth = reference(o, at);
        if (truth.because !== null) return;
        const { result, score } = trial(method, o, at, truth);
        if (score === null) return;
        judged++;
        expect([result.outcome, score.verdict]).not.toEqual(['ok', 'wrong']);
      }),
      { numRuns: 150, seed: 12 },
    );
    expect(judged).toBeGreaterThan(30);
  });

  it('has the gradient of a net, element by element', () => {
    const net = mlp({ layers: [2, 2, 2], loss: 'squared-error', lambda: 1e-3, seed: 1 });
    const { W1, W2 } = closedForm({ layers: [2, 2, 2], loss: 'squared-error', lambda: 1e-3 })(
      tensors(float64),
      toPoint(traceProblem(net), net.at),
    );
    const { outcome, gradient } = method.gradient(net);
    expect(outcome).toBe('ok');
    [W1, W2].forEach(({ data }, layer) => {
      const found = (gradient![`W${layer + 1}`] as number[][]).flat();
      data.forEach((g, i) => {
        expect(!(Math.abs(found[i]! - g) <= 1e-13)).toBe(false);
      });
    });
    const some = method.derivatives(net, { elements: ['W2[1,0]'] });
    expect(isRefused(some) || some.gradient.map(({ name }) => name)).toEqual(['W2[1,0]']);
    expect(() => method.derivatives(net, { elements: ['W2[2,0]'] })).toThrow(
      `${method.name}: elements of the inputs are required, got W2[2,0]`,
    );
  });

  it('is refused in other numbers than doubles', () => {
    expect(method.prepare(objective(input('x')), decimal(50))).toMatchObject({ refused: 'numbers' });
  });
});

describe('the naive ways', () => {
  const outcomes = (method: EngineDifferentiator, text: string, at = { x: -0.5 }) => {
    const { outcome, because, gradient } = method.gradient(text, at);
    return because ?? [outcome, gradient!.x];
  };
  const [byMathjs, byNerdamer] = [mathjs({ way: 'naive' }), nerdamer({ way: 'naive' })];

  it('get the text as it is, and are wrong as their engines are', () => {
    expect(outcomes(byMathjs, 'acoth(x)', { x: 2 })).toEqual(['ok', 1 / 3]);
    expect(outcomes(byMathjs, '1e-16*x')).toEqual(['ok', 0]);
    expect(outcomes(byMathjs, '(x^2)^(1/2)')).toEqual(['ok', 1]);
    expect(outcomes(byNerdamer, 'log(exp(x)+exp(2*x))')).toEqual(['ok', 0]);
    expect(outcomes(byNerdamer, '3*atan(x)')).toEqual(['ok', 0.8]);
    expect(outcomes(byNerdamer, 'log(-x, 10)')).toEqual(['ok', -2]);
  });

  it('say so where they cannot', () => {
    expect(byNerdamer.gradient('min(x, 2)', { x: 1 })).toMatchObject({
      outcome: 'inert',
      because: 'the answer still holds a derivative',
    });
    expect(byNerdamer.gradient('sigmoid(x)', { x: 1 })).toMatchObject({
      outcome: 'unsupported',
      because: 'it takes sigmoid for a number, and answers with it',
    });
    expect(byMathjs.gradient('x > 0 ? x : 2*x', { x: 1 }).outcome).toBe('unsupported');
    expect(byNerdamer.gradient('x > 0 ? x : 2*x', { x: 1 }).outcome).toBe('failed');
    expect(nerdamer().gradient('relu(x)', { x: 1 })).toMatchObject({
      outcome: 'unsupported',
      because: 'nerdamer has no word for relu',
    });
  });

  it('take a node that stands in two places for one, in mathjs’s shared way', () => {
    const x = input('x');
    expect(mathjs({ way: 'shared' }).gradient(k.mul(x, x), { x: 3 }).gradient!.x).toBe(2);
    expect(mathjs().gradient(k.mul(x, x), { x: 3 }).gradient!.x).toBe(6);
  });
});
