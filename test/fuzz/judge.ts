import { Decimal } from 'decimal.js';
import { isRefused, lift, type Tensors } from '../../src/differentiators/differentiator.ts';
import { complexStep } from '../../src/differentiators/complex-step.ts';
import { forward } from '../../src/differentiators/forward.ts';
import { gradientGraph } from '../../src/differentiators/pullback.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { symbolicGradient } from '../../src/differentiators/symbolic.ts';
import { evaluated, type SymbolicGradient } from '../../src/differentiators/written-gradient.ts';
import type { Expr } from '../../src/expression/expr.ts';
import { extent } from '../../src/expression/extent.ts';
import { nameOf } from '../../src/expression/expr.ts';
import { readAll } from '../../src/expression/read.ts';
import { elementNames } from '../../src/expression/scalars.ts';
import { reference, largestOf, type Reference } from '../../src/lab/reference.ts';
import { scoreComponent } from '../../src/lab/score.ts';
import { decimal, exactDecimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { tensors } from '../../src/numbers/tensors.ts';
import { policies } from '../differentiators/policies.ts';
import {
  bounded,
  forwardBounds,
  leavesRange,
  mayBranch,
  reverseBounds,
  symbolicBounds,
  type Bounds,
} from './bounds.ts';
import { undefinedNear } from './domain.ts';
import { judgeDifference } from './judge-difference.ts';
import type { Subject } from './subject.ts';

/** Why an answer is not held to the truth; each is said only where a computation shows it. */
export type Reason =
  | 'no truth: the point is on a branch'
  | 'no truth: the objective or its gradient is not defined here'
  | 'rounding decides a branch'
  | 'ill-conditioned: the running error bound leaves no three digits'
  | 'out of range: a number on the way overflows or underflows'
  | 'a written 0 meets what is undefined'
  | 'refused: too large'
  | 'the difference says that it straddles a branch'
  | 'the difference says that it is uncertain'
  | 'the difference is less exact than it says'
  | 'the difference meets a place where f is not finite'
  | 'the noise of f hides its slope from the difference'
  | 'the complex step says that it underflows';

/** What became of one method on one subject. */
export interface Finding {
  readonly method: string;
  /** null where it agrees with the truth within its bound. */
  readonly flag: Reason | null;
  /** Where no reason holds: what is amiss. */
  readonly failure: string | null;
}

const agreed = (method: string): Finding => ({ method, flag: null, failure: null });
const flagged = (method: string, flag: Reason): Finding => ({ method, flag, failure: null });
const failed = (method: string, failure: string): Finding => ({ method, flag: null, failure });

/** Three digits of the largest component. */
const meaningful = 1e-3;

const digits = 50;
/** Beside every double, 1e308 too, 1e-9 further on is another number. */
const beside = decimal(400);

/** A gradient as a list, inputs in order. */
const listed = <T>({ wrt }: Pick<Subject['o'], 'wrt'>, gradient: Tensors<T>): readonly T[] =>
  wrt.flatMap((name) => gradient[name]!.data);

/** The methods' names, in the order in which they are reported. */
export const methods = [
  'numeric',
  ...policies.filter((_, i) => i % 4 === 0).map(({ laws, sharing }) => `symbolic ${laws} ${sharing}`),
  'reverse',
  'forward',
  'complex-step',
  'javascript kernel',
  'wasm kernel',
];

/** Every method on a subject, held against the decimal truth. `index` says in which direction the symbolic ones go. */
export function judge(subject: Subject, index: number): Finding[] {
  const { o, at } = subject;
  const truth = reference(o, at, { digits });
  if (truth.because !== null) return withoutTruth(subject, truth);
  const context = { ...subject, truth, largest: largestOf(listed(o, truth.gradient)) };
  const swept = { bounds: () => reverseBounds(o, at), roots: () => [...gradientGraph(o).gradient.values()] };
  const read = answerOf(reverse(), subject, 'reading');
  const javascript = answerOf(reverse(), subject, 'javascript');
  const turned = 1 + (index % 4);
  return [
    judgeDifference(context),
    ...policies.flatMap((policy, i) => (i % 4 === turned - 1 ? [symbolically(context, policy)] : [])),
    held(context, { method: 'reverse', ...read, ...swept }),
    held(context, {
      method: 'forward',
      ...answerOf(forward(), subject, 'reading'),
      bounds: () => forwardBounds(o, at),
      roots: swept.roots,
    }),
    complexly(context),
    sameBits('javascript kernel', read, javascript),
    held(context, { method: 'wasm kernel', ...answerOf(reverse(), subject, 'wasm'), ...swept }),
  ];
}

/** A subject with the truth about it. */
export interface Known extends Subject {
  readonly truth: Reference;
  /** The largest component of the true gradient. */
  readonly largest: Decimal;
}

/** An answer, what bounds its errors, and what was evaluated for it. */
export interface Answer {
  readonly method: string;
  readonly value: number;
  readonly gradient: readonly number[];
  readonly bounds: () => Bounds;
  readonly roots: () => readonly Expr[];
}

function answerOf(
  method: ReturnType<typeof reverse>,
  { o, at }: Subject,
  kernel: 'reading' | 'javascript' | 'wasm',
): Pick<Answer, 'value' | 'gradient'> {
  const prepared = method.prepare(o, float64, { kernel });
  if (isRefused(prepared)) throw new Error(prepared.because);
  const { value, gradient } = prepared.valueAndGradient(at);
  return { value, gradient: listed(o, gradient) };
}

/** Holds an answer against the truth: it is accurate, or within its running error bound. */
export function held(known: Known, answer: Answer): Finding {
  const { o, at, truth, largest } = known;
  const { method, value, gradient } = answer;
  const components = [
    { name: 'the value', got: value, true: truth.value, ball: () => bounded([o.expression], at)[0]! },
    ...namesOf(o).map((name, i) => ({
      name,
      got: gradient[i]!,
      true: listed(o, truth.gradient)[i]!,
      ball: () => answer.bounds()[i]!,
    })),
  ];
  let flag: Reason | null = null;
  for (const { name, got, true: t, ball } of components) {
    const scale = name === 'the value' ? t.abs() : largest;
    if (scoreComponent(t, got, scale).verdict === 'accurate') continue;
    const { mid, rad } = ball();
    const says = `${name}: got ${got}, truth ${t.toPrecision(25)}`;
    // A bound on one evaluation holds for another of the same formulas: both are within it of the truth.
    const error = exactDecimal(got).minus(t).abs();
    if (rad < Infinity && Number.isFinite(mid) && !error.lte(new Decimal(rad).times(2)))
      return failed(method, `${says}, bound ${rad}`);
    if (scale.times(meaningful).gte(new Decimal(rad))) continue;
    if (rad < Infinity && Number.isFinite(mid))
      flag = 'ill-conditioned: the running error bound leaves no three digits';
    else if (mayBranch(o, at)) flag = 'rounding decides a branch';
    else if (leavesRange([o.expression, ...answer.roots()], at))
      flag = 'out of range: a number on the way overflows or underflows';
    else if (!Number.isNaN(mid)) flag = 'ill-conditioned: the running error bound leaves no three digits';
    else return failed(method, `${says}, which nothing explains`);
  }
  return { method, flag, failure: null };
}

const namesOf = ({ wrt, inputs }: Subject['o']): string[] =>
  wrt.flatMap((name) => elementNames(name, inputs.get(name)!.shape));

/** A kernel in JavaScript has the very bits of the reading. */
function sameBits(
  method: string,
  read: Pick<Answer, 'value' | 'gradient'>,
  ran: Pick<Answer, 'value' | 'gradient'>,
): Finding {
  const [a, b] = [read, ran].map(({ value, gradient }) => [value, ...gradient]) as [number[], number[]];
  const other = a.findIndex((v, i) => !Object.is(v, b[i]));
  return other < 0
    ? agreed(method)
    : failed(method, `number ${other}: got ${b[other]}, as defined ${a[other]}`);
}

/** The most nodes that one policy may build. */
const limit = 100_000;

function symbolically(known: Known, policy: (typeof policies)[number]): Finding {
  const { o, at, truth } = known;
  const method = `symbolic ${policy.laws} ${policy.sharing}`;
  const made = symbolicGradient(o, { ...policy, limit });
  if (isRefused(made)) return tooLarge(method, known, policy, made.because);
  const prepared = evaluated(o, made, float64, policy.granularity === 'scalar', { kernel: 'reading' });
  const { value, gradient } = prepared.valueAndGradient(at);
  const own = listed(o, gradient);
  if (policy.laws === 'none' && own.some(Number.isNaN)) {
    const folded = symbolicGradient(o, { ...policy, laws: 'exact' });
    if (isRefused(folded)) return failed(method, folded.because);
    const exact = lift(decimal(digits), at);
    const inDecimals = (g: SymbolicGradient) =>
      listed(
        o,
        evaluated(o, g, decimal(digits), policy.granularity === 'scalar').valueAndGradient(exact).gradient,
      );
    const right = inDecimals(folded).every((g, i) =>
      g.minus(listed(o, truth.gradient)[i]!).abs().lte(known.largest.times('1e-20')),
    );
    if (right && inDecimals(made).some((g) => g.isNaN()))
      return flagged(method, 'a written 0 meets what is undefined');
  }
  return held(known, {
    method,
    value,
    gradient: own,
    bounds: () => symbolicBounds(made, at),
    roots: () => made.gradient.map(({ e }) => e),
  });
}

/** A refusal holds if the expressions that would be built, counted where they are shared, are beyond the limit. */
function tooLarge(
  method: string,
  { o }: Subject,
  policy: (typeof policies)[number],
  because: string,
): Finding {
  const shared = symbolicGradient(o, { ...policy, sharing: 'reference', limit: 50 * limit });
  if (isRefused(shared)) return flagged(method, 'refused: too large');
  const { treeSize, dagSize } = extent([shared.value, ...shared.gradient.map(({ e }) => e)]);
  return treeSize > BigInt(limit) || dagSize > limit
    ? flagged(method, 'refused: too large')
    : failed(method, `refused, because ${because}; it has ${treeSize} occurrences and ${dagSize} nodes`);
}

/** The complex step's functions take a few roundings where the real ones take one. */
const complexRoundings = 16;

function complexly(known: Known): Finding {
  const { o, at, truth } = known;
  const method = 'complex-step';
  const prepared = complexStep().prepare(o, float64);
  if (isRefused(prepared)) return failed(method, prepared.because);
  const { value, gradient, outcome, steps } = prepared.valueAndGradient(at);
  const own = listed(o, gradient);
  const finding = held(known, {
    method,
    value,
    gradient: own,
    bounds: () => forwardBounds(o, at).map(({ mid, rad }) => ({ mid, rad: complexRoundings * rad })),
    roots: () => [...gradientGraph(o).gradient.values()],
  });
  if (finding.failure === null) return finding;
  const x = listed(o, at);
  const underflows = listed(o, truth.gradient).some((t, i) => {
    const { step } = listed(o, steps!)[i]!;
    return (
      t
        .abs()
        .times(step)
        .lt(2 ** -1021) || step > 2 ** -26 * Math.abs(x[i]!)
    );
  });
  if (!underflows) return finding;
  return flagged(
    method,
    outcome === 'uncertain'
      ? 'the complex step says that it underflows'
      : 'out of range: a number on the way overflows or underflows',
  );
}

/** Without a truth there is nothing to agree with; why there is none is worked out again. */
function withoutTruth({ o, at }: Subject, truth: Reference): Finding[] {
  const all = (finding: (method: string) => Finding): Finding[] => methods.map(finding);
  if (truth.because!.startsWith('the point is on a branch'))
    return all((method) => flagged(method, 'no truth: the point is on a branch'));
  const exact = lift(beside, at);
  const k = tensors(beside);
  const known = readAll([o.expression], k, (e) => exact[nameOf(e)]!);
  if (undefinedNear(o.expression, k, known))
    return all((method) => flagged(method, 'no truth: the objective or its gradient is not defined here'));
  return [failed('the truth', truth.because!)];
}
