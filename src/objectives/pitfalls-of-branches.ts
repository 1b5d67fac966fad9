import type { Algebra } from '../language/algebra.ts';
import type { Numbers } from '../language/numbers.ts';
import { pitfall, taxonomy, type Pitfall } from './pitfall.ts';
import { sincSlope } from './pitfalls-of-rounding.ts';

const beck = 'Beck & Fischer 1994, The if-problem in automatic differentiation';
const kakade = 'Kakade & Lee 2018';
const removable = 'a removable singularity';

const constantSlope =
  (slope: number) =>
  <T>(n: Numbers<T>): T =>
    n.constant(slope);

const twice = <T>(n: Numbers<T>, x: T): T => n.mul(n.constant(2), x);

/** Kinks and poles that are in the program and not in the function. */
const cancelling: readonly Pitfall[] = [
  pitfall(
    'relu(x) − relu(−x)',
    kakade,
    0,
    (k, { x }) => k.sub(k.relu(x!), k.relu(k.neg(x!))),
    constantSlope(1),
    'The function is x; relu′(0) = 0 is a subgradient of each term, and 0 − 0 is none of their difference.',
  ),
  pitfall(
    'max(x, 0) + min(x, 0)',
    kakade,
    0,
    (k, { x }) => k.add(k.max(x!, k.constant(0)), k.min(x!, k.constant(0))),
    constantSlope(1),
    'The same function x: at a tie max and min share their slope, and ½ + ½ is right.',
  ),
  pitfall(
    '|x|²',
    kakade,
    0,
    (k, { x }) => k.square(k.abs(x!)),
    constantSlope(0),
    '2|x|·sign(0) is right, although the point is on a branch.',
  ),
  pitfall(
    '√(x⁴)',
    removable,
    0,
    (k, { x }) => k.sqrt(k.power(x!, 4)),
    constantSlope(0),
    'The function is x²; √′(0)·0 is ∞·0.',
  ),
  pitfall(
    '(∛x)³',
    removable,
    0,
    (k, { x }) => k.power(k.cbrt(x!), 3),
    constantSlope(1),
    'The function is x; ∛′(0)·0 is ∞·0.',
  ),
  pitfall(
    'x·x/x',
    removable,
    0,
    (k, { x }) => k.div(k.mul(x!, x!), x!),
    constantSlope(1),
    'The function is x wherever it is defined; at 0 the program divides 0 by 0, and so does its derivative.',
  ),
  pitfall(
    'sin(x)/x',
    removable,
    0,
    (k, { x }) => k.div(k.sin(x!), x!),
    constantSlope(0),
    'At 0 the program divides 0 by 0; a difference does not need its value there.',
  ),
];

const choosing: readonly Pitfall[] = [
  pitfall(
    'x > 0 ? √x : 0',
    'a dead branch',
    -1,
    (k, { x }) => k.select(k.less(k.constant(0), x!), k.sqrt(x!), k.constant(0)),
    constantSlope(0),
    'Below a choice the cotangent is exactly 0 and is carried past √′ = NaN: 0·NaN does not arise.',
  ),
  pitfall(
    '[x > 0]·√relu(x)',
    'a dead branch',
    -1,
    (k, { x }) => k.mul(k.step(x!), k.sqrt(k.relu(x!))),
    constantSlope(0),
    'The same choice written as a product: 0·√′(0) is 0·∞.',
  ),
  pitfall(
    'x = 1 ? 1 : x²',
    beck,
    1,
    (k, { x }) => k.select(k.equal(x!, k.constant(1)), k.constant(1), k.square(x!)),
    constantSlope(2),
    'The branch that holds at one point only is a constant.',
  ),
  pitfall(
    '|x| < 10⁻⁴ ? 1 : sin(x)/x',
    beck,
    5e-5,
    (k, { x }) => k.select(k.less(k.abs(x!), k.constant(1e-4)), k.constant(1), k.div(k.sin(x!), x!)),
    sincSlope,
    'The branch has the value to within x²/6, and nothing of the slope.',
  ),
  pitfall(
    '|x| < 10⁻⁴ ? 1 − x²/6 : sin(x)/x',
    beck,
    5e-5,
    (k, { x }) => {
      const series = k.sub(k.constant(1), k.div(k.square(x!), k.constant(6)));
      return k.select(k.less(k.abs(x!), k.constant(1e-4)), series, k.div(k.sin(x!), x!));
    },
    sincSlope,
    'One more term of the series, and the slope is right to a relative x²/10.',
  ),
];

/** sin by linear interpolation between the multiples of 1/10. */
function sineByTable<X>(k: Algebra<X>, x: X): X {
  const place = k.mul(x, k.constant(10));
  let sum = k.constant(0);
  for (let i = 0; i <= 10; i++) {
    const hat = k.relu(k.sub(k.constant(1), k.abs(k.sub(place, k.constant(i)))));
    sum = k.add(sum, k.mul(k.constant(Math.sin(i / 10)), hat));
  }
  return sum;
}

const strata = 64;

const approximating: readonly Pitfall[] = [
  pitfall(
    '⌊2²⁰x²⌋/2²⁰',
    taxonomy,
    0.7,
    (k, { x }) => k.div(k.floor(k.mul(k.constant(2 ** 20), k.square(x!))), k.constant(2 ** 20)),
    twice,
    'x² in steps of 10⁻⁶: flat almost everywhere. Only a difference wider than the steps sees the slope.',
  ),
  pitfall(
    `mean of [uᵢ < x], ${strata} strata`,
    taxonomy,
    0.3,
    <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>) => {
      let sum = k.constant(0);
      for (let i = 0; i < strata; i++) sum = k.add(sum, k.less(k.constant((i + 0.5) / strata), x!));
      return k.div(sum, k.constant(strata));
    },
    constantSlope(1),
    'An integral over a set whose edge moves: each sample’s indicator is flat, their mean is x.',
  ),
  pitfall(
    'sin x by a table, linear between',
    taxonomy,
    0.32,
    (k, { x }) => sineByTable(k, x!),
    (n, x) => n.cos(x),
    'The table is right to h²/8, h being 1/10; the slope between two entries is the mean slope there.',
  ),
  pitfall(
    'x·hold(x)',
    'a gradient stopped on purpose',
    0.7,
    (k, { x }) => k.mul(x!, k.hold(x!)),
    twice,
    'What is held does not move for a derivative; the function is x² all the same.',
  ),
];

/** Functions without a derivative at the point: what is said there is a convention. */
const kinked: readonly Pitfall[] = [
  pitfall(
    '|x|',
    'a kink',
    0,
    (k, { x }) => k.abs(x!),
    null,
    'A kink: every number of [−1, 1] is a subgradient.',
  ),
  pitfall(
    'relu(x)',
    'a kink',
    0,
    (k, { x }) => k.relu(x!),
    null,
    'A kink: every number of [0, 1] is a subgradient.',
  ),
  pitfall(
    '√x',
    'an edge',
    0,
    (k, { x }) => k.sqrt(x!),
    null,
    'An upright tangent at the edge of the domain.',
  ),
  pitfall(
    'atan2(x, 0)',
    'a jump',
    0,
    (k, { x }) => k.atan2(x!, k.constant(0)),
    null,
    'A jump from −π/2 to π/2.',
  ),
];

/** Where the way through a program is not the function's. */
export const pitfallsOfBranches: readonly Pitfall[] = [
  ...cancelling,
  ...choosing,
  ...approximating,
  ...kinked,
];
