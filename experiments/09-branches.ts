import {
  bfloat16,
  binary64,
  dataset,
  float16,
  float32,
  float64,
  isRefused,
  mlp,
  reverse,
  rounded,
  tensors,
  read,
  trace,
  type Algebra,
  type Format,
  type Model,
  type Numbers,
  type Objective,
  type Prepared,
  type Tensors,
} from '../src/index.ts';
import {
  binomial,
  defineExperiment,
  fittedPower,
  integer,
  nameOf,
  nearestBranch,
  product,
  runAlone,
  samplerOf,
  scientific,
  series,
  spreadOf,
  summary,
  text,
  traceProblem,
  type Lab,
  type Sample,
  type Stream,
  type Verdict,
} from '../src/lab.ts';

type Along = 'a direction' | 'a weight' | 'every weight';

interface Case {
  part: 'straddling' | 'zeros';
  along: Along;
  units: number;
  batch: number;
  format: string;
  when: 'at the start' | 'in training';
  size: number;
}

/** What is measured of differences that may straddle a branch. */
interface Straddling {
  along: string;
  step: number;
  straddled: number;
  decisions: number;
  proportional: number;
  predicted: number;
  failures: number;
  byBranch: number;
  byNoise: number;
  unexplained: number;
  passed: number;
  rechecked: number;
  cured: number;
}

/** What is measured of pre-activations that are exactly 0. */
interface Zeros {
  format: string;
  unitRoundoff: number;
  when: string;
  values: number;
  cancelled: number;
  silenced: number;
  changed: number;
  medianChange: number;
  largestChange: number;
}

type Measured = Straddling & Zeros;

type Row = {
  part: string;
  units: number;
  batch: number;
  trials: number;
  probability: number;
  low: number;
  high: number;
} & { [K in keyof Measured]: Measured[K] | null };

const empty = <K extends keyof Measured>(...keys: K[]) =>
  Object.fromEntries(keys.map((key) => [key, null])) as Record<K, null>;

const inputs = 4;
const outputs = 3;

/** 1e-1 to 1e-7, two to a decade; every weight is checked at whole decades only. */
const halfDecades = Array.from({ length: 13 }, (_, i) => Number((10 ** (-1 - i / 2)).toPrecision(2)));
const wholeDecades = halfDecades.filter((_, i) => i % 2 === 0);
const decades = [1e-2, 1e-3, 1e-4, 1e-5];

/** The classical check: a relative difference up to this is forgiven. */
const tolerance = 1e-6;

const normals = (shape: readonly number[], deviation: number, random: Stream) => ({
  shape,
  data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => deviation * random.normal()),
});

/** Random data, and weights as He et al. (2015) draw them for ReLU: normal, of variance 2/(inputs of the unit). */
function draw(units: number, batch: number, random: Stream): Tensors<number> {
  return {
    x: normals([inputs, batch], 1, random),
    y: normals([outputs, batch], 1, random),
    W1: normals([units, inputs], Math.sqrt(2 / inputs), random),
    W2: normals([outputs, units], Math.sqrt(2 / units), random),
  };
}

/** How W1 moves in one trial: each direction is checked by itself. */
function directions(along: Along, count: number, random: Stream): readonly (readonly number[])[] {
  const only = (i: number) => Array.from({ length: count }, (_, j) => (i === j ? 1 : 0));
  switch (along) {
    case 'a direction':
      return [Array.from({ length: count }, () => random.normal())];
    case 'a weight':
      return [only(random.below(count))];
    case 'every weight':
      return Array.from({ length: count }, (_, i) => only(i));
  }
}

/** E max|gᵢ| = ∫ 1 − erf(t/√2)⁴ dt of four normal numbers, over E‖g‖ = ¾√(2π). */
function largestEntry(): number {
  const ends = Array.from({ length: 2048 }, (_, i) => i / 256);
  const integral = ends.reduce((sum, t) => sum + (1 - float64.erf(t / Math.SQRT2) ** 4) / 256, -1 / 512);
  return integral / (0.75 * Math.sqrt(2 * Math.PI));
}

