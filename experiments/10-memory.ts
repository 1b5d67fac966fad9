import { gradientGraph, input, mlp, type Checkpoints, type Expr, type Objective } from '../src/index.ts';
import {
  code,
  decimals,
  defineExperiment,
  fittedPower,
  integer,
  memoryOf,
  product,
  runAlone,
  summary,
  tallyOf,
  text,
  topological,
  total,
  traceProblem,
  type Series,
  type Verdict,
} from '../src/lab.ts';

interface Case {
  layers: number;
  width: number;
  batch: number;
  inputs: number;
  lambda: number;
  activation: 'tanh' | 'sigmoid' | 'softplus' | 'relu' | 'gelu';
}

const passes = ['prediction', 'training', 'training, checkpoints every √n', 'training, checkpoints'] as const;
type Pass = (typeof passes)[number];

interface Row extends Case {
  pass: Pass;
  spacing: number | null;
  intermediates: number;
  inLayers: number;
  withoutReuse: number;
  parameters: number;
  data: number;
  results: number;
  total: number;
  operations: number;
}

/** One thing varies at a time, from here. */
const base: Case = { layers: 16, width: 8, batch: 32, inputs: 8, lambda: 1e-3, activation: 'tanh' };

const outputs = 4;

/** The net of which every spacing of checkpoints is tried. */
const deepest = 100;
const spacings = [1, 2, 3, 4, 5, 7, 10, 14, 20, 25, 33, 50, 100];

const bytes = 8;

/** What one hidden layer's array takes. */
const layerBytes = ({ width, batch }: Pick<Case, 'width' | 'batch'>): number => bytes * width * batch;

function* measure(settings: Case): Iterable<Row> {
  const { layers, width, batch, inputs, lambda, activation } = settings;
  const widths = [inputs, ...new Array<number>(layers - 1).fill(width), outputs];
  const o = traceProblem(mlp({ layers: widths, batch, lambda, activation }));
  yield row(settings, o, 'prediction', null, []);
  yield row(settings, o, 'training', null, []);
  yield row(settings, o, 'training, checkpoints every √n', Math.round(Math.sqrt(layers)), 'sqrt');
  if (layers === deepest)
    for (const spacing of spacings) yield row(settings, o, 'training, checkpoints', spacing, spacing);
}

function row(
  settings: Case,
  o: Objective,
  pass: Pass,
  spacing: number | null,
  checkpoints: Checkpoints,
): Row {
  const isPrediction = pass === 'prediction';
  const report = memoryOf(o, { pass: isPrediction ? 'prediction' : 'training', checkpoints });
  const { value, gradient } = gradientGraph(o, 'one', undefined, undefined, checkpoints);
  const { peak, withoutReuse } = report.intermediates;
  return {
    ...settings,
    pass,
    spacing,
    intermediates: peak,
    inLayers: peak / layerBytes(settings),
    withoutReuse,
    parameters: report.inputs.parameters,
    data: report.inputs.data,
    results: report.outputs.value + report.outputs.gradient,
    total: report.total,
    operations: operationsOf(isPrediction ? [o.names.get('o')!] : [value, ...gradient.values()]),
  };
}

type Varied = 'layers' | 'width' | 'batch' | 'inputs' | 'activation';

/** The operations on numbers of a graph, each kind of node counted once: a deep net has few kinds of node. */
function operationsOf(roots: readonly Expr[]): number {
  const kinds = new Map<string, number>();
  let sum = 0;
  for (const e of topological(roots)) {
    if (e.op === 'input') continue;
    const kind = JSON.stringify([e.op, e.params, e.args.map((arg) => arg.shape)]);
    const known = kinds.get(kind);
    const own = known ?? total(tallyOf([{ ...e, args: e.args.map((arg, i) => input(`x${i}`, arg.shape)) }]));
    kinds.set(kind, own);
    sum += own;
  }
  return sum;
}

/** The rows of a pass in which one setting varies from the base, by that setting; the penalty is on unless told otherwise. */
const along = (rows: readonly Row[], pass: Pass, varied: Varied, lambda = base.lambda): Row[] =>
  rows.filter(
    (row) =>
      row.pass === pass &&
      row.lambda === lambda &&
      (['layers', 'width', 'batch', 'inputs', 'activation'] as const).every(
        (name) => name === varied || row[name] === base[name],
      ),
  );

