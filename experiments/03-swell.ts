import {
  compile,
  decimal,
  derivative,
  expand,
  graph,
  input,
  isRefused,
  mathjs,
  mlp,
  read,
  swell,
  tensors,
  type Counts,
  type Expr,
  type Laws,
} from '../src/index.ts';
import {
  census,
  countText,
  decimals,
  defineExperiment,
  integer,
  panels,
  quotient,
  runAlone,
  scientific,
  series,
  spreadOf,
  summary,
  text,
  type Lab,
  type Stream,
  type Verdict,
} from '../src/lab.ts';

type Family = keyof typeof nets | 'logistic map';
type Form = Laws | 'expanded' | keyof typeof ways;

interface Case {
  family: Family;
  form: Form;
}

interface Row {
  family: string;
  form: string;
  size: number;
  wrt: string;
  primalTree: bigint | null;
  primalGraph: bigint | null;
  derivativeTree: bigint | null;
  derivativeGraph: bigint | null;
  treeRatio: number | null;
  graphRatio: number | null;
  primalOperations: bigint | null;
  operationsTree: bigint | null;
  operationsGraph: bigint | null;
  characters: bigint | null;
  letCharacters: bigint | null;
  medianError: number | null;
  highError: number | null;
}

/** mathjs's ways: rules alone, its light simplification, its full one. */
const ways = { mathjs: 'safe', 'mathjs core': 'core', 'mathjs full': 'full' } as const;

/** What grows: layers of 4 units, units of the one hidden layer, inputs. */
const nets = {
  depth: (layers: number) => [4, ...Array.from({ length: layers }, () => 4), 2],
  width: (units: number) => [4, units, 2],
  inputs: (inputs: number) => [inputs, 4, 2],
} as const;

const netSizes = {
  depth: [1, 2, 3, 4, 5, 6],
  width: [1, 2, 4, 8, 16],
  inputs: [1, 2, 4, 8, 16, 32],
} as const;

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** How many iterates each form is taken to; the last are far too large to be written out. */
const iterates: Readonly<Record<Form, readonly number[]>> = {
  none: [...upTo(12), 20, 50, 100, 200, 500, 1000],
  exact: [...upTo(12), 20, 50, 100, 200, 500, 1000],
  real: upTo(12),
  canonical: [...upTo(12), 20],
  expanded: upTo(8).slice(1),
  mathjs: upTo(8).slice(1),
  'mathjs core': upTo(8).slice(1),
  // Beyond these it takes more than a fifth of the limit.
  'mathjs full': upTo(4).slice(1),
};

const x = input('x');

/** l₁ = x, l₍ₙ₊₁₎ = 4lₙ(1 − lₙ) (Baydin et al. 2018, Table 1), all of l₁ … lₙ. */
function logistic(n: number): Expr[] {
  const l: Expr[] = [x];
  while (l.length < n)
    l.push(graph.mul(graph.mul(graph.constant(4), l.at(-1)!), graph.sub(graph.constant(1), l.at(-1)!)));
  return l;
}

/** lₙ′ = 4ⁿ⁻¹ Π (1 − 2lₖ), in decimal numbers: not by any rule of differentiation. */
function truthAt(l: readonly Expr[], at: number): number {
  const factors = l
    .slice(0, -1)
    .map((own) =>
      graph.mul(graph.constant(4), graph.sub(graph.constant(1), graph.mul(graph.constant(2), own))),
    );
  const product = factors.reduce((a, b) => graph.mul(a, b), graph.constant(1));
  const n = decimal(60);
  return read(product, tensors(n), () => ({ shape: [], data: [n.constant(at)] })).data[0]!.toNumber();
}

/** The errors are measured up to here; the iterates beyond are chaos. (l₁′ is 1.) */
const mostMeasured = 8;
const places = 201;

/** The places, and the truth there; the same for every form. */
const truths = new Map<number, readonly (readonly [at: number, truth: number])[]>();