/**
 * How often a decision is straddled, for each unit and sample and for a short step, in multiples of the step. Given x, z = w·x
 * and its change are normal (or the change is an entry of x), of deviations ‖x‖/√2 and ‖x‖: 2·step·φ(0)·√2·E|change|/‖x‖.
 * E|u₁| and E max|uᵢ| are those of a random unit vector with four entries.
 */
const density: Readonly<Record<Along, number>> = {
  'a direction': (2 * Math.SQRT2) / Math.PI,
  'a weight': (2 / Math.sqrt(Math.PI)) * (4 / (3 * Math.PI)),
  'every weight': (2 / Math.sqrt(Math.PI)) * largestEntry(),
};

/** What one check came to. */
interface Checked {
  decisions: number;
  fails: boolean;
  isNoise: boolean;
}

const { unitRoundoff } = binary64;

function check(
  centre: Sample<number>,
  above: Sample<number>,
  below: Sample<number>,
  step: number,
  slope: number,
  size: number,
): Checked {
  let decisions = 0;
  for (let i = 0; i < centre.ways.length; i++)
    if (centre.ways[i] !== above.ways[i] || centre.ways[i] !== below.ways[i]) decisions++;
  const difference = (above.value - below.value) / (2 * step);
  const off = Math.abs(difference - slope);
  const fails = off > tolerance * Math.max(Math.abs(difference), Math.abs(slope));
  // f and the places are rounded, each a few times.
  const isNoise = off <= (32 * unitRoundoff * Math.max(centre.value, above.value, below.value, size)) / step;
  return { decisions, fails, isNoise };
}

/** So many failures of each row are looked at again, with half the distance of the nearest branch for the step. */
const lookedAgain = 2;

function ready<T>(o: Objective, n: Numbers<T>): Prepared<T> {
  const prepared = reverse().prepare(o, n);
  if (isRefused(prepared)) throw new Error(prepared.because);
  return prepared;
}

function* straddling({ along, units, batch, size: trials }: Case, lab: Lab): Iterable<Row> {
  const problem = mlp({ layers: [inputs, units, outputs], activation: 'relu', loss: 'squared-error', batch });
  const o = traceProblem(problem, ['W1']);
  const sample = samplerOf(o, float64);
  const prepared = ready(o, float64);
  const steps = along === 'every weight' ? decades : halfDecades;
  const tally = steps.map(() => ({
    straddled: 0,
    decisions: 0,
    failures: 0,
    byBranch: 0,
    byNoise: 0,
    unexplained: 0,
    passed: 0,
    rechecked: 0,
    cured: 0,
  }));
  for (let trial = 0; trial < trials; trial++) {
    if (trial % 100 === 0) lab.note(`trial ${trial} of ${trials}`);
    const at = draw(units, batch, lab.random);
    const W1 = at.W1!.data;
    const moved = (direction: readonly number[], t: number): Sample<number> =>
      sample({ ...at, W1: { shape: at.W1!.shape, data: W1.map((w, i) => w + t * direction[i]!) } });
    const gradient = prepared.valueAndGradient(at).gradient.W1!.data;
    const centre = sample(at);
    const all = directions(along, W1.length, lab.random).map((direction) => ({
      direction,
      slope: gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0),
      size: gradient.reduce((sum, g, i) => sum + Math.abs(g * W1[i]! * direction[i]!), 0),
    }));
    steps.forEach((step, i) => {
      const own = tally[i]!;
      const found = all.map(({ direction, slope, size }) => ({
        direction,
        slope,
        size,
        ...check(centre, moved(direction, step), moved(direction, -step), step, slope, size),
      }));
      const failed = found.filter(({ fails }) => fails);
      const straddles = found.some(({ decisions }) => decisions > 0);
      if (straddles) own.straddled++;
      own.decisions += found.reduce((sum, { decisions }) => sum + decisions, 0);
      if (straddles && failed.length === 0) own.passed++;
      if (failed.length === 0) return;
      own.failures++;
      const [unexplained] = failed.filter(({ decisions, isNoise }) => decisions === 0 && !isNoise);
      const [branched] = failed.filter(({ decisions }) => decisions > 0);
      if (unexplained !== undefined) own.unexplained++;
      else if (branched === undefined) own.byNoise++;
      else own.byBranch++;
      if (branched === undefined || own.rechecked >= lookedAgain) return;
      own.rechecked++;
      const { direction, slope, size } = branched;
      const line = (t: number) => moved(direction, t);
      const nearest = nearestBranch(float64, 0, [-step, step], line);
      if (nearest === null) return;
      const half = nearest.distance / 2;
      const again = check(centre, line(half), line(-half), half, slope, size);
      if (again.decisions === 0 && (!again.fails || again.isNoise)) own.cured++;
    });
  }
  for (const [i, step] of steps.entries()) {
    const own = tally[i]!;
    const pairs = (along === 'a weight' ? 1 : units) * batch;
    yield {
      ...empty('format', 'unitRoundoff', 'when', 'values', 'cancelled'),
      ...empty('silenced', 'changed', 'medianChange', 'largestChange'),
      part: 'straddling',
      along,
      units,
      batch,
      step,
      trials,
      ...own,
      ...binomial(own.straddled, trials),
      decisions: along === 'every weight' ? null : own.decisions / trials,
      proportional: density[along] * step * pairs,
      predicted: 1 - Math.exp(-density[along] * step * pairs),
    };
  }
}

