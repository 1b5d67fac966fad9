import { describe, expect, it } from 'vitest';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { occurrences } from '../../src/expression/occurrences.ts';
import { parse } from '../../src/expression/parse.ts';
import { writeProgram } from '../../src/expression/program.ts';
import { traceProblem } from '../../src/expression/trace.ts';
import { write } from '../../src/expression/write.ts';
import { derivative } from '../../src/differentiators/symbolic.ts';
import { sizeNames, swell } from '../../src/lab/swell.ts';
import { swellTables } from '../../src/lab/swell-report.ts';
import { mlp } from '../../src/objectives/mlp.ts';

/** Baydin et al. 2018, Table 1: l₁ = x, l₍ₙ₊₁₎ = 4lₙ(1 − lₙ). */
function logistic(n: number): Expr {
  let l: Expr = input('x');
  for (let i = 1; i < n; i++) l = graph.mul(graph.mul(graph.constant(4), l), graph.sub(graph.constant(1), l));
  return l;
}

/** Nodes met by walking through every occurrence. */
function walked(root: Expr): number {
  const stack = [root];
  let met = 0;
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    met++;
    stack.push(...e.args);
  }
  return met;
}

describe('the swell of the logistic map', () => {
  /** Tree and graph, shared by structure, as facts derived by hand have them. */
  const closedForms = (n: number) => {
    const [power, order] = [2n ** BigInt(n), BigInt(n)];
    return {
      primal: { tree: 3n * power - 5n, dag: 3n * order },
      none: { tree: (9n * (order - 1n) * power) / 2n + 1n, dag: 10n * order - 7n },
      exact: { tree: ((12n * order - 15n) * power) / 4n, dag: 8n * order - 9n },
    };
  };

  it('has the sizes of the closed forms for all n from 2 to 200, as a tree and shared by structure', () => {
    const sizes = (e: Expr) => {
      const found = occurrences([e], true);
      return { tree: found.at(-1)!.tree, dag: BigInt(found.length) };
    };
    for (let n = 2; n <= 200; n++) {
      const l = logistic(n);
      expect({
        primal: sizes(l),
        none: sizes(derivative(l, 'x', { laws: 'none' })),
        exact: sizes(derivative(l, 'x', { laws: 'exact' })),
      }).toEqual(closedForms(n));
    }
  });

  it('is reported as the closed forms have it', () => {
    for (const n of [2, 3, 10, 60, 150])
      for (const laws of ['none', 'exact'] as const) {
        const { primal, [laws]: expected } = closedForms(n);
        expect(swell(logistic(n), { laws })).toMatchObject({ primal, derivative: expected });
      }
  });

  it('is what a walk through every occurrence meets, as long as that is possible', () => {
    for (const laws of ['none', 'exact'] as const)
      for (const n of [1, 2, 5, 9, 12]) {
        const { primal, derivative: found } = swell(logistic(n), { laws, sharing: 'none' });
        expect(primal.tree).toBe(BigInt(walked(logistic(n))));
        expect(found.tree).toBe(BigInt(walked(derivative(logistic(n), 'x', { laws }))));
        expect(found.dag).toBe(found.tree);
      }
  });

  it('is exact where no such walk ends: 305 digits for n = 1000', () => {
    const { derivative: found, ratio, hotSpots } = swell(logistic(1000), { hotSpots: 1 });
    expect(String(found.tree)).toHaveLength(305);
    expect(found.tree).toBe((3n * 1000n * 4n - 15n) * 2n ** 998n);
    expect(ratio.tree).toBeCloseTo(1000 - 1.25, 9);
    expect(ratio.dag).toBeCloseTo(7991 / 3000, 12);
    expect(String(hotSpots[0]!.copies).length).toBeGreaterThan(300);
    expect(hotSpots[0]!.name).toBe('4 * x');
  });
});