/** Relative errors at random places. */
function errorsOf(e: Expr, l: readonly Expr[], random: Stream): Pick<Row, 'medianError' | 'highError'> {
  const known =
    truths.get(l.length) ??
    Array.from({ length: places }, () => random.uniform()).map((at) => [at, truthAt(l, at)] as const);
  truths.set(l.length, known);
  const f = compile(e);
  const errors = known.map(([at, truth]) => Math.abs(((f({ x: at }) as number) - truth) / truth));
  const { median, high } = spreadOf(errors);
  return { medianError: median, highError: high };
}

/** Sizes of an expression and its derivatives. */
interface Sizes {
  readonly primal: Counts;
  readonly derivative: Counts;
}

const countsOf = (e: Expr): Counts => census([{ name: 'd/dx', e }], 'structure');

/** The sizes of an iterate and of its derivative in one form, and a way to the derivative itself. */
function formed(l: Expr, form: Form): Sizes & { readonly e: () => Expr } {
  if (form === 'expanded') {
    const e = expand(derivative(l, 'x'));
    return { primal: countsOf(expand(l)), derivative: countsOf(e), e: () => e };
  }
  if (form in ways) {
    const way = ways[form as keyof typeof ways];
    const found = mathjs({ way, milliseconds: 20_000 }).derivatives(l);
    if (isRefused(found)) throw new Error(`mathjs: an answer is required, got a refusal: ${found.because}`);
    const { e } = found.gradient[0]!;
    return { primal: countsOf(l), derivative: countsOf(e), e: () => e };
  }
  const laws = form as Laws;
  return { ...swell(l, { laws, hotSpots: 0 }), e: () => derivative(l, 'x', { laws }) };
}

function* iteratesOf(form: Form, lab: Lab): Iterable<Row> {
  for (const n of iterates[form]) {
    lab.note(`n = ${n}`);
    const l = logistic(n);
    const { e, ...sizes } = formed(l.at(-1)!, form);
    const errors =
      n > 1 && n <= mostMeasured
        ? errorsOf(e(), l, lab.stream('places'))
        : { medianError: null, highError: null };
    yield { ...sized('logistic map', form, n, 'x', sizes), ...errors };
  }
}

/** Derivatives by the first weight, and, under the exact laws, by all of them: one at a time, and in one sweep backwards. */
function* netsOf(family: keyof typeof nets, laws: Laws, lab: Lab): Iterable<Row> {
  for (const size of netSizes[family]) {
    lab.note(`${family} ${size}`);
    const net = mlp({ layers: nets[family](size), loss: 'squared-error' });
    const found = (wrt: readonly string[], direction: 'forward' | 'reverse' = 'forward') =>
      swell(net, { laws, direction, wrt, hotSpots: 0, limit: 500_000 });
    const none = { medianError: null, highError: null };
    yield { ...sized(family, laws, size, 'first weight', found(['W1[0,0]'])), ...none };
    if (laws !== 'exact') continue;
    yield { ...sized(family, laws, size, 'all weights', found(net.wrt)), ...none };
    yield { ...sized(family, laws, size, 'one sweep', found(net.wrt, 'reverse')), ...none };
  }
}

function sized(family: string, form: string, size: number, wrt: string, { primal, derivative: d }: Sizes) {
  return {
    family,
    form,
    size,
    wrt,
    primalTree: primal.tree,
    primalGraph: primal.dag,
    derivativeTree: d.tree,
    derivativeGraph: d.dag,
    treeRatio: quotient(d.tree!, primal.tree!),
    graphRatio: quotient(d.dag!, primal.dag!),
    operationsTree: d.operationsTree,
    operationsGraph: d.operationsDag,
    primalOperations: primal.operationsTree,
    characters: d.characters,
    letCharacters: d.letCharacters,
  };
}

const measure = ({ family, form }: Case, lab: Lab): Iterable<Row> =>
  family === 'logistic map' ? iteratesOf(form, lab) : netsOf(family, form as Laws, lab);

