import type { Algebra } from '../language/algebra.ts';
import type { Shape } from '../language/shape.ts';
import { extent } from '../expression/extent.ts';
import { graph, input, nameOf, type Expr } from '../expression/expr.ts';
import { read, topological } from '../expression/read.ts';
import { elementNames, elementsByInput, scalarExpansion } from '../expression/scalars.ts';
import { lawLevels, type Laws } from '../expression/simplify.ts';
import { inputsOf, objective, type Objective } from '../expression/trace.ts';
import type { Sharing } from '../expression/share.ts';
import { total } from '../numbers/counting.ts';
import type { PartialForm } from '../rules/rule.ts';
import { realise } from '../rules/slope.ts';
import { tallyOf } from './cost.ts';
import { differentiator, isRefused, type Differentiator, type Refused } from './differentiator.ts';
import { filled, pullback } from './pullback.ts';
import { pushforward } from './pushforward.ts';
import { evaluated, type SymbolicGradient } from './written-gradient.ts';
import { Exhausted, workshop, type Workshop } from './workshop.ts';

/** How derivatives are built: the switches in which symbolic differentiation and automatic differentiation differ. */
export interface SymbolicOptions {
  /** Default `exact`. */
  readonly laws?: Laws;
  /** Default `structure`. */
  readonly sharing?: Sharing;
  /** One variable at a time, `forward` (the default), or all of them in one sweep backwards. */
  readonly direction?: 'forward' | 'reverse';
  /** Whether arrays are written out number by number, `scalar` (the default), or stay whole. */
  readonly granularity?: 'scalar' | 'tensor';
  /** The most nodes (with sharing `none`, occurrences) that may be built; default 500 000. */
  readonly limit?: number;
  /** The longest time that may be spent on building; no end unless given. */
  readonly milliseconds?: number;
  /** How the local derivatives are written; default `textbook`. */
  readonly partials?: PartialForm;
}

const withDefaults = ({
  laws = 'exact',
  sharing = 'structure',
  direction = 'forward',
  granularity = 'scalar',
  limit = 500_000,
  milliseconds = Infinity,
  partials = 'textbook',
}: SymbolicOptions): Required<SymbolicOptions> => {
  oneOf('laws', lawLevels, laws);
  oneOf('sharing', ['none', 'reference', 'structure'], sharing);
  oneOf('direction', ['forward', 'reverse'], direction);
  oneOf('granularity', ['scalar', 'tensor'], granularity);
  oneOf('partials', ['textbook', 'stable'], partials);
  for (const [name, most] of Object.entries({ limit, milliseconds }))
    if (!(most >= 0)) throw new RangeError(`${name}: a number of at least 0 is required, got ${most}`);
  return { laws, sharing, direction, granularity, limit, milliseconds, partials };
};

function oneOf<Word extends string>(name: string, known: readonly Word[], given: Word): void {
  if (!known.includes(given)) throw new RangeError(`${name}: ${known.join(', ')} are known, got ${given}`);
}

/**
 * The value of an objective and its derivatives by all scalar parameters, or by these `elements` only, as expressions.
 * Where the limit is reached, a refusal that says how far it came: a tree is never begun whose size is beyond it.
 */
export function symbolicGradient(
  o: Objective,
  { elements, ...given }: SymbolicOptions & { readonly elements?: readonly string[] } = {},
): SymbolicGradient | Refused {
  const options = withDefaults(given);
  const { laws, sharing, granularity, limit, milliseconds } = options;
  const wanted = wantedOf(o, elements);
  const operations = granularity === 'scalar' ? total(tallyOf([o.expression])) : 0;
  if (operations > limit)
    return tooLarge(`the objective alone has ${operations} operations written out, the limit is ${limit}`);
  // A tree is weighed as a graph, which is smaller by far; its own limit is applied to its exact size, below.
  const most = sharing === 'none' ? 10 * limit : limit;
  const gradient: { name: string; e: Expr }[] = [];
  let value: Expr;
  try {
    const shop = workshop(laws, sharing, { nodes: most, milliseconds });
    value = granularity === 'scalar' ? scalars(o, shop) : read(o.expression, shop.k, shop.input);
    for (const made of slopesOf(value, wanted, shop, options)) gradient.push(made);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    return tooLarge(`${error.message} after ${gradient.length} of ${wanted.length} derivatives`);
  }
  if (sharing !== 'none') return { value, gradient };
  const unfolded = trees([value, ...gradient.map(({ e }) => e)], limit);
  if (typeof unfolded === 'bigint')
    return tooLarge(`the value and the derivatives are trees of ${unfolded} nodes, the limit is ${limit}`);
  const [tree, ...others] = unfolded;
  return { value: tree!, gradient: gradient.map(({ name }, i) => ({ name, e: others[i]! })) };
}

