import {
  float64,
  forward,
  gradientGraph,
  graph,
  input,
  isRefused,
  mlp,
  numeric,
  objective,
  reverse,
  scipy,
  symbolic,
  type Cost,
  type Differentiator,
  type Expr,
  type Objective,
} from '../src/index.ts';
import {
  breakEvenTable,
  clock,
  clockCells,
  clockColumns,
  clockKeys,
  decimals,
  defineExperiment,
  fittedPower,
  integer,
  mlpContestants,
  multiplications,
  neighbours,
  primalKernels,
  product,
  productKernel,
  reverseKernel,
  runAlone,
  series,
  speelpenning,
  summary,
  tallyOf,
  text,
  total,
  totalsTable,
  traceProblem,
  untimed,
  type ClockCells,
  type Lab,
  type MlpGroup,
  type Stream,
  type Tally,
  type Verdict,
} from '../src/lab.ts';

/**
 * An MLP's whole cost; the same against a count by hand; a polynomial under Griewank's conditions; operations as widths
 * grow; times.
 */
type Part = 'network' | 'by hand' | 'polynomial' | 'growth' | 'time';

type LossName = 'squared-error' | 'softmax-cross-entropy';

interface Case {
  part: Part;
  objective: string;
  batch: number;
  loss: LossName;
  lambda: number;
  /** The longest that a timed call may last, in seconds. */
  limit: number;
}

interface Row extends ClockCells {
  part: Part;
  objective: string;
  batch: number | null;
  loss: LossName | null;
  lambda: number | null;
  method: string;
  parameters: number;
  outcome: string | null;
  because: string | null;
  evaluations: number | null;
  primalOperations: number | null;
  operations: number | null;
  omega: number | null;
  primalMultiplications: number | null;
  multiplications: number | null;
  omegaMultiplications: number | null;
}

const central = 'numeric, central';
const oneSided = 'numeric, forward difference';
const adjoint = 'reverse';

/** The most nodes that shared symbolic may build. */
const symbolicLimit = 50_000;

const sharedSymbolic = 'symbolic, shared';

const methods: readonly (readonly [name: string, method: Differentiator])[] = [
  [central, numeric({ step: scipy() })],
  [oneSided, numeric({ stencil: 'forward', step: scipy() })],
  [sharedSymbolic, symbolic({ limit: symbolicLimit })],
  [adjoint, reverse()],
  ['forward', forward()],
];

/** Widths d-h-q, and nets that only grow deeper. */
const widths = ['2-3-1', '4-8-2', '16-32-4', '64-128-10'];
const depths = ['4-8-3', '4-8-8-3', '4-8-8-8-3', '4-8-8-8-8-3', '4-8-8-8-8-8-8-8-8-3'];

/** Widths that double and double again, for one sample: P grows by more than four decades. */
const growing = [
  '4-1-2',
  '8-2-2',
  '16-4-4',
  '32-8-4',
  '64-16-8',
  '128-32-8',
  '256-64-8',
  '512-128-8',
  '1024-256-8',
];

/** The sizes at which all methods are timed: d-h-q and batch. */
const sizes = [
  ['4-8-3', 1],
  ['4-8-3', 150],
  ['64-32-10', 32],
  ['784-128-10', 64],
  ['784-1024-10', 128],
] as const;

/** What is timed: all methods at those sizes, and some of them as widths grow. */
const timedSizes = 'all methods at five sizes';
const timedGrowth = 'the growing widths';

const layersOf = (objective: string): number[] => objective.split('-').map(Number);

function* network({ part, objective, batch, loss, lambda }: Case): Iterable<Row> {
  const problem = mlp({ layers: layersOf(objective), loss, lambda, ...(batch === 1 ? {} : { batch }) });
  const o = traceProblem(problem);
  const primal = tallyOf([o.expression]);
  for (const [method, differentiator] of methods) {
    if (method === sharedSymbolic && !(loss === 'softmax-cross-entropy' && lambda > 0)) continue;
    const prepared = differentiator.prepare(o, float64);
    const refused = isRefused(prepared);
    const cost: Cost | null = refused ? null : prepared.cost;
    yield {
      ...untimed,
      part,
      objective,
      batch,
      loss,
      lambda,
      method,
      parameters: problem.parameters,
      outcome: refused ? 'refused' : 'ok',
      because: refused ? prepared.because : null,
      evaluations: cost?.evaluations ?? null,
      ...quotients(primal, cost),
    };
  }
}