/** By how much the intermediates grow from each row to the next, for each unit of what varies. */
const growths = (rows: readonly Row[], varied: 'layers' | 'batch' | 'inputs'): number[] =>
  rows
    .slice(1)
    .map((row, i) => (row.intermediates - rows[i]!.intermediates) / (row[varied] - rows[i]![varied]));

/** The operations of training where all is kept. */
const keepingAll = (rows: readonly Row[], settings: Row): number =>
  rows.find((row) => row.pass === 'training' && caseOf(row) === caseOf(settings))?.operations ?? NaN;

const caseOf = ({ layers, width, batch, inputs, lambda, activation }: Case): string =>
  [layers, width, batch, inputs, lambda, activation].join();

const spread = (values: readonly number[], digits: number): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((v) => v.toFixed(digits));
  return least === most ? least! : `${least!} to ${most!}`;
};

/** Linear to within this share: each layer's penalty and sums are a few scalars beside its array. */
const tolerance = 0.02;
const isNear = (value: number, expected: number): boolean => Math.abs(value / expected - 1) <= tolerance;

function verdict(rows: readonly Row[]): Verdict {
  const perLayer = growths(along(rows, 'training', 'layers'), 'layers').map((v) => v / layerBytes(base));
  const perSample = growths(along(rows, 'training', 'batch'), 'batch').map((v) => v / (bytes * base.width));
  const wide = [0, base.lambda].map((lambda) => along(rows, 'training', 'inputs', lambda));
  const added = wide.map((own) => own.map((row) => row.intermediates - own[0]!.intermediates));
  const firstLayer = wide[1]!.every((row, i) => added[1]![i]! <= bytes * row.width * row.inputs);
  const predictions = rows.filter((row) => row.pass === 'prediction').map((row) => row.inLayers);
  const square = along(rows, 'training, checkpoints every √n', 'layers');
  const power = fittedPower(square.map((row) => [row.layers, row.intermediates]));
  const again = square.map((row) => row.operations / keepingAll(rows, row) - 1);
  return {
    holds:
      perLayer.length > 0 &&
      perLayer.every((growth) => isNear(growth, 1)) &&
      perSample.length > 0 &&
      isNear(Math.max(...perSample), Math.min(...perSample)) &&
      added[0]!.length > 1 &&
      added[0]!.every((more) => more === 0) &&
      added[1]!.length > 1 &&
      firstLayer &&
      predictions.every((layers) => layers <= 2),
    because:
      `with ${base.width} hidden units and ${base.activation} each further layer adds ${spread(perLayer, 3)} arrays of a hidden layer’s size to what training holds, each further sample ` +
      `${spread(perSample, 2)} times the ${base.width} numbers of a hidden layer, of which there are ${base.layers - 1}; ` +
      `${wide[1]!.at(-1)?.inputs ?? 0} inputs instead of ${wide[1]![0]?.inputs ?? 0} add at most ${Math.max(...added.flat())} bytes; prediction holds ${spread(predictions, 2)} layers. What ` +
      `checkpoints every √n layers hold grows as n to the power ${power.toFixed(2)}, for up to ${(100 * Math.max(...again)).toFixed(0)} % more operations`,
  };
}

/** Three passes as curves over what varies. */
const curves = (rows: readonly Row[], varied: 'layers' | 'width' | 'batch' | 'inputs'): Series[] =>
  (['training', 'training, checkpoints every √n', 'prediction'] as const).map((name, look) => ({
    name,
    look,
    spots: along(rows, name, varied).map((row) => ({ x: row[varied], y: row.intermediates })),
  }));

const count = (says: string, name?: string) =>
  ({ kind: 'counted', says, format: integer, ...(name === undefined ? {} : { name }) }) as const;
const inBytes = (says: string, name?: string) => ({ ...count(says, name), unit: 'bytes' }) as const;

