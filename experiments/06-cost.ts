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
  decimals,
  experiment,
  integer,
  multiplications,
  neighbours,
  product,
  runAlone,
  speelpenning,
  summary,
  tallyOf,
  text,
  total,
  traceProblem,
  type Stream,
  type Tally,
  type Verdict,
} from '../src/lab.ts';

/** An MLP's whole cost; the same against a count by hand; a polynomial under Griewank's conditions. */
type Part = 'network' | 'by hand' | 'polynomial';

type LossName = 'squared-error' | 'softmax-cross-entropy';

interface Case {
  part: Part;
  objective: string;
  batch: number;
  loss: LossName;
  lambda: number;
}

interface Row {
  part: Part;
  objective: string;
  batch: number | null;
  loss: LossName | null;
  lambda: number | null;
  method: string;
  parameters: number;
  outcome: string;
  because: string | null;
  evaluations: number | null;
  primalOperations: number;
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

const methods: readonly (readonly [name: string, method: Differentiator])[] = [
  [central, numeric({ step: scipy() })],
  [oneSided, numeric({ stencil: 'forward', step: scipy() })],
  ['symbolic, shared', symbolic({ limit: symbolicLimit })],
  [adjoint, reverse()],
  ['forward', forward()],
];

/** Widths d-h-q, and nets that only grow deeper. */
const widths = ['2-3-1', '4-8-2', '16-32-4', '64-128-10'];
const depths = ['4-8-3', '4-8-8-3', '4-8-8-8-3', '4-8-8-8-8-3', '4-8-8-8-8-8-8-8-8-3'];

const layersOf = (objective: string): number[] => objective.split('-').map(Number);

function* network({ objective, batch, loss, lambda }: Case): Iterable<Row> {
  const problem = mlp({ layers: layersOf(objective), loss, lambda, ...(batch === 1 ? {} : { batch }) });
  const o = traceProblem(problem);
  const primal = tallyOf([o.expression]);
  for (const [method, differentiator] of methods) {
    const prepared = differentiator.prepare(o, float64);
    const refused = isRefused(prepared);
    const cost: Cost | null = refused ? null : prepared.cost;
    yield {
      part: 'network',
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

const parts: Readonly<Record<Part, (settings: Case, random: Stream) => Iterable<Row>>> = {
  network,
  'by hand': byHand,
  polynomial,
};

const objectivesOf: Readonly<Record<Part, readonly string[]>> = {
  network: [...widths, ...depths],
  'by hand': widths,
  polynomial: Object.keys(polynomials),
};

const of = (rows: readonly Row[], method: string) =>
  rows.filter((row) => row.part === 'network' && row.method === method);

/** Griewank & Walther 2008: the gradient's operations are at most 4 times those of f, its own included. */
const bound = 4;

function verdict(rows: readonly Row[]): Verdict {
  const reverses = of(rows, adjoint);
  const omegas = reverses.map((row) => row.omega ?? NaN);
  const products = reverses.map((row) => row.omegaMultiplications ?? NaN);
  const differences = [
    ...of(rows, central).map((row) => ({ row, evaluations: 2 * row.parameters })),
    ...of(rows, oneSided).map((row) => ({ row, evaluations: row.parameters })),
  ];
  const asMany = differences.filter(
    ({ row, evaluations }) =>
      row.evaluations === evaluations &&
      row.multiplications === (evaluations + 1) * row.primalMultiplications! &&
      // Moving the points and forming the quotients are operations too.
      row.operations ===
        (evaluations + 1) * row.primalOperations + (row.method === central ? 5 : 4) * row.parameters,
  ).length;
  const threes = rows.filter((row) => row.method === 'reverse, seed multiplied in');
  const exactly = threes.filter((row) => row.multiplications === 3 * row.primalMultiplications!).length;
  const compared = rows.filter((row) => row.part === 'by hand' && row.primalMultiplications !== null);
  const asExplained = compared.filter((row) => {
    const [forwards, backwards] = handCount(row.objective);
    const [more, later] = handDifference(row.objective);
    return row.primalOperations === forwards + more && row.operations === forwards + more + backwards + later;
  }).length;
  return {
    holds:
      omegas.every((omega) => omega <= bound) &&
      products.every((omega) => omega <= bound) &&
      asMany === differences.length &&
      exactly === threes.length &&
      asExplained === compared.length,
    because:
      `over ${reverses.length} objectives with P from ${least(reverses.map((row) => row.parameters))} to ` +
      `${most(reverses.map((row) => row.parameters))}, ω of reverse is ${range(omegas)} in operations and ${range(products)} in ` +
      `multiplications (bound ${bound}); ${asMany} of ${differences.length} difference gradients cost 2P + 1 (one-sided: P + 1) ` +
      `evaluations to the last operation; the ratio is exactly 3 for ${exactly} of ${threes.length} polynomials; ` +
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
      central: { kind: 'counted', name: 'central difference', says: 'ω.', format: decimals(1) },
      oneSided: { kind: 'counted', name: 'forward difference', says: 'ω.', format: decimals(1) },
      forward: { kind: 'counted', name: 'forward AD', says: 'ω.', format: decimals(1) },
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
            primalOperations: row.primalOperations,
            central: omega(central),
            oneSided: omega(oneSided),
            forward: omega('forward'),
            symbolic: omega('symbolic, shared'),
            reverse: row.omega,
            reverseMultiplications: row.omegaMultiplications,
          };
        }),
  });

const itself = experiment<Row, Case>({
  id: '06-cost',
  title: 'What a gradient costs',
  question: 'How do the operations for a gradient grow with the number of weights?',
  claim:
    'ω = cost(f and ∇f)/cost(f) is bounded by a constant for reverse at every size and 2P + 1 for numeric: in ' +
    'multiplications and in operations, with λ and without.',
  seed: 1,
  sweep: {
    part: ['network', 'by hand', 'polynomial'],
    objective: [...widths, ...depths, ...Object.keys(polynomials)],
    batch: [1, 8],
    loss: ['squared-error', 'softmax-cross-entropy'],
    lambda: [0, 1e-3],
  },
  quick: {
    objective: ['2-3-1', '4-8-2', '4-8-8-3', 'Π xᵢ, n = 10', 'Σ xᵢxᵢ₊₁, n = 10', 'random program 1'],
    batch: [1],
  },
  cases: (sweep) =>
    product(sweep).filter(
      ({ part, objective: name, batch, loss, lambda }) =>
        objectivesOf[part].includes(name) &&
        (part === 'network' || (batch === 1 && loss === 'squared-error' && lambda === 0)),
    ),
  measure: (settings, lab) => parts[settings.part](settings, lab.random),
  columns: {
    part: {
      kind: 'case',
      says: 'An MLP with its whole cost; one whose cost was also counted by hand; or a polynomial under the conditions of an exact ratio.',
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
      says: 'How f and ∇f are computed. For polynomials with the seed multiplied in (an input of value 1) and nothing folded, and as the lab does it.',
      format: text,
    },
    parameters: {
      kind: 'counted',
      name: 'P',
      says: 'The numbers that f is differentiated by.',
      format: integer,
    },
    outcome: { kind: 'counted', says: 'Whether the method takes the case.', format: text },
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
      says: 'operations of f and ∇f / operations of f.',
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
  },
  verdict,
  tables: [
    sideBySide(
      'Operations for f and ∇f, in units of those for f (ω): softmax cross-entropy, λ = 1e-3.',
      'Counted, not timed; time joins in a later part. A central difference takes 2P + 1 evaluations and 5 further operations ' +
        'for each weight. Forward AD and shared symbolic derive by one weight at a time; the latter finds again what its ' +
        'derivatives have in common, and has no entry where that is more than 50 000 nodes.',
      widths,
    ),
    sideBySide(
      'The same as nets grow deeper, for one sample.',
      'Depth costs reverse nothing beyond its constant. Shared symbolic, which goes forwards from each weight, pays for what lies downstream of it.',
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
            handForward: hand!.primalOperations,
            forward: ours!.primalOperations,
            handBackward: hand!.operations! - hand!.primalOperations,
            backward: ours!.operations! - ours!.primalOperations,
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
