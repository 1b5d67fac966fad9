import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complexStep } from '../../src/differentiators/complex-step.ts';
import { forward } from '../../src/differentiators/forward.ts';
import { forwardGradient } from '../../src/differentiators/forward-gradient.ts';
import { fixed, numeric } from '../../src/differentiators/numeric.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { spsa } from '../../src/differentiators/spsa.ts';
import { symbolic } from '../../src/differentiators/symbolic.ts';
import { accuracy, predict } from '../../src/lab/train-accuracy.ts';
import { adam, momentum, sgd, type Optimizer } from '../../src/lab/train-optimizer.ts';
import { minibatches } from '../../src/lab/train-samples.ts';
import { train } from '../../src/lab/train.ts';
import type { TrainOptions } from '../../src/lab/training.ts';
import type { Problem } from '../../src/language/problem.ts';
import type { Tensor } from '../../src/language/shape.ts';
import { dataset } from '../../src/objectives/datasets.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { stream } from '../../src/objectives/random.ts';

/** ½ Σ aᵢxᵢ², whose gradient is (aᵢxᵢ); a is of powers of two. */
const curvatures = [1, 0.5, 0.125];
const bowl = (x: readonly number[]): Problem => ({
  model: (k, inputs) => {
    const parts = curvatures.map((a, i) => k.mul(k.constant(a / 2), k.square(k.gather(inputs.x!, [i], []))));
    return parts.reduce((sum, part) => k.add(sum, part));
  },
  shapes: { x: [3] },
  wrt: ['x'],
  at: { x },
});
const parabola = (x: number): Problem => ({
  model: (k, inputs) => k.mul(k.constant(0.5), k.square(inputs.x!)),
  shapes: { x: [] },
  wrt: ['x'],
  at: { x },
});
/** The mean of ½(wxᵢ − yᵢ)². */
const line = (count: number): Problem => ({
  model: (k, { w, x, y }) =>
    k.div(
      k.sum(k.mul(k.constant(0.5), k.square(k.sub(k.mul(k.spread(w!, [count], [0]), x!), y!))), [0]),
      k.constant(count),
    ),
  shapes: { w: [], x: [count], y: [count] },
  wrt: ['w'],
  at: { w: 0 },
});

const after = (f: Problem, epochs: number, optimizer: Optimizer, options: TrainOptions = {}): number =>
  train(f, {}, { ...options, optimizer, epochs }).parameters.x!.data[0]!;

const iris = dataset('iris');
const net = mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 1 });

