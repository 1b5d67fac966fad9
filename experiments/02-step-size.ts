import {
  binary64,
  budgeted,
  derivativeAlong,
  mlp,
  noiseOf,
  predictedStep,
  type Along,
  type BudgetedLine,
  type Point,
  type Source,
} from '../src/index.ts';
import {
  changed,
  code,
  decimals,
  defineExperiment,
  fittedPower,
  medianBudget,
  panels,
  pointsNear,
  product,
  runAlone,
  scientific,
  series,
  spreadOf,
  summary,
  text,
  type Lab,
  type Stream,
  type Verdict,
  type MedianBudget,
} from '../src/lab.ts';

type Name = keyof typeof functions;

interface Case {
  f: Name;
  stencil: 'central' | 'forward';
  denominator: 'actual' | 'nominal';
  steps: Steps;
  points: number;
  parts: number;
}

interface Row extends MedianBudget {
  steps: string;
  f: string;
  stencil: string;
  denominator: string;
  points: number;
  parts: number;
  step: number;
  predicted: number | null;
  slope: number | null;
  noise: number;
  deviation: number;
  estimated: number;
  naive: number;
  predictedStep: number | null;
}

interface Subject {
  readonly says: string;
  readonly f: Source | string;
  readonly at: Point;
  readonly along: Along;
}

const net = mlp({ layers: [4, 8, 3], lambda: 1e-3, seed: 1 });

const scalar = (says: string, f: string, x: number): Subject => ({ says, f, at: { x }, along: 'x' });

/** The logistic map's fourth iterate, as a loop would compute it. */
const loop = ['x', 1, 2, 3].reduce((l) => `(4*${String(l)}*(1-${String(l)}))`) as string;

/** What is differentiated, where, and along what. */
const functions = {
  'figure 3': scalar('64x(1−x)(1−2x)²(1−8x+8x²)² at 0.2', '64*x*(1-x)*(1-2*x)^2*(1-8*x+8*x^2)^2', 0.2),
  'figure 3, loop': scalar('the same, as three times l ← 4l(1 − l)', loop, 0.2),
  sin: scalar('sin x at 0.3', 'sin(x)', 0.3),
  exp: scalar('exp x at 1', 'exp(x)', 1),
  'exp at 10.1': scalar('exp x at 10.1', 'exp(x)', 10.1),
  '1/x': scalar('1/x at 0.3', '1/x', 0.3),
  '3x': scalar('3x at 0.3', '3x', 0.3),
  '2x²': scalar('2x² at 0.3', '2x^2', 0.3),
  'cos(x² − 1)': scalar('cos(x² − 1) at 1.3', 'cos(x^2-1)', 1.3),
  'J, W⁽¹⁾[0,0]': { says: 'J of a 4-8-3 net by one weight', f: net, at: net.at, along: 'W1[0,0]' },
  'J, W⁽²⁾[0,0]': { says: 'J of a 4-8-3 net by one weight', f: net, at: net.at, along: 'W2[0,0]' },
  'J, a direction': {
    says: 'J of a 4-8-3 net along random signs in all weights',
    f: net,
    at: net.at,
    along: {},
  },
} as const satisfies Record<string, Subject>;

const isNet = (f: Name): boolean => f.startsWith('J');

type Steps = 'powers of two' | 'powers of ten';

/** Powers of two, 2⁻² to 2⁻⁵⁰, nearer to each other in the middle; powers of ten, 1e-1 to 1e-15. */
const steps: Readonly<Record<Steps, readonly number[]>> = {
  'powers of two': Array.from({ length: 49 }, (_, i) => i + 2)
    .filter((i) => i % 2 === 0 || (i > 12 && i < 32))
    .map((i) => 2 ** -i),
  'powers of ten': Array.from({ length: 15 }, (_, i) => Number(`1e-${i + 1}`)),
};

/** Random signs in both weight matrices. */
function signs(at: Point, random: Stream): Point {
  const { W1, W2 } = at;
  return changed({ W1: W1!, W2: W2! }, ['W1', 'W2'], () => (random.below(2) === 0 ? 1 : -1));
}

