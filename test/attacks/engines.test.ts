import { describe, expect, it } from 'vitest';
import { mathjs, nerdamer, parse, reverse } from 'derivlab';
import { isRefused, type Tensors } from '../../src/differentiators/differentiator.ts';
import type { EngineDifferentiator } from '../../src/differentiators/engine.ts';
import { toPoint } from '../../src/expression/point.ts';
import { objective, type Objective } from '../../src/expression/trace.ts';
import { reference, type Reference } from '../../src/lab/reference.ts';
import { isSilentlyWrong, trial } from '../../src/lab/trial.ts';
import { leavesRange, mayBranch, symbolicBounds } from '../fuzz/bounds.ts';
import { chosen } from '../fuzz/subject.ts';
import { inChild } from './child.ts';
import { edges, names, seed, world } from './hostile.ts';

const engines: readonly EngineDifferentiator[] = [
  mathjs({ milliseconds: 60_000 }),
  nerdamer({ milliseconds: 60_000 }),
];

/**
 * Whether the answer as the engine wrote it is one that doubles cannot give: some node leaves their range, rounding decides a
 * branch, or its running error bound covers the truth while three digits of the largest component are left, or none.
 */
function isBeyondDoubles(
  method: EngineDifferentiator,
  o: Objective,
  at: Tensors<number>,
  truth: Reference,
): boolean {
  const found = method.derivatives(o);
  if (isRefused(found)) return false;
  if (leavesRange([found.value, ...found.gradient.map(({ e }) => e)], at) || mayBranch(o, at)) return true;
  const bounds = symbolicBounds(found, at);
  const largest = Math.max(...bounds.map(({ mid }) => Math.abs(mid)));
  const isIll = bounds.some(({ rad }) => !(rad <= 1e-3 * largest));
  const exact = o.wrt.flatMap((name) => truth.gradient[name]!.data);
  return (
    isIll ||
    bounds.every(({ mid, rad }, i) =>
      exact[i]!.minus(mid)
        .abs()
        .lte(2 * rad + 1e-12 * Math.abs(mid)),
    )
  );
}

/** Asks both engines: an answer that is said to be ok is no other than the truth. */
function ask(text: string, o: Objective, at: Tensors<number>, tally: Tally): void {
  const truth = reference(o, at);
  for (const method of engines) {
    const tried = trial(method, o, at, truth);
    tally.asked++;
    if (tried.result.outcome === 'ok') tally.ok++;
    if (!isSilentlyWrong(tried)) continue;
    expect([method.name, text, at, isBeyondDoubles(method, o, at, truth)]).toEqual([
      method.name,
      text,
      at,
      true,
    ]);
    tally.beyond++;
  }
}

interface Tally {
  asked: number;
  ok: number;
  beyond: number;
}