function quotients(primal: Tally, cost: Pick<Cost, 'operations' | 'multiplications'> | null) {
  const [operations, products] = [total(primal), multiplications(primal)];
  return {
    primalOperations: operations,
    operations: cost?.operations ?? null,
    omega: cost && cost.operations / operations,
    primalMultiplications: products,
    multiplications: cost?.multiplications ?? null,
    omegaMultiplications: cost && cost.multiplications / products,
  };
}

/** A count by hand of one sample's objective, with square loss and penalty, for layers d-h-q: f, then the gradient after it. */
function handCount(objective: string): readonly [forward: number, backward: number] {
  const [d, h, q] = layersOf(objective) as [number, number, number];
  const weights = d * h + h * q;
  return [4 * weights + 3 * q - 1, d * h + 3 * h * q + h + q + 2 * weights];
}

/** What the count by hand leaves out (or in), beside ours: explained under the table. */
function handDifference(objective: string): readonly [forward: number, backward: number] {
  const [d, h, q] = layersOf(objective) as [number, number, number];
  return [2 - h - q, d * h + h * q + q - h + 1];
}

function* byHand({ objective }: Case): Iterable<Row> {
  const problem = mlp({
    layers: layersOf(objective),
    loss: 'squared-error',
    lambda: 1e-3,
    activation: 'relu',
  });
  const o = traceProblem(problem);
  const [primal, all] = [tallyWithoutPhi([o.expression]), tallyWithoutPhi(rootsOf(o))];
  const [forwards, backwards] = handCount(objective);
  const common = {
    ...untimed,
    part: 'by hand',
    objective,
    batch: 1,
    loss: 'squared-error',
    lambda: 1e-3,
    parameters: problem.parameters,
    outcome: 'ok',
    because: null,
    evaluations: 1,
  } as const;
  yield {
    ...common,
    method: 'counted by hand',
    primalOperations: forwards,
    operations: forwards + backwards,
    omega: (forwards + backwards) / forwards,
    primalMultiplications: null,
    multiplications: null,
    omegaMultiplications: null,
  };
  yield {
    ...common,
    method: 'reverse, φ uncounted',
    ...quotients(primal, { operations: total(all), multiplications: multiplications(all) }),
  };
}

/** Here relu and step occur in φ and φ′ alone, so that leaving them out is leaving φ uncounted. */
const tallyWithoutPhi = (roots: readonly Expr[]): Tally =>
  Object.fromEntries(Object.entries(tallyOf(roots)).filter(([op]) => op !== 'relu' && op !== 'step'));

const rootsOf = (o: Objective, seed?: Expr): Expr[] => {
  const { value, gradient } = gradientGraph(o, seed);
  return [value, ...gradient.values()];
};

/** Polynomials whose coefficients are inputs: both factors of every multiplication are active. */
const polynomials: Readonly<Record<string, (random: Stream) => Objective>> = {
  'Π xᵢ, n = 10': () => traceProblem(speelpenning(10)),
  'Π xᵢ, n = 1000': () => traceProblem(speelpenning(1000)),
  'Σ xᵢxᵢ₊₁, n = 10': () => traceProblem(neighbours(10)),
  'Σ xᵢxᵢ₊₁, n = 1000': () => traceProblem(neighbours(1000)),
  'Horner, degree 20': () => horner(20),
  'random program 1': randomProgram,
  'random program 2': randomProgram,
  'random program 3': randomProgram,
};

/** (…(aₙx + aₙ₋₁)x + …)x + a₀. */
function horner(degree: number): Objective {
  const x = input('x');
  let sum = input(`a${degree}`);
  for (let i = degree - 1; i >= 0; i--) sum = graph.add(graph.mul(sum, x), input(`a${i}`));
  return objective(sum);
}

/** 200 random sums, differences and products of what was computed before them, all added up. */
function randomProgram(random: Stream): Objective {
  const made: Expr[] = Array.from({ length: 8 }, (_, i) => input(`x${i + 1}`));
  const choices = [graph.add, graph.sub, graph.mul, graph.mul];
  for (let i = 0; i < 200; i++) {
    const [a, b] = [made[random.below(made.length)]!, made[random.below(made.length)]!];
    made.push(choices[random.below(choices.length)]!(a, b));
  }
  return objective(made.reduce((sum, e) => graph.add(sum, e)));
}

