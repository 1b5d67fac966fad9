import {
  binary64,
  budgeted,
  central,
  dataset,
  exactDecimal,
  fixed,
  float64,
  forwardDifference,
  mlp,
  numeric,
  reference,
  reverse,
  scipy,
  symbolic,
  toTensor,
  trace,
  type BudgetedLine,
  type Differentiator,
  type Objective,
  type Reference,
  type Stencil,
  type Tensors,
  type Value,
} from '../src/index.ts';
import {
  breakEvenTable,
  clock,
  clockCells,
  clockColumns,
  clockKeys,
  decimals,
  elementNames,
  defineExperiment,
  integer,
  massesOf,
  mlpContestants,
  multiplications,
  primalKernels,
  product,
  reverseKernel,
  runAlone,
  scientific,
  series,
  summary,
  tallyOf,
  terms,
  text,
  toPoint,
  total,
  totalsTable,
  trial,
  untimed,
  type ClockCells,
  type Lab,
  type MlpGroup,
  type Selection,
  type Trial,
  type Verdict,
} from '../src/lab.ts';

type Data = 'penguins' | 'iris';

/** Errors and operations, or times. */
type Part = 'counted' | 'timed';

interface Case {
  part: Part;
  data: Data;
  hidden: number;
  batch: number;
}

interface Row extends ClockCells {
  data: Data;
  net: string;
  batch: number;
  method: string;
  stencil: string | null;
  step: number | null;
  /** The name of a row with times ends in it. */
  part: 'timed' | null;
  parameters: number;
  outcome: string | null;
  because: string | null;
  verdict: string | null;
  normwise: number | null;
  truncation: number | null;
  roundoff: number | null;
  digitsLost: number | null;
  fromReverse: number | null;
  maximumRelative: number | null;
  medianRelative: number | null;
  maximumUlps: number | null;
  overTerms: number | null;
  evaluations: number | null;
  omega: number | null;
  omegaMultiplications: number | null;
  nodes: number | null;
  occurrences: bigint | null;
  peak: number | null;
}

/** The largest tree that is built and read; beyond it the size is known, and the method refuses. */
const treeLimit = 500_000;

const chosen = 'numeric, default';
const tree = 'symbolic, tree';
const shared = 'symbolic, shared';
const oneSweep = 'symbolic, one sweep';
const adjoint = 'reverse';

/** A method and, of a finite difference with one step for all weights, its stencil and its step. */
interface Named {
  readonly name: string;
  readonly method: Differentiator;
  readonly stencil?: Stencil;
  readonly step?: number;
}

/** In the order of the tables; reverse is tried first, since the others are compared with it. */
const methods: readonly Named[] = [
  { name: 'numeric, step 1e-5', method: numeric({ step: fixed(1e-5) }) },
  { name: 'numeric, scipy’s step', method: numeric({ step: scipy() }) },
  { name: chosen, method: numeric() },
  { name: tree, method: symbolic({ sharing: 'none', limit: treeLimit }) },
  { name: shared, method: symbolic({ sharing: 'structure' }) },
  {
    name: oneSweep,
    method: symbolic({ direction: 'reverse', granularity: 'tensor', sharing: 'reference' }),
  },
  { name: adjoint, method: reverse() },
];

/** Every stencil with every step: for the figure all of them, else the differences with 2P evaluations. */
const grid: readonly Named[] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8].flatMap((step) =>
  [forwardDifference(), central(2), central(4), central(6), central(8)].map((stencil) => ({
    name: `${stencil.name}, step ${step.toExponential()}`,
    method: numeric({ stencil, step: fixed(step) }),
    stencil,
    step,
  })),
);

/** The objective of the figure. */
const isDrawn = ({ data, hidden, batch }: Case): boolean => data === 'penguins' && hidden === 8 && one(batch);

const ofSecondOrder = (name: string | null | undefined): boolean => name === central(2).name;
const steppedFor = (settings: Case): readonly Named[] =>
  isDrawn(settings) ? grid : grid.filter(({ stencil }) => ofSecondOrder(stencil?.name));

const epsilon = 2 ** -52;
const { unitRoundoff } = binary64;

const norm = (x: readonly number[]): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));

const flat = ({ result }: Trial): number[] | null =>
  result.gradient && Object.values(result.gradient).flatMap((g) => toTensor(g).data);