function* measure({ f, stencil, denominator, steps: kind, points, parts }: Case, lab: Lab): Iterable<Row> {
  const { f: source, at, along } = functions[f];
  const shared = lab.stream(`points of ${f}`);
  const direction = typeof along === 'string' ? along : signs(at, shared);
  const lines = pointsNear(at, direction, points, 1e-3, shared).map((own) =>
    budgeted(source, own, { along: direction, stencil, denominator }),
  );
  const [own] = lines as [BudgetedLine];
  const noise = noiseOf(own.line, binary64);
  const largest = noise.largest.toNumber();
  const best = predictedStep(own, noise.largest);
  const { order, constant, noise: weight } = own.stencil;
  const leading = derivativeAlong(own.line, order + 1, 50)
    .times(String(Number(constant.numerator)))
    .div(String(Number(constant.denominator)))
    .abs()
    .toNumber();
  let before: { h: number; truncation: number } | null = null;
  for (const [i, h] of steps[kind].entries()) {
    lab.note(`step ${i + 1} of ${steps[kind].length}`);
    const medians = medianBudget(lines, h, parts);
    const { truncation } = medians;
    yield {
      f,
      stencil,
      denominator,
      steps: kind,
      points,
      parts,
      step: h,
      ...medians,
      predicted: leading * h ** order + (weight * largest) / h,
      slope:
        before === null || truncation === 0
          ? null
          : Math.log2(before.truncation / truncation) / Math.log2(before.h / h),
      noise: largest,
      deviation: noise.deviation.toNumber(),
      estimated: noise.estimated.toNumber(),
      naive: noise.naive.toNumber(),
      predictedStep: best,
    };
    before = { h, truncation };
  }
}

/** How far one function's values are off. */
type NoiseOf = Pick<Row, 'f' | 'noise' | 'deviation' | 'estimated' | 'naive'>;

/** What one curve shows. */
interface Curve {
  f: string;
  stencil: string;
  denominator: string;
  steps: string;
  best: number;
  floor: number;
  predictedStep: number | null;
  ratio: number | null;
  slope: number | null;
  slopeRight: number | null;
  slopeLeft: number | null;
  truncation: number | null;
  evaluation: number | null;
}

/** The least share that one part has in the sum of the four. */
const leastShare = (rows: readonly Row[], part: 'truncation' | 'evaluation'): number | null =>
  rows.length === 0
    ? null
    : Math.min(...rows.map((r) => r[part] / (r.truncation + r.abscissa + r.evaluation + r.quotient)));

function curves(rows: readonly Row[]): Curve[] {
  const keyOf = (r: Row): string => [r.f, r.stencil, r.denominator, r.steps].join();
  const keys = [...new Set(rows.map(keyOf))];
  return keys.map((key) => {
    const own = rows.filter((r) => keyOf(r) === key);
    const { f, stencil, denominator, steps: kind, predictedStep: predicted } = own[0]!;
    const least = own.reduce((a, b) => (b.total < a.total ? b : a));
    const straight = own.filter((r) => r.step <= 2 ** -8 && r.step >= 2 ** -30 && r.slope !== null);
    const right = own.filter((r) => predicted !== null && r.step > 4 * predicted && r.step <= 2 ** -5);
    const left = own.filter((r) => predicted !== null && r.step < predicted / 16 && r.step > 2 ** -44);
    const power = (side: readonly Row[]) => fittedPower(side.map((r) => [r.step, r.total]));
    return {
      f,
      stencil,
      denominator,
      steps: kind,
      best: least.step,
      floor: least.total,
      predictedStep: predicted,
      ratio: predicted === null ? null : least.step / predicted,
      slope: straight.length === 0 ? null : spreadOf(straight.map((r) => r.slope!)).median,
      slopeRight: right.length < 2 ? null : power(right),
      slopeLeft: left.length < 4 ? null : power(left),
      truncation: leastShare(right, 'truncation'),
      evaluation: leastShare(left, 'evaluation'),
    };
  });
}