describe('an optimiser on a quadratic', () => {
  test('plain descent multiplies x by 1 − η at each step', () => {
    for (const epochs of [1, 2, 7])
      expect(after(parabola(3), epochs, sgd({ rate: 0.25 }))).toBe(3 * 0.75 ** epochs);
  });

  test('plain descent of several numbers goes as (1 − ηaᵢ)ᵗ, in closed form', () => {
    const { parameters, losses } = train(bowl([1, -2, 4]), {}, { optimizer: sgd({ rate: 0.5 }), epochs: 20 });
    [1, -2, 4].forEach((x, i) => {
      expect(parameters.x!.data[i]).toBeCloseTo(x * (1 - 0.5 * curvatures[i]!) ** 20, 14);
    });
    expect(losses[0]).toBe(0.5 + 1 + 1);
  });

  test('the heavy ball follows Polyak’s recurrence, whose characteristic roots give it in closed form', () => {
    // xₜ₊₁ = (1 − η + β)xₜ − βxₜ₋₁: with η = 1/4, β = 1/4 both roots of r² − r + 1/4 are ½, and xₜ = (1 + ct)/2ᵗ from x₁ = ¾.
    for (const t of [1, 2, 5, 20])
      expect(after(parabola(1), t, momentum({ rate: 0.25, momentum: 0.25 }))).toBeCloseTo(
        (1 + t / 2) / 2 ** t,
        15,
      );
  });

  test('momentum 0 is plain descent', () => {
    expect(after(parabola(3), 9, momentum({ rate: 0.3, momentum: 0 }))).toBe(
      after(parabola(3), 9, sgd({ rate: 0.3 })),
    );
  });

  test('Adam’s first step is the rate, against the sign of each slope', () => {
    const { parameters } = train(
      bowl([3, -5, 1e-3]),
      {},
      { optimizer: adam({ rate: 0.125, epsilon: 0 }), epochs: 1 },
    );
    [3 - 0.125, -5 + 0.125, 1e-3 - 0.125].forEach((x, i) => {
      expect(parameters.x!.data[i]).toBeCloseTo(x, 15);
    });
  });

  test('Adam’s second step is as algorithm 1 of Kingma & Ba has it', () => {
    const [η, β1, β2, ε] = [0.1, 0.9, 0.999, 1e-8];
    const x1 = 1 - (η * 1) / (1 + ε);
    // m̂ and v̂ are weighted means of g and g², with the weights β¹(1 − β) and (1 − β) over 1 − β².
    const mean = (β: number, first: number, second: number) => (β * first + second) / (1 + β);
    const x2 = x1 - (η * mean(β1, 1, x1)) / (Math.sqrt(mean(β2, 1, x1 * x1)) + ε);
    expect(after(parabola(1), 2, adam({ rate: η }))).toBeCloseTo(x2, 14);
  });

  test('Adam does not see the scale of the loss', () => {
    const scaled = (scale: number): Problem => ({
      ...parabola(2),
      model: (k, { x }) => k.mul(k.constant(scale), k.square(x!)),
    });
    expect(after(scaled(1024), 30, adam({ rate: 0.1, epsilon: 0 }))).toBeCloseTo(
      after(scaled(0.5), 30, adam({ rate: 0.1, epsilon: 0 })),
      12,
    );
  });

  test.each([
    ['sgd', sgd({ rate: 0.05 })],
    ['momentum', momentum({ rate: 0.05 })],
    ['adam', adam({ rate: 0.05 })],
  ])('%s is what a plain loop over numbers computes, from any start', (name, optimizer) => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (x) => {
          const expected = plain(name, x, 25);
          const { parameters } = train(bowl(x), {}, { optimizer, epochs: 25 });
          parameters.x!.data.forEach((found, i) => {
            expect(Math.abs(found - expected[i]!)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(expected[i]!)));
          });
        },
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  test('a rate may depend on the step', () => {
    const rates = [0.5, 0.25, 0.125];
    const seen: number[] = [];
    const rate = (step: number): number => (seen.push(step), rates[step]!);
    expect(after(parabola(1), 3, sgd({ rate }))).toBe(0.5 * 0.75 * 0.875);
    expect(new Set(seen)).toEqual(new Set([0, 1, 2]));
  });

  test('begins anew with every training', () => {
    const one = adam({ rate: 0.1 });
    expect(after(parabola(1), 5, one)).toBe(after(parabola(1), 5, one));
  });

  test('by its name has its usual numbers', () => {
    expect(train(parabola(1), {}, { optimizer: 'adam', epochs: 3 })).toEqual(
      train(parabola(1), {}, { optimizer: adam({ rate: 0.001 }), epochs: 3 }),
    );
  });
});

/** The textbook formulas over plain numbers, written again. */
function plain(name: string, start: readonly number[], steps: number): number[] {
  return start.map((x, i) => {
    let [previous, m, s] = [x, 0, 0];
    for (let t = 1; t <= steps; t++) {
      const g = curvatures[i]! * x;
      if (name === 'sgd') x -= 0.05 * g;
      else if (name === 'momentum') [x, previous] = [x - 0.05 * g + 0.9 * (x - previous), x];
      else {
        m += 0.1 * (g - m);
        s += 0.001 * (g ** 2 - s);
        x -= (0.05 * m) / (1 - 0.9 ** t) / (Math.sqrt(s / (1 - 0.999 ** t)) + 1e-8);
      }
    }
    return x;
  });
}