/** The tree's size out of a refusal, which knows it exactly. */
const sizeIn = (because: string | null): bigint | null => {
  const found = /trees of (\d+) nodes/.exec(because ?? '');
  return found === null ? null : BigInt(found[1]!);
};

const one = (batch: number): boolean => batch === 1;

const inputs = 4;
const classes = 3;
const lambda = 1e-3;
const layersOf = (hidden: number): number[] => [inputs, hidden, classes];

function* count(settings: Case, seed: number): Iterable<Row> {
  const { data, hidden, batch } = settings;
  const layers = layersOf(hidden);
  const { train } = dataset(data, { batch, seed });
  const problem = mlp({
    layers,
    activation: 'tanh',
    loss: 'softmax-cross-entropy',
    lambda,
    ...(one(batch) ? {} : { batch }),
    data: train,
    seed,
  });
  const o = trace(problem.model, problem.shapes, problem.wrt);
  const at = toPoint(o, problem.at);
  const truth = reference(o, at);
  const primal = tallyOf([o.expression]);
  const mass = massesOf(o, at, terms(float64));
  const own = trial(reverse(), o, at, truth);
  const ownGradient = flat(own)!;
  const parts = partsOf(o, at, truth);
  for (const { name, method, stencil, step } of [...methods, ...steppedFor(settings)]) {
    const tried = name === adjoint ? own : trial(method, o, at, truth);
    const { result, score } = tried;
    const { cost } = result;
    const gradient = flat(tried);
    yield {
      ...untimed,
      data,
      net: layers.join('-'),
      batch,
      method: name,
      stencil: stencil?.name ?? null,
      step: step ?? null,
      part: null,
      parameters: problem.parameters,
      outcome: result.outcome,
      because: result.because ?? truth.because,
      verdict: score?.verdict ?? 'unscored',
      ...errors(tried, truth, mass),
      ...(one(batch) && stencil === undefined ? parts(tried) : none),
      fromReverse:
        gradient && norm(gradient.map((g, i) => g - ownGradient[i]!)) / norm(ownGradient) / epsilon,
      evaluations: cost?.evaluations ?? null,
      omega: cost && cost.operations / total(primal),
      omegaMultiplications: cost && cost.multiplications / multiplications(primal),
      nodes: cost?.nodes ?? null,
      occurrences: cost ? cost.occurrences : sizeIn(result.because),
      peak: cost?.peak ?? null,
    };
  }
}

/** Hidden units and batches that are timed: small, middling, large, and the largest with the largest batch. */
const timedSizes = [
  [2, 1],
  [8, 1],
  [16, 1],
  [16, 16],
] as const;

const timedMethods = [...primalKernels, reverseKernel, ...methods.map(({ name }) => name)];

/** The times of value and gradient by each method, of the same objectives. */
async function time({ data }: Case, seed: number, { note, times }: Lab): Promise<Row[]> {
  const groups = timedSizes.map(([hidden, batch]): MlpGroup => ({
    layers: layersOf(hidden),
    batch,
    lambda,
    seed,
    data,
    names: timedMethods,
  }));
  const found = times ? await clock(mlpContestants, groups, { note }) : undefined;
  return timedSizes.flatMap(([hidden, batch], i) =>
    timedMethods.map((method): Row => ({
      data,
      net: layersOf(hidden).join('-'),
      batch,
      method,
      stencil: null,
      step: null,
      part: 'timed',
      parameters: (inputs + classes) * hidden,
      outcome: null,
      because: null,
      verdict: null,
      normwise: null,
      truncation: null,
      roundoff: null,
      digitsLost: null,
      fromReverse: null,
      maximumRelative: null,
      medianRelative: null,
      maximumUlps: null,
      overTerms: null,
      evaluations: null,
      omega: null,
      omegaMultiplications: null,
      nodes: null,
      occurrences: null,
      peak: null,
      ...(found === undefined ? untimed : clockCells(found[i]!, method)),
    })),
  );
}

