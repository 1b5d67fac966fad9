import {
  dual,
  extent,
  gradientGraph,
  graph,
  input,
  mlp,
  read,
  reference,
  symbolic,
  symbolicGradient,
  type Expr,
  type Objective,
  type SymbolicOptions,
} from '../src/index.ts';
import {
  decimals,
  defineExperiment,
  integer,
  lawLevels,
  nameOf,
  occurrences,
  product,
  realise,
  runAlone,
  scalarObjective,
  scientific,
  series,
  shareAll,
  summary,
  tallyOf,
  text,
  toPoint,
  total,
  traceProblem,
  trial,
  type Verdict,
} from '../src/lab.ts';

type Axis = keyof typeof axes;
type Policy = Required<Pick<SymbolicOptions, 'direction' | 'sharing' | 'granularity' | 'laws'>>;

interface Case {
  axis: 'policies' | Axis;
  value: number;
  /** Hidden units of the net of the table of policies. */
  hidden: number;
}

interface Row extends Policy {
  axis: string;
  value: number;
  net: string;
  parameters: number;
  outcome: string;
  because: string | null;
  operations: bigint | null;
  nodes: number | null;
  ad: bigint | null;
  sameAsAd: boolean | null;
  overReverse: number | null;
  omega: number | null;
  error: number | null;
}

/** What grows, along equal steps: the factor between the directions is then a quotient of two polynomials. */
const axes = {
  'inputs d': (d: number) => [d, 4, 2],
  'outputs q': (q: number) => [3, 4, q],
  'hidden units h': (h: number) => [3, h, 2],
  'second hidden layer': (w: number) => [3, 4, w, 2],
  'both hidden layers': (w: number) => [3, w, w, 2],
  depth: (layers: number) => [3, ...new Array<number>(layers).fill(4), 2],
} as const;

/** The net of the table of policies. */
const own = (hidden: number): number[] => [4, hidden, 3];

const directions = ['forward', 'reverse'] as const;
const granularities = ['scalar', 'tensor'] as const;
const sharings = ['none', 'reference', 'structure'] as const;

const policies: readonly Policy[] = lawLevels.flatMap((laws) =>
  directions.flatMap((direction) =>
    granularities.flatMap((granularity) =>
      sharings.map((sharing) => ({ laws, direction, granularity, sharing })),
    ),
  ),
);

const shared = (direction: Policy['direction']): Policy => ({
  laws: 'exact',
  direction,
  granularity: 'scalar',
  sharing: 'structure',
});

const count = (roots: readonly Expr[]): bigint => BigInt(total(tallyOf(roots)));

/** Operations on numbers of a reading without memory: each node's own, as often as the tree has it. */
function withoutMemory(roots: readonly Expr[]): bigint {
  const isScalar = ({ shape }: Expr): boolean => shape.length === 0;
  const alone = (e: Expr): bigint => {
    if (isScalar(e) && e.args.every(isScalar)) return 1n;
    return count([{ ...e, args: e.args.map((arg, i) => input(`x${i}`, arg.shape)) }]);
  };
  return occurrences(roots, false).reduce(
    (sum, { e, kind, copies }) => (kind === 'operator' && e !== undefined ? sum + copies * alone(e) : sum),
    0n,
  );
}

/**
 * What automatic differentiation takes: the reverse sweep, or one pass forwards that carries the tangents of all parameters
 * beside each value (vector forward mode). It remembers by its nature: without memory there is none.
 */
function automatic(o: Objective, { direction, sharing, granularity }: Omit<Policy, 'laws'>): bigint | null {
  if (sharing === 'none') return null;
  const source = granularity === 'scalar' ? scalarObjective(o) : o;
  if (direction === 'reverse') {
    const { value, gradient } = gradientGraph(source);
    const roots = [value, ...gradient.values()];
    return count(sharing === 'structure' ? shareAll(roots) : roots);
  }
  const passes = passesOf(source);
  if (sharing === 'structure') return count(shareAll(passes.flat()));
  // Each pass builds its values anew; vector mode has them once.
  return passes.reduce(
    (sum, [value, slope]) => sum + count([value, slope]) - count([value]),
    count([source.expression]),
  );
}

/** The objective in dual numbers, once for each scalar parameter. */
function passesOf({ expression, wrt, inputs }: Objective): (readonly [value: Expr, slope: Expr])[] {
  return wrt.flatMap((name) => {
    const { shape } = inputs.get(name)!;
    const elements = shape.reduce((product, length) => product * length, 1);
    return Array.from({ length: elements }, (_, i) => {
      const unit = graph.scatter(graph.spread(graph.constant(1), [1], [0]), [i], shape);
      const { value, slope } = read(expression, dual(graph), (e) => {
        if (nameOf(e) !== name) return { value: e, slope: 'zero' as const };
        return { value: e, slope: shape.length === 0 ? ('one' as const) : unit };
      });
      return [value, realise(graph, slope)] as const;
    });
  });
}