const map = (rows: readonly Row[], form: string): Row[] =>
  rows.filter((row) => row.family === 'logistic map' && row.form === form);

const netRows = (rows: readonly Row[], family: string, wrt: string): Row[] =>
  rows.filter((row) => row.family === family && row.form === 'exact' && row.wrt === wrt);

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;

function verdict(rows: readonly Row[]): Verdict {
  const own = map(rows, 'exact').filter(({ size }) => size > 1);
  const last = own.at(-1)!;
  const large = own.filter(({ size }) => size >= 10);
  const offTree = Math.max(...large.map(({ size, treeRatio }) => Math.abs(treeRatio! / (size - 1.25) - 1)));
  const graphRatio = Math.max(...own.map((row) => row.graphRatio!));
  const doubles = own.every(({ size, primalTree }) => primalTree === 3n * 2n ** BigInt(size) - 5n);
  const others = ['none', 'canonical'].flatMap((form) => {
    const ratios = map(rows, form).map((row) => row.graphRatio!);
    return ratios.length === 0 ? [] : [`${Math.max(...ratios).toFixed(2)} under laws ${form}`];
  });
  const tree = (row: Row) => countText(row.primalTree!);
  const first = (['depth', 'width', 'inputs'] as const).flatMap((family) => {
    const found = netRows(rows, family, 'first weight').map((row) => row.treeRatio!);
    return found.length === 0 ? [] : [`${range(found)} with ${family}`];
  });
  return {
    holds: offTree <= 0.01 && graphRatio < 8 / 3 && doubles,
    because:
      `under the exact laws, from n = 10 to ${last.size}, the trees’ quotient is within ${(100 * offTree).toFixed(2)} % of n − 1.25, and no graphs’ quotient is above ` +
      `${graphRatio.toFixed(3)}${others.length === 0 ? '' : ` (it is up to ${others.join(', ')})`}; the primal’s own tree ${doubles ? 'has 3·2ⁿ − 5 nodes' : 'has not 3·2ⁿ − 5 nodes'}, ${tree(last)} by then` +
      (first.length === 0
        ? ''
        : `; a net’s derivative by its first weight is so many times its primal, in trees: ${first.join(', ')}`),
  };
}

/** sympy 1.14, `count_ops` on the recursion, which it folds and collects as it builds: n, the primal, the derivative, and this after `cse`. */
const sympy = [
  [2, 3, 2, 2],
  [3, 8, 21, 12],
  [4, 18, 82, 27],
  [5, 38, 264, 45],
  [6, 78, 768, 67],
] as const;

const sizesIn = (rows: readonly Row[]): number[] => [...new Set(rows.map(({ size }) => size))];
/** A count that a double holds as it is, a larger one as a power of two. */
const short = (count: bigint | null | undefined): bigint | string | null => {
  if (count == null) return null;
  return count > BigInt(Number.MAX_SAFE_INTEGER) ? countText(count) : count;
};

const counted = { kind: 'counted' } as const;
const count = (says: string, name?: string) =>
  ({ ...counted, says, format: integer, ...(name === undefined ? {} : { name }) }) as const;
const ratio = (says: string, name: string) => ({ ...counted, says, name, format: decimals(2) }) as const;
const error = (says: string, name: string) =>
  ({ ...counted, says, name, format: scientific(2), rounding: Infinity }) as const;

const lawForms = ['none', 'exact', 'canonical'];
const accuracyForms = ['none', 'exact', 'canonical', 'expanded', 'mathjs'];