describe('a training', () => {
  test('over samples descends to the line of least squares', () => {
    const [x, y] = [
      [1, 2, 3, 4],
      [2, 3, 7, 8],
    ];
    const { parameters } = train(line, { x, y }, { optimizer: sgd({ rate: 0.1 }), epochs: 300 });
    expect(parameters.w!.data[0]).toBeCloseTo((2 + 6 + 21 + 32) / 30, 12);
  });

  test('takes one step for each minibatch, the last and smaller one included, each weighed by its samples', () => {
    const [x, y] = [
      [1, 1, 1, 1, 1, 1, 1],
      [1, 2, 3, 4, 5, 6, 7],
    ];
    const { losses, epochs } = train(
      line,
      { x, y },
      { optimizer: sgd({ rate: 1e-300 }), batch: 3, epochs: 2, seed: 4 },
    );
    expect(losses).toHaveLength(6);
    // w stays 0, so that the mean loss is ½ Σy²/7, in whichever order.
    for (const { loss } of epochs) expect(loss).toBeCloseTo(140 / 14, 13);
    expect(losses[2]).not.toBe(losses[5]);
  });

  test('of a batch size that divides and one that does not is what a plain loop computes', () => {
    const [x, y] = [
      [1, -2, 0.5, 3, 2],
      [1, 0, 2, -1, 1],
    ];
    for (const batch of [1, 2, 5]) {
      const random = stream(7);
      let w = 0;
      const losses: number[] = [];
      for (let epoch = 0; epoch < 4; epoch++) {
        const order = batch === 5 ? [0, 1, 2, 3, 4] : random.permutation(5);
        for (let from = 0; from < 5; from += batch) {
          const own = order.slice(from, from + batch);
          losses.push(own.reduce((sum, i) => sum + (w * x[i]! - y[i]!) ** 2 / 2, 0) / own.length);
          w -= (0.1 * own.reduce((sum, i) => sum + x[i]! * (w * x[i]! - y[i]!), 0)) / own.length;
        }
      }
      const found = train(line, { x, y }, { batch, epochs: 4, seed: 7, optimizer: sgd({ rate: 0.1 }) });
      expect(found.parameters.w!.data[0]).toBeCloseTo(w, 13);
      found.losses.forEach((loss, i) => {
        expect(loss).toBeCloseTo(losses[i]!, 13);
      });
    }
  });

  test('of a network learns the classes of iris, alike in both layouts', () => {
    const rows = dataset('iris', { samples: 'rows' });
    const options = { optimizer: adam({ rate: 0.02 }), batch: 32, epochs: 30, seed: 1 };
    const found = train(net, iris.train, options);
    const turned = mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 1, samples: 'rows' });
    const other = train(turned, rows.train, options);
    expect(accuracy(net, found.parameters, iris.test)).toBeGreaterThan(0.9);
    expect(found.losses.at(-1)!).toBeLessThan(found.losses[0]! / 3);
    expect(other.losses.at(-1)).toBeCloseTo(found.losses.at(-1)!, 9);
    expect(accuracy(turned, other.parameters, rows.test)).toBe(accuracy(net, found.parameters, iris.test));
  });

  test('gives the same numbers for the same seed, and others for another', () => {
    const losses = (seed: number) => train(net, iris.train, { batch: 50, epochs: 2, seed }).losses;
    expect(losses(1)).toEqual(losses(1));
    expect(losses(1)).not.toEqual(losses(2));
  });

  test('starts from the problem’s own weights and leaves them as they are', () => {
    const before = structuredClone(net.at);
    const { losses } = train(net, iris.train, { epochs: 1, kernel: 'javascript' });
    const whole = mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 1, batch: 120, data: iris.train });
    expect(losses[0]).toBe(reverse().gradient(whole).value);
    expect(net.at).toEqual(before);
  });
});

