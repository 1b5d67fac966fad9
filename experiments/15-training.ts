import {
  accuracy,
  adam,
  dataset,
  fixed,
  forwardGradient,
  gradientKernel,
  mlp,
  momentum,
  numeric,
  spsa,
  train,
  type Dataset,
  type Method,
  type Optimizer,
  type Precision,
} from '../src/index.ts';
import {
  ascending,
  decimals,
  defineExperiment,
  integer,
  panels,
  product,
  quantile,
  runAlone,
  scientific,
  series,
  summary,
  tallyOf,
  text,
  total,
  traceProblem,
  type Sweep,
  type Verdict,
} from '../src/lab.ts';

type Data = 'iris' | 'penguins';
type Part = 'full batch' | 'minibatches';

/** Steps that suit the precision: about u^(1/3) for a central difference, √u for a forward one. */
const stepsOf = {
  float64: { central: 2 ** -18, forward: 2 ** -26 },
  float32: { central: 2 ** -7, forward: 2 ** -11 },
} as const satisfies Record<Precision, unknown>;

const difference = (stencil: 'central' | 'forward') => (precision: Precision) =>
  numeric({ stencil, step: fixed(stepsOf[precision][stencil]) });

/** Where gradients come from; reverse mode is the kernel that `train` takes unless told otherwise. */
const methods = {
  reverse: () => undefined,
  'central difference': difference('central'),
  'forward difference': difference('forward'),
  SPSA: (_, seed) => spsa({ seed }),
  'forward gradient': (_, seed) => forwardGradient({ seed }),
} as const satisfies Record<string, (precision: Precision, seed: number) => Method | undefined>;

type MethodName = keyof typeof methods;

const names = Object.keys(methods) as MethodName[];
const isRandom = (method: string): boolean => method === 'SPSA' || method === 'forward gradient';

interface Case {
  part: Part;
  data: Data;
  method: MethodName;
  precision: Precision;
  seed: number;
  longest: number;
  epochs: number;
}

interface Row extends Case {
  updates: number;
  loss: number;
  gap: number | null;
  norm: number;
  evaluations: number;
  cost: number;
  accuracy: number | null;
}

const netOf = (samples: number) => mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 3, batch: samples });
const net = netOf(1);
const P = net.parameters;
/** Samples of the full batch, and of a minibatch. */
const full = 24;
const mini = 32;

/** Of a full batch: with an exact gradient the rate is 1; along random directions 1/64, about 1/P. */
const withMomentum = (method: MethodName): Optimizer =>
  momentum({ rate: isRandom(method) ? 1 / 64 : 1, momentum: 0.95 });

/** So many updates bring even the central difference in float32 to where it settles. */
const settling = 1300;

/** The updates of a full batch: as many as it takes to see what is asked, differences being dear. */
function updatesOf({ data, method, precision, longest }: Case): number {
  const most = () => {
    if (isRandom(method)) return 3000;
    if (method === 'reverse') return settling;
    if (precision === 'float32') return method === 'central difference' ? settling : 900;
    return data === 'iris' && method === 'forward difference' ? 900 : 200;
  };
  return Math.min(most(), longest);
}

/** After how many updates a row is kept. */
const isKept = (updates: number): boolean =>
  updates <= 10 || updates % (updates <= 100 ? 5 : updates <= settling ? 25 : 100) === 0;

/** J and ‖∇J‖ in float64 at any weights, over all samples; and the operations of J alone. */
function judge({ x, y }: Dataset['train']) {
  const o = traceProblem(netOf(x.shape[1]!));
  const kernel = gradientKernel(o, { kernel: 'javascript' });
  for (const [name, { data }] of Object.entries({ x, y })) kernel.inputs.get(name)!.set(data);
  return {
    operations: total(tallyOf([o.expression])),
    at: (weights: readonly ArrayLike<number>[]) => {
      o.wrt.forEach((name, i) => {
        kernel.inputs.get(name)!.set(weights[i]!);
      });
      const loss = kernel.run();
      const squares = [...kernel.gradient.values()].flatMap((slopes) => Array.from(slopes, (g) => g * g));
      return { loss, norm: Math.sqrt(squares.reduce((sum, square) => sum + square, 0)) };
    },
  };
}