const itself = defineExperiment<Row, Case>({
  id: '03-swell',
  title: 'What swells, and in which representation',
  question: 'How much larger than its expression is a symbolic derivative?',
  claim:
    'Under the exact laws the logistic map’s derivative swells only linearly in trees, towards n − 1.25 times its primal, and less than 8/3 times in shared graphs: the exponential is in the primal’s tree. (For nets: measured.)',
  seed: 3,
  sweep: {
    family: ['logistic map', 'depth', 'width', 'inputs'],
    form: ['none', 'exact', 'real', 'canonical', 'expanded', 'mathjs', 'mathjs core', 'mathjs full'],
  },
  quick: { family: ['logistic map', 'inputs'], form: ['exact', 'expanded'] },
  cases: ({ family, form }) =>
    family.flatMap((one) =>
      form
        .filter((own) => one === 'logistic map' || (own !== 'expanded' && !(own in ways)))
        .map((own) => ({ family: one, form: own })),
    ),
  measure,
  columns: {
    family: {
      kind: 'case',
      says: 'The logistic map, or a net (4 inputs, one hidden layer of 4 units, 2 outputs, tanh, squared error, one sample) of which one measure grows.',
      format: text,
    },
    form: {
      kind: 'case',
      says: 'The laws that primal and derivative obey (exact laws hold bit for bit in floating point); or the derivative multiplied out; or what mathjs 15.2 makes of it, by its rules alone, lightly simplified (core) or fully.',
      format: text,
    },
    size: { kind: 'case', says: 'n, the hidden layers, the hidden units or the inputs.', format: integer },
    wrt: {
      kind: 'case',
      name: 'by',
      says: 'What the derivative is by; of all weights, one at a time or in one sweep backwards, the sizes of all together.',
      format: text,
    },
    primalTree: count('Nodes of the primal’s tree.', 'primal, tree'),
    primalGraph: count('Nodes of its graph, whatever is equal being one node.', 'primal, graph'),
    derivativeTree: count('Nodes of the derivative’s tree.', 'derivative, tree'),
    derivativeGraph: count('Nodes of its graph.', 'derivative, graph'),
    treeRatio: ratio('The quotient of the trees.', 'trees’ quotient'),
    graphRatio: ratio('The quotient of the graphs.', 'graphs’ quotient'),
    primalOperations: count('Operators and functions in the primal’s tree.', 'primal operations, tree'),
    operationsTree: count('Operators and functions in the derivative’s tree.', 'operations, tree'),
    operationsGraph: count('The same after sharing.', 'operations, graph'),
    characters: count('Of the derivative, printed.'),
    letCharacters: count('Of the lines that print shared parts once.', 'characters, shared parts named'),
    medianError: error('The median relative error at random x in (0, 1), in float64.', 'median error'),
    highError: error('The relative error that one of ten places exceeds (the 0.9 quantile).', 'high error'),
  },
  verdict,
  figures: [
    {
      id: 'growth',
      caption:
        'The logistic map’s iterates and their derivatives: nodes written out as trees (left) and with equal parts shared (right). The derivative’s tree keeps pace with the primal’s, which doubles each time; nothing doubles in the graphs, which grow by a constant, and under canonical laws as n².',
      alt: 'On the left four nearly parallel exponentials; on the right curves that grow by a constant at each step, the canonical one bending upwards.',
      draw: (rows) => {
        const some = rows.filter(({ family, size }) => family === 'logistic map' && size <= 12);
        const curves = (part: 'Tree' | 'Graph') => [
          ...series(
            some.filter(({ form }) => form === 'exact').map((row) => ({ ...row, name: 'primal' })),
            { by: 'name', x: 'size', y: `primal${part}`, look: 5 },
          ),
          ...lawForms.flatMap((form, look) =>
            series(
              map(some, form).map((row) => ({ ...row, name: `derivative, laws ${form}` })),
              { by: 'name', x: 'size', y: `derivative${part}`, look },
            ),
          ),
        ];
        return {
          x: { title: 'n', scale: 'linear', domain: [1, 12], ticks: [1, 4, 8, 12] },
          y: { title: 'nodes' },
          columns: 2,
          panels: [
            { title: 'as trees', series: curves('Tree') },
            { title: 'as graphs', series: curves('Graph') },
          ],
        };
      },
    },
    {
      id: 'quotients',
      caption:
        'The derivative over its primal, to n = 1000, where the tree has 305 digits: in trees the quotient follows n − 1.25, in graphs it stays below 8/3.',
      alt: 'A line of slope one for trees, and a flat line under 8/3 for graphs.',
      draw: (rows) => {
        const own = map(rows, 'exact').filter(({ size }) => size > 1);
        const line = (name: string, y: 'treeRatio' | 'graphRatio', look: number) =>
          series(
            own.map((row) => ({ ...row, name })),
            { by: 'name', x: 'size', y, look },
          );
        return {
          x: { title: 'n' },
          y: { title: 'derivative / primal' },
          series: [...line('trees', 'treeRatio', 0), ...line('graphs', 'graphRatio', 1)],
          guides: [{ y: 8 / 3, label: '8/3' }],
        };
      },
    },
    {
      id: 'nets',
      caption:
        'Nets (tanh, squared error, one sample, exact laws): the derivatives’ size over the primal’s, by the first weight, by all weights one at a time, and by all in one sweep backwards. As trees all derivatives together are many times their primal. As one graph they are a few times as large, but with depth, where one variable at a time repeats what a sweep does once.',
      alt: 'In each panel the trees of all derivatives rise steeply; the graphs of all derivatives rise steeply with depth only, and all other curves are nearly flat.',
      draw: (rows) => {
        const own = rows.filter(({ family, form }) => family !== 'logistic map' && form === 'exact');
        const line = (part: readonly Row[], wrt: string, y: 'treeRatio' | 'graphRatio', look: number) =>
          series(
            part
              .filter((row) => row.wrt === wrt)
              .map((row) => ({ ...row, name: `${y === 'treeRatio' ? 'trees' : 'graphs'}, ${wrt}` })),
            { by: 'name', x: 'size', y, look },
          );
        return {
          x: {
            title: 'hidden layers, hidden units, or inputs',
            domain: [1, 40],
            ticks: [1, 2, 4, 8, 16, 32],
          },
          y: { title: 'derivative / primal' },
          columns: 3,
          panels: panels(own, 'family', (part) => ({
            series: [
              ...line(part, 'all weights', 'treeRatio', 0),
              ...line(part, 'all weights', 'graphRatio', 1),
              ...line(part, 'one sweep', 'graphRatio', 5),
              ...line(part, 'first weight', 'treeRatio', 2),
              ...line(part, 'first weight', 'graphRatio', 3),
            ],
          })),
        };
      },
    },
    {
      id: 'accuracy-beside-size',
      caption:
        'Smaller is not better: the median relative error of each form of the logistic derivative in float64 against its printed length, n = 3 to 6. Multiplied out the text is by far the shortest, and by n = 6 every digit has cancelled.',
      alt: 'Flat curves near 1e-15 for every form but the expanded one, which lies farthest left and climbs steeply to far above 1.',
      draw: (rows) => ({
        x: { title: 'characters' },
        y: { title: 'median relative error' },
        series: accuracyForms.flatMap((form, look) =>
          series(
            map(rows, form)
              .filter(({ size }) => size > 2 && size <= 6)
              .map((row) => ({ ...row, name: form === 'expanded' ? `n = ${row.size}` : null })),
            { by: 'form', x: 'characters', y: 'medianError', label: 'name', look },
          ),
        ),
      }),
    },
  ],
  tables: [
    summary<Row, Growth>({
      caption:
        'The logistic map: nodes of trees and of graphs, of the primal and of its derivative under three levels of laws.',
      note: 'Counts past 2⁵³ as powers of two; all digits are in rows.csv. Real laws give what the exact ones give. Under canonical laws primal and derivative are canonical (the primal shown is that of the exact laws); the derivative’s graph grows as n².',
      columns: {
        n: { kind: 'case', says: 'The iterate.', format: integer },
        primalTree: count('Nodes of the tree.', 'primal, tree'),
        noneTree: count('Nodes of the derivative’s tree, 0 and 1 written out.', 'none, tree'),
        exactTree: count('Under exact laws.', 'exact, tree'),
        canonicalTree: count('Under canonical laws.', 'canonical, tree'),
        treeRatio: ratio('Exact laws.', 'exact / primal, trees'),
        primalGraph: count('Nodes of the graph.', 'primal, graph'),
        noneGraph: count('Of the derivative’s.', 'none, graph'),
        exactGraph: count('Of the derivative’s.', 'exact, graph'),
        canonicalGraph: count('Of the derivative’s.', 'canonical, graph'),
        graphRatio: ratio('Exact laws.', 'exact / primal, graphs'),
      },
      summarise: growth,
    }),
    summary<Row, Beside>({
      caption:
        'Accuracy beside size: each form of the derivative of the same iterate, in float64 at 201 random places.',
      note: 'mathjs’s full simplification is tried up to n = 4 only.',
      columns: {
        n: { kind: 'case', says: 'The iterate.', format: integer },
        form: { kind: 'case', says: 'As below.', format: text },
        tree: count('Nodes.', 'nodes, tree'),
        graph: count('Nodes.', 'nodes, graph'),
        characters: count('As below.'),
        letCharacters: count('As below.', 'shared parts named'),
        medianError: error('As below.', 'median error'),
        highError: error('As below.', 'high error'),
      },
      summarise: (rows) =>
        [4, 6, 8].flatMap((n) =>
          [
            ...new Set(
              map(rows, 'none')
                .concat(rows)
                .map(({ form }) => form),
            ),
          ].flatMap((form) =>
            map(rows, form)
              .filter(({ size }) => size === n)
              .map((row) => ({
                n,
                form,
                tree: row.derivativeTree,
                graph: row.derivativeGraph,
                characters: row.characters,
                letCharacters: row.letCharacters,
                medianError: row.medianError,
                highError: row.highError,
              })),
          ),
        ),
    }),
    summary<Row, Reference>({
      caption:
        'sympy 1.14’s counts beside ours, which another program took once: operations of the logistic map, of its derivative, and of this after sharing.',
      note: 'A reference, not a gate: sympy folds constants and collects terms as it builds, and counts in its own normal form.',
      columns: {
        n: { kind: 'case', says: 'The iterate.', format: integer },
        primal: count('Exact laws.', 'primal'),
        sympyPrimal: count('count_ops.', 'sympy'),
        derivative: count('Exact laws.', 'derivative'),
        canonical: count('Canonical laws.', 'canonical'),
        sympyDerivative: count('count_ops.', 'sympy'),
        shared: count('Exact laws.', 'after sharing'),
        canonicalShared: count('Canonical laws.', 'canonical, after sharing'),
        sympyShared: count('After cse.', 'sympy, after cse'),
      },
      summarise: (rows) =>
        sympy.flatMap(([n, sympyPrimal, sympyDerivative, sympyShared]) => {
          const exact = map(rows, 'exact').find(({ size }) => size === n);
          const canonical = map(rows, 'canonical').find(({ size }) => size === n);
          if (exact === undefined) return [];
          return [
            {
              n,
              primal: exact.primalOperations,
              sympyPrimal,
              derivative: exact.operationsTree,
              canonical: canonical?.operationsTree ?? null,
              sympyDerivative,
              shared: exact.operationsGraph,
              canonicalShared: canonical?.operationsGraph ?? null,
              sympyShared,
            },
          ];
        }),
    }),
    summary<Row, Net>({
      caption:
        'Nets: the derivative by the first weight under each level of laws, and all derivatives together under the exact ones.',
      columns: {
        family: { kind: 'case', name: 'what grows', says: 'As below.', format: text },
        size: { kind: 'case', says: 'To this.', format: integer },
        primalTree: count('Nodes, exact laws.', 'primal, tree'),
        primalGraph: count('Nodes, exact laws.', 'primal, graph'),
        none: ratio('Trees’ quotient, first weight.', 'none'),
        exact: ratio('Trees’ quotient, first weight.', 'exact'),
        canonical: ratio('Trees’ quotient, first weight.', 'canonical'),
        graph: ratio('Graphs’ quotient, first weight, exact laws.', 'exact, graphs'),
        allTree: ratio('Trees’ quotient, all weights, exact laws.', 'all weights, trees'),
        allGraph: ratio('Graphs’ quotient, all weights, exact laws.', 'all weights, graphs'),
        sweep: ratio('Graphs’ quotient, all weights in one sweep backwards.', 'one sweep, graphs'),
      },
      summarise: netTable,
    }),
  ],
});