describe('a gradient', () => {
  const options = { optimizer: momentum({ rate: 0.1 }), batch: 50, epochs: 2, seed: 3 } as const;
  const own = train(net, iris.train, { ...options, kernel: 'javascript' });
  const largest = (a: Readonly<Record<string, Tensor<number>>>) =>
    Math.max(
      ...Object.entries(a).flatMap(([name, { data }]) =>
        data.map((w, i) => Math.abs(w - own.parameters[name]!.data[i]!)),
      ),
    );

  test.each([
    ['reverse', reverse(), 0],
    ['forward', forward(), 1e-14],
    ['central differences', numeric({ step: fixed(2 ** -18) }), 1e-8],
    ['one-sided differences', numeric({ stencil: 'forward', step: fixed(2 ** -26) }), 1e-6],
  ])('by %s trains to the same weights', (_, gradient, tolerance) => {
    const found = train(net, iris.train, { ...options, gradient });
    expect(found.outcome).toBe('done');
    expect(largest(found.parameters)).toBeLessThanOrEqual(tolerance);
  });

  test('by symbolic differentiation trains to the same weights', () => {
    const small = mlp({ layers: [2, 2, 2], seed: 1 });
    const data = {
      x: [
        [1, -1, 0.5],
        [2, 0, 1],
      ],
      y: [
        [1, 0, 1],
        [0, 1, 0],
      ],
    };
    const found = train(small, data, { gradient: symbolic(), epochs: 5 });
    const exact = train(small, data, { epochs: 5 });
    found.losses.forEach((loss, i) => {
      expect(loss).toBeCloseTo(exact.losses[i]!, 14);
    });
  });

  test('costs what its method counts, at each step', () => {
    const of = (gradient: TrainOptions['gradient']) => {
      const { evaluations, losses } = train(net, iris.train, { ...options, gradient });
      return evaluations / losses.length;
    };
    const parameters = 56;
    expect(own.evaluations / own.losses.length).toBe(1);
    expect(of(numeric({ step: fixed(2 ** -18) }))).toBe(2 * parameters + 1);
    expect(of(numeric({ stencil: 'forward', step: fixed(2 ** -26) }))).toBe(parameters + 1);
    expect(of(forward())).toBe(parameters);
    expect(of(spsa())).toBe(3);
    expect(of(forwardGradient())).toBe(1);
    const batches = [50, 50, 20].map((batch) => mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 1, batch }));
    expect(own.operations).toBe(
      2 * batches.reduce((sum, problem) => sum + reverse().gradient(problem).cost!.operations, 0),
    );
  });

  test('of a rule that measures is counted as it went', () => {
    const { evaluations } = train(parabola(1.5), {}, { gradient: numeric(), epochs: 3 });
    expect(evaluations).toBeGreaterThan(3 * 3);
  });

  test('in float32 rounds weights and losses', () => {
    for (const gradient of [undefined, reverse()]) {
      const { parameters, losses } = train(net, iris.train, {
        ...options,
        kernel: 'javascript',
        precision: 'float32',
        gradient,
      });
      const all = [...losses, ...parameters.W1!.data];
      expect(all).toEqual(all.map(Math.fround));
      expect(largest(parameters)).toBeLessThan(1e-5);
      expect(largest(parameters)).toBeGreaterThan(0);
    }
  });

  test('that a method refuses ends the training before it starts', () => {
    const refused = train(net, iris.train, { gradient: complexStep(), precision: 'float32' });
    expect(refused).toMatchObject({ outcome: 'refused', losses: [], evaluations: 0 });
    expect(refused.because).toContain('float64');
    expect(refused.parameters.W1).toEqual(net.at.W1);
  });

  test('along random directions descends, though not as fast', () => {
    for (const gradient of [spsa({ seed: 1 }), forwardGradient({ seed: 1 })]) {
      const found = train(net, iris.train, { gradient, optimizer: sgd({ rate: 0.05 }), epochs: 400 });
      const exact = train(net, iris.train, { optimizer: sgd({ rate: 0.05 }), epochs: 400 });
      expect(found.losses.at(-1)!).toBeLessThan(found.losses[0]! / 2);
      expect(found.losses.at(-1)!).not.toBe(exact.losses.at(-1)!);
    }
  });
});