function verdict(rows: readonly Row[]): Verdict {
  const found = curves(rows).filter((c) => c.denominator === 'actual' && c.steps === 'powers of two');
  const known = (values: readonly (number | null)[]) => values.filter((v) => v !== null);
  const central = found.filter((c) => c.stencil === 'central');
  const ratios = known(central.map(({ ratio }) => ratio));
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  const off = (slopes: readonly (number | null)[], expected: number) =>
    Math.max(...known(slopes).map((slope) => Math.abs(slope - expected)));
  const right = off(
    central.map(({ slopeRight }) => slopeRight),
    2,
  );
  const left = off(
    found.map(({ slopeLeft }) => slopeLeft),
    -1,
  );
  const truncation = Math.min(...known(central.map((c) => c.truncation)));
  const evaluation = Math.min(...known(found.map((c) => c.evaluation)));
  const share = (denominator: string) =>
    Math.max(
      0,
      ...rows
        .filter((r) => r.steps === 'powers of ten' && r.denominator === denominator)
        .map((r) => r.abscissa / (r.truncation + r.abscissa + r.evaluation + r.quotient)),
    );
  const [removed, present] = [share('actual'), share('nominal')];
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  return {
    holds:
      least >= 1 / 3 &&
      most <= 3 &&
      right <= 0.02 &&
      left <= 0.1 &&
      truncation >= 0.95 &&
      evaluation >= 0.95 &&
      removed <= 1e-3 &&
      present >= 0.5,
    because:
      `with steps that are powers of two the best ones of ${ratios.length} central differences are ${least.toFixed(2)} to ${most.toFixed(2)} times those predicted ` +
      `(of ${central.length - ratios.length} more f‴ is 0, and none is); beyond 4 times the predicted step truncation is at least ${percent(truncation)} of the ` +
      `error’s parts, and the error has slope 2 to within ${right.toFixed(2)}; below a sixteenth of it the noise of evaluation is at least ${percent(evaluation)}, and ` +
      `the slope is −1 to within ${left.toFixed(2)}; with steps that are powers of ten the rounding of arguments A is up to ${percent(present)} of the ` +
      `parts with the nominal denominator, and at most ${removed.toExponential(0)} of them, at any step, with the actual one`,
  };
}

/** Each part of the error keeps its look from figure to figure. */
const looks = ['total', 'truncation', 'evaluation', 'abscissa', 'predicted', 'quotient'] as const;

/** One part of the error as a curve. */
const part = (rows: readonly Row[], y: (typeof looks)[number], name: string, band = {}) =>
  series(
    rows.map((row) => ({ ...row, name })),
    { by: 'name', x: 'step', y, look: looks.indexOf(y), ...band },
  );

/** From the tenth part from below to that from above. */
const band = { low: 'low', high: 'high' } as const;

const error = { kind: 'counted', format: scientific(2), rounding: Infinity } as const;

