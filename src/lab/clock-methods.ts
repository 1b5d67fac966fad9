import type { Differentiator } from '../differentiators/differentiator.ts';
import { forward } from '../differentiators/forward.ts';
import { fixed, numeric, scipy } from '../differentiators/numeric.ts';
import { reverse } from '../differentiators/reverse.ts';
import { symbolic } from '../differentiators/symbolic.ts';

/** A method as it is timed. */
export interface ClockedMethod {
  readonly method: Differentiator;
  /** The least number of evaluations of f that a gradient by so many parameters takes. */
  readonly evaluations: (parameters: number) => number;
  /** Its norm-wise error is at most this, or it is not timed. */
  readonly tolerance: number;
}

/** The project's own bound of an accurate component. */
const accurate = 2 ** -40;

const exact = (method: Differentiator): ClockedMethod => ({
  method,
  evaluations: () => 0,
  tolerance: accurate,
});

const difference = (method: Differentiator, sides: 1 | 2): ClockedMethod => ({
  method,
  evaluations: (parameters) => sides * parameters + 1,
  tolerance: sides === 2 ? 1e-6 : 1e-4,
});

/** The methods that the experiments time, by the names that they have in tables. */
export const clockedMethods = {
  'numeric, central': difference(numeric({ step: scipy() }), 2),
  'numeric, forward difference': difference(numeric({ stencil: 'forward', step: scipy() }), 1),
  'numeric, step 1e-5': difference(numeric({ step: fixed(1e-5) }), 2),
  'numeric, scipy’s step': difference(numeric({ step: scipy() }), 2),
  'numeric, default': difference(numeric(), 2),
  'symbolic, tree': exact(symbolic({ sharing: 'none' })),
  'symbolic, shared': exact(symbolic({ limit: 50_000 })),
  'symbolic, one sweep': exact(
    symbolic({ direction: 'reverse', granularity: 'tensor', sharing: 'reference' }),
  ),
  reverse: exact(reverse()),
  forward: { ...exact(forward()), evaluations: (parameters) => parameters },
} as const satisfies Readonly<Record<string, ClockedMethod>>;
