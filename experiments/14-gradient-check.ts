import {
  binary64,
  float32,
  gradCheck,
  isRefused,
  mlp,
  objective,
  parse,
  reverse,
  rounded,
  taylorTest,
  type Deviation,
  type Objective,
  type Tensors,
} from '../src/index.ts';
import {
  ascending,
  code,
  decimals,
  defineExperiment,
  integer,
  plain,
  quantile,
  runAlone,
  samplerOf,
  scientific,
  series,
  summary,
  text,
  toPoint,
  traceProblem,
  type Lab,
  type Stream,
  type Verdict,
} from '../src/lab.ts';

interface Case {
  format: 'float64' | 'float32';
  points: number;
}

interface Row {
  format: string;
  points: number;
  check: string;
  kind: string;
  size: number;
  rule: string;
  threshold: number;
  trials: number;
  detected: number;
  falseAlarms: number;
  evaluations: number;
}

type Gradient = readonly number[];

/** A function with a right gradient, at one point, in one format; and gradients with a fault, by its kind. */
interface Trial {
  readonly f: (x: readonly number[]) => number;
  readonly x: readonly number[];
  readonly right: Gradient;
  readonly wrong: Readonly<Record<string, Gradient>>;
}

type Formats = typeof formats;
const formats = { float64: binary64, float32 };
type FormatHere = Formats[keyof Formats];

/** What is checked: an objective, points of it, and what its author might have got wrong. */
interface Subject {
  readonly o: Objective;
  readonly at: (random: Stream) => Tensors<number>;
  readonly faults: (right: Gradient, at: Tensors<number>) => Record<string, Gradient>;
}

const width = 3;
const lambda = 1e-2;

/** A 3-3-2 net's objective with another sample and other weights each time, so many times the usual. */
function net(
  activation: 'tanh' | 'sigmoid',
  loss: 'softmax-cross-entropy' | 'squared-error',
  by: number,
): Subject {
  const made = (seed: number) => mlp({ layers: [width, width, 2], activation, loss, lambda, seed });
  const o = traceProblem(made(0));
  return {
    o,
    at: (random) => {
      const at = toPoint(o, made(random.below(2 ** 31)).at);
      const { W1, W2 } = at;
      const scaled = { shape: W1!.shape, data: W1!.data.map((v) => by * v) };
      return { ...at, W1: scaled, W2: W2! };
    },
    faults: (right, { x, W1, W2 }) => {
      const weights = [...W1!.data, ...W2!.data];
      const inFirst = (i: number): boolean => i < width * width;
      const saturated = Array.from({ length: width }, (_, row) => {
        const z = x!.data.reduce((sum, v, column) => sum + v * W1!.data[row * width + column]!, 0);
        return Math.abs(z) > 2;
      });
      return {
        'wrong sign': right.map((g, i) => (inFirst(i) ? g : -g)),
        'no λ': right.map((g, i) => g - lambda * weights[i]!),
        'factor 2': right.map((g, i) => (inFirst(i) ? 2 * g : g)),
        transposed: right.map((g, i) =>
          inFirst(i) ? right[(i % width) * width + Math.floor(i / width)]! : g,
        ),
        // As if φ′ were 0 beyond |z| = 2: nothing but the penalty is left of those units.
        saturation: right.map((g, i) =>
          inFirst(i) && saturated[Math.floor(i / width)] ? lambda * W1!.data[i]! : g,
        ),
      };
    },
  };
}

/** A function of a few numbers, each drawn from an interval. */
function scalar(f: string, domain: Readonly<Record<string, readonly [number, number]>>): Subject {
  const o = objective(parse(f), Object.keys(domain));
  return {
    o,
    at: (random) =>
      toPoint(
        o,
        Object.fromEntries(
          Object.entries(domain).map(([name, [low, high]]) => [name, low + random.uniform() * (high - low)]),
        ),
      ),
    faults: (right) => ({
      'wrong sign': right.map((g, i) => (i === 0 ? -g : g)),
      'factor 2': right.map((g, i) => (i === 0 ? 2 * g : g)),
      transposed: [...right].reverse(),
    }),
  };
}

