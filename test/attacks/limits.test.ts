import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expand, graph, input, mathjs, parse, symbolic, write, writeDot, trace, type Expr } from 'derivlab';
import { longest } from '../../src/cli/derivative-text.ts';
import { mostSteps } from '../../src/cli/derivation-text.ts';
import { mostCoefficients, mostPoints } from '../../src/cli/gradbench/plain-modules.ts';
import { mostStates } from '../../src/cli/gradbench/loop-modules.ts';
import { mostBytes } from '../../src/cli/gradbench/machines.ts';
import { mostRuns, mostSeconds } from '../../src/cli/gradbench/timed-runs.ts';
import { longestLine } from '../../src/cli/lines.ts';
import { longestSeconds } from '../../src/cli/methods.ts';
import { mostNumbers } from '../../src/cli/network.ts';
import { mostOperations as mostForEngines } from '../../src/differentiators/engine.ts';
import { mostTerms } from '../../src/expression/expand.ts';
import { longestExpression } from '../../src/expression/parse.ts';
import { mostCompiled } from '../../src/kernels/evaluate.ts';
import { mostDigits as mostOfBudget } from '../../src/lab/budget.ts';
import { mostJobs } from '../../src/lab/options.ts';
import { home } from '../../src/lab/provenance.ts';
import { mostDigits } from '../../src/lab/reference.ts';
import { mostOperations as mostCounted } from '../../src/lab/swell.ts';
import { mostOperations } from '../../src/lab/work.ts';
import { mostAxes, mostElements } from '../../src/language/shape.ts';
import { session } from '../cli/session.ts';

const page = readFileSync(join(home, 'docs', 'limits.md'), 'utf8');

/** The limits of the page, by what is limited. */
const told = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map(
      (line) =>
        line
          .slice(2, -2)
          .split(' | ')
          .map((cell) => cell.trim()) as [string, string],
    ),
);