describe('swell', () => {
  it('counts the characters that are printed, and the lines with shared parts named', () => {
    const f = 'exp(sin(x))*sin(x)/log(x)';
    const { derivative: found, primal } = swell(f);
    const printed = derivative(parse(f), 'x');
    expect(found.characters).toBe(BigInt(write(printed).length));
    const { statements, results } = writeProgram([{ name: 'd/dx', e: printed }]);
    const lines = [...statements, ...results].map(({ name, text }) => `${name} = ${text}\n`).join('');
    expect(found.letCharacters).toBe(BigInt(lines.length));
    expect(statements.length).toBeGreaterThan(1);
    expect(primal.characters).toBe(BigInt('exp(sin(x)) * sin(x) / log(x)'.length));
  });

  it('takes inputs with all of their elements, or single elements, in the order given', () => {
    const net = mlp({ layers: [2, 3, 2] });
    const one = swell(net, { wrt: ['W1[2,1]'] });
    const all = swell(net);
    expect(all.wrt).toEqual(['W1', 'W2']);
    expect(swell(net, { wrt: ['W1', 'W2[0,0]'] }).wrt).toEqual(['W1', 'W2[0,0]']);
    expect(one.derivative.tree! < all.derivative.tree!).toBe(true);
    const names = [0, 1, 2].flatMap((i) => [0, 1].map((j) => `W1[${i},${j}]`));
    const singly = names.map((name) => swell(net, { wrt: [name] }).derivative.tree!);
    expect(swell(net, { wrt: ['W1'] }).derivative.tree).toBe(singly.reduce((a, b) => a + b));
    expect(() => swell(net, { wrt: ['W3'] })).toThrow(
      'wrt: inputs or their elements are required, among x, y, W1',
    );
    expect(() => swell(net, { wrt: ['W1', 'W1[0,0]'] })).toThrow('W1[0,0] is named twice');
  });

  it('in whole arrays counts array operations, and in one sweep backwards fewer nodes than one variable at a time', () => {
    const net = mlp({ layers: [3, 4, 2], batch: 2 });
    const scalar = swell(net);
    const backwards = swell(net, { direction: 'reverse' });
    const arrays = swell(net, { direction: 'reverse', granularity: 'tensor' });
    expect(arrays.derivative.histogram).toHaveProperty('matmul');
    expect(arrays.derivative.dag! < backwards.derivative.dag!).toBe(true);
    expect(backwards.derivative.dag! < scalar.derivative.dag!).toBe(true);
    expect(backwards.primal.tree).toBe(scalar.primal.tree);
  });

  it('under every law level is no larger than under none, and names its level', () => {
    const sizes = (['none', 'exact', 'real'] as const).map((laws) => swell('x*sin(x) + 0*x', { laws }));
    expect(sizes.map(({ laws }) => laws)).toEqual(['none', 'exact', 'real']);
    const trees = sizes.map(({ derivative: { tree } }) => tree!);
    expect(trees[1]! < trees[0]!).toBe(true);
    expect(trees[2]! < trees[1]!).toBe(true);
  });

  it('of what is too large counts the trees without building them, and says so', () => {
    const net = mlp({ layers: [6, 5, 3], lambda: 0.01 });
    const given = { wrt: ['W1[0,0]'], sharing: 'none' } as const;
    const whole = swell(net, given);
    const counted = swell(net, { ...given, limit: 100 });
    expect(whole.because).toBeNull();
    expect(counted.primal).toMatchObject({ tree: whole.primal.tree, dag: null, histogram: null });
    expect(counted.derivative).toMatchObject({ tree: whole.derivative.tree, characters: null });
    expect(counted.ratio).toMatchObject({ tree: whole.ratio.tree, dag: null });
    expect(counted.because).toMatch(
      /^the objective has about \d+ operations written out, the limit is 100; only the sizes/,
    );
  });

  it('says how far it came where it was refused on the way', () => {
    const net = mlp({ layers: [6, 5, 3] });
    const found = swell(net, { laws: 'real', limit: 250 });
    expect(found.because).toMatch(/^250 nodes reached after \d+ of 45 derivatives; only trees of numbers/);
    expect(found.derivative.tree).toBeNull();
    expect(sizeNames.every((name) => found.ratio[name] === null)).toBe(true);
  });

  it('leaves the trees of derivatives out where there was no time to count them', () => {
    const net = mlp({ layers: [6, 5, 3] });
    const [whole, found] = [swell(net), swell(net, { limit: 100, milliseconds: 0 })];
    expect(found.primal.tree).toBe(whole.primal.tree);
    expect(found.derivative.tree).toBeNull();
    expect(found.because).toMatch(
      /the limit is 100; they were not counted: 0 ms were over after \d+ of 45 derivatives; .*--seconds/,
    );
  });

  it('has no ratio to nothing, and no hot spots where there is nothing to copy', () => {
    const { ratio, hotSpots, derivative: found } = swell('x');
    expect(found.tree).toBe(1n);
    expect(ratio).toMatchObject({ tree: 1, edges: null, operationsTree: null });
    expect(hotSpots).toEqual([]);
  });

  it('names hot spots by the model’s own names where it gave one', () => {
    const net = traceProblem(mlp({ layers: [3, 4, 2], batch: 2 }));
    const { hotSpots } = swell(net, {
      direction: 'reverse',
      granularity: 'tensor',
      sharing: 'reference',
      hotSpots: 9,
    });
    expect(hotSpots.some(({ name }) => /^matmul\(|^tanh\(/.test(name))).toBe(true);
    expect(hotSpots.every(({ copies }, i) => i === 0 || copies <= hotSpots[i - 1]!.copies)).toBe(true);
  });
});

it('takes an option that is undefined for one that was not given', () => {
  const given = { laws: undefined, sharing: undefined, limit: undefined } as never;
  expect(swell('x*x', given)).toEqual(swell('x*x'));
});

describe('the table of a swell', () => {
  it('shows large counts as powers of two and small ones as they are', () => {
    const [sizes, operators, spots] = swellTables(swell(logistic(1000)));
    const [tree, graphOf] = sizes!.rows;
    expect(tree).toMatchObject({ primal: '2^1001.6', derivative: '2^1011.5' });
    expect(graphOf).toMatchObject({ primal: 3000n, derivative: 7991n });
    expect(operators!.rows.map(({ operator }) => operator)).toEqual(['*', '+', '-', 'neg']);
    expect(spots!.rows).toHaveLength(5);
  });
});
