import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tallyOf } from '../../src/differentiators/cost.ts';
import { isRefused } from '../../src/differentiators/differentiator.ts';
import { gradientGraph } from '../../src/differentiators/pullback.ts';
import { symbolic, symbolicGradient, type SymbolicOptions } from '../../src/differentiators/symbolic.ts';
import type { SymbolicGradient } from '../../src/differentiators/written-gradient.ts';
import { toTensor } from '../../src/language/problem.ts';
import { toPoint } from '../../src/expression/point.ts';
import { read } from '../../src/expression/read.ts';
import { dual } from '../../src/numbers/dual.ts';
import { realise } from '../../src/rules/slope.ts';
import { reference } from '../../src/lab/reference.ts';
import { extent } from '../../src/expression/extent.ts';
import { parse } from '../../src/expression/parse.ts';
import { scalarObjective } from '../../src/expression/scalars.ts';
import { lawLevels } from '../../src/expression/simplify.ts';
import { shareAll } from '../../src/expression/share.ts';
import { graph, input, nameOf } from '../../src/expression/expr.ts';
import { objective, traceProblem, type Objective } from '../../src/expression/trace.ts';
import type { Tally } from '../../src/numbers/counting.ts';
import { mlp, type Mlp } from '../../src/objectives/mlp.ts';

/** Nets of up to two hidden layers, one sample or a batch; no axis of length 1, along which a sum is no operation. */
const nets: fc.Arbitrary<Mlp> = fc
  .record({
    layers: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 }),
    activation: fc.constantFrom('tanh', 'sigmoid', 'softplus', 'gelu', 'relu'),
    loss: fc.constantFrom('softmax-cross-entropy', 'squared-error'),
    lambda: fc.constantFrom(0, 1e-3),
    batch: fc.constantFrom(undefined, 3),
    bias: fc.boolean(),
    samples: fc.constantFrom('columns', 'rows'),
    seed: fc.nat(1000),
  })
  .map(({ batch, ...options }) => mlp({ ...options, ...(batch === undefined ? {} : { batch }) }));

function built(o: Objective, options: SymbolicOptions): SymbolicGradient {
  const made = symbolicGradient(o, options);
  if (isRefused(made)) throw new Error(made.because);
  return made;
}

const extentOf = ({ value, gradient }: SymbolicGradient): number =>
  extent([value, ...gradient.map(({ e }) => e)]).dagSize;

const tally = (o: Objective, options: SymbolicOptions): Tally => {
  const { value, gradient } = built(o, options);
  return tallyOf([value, ...gradient.map(({ e }) => e)]);
};

const reverseTally = (o: Objective): Tally => {
  const { value, gradient } = gradientGraph(o);
  return tallyOf([value, ...gradient.values()]);
};

/** Laws that automatic differentiation obeys by its rules, which drop a 0 and pass on a 1. */
const lawful = { laws: 'exact' } as const;

