import { describe, expect, it } from 'vitest';
import { pose } from '../../src/differentiators/differentiator.ts';
import { gradientGraph } from '../../src/differentiators/pullback.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { parse } from '../../src/expression/parse.ts';
import { reference } from '../../src/lab/reference.ts';
import { reverseBounds } from './bounds.ts';
import { held, judge, type Answer } from './judge.ts';
import type { Subject } from './subject.ts';
import { work } from './worker.ts';

function subjectOf(text: string, x: number): Subject {
  const { o, point } = pose(parse(text), { x });
  return { text, o, at: point, words: [] };
}

/** Reverse AD's answer, its derivative off by a relative error, held against the truth. */
function heldWith(text: string, x: number, error: number) {
  const subject = subjectOf(text, x);
  const { o, at } = subject;
  const truth = reference(o, at);
  const { value, gradient } = reverse().gradient(o, at);
  const answer: Answer = {
    method: 'reverse',
    value: value!,
    gradient: [(gradient!.x as number) * (1 + error)],
    bounds: () => reverseBounds(o, at),
    roots: () => [...gradientGraph(o).gradient.values()],
  };
  return held({ ...subject, truth, largest: truth.gradient.x!.data[0]!.abs() }, answer);
}

describe('the judge of the fuzzer', () => {
  it.each([
    ['sin(x)^2', 0.3],
    ['exp(x)*tanh(x)', -1.2],
    ['x^3', 1e-100],
  ])('lets the answer to %s at %d pass, and none that is off by more than rounding', (text, x) => {
    expect(heldWith(text, x, 0)).toEqual({ method: 'reverse', flag: null, failure: null });
    expect(heldWith(text, x, 1e-11).failure).toContain('x: got');
    expect(heldWith(text, x, NaN).failure).toContain('x: got NaN');
  });

  it('flags an answer that has no digits left, for that reason and only within its bound', () => {
    // 1 − cos x by its textbook form: near 0 rounding is all there is.
    expect(heldWith('sqrt(1 - cos(x))', 1e-7, 0).flag).toMatch(/^ill-conditioned/);
    expect(heldWith('sqrt(1 - cos(x))', 1e-7, 100).failure).toContain('bound');
  });

  it('says why there is no truth', () => {
    const flagsOf = (text: string, x: number) =>
      new Set(judge(subjectOf(text, x), 0).map(({ flag }) => flag));
    expect(flagsOf('abs(x)', 0)).toEqual(new Set(['no truth: the point is on a branch']));
    // A power of a negative number is defined for whole exponents alone: −3e91 is one, the numbers beside it are none.
    for (const [text, x] of [
      ['log(x)', -1],
      ['x^x', -3.24e91],
    ] as const)
      expect(flagsOf(text, x)).toEqual(
        new Set(['no truth: the objective or its gradient is not defined here']),
      );
  });

  it.each([
    ['expressions', 6],
    ['nets', 1],
  ] as const)('finds nothing amiss with a few random %s', (kind, count) => {
    const { tally, failures } = work({ kind, count, seed: 8 });
    expect(failures).toEqual([]);
    expect(tally.subjects).toBe(count);
  });
});