function* polynomial({ objective: name }: Case, random: Stream): Iterable<Row> {
  const o = polynomials[name]!(random);
  const primal = tallyOf([o.expression]);
  for (const [method, roots] of [
    ['reverse, seed multiplied in', rootsOf(o, input('seed'))],
    [adjoint, rootsOf(o)],
  ] as const) {
    const all = tallyOf(roots);
    yield {
      ...untimed,
      part: 'polynomial',
      objective: name,
      batch: null,
      loss: null,
      lambda: null,
      method,
      parameters: o.wrt.length,
      outcome: 'ok',
      because: null,
      evaluations: 1,
      ...quotients(primal, { operations: total(all), multiplications: multiplications(all) }),
    };
  }
}

/** Times of value and gradient, by methods as users call them and by kernels alone. */
async function time({ objective: what, lambda, limit }: Case, lab: Lab): Promise<Row[]> {
  const objectives = what === timedSizes ? sizes : growing.map((net) => [net, 1] as const);
  const groups = objectives.map(([net, batch]): MlpGroup => ({
    layers: layersOf(net),
    batch,
    lambda,
    seed: 1,
    names: [
      ...primalKernels,
      reverseKernel,
      adjoint,
      // At the largest size its truth alone takes as long as all the rest.
      ...(what === timedSizes && net !== '784-1024-10' ? [productKernel] : []),
      ...(what === timedSizes ? [oneSided] : []),
      central,
      'forward',
      sharedSymbolic,
    ],
  }));
  const found = lab.times
    ? await clock(mlpContestants, groups, { limit: 1000 * limit, note: lab.note })
    : undefined;
  return objectives.flatMap(([net, batch], i) =>
    groups[i]!.names.map((method): Row => ({
      part: 'time',
      objective: net,
      batch,
      loss: 'softmax-cross-entropy',
      lambda,
      method,
      parameters: parametersOf(net),
      outcome: null,
      because: null,
      evaluations: null,
      primalOperations: null,
      operations: null,
      omega: null,
      primalMultiplications: null,
      multiplications: null,
      omegaMultiplications: null,
      ...(found === undefined ? untimed : clockCells(found[i]!, method)),
    })),
  );
}

const parametersOf = (net: string): number =>
  layersOf(net).reduce((sum, width, i, layers) => sum + (i === 0 ? 0 : width * layers[i - 1]!), 0);

const parts: Readonly<Record<Part, (settings: Case, lab: Lab) => Iterable<Row> | Promise<Iterable<Row>>>> = {
  network,
  'by hand': byHand,
  polynomial: (settings, lab) => polynomial(settings, lab.random),
  growth: network,
  time,
};

const objectivesOf: Readonly<Record<Part, readonly string[]>> = {
  network: [...widths, ...depths],
  'by hand': widths,
  polynomial: Object.keys(polynomials),
  growth: growing,
  time: [timedSizes, timedGrowth],
};

/** What else a part is asked about: all losses, batches and penalties, or one of each. */
const isAsked: Readonly<Record<Part, (settings: Case) => boolean>> = {
  network: () => true,
  'by hand': ({ batch, loss, lambda }) => batch === 1 && loss === 'squared-error' && lambda === 0,
  polynomial: ({ batch, loss, lambda }) => batch === 1 && loss === 'squared-error' && lambda === 0,
  growth: ({ batch, loss, lambda }) => batch === 1 && loss === 'softmax-cross-entropy' && lambda > 0,
  time: ({ batch, loss, lambda }) => batch === 1 && loss === 'softmax-cross-entropy' && lambda > 0,
};

const of = (rows: readonly Row[], method: string) =>
  rows.filter((row) => row.part === 'network' && row.method === method);

/** Griewank & Walther 2008: the gradient's operations are at most 4 times those of f, its own included. */
const bound = 4;

/** In nets of fewer weights than this the units’ own operations still show beside those of the weights. */
const many = 1000;
/** From so many on it is told beside, to show what that choice does. */
const few = 100;
const slopeTolerance = 0.01;

/** The power of P that a method’s operations grow with, as widths grow. */
const powerOf = (rows: readonly Row[], method: string, least = many): number =>
  fittedPower(
    rows
      .filter((row) => row.part === 'growth' && row.method === method && row.parameters >= least)
      .map((row) => [row.parameters, row.operations!]),
  );

/** What was counted of one method, whatever it was counted for. */
const counted = (rows: readonly Row[], method: string) =>
  rows.filter((row) => row.method === method && row.primalOperations !== null);