const itself = defineExperiment<Row, Case>({
  id: '10-memory',
  title: 'What intermediates hold',
  question: 'How much memory do intermediates hold in training and in prediction?',
  claim:
    'Training holds intermediates linear in layers and batch; inputs matter to the first layer only; prediction holds two ' +
    'layers at most.',
  seed: 1,
  sweep: {
    layers: [2, 4, 9, 16, 25, 36, 49, 64, 81, deepest],
    width: [4, 8, 16, 32],
    batch: [8, 16, 32, 64, 128, 256],
    inputs: [8, 32, 128, 512, 2048],
    lambda: [0, 1e-3],
    activation: ['tanh', 'sigmoid', 'softplus', 'relu', 'gelu'],
  },
  quick: {
    layers: [4, 9, 16, 25],
    width: [8, 16],
    batch: [8, 16, 32],
    inputs: [8, 128, 1024],
    activation: ['tanh'],
  },
  cases: (sweep) =>
    product(sweep).filter((settings) => {
      const varied = (Object.keys(base) as (keyof Case)[]).filter((name) => settings[name] !== base[name]);
      return varied.every((name) => name === 'lambda' || name === 'inputs') || varied.length <= 1;
    }),
  measure,
  columns: {
    layers: {
      kind: 'case',
      name: 'layers n',
      says: 'Matrix products: n − 1 hidden layers and the outputs.',
      format: integer,
    },
    width: { kind: 'case', name: 'hidden units h', says: 'Of each hidden layer.', format: integer },
    batch: { kind: 'case', name: 'samples B', says: 'The batch.', format: integer },
    inputs: { kind: 'case', name: 'inputs d', says: 'Elements of a sample.', format: integer },
    lambda: { kind: 'case', name: 'λ', says: 'The weight of the penalty; at 0 there is none.' },
    activation: { kind: 'case', name: 'φ', says: 'The hidden layers’ activation.', format: text },
    pass: {
      kind: 'case',
      says: 'Prediction computes o; training J and its gradient by all weights, with all that the backward pass reads kept, or checkpoints alone.',
      format: text,
    },
    spacing: {
      kind: 'case',
      says: 'Layers from one checkpoint to the next.',
      format: integer,
    },
    intermediates: inBytes('What is computed on the way and stored, as much as is held at once: float64.'),
    inLayers: {
      kind: 'counted',
      name: 'in layers',
      says: 'The same in arrays of h × B numbers.',
      format: decimals(2),
    },
    withoutReuse: inBytes('What they would hold if no place were used twice.', 'without reuse'),
    parameters: inBytes('The weights.', 'weights'),
    data: inBytes('The batch, x and y.', 'x and y'),
    results: inBytes('o; or J and its gradient.', 'results'),
    total: inBytes(
      'The one memory of the kernel, but for the room in which WebAssembly packs large products. A gradient may lie where intermediates lay before it was written.',
      'memory',
    ),
    operations: count('Operations on numbers, counted.'),
  },
  verdict,
  figures: [
    {
      id: 'layers',
      caption:
        'What intermediates hold against the layers of a net (8 hidden units, 32 samples). Training keeps every layer for the backward pass; with checkpoints it keeps a number of them that grows as √n, and computes the others again; prediction holds two at a time.',
      alt: 'Training rises with slope one, checkpoints with slope one half, and prediction is level.',
      draw: (rows) => ({
        x: { title: 'layers n' },
        y: { title: 'intermediates', unit: 'bytes' },
        series: curves(rows, 'layers'),
        guides: [
          { slope: 1, through: [20, 65_000], over: [10, 60], label: 'slope 1' },
          { slope: 1 / 2, through: [40, 19_000], over: [16, 100], label: 'slope 1/2' },
        ],
      }),
    },
    {
      id: 'batch-width-inputs',
      caption:
        'The same for 16 layers against the samples B, the hidden units h and the inputs d. The inputs are read by the first product alone, W⁽¹⁾x, whose result has no axis of their length.',
      alt: 'All passes rise with slope one in samples; with slope one in hidden units too, training a little less at the left; in inputs they are level.',
      draw: (rows) => ({
        x: { title: 'B, h or d', domain: [3, 4000], ticks: [10, 100, 1000] },
        y: { title: 'intermediates', unit: 'bytes', domain: [700, 400_000], ticks: [1e3, 1e4, 1e5] },
        columns: 3,
        height: 260,
        panels: [
          { title: 'samples B', series: curves(rows, 'batch') },
          { title: 'hidden units h', series: curves(rows, 'width') },
          { title: 'inputs d', series: curves(rows, 'inputs') },
        ],
      }),
    },
    {
      id: 'checkpoints',
      caption: `Both sides of the trade for ${deepest} layers, against the layers from one checkpoint to the next, over what it takes to keep all. The least is held where there is a checkpoint every √n layers, and there the operations are most; at 1 all is kept, and at ${deepest} there is no checkpoint.`,
      alt: 'Memory falls from one, is least in between, and rises to one again; operations do the reverse, by less.',
      draw: (rows) => {
        const tried = rows.filter((row) => row.pass === 'training, checkpoints');
        const all = tried.find((row) => row.spacing === 1);
        return {
          x: { title: 'layers between checkpoints' },
          y: { title: 'over keeping all', scale: 'linear', domain: [0, 1.5] },
          series: [
            {
              name: 'operations',
              spots: tried.map((row) => ({ x: row.spacing, y: row.operations / keepingAll(rows, row) })),
            },
            {
              name: 'intermediates held',
              spots: tried.map((row) => ({
                x: row.spacing,
                y: row.intermediates / (all?.intermediates ?? NaN),
              })),
            },
          ],
          guides: [{ y: 1 }],
        };
      },
    },
  ],
  tables: [
    {
      caption: 'Against the layers: 8 hidden units, 32 samples, 8 inputs, tanh, λ = 1e-3.',
      columns: [
        'layers',
        'pass',
        'intermediates',
        'inLayers',
        'withoutReuse',
        'parameters',
        'results',
        'total',
        'operations',
      ],
      rows: (row, _, rows) => passes.slice(0, 3).some((pass) => along(rows, pass, 'layers').includes(row)),
      note: 'tanh′ is computed from h, so that z becomes h where it lies: training holds one array for each hidden layer, and about two more on the way back. Counted as the kernel is planned, in float64; an array takes half of that in float32.',
    },
    {
      caption: 'Against the inputs, 16 layers.',
      columns: ['inputs', 'lambda', 'intermediates', 'inLayers', 'data', 'parameters', 'results', 'total'],
      rows: (row, _, rows) =>
        [0, base.lambda].some((lambda) => along(rows, 'training', 'inputs', lambda).includes(row)),
      note: 'x and W⁽¹⁾ are handed in and ∂J/∂W⁽¹⁾ is handed out: neither is an intermediate, and both grow with d.',
    },
    summary<Row, { activation: string; training: number; checkpoints: number; prediction: number }>({
      caption: 'Against the activation, 16 layers: what is held, in arrays of a hidden layer’s size.',
      note: 'Where φ′ is computed from z, and not from h as those of tanh and σ are, both are kept. That of relu could be read from h as well; the rule here reads z.',
      columns: {
        activation: { kind: 'case', name: 'φ', says: 'As below.', format: code },
        training: { kind: 'counted', says: 'As below.', format: decimals(2) },
        checkpoints: {
          kind: 'counted',
          name: 'checkpoints every 4 layers',
          says: 'As below.',
          format: decimals(2),
        },
        prediction: { kind: 'counted', says: 'As below.', format: decimals(2) },
      },
      summarise: (rows) =>
        along(rows, 'training', 'activation').map((row) => {
          const of = (pass: Pass): number =>
            along(rows, pass, 'activation').find(({ activation }) => activation === row.activation)!.inLayers;
          return {
            activation: row.activation,
            training: row.inLayers,
            checkpoints: of('training, checkpoints every √n'),
            prediction: of('prediction'),
          };
        }),
    }),
    summary<
      Row,
      { spacing: number; intermediates: number; inLayers: number; operations: number; more: number }
    >({
      caption: `Checkpoints in a net of ${deepest} layers.`,
      columns: {
        spacing: { kind: 'case', name: 'layers between checkpoints', says: 'As below.', format: integer },
        intermediates: inBytes('As below.'),
        inLayers: { kind: 'counted', name: 'in layers', says: 'As below.', format: decimals(2) },
        operations: count('As below.'),
        more: {
          kind: 'counted',
          name: 'over all kept',
          says: 'operations / operations with all kept.',
          format: decimals(3),
        },
      },
      summarise: (rows) =>
        rows
          .filter((row) => row.pass === 'training, checkpoints')
          .map((row) => ({
            spacing: row.spacing!,
            intermediates: row.intermediates,
            inLayers: row.inLayers,
            operations: row.operations,
            more: row.operations / keepingAll(rows, row),
          })),
    }),
  ],
});

export default itself;
runAlone(itself, import.meta);