/** Objectives of nets, and functions on which a fixed step is now too long, now too short. */
const subjects: readonly Subject[] = [
  net('tanh', 'softmax-cross-entropy', 1),
  net('tanh', 'squared-error', 4),
  net('sigmoid', 'squared-error', 1),
  scalar('100*(y-x^2)^2+(1-x)^2', { x: [-2, 2], y: [-1, 3] }),
  scalar('exp(x*y)*sin(z)', { x: [-2, 2], y: [-2, 2], z: [-3, 3] }),
  scalar('sin(50*x)+y^2', { x: [0, 1], y: [0, 1] }),
  scalar('1/x+log(y)', { x: [0.01, 1], y: [0.01, 1] }),
  scalar('x^2/y', { x: [100, 10000], y: [100, 10000] }),
];

/** Trials of one subject, at as many random points. */
function trialsOf({ o, at, faults }: Subject, format: FormatHere, points: number, random: Stream): Trial[] {
  const n = rounded(format);
  const sample = samplerOf(o, n);
  const prepared = reverse().prepare(o, n);
  if (isRefused(prepared)) throw new Error(prepared.because);
  return Array.from({ length: points }, () => {
    const point = Object.fromEntries(
      Object.entries(at(random)).map(([name, { shape, data }]) => [
        name,
        { shape, data: data.map(format.round) },
      ]),
    );
    const parts = o.wrt.map((name) => ({ name, ...point[name]! }));
    const { gradient } = prepared.valueAndGradient(point);
    const right = o.wrt.flatMap((name) => gradient[name]!.data);
    const dropped = random.below(right.length);
    return {
      f: (x) => {
        const moved: Record<string, Tensors<number>[string]> = { ...point };
        let next = 0;
        for (const { name, shape, data } of parts)
          moved[name] = { shape, data: x.slice(next, (next += data.length)) };
        return sample(moved).value;
      },
      x: parts.flatMap(({ data }) => data),
      right,
      wrong: {
        ...faults(right, point),
        'one zeroed': right.map((g, i) => (i === dropped ? 0 : g)),
        NaN: right.map((g, i) => (i === dropped ? NaN : g)),
      },
    };
  });
}

/** A check made ready for one point: how suspicious a gradient is, in units that the check's own rule has a threshold for. */
type Prepared = (gradient: Gradient) => number;

interface Check {
  readonly prepare: (trial: Trial, format: FormatHere, random: Stream) => Prepared;
  /** What it goes by: noise that it measures at each point, noise as f’s size would have it, or one step for all points. */
  readonly by: 'measured noise' | 'supposed noise' | 'fixed step';
  /** At which suspicions those who publish the check call a gradient wrong, the strictest last. */
  readonly published: readonly number[];
  /** Where its step and these are from. */
  readonly source: string;
}

/** NaN is as suspicious as can be. */
const worst = (values: readonly number[]): number =>
  values.reduce((most, v) => Math.max(most, Number.isNaN(v) ? Infinity : v), 0);

/** How many times the noise of a difference a gradient deviates from it. */
const overNoise = (given: number, { difference, noise }: Deviation): number =>
  given === difference ? 0 : Math.abs(given - difference) / noise;

const dot = (a: Gradient, b: Gradient): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/** Central differences with one step, as everybody writes them. */
function centralDifferences({ f, x }: Trial, { round }: FormatHere, step: number): number[] {
  return x.map((own, i) => {
    const at = (place: number): number => f(x.map((v, j) => (i === j ? round(place) : v)));
    return round((at(own + step) - at(own - step)) / (2 * step));
  });
}

const relative = (given: number, difference: number): number =>
  given === difference ? 0 : Math.abs(given - difference) / Math.max(Math.abs(given), Math.abs(difference));

/** |given − difference| over the tolerance of numpy.allclose. */
const overTolerance = (given: number, difference: number, atol: number, rtol: number): number =>
  Math.abs(given - difference) / (atol + rtol * Math.abs(difference));

const ours = 'gradCheck and taylorTest: our own, 5 times the noise';