describe('symbolic differentiation in the direction, sharing and granularity of automatic differentiation', () => {
  test('costs what reverse mode costs, operation by operation, over whole arrays', () => {
    fc.assert(
      fc.property(nets, (net) => {
        const o = traceProblem(net);
        const found = tally(o, {
          ...lawful,
          direction: 'reverse',
          granularity: 'tensor',
          sharing: 'reference',
        });
        expect(found).toEqual(reverseTally(o));
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  test('costs what reverse mode costs, number by number', () => {
    fc.assert(
      fc.property(nets, (net) => {
        const o = traceProblem(net);
        const found = tally(o, {
          ...lawful,
          direction: 'reverse',
          granularity: 'scalar',
          sharing: 'reference',
        });
        expect(found).toEqual(reverseTally(scalarObjective(o)));
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test('costs what reverse mode costs once equal parts are one in both', () => {
    fc.assert(
      fc.property(nets, (net) => {
        const o = traceProblem(net);
        const { value, gradient } = gradientGraph(o);
        const found = tally(o, {
          ...lawful,
          direction: 'reverse',
          granularity: 'tensor',
          sharing: 'structure',
        });
        expect(found).toEqual(tallyOf(shareAll([value, ...gradient.values()])));
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  test('costs what one pass of forward mode costs, for one variable, number by number', () => {
    fc.assert(
      fc.property(nets, fc.nat(), (net, pick) => {
        const o = scalarObjective(traceProblem(net));
        const variable = o.wrt[pick % o.wrt.length]!;
        const { value, slope } = read(o.expression, dual(graph), (e) => ({
          value: e,
          slope: nameOf(e) === variable ? ('one' as const) : ('zero' as const),
        }));
        const made = symbolicGradient(o, { ...lawful, sharing: 'reference', elements: [variable] });
        if (isRefused(made)) throw new Error(made.because);
        expect(made.gradient.map(({ name }) => name)).toEqual([variable]);
        expect(tallyOf([made.value, made.gradient[0]!.e])).toEqual(tallyOf([value, realise(graph, slope)]));
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

const policies = (['forward', 'reverse'] as const).flatMap((direction) =>
  (['scalar', 'tensor'] as const).flatMap((granularity) =>
    (['none', 'reference', 'structure'] as const).flatMap((sharing) =>
      lawLevels.map((laws) => ({ direction, granularity, sharing, laws })),
    ),
  ),
);

describe('every policy', () => {
  const smooth = mlp({ layers: [2, 2, 2], lambda: 1e-2, seed: 3 });
  const truth = reference(traceProblem(smooth), toPoint(traceProblem(smooth), smooth.at));

  test.each(policies)(
    'is within 1e-13 of the truth on a smooth net: $direction, $granularity, $sharing, $laws',
    (policy) => {
      // A sweep backwards whose every use is written out again is a large tree even here.
      const { gradient, outcome, because } = symbolic({ ...policy, limit: 2e6 }).gradient(smooth);
      expect([outcome, because]).toEqual(['ok', null]);
      const found = Object.entries(gradient!).flatMap(([, g]) => toTensor(g).data);
      const exact = Object.values(truth.gradient).flatMap(({ data }) => data.map(Number));
      const largest = Math.max(...exact.map(Math.abs));
      expect(found).toHaveLength(exact.length);
      found.forEach((g, i) => {
        expect(Math.abs(g - exact[i]!) / largest).toBeLessThanOrEqual(1e-13);
      });
    },
  );

  test.each(policies.filter(({ granularity }) => granularity === 'scalar'))(
    'differentiates by inputs that the function does not use: $direction, $sharing, $laws',
    (policy) => {
      const o = objective(parse('x^2'), ['x', 'y'], new Map(), [input('x'), input('y')]);
      expect(symbolic(policy).gradient(o, { x: 3, y: 1 }).gradient).toEqual({ x: 6, y: 0 });
    },
  );
});

describe('a budget', () => {
  const net = mlp({ layers: [4, 8, 3], seed: 1 });

  test('in nodes ends in the middle of a derivative, with a report of how far it came', () => {
    const o = traceProblem(net);
    const whole = extentOf(built(o, { laws: 'exact' }));
    const made = symbolicGradient(o, { limit: whole - 1 });
    expect(made).toEqual({
      refused: 'too-large',
      because: expect.stringMatching(
        new RegExp(`^${whole - 1} nodes reached after \\d+ of 56 derivatives$`),
      ) as string,
    });
    expect(symbolic({ limit: 500 }).gradient(net)).toMatchObject({ outcome: 'refused', value: null });
  });

  test('in time is none unless given, and ends at once where it is 0', () => {
    const made = symbolicGradient(traceProblem(net), { milliseconds: 0 });
    expect(made).toMatchObject({ refused: 'too-large' });
    expect(isRefused(made) ? made.because : '').toMatch(
      /^\d+ nodes reached in 0 ms after \d+ of 56 derivatives$/,
    );
  });

  test('is for elements that there are', () => {
    expect(() => symbolicGradient(traceProblem(net), { elements: ['W1[9,9]'] })).toThrow(
      'elements: numbers among W1, W2 are required (such as W1[0,0]), got W1[9,9]',
    );
    expect(() => symbolicGradient(traceProblem(net), { elements: ['W1[0,0]', 'W1[0,0]'] })).toThrow(
      'elements: each number is named once, W1[0,0] is named twice',
    );
  });
});

describe('numbers written out', () => {
  test('requires a name of its own for each number, where arrays are written out', () => {
    const W = input('W', [2]);
    const o = objective(graph.add(graph.sum(W, [0]), input('W[0]')));
    expect(() => symbolicGradient(o)).toThrow('W[0] is an element of W and an input');
    expect(isRefused(symbolicGradient(o, { granularity: 'tensor', direction: 'reverse' }))).toBe(false);
  });
});

describe('the options', () => {
  const o = objective(parse('x^2'));

  test.each([
    [{ laws: 'some' }, 'laws: none, exact, real, canonical are known, got some'],
    [{ sharing: 'all' }, 'sharing: none, reference, structure are known, got all'],
    [{ direction: 'backward' }, 'direction: forward, reverse are known, got backward'],
    [{ limit: NaN }, 'limit: a number of at least 0 is required, got NaN'],
  ])('are refused where they are not known: %o', (options, problem) => {
    expect(() => symbolicGradient(o, options as never)).toThrow(problem);
  });

  test('that are undefined are the default ones', () => {
    // 0·x is 0 under the real laws, not under the exact ones.
    const f = objective(parse('0*x + x'));
    expect(symbolicGradient(f, { laws: undefined } as never)).toEqual(symbolicGradient(f));
    expect(symbolicGradient(f, { laws: 'real' })).not.toEqual(symbolicGradient(f));
  });
});