/** An optimiser that shows the weights before each update. */
const shown = (
  { name, start }: Optimizer,
  show: (weights: readonly ArrayLike<number>[], updates: number) => void,
): Optimizer => ({
  name,
  start: (weights) => {
    const update = start(weights);
    let updates = 0;
    return (gradient) => {
      show(weights, updates);
      updates += 1;
      update(gradient);
    };
  },
});

const found = new Map<Data, number>();

/** J*: the least loss on the way of 5000 updates by exact gradients. */
function least(data: Data): number {
  let loss = found.get(data);
  if (loss === undefined) {
    const samples = dataset(data, { batch: full }).train;
    const options = { optimizer: withMomentum('reverse'), epochs: 5000, kernel: 'javascript' } as const;
    found.set(data, (loss = Math.min(...train(net, samples, options).losses)));
  }
  return loss;
}

/** All 24 samples at each update, with momentum. */
function fullBatch(settings: Case): Row[] {
  const { data, method, precision, seed } = settings;
  const samples = dataset(data, { batch: full }).train;
  const { at, operations } = judge(samples);
  const seen: { updates: number; loss: number; norm: number }[] = [];
  const training = train(net, samples, {
    optimizer: shown(withMomentum(method), (weights, updates) => {
      if (isKept(updates)) seen.push({ updates, ...at(weights) });
    }),
    gradient: methods[method](precision, seed),
    precision,
    kernel: 'javascript',
    epochs: updatesOf(settings) + 1,
  });
  const each = training.losses.length;
  return seen.map((row) => ({
    ...settings,
    ...row,
    gap: row.loss - least(data),
    evaluations: (row.updates * training.evaluations) / each,
    cost: (row.updates * training.operations) / each / operations,
    accuracy: null,
  }));
}

/** The whole training part, 32 samples at each update, by Adam. */
function minibatches(settings: Case): Row[] {
  const { data, method, precision, seed, epochs } = settings;
  const { train: samples, test } = dataset(data);
  const { at, operations } = judge(samples);
  const training = train(net, samples, {
    optimizer: adam({ rate: 0.05 }),
    gradient: methods[method](precision, seed),
    precision,
    kernel: 'javascript',
    batch: mini,
    epochs,
    seed: 1,
  });
  return [
    {
      ...settings,
      updates: training.losses.length,
      ...at(net.wrt.map((name) => training.parameters[name]!.data)),
      gap: null,
      evaluations: training.evaluations,
      cost: training.operations / operations,
      accuracy: accuracy(net, training.parameters, test),
    },
  ];
}

/** Only estimates along random directions have seeds; in float32 the full batch is looked at where it is small enough to settle. */
const cases = <C extends Case>(sweep: Sweep<C>): C[] =>
  product(sweep).filter(
    ({ part, data, method, precision, seed }) =>
      (isRandom(method) || seed === sweep.seed[0]) &&
      (precision === 'float64' || !isRandom(method)) &&
      (precision === 'float64' || part === 'minibatches' || data === 'iris'),
  );

type Is = Partial<Case>;

const of = (rows: readonly Row[], is: Is): Row[] =>
  rows.filter((row) => (Object.keys(is) as (keyof Case)[]).every((key) => row[key] === is[key]));

/** A method's curve in a full batch: where several seeds were run, the median at each update, and from where to where. */
interface Curve {
  readonly data: string;
  readonly method: string;
  readonly spots: readonly { updates: number; cost: number; gap: number; low: number; high: number }[];
}

