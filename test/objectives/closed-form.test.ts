import { describe, expect, it } from 'vitest';
import { isRefused, lift } from '../../src/differentiators/differentiator.ts';
import { toPoint } from '../../src/expression/point.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { cut, traceProblem } from '../../src/expression/trace.ts';
import { decimal } from '../../src/numbers/decimal.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { activations, type ActivationName } from '../../src/objectives/activation.ts';
import { closedForm } from '../../src/objectives/closed-form.ts';
import { losses, type LossName } from '../../src/objectives/loss.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { perceptron } from '../../src/objectives/perceptron.ts';

const n = decimal(50);
const k = tensors(n);

describe('the closed-form gradient', () => {
  const cases = (Object.keys(activations) as ActivationName[]).flatMap((activation) =>
    (Object.keys(losses) as LossName[]).flatMap((loss) =>
      [undefined, 3].flatMap((batch) =>
        [0, 1e-3].flatMap((lambda) =>
          [false, true].map((stable) => ({ activation, loss, batch, lambda, stable })),
        ),
      ),
    ),
  );
  it.each(cases)(
    'is the truth to 30 digits: $activation, $loss, batch $batch, λ $lambda, stable $stable',
    ({ activation, loss, batch, lambda, stable }) => {
      const options = {
        layers: [3, 4, 2],
        activation,
        loss,
        lambda,
        ...(batch === undefined ? {} : { batch }),
      };
      const problem = mlp({ ...options, seed: 5 });
      const o = traceProblem(problem);
      const at = lift(n, toPoint(o, problem.at));
      const truth = reverse().prepare(o, n);
      if (isRefused(truth)) throw new Error(truth.because);
      const expected = truth.valueAndGradient(at).gradient;
      const found = closedForm(options, { stable })(k, at);
      for (const name of ['W1', 'W2'] as const)
        found[name].data.forEach((g, i) => {
          const right = expected[name]!.data[i]!;
          expect(g.minus(right).abs().lte(right.abs().times('1e-30'))).toBe(true);
        });
    },
  );

  it('knows ∂J/∂o, ∂J/∂h and ∂J/∂z too', () => {
    const options = { layers: [3, 4, 2], lambda: 1e-3, batch: 2 };
    const problem = mlp({ ...options, seed: 6 });
    const o = traceProblem(problem);
    const at = lift(n, toPoint(o, problem.at));
    const found = closedForm(options)(k, at);
    const made = perceptron(problem.network)(k, at);
    if (!('names' in made)) throw new Error('the perceptron names its nodes');
    for (const name of ['o', 'h', 'z'] as const) {
      const from = cut(o, name);
      const prepared = reverse().prepare(from, n);
      if (isRefused(prepared)) throw new Error(prepared.because);
      const point = Object.fromEntries(
        [...from.inputs.keys()].map((input) => [input, input === name ? made.names[name]! : at[input]!]),
      );
      const expected = prepared.valueAndGradient(point).gradient[name]!;
      expect(found[name].shape).toEqual(expected.shape);
      found[name].data.forEach((g, i) => {
        const right = expected.data[i]!;
        expect(g.minus(right).abs().lte(right.abs().times('1e-30'))).toBe(true);
      });
    }
  });

  it('says what it requires', () => {
    expect(() => closedForm({ layers: [3, 2] })).toThrow('one hidden layer is required');
    expect(() => closedForm({ layers: [3, 2, 1], samples: 'rows' })).toThrow('samples in columns');
    expect(() => closedForm({ layers: [3, 2, 1], bias: true })).toThrow('got columns, a bias and identity');
  });
});