describe('the page of limits', () => {
  it.each([
    ['Characters of an expression', longestExpression],
    ['Axes of an array', mostAxes],
    ['Numbers in one array that is an input or a value', mostElements],
    ['Operations of f whose truth is worked out (`diff`, `budget`)', mostOperations],
    ['Seconds of numeric, symbolic, forward and complex-step in `diff`, each', longestSeconds],
    ['Operations of dual numbers with which `swell` counts what it does not build', mostCounted],
    ['Characters of all derivatives that `derive` prints', longest],
    ['Terms of `expand`', mostTerms],
    ['Steps that `derive --explain` tells', mostSteps],
    ['Operations written out for mathjs and nerdamer', mostForEngines],
    ['Digits of the truth', mostDigits],
    ['Digits of an error budget', mostOfBudget],
    ['Weights of `--mlp`, and numbers in its samples', mostNumbers],
    ['Nodes of a graph that is compiled without being asked to be', mostCompiled],
    ['Cases at a time (`--jobs`)', mostJobs],
    ['Characters of a line of `--batch` and of `gradbench`', longestLine],
    ["Runs that GradBench's `min_runs` asks for", mostRuns],
    ["Seconds that GradBench's `min_seconds` asks for", mostSeconds],
    ["Coefficients of GradBench's llsq", mostCoefficients],
    ["Points of GradBench's llsq", mostPoints],
    ["Numbers in all states of GradBench's ode", mostStates],
    ['Bytes of all arrays of a GradBench function', mostBytes],
  ])('has that of the code for: %s', (what, limit) => {
    expect(told.get(what)).toBe(String(limit));
  });

  /** A graph of so many nodes above x, and a tree of 2 to that. */
  const doubling = (times: number): Expr =>
    Array.from({ length: times }).reduce<Expr>((e) => graph.mul(e, graph.sin(e)), input('x'));

  it('has those that methods tell when they are reached', () => {
    const nodes = told.get('Nodes that `symbolic` builds')!;
    const chain = (length: number) => Array.from({ length }).reduce<Expr>((e) => graph.sin(e), input('x'));
    expect(symbolic().gradient(chain(Number(nodes) + 1), { x: 1 })).toMatchObject({
      outcome: 'refused',
      because: `the objective alone has ${Number(nodes) + 1} operations written out, the limit is ${nodes}`,
    });
    expect(symbolic().gradient(chain(Number(nodes)), { x: 1 }).because).toMatch(
      new RegExp(`^${nodes} nodes reached`),
    );
    const megabytes = told.get('Megabytes of mathjs and nerdamer')!;
    expect(mathjs({ milliseconds: 200_000 }).derivatives(doubling(50))).toMatchObject({
      outcome: 'failed',
      because: `${megabytes} megabytes were not enough`,
    });
    const milliseconds = told.get('Milliseconds of mathjs and nerdamer')!;
    // mathjs's own simplification takes 2ⁿ steps over n terms.
    const endless = Array.from({ length: 60 }).reduce<Expr>(
      (e) => graph.add(graph.sin(e), input('x')),
      input('x'),
    );
    expect(mathjs({ way: 'naive' }).derivatives(endless)).toMatchObject({
      outcome: 'timeout',
      because: `${milliseconds} ms were not enough`,
    });
  });

  it('has those that the command line tells', async () => {
    const exponents = Number(told.get('Exponents of `--steps`'));
    const budget = (range: string) => session('budget', 'x^2', '--at', 'x=1', '--steps', range);
    expect((await budget(`2^-${exponents}:2^-${exponents - 1}`)).code).toBe(0);
    expect(await budget(`2^-${exponents + 1}:2^-${exponents}`)).toMatchObject({
      code: 2,
      err: expect.stringContaining(`exponents from −${exponents} to ${exponents} are required`) as string,
    });
    const fold = Number(told.get('Nodes of a graph that is drawn before it is folded'));
    const drawn = async (terms: number) =>
      (await session('graph', Array.from({ length: terms }, (_, i) => `x${i}`).join('+'), '--format', 'dot'))
        .out;
    const nodesOf = (dot: string) => [...dot.matchAll(/^ {2}"[^"]+" \[/gm)].length;
    // A sum of n variables has n boxes and n − 1 circles, and its result a box.
    const [under, over] = [await drawn(fold / 2), await drawn(fold / 2 + 1)];
    expect(nodesOf(under)).toBe(fold);
    expect(nodesOf(over)).toBeLessThan(fold);
    const help = async (command: string) => (await session(command, '--help')).out.replaceAll(/\s+/g, ' ');
    for (const command of ['derive', 'swell'])
      expect(await help(command)).toContain(
        `may be spent on building (default: "${told.get('Seconds that `derive` and `swell` build')!}")`,
      );
    expect(await help('swell')).toContain(
      `that are built (default: "${told.get('Nodes that `swell` builds')!}")`,
    );
  });

  it('has those that are defaults of functions', () => {
    const chain = (terms: number) => parse(Array.from({ length: terms }, (_, i) => `x${i}`).join('+'));
    expect(() => write(parse('a'.repeat(1_000_001)))).toThrow(/at most 1000000 characters/);
    expect(() => writeDot([{ name: 'f', e: chain(2600) }])).toThrow(/at most 5000 nodes are allowed/);
    expect(() => expand(parse(`(x+1)^2001`))).toThrow(/at most 2000 terms/);
    expect(() => parse('x'.repeat(longestExpression + 1))).toThrow(
      /at most 1048576 characters .* second argument/,
    );
    expect(parse('x + 1'.padEnd(20), 20).op).toBe('add');
    expect(() => trace((_, { x }) => x!, { x: [1e9] })).toThrow(
      'x: at most 536870912 numbers in an array are allowed',
    );
    expect(() => trace((_, { x }) => x!, { x: new Array<number>(33).fill(1) })).toThrow(
      'x: at most 32 axes are allowed, got 33',
    );
  });
});