const curve = (rows: readonly Row[], is: Is): Curve['spots'] => {
  const own = of(rows, { part: 'full batch', ...is });
  return [...new Set(own.map(({ updates }) => updates))].map((updates) => {
    const same = own.filter((row) => row.updates === updates);
    const gaps = ascending(same.map(({ gap }) => gap!));
    return {
      updates,
      cost: same[0]!.cost,
      gap: quantile(gaps, 0.5),
      low: gaps[0]!,
      high: gaps.at(-1)!,
    };
  });
};

/** What a step costs, and how many of them it takes, in a full batch and float64. */
interface Price {
  data: string;
  method: string;
  evaluations: number;
  cost: number;
  ratio: number;
  perParameter: number;
  updates: number | null;
  costThere: number | null;
}

/** A gap that all methods reach; and one below which their costs are no longer drawn. */
const reached = 1e-2;
const lowest = 1e-4;

function prices(rows: readonly Row[]): Price[] {
  return [...new Set(rows.map(({ data }) => data))].flatMap((data) => {
    const last = (method: MethodName) =>
      of(rows, { part: 'full batch', data, method, precision: 'float64' }).at(-1);
    const exact = last('reverse');
    return names.flatMap((method): Price[] => {
      const own = last(method);
      if (own === undefined || exact === undefined) return [];
      const cost = own.cost / own.updates;
      const ratio = cost / (exact.cost / exact.updates);
      const there = curve(rows, { data, method, precision: 'float64' }).find(({ gap }) => gap <= reached);
      return [
        {
          data,
          method,
          evaluations: own.evaluations / own.updates,
          cost,
          ratio,
          perParameter: ratio / P,
          updates: there?.updates ?? null,
          costThere: there?.cost ?? null,
        },
      ];
    });
  });
}

/** How far down a method comes in a format, and whether it is still on its way. */
interface Descent {
  method: string;
  precision: string;
  updates: number;
  gap: number;
  exact: number;
  norm: number;
  settled: number | null;
}

const leastGap = (rows: readonly Row[]): number => Math.min(...rows.map(({ gap }) => gap!));

/** A descent has settled where the last quarter of its updates did not halve the gap. */
function descents(rows: readonly Row[]): Descent[] {
  const own = of(rows, { part: 'full batch', data: 'iris' }).filter((row) => row.updates <= settling);
  return (['float64', 'float32'] as const).flatMap((precision) =>
    names.flatMap((method): Descent[] => {
      const run = of(own, { method, precision });
      if (isRandom(method) || run.length === 0) return [];
      const { updates } = run.at(-1)!;
      const until = (most: number) => (row: Row) => row.updates <= most;
      const gap = leastGap(run);
      return [
        {
          method,
          precision,
          updates,
          gap,
          exact: leastGap(of(own, { method: 'reverse', precision }).filter(until(updates))),
          norm: Math.min(...run.map(({ norm }) => norm)),
          settled:
            gap > leastGap(run.filter(until(0.75 * updates))) / 2
              ? run.find((row) => row.gap! <= 2 * gap)!.updates
              : null,
        },
      ];
    }),
  );
}