function errors({ score }: Trial, truth: Reference, mass: readonly number[]) {
  if (score === null || truth.because !== null)
    return {
      normwise: null,
      digitsLost: null,
      maximumRelative: null,
      medianRelative: null,
      maximumUlps: null,
      overTerms: null,
    };
  const components = Object.values(score.components).flatMap((g) => g.data);
  return {
    normwise: score.normwise,
    digitsLost: Math.max(0, Math.log10(score.normwise / unitRoundoff)),
    maximumRelative: score.maximumRelative,
    medianRelative: score.medianRelative,
    maximumUlps: score.maximumUlps,
    overTerms: Math.max(...components.map(({ absolute }, i) => absolute / mass[i]!)),
  };
}

/**
 * How much of the error is truncation, and how much round-off: norms over all weights, relative to that of the truth. For one
 * sample only: each weight takes two evaluations of f in decimal numbers.
 */
function partsOf(o: Objective, at: Tensors<number>, truth: Reference) {
  const exact = o.wrt.flatMap((name) => truth.gradient[name]!.data);
  const size = norm(exact.map(Number));
  let lines: BudgetedLine[] | undefined;
  return ({ result, score }: Trial) => {
    if (score === null || truth.because !== null) return none;
    if (result.step === undefined) return { truncation: 0, roundoff: score.normwise };
    const steps = Object.values(result.step).flatMap((own) => toTensor(own as Value).data);
    const computed = Object.values(result.gradient!).flatMap((own) => toTensor(own).data);
    lines ??= o.wrt.flatMap((name) =>
      elementNames(name, at[name]!.shape).map((along) => budgeted(o, at, { along })),
    );
    const truncation = lines.map((line, i) => line.truncation(steps[i]!));
    const roundoff = truncation.map((part, i) => exactDecimal(computed[i]!).minus(exact[i]!).minus(part));
    return { truncation: norm(truncation.map(Number)) / size, roundoff: norm(roundoff.map(Number)) / size };
  };
}

const none = { truncation: null, roundoff: null };

/** The differences of the first table, and those of them with 2P evaluations. */
const isNumeric = ({ method }: Row): boolean => method.startsWith('numeric');
const isPlain = (row: Row): boolean => isNumeric(row) && row.method !== chosen;
const isMain = ({ method }: Row): boolean => methods.some(({ name }) => name === method);
const largest = (values: readonly (number | null)[]): number => Math.max(...values.map((v) => v ?? NaN));
const smallest = (values: readonly (number | null)[]): number => Math.min(...values.map((v) => v ?? NaN));

const isTimed = ({ timing }: Row): boolean => timing !== null;

/** The rows of errors and operations. */
const counted = (rows: readonly Row[]): Row[] => rows.filter(({ outcome }) => outcome !== null);

function verdict(all: readonly Row[]): Verdict {
  const rows = counted(all);
  const of = (name: string) => rows.filter((row) => row.method === name);
  const differences = rows.filter((row) => isNumeric(row) || ofSecondOrder(row.stencil));
  const given = differences.filter(({ method }) => method !== chosen);
  const longer = rows.filter(({ stencil }) => stencil?.startsWith('central') && !ofSecondOrder(stencil));
  const distance = largest(of(shared).map((row) => row.fromReverse));
  const omega = largest(of(adjoint).map((row) => row.omega));
  const lost = smallest(differences.map((row) => row.digitsLost));
  const evaluations = given.every((row) => row.evaluations === 2 * row.parameters);
  const steps = given.flatMap(({ step }) => step ?? []);
  const scored = [...of(shared), ...of(adjoint), ...differences].every((row) => row.verdict !== 'unscored');
  const errorOf = (name: string) => largest(of(name).map((row) => row.normwise)).toExponential(1);
  return {
    holds: scored && distance <= 10 && omega < 4 && lost >= 4 && evaluations,
    because:
      `over ${of(adjoint).length} objectives, shared symbolic and reverse gradients are at most ${distance.toFixed(2)} ulps apart, ` +
      `norm-wise (largest errors ${errorOf(shared)} and ${errorOf(adjoint)}); reverse takes at most ${omega.toFixed(2)} times ` +
      `the operations of f; central differences of second order with a given step take ${evaluations ? '2P' : 'not 2P'} evaluations, and ` +
      `at the best of the steps tried (${largest(steps).toExponential()} to ${smallest(steps).toExponential()}, scipy’s, the default rule’s) all have lost at least ${lost.toFixed(1)} digits` +
      (longer.length === 0
        ? ''
        : `. Those of higher order, on the objective of the figure and for ${spread(longer, (row) => row.evaluations! / row.parameters)} times P evaluations, ` +
          `lose at least ${smallest(longer.map((row) => row.digitsLost)).toFixed(1)}`),
  };
}