/** One net, and what is worked out once for several of its rows. */
interface Subject {
  readonly parameters: number;
  readonly primal: bigint;
  readonly sweep: bigint;
  /** Of automatic differentiation; null where it is not asked for, too. */
  readonly ad: (policy: Policy) => bigint | null;
  readonly built: (policy: Policy) => Built;
}

/** What symbolic differentiation builds: its roots, and their error where it is asked for; or why there is none. */
type Built =
  { readonly roots: readonly Expr[]; readonly error: number | null } | { readonly because: string };

/** A function of a policy that remembers. */
function once<V>(of: (policy: Policy) => V): (policy: Policy) => V {
  const known = new Map<string, V>();
  return (policy) => {
    const key = Object.values(policy).join();
    if (!known.has(key)) known.set(key, of(policy));
    return known.get(key)!;
  };
}

/** Compared with automatic differentiation and with the truth: the table of policies only, which saves most of the time. */
function subjectOf(layers: readonly number[], compared: boolean): Subject {
  const net = mlp({ layers, activation: 'tanh', seed: 1 });
  const o = traceProblem(net);
  const at = toPoint(o, net.at);
  const truth = compared ? reference(o, at) : null;
  const ad = once((policy) => automatic(o, policy));
  return {
    parameters: net.parameters,
    primal: count([o.expression]),
    sweep: automatic(o, { direction: 'reverse', sharing: 'reference', granularity: 'tensor' })!,
    ad: (policy) => (compared ? ad({ ...policy, laws: 'exact' }) : null),
    built: once((policy) => {
      const made = symbolicGradient(o, policy);
      if ('refused' in made) return { because: made.because };
      const error = truth && trial(symbolic(policy), o, at, truth).score!.normwise;
      return { roots: [made.value, ...made.gradient.map(({ e }) => e)], error };
    }),
  };
}

function rowOf(subject: Subject, policy: Policy): Omit<Row, 'axis' | 'value' | 'net'> {
  const { parameters, primal, sweep } = subject;
  const known = { ...policy, parameters, ad: subject.ad(policy) };
  const isTree = policy.sharing === 'none';
  // A tree and the graph that it was unfolded from are one calculation, which repeats itself in the tree.
  const built = subject.built(isTree ? { ...policy, sharing: 'reference' } : policy);
  if ('because' in built)
    return {
      ...known,
      outcome: 'refused',
      because: built.because,
      operations: null,
      nodes: null,
      sameAsAd: null,
      overReverse: null,
      omega: null,
      error: null,
    };
  const { roots, error } = built;
  const operations = isTree ? withoutMemory(roots) : count(roots);
  return {
    ...known,
    outcome: 'ok',
    because: null,
    operations,
    nodes: isTree ? null : extent(roots).dagSize,
    sameAsAd: known.ad === null ? null : known.ad === operations,
    overReverse: quotient(operations, sweep),
    omega: quotient(operations, primal),
    error,
  };
}

/** Of counts that may be beyond all doubles, to six digits. */
const quotient = (a: bigint, b: bigint): number => Number((a * 1_000_000n) / b) / 1e6;

function* measure({ axis, value, hidden }: Case): Iterable<Row> {
  const layers = axis === 'policies' ? own(hidden) : axes[axis](value);
  const subject = subjectOf(layers, axis === 'policies');
  for (const policy of axis === 'policies' ? policies : directions.map(shared))
    yield { axis, value, net: layers.join('-'), ...rowOf(subject, policy) };
}

/** The factor between the directions along one axis. */
interface Growth {
  axis: string;
  from: string;
  to: string;
  first: number;
  last: number;
  forwardDegree: number;
  reverseDegree: number;
  limit: number | null;
}

/** The degree of the polynomial on which equally spaced values lie, by exact differences; NaN where they are too few to tell. */
function degreeOf(values: readonly bigint[]): { degree: number; leading: bigint } {
  let differences = [...values];
  for (let degree = 0; differences.length > 1; degree++) {
    const [leading] = differences as [bigint];
    if (differences.every((v) => v === leading)) return { degree, leading };
    differences = differences.slice(1).map((v, i) => v - differences[i]!);
  }
  return { degree: NaN, leading: 0n };
}