function verdict(rows: readonly Row[]): Verdict {
  const all = descents(rows).filter(({ precision }) => precision === 'float32');
  if (all.every(({ updates }) => updates < settling))
    return { holds: 'inconclusive', because: `float32 was followed for fewer than ${settling} updates` };
  const dear = prices(rows);
  const between = (values: readonly number[], digits: number): string => {
    const [least, most] = [Math.min(...values), Math.max(...values)].map((v) => v.toFixed(digits));
    return least === most ? least! : `${least!} to ${most!}`;
  };
  const differences = rows.filter(({ method }) => method.endsWith('difference'));
  // Each difference's end in float64 against reverse mode after as many updates.
  const strayed = ['full batch', 'minibatches'].flatMap((part) =>
    [...new Set(differences.map(({ data, method }) => `${data},${method}`))].map((key) => {
      const [data, method] = key.split(',') as [Data, MethodName];
      const is = { part: part as Part, data, precision: 'float64' } as const;
      const end = of(rows, { ...is, method }).at(-1)!;
      const exact = of(rows, { ...is, method: 'reverse' }).find(({ updates }) => updates === end.updates)!;
      const off = Math.abs((end.gap ?? end.loss) / (exact.gap ?? exact.loss) - 1);
      return { off, updates: end.updates, isFull: end.part === 'full batch' };
    }),
  );
  const strays = Math.max(...strayed.map(({ off }) => off));
  const followed = strayed.filter(({ isFull }) => isFull).map(({ updates }) => updates);
  const ratios = dear
    .filter(({ method }) => method.endsWith('difference'))
    .map((price) => price.perParameter);
  const stopped = all.filter(({ method }) => method !== 'reverse');
  const random = dear.filter(({ method }) => isRandom(method));
  const exact = dear.filter(({ method }) => method === 'reverse');
  const costs = (of: readonly Price[]): number[] => of.map(({ cost }) => cost);
  const steps = random.map(
    ({ data, updates }) => (updates ?? Infinity) / exact.find((price) => price.data === data)!.updates!,
  );
  return {
    holds:
      strayed.every(({ off }) => off <= 0.05) &&
      ratios.every((ratio) => ratio >= 1 / 4 && ratio <= 1) &&
      stopped.length === 2 &&
      stopped.every(({ gap, exact, settled }) => settled !== null && gap >= 10 * exact) &&
      random.every(({ cost }) => cost <= 4) &&
      steps.every((factor) => factor >= 5),
    because:
      `in float64 differences end within ${(100 * strays).toPrecision(2)} % of reverse mode, after ${between(followed, 0)} updates of a full batch or the epochs of minibatches, at ${between(ratios, 2)}·P times its cost (P = ${P}); in float32, on iris, ` +
      `${stopped
        .map(
          ({ method, gap, exact, settled, updates }) =>
            `the ${method} ${settled === null ? 'is' : 'settles'} at J − J* = ${gap.toExponential(1)} (reverse mode after as many updates, ${updates}: ${exact.toExponential(1)})`,
        )
        .join(', ')}; ` +
      `an update along a random direction costs ${between(costs(random), 1)} evaluations (one by reverse mode ` +
      `${between(costs(exact), 1)}), and, at the rates chosen, ${between(steps, 0)} times as many are needed to J − J* = ${reached}`,
  };
}

/** Curves of the full batch under the names of a legend. */
const drawn = (
  rows: readonly Row[],
  is: Is,
  legend: readonly (readonly [name: string, is: Is, look: number])[],
  x: 'updates' | 'cost',
) =>
  legend.flatMap(([name, own, look]) =>
    series(
      curve(rows, { ...is, ...own })
        .filter((spot) => spot[x] > 0)
        .map((spot) => ({ ...spot, name })),
      { by: 'name', x, y: 'gap', look, ...(isRandom(name) ? { low: 'low', high: 'high' } : {}) },
    ),
  );