/** A difference, and its noise, does not depend on the gradient that is held against it: it is found once for each point. */
const checks: Readonly<Record<string, Check>> = {
  gradCheck: {
    by: 'measured noise',
    prepare: ({ f, x, right }, format) => {
      const { components } = gradCheck(f, right, x, { format });
      return (gradient) => worst(components.map((own, i) => overNoise(gradient[i]!, own)));
    },
    published: [5],
    source: ours,
  },
  taylorTest: {
    by: 'measured noise',
    prepare: ({ f, x, right }, format) => {
      const { directions } = taylorTest(f, right, x, { format });
      return (gradient) => worst(directions.map((own) => overNoise(dot(gradient, own.direction), own)));
    },
    published: [5],
    source: ours,
  },
  'gradCheck, one direction': {
    by: 'supposed noise',
    prepare: ({ f, x }, format, random) => {
      const seed = random.below(2 ** 31);
      return (gradient) => {
        const [own] = gradCheck(f, gradient, x, { mode: 'direction', format, seed }).components;
        return worst([overNoise(own!.given, own!)]);
      };
    },
    published: [5],
    source: ours,
  },
  'CS231n, step 1e-5': {
    by: 'fixed step',
    prepare: (trial, format) => {
      const differences = centralDifferences(trial, format, 1e-5);
      return (gradient) => worst(differences.map((difference, i) => relative(gradient[i]!, difference)));
    },
    published: [1e-2, 1e-4, 1e-7],
    source:
      'CS231n, step 1e-5: the course’s notes (Neural Networks Part 3), by which a relative error above 1e-2 is probably wrong, 1e-4 is too high without kinks, and 1e-7 is good',
  },
  'torch, step 1e-6': {
    by: 'fixed step',
    prepare: (trial, format) => {
      const differences = centralDifferences(trial, format, 1e-6);
      return (gradient) =>
        worst(differences.map((difference, i) => overTolerance(gradient[i]!, difference, 1e-5, 1e-3)));
    },
    published: [1],
    source: 'torch, step 1e-6: the defaults of torch.autograd.gradcheck, eps 1e-6, atol 1e-5, rtol 1e-3',
  },
  'JAX, step 1e-4': {
    by: 'fixed step',
    prepare: ({ f, x }, format, random) => {
      const direction = x.map(() => random.normal());
      const at = (t: number): number => f(x.map((v, i) => format.round(v + t * direction[i]!)));
      const difference = (at(1e-4) - at(-1e-4)) / 2e-4;
      const tolerance = format === float32 ? 2e-3 : 1e-5;
      return (gradient) => worst([overTolerance(dot(gradient, direction), difference, tolerance, tolerance)]);
    },
    published: [1],
    source:
      'JAX, step 1e-4: the defaults of jax.test_util.check_grads, eps 1e-4, atol and rtol 1e-5 for float64 and 2e-3 for float32',
  },
};

/** The sizes of faults: 1, 0.1, … relative to the gradient. */
const sizes = Array.from({ length: 15 }, (_, i) => Number(`1e-${i}`));

/** A gradient off by the share `size` of its own norm, in the direction of a fault; null where the fault does not show. */
function faulty(right: Gradient, wrong: Gradient, size: number, { round }: FormatHere): Gradient | null {
  if (wrong.some(Number.isNaN)) return wrong;
  const fault = wrong.map((v, i) => v - right[i]!);
  const length = Math.hypot(...fault);
  return length === 0
    ? null
    : right.map((g, i) => round(g + (size * Math.hypot(...right) * fault[i]!) / length));
}

/** The suspicions that one check has of right gradients, and of faulty ones. */
interface Suspicions {
  readonly right: readonly number[];
  /** Evaluations of f for one gradient, on average. */
  readonly evaluations: number;
  readonly wrong: readonly { readonly kind: string; readonly size: number; readonly suspicion: number }[];
}

const rocSizes = [1e-6, 1e-8, 1e-10];
const levels = 24;