/** relu with relu′(0) = 0, as its row has it, and the same function with relu′(0) = 1. */
const relus = [
  <X>(k: Algebra<X>, z: X): X => k.relu(z),
  <X>(k: Algebra<X>, z: X): X => k.select(k.less(z, k.constant(0)), k.constant(0), z),
] as const;

/** A perceptron with two hidden layers, z₁ and z₂ its pre-activations, and the mean of half the squared errors. */
const deep =
  (relu: (typeof relus)[number], batch: number): Model =>
  (k, { x, y, W1, W2, W3 }) => {
    const z1 = k.matmul(W1!, x!);
    const h1 = relu(k, z1);
    const z2 = k.matmul(W2!, h1);
    const o = k.matmul(W3!, relu(k, z2));
    const L = k.div(k.sum(k.square(k.sub(o, y!)), [0, 1]), k.constant(2 * batch));
    return { result: L, names: { z1, h1, z2 } };
  };

const formats: readonly Format[] = [binary64, float32, float16, bfloat16];

/** Steps of gradient descent, and their length. */
const descents = 40;
const rate = 0.125;

/** The weights after a step of gradient descent, in the numbers n. */
const stepped = (at: Tensors<number>, gradient: Tensors<number>, n: Numbers<number>): Tensors<number> =>
  Object.fromEntries(
    Object.entries(gradient).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((g, i) => n.sub(at[name]!.data[i]!, n.mul(n.constant(rate), g))) },
    ]),
  );

/** ‖a − b‖₂ over the larger of the two norms. */
function apart(a: Tensors<number>, b: Tensors<number>): number {
  const flat = (g: Tensors<number>) => Object.values(g).flatMap(({ data }) => data);
  const [own, other] = [flat(a), flat(b)];
  const norm = (v: readonly number[]) => Math.sqrt(v.reduce((sum, g) => sum + g * g, 0));
  const size = Math.max(norm(own), norm(other));
  return size === 0 ? 0 : norm(own.map((g, i) => g - other[i]!)) / size;
}