function growths(rows: readonly Row[]): Growth[] {
  return (Object.keys(axes) as Axis[]).flatMap((axis) => {
    const along = (direction: string) =>
      rows.filter((row) => row.axis === axis && row.direction === direction);
    const [forward, reverse] = directions.map(along) as [Row[], Row[]];
    if (forward.length === 0) return [];
    const factor = (i: number): number => quotient(forward.at(i)!.operations!, reverse.at(i)!.operations!);
    const degrees = [forward, reverse].map((part) => degreeOf(part.map(({ operations }) => operations!)));
    const [up, down] = degrees as [(typeof degrees)[0], (typeof degrees)[0]];
    return {
      axis,
      from: forward[0]!.net,
      to: forward.at(-1)!.net,
      first: factor(0),
      last: factor(-1),
      forwardDegree: up.degree,
      reverseDegree: down.degree,
      limit: up.degree === down.degree ? quotient(up.leading, down.leading) : null,
    };
  });
}

const isPolicy = (row: Row): boolean => row.axis === 'policies';

/** The same direction, sharing and granularity as automatic differentiation, and laws that do what its unit factors do. */
const isAlike = (row: Row): boolean => isPolicy(row) && row.laws === 'exact' && row.ad !== null;

const largest = (values: readonly (number | null)[]): number => Math.max(...values.map((v) => v ?? NaN));

function verdict(rows: readonly Row[]): Verdict {
  const alike = rows.filter(isAlike);
  const same = alike.filter((row) => row.sameAsAd);
  const all = growths(rows);
  const bounded = all.filter(({ limit }) => limit !== null);
  const unbounded = all.filter((growth) => growth.forwardDegree > growth.reverseDegree);
  const names = (part: readonly Growth[]) => part.map(({ axis }) => axis).join(', ') || 'none';
  const claimed = ['outputs q', 'second hidden layer', 'depth'].filter((axis) =>
    all.some((growth) => growth.axis === axis),
  );
  const refuted = claimed.filter((axis) => bounded.some((growth) => growth.axis === axis));
  const off = rows.filter((row) => row.outcome === 'ok' && !(row.error! <= 1e-13));
  return {
    holds:
      same.length === alike.length &&
      off.length === 0 &&
      claimed.every((axis) => unbounded.some((growth) => growth.axis === axis)) &&
      bounded.some(({ axis }) => axis === 'inputs d'),
    because:
      `under exact laws ${same.length} of ${alike.length} cells of one direction, sharing and granularity have exactly the operations of automatic differentiation; ` +
      `the counts lie on polynomials, by which the factor between the directions grows without bound with ${names(unbounded)} (it reaches ${largest(
        all.map(({ last }) => last),
      ).toFixed(
        1,
      )}); it tends to a limit with ${bounded.map(({ axis, limit }) => `${axis} (${limit!.toFixed(2)})`).join(', ') || 'none'}` +
      `${refuted.length === 0 ? '' : `, and the claim expects none with ${refuted.join(', ')}`}; ` +
      `the largest error of any policy is ${largest(rows.map(({ error }) => error ?? 0)).toExponential(1)}`,
  };
}

const policyColumns = ['direction', 'granularity', 'sharing'] as const;

