import { generate } from '../language/apply.ts';
import { arity, operations, type Numbers, type Operation } from '../language/numbers.ts';

/** How often each operation was carried out. */
export type Tally = Partial<Record<Operation, number>>;

/** These words name a number; they do no work. */
const free: ReadonlySet<Operation> = new Set<Operation>(['constant', 'pi', 'hold']);

/** Numbers that are all alike and only count the operations that make them; the tally grows as they are used. */
export function counting(): { readonly numbers: Numbers<0>; readonly tally: Tally } {
  const tally: Tally = {};
  const numbers = generate<0, Operation>(
    operations,
    (op) => {
      if (!free.has(op)) tally[op] = (tally[op] ?? 0) + 1;
      return 0;
    },
    arity,
  ) as Numbers<0>;
  return { numbers, tally };
}

/** All operations of a tally. */
export function total(tally: Tally): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0);
}

/**
 * The multiplications of a tally: products, squares (x·x) and carried products. Divisions and powers are not among them:
 * a tally has how many literal powers there were, but not the exponents, and so not the products that each would take.
 */
export function multiplications(tally: Tally): number {
  return (tally.mul ?? 0) + (tally.square ?? 0) + (tally.carry ?? 0);
}