function* measure({ format: name, points }: Case, lab: Lab): Iterable<Row> {
  const format = formats[name];
  const trials = subjects.flatMap((subject, i) =>
    trialsOf(subject, format, points, lab.stream(`points of ${i}`)),
  );
  for (const [check, { prepare, published }] of Object.entries(checks)) {
    lab.note(`${name}, ${check}`);
    const random = lab.stream(check);
    const { right, wrong, evaluations } = suspicions(
      trials,
      (trial) => prepare(trial, format, random),
      format,
    );
    const share = (values: readonly number[], threshold: number): number =>
      values.filter((v) => v > threshold).length / values.length;
    const row = (kind: string, size: number, rule: string, threshold: number): Row => {
      const found = wrong.filter(
        (w) => (kind === 'any' ? w.kind !== 'NaN' : w.kind === kind) && w.size === size,
      );
      return {
        format: name,
        points,
        check,
        kind,
        size,
        rule,
        threshold,
        trials: found.length,
        detected: share(
          found.map(({ suspicion }) => suspicion),
          threshold,
        ),
        falseAlarms: share(right, threshold),
        evaluations,
      };
    };
    const rules = [
      ...published.map((own) => ['as published', own]),
      ['no false alarm', worst(right)],
    ] as const;
    for (const [rule, threshold] of rules as readonly (readonly [string, number])[])
      for (const kind of ['any', ...new Set(wrong.map((w) => w.kind))])
        for (const size of kind === 'NaN' ? [1] : sizes) yield row(kind, size, rule, threshold);
    const sorted = ascending(right);
    const thresholds = Array.from({ length: levels + 1 }, (_, i) =>
      i === levels ? -1 : quantile(sorted, 1 - i / levels),
    );
    for (const size of rocSizes)
      for (const threshold of thresholds) yield row('any', size, 'swept', threshold);
  }
}

function suspicions(
  trials: readonly Trial[],
  prepare: (trial: Trial) => Prepared,
  format: FormatHere,
): Suspicions {
  let calls = 0;
  const counted = (trial: Trial): Trial => ({
    ...trial,
    f: (x) => {
      calls++;
      return trial.f(x);
    },
  });
  const prepared = trials.map((trial) => ({ trial, suspicion: prepare(counted(trial)) }));
  const right = prepared.map(({ trial, suspicion }) => suspicion(trial.right));
  // A check along one direction evaluates f again for each gradient: those that follow are not counted.
  const evaluations = calls / trials.length;
  return {
    right,
    evaluations,
    wrong: prepared.flatMap(({ trial, suspicion }) =>
      Object.entries(trial.wrong).flatMap(([kind, wrong]) =>
        (kind === 'NaN' ? [1] : sizes).flatMap((size) => {
          const gradient = faulty(trial.right, wrong, size, format);
          return gradient === null ? [] : [{ kind, size, suspicion: suspicion(gradient) }];
        }),
      ),
    ),
  };
}

/** The smallest size from which on, upwards, at least 95 % of the faults are found; null if not even the largest. */
function smallest(rows: readonly Row[]): number | null {
  const descending = [...rows].sort((a, b) => b.size - a.size);
  const missed = descending.findIndex(({ detected }) => !(detected >= 0.95));
  return (missed < 0 ? descending[descending.length - 1] : descending[missed - 1])?.size ?? null;
}

const only = (rows: readonly Row[], format: string, check: string, rule: string, kind = 'any'): Row[] =>
  rows.filter((r) => r.format === format && r.check === check && r.rule === rule && r.kind === kind);

/** What one check does in one format, with one of its own thresholds. */
interface Overall {
  format: string;
  check: string;
  own: number;
  falseAlarms: number;
  nan: number;
  found: number | null;
  evaluations: number;
  strict: number;
  sharpest: number | null;
}

function overall(rows: readonly Row[]): Overall[] {
  const formatsHere = [...new Set(rows.map((r) => r.format))];
  return formatsHere.flatMap((format) =>
    Object.entries(checks).flatMap(([check, { published }]) =>
      published.map((threshold) => {
        const own = (kind: string) =>
          only(rows, format, check, 'as published', kind).filter((r) => r.threshold === threshold);
        const strict = only(rows, format, check, 'no false alarm');
        const { falseAlarms, evaluations } = own('any')[0]!;
        return {
          format,
          check,
          own: threshold,
          falseAlarms,
          nan: own('NaN')[0]!.detected,
          found: falseAlarms > mostAlarms ? null : smallest(own('any')),
          evaluations,
          strict: strict[0]!.threshold,
          sharpest: smallest(strict),
        };
      }),
    ),
  );
}

