import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpoints } from '../../src/differentiators/checkpoints.ts';
import { gradientGraph } from '../../src/differentiators/pullback.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { objective, traceProblem, type Objective } from '../../src/expression/trace.ts';
import { held } from '../../src/kernels/lifetimes.ts';
import { plan, type Plan } from '../../src/kernels/plan.ts';
import { schedule } from '../../src/kernels/schedule.ts';
import { reads, type Step } from '../../src/kernels/step.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { recurrent } from '../differentiators/recurrent.ts';
import { someGraph } from './some-graph.ts';

const peakOf = ({ steps, shapes, outputs }: Plan): number => held(steps, shapes, outputs).peak;

function training(o: Objective, checkpoints: Checkpoints = []): Plan {
  const { value, gradient } = gradientGraph(o, 'one', graph, 'textbook', checkpoints);
  return plan([value, ...gradient.values()], [...o.inputs.values()]);
}

/** The steps that may come next, once these are done. */
function ready(steps: readonly Step[], done: ReadonlySet<Step>): Step[] {
  const missing = new Set(steps.filter((step) => !done.has(step)).map((step) => step.target.base));
  return steps.filter((step) => !done.has(step) && reads(step).every(({ base }) => !missing.has(base)));
}

/** All orders in which the steps can run. */
function* orders(steps: readonly Step[], done: readonly Step[] = []): Generator<readonly Step[]> {
  if (done.length === steps.length) yield done;
  for (const step of ready(steps, new Set(done))) yield* orders(steps, [...done, step]);
}

function shuffled(steps: readonly Step[], draw: (n: number) => number): Step[] {
  const done = new Set<Step>();
  while (done.size < steps.length) {
    const next = ready(steps, done);
    done.add(next[draw(next.length)]!);
  }
  return [...done];
}

const network = (hiddenLayers: number, activation: 'tanh' | 'relu' = 'tanh', wrt?: readonly string[]) =>
  traceProblem(
    mlp({ layers: [8, ...new Array<number>(hiddenLayers).fill(16), 4], batch: 32, activation }),
    wrt,
  );

describe('the order of the steps', () => {
  it('is an order in which they can run, holds no more than the one handed in, and is the same every time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 30, maxLength: 120 }), fc.nat(), (decisions, start) => {
        let next = start;
        const { steps, shapes, outputs } = plan(someGraph(decisions));
        const given = shuffled(steps, (n) => decisions[next++ % decisions.length]! % n);
        const found = schedule(given, shapes, outputs);
        expect(new Set(found)).toStrictEqual(new Set(steps));
        const done = new Set<Step>();
        for (const step of found) {
          expect(ready(steps, done)).toContain(step);
          done.add(step);
        }
        expect(held(found, shapes, outputs).peak).toBeLessThanOrEqual(held(given, shapes, outputs).peak);
        expect(schedule(given, shapes, outputs)).toStrictEqual(found);
      }),
      { numRuns: 80, seed: 4 },
    );
  });

  it('is nearly the best of all orders, where they are few enough to try', () => {
    const graphs = fc
      .sample(fc.array(fc.nat(), { minLength: 14, maxLength: 40 }), { numRuns: 400, seed: 8 })
      .map((decisions) => plan(someGraph(decisions)))
      .filter(({ steps }) => steps.length >= 4 && steps.length <= 7);
    const ratios = graphs.map((planned) => {
      const { steps, shapes, outputs } = planned;
      let least = Infinity;
      for (const order of orders(steps)) least = Math.min(least, held(order, shapes, outputs).peak);
      return least === 0 ? 1 : peakOf(planned) / least;
    });
    expect(ratios.length).toBeGreaterThanOrEqual(50);
    expect(ratios.filter((ratio) => ratio === 1).length / ratios.length).toBeGreaterThanOrEqual(0.95);
  });

  it('holds the hidden layers of a net, and of its backward pass one or two arrays', () => {
    for (const hidden of [3, 10, 40]) {
      const layers = peakOf(training(network(hidden))) / (16 * 32);
      expect(layers).toBeGreaterThanOrEqual(hidden);
      expect(layers).toBeLessThanOrEqual(hidden + 2);
      expect(peakOf(plan([network(hidden).names.get('o')!]))).toBe(2 * 16 * 32);
    }
  });

  it('computes again what was not kept just before it is read, whichever gradient is asked for', () => {
    for (const wrt of [undefined, ['W1'], ['W1', 'W50']])
      for (const activation of ['tanh', 'relu'] as const) {
        const o = network(99, activation, wrt);
        const kept = activation === 'tanh' ? 10 : 20;
        expect(peakOf(training(o, 'sqrt')) / (16 * 32)).toBeLessThanOrEqual(10 + kept + 1);
      }
  });

  it('adds up the gradients of a weight that is used at every step as it comes to them', () => {
    const [steps, hidden, batch] = [40, 16, 64];
    const one = hidden * batch;
    const all = peakOf(training(recurrent(steps, hidden, 8, batch)));
    expect(all).toBeLessThanOrEqual((steps + 4) * one);
    // A sum of 40 products is one loop that reads them all: beside 13 states they are what is held.
    const products = steps * (hidden * hidden + hidden * 8 + hidden);
    expect(peakOf(training(recurrent(steps, hidden, 8, batch), 'sqrt'))).toBeLessThanOrEqual(
      products + 15 * one,
    );
  });

  it('finishes one branch before it begins the next', () => {
    const [x, A] = [input('x', [8, 8]), input('A', [8, 8])];
    let sum: Expr = x;
    for (let branch = 0; branch < 40; branch++) {
      let z: Expr = graph.mul(x, graph.constant(branch));
      for (let i = 0; i < 5; i++) z = graph.matmul(A, graph.matmul(z, z));
      sum = graph.matmul(A, graph.add(sum, z));
    }
    expect(peakOf(plan([sum]))).toBeLessThanOrEqual(3 * 64);
  });

  it('is found for graphs as deep as they are', () => {
    const [x, W] = [input('x', [2, 2]), input('W', [2, 2])];
    const [layers, longestBody] = [1600, 48];
    let h: Expr = x;
    for (let i = 0; i < layers; i++) h = graph.tanh(graph.matmul(W, h));
    const planned = training(objective(graph.sum(h, [0, 1])), 'sqrt');
    expect(planned.steps.length).toBeGreaterThan(3 * layers);
    // Beside 40 checkpoints and 40 layers stand the products that one loop adds up.
    expect(peakOf(planned) / 4).toBeLessThanOrEqual(2 * Math.sqrt(layers) + longestBody + 5);
  });
});