describe('the end of a training', () => {
  test('comes after its epochs', () => {
    expect(train(parabola(1), {}, { epochs: 4 })).toMatchObject({
      outcome: 'done',
      because: 'all 4 epochs were run',
    });
  });

  test('comes with the target', () => {
    const { outcome, epochs, because } = train(
      parabola(1),
      {},
      { optimizer: sgd({ rate: 0.5 }), target: 0.01 },
    );
    expect(outcome).toBe('target');
    // ½·4⁻ᵗ is at most 0.01 from t = 3 on.
    expect(epochs.map(({ loss }) => loss)).toEqual([0.5, 0.125, 0.03125, 0.0078125]);
    expect(because).toBe('the loss after epoch 4 is 0.0078125, and at most 0.01 was wanted');
  });

  test('comes once patience is lost', () => {
    // At η = 2 the place alternates between 1 and −1: the loss stays the same.
    const { outcome, epochs, because } = train(
      parabola(1),
      {},
      { optimizer: sgd({ rate: 2 }), patience: 3, epochs: 100 },
    );
    expect(outcome).toBe('patience');
    expect(epochs).toHaveLength(4);
    expect(because).toContain('the loss after epoch 1, 0.5, is the least; 3 more epochs');
  });

  test('goes by the samples held out, where there are some', () => {
    const data = { x: [1, 1], y: [4, 4] };
    const heldOut = { x: [1], y: [2] };
    const { epochs, outcome, parameters } = train(line, data, {
      optimizer: sgd({ rate: 0.25 }),
      heldOut,
      patience: 2,
      epochs: 50,
    });
    expect(outcome).toBe('patience');
    // w goes 1, 1.75, 2.3125, 2.734…: the second is nearest to 2.
    expect(epochs.map(({ heldOut: loss }) => loss!)).toEqual([
      0.5,
      0.25 ** 2 / 2,
      0.3125 ** 2 / 2,
      0.734375 ** 2 / 2,
    ]);
    expect(parameters.w!.data[0]).toBe(2.734375);
  });

  test('comes when a callback says so', () => {
    const steps: number[] = [];
    const stopped = train(net, iris.train, {
      batch: 32,
      onStep: ({ step }) => {
        steps.push(step);
        return step < 5;
      },
    });
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    expect(stopped).toMatchObject({ outcome: 'stopped', because: 'onStep answered false in step 5' });
    expect(stopped.epochs).toHaveLength(1);
    const byEpoch = train(parabola(1), {}, { onEpoch: ({ epoch }) => epoch < 2 });
    expect(byEpoch).toMatchObject({ outcome: 'stopped', because: 'onEpoch answered false in epoch 2' });
    expect(byEpoch.losses).toHaveLength(2);
  });

  test('comes with a loss that is not finite, before an update that would spoil the weights', () => {
    const { outcome, losses, because, parameters } = train(
      parabola(1),
      {},
      { optimizer: sgd({ rate: 1e200 }), epochs: 10 },
    );
    expect(outcome).toBe('diverged');
    expect(losses).toEqual([0.5, Infinity]);
    expect(because).toBe('in step 2 the loss is Infinity');
    expect(parameters.x!.data[0]).toBe(-1e200);
  });

  test('is no success where a parameter is beyond the format, whether or not the loss tells', () => {
    const flat: Problem = {
      model: (k, { x }) => k.tanh(x!),
      shapes: { x: [] },
      wrt: ['x'],
      at: { x: 0 },
    };
    const options: TrainOptions = { optimizer: sgd({ rate: 1e39 }), precision: 'float32', epochs: 2 };
    expect(train(flat, {}, options)).toMatchObject({
      outcome: 'diverged',
      because: 'x came to -Infinity',
      losses: [0, -1],
    });
  });

  test('comes with a slope that is not finite', () => {
    const root: Problem = { model: (k, { x }) => k.sqrt(x!), shapes: { x: [] }, wrt: ['x'], at: { x: 0 } };
    expect(train(root, {})).toMatchObject({
      outcome: 'diverged',
      because: 'in step 1 a slope by x is Infinity',
      losses: [0],
    });
  });
});

describe('minibatches', () => {
  test('have each sample once, whatever their size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (count, batch) => {
        const all = minibatches(count, Math.min(batch, count), stream(1));
        expect(all.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
        for (const own of all.slice(0, -1)) expect(own).toHaveLength(Math.min(batch, count));
      }),
      { seed: 1 },
    );
  });

  test('are others in each epoch', () => {
    const random = stream(1);
    expect(minibatches(20, 5, random)).not.toEqual(minibatches(20, 5, random));
  });
});