interface Growth {
  n: number;
  primalTree: bigint | string | null;
  noneTree: bigint | string | null;
  exactTree: bigint | string | null;
  canonicalTree: bigint | string | null;
  treeRatio: number | null;
  primalGraph: bigint | null;
  noneGraph: bigint | null;
  exactGraph: bigint | null;
  canonicalGraph: bigint | null;
  graphRatio: number | null;
}

function growth(rows: readonly Row[]): Growth[] {
  const of = (form: string, n: number): Row | undefined => map(rows, form).find(({ size }) => size === n);
  return sizesIn(map(rows, 'exact')).map((n) => ({
    n,
    primalTree: short(of('exact', n)?.primalTree),
    noneTree: short(of('none', n)?.derivativeTree),
    exactTree: short(of('exact', n)?.derivativeTree),
    canonicalTree: short(of('canonical', n)?.derivativeTree),
    treeRatio: of('exact', n)?.treeRatio ?? null,
    primalGraph: of('exact', n)?.primalGraph ?? null,
    noneGraph: of('none', n)?.derivativeGraph ?? null,
    exactGraph: of('exact', n)?.derivativeGraph ?? null,
    canonicalGraph: of('canonical', n)?.derivativeGraph ?? null,
    graphRatio: of('exact', n)?.graphRatio ?? null,
  }));
}