function spread(rows: readonly Row[], of: (row: Row) => number): string {
  const values = rows.map(of);
  return `${smallest(values)} to ${largest(values)}`;
}

const main: Selection<Row>['columns'] = [
  'net',
  'parameters',
  'method',
  'outcome',
  'normwise',
  'truncation',
  'roundoff',
  'digitsLost',
  'evaluations',
  'omega',
  'nodes',
  'occurrences',
  'peak',
];

const batches = (rows: readonly Row[]): number => Math.max(...rows.map((row) => row.batch));

/** What texts say of the three methods, and what becomes of it here. */
interface Saying {
  saying: string;
  verdict: string;
  evidence: string;
}

const yes = (holds: boolean): string => (holds ? 'yes' : 'no');

function sayings(all: readonly Row[]): Saying[] {
  const rows = counted(all);
  const of = (name: string) => rows.filter((row) => row.method === name);
  const range = (values: readonly (number | null)[], digits: number): string =>
    `${smallest(values).toFixed(digits)} to ${largest(values).toFixed(digits)}`;
  const part = <K extends keyof Row>(all: readonly Row[], name: K): Row[K][] => all.map((row) => row[name]);

  const [sweep, again, one, plain] = [of(adjoint), of(oneSweep), of(shared), rows.filter(isPlain)];
  const [sweepCost, plainCost] = [part(sweep, 'omega'), part(plain, 'omega')];
  const digits = plain.map((row) => -Math.log10(row.normwise!));

  const refused = of(tree).filter((row) => row.outcome === 'refused').length;
  const largestTree = of(tree).reduce((most, { occurrences: n }) => (n! > most ? n! : most), 0n);
  const perWeight = one.map((row) => row.nodes! / row.parameters);
  const overSweep = one.map((row, i) => row.omega! / sweep[i]!.omega!);
  const distance = largest(part(one, 'fromReverse'));

  const sameBits = again.filter((row) => row.fromReverse === 0).length;
  const savings = again.map((row, i) => 1 - row.omega! / sweep[i]!.omega!);
  const sameCost = savings.filter((saving) => saving === 0).length;
  const alike = sameBits === again.length && savings.every((saving) => saving >= 0 && saving < 0.01);
  return [
    {
      saying: 'Numerical differentiation is unsuitable for networks.',
      verdict: `for its cost: ${yes(smallest(plainCost) > 4 * largest(sweepCost))}; for its accuracy, in float64: ${yes(!(smallest(digits) >= 8))}`,
      evidence:
        `A gradient by ${range(part(sweep, 'parameters'), 0)} weights costs ${range(plainCost, 0)} evaluations’ worth of operations, the sweep ` +
        `${range(sweepCost, 1)}. It has ${range(digits, 1)} correct digits, and needs no rule of differentiation: it checks those who do.`,
    },
    {
      saying: 'Symbolic differentiation needs the complete closed expression, and is unsuitable.',
      verdict: `of trees: ${yes(refused > 0)}; of shared expressions: ${yes(one.some((row) => row.outcome !== 'ok') || !(distance <= 10))}`,
      evidence:
        `Nobody writes the expression down: it is what the program leaves where its numbers are symbols. As trees ${refused} of ${of(tree).length} gradients are ` +
        `refused (the largest has ${largestTree} nodes); shared, the same expressions are ${range(perWeight, 0)} nodes for each weight, ` +
        `and at most ${distance.toFixed(1)} ulps from the sweep.`,
    },
    {
      saying: 'Automatic differentiation is atomised symbolic differentiation.',
      verdict: `in the same direction and with the same memory: ${yes(alike)}; otherwise: ${yes(!(smallest(overSweep) > 1))}`,
      evidence:
        `The expressions of one sweep backwards give the bits of reverse mode in ${sameBits} of ${again.length} gradients, with its operations in ${sameCost}, ` +
        `and at most ${(100 * largest(savings)).toPrecision(1)} % fewer in the others. ` +
        `One variable at a time it is ${range(overSweep, 1)} times the operations, with all that is equal shared. 04-sharing has every policy.`,
    },
  ];
}