const itself = defineExperiment<Row, Case>({
  id: '04-sharing',
  title: 'One gradient in every policy',
  question:
    'Is symbolic differentiation automatic differentiation? The same gradient, one variable at a time or in one sweep, with memory and without, over numbers and over arrays.',
  claim:
    'With the same direction, sharing and granularity symbolic differentiation (under exact laws) takes exactly the operations of automatic ' +
    'differentiation; one variable at a time it takes, with all sharing, a factor more, which grows without bound with depth, outputs ' +
    'and downstream width, and saturates where only the inputs grow.',
  seed: 1,
  sweep: {
    axis: ['policies', ...(Object.keys(axes) as Axis[])],
    value: [0, 2, 3, 4, 5, 6, 7, 8],
    hidden: [6],
  },
  quick: { axis: ['policies', 'inputs d', 'outputs q'], value: [0, 2, 3, 4, 5], hidden: [2] },
  cases: (sweep) => product(sweep).filter(({ axis, value }) => (axis === 'policies') === (value === 0)),
  measure,
  columns: {
    axis: { kind: 'case', says: 'What grows; policies: one net, every policy.', format: text },
    value: {
      kind: 'case',
      says: 'How many of them; depth: of hidden layers, of four units each.',
      format: integer,
    },
    net: { kind: 'counted', says: 'Layers; tanh, softmax cross-entropy, one sample.', format: text },
    parameters: { kind: 'counted', name: 'P', says: 'Weights.', format: integer },
    laws: { kind: 'case', says: 'What is simplified while the derivative is built.', format: text },
    direction: {
      kind: 'case',
      says: 'forward: one variable at a time; reverse: one sweep for all.',
      format: text,
    },
    granularity: { kind: 'case', says: 'Expressions of numbers, or of whole arrays.', format: text },
    sharing: {
      kind: 'case',
      says: 'none: a tree, each use worked out anew; reference: what the program used twice is one node; structure: whatever is equal is one node.',
      format: text,
    },
    outcome: { kind: 'counted', says: 'What became of it.', format: text },
    because: { kind: 'counted', says: 'Why it was refused.', format: text },
    operations: {
      kind: 'counted',
      says: 'On numbers, for the value and the whole gradient; those of a tree are counted, not built.',
      format: integer,
    },
    nodes: { kind: 'counted', says: 'Of the graph (an array is one).', format: integer },
    ad: {
      kind: 'counted',
      name: 'operations of AD',
      says: 'The reverse sweep, or one pass forwards with all tangents, of the same granularity; under sharing by structure its own equal parts are one node, too. It always shares: a tree has no counterpart. Asked for in the table of policies.',
      format: integer,
    },
    sameAsAd: { kind: 'counted', name: 'the same', says: 'Whether the two are equal.', format: text },
    overReverse: {
      kind: 'counted',
      name: 'over reverse AD',
      says: 'Operations over those of the reverse sweep over arrays.',
      format: decimals(2),
    },
    omega: {
      kind: 'counted',
      name: 'ω',
      says: 'Operations over those of the value alone; what is built once is not among them.',
      format: decimals(2),
    },
    error: {
      kind: 'counted',
      says: 'Of the gradient in float64 against the 50-digit truth, norm-wise; a tree’s is that of the graph that it was unfolded from, which does the same arithmetic. Asked for in the table of policies.',
      format: scientific(2),
      rounding: 2 ** -48,
    },
  },
  verdict,
  figures: [
    {
      id: 'growth',
      caption:
        'Operations of one derivative after another over those of one sweep, both over numbers with all equal parts shared, as one thing grows.',
      alt: 'The factor rises along a straight line with the outputs and with the depth, and flattens with the inputs and every width of hidden layers.',
      draw: (rows) => {
        const points = rows
          .filter((row) => !isPolicy(row) && row.direction === 'forward')
          .map((row) => {
            const other = rows.find(
              (r) => r.axis === row.axis && r.value === row.value && r.direction === 'reverse',
            )!;
            return { ...row, factor: quotient(row.operations!, other.operations!) };
          });
        return {
          x: { title: 'how many', scale: 'linear' },
          y: { title: 'factor between the directions', scale: 'linear' },
          series: series(points, { by: 'axis', x: 'value', y: 'factor' }),
        };
      },
    },
  ],
  tables: [
    {
      caption:
        'One gradient in every policy, laws exact: a 0 is dropped and a 1 passed on, as automatic differentiation does it.',
      note: 'Both are worked out from one table of rules, and backwards by one and the same pass: what is compared is what laws, written zeros and ones, and sharing add to or take from the counts. In the direction and with the memory of automatic differentiation, symbolic differentiation takes its operations, to the last one. One variable at a time, over arrays, each derivative carries a whole array of zeros and a one.',
      columns: [
        'net',
        ...policyColumns,
        'operations',
        'ad',
        'sameAsAd',
        'nodes',
        'overReverse',
        'omega',
        'error',
      ],
      rows: (row) => isPolicy(row) && row.laws === 'exact',
    },
    {
      caption:
        'The same under other laws: none writes out every 0 and 1; real also cancels and folds, of which there is nothing here; canonical orders, and collects like terms.',
      columns: ['laws', ...policyColumns, 'outcome', 'operations', 'nodes', 'overReverse', 'error'],
      rows: (row) => isPolicy(row) && row.laws !== 'exact',
    },
    summary<Row, Growth>({
      caption: 'The factor between the directions, by what grows. The counts lie on polynomials exactly.',
      note: 'Equal degrees: the factor tends to the quotient of the leading coefficients. A higher degree one variable at a time: it grows without bound. Both are said of the polynomials on which all sizes tried lie, beyond these sizes too.',
      columns: {
        axis: { kind: 'case', name: 'what grows', says: 'As below.', format: text },
        from: { kind: 'counted', says: 'The smallest net.', format: text },
        to: { kind: 'counted', says: 'The largest.', format: text },
        first: { kind: 'counted', name: 'factor', says: 'Of the smallest.', format: decimals(2) },
        last: { kind: 'counted', name: 'factor at the end', says: 'Of the largest.', format: decimals(2) },
        forwardDegree: {
          kind: 'counted',
          name: 'degree, one at a time',
          says: 'Of the polynomial that the operations lie on.',
          format: integer,
        },
        reverseDegree: { kind: 'counted', name: 'degree, one sweep', says: 'The same.', format: integer },
        limit: {
          kind: 'counted',
          name: 'limit of the factor',
          says: 'Where the degrees are equal; else none.',
          format: decimals(2),
        },
      },
      summarise: growths,
    }),
  ],
});

export default itself;
runAlone(itself, import.meta);
