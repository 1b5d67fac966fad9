import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * A seeded source of random numbers. The same seed gives the same uniform and whole numbers, to the bit, on every engine;
 * normal ones are accepted by the engine's `Math.log`, which may differ in its last bit and so, very rarely, in a decision.
 */
export interface Stream {
  /** A multiple of 2⁻⁵³, uniform on [0, 1). */
  readonly uniform: () => number;
  /** A standard normal number. */
  readonly normal: () => number;
  /** A whole number, uniform on 0 … count − 1. */
  readonly below: (count: number) => number;
  /** The whole numbers 0 … count − 1 in random order. */
  readonly permutation: (count: number) => number[];
}

/** √(8/e): the acceptance region of the ratio of uniforms below lies in (0, 1] × [−√(2/e), √(2/e)], which is this wide. */
const width = 1.7155277699214135;

/** The stream of a seed (any whole number of 32 bits), from the generator xoroshiro128+. */
export function stream(seed: number): Stream {
  if (!Number.isInteger(seed) || Math.abs(seed) > 2 ** 32)
    throw new RangeError(`seed: a whole number of at most 32 bits is required, got ${String(seed)}`);
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const below = (count: number) => uniformInt(generator, 0, count - 1);
  return {
    uniform,
    below,
    normal: () => {
      // Ratio of uniforms (Kinderman & Monahan 1977): only the acceptance, not the value, needs a function that differs between engines.
      for (;;) {
        const u = 1 - uniform();
        const x = (width * (uniform() - 0.5)) / u;
        if (x * x <= -4 * Math.log(u)) return x;
      }
    },
    permutation: (count) => {
      const order = Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = below(i + 1);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
  };
}