describe('outside engines, attacked', () => {
  it('are never wrong without a word, whatever the names, the powers and the numbers', () => {
    const before = world();
    const tally: Tally = { asked: 0, ok: 0, beyond: 0 };
    const texts = [
      ...names.filter((name) => !['this', 'end', 'Infinity', 'NaN', 'null', 'undefined', 'true'].includes(name)).map((name) => `${name}^2 + 3*${name}`), // prettier-ignore
      ...['E*x', 'PI*x', 'Pi*x', 'I*x', 'tau*x', 'phi*x', 'LN2*x', 'cm*x', 'u*x', 'z*x', 'h*x', 'v0*x + v1'],
      ...['c0*x + sqrt(2)*x', 'diff*x', 'log_*x', 'pi*x', 'e*x'],
      ...['x^300', 'x^1e300', 'x^-1e300', '(x^200)^200', 'x^1e-300', 'x^1.0000000000001', '1e-16^x', 'x^x'],
      ...[
        '(1 + 1e-13)^x',
        'x^(2^53)',
        '1e308*x',
        '5e-324*x',
        'x/5e-324',
        '9007199254740993*x',
        '0^x',
        '1/(1/x)',
      ],
      ...['erf(1e-20*x + 1.5)', 'erfc(0.1*x)', 'gelu(1e-30*x + 1)', 'erf(erf(1e-18*x) + 0.3)', 'sin(x)/x'],
      ...['atan2(x, y)', 'hypot(x, y)', 'cbrt(x)', 'max(x, y)', 'abs(x)', 'tanh(x)', 'exp(-x^2)', 'x^y'],
    ];
    const numbers = [...edges, -0.5, 3, 1e-20];
    for (const [i, text] of texts.entries()) {
      const o = objective(parse(text));
      // Every expression at some of the numbers, and all numbers in turn.
      for (let j = 0; j < 3; j++) {
        const at = (k: number): number => numbers[(5 * i + 7 * j + 11 * k) % numbers.length]!;
        ask(
          text,
          o,
          toPoint(o, Object.fromEntries([...o.inputs.keys()].map((name, k) => [name, at(k)]))),
          tally,
        );
      }
      ask(
        text,
        o,
        toPoint(o, Object.fromEntries([...o.inputs.keys()].map((name, k) => [name, 0.7 + k]))),
        tally,
      );
    }
    expect(tally.ok).toBeGreaterThan(tally.asked / 4);
    expect(tally.beyond).toBeLessThan(tally.asked / 50);
    expect(world()).toBe(before);
  });

  it('are never wrong without a word in random expressions of all words', () => {
    const tally: Tally = { asked: 0, ok: 0, beyond: 0 };
    for (const { make } of chosen('expressions', 150, seed)) {
      const { text, o, at } = make();
      ask(text, o, Object.fromEntries([...o.inputs.keys()].map((name) => [name, at[name]!])), tally);
    }
    expect(tally.ok).toBeGreaterThan(tally.asked / 4);
    expect(tally.beyond).toBeLessThan(tally.asked / 50);
  });

  it('have the derivatives of powers that are used more than once', () => {
    const [, nerdamers] = engines;
    for (const base of ['(x + 2.13)', 'x', 'exp(x)'])
      for (const power of ['-0.5', '0.25', '-0.25', '1.5'])
        for (const around of ['Q*sin(Q)', 'gelu(Q)', 'Q*cbrt(Q)', 'tanh(Q)/Q']) {
          const text = around.replaceAll('Q', `${base}^${power}`);
          const [found, expected] = [nerdamers!, reverse()].map((method) =>
            method.gradient(parse(text), { x: 0.6 }),
          );
          expect([text, found!.outcome, found!.because]).toEqual([text, 'ok', null]);
          expect((found!.gradient!.x as number) / (expected!.gradient!.x as number)).toBeCloseTo(1, 11);
        }
  });

  it('answer to names of objects by their own derivatives', () => {
    for (const method of engines)
      for (const name of ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', 'then'])
        expect(Object.entries(method.gradient(`${name}^2`, Object.fromEntries([[name, 3]])).gradient!)).toEqual([[name, 6]]); // prettier-ignore
  });

  it('are ended at their limits, with their threads, and answer what comes after', async () => {
    const { code, out, err } = await inChild('engines-program.ts', [], { seconds: 280 });
    expect([code, err]).toEqual([0, '']);
    const lines = out.trim().split('\n');
    const [, ended] = /^(\d+) ended$/.exec(lines.pop()!)!;
    // How many depends on the machine; one never ends by itself.
    expect(Number(ended)).toBeGreaterThan(0);
    const found = lines.map(
      (line) => JSON.parse(line) as { outcome: string; because: string; after: number },
    );
    expect(found).toHaveLength(20);
    for (const { outcome, because, after } of found) {
      expect(['ok', 'non-finite', 'timeout', 'failed', 'unsupported', 'inert', 'refused']).toContain(outcome);
      if (outcome === 'timeout') expect(because).toBe('500 ms were not enough');
      expect(after).toBe(6);
    }
    expect(found.filter(({ outcome }) => outcome === 'timeout').length).toBeGreaterThan(0);
  });
});