/** A check that calls more than these right gradients wrong has found nothing. */
const mostAlarms = 0.5;

const isFixedStep = (check: string): boolean => checks[check]!.by === 'fixed step';

/** On how many points of their curves, in float64, checks with a fixed step find more than the Taylor test does with no more alarms. */
function compared(rows: readonly Row[]): { points: number; below: number } {
  const swept = rows.filter((r) => r.format === 'float64' && r.rule === 'swept');
  const taylor = swept.filter(({ check }) => check === 'taylorTest');
  const points = swept.filter(({ check }) => isFixedStep(check));
  const below = points.filter(
    ({ size, falseAlarms, detected }) =>
      !taylor.some((own) => own.size === size && own.falseAlarms <= falseAlarms && own.detected >= detected),
  );
  return { points: points.length, below: below.length };
}

/** How many right gradients there are in a format. */
const rightOnes = (rows: readonly Row[], format: string): number =>
  subjects.length * rows.find((r) => r.format === format)!.points;

function verdict(rows: readonly Row[]): Verdict {
  const all = overall(rows);
  const doubles = all.filter(({ format }) => format === 'float64');
  const of = (check: string) => doubles.find((r) => r.check === check)!;
  const sharpestOf = (check: string) => of(check).sharpest ?? Infinity;
  const fixedSteps = Object.keys(checks).filter(isFixedStep);
  const fixed = Math.min(...fixedSteps.map(sharpestOf));
  const best = fixedSteps.filter((check) => sharpestOf(check) === fixed);
  const [taylor, components] = ['taylorTest', 'gradCheck'].map(sharpestOf) as [number, number];
  const curves = compared(rows);
  const alarms = [...new Set(all.map(({ format }) => format))].map((format) => ({
    format,
    share: Math.max(
      ...all
        .filter((r) => r.format === format && checks[r.check]!.by === 'measured noise')
        .map(({ falseAlarms }) => falseAlarms),
    ),
  }));
  const called = alarms.map(
    ({ format, share }) =>
      `${share === 0 ? 'none' : `up to ${(100 * share).toFixed(1)} %`} of ${rightOnes(rows, format)} in ${format}`,
  );
  return {
    holds: alarms.every(({ share }) => share === 0) && taylor < fixed && curves.below === 0,
    because:
      'in float64, with thresholds at which no right gradient is called wrong, the Taylor test finds 95 % of all faults from ' +
      `${taylor.toExponential(0)} of the gradient on, component-wise gradCheck from ${components.toExponential(0)}, and the ` +
      `best check with a fixed step (${best.join('; ')}) from ${fixed.toExponential(0)}, for ${Math.round(of('taylorTest').evaluations)}, ` +
      `${Math.round(of('gradCheck').evaluations)} and ${Math.round(of(best[0]!).evaluations)} evaluations; at ${curves.points - curves.below} of ` +
      `${curves.points} points on the curves of checks with a fixed step (faults of ${rocSizes.map((size) => size.toExponential(0)).join(', ')}) the Taylor test ` +
      'finds no fewer faults for no more false alarms; of right gradients the Taylor test and ' +
      `component-wise gradCheck, at their own threshold, call ${called.join(' and ')} wrong`,
  };
}

/** Each check keeps its look from figure to figure. */
const looks = Object.keys(checks);

const curves = (rows: readonly Row[], x: 'size' | 'falseAlarms') =>
  looks.flatMap((check, look) =>
    series(
      rows.filter((r) => r.check === check),
      { by: 'check', x, y: 'detected', look },
    ),
  );

const sources = [...new Set(Object.values(checks).map(({ source }) => source))];

