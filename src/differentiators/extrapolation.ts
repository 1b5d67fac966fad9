import type { Numbers } from '../language/numbers.ts';
import { isMirrored, type Stencil } from './stencil.ts';

/** A value of h → 0, from finite differences at several steps. */
export interface Extrapolated<T> {
  readonly estimate: T;
  readonly errorEstimate: T;
  /** The step of the finite difference that the estimate leans on most: the smallest that entered it. */
  readonly step: T;
}

/** How finite differences at shrinking steps are extrapolated to the step 0. */
export interface Extrapolation {
  readonly name: string;
  readonly run: <T>(n: Numbers<T>, stencil: Stencil, first: T, difference: (h: T) => T) => Extrapolated<T>;
}

export interface ExtrapolationOptions {
  /** How many steps at most; default 5 for Richardson's, 10 for Ridders'. */
  readonly levels?: number;
  /** Each step is the one before, divided by this; default 2 for Richardson's, 1.4 for Ridders'. */
  readonly ratio?: number;
}

/** By what powers of h the error of a stencil falls: p, p + 2, … where its offsets are mirrored, else p, p + 1, … */
const powerOf = (stencil: Stencil, column: number): number =>
  stencil.order + (isMirrored(stencil) ? 2 : 1) * (column - 1);

/**
 * One more row of Neville's table: the difference at the newest step, then each column with one more power of h removed.
 * A row is one longer than the row before it.
 */
function nextRow<T>(n: Numbers<T>, stencil: Stencil, ratio: number, before: readonly T[], newest: T): T[] {
  const row = [newest];
  before.forEach((older, i) => {
    const factor = n.constant(ratio ** powerOf(stencil, i + 1));
    row.push(n.div(n.sub(n.mul(factor, row[i]!), older), n.sub(factor, n.constant(1))));
  });
  return row;
}

function checked(name: string, { levels, ratio }: Required<ExtrapolationOptions>): void {
  if (!Number.isInteger(levels) || levels < 2 || levels > 30)
    throw new RangeError(`${name}: a whole number of levels from 2 to 30 is required, got ${levels}`);
  if (!(ratio > 1 && Number.isFinite(ratio)))
    throw new RangeError(`${name}: a ratio above 1 is required, got ${ratio}`);
}

/** Richardson's extrapolation (1911): the end of the table's diagonal, whatever the numbers look like. */
export function richardson(options: ExtrapolationOptions = {}): Extrapolation {
  const { levels = 5, ratio = 2 } = options;
  checked('richardson', { levels, ratio });
  return {
    name: `richardson(${levels})`,
    run: (n, stencil, first, difference) => {
      let row: ReturnType<typeof difference>[] = [difference(first)];
      let [before, h] = [row, first];
      for (let i = 1; i < levels; i++) {
        h = n.div(h, n.constant(ratio));
        [before, row] = [row, nextRow(n, stencil, ratio, row, difference(h))];
      }
      const estimate = row[row.length - 1]!;
      return { estimate, errorEstimate: n.abs(n.sub(estimate, before[before.length - 1]!)), step: h };
    },
  };
}

/**
 * Ridders' method (1982): the entry of the table that differs least from its two neighbours; it stops when the diagonal
 * gets twice as bad as the best entry, since round-off has then taken over.
 */
export function ridders(options: ExtrapolationOptions = {}): Extrapolation {
  const { levels = 10, ratio = 1.4 } = options;
  checked('ridders', { levels, ratio });
  return {
    name: `ridders(${levels})`,
    run: <T>(n: Numbers<T>, stencil: Stencil, first: T, difference: (h: T) => T) => {
      let row = [difference(first)];
      let best: Extrapolated<T> = { estimate: row[0]!, errorEstimate: n.constant(Infinity), step: first };
      let h = first;
      for (let i = 1; i < levels; i++) {
        h = n.div(h, n.constant(ratio));
        const before = row;
        row = nextRow(n, stencil, ratio, before, difference(h));
        for (let j = 1; j < row.length; j++) {
          const errorEstimate = n.max(
            n.abs(n.sub(row[j]!, row[j - 1]!)),
            n.abs(n.sub(row[j]!, before[j - 1]!)),
          );
          if (Number(errorEstimate) <= Number(best.errorEstimate))
            best = { estimate: row[j]!, errorEstimate, step: h };
        }
        const drift = Number(n.abs(n.sub(row[i]!, before[i - 1]!)));
        if (drift >= 2 * Number(best.errorEstimate)) break;
      }
      return best;
    },
  };
}
