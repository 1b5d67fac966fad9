import type { Algebra } from '../language/algebra.ts';
import type { Numbers } from '../language/numbers.ts';
import { pitfall, taxonomy, type Pitfall } from './pitfall.ts';

const gilbert = 'Gilbert 1992, Automatic differentiation and iterative processes';

/** s ← (s + x/s)/2, towards √x. */
const newtonStep = <X>(k: Algebra<X>, s: X, x: X): X => k.div(k.add(s, k.div(x, s)), k.constant(2));

const rootSlope = <T>(n: Numbers<T>, x: T): T => n.div(n.constant(1), n.mul(n.constant(2), n.sqrt(x)));

/** √x by some steps of Newton's iteration from 1. */
export const newton = (steps: number): Pitfall =>
  pitfall(
    `√x, ${steps} Newton steps`,
    gilbert,
    90,
    <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>) => {
      let s = k.constant(1);
      for (let i = 0; i < steps; i++) s = newtonStep(k, s, x!);
      return s;
    },
    rootSlope,
    'What is differentiated is the iterate, not the root: its derivative lags behind its value, by a factor that, near the root, doubles with each step.',
  );

/** s ← next(s) as long as |change(s)| is above a tolerance, at most `limit` times; written with select, as a graph has no loops. */
function iterated<X>(k: Algebra<X>, start: X, { limit, tolerance, next, change }: Iteration<X>): X {
  let s = start;
  for (let i = 0; i < limit; i++) s = k.select(k.less(k.constant(tolerance), k.abs(change(s))), next(s), s);
  return s;
}

interface Iteration<X> {
  readonly limit: number;
  readonly tolerance: number;
  readonly next: (s: X) => X;
  readonly change: (s: X) => X;
}

const newtonUntil = (start: number, tolerance: number) =>
  function root<X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>): X {
    return iterated(k, k.constant(start), {
      limit: 12,
      tolerance,
      next: (s) => newtonStep(k, s, x!),
      change: (s) => k.sub(k.square(s), x!),
    });
  };

const eccentricity = 0.8;

/** dE/dM = 1/(1 − e cos E), where E − e sin E = M is solved by Newton's iteration to any digits. */
function keplerSlope<T>(n: Numbers<T>, x: T): T {
  const [one, e] = [n.constant(1), n.constant(eccentricity)];
  const slope = (E: T): T => n.sub(one, n.mul(e, n.cos(E)));
  let E = n.add(x, n.mul(e, n.sin(x)));
  for (let i = 0; i < 12; i++) E = n.sub(E, n.div(n.sub(n.sub(E, n.mul(e, n.sin(E))), x), slope(E)));
  return n.div(one, slope(E));
}

/** Where an iteration stops before its derivative has arrived. */
export const pitfallsOfIteration: readonly Pitfall[] = [
  newton(5),
  pitfall(
    '√x, Newton until |s² − x| ≤ 1',
    gilbert,
    90,
    newtonUntil(1, 1),
    rootSlope,
    'The stop looks at the value only; the derivative has not arrived.',
  ),
  pitfall(
    '√x, Newton started at the root',
    taxonomy,
    2,
    newtonUntil(Math.SQRT2, 1e-9),
    rootSlope,
    'Nothing remains to be done, and the derivative of a constant start is 0.',
  ),
  pitfall(
    'E = x + 0.8 sin E, until 10⁻²',
    taxonomy,
    1,
    <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>) => {
      const next = (E: X): X => k.add(x!, k.mul(k.constant(eccentricity), k.sin(E)));
      return iterated(k, x!, { limit: 80, tolerance: 1e-2, next, change: (E) => k.sub(next(E), E) });
    },
    keplerSlope,
    'Kepler’s equation by fixed-point iteration: the derivative converges as slowly as the value, and later.',
  ),
];
