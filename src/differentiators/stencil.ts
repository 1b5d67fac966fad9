import { dyadic } from '../numbers/dyadic.ts';

/** An exact rational number, reduced; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A quotient of a difference: weight · (f(x + right·h) − f(x + left·h)) / (their distance). */
export interface Quotient {
  readonly right: number;
  readonly left: number;
  readonly weight: Rational;
}

/**
 * A finite difference for f′(x): a weighted mean of difference quotients, Σ weight = 1. Written so, each difference can be
 * divided by the step actually taken, and a constant function gives 0 exactly.
 */
export interface Stencil {
  readonly name: string;
  /** Where f is evaluated, in units of h, ascending. */
  readonly offsets: readonly number[];
  readonly quotients: readonly Quotient[];
  /** p: the truncation error is about constant · hᵖ · f⁽ᵖ⁺¹⁾(x). */
  readonly order: number;
  readonly constant: Rational;
  /** Σ|w|, for weights w on values of f: an error of ε in each value moves the derivative by at most Σ|w|·ε/h. */
  readonly noise: number;
}

export const rational = (numerator: bigint, denominator: bigint): Rational => {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / a, denominator: (sign * denominator) / a };
};

/** The nearest double to a rational whose parts are below 2⁵³. */
export const toNumber = ({ numerator, denominator }: Rational): number =>
  Number(numerator) / Number(denominator);

/** Doubles as whole multiples of one power of two: aᵢ = integerᵢ / scale. */
function onGrid(offsets: readonly number[]): { integers: bigint[]; scale: bigint } {
  const parts = offsets.map(dyadic);
  const least = Math.min(0, ...parts.map(({ exponent }) => exponent));
  return {
    integers: parts.map(({ mantissa, exponent }) => mantissa << BigInt(exponent - least)),
    scale: 1n << BigInt(-least),
  };
}

/**
 * The weights w of the finite difference f⁽ᵐ⁾(x) ≈ h⁻ᵐ Σ wᵢ f(x + offsetᵢ·h) of the highest order, exact (Fornberg 1988,
 * whose recursion gives the same numbers): wᵢ is the mth derivative at 0 of the Lagrange polynomial of offsetᵢ.
 */
export function weights(offsets: readonly number[], m = 1): Rational[] {
  if (!Number.isInteger(m) || m < 0 || m >= offsets.length)
    throw new RangeError(
      `weights: for the derivative of order ${m}, ${m + 1} offsets or more are required, got ${offsets.length}`,
    );
  if (!offsets.every(Number.isFinite) || new Set(offsets.map((v) => v + 0)).size < offsets.length)
    throw new RangeError(`weights: distinct finite offsets are required, got ${offsets.join(', ')}`);
  const { integers, scale } = onGrid(offsets);
  let factorial = 1n;
  for (let i = 2n; i <= BigInt(m); i++) factorial *= i;
  return integers.map((own, i) => {
    // Π (t − aⱼ) over the other offsets, lowest power first.
    let polynomial = [1n];
    let denominator = 1n;
    integers.forEach((other, j) => {
      if (i === j) return;
      polynomial = [...polynomial, 0n].map(
        (_, k) => (polynomial[k - 1] ?? 0n) - other * (polynomial[k] ?? 0n),
      );
      denominator *= own - other;
    });
    return rational(factorial * polynomial[m]! * scale ** BigInt(m), denominator);
  });
}

/** The finite difference for f′ of the highest order on these offsets, in units of h. */
export function stencil(offsets: readonly number[], name = `offsets ${offsets.join(', ')}`): Stencil {
  const sorted = offsets.map((v) => v + 0).sort((a, b) => a - b);
  const w = weights(sorted);
  const { integers, scale } = onGrid(sorted);
  return {
    name,
    offsets: sorted,
    quotients: quotientsOf(sorted, w, integers, scale),
    ...remainderOf(w, integers, scale),
    noise: w.reduce((sum, weight) => sum + Math.abs(toNumber(weight)), 0),
  };
}