function verdict(rows: readonly Row[]): Verdict {
  const reverses = counted(rows, adjoint);
  const omegas = reverses.map((row) => row.omega ?? NaN);
  const products = reverses.map((row) => row.omegaMultiplications ?? NaN);
  const differences = [
    ...counted(rows, central).map((row) => ({ row, evaluations: 2 * row.parameters })),
    ...counted(rows, oneSided).map((row) => ({ row, evaluations: row.parameters })),
  ];
  const asMany = differences.filter(
    ({ row, evaluations }) =>
      row.evaluations === evaluations &&
      row.multiplications === (evaluations + 1) * row.primalMultiplications! &&
      // Moving the points and forming the quotients are operations too.
      row.operations ===
        (evaluations + 1) * row.primalOperations! + (row.method === central ? 5 : 4) * row.parameters,
  ).length;
  const threes = rows.filter((row) => row.method === 'reverse, seed multiplied in');
  const exactly = threes.filter((row) => row.multiplications === 3 * row.primalMultiplications!).length;
  const compared = rows.filter((row) => row.part === 'by hand' && row.primalMultiplications !== null);
  const asExplained = compared.filter((row) => {
    const [forwards, backwards] = handCount(row.objective);
    const [more, later] = handDifference(row.objective);
    return row.primalOperations === forwards + more && row.operations === forwards + more + backwards + later;
  }).length;
  const [linear, quadratic] = [powerOf(rows, adjoint), powerOf(rows, central)];
  return {
    holds:
      Math.abs(linear - 1) <= slopeTolerance &&
      Math.abs(quadratic - 2) <= slopeTolerance &&
      omegas.every((omega) => omega <= bound) &&
      products.every((omega) => omega <= bound) &&
      asMany === differences.length &&
      exactly === threes.length &&
      asExplained === compared.length,
    because:
      `over ${reverses.length} objectives with P from ${least(reverses.map((row) => row.parameters))} to ` +
      `${most(reverses.map((row) => row.parameters))}, ω of reverse is ${range(omegas)} in operations and ${range(products)} in ` +
      `multiplications (bound ${bound}); ${asMany} of ${differences.length} difference gradients cost 2P + 1 (forward: P + 1) ` +
      `evaluations to the last operation; from ${many} weights on the operations of reverse go as P to the power ${linear.toFixed(3)} (from ${few} on, ${powerOf(rows, adjoint, few).toFixed(3)}), ` +
      `those of a central difference to ${quadratic.toFixed(3)}; the ratio is exactly 3 for ${exactly} of ${threes.length} polynomials; ` +
      `${asExplained} of ${compared.length} counts by hand differ from ours by what the note explains`,
  };
}

const least = (values: readonly number[]): number => Math.min(...values);
const most = (values: readonly number[]): number => Math.max(...values);
const range = (values: readonly number[]): string => `${least(values).toFixed(2)}–${most(values).toFixed(2)}`;

/** Rows of one kind of objective side by side: what each method costs. */
interface SideBySide {
  objective: string;
  batch: number;
  parameters: number;
  primalOperations: number;
  central: number | null;
  oneSided: number | null;
  forward: number | null;
  symbolic: number | null;
  reverse: number | null;
  reverseMultiplications: number | null;
}

const sideBySide = (caption: string, note: string, objectives: readonly string[], batches?: 'one') =>
  summary<Row, SideBySide>({
    caption,
    note,
    columns: {
      objective: { kind: 'case', name: 'net', says: 'The widths of the layers.', format: text },
      batch: { kind: 'case', says: 'Samples.', format: integer },
      parameters: { kind: 'counted', name: 'P', says: 'Weights.', format: integer },
      primalOperations: { kind: 'counted', name: 'operations of f', says: 'As above.', format: integer },
      central: { kind: 'counted', name: 'central difference', says: 'ω.', format: decimals(2) },
      oneSided: { kind: 'counted', name: 'forward difference', says: 'ω.', format: decimals(2) },
      forward: { kind: 'counted', name: 'forward AD', says: 'ω.', format: decimals(2) },
      symbolic: { kind: 'counted', name: 'symbolic, shared', says: 'ω.', format: decimals(2) },
      reverse: { kind: 'counted', says: 'ω.', format: decimals(2) },
      reverseMultiplications: {
        kind: 'counted',
        name: 'reverse, in multiplications',
        says: 'ω in multiplications.',
        format: decimals(2),
      },
    },
    summarise: (rows) =>
      rows
        .filter(
          (row) =>
            row.part === 'network' &&
            row.method === adjoint &&
            objectives.includes(row.objective) &&
            row.loss === 'softmax-cross-entropy' &&
            row.lambda! > 0 &&
            (batches === undefined || row.batch === 1),
        )
        .map((row) => {
          const omega = (method: string) =>
            of(rows, method).find(
              (other) =>
                other.objective === row.objective &&
                other.batch === row.batch &&
                other.loss === row.loss &&
                other.lambda === row.lambda,
            )?.omega ?? null;
          return {
            objective: row.objective,
            batch: row.batch!,
            parameters: row.parameters,
            primalOperations: row.primalOperations!,
            central: omega(central),
            oneSided: omega(oneSided),
            forward: omega('forward'),
            symbolic: omega(sharedSymbolic),
            reverse: row.omega,
            reverseMultiplications: row.omegaMultiplications,
          };
        }),
  });