function* zeros({ units, batch, format: name, when, size: nets }: Case, lab: Lab): Iterable<Row> {
  const format = formats.find((own) => own.name === name)!;
  const n = rounded(format);
  const k = tensors(n);
  const random = lab.stream(`nets ${when}`);
  const found = { values: 0, cancelled: 0, silenced: 0 };
  const changes: number[] = [];
  let batches = 0;
  const shapes = {
    x: [inputs, batch],
    y: [outputs, batch],
    W1: [units, inputs],
    W2: [units, units],
    W3: [outputs, units],
  };
  const wrt = ['W1', 'W2', 'W3'];
  const [o, other] = relus.map((relu) => trace(deep(relu, batch), shapes, wrt)) as [Objective, Objective];
  const [gradientOf, otherGradient] = [ready(o, n), ready(other, n)];
  for (let net = 0; net < nets; net++) {
    if (net % 10 === 0) lab.note(`net ${net} of ${nets}`);
    const { train } = dataset('penguins', { batch, seed: random.below(2 ** 31) });
    const inFormat = ({ shape, data }: { shape: readonly number[]; data: readonly number[] }) => ({
      shape,
      data: data.map(format.round),
    });
    let at: Tensors<number> = {
      x: inFormat(train.x),
      y: inFormat(train.y),
      W1: inFormat(normals(shapes.W1, Math.sqrt(2 / inputs), random)),
      W2: inFormat(normals(shapes.W2, Math.sqrt(2 / units), random)),
      W3: inFormat(normals(shapes.W3, Math.sqrt(2 / units), random)),
    };
    for (let descent = 0; descent < (when === 'in training' ? descents : 1); descent++) {
      const value = (node: string) => read(o.names.get(node)!, k, (e) => at[nameOf(e)]!).data;
      const [z1, z2] = [value('z1'), value('z2')];
      // Where all units of the first layer are off, those of the second get 0 in any format.
      const isSilent = Array.from({ length: batch }, (_, i) =>
        z1.every((z, j) => j % batch !== i || !(z > 0)),
      );
      const silenced = units * isSilent.filter(Boolean).length;
      const isZero = (z: number): boolean => z === 0;
      const cancelled = z1.filter(isZero).length + z2.filter(isZero).length - silenced;
      batches++;
      found.values += z1.length + z2.length;
      found.cancelled += cancelled;
      found.silenced += silenced;
      if (cancelled + silenced === 0 && when === 'at the start') continue;
      const { gradient } = gradientOf.valueAndGradient(at);
      if (cancelled + silenced > 0) {
        const change = apart(gradient, otherGradient.valueAndGradient(at).gradient);
        if (change > 0) changes.push(change);
      }
      at = { ...at, ...stepped(at, gradient, n) };
    }
  }
  yield {
    ...empty('along', 'step', 'straddled', 'decisions', 'proportional', 'predicted', 'failures'),
    ...empty('byBranch', 'byNoise', 'unexplained', 'passed', 'rechecked', 'cured'),
    part: 'zeros',
    units,
    batch,
    format: name,
    unitRoundoff: format.unitRoundoff,
    when,
    trials: batches,
    ...found,
    ...binomial(found.cancelled, found.values),
    changed: changes.length,
    medianChange: changes.length === 0 ? null : spreadOf(changes).median,
    largestChange: changes.length === 0 ? null : Math.max(...changes),
  };
}

const kinds = ['a direction', 'a weight', 'every weight'] as const;

/** What has a probability: a straddled branch, or a failed check with one. */
type Event = 'straddled' | 'byBranch';

type Count = Event | 'failures' | 'byNoise' | 'unexplained' | 'passed' | 'rechecked' | 'cured';

const sumOf = (rows: readonly Row[], part: Count): number =>
  rows.reduce((sum, row) => sum + (row[part] ?? 0), 0);

/** A row with fewer trials expected to meet a branch is left out, and one where more than this share of them is. */
const fewest = 8;
const likeliest = 0.9;

/** Rows that can tell how the probability of a branch grows, and how many cannot: by what they expect, not by what was seen. */
function choose(rows: readonly Row[]) {
  const rare = rows.filter(({ predicted, trials }) => predicted! * trials < fewest);
  const common = rows.filter(({ predicted }) => predicted! > likeliest);
  const telling = rows.filter((row) => !rare.includes(row) && !common.includes(row));
  return { telling, rare: rare.length, common: common.length };
}

/**
 * The power of step × units × batch, or of another product, with which −log(1 − probability) grows, the rate of branches
 * or of failures with one: least squares, weighted by what was seen.
 */