/** Whether each place of the stencil has its mirror image about x. */
export const isMirrored = ({ offsets }: Pick<Stencil, 'offsets'>): boolean =>
  offsets.every((v) => offsets.includes(-v));

/**
 * The step at which the bound |c·f⁽ᵖ⁺¹⁾|·hᵖ + Σ|w|·ε_f/h is least: (Σ|w|·ε_f / (p·|c·f⁽ᵖ⁺¹⁾|))^(1/(p + 1)), with the stencil's
 * order p, constant c and weights w; for central differences (3ε_f/|f‴|)^⅓. 0, ∞ or NaN where f⁽ᵖ⁺¹⁾ or the noise is 0.
 */
export const balancedStep = (
  { order, constant, noise: weight }: Stencil,
  noise: number,
  derivative: number,
): number => ((weight * noise) / (order * Math.abs(toNumber(constant) * derivative))) ** (1 / (order + 1));

/** Mirrored offsets are paired; any others are held against the one nearest to x. */
function quotientsOf(
  offsets: readonly number[],
  w: readonly Rational[],
  integers: readonly bigint[],
  scale: bigint,
): Quotient[] {
  const mirrored = isMirrored({ offsets });
  const anchor = offsets.reduce((near, v, i) => (Math.abs(v) < Math.abs(offsets[near]!) ? i : near), 0);
  return offsets.flatMap((own, i) => {
    const other = mirrored ? offsets.indexOf(-own) : anchor;
    if (i === other || (mirrored && own < 0) || w[i]!.numerator === 0n) return [];
    const [right, left] = integers[i]! > integers[other]! ? [own, offsets[other]!] : [offsets[other]!, own];
    const distance = integers[i]! - integers[other]!;
    return [{ right, left, weight: rational(w[i]!.numerator * distance, w[i]!.denominator * scale) }];
  });
}

/** The first term of Taylor's series that the weights leave: its order p and the factor of hᵖ·f⁽ᵖ⁺¹⁾. */
function remainderOf(
  w: readonly Rational[],
  integers: readonly bigint[],
  scale: bigint,
): Pick<Stencil, 'order' | 'constant'> {
  let factorial = 1n;
  for (let power = 2; ; power++) {
    factorial *= BigInt(power);
    const moment = w.reduce(
      (sum, { numerator, denominator }, i) => {
        const term = numerator * integers[i]! ** BigInt(power);
        return rational(sum.numerator * denominator + term * sum.denominator, sum.denominator * denominator);
      },
      { numerator: 0n, denominator: 1n },
    );
    if (moment.numerator !== 0n)
      return {
        order: power - 1,
        constant: rational(moment.numerator, moment.denominator * factorial * scale ** BigInt(power)),
      };
  }
}

/** Central differences of order 2, 4, 6, 8, …, on order + 1 points of which x itself has no weight. */
export function central(order = 2): Stencil {
  whole('central', order, order % 2 === 0, 'an even order from 2 on');
  const side = Array.from({ length: order / 2 }, (_, i) => i + 1);
  return stencil([...side.map((i) => -i), ...side], order === 2 ? 'central' : `central(${order})`);
}

/** Forward differences: f at x, x + h, … x + order·h. */
export function forwardDifference(order = 1): Stencil {
  whole('forward', order, true, 'an order from 1 on');
  return stencil(
    Array.from({ length: order + 1 }, (_, i) => i),
    order === 1 ? 'forward' : `forward(${order})`,
  );
}

/** Backward differences: f at x, x − h, … x − order·h. */
export function backwardDifference(order = 1): Stencil {
  whole('backward', order, true, 'an order from 1 on');
  return stencil(
    Array.from({ length: order + 1 }, (_, i) => i - order),
    order === 1 ? 'backward' : `backward(${order})`,
  );
}

function whole(name: string, order: number, fits: boolean, required: string): void {
  if (!Number.isInteger(order) || order < 1 || order > 16 || !fits)
    throw new RangeError(`${name}: ${required} to 16 is required, got ${order}`);
}