/** How the methods look in figures, in the order of their curves. */
const drawnMethods = [
  [central, 'central difference'],
  ['forward', 'forward AD'],
  [sharedSymbolic, 'symbolic, shared'],
  [adjoint, 'reverse AD'],
] as const;

/** A method’s curve; what could not be counted or timed is no part of it. */
const curve = (
  rows: readonly Row[],
  part: Part,
  [method, name]: readonly [string, string],
  look: number,
  y: 'operations' | 'primalOperations' | 'time',
) =>
  series(
    rows
      .filter((row) => row.part === part && row.method === method && row[y] !== null && isGrowing(row))
      .map((row) => ({ ...row, name })),
    {
      by: 'name',
      x: 'parameters',
      y,
      look,
      ...(y === 'time' ? { low: 'timeLow', high: 'timeHigh', spread: 'bars' as const } : {}),
    },
  );

const isGrowing = ({ objective: net, batch }: Row): boolean => growing.includes(net) && batch === 1;
const isSized = (row: Row): boolean => row.part === 'time' && !growing.includes(row.objective);
const isPrimal = ({ method }: Row): boolean => primalKernels.some((name) => name === method);

/** The methods between which calls are broken even, and where: the largest size that all of them take. */
const paired = [reverseKernel, adjoint, sharedSymbolic, 'forward', central, oneSided];
const isPaired = (row: Row): boolean => isSized(row) && row.objective === '4-8-3' && row.batch === 1;

/** The largest ω in time that reverse is claimed to have, from this batch of the smallest net on. */
const timedBound = 2.4;

/** ω in time at one size. */
interface TimedOmega {
  objective: string;
  batch: number;
  primal: string | null;
  primalTime: number | null;
  kernel: string | null;
  time: number | null;
  omega: number | null;
  low: number | null;
  high: number | null;
  holds: string;
}

/** The claim about time is at worst inconclusive: an interval that reaches beyond the bound refutes nothing. */
function timedOmegas(rows: readonly Row[]): TimedOmega[] {
  const kernels = rows.filter((row) => row.part === 'time' && row.method === reverseKernel);
  return kernels.map((row) => {
    const primals = rows
      .filter((other) => other.objective === row.objective && other.batch === row.batch)
      .filter((other) => isPrimal(other) && other.time !== null)
      .sort((a, b) => a.time! - b.time!);
    const claimed = row.batch! > 1;
    return {
      objective: row.objective,
      batch: row.batch!,
      primal: primals[0]?.kernel ?? null,
      primalTime: primals[0]?.time ?? null,
      kernel: row.kernel,
      time: row.time,
      omega: row.ratio,
      low: row.ratioLow,
      high: row.ratioHigh,
      holds: !claimed
        ? 'not claimed'
        : row.ratioHigh !== null && row.ratioHigh <= timedBound
          ? 'yes'
          : 'inconclusive',
    };
  });
}

const sizeColumns = {
  objective: { kind: 'case', name: 'net', says: 'The widths of the layers.', format: text },
  batch: { kind: 'case', says: 'Samples.', format: integer },
} as const;