function powerOf(rows: readonly Row[], part: Event, product: (row: Row) => number): number {
  const seen = rows.filter((row) => row[part]! > 0 && row[part]! < row.trials);
  return fittedPower(
    seen.map((row) => [product(row), -Math.log1p(-row[part]! / row.trials)]),
    seen.map((row) => row[part]!),
  );
}

/** In how many rows the interval of what was seen holds the predicted probability. */
const insideOf = (rows: readonly Row[], part: Event): number =>
  rows.filter(({ [part]: seen, trials, predicted }) => {
    const { low, high } = binomial(seen!, trials);
    return predicted! >= low && predicted! <= high;
  }).length;

/** Fewer rows than this cannot tell a power. */
const enough = 12;

/** Along a single weight only its own unit can switch. */
function ofOneWeight(rows: readonly Row[]): string {
  const { telling } = choose(rows.filter(({ along }) => along === 'a weight'));
  if (telling.length < 2) return '';
  const power = powerOf(telling, 'byBranch', ({ step, batch }) => step! * batch);
  return (
    `; along a single weight, by the same choice, it is the power ${power.toFixed(2)} of step × batch without the units, and ` +
    `${insideOf(telling, 'byBranch')} of ${telling.length} intervals`
  );
}

/** How the share of zeros by cancellation goes with u, and what that would come to in float32, where none is seen. */
function ofZeros(rows: readonly Row[]): string {
  const own = rows.filter(({ part }) => part === 'zeros');
  const shares = own
    .filter(({ cancelled }) => cancelled! > 0)
    .map((row) => row.probability / row.unitRoundoff!);
  const none = own.filter(({ cancelled }) => cancelled === 0);
  if (shares.length === 0) return '';
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const extrapolated = [least, most].map((share) => (share * float32.unitRoundoff).toExponential(1));
  return (
    `; in formats where pre-activations are seen to cancel to exactly 0, a share of ${least.toFixed(2)}u to ${most.toFixed(2)}u of them does` +
    (none.some(({ format }) => format === 'float32')
      ? ` (in float32 none was seen: in proportion to u it would be ${extrapolated.join(' to ')}, an extrapolation)`
      : '')
  );
}

function verdict(rows: readonly Row[]): Verdict {
  const claimed = rows.filter(({ along }) => along === 'a direction' || along === 'every weight');
  const { telling, rare, common } = choose(claimed);
  const growth = (part: Event) => ({
    power: powerOf(telling, part, ({ step, units, batch }) => step! * units * batch),
    inside: insideOf(telling, part),
  });
  const [branches, failing] = [growth('straddled'), growth('byBranch')];
  const proportional = [branches, failing].every(
    ({ power, inside }) => Math.abs(power - 1) <= 0.1 && inside >= 0.85 * telling.length,
  );
  const [failures, unexplained] = [sumOf(rows, 'failures'), sumOf(rows, 'unexplained')];
  const [rechecked, cured] = [sumOf(rows, 'rechecked'), sumOf(rows, 'cured')];
  const explained = unexplained === 0 && rechecked > 0 && cured === rechecked;
  return {
    holds: !explained ? false : telling.length < enough ? 'inconclusive' : proportional,
    because:
      `checks along a direction and of every weight fail with a recorded branch at a rate that grows with the power ` +
      `${failing.power.toFixed(2)} of step × units × batch, and ${failing.inside} of ${telling.length} intervals hold the predicted ` +
      `probability (for a straddled branch, whether the check fails or not: power ${branches.power.toFixed(2)}, ${branches.inside} intervals); of the ${claimed.length} ` +
      `rows ${rare} are left out for fewer than ${fewest} expected trials with a branch, and ${common} for a predicted probability above ` +
      `${likeliest}` +
      ofOneWeight(rows) +
      `; of all ${failures} failed checks of a correct gradient ${sumOf(rows, 'byBranch')} straddle a recorded branch, ` +
      `${sumOf(rows, 'byNoise')} are round-off, ${unexplained} are unexplained; of ${sumOf(rows, 'straddled')} that straddle a branch ` +
      `${sumOf(rows, 'passed')} pass; of ${rechecked} that were looked at again, at most ${lookedAgain} a row, ${cured} pass, or are off by round-off alone, at half the distance of the nearest branch` +
      ofZeros(rows),
  };
}