const itself = defineExperiment<Row, Case>({
  id: '15-training',
  title: 'Training with each gradient',
  question:
    'Which gradients train a network, what do they cost, and where does a difference in float32 stop descending?',
  claim:
    'In float64, differences train as well as reverse mode (J, and J − J* in a full batch, within 5 %), at P/4 to P times the ' +
    'cost; in float32 (on iris) they stop descending earlier, where J − J* is at least 10 times that of reverse mode; SPSA and forward ' +
    'gradients trade evaluations for noise: an update costs the operations of at most 4 evaluations of J, and at least 5 times ' +
    'as many updates are needed as by reverse mode.',
  seed: 1,
  sweep: {
    part: ['full batch', 'minibatches'],
    data: ['iris', 'penguins'],
    method: names,
    precision: ['float64', 'float32'],
    seed: [1, 2, 3],
    longest: [3000],
    epochs: [10],
  },
  quick: { data: ['iris'], seed: [1], longest: [40], epochs: [2] },
  cases,
  measure: (settings) => (settings.part === 'full batch' ? fullBatch(settings) : minibatches(settings)),
  columns: {
    part: {
      kind: 'case',
      says: 'A full batch of 24 samples, by gradient descent with momentum (β = 0.95, η = 1, or 1/64 along random directions); or minibatches of 32, by Adam (η = 0.05).',
      format: text,
    },
    data: {
      kind: 'case',
      says: `Standardised; 4-8-3, tanh, softmax cross-entropy, λ = 1e-3, P = ${P}.`,
      format: text,
    },
    method: { kind: 'case', says: 'Where the gradient comes from.', format: text },
    precision: {
      kind: 'case',
      says: 'What the gradient is computed and the weights are held in.',
      format: text,
    },
    seed: { kind: 'case', says: 'Of random directions; 1 where there are none.', format: integer },
    longest: { kind: 'case', says: 'The most updates of a full batch.', format: integer },
    epochs: { kind: 'case', says: 'How often minibatches go through the samples.', format: integer },
    updates: { kind: 'case', says: 'Updates so far.', format: integer },
    loss: {
      kind: 'counted',
      name: 'J',
      says: 'The objective over all samples at these weights, in float64.',
      format: decimals(4),
    },
    gap: {
      kind: 'counted',
      name: 'J − J*',
      says: 'J* is the least J that reverse mode in float64 comes to in 5000 updates of this full batch.',
      format: scientific(2),
      rounding: 2 ** -40,
    },
    norm: {
      kind: 'counted',
      name: '‖∇J‖',
      says: 'The length of its gradient there, likewise.',
      format: scientific(2),
      rounding: 2 ** -40,
    },
    evaluations: {
      kind: 'counted',
      says: 'Evaluations of J so far, those of the losses included.',
      format: integer,
    },
    cost: {
      kind: 'counted',
      says: 'All operations so far, in evaluations of J over all samples.',
      format: decimals(1),
    },
    accuracy: {
      kind: 'counted',
      says: 'The share of the test part that is classified right.',
      format: decimals(3),
    },
  },
  verdict,
  figures: [
    {
      id: 'float32-stops',
      caption:
        'Iris, a full batch: J − J*, by how much J still lies above the least that was found, after each update. In float64 the forward difference goes down with reverse mode; in float32 each difference comes to a level that it does not leave. Reverse mode in float32 is still on its way.',
      alt: 'Five lines fall together on a logarithmic axis; the forward difference in float32 leaves them first and stays level, the central one later; reverse mode falls on in both formats.',
      draw: (rows) => ({
        x: { title: 'updates', scale: 'linear' },
        y: { title: 'J − J*' },
        height: 360,
        series: drawn(
          rows.filter(({ updates }) => updates <= settling),
          { data: 'iris' },
          [
            ['reverse, float64', { method: 'reverse', precision: 'float64' }, 0],
            ['reverse, float32', { method: 'reverse', precision: 'float32' }, 3],
            ['forward difference, float64', { method: 'forward difference', precision: 'float64' }, 4],
            ['central difference, float32', { method: 'central difference', precision: 'float32' }, 1],
            ['forward difference, float32', { method: 'forward difference', precision: 'float32' }, 2],
          ],
          'updates',
        ),
      }),
    },
    {
      id: 'cost',
      caption:
        'A full batch in float64: J − J* against all operations so far, in evaluations of J. For the two estimates along random directions, the median of three seeds, and from the least to the largest. What they save in an update, beside a difference, they pay in updates; beside reverse mode they save nothing. What comes below 1e-4 is left out.',
      alt: 'Reverse mode lies far to the left; the differences and the random directions reach 1e-2 close together, far to the right.',
      draw: (rows) => ({
        x: { title: 'operations, in evaluations of J' },
        y: { title: 'J − J*' },
        panels: panels(rows, 'data', (_, data) => ({
          series: drawn(
            rows.filter(({ gap }) => gap !== null && gap >= lowest),
            { data, precision: 'float64' },
            names.map((method, look) => [method, { method }, look] as const),
            'cost',
          ),
        })),
        columns: 2,
      }),
    },
  ],
  tables: [
    summary<Row, Price>({
      caption: 'A full batch in float64: what an update costs, and how many bring J − J* to 1e-2.',
      note: 'Updates are counted where a row was kept: each fifth up to 100, then each 25th up to 1300, then each hundredth. Of random directions the median of the seeds is taken. A difference takes one evaluation more for the loss, and so does SPSA; reverse mode and the forward gradient find the loss on their way, and an evaluation of theirs is a dear one. The rate along random directions was chosen by hand, as the largest of a few powers of two with which all seeds descend: how many updates it takes depends on it. A forward gradient saves no operations here; it needs no backward pass, and keeps nothing for one, which is not measured.',
      columns: {
        data: { kind: 'case', says: 'As below.', format: text },
        method: { kind: 'case', says: 'As below.', format: text },
        evaluations: {
          kind: 'counted',
          name: 'evaluations an update',
          says: 'Of J; one that gives the gradient, or the slope along a direction, with it counts as one.',
          format: integer,
        },
        cost: {
          kind: 'counted',
          name: 'cost of an update',
          says: 'Its operations, in evaluations of J.',
          format: decimals(1),
        },
        ratio: {
          kind: 'counted',
          name: 'over reverse',
          says: 'The cost over that of reverse mode.',
          format: decimals(2),
        },
        perParameter: {
          kind: 'counted',
          name: 'over reverse / P',
          says: `The same by weight: P = ${P}.`,
          format: decimals(2),
        },
        updates: {
          kind: 'counted',
          name: 'updates to 1e-2',
          says: 'Until J − J* is 1e-2 or less.',
          format: integer,
        },
        costThere: { kind: 'counted', name: 'their cost', says: 'In evaluations of J.', format: decimals(0) },
      },
      summarise: prices,
    }),
    summary<Row, Descent>({
      caption: 'Iris, a full batch: how far down each gradient leads in each format.',
      note: 'The steps of the differences suit the format: 2⁻¹⁸ and 2⁻⁷ for the central one, 2⁻²⁶ and 2⁻¹¹ for the forward one. An error e of the gradient holds the weights where the true gradient is −e. J − J* is worked in float64, whatever the weights are held in. The central difference in float64 is followed for 200 updates only, for what they cost, and is still on its way.',
      columns: {
        method: { kind: 'case', says: 'As below.', format: text },
        precision: { kind: 'case', says: 'As below.', format: text },
        updates: { kind: 'counted', says: 'As below.', format: integer },
        gap: { kind: 'counted', name: 'least J − J*', says: 'On the way.', format: scientific(2) },
        exact: {
          kind: 'counted',
          name: 'by reverse mode',
          says: 'The same of reverse mode in the same format, after as many updates.',
          format: scientific(2),
        },
        norm: { kind: 'counted', name: 'least ‖∇J‖', says: 'On the way.', format: scientific(2) },
        settled: {
          kind: 'counted',
          name: 'settled after',
          says: 'Updates until J − J* is within twice its least; empty where the last quarter of the updates has halved it.',
          format: integer,
        },
      },
      summarise: descents,
    }),
    {
      caption: 'After the epochs of minibatches: J, and the accuracy on the test part, by each gradient.',
      columns: [
        'data',
        'method',
        'precision',
        'seed',
        'updates',
        'loss',
        'norm',
        'accuracy',
        'evaluations',
        'cost',
      ],
      rows: ({ part }) => part === 'minibatches',
      note: 'The last minibatch of an epoch has what is left: 24 samples of iris, 10 of the penguins. Adam’s rate is the same for all gradients.',
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