const itself = defineExperiment<Row, Case>({
  id: '06-cost',
  title: 'What a gradient costs',
  question: 'How does the cost of a gradient grow with the number of weights?',
  claim:
    'ω = cost(f and ∇f)/cost(f), in multiplications and in operations, with λ and without, is at most 4 for reverse at every ' +
    'size, and 2P + 1 for a central difference, whose places and quotients take 5 operations a weight beside. Operations grow ' +
    'as P for reverse and as P² for a central difference, from ' +
    `${many} weights on: slopes of 1.00 ± 0.01 and 2.00 ± 0.01.`,
  seed: 1,
  sweep: {
    part: ['network', 'by hand', 'polynomial', 'growth', 'time'],
    objective: [...widths, ...depths, ...Object.keys(polynomials), ...growing, timedSizes, timedGrowth],
    batch: [1, 8],
    loss: ['squared-error', 'softmax-cross-entropy'],
    lambda: [0, 1e-3],
    limit: [1],
  },
  // A quick look takes no times.
  quick: {
    objective: [
      '2-3-1',
      '4-8-2',
      '4-8-8-3',
      'Π xᵢ, n = 10',
      'Σ xᵢxᵢ₊₁, n = 10',
      'random program 1',
      '256-64-8',
      '512-128-8',
    ],
    batch: [1],
  },
  full: { limit: [30] },
  cases: (sweep) =>
    product(sweep)
      .filter(
        (settings) =>
          objectivesOf[settings.part].includes(settings.objective) && isAsked[settings.part](settings),
      )
      // What is counted knows no limit, and draws the same random numbers whatever that is.
      .map((settings) =>
        settings.part === 'time'
          ? settings
          : (Object.fromEntries(
              Object.entries(settings).filter(([name]) => name !== 'limit'),
            ) as typeof settings),
      ),
  alone: ({ part }) => part === 'time',
  measure: (settings, lab) => parts[settings.part](settings, lab),
  columns: {
    part: {
      kind: 'case',
      says: 'An MLP with its whole cost; one whose cost was also counted by hand; a polynomial under the conditions of an exact ratio; an MLP among others of growing widths; or one that was timed.',
      format: text,
    },
    objective: {
      kind: 'case',
      says: 'The widths of an MLP’s layers, from inputs through hidden units (tanh) to outputs; or which polynomial.',
      format: text,
    },
    batch: {
      kind: 'case',
      says: 'B, the samples that the loss is averaged over; at 1 there is no average.',
      format: integer,
    },
    loss: { kind: 'case', says: 'The loss of a sample.', format: text },
    lambda: { kind: 'case', name: 'λ', says: 'The weight of the penalty; at 0 there is none.' },
    method: {
      kind: 'case',
      says: 'How f and ∇f are computed; a difference with scipy’s step. For polynomials with the seed multiplied in (an input of value 1) and nothing folded, and as the lab does it. Timed: methods as users call them, with arrays in and out; kernels alone, whose numbers stay in their memory; and f by itself.',
      format: text,
    },
    parameters: {
      kind: 'counted',
      name: 'P',
      says: 'The numbers that f is differentiated by.',
      format: integer,
    },
    outcome: {
      kind: 'counted',
      says: 'Whether the method takes the case, where it was counted.',
      format: text,
    },
    because: { kind: 'counted', says: 'Why it was refused.', format: text },
    evaluations: { kind: 'counted', says: 'Evaluations of f for the gradient alone.', format: integer },
    primalOperations: {
      kind: 'counted',
      name: 'operations of f',
      says: 'Operations on numbers that one evaluation of f takes; elementary functions count as one.',
      format: integer,
    },
    operations: {
      kind: 'counted',
      name: 'operations of f and ∇f',
      says: 'The same for the value and the gradient together.',
      format: integer,
    },
    omega: {
      kind: 'counted',
      name: 'ω',
      says: 'operations of f and ∇f / operations of f; what is built once is not among them.',
      format: decimals(2),
    },
    primalMultiplications: {
      kind: 'counted',
      name: 'multiplications of f',
      says: 'Products and squares among the operations of f; divisions are not among them.',
      format: integer,
    },
    multiplications: {
      kind: 'counted',
      name: 'multiplications of f and ∇f',
      says: 'The same for the value and the gradient together.',
      format: integer,
    },
    omegaMultiplications: {
      kind: 'counted',
      name: 'ω in multiplications',
      says: 'multiplications of f and ∇f / multiplications of f.',
      format: decimals(2),
    },
    ...clockColumns,
  },
  verdict,
  figures: [
    {
      id: 'operations-against-p',
      caption:
        'Operations for f and ∇f against the number of weights: one sample, widths that double. Reverse stays within a ' +
        'constant of f; whatever goes weight by weight goes as P². Shared symbolic ends where it would be more than 50 000 nodes.',
      alt: 'On doubly logarithmic axes reverse is parallel to f, a little above it, with slope 1; central differences and forward AD rise with slope 2, five orders above at the right; shared symbolic lies between and ends early.',
      draw: (rows) => ({
        x: { title: 'P, weights' },
        y: { title: 'operations for f and ∇f' },
        series: [
          ...drawnMethods.flatMap((own, look) => curve(rows, 'growth', own, look, 'operations')),
          ...curve(rows, 'growth', [adjoint, 'f alone'], drawnMethods.length, 'primalOperations'),
        ],
        guides: [
          { slope: 1, through: [1e4, 2e4], over: [2e3, 1e5], label: 'slope 1' },
          { slope: 2, through: [1e3, 2e6], over: [3e2, 1e4], label: 'slope 2' },
        ],
      }),
    },
  ],
  timed: {
    figures: [
      {
        id: 'time-against-p',
        caption:
          'Time of a value and a gradient, and of f alone, against the number of weights: one sample, widths that double; medians over ' +
          'five processes, bars from the least to the largest. Kernels work in their own memory; the other methods are as users call ' +
          'them, with arrays in and out. A method ends where a call would last longer than is allowed.',
        alt: 'On doubly logarithmic axes the reverse kernel runs beside f, with slope 1 at the right; reverse AD as users call it lies above both; central differences and forward AD lie far above and rise more steeply at the right.',
        draw: (rows) => ({
          x: { title: 'P, weights' },
          y: { title: 'time', unit: 'µs' },
          series: [
            ...drawnMethods.flatMap((own, look) => curve(rows, 'time', own, look, 'time')),
            ...[reverseKernel, ...primalKernels].flatMap((name, i) =>
              curve(rows, 'time', [name, name], drawnMethods.length + i, 'time'),
            ),
          ],
          guides: [{ slope: 1, through: [1e5, 20], over: [5e3, 3e5], label: 'slope 1' }],
        }),
      },
    ],
    tables: [
      summary<Row, TimedOmega>({
        caption:
          'ω in time: value and gradient by the reverse kernel over the fastest kernel for the value alone, in turn in each process; tanh, softmax cross-entropy, λ = 1e-3.',
        note: `It is claimed to be at most ${timedBound} for batches, from 4-8-3 with one of 150 up; yes, where all of the interval is; a claim about time is otherwise inconclusive. Of one sample nothing is claimed, and as widths grow it may be more.`,
        columns: {
          ...sizeColumns,
          primal: { kind: 'counted', name: 'kernel of f', says: 'The fastest.', format: text },
          primalTime: { kind: 'counted', name: 'f', says: 'As below.', unit: 'µs', format: decimals(2) },
          kernel: { kind: 'counted', name: 'kernel of f and ∇f', says: 'The one chosen.', format: text },
          time: { kind: 'counted', name: 'f and ∇f', says: 'As below.', unit: 'µs', format: decimals(2) },
          omega: {
            kind: 'counted',
            name: 'ω in time',
            says: 'The median of the paired quotients, as below.',
            format: decimals(2),
          },
          low: { kind: 'counted', name: 'ω, low', says: 'The least of them.', format: decimals(2) },
          high: { kind: 'counted', name: 'ω, high', says: 'The largest of them.', format: decimals(2) },
          holds: { kind: 'counted', name: `at most ${timedBound}`, says: 'The claim.', format: text },
        },
        summarise: timedOmegas,
      }),
      {
        caption: 'Value and gradient by each method, and f alone.',
        note: 'A kernel by itself works in its own memory; reverse and the other methods are as users call them. Those pay for more than their operations: arrays that are carried in and out, and for a difference its steps, its tensors and the estimate of its error, in plain JavaScript. On small nets that is most of a call; ω as counted is free of it.',
        columns: ['objective', 'batch', 'method', ...clockKeys],
        rows: isSized,
      },
      totalsTable<Row>('What is done once, and totals.', sizeColumns, (rows) =>
        rows.filter((row) => isSized(row) && !isPrimal(row)),
      ),
      breakEvenTable<Row>('Break-even: 4-8-3, one sample.', paired, (rows) => rows.filter(isPaired)),
      {
        caption: 'The same as widths grow, one sample.',
        columns: [
          'objective',
          'parameters',
          'method',
          'kernel',
          'batches',
          'time',
          'timeLow',
          'timeHigh',
          'ratio',
          'ratioLow',
          'ratioHigh',
          'timing',
        ],
        rows: (row) => row.part === 'time' && !isSized(row),
      },
    ],
  },
  tables: [
    sideBySide(
      'Operations for f and ∇f over those for f (ω): softmax cross-entropy, λ = 1e-3.',
      'Counted, not timed: times are kept by machine in timings/. A central difference takes 2P + 1 evaluations and 5 further operations ' +
        'for each weight. Forward AD and shared symbolic derive by one weight at a time; the latter finds again what its ' +
        'derivatives have in common, and has no entry where that is more than 50 000 nodes.',
      widths,
    ),
    sideBySide(
      'The same as nets grow deeper, for one sample.',
      'With depth ω of reverse rises a little, that of shared symbolic, which goes forwards from each weight, far more.',
      depths,
      'one',
    ),
    summary<
      Row,
      {
        loss: string;
        batch: number;
        off: string;
        on: string;
        offMultiplications: string;
        onMultiplications: string;
      }
    >({
      caption: 'ω of reverse with the penalty and without: the least and the largest over all nets.',
      columns: {
        loss: { kind: 'case', says: 'As above.' },
        batch: { kind: 'case', says: 'As above.', format: integer },
        off: { kind: 'counted', name: 'ω, λ = 0', says: 'In operations.' },
        on: { kind: 'counted', name: 'ω, λ = 1e-3', says: 'In operations.' },
        offMultiplications: {
          kind: 'counted',
          name: 'in multiplications, λ = 0',
          says: 'In multiplications.',
        },
        onMultiplications: {
          kind: 'counted',
          name: 'in multiplications, λ = 1e-3',
          says: 'In multiplications.',
        },
      },
      summarise: (rows) => {
        const all = of(rows, adjoint);
        const groups = [...new Set(all.map((row) => `${row.loss!} ${row.batch!}`))];
        return groups.map((group) => {
          const own = all.filter((row) => `${row.loss!} ${row.batch!}` === group);
          const spread = (isOn: boolean, part: 'omega' | 'omegaMultiplications') =>
            range(own.filter((row) => row.lambda! > 0 === isOn).map((row) => row[part]!));
          return {
            loss: own[0]!.loss!,
            batch: own[0]!.batch!,
            off: spread(false, 'omega'),
            on: spread(true, 'omega'),
            offMultiplications: spread(false, 'omegaMultiplications'),
            onMultiplications: spread(true, 'omegaMultiplications'),
          };
        });
      },
    }),
    summary<
      Row,
      {
        objective: string;
        handForward: number;
        forward: number;
        handBackward: number;
        backward: number;
        handOmega: number;
        omega: number;
      }
    >({
      caption:
        'Counted by hand (square loss, λ, one sample, φ uncounted): 4N + 3q − 1 forwards and dh + 3hq + h + q + 2N backwards, with N = dh + hq.',
      note:
        'Forwards ours is less by h + q − 2: the hand takes n additions for a dot product of n terms where n − 1 do, and leaves ' +
        'out the factor ½ of the loss and the addition J = L + s. Backwards ours is more by N + q − h + 1: the rules form ' +
        '∂s/∂W as (λ/2)·(2W), which is N multiplications more than λW, and ∂L/∂o as ½·(2(o − y)), which is q more; one ' +
        'multiplication by 1 is left where the sweep enters the sample’s loss through its reshape to a scalar; and dot ' +
        'products save h additions.',
      columns: {
        objective: { kind: 'case', name: 'd-h-q', says: 'The net.' },
        handForward: { kind: 'counted', name: 'f by hand', says: 'Operations.', format: integer },
        forward: { kind: 'counted', name: 'f counted', says: 'Operations.', format: integer },
        handBackward: { kind: 'counted', name: '∇f by hand', says: 'Operations.', format: integer },
        backward: { kind: 'counted', name: '∇f counted', says: 'Operations.', format: integer },
        handOmega: { kind: 'counted', name: 'ω by hand', says: 'As above.', format: decimals(2) },
        omega: { kind: 'counted', name: 'ω counted', says: 'As above.', format: decimals(2) },
      },
      summarise: (rows) =>
        [...new Set(rows.filter((row) => row.part === 'by hand').map((row) => row.objective))].map((name) => {
          const [hand, ours] = rows.filter((row) => row.part === 'by hand' && row.objective === name);
          return {
            objective: name,
            handForward: hand!.primalOperations!,
            forward: ours!.primalOperations!,
            handBackward: hand!.operations! - hand!.primalOperations!,
            backward: ours!.operations! - ours!.primalOperations!,
            handOmega: hand!.omega!,
            omega: ours!.omega!,
          };
        }),
    }),
    {
      caption:
        'Multiplications of a polynomial and its gradient: exactly 3 times, where both factors of every multiplication are active and the seed is multiplied in (Griewank 2012).',
      note: 'Passing the seed 1 on without a multiplication, as reverse does here unless told otherwise, can only save.',
      columns: [
        'objective',
        'parameters',
        'method',
        'primalMultiplications',
        'multiplications',
        'omegaMultiplications',
      ],
      rows: (row) => row.part === 'polynomial',
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