/** All steps of one net and one way of moving. */
interface Overall {
  along: string;
  units: number;
  batch: number;
  checks: number;
  failures: number;
  byBranch: number;
  byNoise: number;
  unexplained: number;
  passed: number;
  rechecked: number;
  cured: number;
}

function overall(rows: readonly Row[]): Overall[] {
  const own = rows.filter(({ part }) => part === 'straddling');
  const keyOf = ({ along, units, batch }: Row): string => [along, units, batch].join();
  return [...new Set(own.map(keyOf))].map((key) => {
    const same = own.filter((row) => keyOf(row) === key);
    const { along, units, batch } = same[0]!;
    return {
      along: along!,
      units,
      batch,
      checks: same.reduce((sum, { trials }) => sum + trials, 0),
      failures: sumOf(same, 'failures'),
      byBranch: sumOf(same, 'byBranch'),
      byNoise: sumOf(same, 'byNoise'),
      unexplained: sumOf(same, 'unexplained'),
      passed: sumOf(same, 'passed'),
      rechecked: sumOf(same, 'rechecked'),
      cured: sumOf(same, 'cured'),
    };
  });
}

const probability = { kind: 'counted', format: scientific(2), rounding: 2 ** -40 } as const;
const count = { kind: 'counted', format: integer } as const;

/** A curve or cloud for each net, called by its units and batch; what was seen less than three times is left out. */
const nets = (rows: readonly Row[], mark: 'line' | 'points') =>
  series(
    rows
      .filter((row) => row.straddled! >= 3)
      .map((row) => ({
        ...row,
        net: `${row.units} × ${row.batch}`,
        product: row.step! * row.units * row.batch,
      })),
    {
      by: 'net',
      x: mark === 'line' ? 'step' : 'product',
      y: 'probability',
      low: 'low',
      high: 'high',
      mark,
      spread: 'bars',
    },
  );

/** Trials; fewer where each takes long: a check of every weight, a descent. */
function sizeOf({ part, along, when, size }: Case): number {
  if (part === 'zeros') return Math.ceil(when === 'in training' ? size / descents : size);
  return along === 'every weight' ? Math.ceil(size / 5) : size;
}