describe('a prediction', () => {
  test('is φ of a product, sample by sample', () => {
    const small = mlp({ layers: [2, 1, 2] });
    const W1 = [[1, -1]];
    const W2 = [[2], [-3]];
    const { shape, data } = predict(
      small,
      { W1, W2 },
      {
        x: [
          [1, 0.5, 3],
          [0, 2, 1],
        ],
      },
    );
    expect(shape).toEqual([2, 3]);
    const h = [1, -1.5, 2].map(Math.tanh);
    [...h.map((v) => 2 * v), ...h.map((v) => -3 * v)].forEach((v, i) => {
      expect(data[i]).toBeCloseTo(v, 14);
    });
  });

  test('is right as often as the largest output is the class’s', () => {
    const one = mlp({ layers: [2, 2] });
    const parameters = {
      W1: [
        [1, 0],
        [0, 1],
      ],
    };
    const y = [
      [1, 0, 0, 1],
      [0, 1, 1, 0],
    ];
    expect(
      accuracy(one, parameters, {
        x: [
          [3, 1, 2, 5],
          [2, 4, 1, 5],
        ],
        y,
      }),
    ).toBe(0.75);
    expect(() => accuracy(one, parameters, { x: [[3], [2]] })).toThrow('data for y is required');
    expect(() => accuracy(one, parameters, { x: [[3], [2]], y: [[1], [0], [0]] })).toThrow(
      'must be matrices of one shape, got [3, 1] and [2, 1]',
    );
    expect(() => predict(parabola(1), { x: 1 }, {})).toThrow('names its outputs o');
  });
});

describe('misuse is told', () => {
  const { x } = iris.train;
  test.each<[string, () => unknown, string]>([
    ['epochs', () => train(net, iris.train, { epochs: 0 }), 'epochs must be a positive whole number, got 0'],
    [
      'batch',
      () => train(net, iris.train, { batch: 121 }),
      'batch must be a whole number from 1 to 120, got 121',
    ],
    [
      'patience',
      () => train(net, iris.train, { patience: 1.5 }),
      'patience must be a positive whole number, got 1.5',
    ],
    ['target', () => train(net, iris.train, { target: NaN }), 'target must be a number, got NaN'],
    ['text', () => train(net, iris.train, { target: 'low' as never }), 'target must be a number, got low'],
    [
      'layout',
      () => train(net, iris.train, { samples: 'diagonals' as never }),
      'samples must be columns or rows, got diagonals',
    ],
    [
      'gradient',
      () => train(net, iris.train, { gradient: reverse as never }),
      'gradient must be a differentiator, got a function (it is to be called)',
    ],
    [
      'precision',
      () => train(net, iris.train, { gradient: reverse(), precision: 'float16' as never }),
      'precision: float64 or float32 is required, got float16',
    ],
    [
      'missing',
      () => train({ model: (k) => k.pi(), shapes: { constructor: [] }, wrt: ['constructor'], at: {} }, {}),
      'a value for constructor is required',
    ],
    ['text rate', () => sgd({ rate: '0.1' as never }), 'rate must be positive and finite, got 0.1 at step 0'],
    ['data', () => train(net, { x }), 'data for y is required, got x'],
    [
      'shape',
      () => train(mlp({ layers: [5, 3] }), iris.train),
      'data x must have shape [5, 120], got [4, 120]',
    ],
    ['samples', () => train(net, { x, y: [[1], [0], [0]] }), 'got 120 of x, 1 of y'],
    ['problem', () => train(line(4), { x: [1], y: [1] }), 'a function from the number of samples'],
    ['rate', () => sgd({ rate: -1 }), 'sgd: rate must be positive and finite, got -1 at step 0'],
    ['momentum', () => momentum({ momentum: 1 }), 'momentum must be at least 0 and below 1, got 1'],
    ['beta', () => adam({ beta2: 2 }), 'adam: beta2 must be at least 0 and below 1, got 2'],
    ['epsilon', () => adam({ epsilon: NaN }), 'epsilon must be finite and not negative, got NaN'],
    [
      'optimizer',
      () => train(net, iris.train, { optimizer: adam as never }),
      'got a function (it is to be called)',
    ],
    ['name', () => train(net, iris.train, { optimizer: 'lbfgs' as never }), 'got "lbfgs"'],
    [
      'seed',
      () => train(net, iris.train, { seed: 0.5 }),
      'seed: a whole number of at most 32 bits is required',
    ],
  ])('%s', (_, call, says) => {
    expect(call).toThrow(says);
  });
});