const tooLarge = (because: string): Refused => ({ refused: 'too-large', because });

/** A scalar parameter: an element of an input. */
interface Parameter {
  readonly name: string;
  readonly of: Expr;
  readonly index: number;
}

function wantedOf(o: Objective, elements: readonly string[] | undefined): Parameter[] {
  const all = o.wrt.flatMap((name) => {
    const of = o.inputs.get(name)!;
    return elementNames(name, of.shape).map((own, index) => ({ name: own, of, index }));
  });
  if (elements === undefined) return all;
  const seen = new Set<string>();
  const twice = elements.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined)
    throw new RangeError(`elements: each number is named once, ${twice} is named twice`);
  const byName = new Map(all.map((parameter) => [parameter.name, parameter]));
  return elements.map((name) => {
    const found = byName.get(name);
    if (found === undefined)
      throw new RangeError(
        `elements: numbers among ${o.wrt.join(', ') || '(none)'} are required (such as ${all[0]?.name ?? 'none'}), got ${name}`,
      );
    return found;
  });
}

/** The objective written out number by number, each number one input wherever it is used. */
function scalars({ expression, inputs }: Objective, { k, input: make }: Workshop): Expr {
  const elements = elementsByInput(inputs, make);
  return scalarExpansion(expression, k, (e) => elements.get(nameOf(e))!);
}

function* slopesOf(
  value: Expr,
  wanted: readonly Parameter[],
  { k }: Workshop,
  { direction, granularity, laws, partials }: Required<SymbolicOptions>,
): Iterable<{ name: string; e: Expr }> {
  const written = laws === 'none';
  const scalar = granularity === 'scalar';
  const nodes = topological([value]);
  if (direction === 'forward') {
    for (const { name, of, index } of wanted) {
      const variable = scalar ? name : nameOf(of);
      const whole = scalar || of.shape.length === 0;
      const slopes = pushforward(
        nodes,
        k,
        (e) => e,
        (e) => (nameOf(e) !== variable ? 'zero' : whole ? 'one' : unit(k, of, index)),
        { partials, ...(written ? { completed: (e, slope) => filled(k, slope, e.shape) } : {}) },
      );
      yield { name, e: realise(k, slopes.get(value)!) };
    }
    return;
  }
  const shapes = new Map(
    wanted.map(({ name, of }): [string, Shape] => (scalar ? [name, []] : [nameOf(of), of.shape])),
  );
  const themselves = new Map(nodes.map((e) => [e, e]));
  const seed = written ? k.constant(1) : 'one';
  const cotangents = pullback(value, k, themselves, { wrt: [...shapes.keys()], seed, partials });
  const found = new Map([...cotangents].flatMap(([e, g]) => (e.op === 'input' ? [[nameOf(e), g]] : [])));
  for (const [name, shape] of shapes) yield { name, e: filled(k, found.get(name), shape) };
}

/** The array of an input's shape that is 1 at one element, and 0 at the others. */
const unit = (k: Algebra<Expr>, { shape }: Expr, index: number): Expr =>
  k.scatter(k.spread(k.constant(1), [1], [0]), [index], shape);

/**
 * The derivative of a scalar expression by one of its scalar inputs, as an expression.
 *
 * @throws {RangeError} if the limit is reached
 */
export function derivative(e: Expr, variable: string, options: SymbolicOptions = {}): Expr {
  if (e.shape.length > 0 || topological([e]).some((x) => x.shape.length > 0))
    throw new RangeError('derivative: an expression of scalars is required, got one with arrays');
  const unused = inputsOf(e).has(variable) ? [] : [input(variable)];
  const made = symbolicGradient(objective(e, [variable], new Map(), unused), options);
  if (isRefused(made)) throw new RangeError(`derivative: ${made.because}`);
  return made.gradient[0]!.e;
}

/** Expressions in which nothing is shared; or their exact size, where it is beyond the limit. */
function trees(roots: readonly Expr[], limit: number): readonly Expr[] | bigint {
  const { treeSize } = extent(roots);
  if (treeSize > BigInt(limit)) return treeSize;
  return roots.map((root) => read(root, graph, (e) => input(nameOf(e), e.shape), { remember: false }));
}

/**
 * Symbolic differentiation: derivative expressions by the rules, under the laws, one for each scalar parameter unless
 * they come from one sweep; numbers enter last. With sharing `none` the expressions are trees, and their exact size is
 * known before they are built.
 */
export function symbolic(options: SymbolicOptions = {}): Differentiator {
  const { granularity = 'scalar' } = options;
  return differentiator('symbolic', (o, n, choice) => {
    const made = symbolicGradient(o, options);
    return isRefused(made) ? made : evaluated(o, made, n, granularity === 'scalar', choice);
  });
}