const itself = defineExperiment<Row, Case>({
  id: '02-step-size',
  title: 'The error of a difference, taken apart',
  question: 'What is the error of a finite difference made of, at each step, and which step is best?',
  claim:
    'To the right of the best step the error is truncation (slope 2), to the left evaluation noise (slope −1); dividing by the ' +
    'step actually taken removes the argument rounding; the best step, as a median over nearby points, is within a factor 3 ' +
    'of (3 ε_f/|f‴|)^{1/3}.',
  seed: 1,
  sweep: {
    f: Object.keys(functions) as Name[],
    stencil: ['central', 'forward'],
    denominator: ['actual', 'nominal'],
    steps: ['powers of two', 'powers of ten'],
    points: [201],
    parts: [31],
  },
  quick: { f: ['figure 3', 'exp at 10.1', '3x'], points: [21], parts: [11] },
  // The denominators differ where x ± h is rounded: not for steps that are powers of two.
  cases: (sweep) =>
    product(sweep)
      .filter(
        ({ f, stencil, denominator, steps: kind }) =>
          (kind === 'powers of ten'
            ? stencil === 'central' && (f === 'figure 3' || f === 'exp at 10.1')
            : denominator === 'actual') &&
          (stencil === 'central' || f === 'figure 3' || f === '2x²'),
      )
      .map((settings) => ({ ...settings, parts: isNet(settings.f) ? 11 : settings.parts })),
  measure,
  columns: {
    f: {
      kind: 'case',
      says: 'The function, and where; J is the MLP objective (4-8-3, tanh, cross-entropy, λ = 1e-3).',
      format: text,
    },
    stencil: { kind: 'case', says: 'Central or forward difference.', format: text },
    denominator: {
      kind: 'case',
      says: 'Divided by the distance of the places as computed, or by the one that was meant.',
      format: text,
    },
    steps: { kind: 'case', says: 'Which steps are tried.', format: text },
    points: {
      kind: 'case',
      says: 'Nearby points that the median of |D − f′| is taken over: within 1e-3 of the point.',
      format: code,
    },
    parts: {
      kind: 'case',
      says: 'Of these points, at how many the error is taken apart: for the medians of T, A, E and Q.',
      format: code,
    },
    step: { kind: 'case', says: 'h, a power of two or of ten.', format: scientific(2) },
    total: { ...error, says: 'The median of |D − f′| over the points.' },
    low: { ...error, says: 'The same, the tenth part from below.' },
    high: { ...error, says: 'The same, the tenth part from above.' },
    truncation: { ...error, name: 'T', says: 'Truncation: the error with no rounding at all.' },
    abscissa: { ...error, name: 'A', says: 'Of arguments x ± h that are no doubles.' },
    evaluation: { ...error, name: 'E', says: 'Of the noise of f.' },
    quotient: { ...error, name: 'Q', says: 'Of rounding the difference and the quotient.' },
    predicted: { ...error, says: 'The bound |c·f⁽ᵖ⁺¹⁾|hᵖ + Σ|w|ε_f/h, ε_f measured.' },
    slope: {
      kind: 'counted',
      says: 'log of T against log of h, from the step before.',
      format: decimals(3),
      rounding: Infinity,
    },
    noise: { ...error, name: 'ε_f', says: 'The largest |f̂ − f| at 101 places around the point.' },
    deviation: { ...error, name: 'σ of f̂ − f', says: 'Its standard deviation there.' },
    estimated: {
      ...error,
      name: 'ECnoise',
      says: 'That deviation as ECnoise (Moré and Wild 2011) estimates it from computed values only; u|f| where it sees none.',
    },
    naive: { ...error, name: 'u|f|', says: 'As if nothing but the result of f were rounded.' },
    predictedStep: { ...error, says: 'Where the bound is least.' },
  },
  verdict,
  figures: [
    {
      id: 'error-taken-apart',
      caption:
        'The error of a central difference of the survey’s Figure 3 function at 0.2 (median over 201 nearby points), taken apart (medians over 31 of them).',
      alt: 'The total falls with truncation, slope 2, and rises with the noise of evaluation, slope −1.',
      draw: (rows) => {
        const own = rows.filter(
          (r) => r.f === 'figure 3' && r.stencil === 'central' && r.steps === 'powers of two',
        );
        return {
          x: { title: 'step h' },
          y: { title: 'error' },
          series: [
            ...part(own, 'total', 'total |D − f′|', band),
            ...part(own, 'truncation', 'T truncation'),
            ...part(own, 'abscissa', 'A arguments'),
            ...part(own, 'evaluation', 'E evaluation'),
            ...part(own, 'quotient', 'Q quotient'),
            ...part(own, 'predicted', 'bound'),
          ],
          guides: own[0]?.predictedStep == null ? [] : [{ x: own[0].predictedStep, label: 'predicted' }],
        };
      },
    },
    {
      id: 'denominators',
      caption:
        'exp at 10.1 with steps that are powers of ten: divided by 2h, and by the distance of the places as computed.',
      alt: 'With the nominal denominator the rounding of the arguments dominates at small steps; with the actual one it is gone.',
      draw: (rows) => ({
        x: { title: 'step h' },
        y: { title: 'error' },
        columns: 2,
        panels: panels(
          rows.filter((r) => r.f === 'exp at 10.1' && r.steps === 'powers of ten'),
          'denominator',
          (own) => ({
            series: [
              ...part(own, 'total', 'total'),
              ...part(own, 'truncation', 'T'),
              ...part(own, 'abscissa', 'A'),
              ...part(own, 'evaluation', 'E'),
              ...part(own, 'quotient', 'Q'),
            ],
          }),
          (name) => `${name} denominator`,
        ),
      }),
    },
    {
      id: 'all-curves',
      caption:
        'The total error against the step, actual denominator: every function whose f‴ is not 0, and the MLP objective J.',
      alt: 'V-shaped curves: slope 2 on the right, slope −1 on the left.',
      draw: (rows) => ({
        x: { title: 'step h' },
        y: { title: 'median error' },
        columns: 3,
        panels: panels(
          rows.filter(
            (r) =>
              r.stencil === 'central' &&
              r.steps === 'powers of two' &&
              !r.f.startsWith('3x') &&
              !r.f.startsWith('2x'),
          ),
          'f',
          (own) => ({
            series: [...part(own, 'total', 'total', band), ...part(own, 'predicted', 'bound')],
          }),
        ),
      }),
    },
  ],
  tables: [
    summary<Row, Curve>({
      caption:
        'Each curve: its best step and least error (medians), the step that theory predicts, and the slopes on both sides.',
      note: 'Where f‴ = 0 theory has no best step. Powers of two are a factor 2 apart in the middle, powers of ten a factor 10: a best step is known no better than that. The formula is that of a central difference; of a forward one the predicted step is 2(ε_f/|f″|)^{1/2}.',
      columns: {
        f: { kind: 'case', says: 'As below.', format: text },
        stencil: { kind: 'case', says: 'As below.', format: text },
        denominator: { kind: 'case', says: 'As below.', format: text },
        steps: { kind: 'case', says: 'As below.', format: text },
        best: { kind: 'counted', name: 'best step', says: 'Of those tried.', format: scientific(2) },
        floor: { kind: 'counted', name: 'least error', says: 'Its median error.', format: scientific(2) },
        predictedStep: { kind: 'counted', says: 'As below.', format: scientific(2) },
        ratio: { kind: 'counted', name: 'best / predicted', says: 'Their quotient.', format: decimals(2) },
        slope: {
          kind: 'counted',
          name: 'slope of T',
          says: 'The median for 2⁻³⁰ ≤ h ≤ 2⁻⁸.',
          format: decimals(3),
        },
        slopeRight: {
          kind: 'counted',
          name: 'slope of the error, right',
          says: 'Fitted above 4 times the predicted step, up to 2⁻⁵.',
          format: decimals(2),
        },
        slopeLeft: {
          kind: 'counted',
          name: 'slope of the error, left',
          says: 'Fitted below a sixteenth of the predicted step, above 2⁻⁴⁴.',
          format: decimals(2),
        },
        truncation: {
          kind: 'counted',
          name: 'T, right',
          says: 'The least share of T in T + A + E + Q (medians) at those steps.',
          format: decimals(3),
        },
        evaluation: {
          kind: 'counted',
          name: 'E, left',
          says: 'The least share of E at those steps.',
          format: decimals(3),
        },
      },
      summarise: curves,
    }),
    summary<Row, NoiseOf>({
      caption: 'The noise of f: measured exactly, estimated from computed values, and the naive u|f|.',
      note: 'f̂ − f is exact: the same expression read in float64 and in decimal numbers. A bound suits a worst case (Shi et al. 2022), a standard deviation is what ECnoise means.',
      columns: {
        f: { kind: 'case', says: 'As below.', format: text },
        noise: { kind: 'counted', name: 'largest |f̂ − f|', says: 'As below.', format: scientific(2) },
        deviation: { kind: 'counted', name: 'σ of f̂ − f', says: 'As below.', format: scientific(2) },
        estimated: { kind: 'counted', name: 'ECnoise', says: 'As below.', format: scientific(2) },
        naive: { kind: 'counted', name: 'u|f|', says: 'As below.', format: scientific(2) },
      },
      summarise: (rows) =>
        [...new Map(rows.map((row) => [row.f, row])).values()].map(
          ({ f, noise, deviation, estimated, naive }) => ({
            f,
            noise,
            deviation,
            estimated,
            naive,
          }),
        ),
    }),
    {
      caption: 'The survey’s Figure 3 (Baydin et al. 2018), taken apart: medians of each part.',
      columns: ['step', 'total', 'truncation', 'abscissa', 'evaluation', 'quotient', 'predicted'],
      rows: (row) => row.f === 'figure 3' && row.stencil === 'central' && row.steps === 'powers of two',
      note: 'Steps that are powers of two: x ± h is exact, and A is 0, but for the largest of them.',
    },
    {
      caption: 'exp at 10.1 with steps that are powers of ten, divided by 2h.',
      columns: ['step', 'total', 'truncation', 'abscissa', 'evaluation', 'quotient', 'predicted'],
      rows: (row) => row.f === 'exp at 10.1' && row.denominator === 'nominal',
      note: 'A and E are expected to differ by |x·f′/f|, 10.1 here; from one step to the next their quotient varies, since one h is rounded in much the same way at all these points.',
    },
    {
      caption: 'The same, divided by the distance of the places as computed.',
      columns: ['step', 'total', 'truncation', 'abscissa', 'evaluation', 'quotient', 'predicted'],
      rows: (row) => row.f === 'exp at 10.1' && row.denominator === 'actual' && row.steps === 'powers of ten',
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