interface Beside {
  n: number;
  form: string;
  tree: bigint | null;
  graph: bigint | null;
  characters: bigint | null;
  letCharacters: bigint | null;
  medianError: number | null;
  highError: number | null;
}

interface Reference {
  n: number;
  primal: bigint | null;
  sympyPrimal: number;
  derivative: bigint | null;
  canonical: bigint | null;
  sympyDerivative: number;
  shared: bigint | null;
  canonicalShared: bigint | null;
  sympyShared: number;
}

interface Net {
  family: string;
  size: number;
  primalTree: bigint | null;
  primalGraph: bigint | null;
  none: number | null;
  exact: number | null;
  canonical: number | null;
  graph: number | null;
  allTree: number | null;
  allGraph: number | null;
  sweep: number | null;
}

function netTable(rows: readonly Row[]): Net[] {
  return Object.keys(nets).flatMap((family) => {
    const own = rows.filter((row) => row.family === family);
    return sizesIn(own).map((size) => {
      const of = (form: string, wrt = 'first weight') =>
        own.find((row) => row.size === size && row.form === form && row.wrt === wrt);
      return {
        family,
        size,
        primalTree: of('exact')?.primalTree ?? null,
        primalGraph: of('exact')?.primalGraph ?? null,
        none: of('none')?.treeRatio ?? null,
        exact: of('exact')?.treeRatio ?? null,
        canonical: of('canonical')?.treeRatio ?? null,
        graph: of('exact')?.graphRatio ?? null,
        allTree: of('exact', 'all weights')?.treeRatio ?? null,
        allGraph: of('exact', 'all weights')?.graphRatio ?? null,
        sweep: of('exact', 'one sweep')?.graphRatio ?? null,
      };
    });
  });
}

export default itself;
runAlone(itself, import.meta);
