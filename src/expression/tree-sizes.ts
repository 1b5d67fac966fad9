import type { Algebra } from '../language/algebra.ts';
import { apply, generate } from '../language/apply.ts';
import { arity, operations, type Numbers, type Operation } from '../language/numbers.ts';
import { size, type Tensor } from '../language/shape.ts';
import { isOpaque, opaque, plus, sizeOfInput, sizes, type Size } from '../numbers/sizes.ts';
import { tensors } from '../numbers/tensors.ts';
import { tangent } from '../rules/linearize.ts';
import type { PartialForm } from '../rules/rule.ts';
import { realise, type Slope } from '../rules/slope.ts';
import { nameOf, type Expr } from './expr.ts';
import { read, topological } from './read.ts';
import { elementNames } from './scalars.ts';
import { obey } from './simplify.ts';
import type { Objective } from './trace.ts';

/** The laws under which sizes are known without building: those that look no further than the outline that a size has. */
export type CountableLaws = 'none' | 'exact';

/** Tree sizes in the normal form. */
export interface TreeSizes {
  readonly value: bigint;
  /** By element, in their order. */
  readonly gradient: readonly bigint[];
}

/** A size with that of its derivative. */
interface Sloped extends Size {
  readonly args: readonly Sloped[];
  readonly slope: Slope<Size>;
}

/** Sizes made in n under laws. A sum or product of opaque numbers is one that no exact law rewrites. */
function lawful<S extends Size>(laws: CountableLaws, n: Numbers<S>): Numbers<S> {
  if (laws === 'none') return n;
  const k = obey(laws, n as unknown as Algebra<Expr>) as unknown as Numbers<S>;
  const quick = (op: 'add' | 'sub' | 'mul') => {
    const [plain, rewriting] = [n[op], k[op]];
    return (a: S, b: S): S => (isOpaque(a) && isOpaque(b) ? plain(a, b) : rewriting(a, b));
  };
  return { ...k, add: quick('add'), sub: quick('sub'), mul: quick('mul') };
}

/**
 * Sizes that carry their derivative's along, as dual numbers do; but a slope belongs to the number that the laws have left, as
 * it does where a derivative is built. Under no laws every slope is written out.
 */
function sloped(n: Numbers<Size>, written: boolean, partials: PartialForm): Numbers<Sloped> {
  const make = (op: Operation, x: readonly Sloped[], params: readonly unknown[]): Sloped => {
    const y = apply<Size>(sizes, op, x, params);
    const slopes = x.map(({ slope }) => slope);
    const slope = tangent(n as Algebra<Size>, { op, y, x, params }, slopes, partials);
    return withSlope(y, written ? realise(n, slope) : slope);
  };
  const quick = (op: 'add' | 'mul') => {
    const value = sizes[op];
    if (written) {
      const slopeSize = affine((a, b) => make(op, [a, b], []).slope);
      return (a: Sloped, b: Sloped) => withSlope(value(a, b), opaque(slopeSize(a, b)));
    }
    return (a: Sloped, b: Sloped) =>
      a.slope === 'zero' && b.slope === 'zero' ? withSlope(value(a, b), 'zero') : make(op, [a, b], []);
  };
  return {
    ...(generate<Sloped, Operation>(operations, make, arity) as unknown as Numbers<Sloped>),
    add: quick('add'),
    mul: quick('mul'),
  };
}

/** Always made here, so that the engine knows one kind of object. */
const withSlope = ({ op, args, params, shape, size }: Size, slope: Slope<Size>): Sloped => ({
  op,
  args: args as readonly Sloped[],
  params,
  shape,
  size,
  slope,
});

/**
 * The size of a sum's or product's slope where nothing is rewritten: an affine function of the sizes of what it stands over;
 * five readings of the rule tell which.
 */
function affine(rule: (a: Sloped, b: Sloped) => Slope<Size>): (a: Sloped, b: Sloped) => number | bigint {
  const number = (size: number, slope: number) => withSlope(opaque(size), opaque(slope));
  const at = (a: number, ofA: number, b: number, ofB: number): number =>
    Number(sizeOf(rule(number(a, ofA), number(b, ofB))));
  const least = at(0, 0, 0, 0);
  const [a, ofA] = [at(1, 0, 0, 0) - least, at(0, 1, 0, 0) - least];
  const [b, ofB] = [at(0, 0, 1, 0) - least, at(0, 0, 0, 1) - least];
  return (x, y) => {
    const left = plus(times(a, x.size), times(ofA, sizeOf(x.slope)));
    return plus(plus(least, left), plus(times(b, y.size), times(ofB, sizeOf(y.slope))));
  };
}

/** A unit slope, written out, is a literal. */
const sizeOf = (slope: Slope<Size>): number | bigint => (typeof slope === 'string' ? 1 : slope.size);

const times = (weight: number, size: number | bigint): number | bigint =>
  weight === 1 ? size : weight === 0 ? 0 : BigInt(weight) * BigInt(size);

/** About how many operations on numbers an expression takes, written out: what one pass of counting costs. */
export function operationsAbout(e: Expr): number {
  return topological([e]).reduce((sum, { op, args, shape }) => {
    if (args.length === 0) return sum;
    const elements = Math.max(size(shape), ...args.map((arg) => size(arg.shape)));
    return sum + (op === 'matmul' ? 2 * size(args[0]!.shape) * args[1]!.shape[1]! : elements);
  }, 0);
}

/**
 * How large the trees of an objective and of its derivatives by these scalar parameters (`W1[0,1]`) are, written out number
 * by number, one variable at a time: counted, not built, in one pass for each parameter; `after` is called after each.
 */
export function treeSizes(
  o: Objective,
  elements: readonly string[],
  laws: CountableLaws = 'exact',
  partials: PartialForm = 'textbook',
  after: () => void = () => undefined,
): TreeSizes {
  const written = laws === 'none';
  const n = lawful(laws, sizes);
  const k = tensors(lawful(laws, sloped(n, written, partials)));
  const pass = (variable: string | undefined): Sloped => {
    const known = new Map<string, Tensor<Sloped>>();
    const bind = (e: Expr): Tensor<Sloped> => {
      const made = known.get(nameOf(e)) ?? {
        shape: e.shape,
        data: elementNames(nameOf(e), e.shape).map((name) => {
          const slope = name === variable ? ('one' as const) : ('zero' as const);
          return withSlope(sizeOfInput(name), written ? realise(n, slope) : slope);
        }),
      };
      known.set(nameOf(e), made);
      return made;
    };
    const found = read(o.expression, k, bind).data[0]!;
    after();
    return found;
  };
  const passes = (elements.length === 0 ? [undefined] : elements).map(pass);
  return {
    value: BigInt(passes[0]!.size),
    gradient: elements.map((_, i) => BigInt(sizeOf(passes[i]!.slope))),
  };
}