/** One line for each method, over all objectives. */
interface Overall {
  method: string;
  objectives: number;
  refused: number;
  normwise: number;
  maximumRelative: number;
  overTerms: number;
  evaluations: string;
  omega: number;
}

const itself = defineExperiment<Row, Case>({
  id: '00-three-methods',
  title: 'Three methods, one objective',
  question: 'What does the gradient of one MLP cost by each method, and how wrong is it?',
  claim:
    'On the MLP objective, reverse AD and shared symbolic have the same error (norm-wise, within 10 ulps of each other); ' +
    'reverse costs fewer than 4 evaluations’ worth of operations at any P; a central difference (of second order) at its best step ' +
    'still has lost 4 digits or more, and costs 2P evaluations once its step is known.',
  seed: 1,
  sweep: { part: ['counted', 'timed'], data: ['penguins', 'iris'], hidden: [2, 4, 8, 16], batch: [1, 16] },
  // A quick look takes no times.
  quick: { part: ['counted'], data: ['penguins'], hidden: [8], batch: [1, 2] },
  cases: (sweep) =>
    product(sweep).filter(
      ({ part, data, hidden, batch }) =>
        part === 'counted' || (data === 'penguins' && hidden === sweep.hidden[0] && one(batch)),
    ),
  alone: ({ part }) => part === 'timed',
  measure: (settings, lab) => {
    const seed = lab.stream('weights and batches').below(2 ** 31);
    return settings.part === 'counted' ? count(settings, seed) : time(settings, seed, lab);
  },
  columns: {
    data: { kind: 'case', says: 'The data set; its four features are standardised.', format: text },
    net: {
      kind: 'case',
      says: 'The widths d-h-q of the layers: inputs, hidden units (tanh), outputs (softmax cross-entropy); λ = 1e-3.',
      format: text,
    },
    batch: {
      kind: 'case',
      says: 'B, the samples that the loss is averaged over, drawn from the training part; at 1 there is no average.',
      format: integer,
    },
    method: {
      kind: 'case',
      says: 'Numeric: central differences, divided by the step actually taken. Symbolic: one expression for each weight, exact laws, as trees or with equal subexpressions made one; or the expressions that one sweep backwards gives, over arrays. Reverse: the same sweep, its numbers at once.',
      format: text,
    },
    stencil: {
      kind: 'case',
      says: 'Of a finite difference with one step for all weights: of second order for every objective, the others for that of the figure.',
      format: text,
    },
    step: { kind: 'case', says: 'Its step.', format: scientific(1) },
    part: { kind: 'case', says: 'Of a row that has nothing but times: timed.', format: text },
    parameters: {
      kind: 'counted',
      name: 'P',
      says: 'The number of weights in W⁽¹⁾ and W⁽²⁾.',
      format: integer,
    },
    outcome: { kind: 'counted', says: 'What the method itself knows of its answer.', format: text },
    because: { kind: 'counted', says: 'Why the outcome is not ok, or why there is no truth.', format: text },
    verdict: { kind: 'counted', says: 'What the truth shows of the worst component.', format: text },
    normwise: {
      kind: 'counted',
      name: 'error',
      says: '‖gradient − truth‖₂ / ‖truth‖₂ over all weights, the truth worked to 50 digits.',
      format: scientific(2),
      rounding: 2 ** -48,
    },
    truncation: {
      kind: 'counted',
      name: 'T truncation',
      says: 'Of that error the truncation, with no rounding at all, in the same norm; taken apart for one sample only.',
      format: scientific(2),
      rounding: 2 ** -48,
    },
    roundoff: {
      kind: 'counted',
      name: 'A + E + Q round-off',
      says: 'The rest, in the same norm: the rounding of arguments, of f and of the quotient.',
      format: scientific(2),
      rounding: 2 ** -40,
    },
    digitsLost: {
      kind: 'counted',
      says: 'log10(error / u), u = 2⁻⁵³ being the unit roundoff of float64, which carries 15.95 digits; 0 where the error is below u.',
      format: decimals(1),
      rounding: 1.5,
    },
    fromReverse: {
      kind: 'counted',
      name: 'distance from reverse (ulps)',
      says: '‖gradient − reverse’s gradient‖₂ / ‖reverse’s gradient‖₂, in units of ε = 2⁻⁵².',
      format: scientific(2),
      rounding: 16,
    },
    maximumRelative: {
      kind: 'counted',
      name: 'worst component',
      says: 'The largest relative error of a component.',
      format: scientific(2),
      rounding: 2 ** -40,
    },
    medianRelative: {
      kind: 'counted',
      name: 'median component',
      says: 'The median relative error of the components.',
      format: scientific(2),
      rounding: 2 ** -48,
    },
    maximumUlps: {
      kind: 'counted',
      name: 'worst ulps',
      says: 'The largest error of a component in units in the last place of its truth.',
      format: scientific(2),
      rounding: 2 ** 12,
    },
    overTerms: {
      kind: 'counted',
      name: 'worst over Σ|terms|',
      says: 'The largest error of a component, divided by the sum of the absolute values of the terms that it is added up from: near u, the digits were lost where terms cancel, and no fault of the method.',
      format: scientific(2),
      rounding: 2 ** -48,
    },
    evaluations: {
      kind: 'counted',
      says: 'Evaluations of f for the gradient alone; 1 where one pass gives value and gradient together.',
      format: integer,
    },
    omega: {
      kind: 'counted',
      name: 'ω',
      says: 'Operations on numbers for f and ∇f, divided by those of f alone (elementary functions count as one); what is built once is not among them.',
      format: decimals(2),
    },
    omegaMultiplications: {
      kind: 'counted',
      name: 'ω in multiplications',
      says: 'The same quotient of multiplications (products and squares).',
      format: decimals(2),
    },
    nodes: {
      kind: 'counted',
      says: 'Nodes of the graph that is evaluated, shared ones once: on arrays for numeric, one sweep and reverse, on numbers for the other symbolic ones.',
      format: integer,
    },
    occurrences: {
      kind: 'counted',
      says: 'The size of the tree that this graph stands for; known exactly where it is too large to build.',
      format: integer,
    },
    peak: {
      kind: 'counted',
      name: 'peak intermediates',
      says: 'The most intermediate numbers alive at once; inputs and constants apart.',
      format: integer,
    },
    ...clockColumns,
  },
  verdict,
  figures: [
    {
      id: 'error-against-cost',
      caption:
        'Error against cost of the gradient of one penguin’s loss (4-8-3): one curve for each step, over the forward difference and the central ones of order 2, 4, 6 and 8; a point for each of the others.',
      alt: 'Each step’s curve falls from left to right until round-off stops it, well above the unit roundoff; reverse and shared symbolic lie far below all differences, and far to the left.',
      draw: (rows) => {
        const own = rows.filter(
          (row) => row.data === 'penguins' && row.batch === 1 && row.net === '4-8-3' && row.normwise !== null,
        );
        const drawn = (method: string, name: string, look: number) =>
          series(
            own.filter((row) => row.method === method).map((row) => ({ ...row, name })),
            { by: 'name', x: 'omega', y: 'normwise', mark: 'points', look },
          );
        const curves = own
          .filter((row) => row.step !== null)
          .map((row) => ({ ...row, name: `step ${row.step!.toExponential()}` }));
        const steps = new Set(curves.map(({ name }) => name)).size;
        return {
          x: { title: 'ω, cost of f and ∇f', unit: 'evaluations of f' },
          y: { title: 'relative error ‖∇ − truth‖₂ / ‖truth‖₂' },
          series: [
            ...series(curves, { by: 'name', x: 'omega', y: 'normwise' }),
            ...drawn('numeric, default', 'default rule', steps),
            ...drawn(shared, 'symbolic, shared', steps + 1),
            ...drawn(adjoint, 'reverse AD', steps + 2),
          ],
          guides: [{ y: unitRoundoff, label: 'unit roundoff u = 2⁻⁵³' }],
        };
      },
    },
  ],
  timed: {
    tables: [
      {
        caption:
          'Value and gradient of the objective of one penguin, or of the mean of sixteen, by each method; and f alone.',
        note: '“Kernel” rows work in their own memory; all others are as users call them. Those pay for more than their operations: arrays that are carried in and out, and for a difference its steps, its tensors and the estimate of its error, in plain JavaScript. On small nets that is most of a call; ω as counted is free of it. Here shared symbolic may build 50 000 nodes.',
        columns: ['net', 'batch', 'method', ...clockKeys],
        rows: isTimed,
      },
      totalsTable<Row>(
        'What is done once, and totals.',
        {
          net: { kind: 'case', says: 'As above.', format: text },
          batch: { kind: 'case', says: 'As above.', format: integer },
        },
        (rows) => rows.filter((row) => isTimed(row) && isMain(row)),
      ),
      breakEvenTable<Row>(
        'Break-even: 4-8-3, one penguin.',
        methods.map(({ name }) => name),
        (rows) => rows.filter((row) => isTimed(row) && row.net === '4-8-3'),
      ),
    ],
  },
  tables: [
    {
      caption:
        'Value and gradient of the MLP objective of one penguin: error against a 50-digit truth, and counted cost.',
      note:
        'A tree beyond 500 000 nodes is refused: its size is known before it is built. Shared, the nodes of the same expressions ' +
        'grow about in proportion to the weights. The nodes of numeric, of reverse and of one sweep are arrays, those of trees and of ' +
        'shared expressions are numbers; costs compare by ω, which counts operations on numbers in all of them. The default rule of ' +
        'numeric spends evaluations on finding its steps.',
      columns: main,
      rows: (row) => isMain(row) && row.outcome !== null && row.data === 'penguins' && row.batch === 1,
    },
    {
      caption: 'The same for the mean loss of the largest batch.',
      note: 'With the batch the scalar graph grows, and the tree with it; the sweep’s graph has hardly a node more.',
      columns: ['batch', ...main.filter((name) => name !== 'truncation' && name !== 'roundoff')],
      rows: (row, _, all) =>
        isMain(row) && row.outcome !== null && row.data === 'penguins' && row.batch === batches(all),
    },
    summary<Row, Saying>({
      caption: 'What texts say of the three methods, and what these numbers say of it.',
      columns: {
        saying: { kind: 'case', name: 'the texts', says: 'A sentence found in textbooks.', format: text },
        verdict: {
          kind: 'counted',
          says: 'Whether it holds here: a cost of more than 4 times the sweep’s; fewer than 8 correct digits; a refusal, or more than 10 ulps from the sweep; its bits, and at most 1 % of its operations less.',
          format: text,
        },
        evidence: { kind: 'counted', says: 'The numbers of this experiment.', format: text },
      },
      summarise: sayings,
    }),
    summary<Row, Overall>({
      caption: 'Each method over all objectives: both data sets, every net and batch.',
      note:
        'Where a component is the small difference of large terms its relative error is large in every method; divided by ' +
        'Σ|terms| it is at rounding level for symbolic and reverse, and not for differences.',
      columns: {
        method: { kind: 'case', says: 'As above.' },
        objectives: { kind: 'counted', says: 'How many were tried.', format: integer },
        refused: { kind: 'counted', says: 'How many were refused.', format: integer },
        normwise: { kind: 'counted', name: 'largest error', says: 'Norm-wise.', format: scientific(2) },
        maximumRelative: {
          kind: 'counted',
          name: 'worst component',
          says: 'As above.',
          format: scientific(2),
        },
        overTerms: { kind: 'counted', name: 'worst over Σ|terms|', says: 'As above.', format: scientific(2) },
        evaluations: { kind: 'counted', says: 'Least and most.', format: text },
        omega: { kind: 'counted', name: 'largest ω', says: 'As above.', format: decimals(2) },
      },
      summarise: (rows) =>
        methods.map(({ name: method }) => {
          const all = counted(rows).filter((row) => row.method === method);
          const scored = all.filter((row) => row.normwise !== null);
          const evaluations = scored.map((row) => row.evaluations);
          const [least, most] = [smallest(evaluations), largest(evaluations)];
          return {
            method,
            objectives: all.length,
            refused: all.filter((row) => row.outcome === 'refused').length,
            normwise: largest(scored.map((row) => row.normwise)),
            maximumRelative: largest(scored.map((row) => row.maximumRelative)),
            overTerms: largest(scored.map((row) => row.overTerms)),
            evaluations: least === most ? String(least) : `${least}–${most}`,
            omega: largest(scored.map((row) => row.omega)),
          };
        }),
    }),
  ],
});

export default itself;
runAlone(itself, import.meta);