const kinds = ['wrong sign', 'no λ', 'one zeroed', 'factor 2', 'transposed', 'saturation'];

/** The smallest fault of each kind that a check finds. */
type ByKind = Record<'check', string> & Record<(typeof kinds)[number], number | string | null>;

const itself = defineExperiment<Row, Case>({
  id: '14-gradient-check',
  title: 'Which check finds which faults',
  question:
    'How small a fault in a gradient does each check find, and how often does it call a right gradient wrong?',
  claim:
    'The Taylor test needs no step and detects smaller bugs than a fixed-tolerance check at the same false-alarm rate (ROC).',
  seed: 1,
  sweep: { format: ['float64', 'float32'], points: [24] },
  quick: { format: ['float64'], points: [3] },
  cases: ({ format, points }) =>
    format.flatMap((name) =>
      points.map((count) => ({ format: name, points: name === 'float32' ? Math.ceil(count / 4) : count })),
    ),
  measure,
  columns: {
    format: { kind: 'case', says: 'The numbers that f and its gradient are computed in.', format: text },
    points: {
      kind: 'case',
      says: 'Random points of each of eight functions: three objectives of 3-3-2 nets (λ = 1e-2), Rosenbrock’s function, exp(xy)·sin z, sin 50x + y², 1/x + log y, x²/y; fewer in float32.',
      format: code,
    },
    check: {
      kind: 'case',
      says: 'gradCheck by components, taylorTest, gradCheck along one direction (two evaluations); central differences with one step, as in the notes of CS231n (relative error), torch.autograd.gradcheck (deviation over tolerance) and JAX’s check_grads (the same along a random direction).',
      format: text,
    },
    kind: {
      kind: 'case',
      says: 'The fault: the sign of W⁽²⁾’s gradient (or of a first variable’s); the penalty forgotten; one component 0; a factor 2 in W⁽¹⁾’s; W⁽¹⁾’s transposed (or variables in reverse); φ′ taken as 0 where |z| > 2, which shows where units are saturated; NaN. All but NaN are “any”.',
      format: text,
    },
    size: {
      kind: 'case',
      says: 'The fault is scaled: ‖gradient − right‖₂ over ‖right‖₂.',
      format: scientific(1),
    },
    rule: {
      kind: 'case',
      says: 'Which threshold: the check’s own (published) one, the smallest at which no right gradient is called wrong, or one of many (for the ROC).',
      format: text,
    },
    threshold: {
      kind: 'counted',
      says: 'A gradient is called wrong above it: deviation over noise, relative error (CS231n), deviation over tolerance (torch, JAX).',
      format: scientific(2),
      rounding: Infinity,
    },
    trials: { kind: 'counted', says: 'Faulty gradients of this kind and size.', format: integer },
    detected: {
      kind: 'counted',
      says: 'The share of them that is called wrong.',
      format: decimals(3),
      rounding: Infinity,
    },
    falseAlarms: {
      kind: 'counted',
      name: 'false alarms',
      says: 'The share of right gradients that is called wrong.',
      format: decimals(3),
      rounding: Infinity,
    },
    evaluations: {
      kind: 'counted',
      says: 'Evaluations of f for one gradient, on average; it has 2 to 15 components.',
      format: decimals(1),
      rounding: Infinity,
    },
  },
  verdict,
  figures: [
    {
      id: 'detected',
      caption:
        'Faults found against their size, in float64, all kinds together; each check with the threshold at which it calls no right gradient wrong.',
      alt: 'gradCheck and taylorTest find nearly all faults down to far smaller sizes than the others; gradCheck along one direction and the checks with the steps 1e-5 and 1e-6 lie together; JAX’s, with the step 1e-4, finds the large ones only.',
      draw: (rows) => ({
        x: { title: 'size of the fault, relative to the gradient' },
        y: { title: 'share of faults found', scale: 'linear', domain: [0, 1] },
        series: curves(
          rows.filter((r) => r.format === 'float64' && r.rule === 'no false alarm' && r.kind === 'any'),
          'size',
        ),
      }),
    },
    {
      id: 'roc',
      caption:
        'Receiver operating characteristics in float64, by the size of the fault: faults found against right gradients called wrong, as the threshold moves.',
      alt: 'gradCheck and taylorTest stay in the upper left corner in all three panels. For faults of 1e-6 so do all others but JAX’s; for 1e-8 all others leave it, and for 1e-10 they lie along the diagonal.',
      draw: (rows) => ({
        x: { title: 'right gradients called wrong', scale: 'linear', domain: [0, 1] },
        y: { title: 'faults found', scale: 'linear', domain: [0, 1] },
        columns: 3,
        panels: rocSizes.map((size) => ({
          title: `faults of ${size.toExponential(0)}`,
          series: curves(
            rows.filter((r) => r.format === 'float64' && r.rule === 'swept' && r.size === size),
            'falseAlarms',
          ),
        })),
      }),
    },
    {
      id: 'by-kind',
      caption: 'The same as the first figure, by the kind of the fault.',
      alt: 'In every panel gradCheck and taylorTest find faults orders of magnitude smaller than all others do, and JAX’s check needs the largest.',
      draw: (rows) => ({
        x: { title: 'size of the fault' },
        y: { title: 'share found', scale: 'linear', domain: [0, 1] },
        columns: 3,
        panels: kinds.map((kind) => ({
          title: kind,
          series: curves(
            rows.filter((r) => r.format === 'float64' && r.rule === 'no false alarm' && r.kind === kind),
            'size',
          ),
        })),
      }),
    },
  ],
  tables: [
    summary<Row, Overall>({
      caption:
        'Each check: right gradients called wrong at its own threshold, and the smallest fault that it finds in 95 % of all cases.',
      note:
        'Where a step does not suit a function, right gradients deviate from its difference, and a threshold that spares them all spares ' +
        'faults of that size in every function. The last two columns’ threshold is known from the same right gradients. The notes of CS231n and the documentation of torch.autograd.gradcheck warn of float32; JAX has ' +
        'a wider tolerance for it, and the same step. gradCheck and taylorTest find their steps and their noise at each point, and pay for ' +
        `it in evaluations. Steps and thresholds: ${sources.join('; ')}.`,
      columns: {
        format: { kind: 'case', says: 'As below.', format: text },
        check: { kind: 'case', says: 'As below.', format: text },
        own: {
          kind: 'counted',
          name: 'own threshold',
          says: 'Above which those who publish the check call a gradient wrong.',
          format: plain,
        },
        falseAlarms: {
          kind: 'counted',
          name: 'false alarms',
          says: 'The share of right gradients that is called wrong at it.',
          format: decimals(3),
        },
        nan: {
          kind: 'counted',
          name: 'NaN found',
          says: 'The share of gradients with one NaN that is called wrong.',
          format: decimals(2),
        },
        found: {
          kind: 'counted',
          name: 'smallest fault found',
          says: '95 % of the faults from this size on are called wrong; a dash where not even the largest are, or most right gradients are, too.',
          format: scientific(1),
        },
        evaluations: { kind: 'counted', says: 'As below.', format: decimals(0) },
        strict: {
          kind: 'counted',
          name: 'threshold without false alarms',
          says: 'The largest suspicion of a right gradient.',
          format: scientific(2),
        },
        sharpest: {
          kind: 'counted',
          name: 'smallest fault found with it',
          says: 'The same at that threshold.',
          format: scientific(1),
        },
      },
      summarise: overall,
    }),
    summary<Row, ByKind>({
      caption:
        'The smallest fault of each kind that is found in 95 % of all cases without a false alarm, in float64.',
      columns: {
        check: { kind: 'case', says: 'As below.', format: text },
        ...Object.fromEntries(
          kinds.map((kind) => [kind, { kind: 'counted', says: 'Its smallest size.', format: scientific(1) }]),
        ),
      },
      summarise: (rows) =>
        looks.map((check) => ({
          check,
          ...Object.fromEntries(
            kinds.map((kind) => [kind, smallest(only(rows, 'float64', check, 'no false alarm', kind))]),
          ),
        })),
    }),
  ],
});

export default itself;
runAlone(itself, import.meta);