const itself = defineExperiment<Row, Case>({
  id: '09-branches',
  title: 'ReLU nets at and near branches',
  question:
    'How often does a finite difference of a ReLU net straddle a branch, and what becomes of a gradient check then?',
  claim:
    'Near branches a correct ReLU gradient fails a finite-difference check, of a direction or of every weight, with a probability ' +
    'proportional to step × units × batch while it is small (1 − exp(−c × step × units × batch)); ' +
    'the IR’s branch record explains every such failure.',
  seed: 1,
  sweep: {
    part: ['straddling', 'zeros'],
    along: [...kinds],
    units: [4, 16, 64],
    batch: [1, 16],
    format: formats.map(({ name }) => name),
    when: ['at the start', 'in training'],
    size: [600],
  },
  quick: { units: [4, 16], format: ['float64', 'bfloat16'], size: [40] },
  cases: (sweep) =>
    product(sweep)
      .filter(({ part, along, units, batch, format, when }) =>
        part === 'straddling'
          ? format === 'float64' && when === 'at the start' && !(along === 'every weight' && units > 16)
          : along === 'a direction' && units === 4 && batch === 16,
      )
      .map((settings) => ({ ...settings, size: sizeOf(settings) })),
  measure: (settings, lab) =>
    settings.part === 'straddling' ? straddling(settings, lab) : zeros(settings, lab),
  columns: {
    part: {
      kind: 'case',
      says: 'Differences that straddle branches, or pre-activations that are exactly 0.',
      format: text,
    },
    along: {
      kind: 'case',
      says: 'What W⁽¹⁾ moves along: normal numbers in all weights, one random weight, or each weight in turn (one check for all).',
      format: text,
    },
    units: { kind: 'case', says: 'Hidden units: 4-h-3, or 4-h-h-3 for the zeros.', format: integer },
    batch: { kind: 'case', says: 'Samples that the loss is the mean of.', format: integer },
    step: { kind: 'case', says: 'Of the central difference.', format: scientific(2) },
    trials: { kind: 'case', says: 'Random nets with random data; for the zeros, batches.', format: integer },
    straddled: { ...count, says: 'Trials in which some decision goes otherwise at x ± step than at x.' },
    probability: { ...probability, says: 'That share; for the zeros, cancelled over values.' },
    low: {
      ...probability,
      says:
        'Wilson’s interval for it, 95 %, as if what was counted were independent. For the zeros it is not, and the interval too ' +
        `narrow: the z of a batch share weights, and in training ${descents} batches in a row are one net’s.`,
    },
    high: { ...probability, says: 'The same, upper end.' },
    decisions: { ...probability, says: 'Straddled decisions, mean over the trials.' },
    proportional: {
      ...probability,
      says: 'Their expected number to first order, a constant × step × units × batch (without the units for a single weight).',
    },
    predicted: { ...probability, says: '1 − exp(−that): some decision of many independent ones.' },
    failures: {
      ...count,
      says: 'Checks of reverse AD’s gradient that fail: |D − g| > 1e-6·max(|D|, |g|). The loss is quadratic between branches, so D has no truncation error.',
    },
    byBranch: { ...count, name: 'with a branch', says: 'Of these, with a recorded branch.' },
    byNoise: { ...count, name: 'round-off', says: 'Without one, and |D − g| below 32u·size/step.' },
    unexplained: { ...count, says: 'Neither.' },
    passed: { ...count, says: 'Checks that pass although a branch is straddled.' },
    rechecked: {
      ...count,
      says: `Failures looked at again at half the distance of the nearest branch; the first ${lookedAgain}.`,
    },
    cured: { ...count, says: 'Of these, those that pass there, or fail by round-off alone.' },
    format: { kind: 'case', says: 'What the net is computed in.', format: text },
    unitRoundoff: { kind: 'case', name: 'u', says: 'Of that format.', format: scientific(2) },
    when: {
      kind: 'case',
      says: `At random weights (He et al. 2015), or along ${descents} steps of gradient descent from them.`,
      format: text,
    },
    values: { ...count, says: 'Pre-activations z looked at, of both layers; data: penguins.' },
    cancelled: { ...count, says: 'Of these, exactly 0 because their terms cancel.' },
    silenced: { ...count, says: 'Exactly 0 because all units of the layer before are off: in any format.' },
    changed: { ...count, says: 'Batches whose gradient differs between relu′(0) = 0 and relu′(0) = 1.' },
    medianChange: {
      ...probability,
      says: '‖difference of the two gradients‖₂ / ‖gradient‖₂, the median of those.',
    },
    largestChange: { ...probability, says: 'The largest.' },
  },
  verdict,
  figures: [
    {
      id: 'straddled-branches',
      caption:
        'The probability that a central difference along a random direction straddles a branch of a 4-h-3 ReLU net, against the step; curves are named hidden units × batch, bars are 95 % intervals. What was seen less than three times is left out.',
      alt: 'Straight lines of slope 1, the higher the more units and samples, that level off at 1.',
      draw: (rows) => ({
        x: { title: 'step' },
        y: { title: 'probability of a straddled branch', domain: [1e-3, 1] },
        series: nets(
          rows.filter((row) => row.along === 'a direction'),
          'line',
        ),
        guides: [{ slope: 1, through: [1e-4, 2e-3], over: [6e-5, 6e-4] }],
      }),
    },
    {
      id: 'collapse',
      caption:
        'The same against step × units × batch: one curve for directions, and for a check of every weight; not for a single weight, of which only the own unit can switch.',
      alt: 'In two panels all points lie on one line of slope 1 that levels off; in the middle panel they lie on lines apart.',
      draw: (rows) => ({
        x: { title: 'step × units × batch' },
        y: { title: 'probability of a straddled branch', domain: [1e-3, 1] },
        columns: 3,
        panels: kinds.map((along) => ({
          title: along,
          series: nets(
            rows.filter((row) => row.along === along),
            'points',
          ),
          guides:
            along === 'a weight'
              ? []
              : [{ slope: 1, through: [1, density[along]] as const, over: [1e-3, 1] as const, label: '' }],
        })),
      }),
    },
    {
      id: 'zeros',
      caption:
        'The share of pre-activations that are exactly 0 because their terms cancel, by format (4-4-4-3 nets, penguins); where none was seen, the upper end of the 95 % interval. The bars take all pre-activations for independent, which those of one net are not: they are too short, above all in training.',
      alt: 'The share falls in proportion to the unit roundoff from bfloat16 to float16; in float32 and float64 no zero was seen.',
      draw: (rows) => {
        const own = rows.filter((row) => row.part === 'zeros');
        const none = own.filter((row) => row.cancelled === 0);
        const some = own.filter((row) => row.cancelled! > 0);
        return {
          x: { title: 'unit roundoff u' },
          y: { title: 'share of z = 0', domain: [1e-9, 1e-2] },
          series: [
            ...series(
              some.map((row) => ({ ...row, name: row.when! })),
              {
                by: 'name',
                x: 'unitRoundoff',
                y: 'probability',
                low: 'low',
                high: 'high',
                mark: 'points',
              },
            ),
            ...series(
              none.map((row) => ({ ...row, name: 'none seen: at most' })),
              {
                by: 'name',
                x: 'unitRoundoff',
                y: 'high',
                mark: 'points',
                look: 4,
              },
            ),
          ],
          guides: some.length === 0 ? [] : [{ slope: 1, through: [bfloat16.unitRoundoff, 5e-4] as const }],
        };
      },
    },
  ],
  tables: [
    {
      caption:
        'A random direction: how often a branch is straddled, and what the classical check makes of a correct gradient.',
      note: 'The same nets are taken at every step, so rows of one net lean the same way.',
      columns: [
        'units',
        'batch',
        'step',
        'trials',
        'straddled',
        'probability',
        'low',
        'high',
        'predicted',
        'failures',
        'byBranch',
        'byNoise',
        'unexplained',
      ],
      rows: (row) =>
        row.along === 'a direction' &&
        wholeDecades.includes(row.step!) &&
        (row.predicted! >= 1e-3 || row.failures! > 0),
    },
    summary<Row, Overall>({
      caption: 'Failures of the check over all steps, by what they come of.',
      columns: {
        along: { kind: 'case', says: 'What W⁽¹⁾ moves along.', format: text },
        units: { kind: 'case', says: 'Hidden units.', format: integer },
        batch: { kind: 'case', says: 'Samples.', format: integer },
        checks: { ...count, says: 'Nets times steps.' },
        failures: { ...count, says: 'As above.' },
        byBranch: { ...count, name: 'with a branch', says: 'As above.' },
        byNoise: { ...count, name: 'round-off', says: 'As above.' },
        unexplained: { ...count, says: 'As above.' },
        passed: { ...count, name: 'straddled, passed', says: 'As above.' },
        rechecked: { ...count, name: 'looked at again', says: 'As above.' },
        cured: { ...count, name: 'of these pass', says: 'As below.' },
      },
      summarise: overall,
    }),
    {
      caption: 'Pre-activations that are exactly 0, and what relu′(0) does to the gradient.',
      note:
        'Bertoin et al. (2021) met zeros by cancellation in large nets in float32; so few z as these cannot show them there. A second layer ' +
        'whose inputs are all 0 has pre-activations of exactly 0 in any format, but without biases the gradient does not depend on relu′(0) there.',
      columns: [
        'format',
        'unitRoundoff',
        'when',
        'trials',
        'values',
        'cancelled',
        'probability',
        'silenced',
        'changed',
        'medianChange',
        'largestChange',
      ],
      rows: (row) => row.part === 'zeros',
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
