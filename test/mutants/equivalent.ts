import type { Mutant } from './mutations.ts';

/** A change that makes no difference that anyone could see; it is known by its text, and must still survive. */
export interface Equivalent extends Pick<Mutant, 'within' | 'from' | 'to'> {
  readonly because: string;
}

/** The changes that no test can find out. */
export const equivalents: readonly Equivalent[] = [
  {
    within: 'atTie.margin',
    from: 'n.sub(a, b)',
    to: 'n.sub(b, a)',
    because: '|a − b| and |b − a| are the same double',
  },
  {
    within: 'atOne.margin',
    from: 'n.sub(n.constant(1), n.abs(x))',
    to: 'n.sub(n.abs(x), n.constant(1))',
    because: '|a − b| and |b − a| are the same double',
  },
  {
    within: 'picking.decision.margin',
    from: 'k.sub(y, rest)',
    to: 'k.sub(rest, y)',
    because: '|a − b| and |b − a| are the same double',
  },
  {
    within: 'walk',
    from: '<',
    to: '<=',
    because: 'what is written beyond the end of a typed array is not kept',
  },
  {
    within: 'pointwise.acosh.decision.margin',
    from: 'n.sub(x, n.constant(1))',
    to: 'n.sub(n.constant(1), x)',
    because: '|a − b| and |b − a| are the same double',
  },
  ...['0', '2'].map((to) => ({
    within: 'pointwise.power.decision.way',
    from: '1',
    to,
    because: 'a way that is the same on both sides is no branch, whatever it is called',
  })),
  {
    within: 'pointwise.power.stable',
    from: '1',
    to: '2',
    because: 'from 1 to 2 one less is a double; and 1/|x| stands for ∞ at 0 alone, where 2/|x| is the same',
  },
];
