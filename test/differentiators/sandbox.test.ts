import { describe, expect, it } from 'vitest';
import { mathjs, type MathjsOptions } from '../../src/differentiators/mathjs.ts';
import { nerdamer } from '../../src/differentiators/nerdamer.ts';
import { isRefused } from '../../src/differentiators/differentiator.ts';
import { sandbox } from '../../src/differentiators/sandbox.ts';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { parse } from '../../src/expression/parse.ts';
import { write } from '../../src/expression/write.ts';

const repeated = (times: number, next: (e: Expr) => Expr): Expr =>
  Array.from({ length: times }).reduce<Expr>((e) => next(e), input('x'));

/** A sum grouped to the left: mathjs's own simplification takes 2ⁿ steps over n terms. */
const endless = repeated(60, (e) => graph.add(graph.sin(e), input('x')));

/** A graph of 50 nodes, and a tree of 2⁵⁰. */
const doubling = repeated(50, (e) => graph.mul(e, graph.sin(e)));

const answerOf = (f: Expr, options?: MathjsOptions) => mathjs(options).derivatives(f);
const right = { value: 0.5, gradient: { x: 2 } };

describe('an engine that misbehaves', () => {
  it('is ended when its time is up, and says how far it came; the next job has a new thread', () => {
    const f = graph.add(endless, input('y'));
    expect(
      mathjs({ way: 'naive', milliseconds: 300 }).derivatives(f, { elements: ['y', 'x'] }),
    ).toMatchObject({
      outcome: 'timeout',
      because: expect.stringMatching(/^300 ms were not enough/) as string,
    });
    expect(mathjs({ way: 'naive' }).gradient('2*x - 0.5', { x: 0.5 })).toMatchObject(right);
  });

  it('fails when its memory is full, and the process lives on', () => {
    expect(answerOf(doubling, { milliseconds: 30_000, megabytes: 48 })).toMatchObject({
      outcome: 'failed',
      because: '48 megabytes were not enough',
    });
    expect(mathjs({ megabytes: 48 }).gradient('2*x - 0.5', { x: 0.5 })).toMatchObject(right);
  });

  it('is not failed by the memory that earlier jobs have left', () => {
    const ask = sandbox<{ megabytes: number }, number>('../../test/differentiators/hoarder', 64);
    for (let job = 0; job < 15; job++) expect(ask({ megabytes: 8 }, 20_000)).toBe(8);
    expect(ask({ megabytes: 200 }, 20_000)).toMatchObject({
      ended: 'failed',
      because: '64 megabytes were not enough',
    });
    expect(ask({ megabytes: 8 }, 20_000)).toBe(8);
  });

  it('fails where its recursion is too deep', () => {
    expect(answerOf(repeated(20_000, (e) => graph.sin(e)))).toMatchObject({
      outcome: 'failed',
      because: 'it is nested too deeply for the engine’s recursion',
    });
  });
});

describe('one job after another', () => {
  /** Among them some that throw half-way, and some that are read otherwise after these. */
  const texts = [
    'sqrt(exp(x))',
    'log(exp(x)+exp(y))',
    'sqrt(sin(x))',
    'erf(x^2)',
    'x*x',
    'E*x',
    'exp(x)/(exp(x)+exp(y))',
  ];

  it.each([
    ['mathjs naive', mathjs({ way: 'naive' })],
    ['mathjs', mathjs()],
    ['nerdamer naive', nerdamer({ way: 'naive' })],
    ['nerdamer', nerdamer()],
  ])('%s answers the same, whatever came before', (_, method) => {
    const answer = (text: string): string => {
      const found = method.derivatives(text, { elements: ['x'] });
      return isRefused(found) ? `${found.outcome!}: ${found.because}` : write(found.gradient[0]!.e);
    };
    const forwards = texts.map(answer);
    const backwards = [...texts].reverse().map(answer).reverse();
    expect(backwards).toEqual(forwards);
  });

  it('leaves the expression as it was', () => {
    const e = parse('sqrt(sin(x))*exp(x)');
    const before = write(e);
    nerdamer().derivatives(e);
    mathjs({ way: 'shared' }).derivatives(e);
    expect(write(e)).toBe(before);
  });
});

describe('limits', () => {
  it.each([{ milliseconds: 0 }, { milliseconds: NaN }, { megabytes: -1 }, { megabytes: Infinity }])(
    '%o are refused',
    (limits) => {
      expect(() => nerdamer(limits)).toThrow(
        /^nerdamer: (milliseconds|megabytes) must be positive and finite, got/,
      );
    },
  );
});
