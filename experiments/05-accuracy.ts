import {
  bfloat16,
  binary64,
  complex,
  complexStep,
  float16,
  float32,
  float64,
  forward,
  isRefused,
  mlp,
  numeric,
  read,
  reference,
  reverse,
  rounded,
  scipy,
  symbolic,
  tensors,
  trace,
  type Format,
  type MlpOptions,
  type Numbers,
  type Objective,
  type Reference,
  type Tensor,
  type Tensors,
} from '../src/index.ts';
import {
  closedForm,
  decimals,
  defineExperiment,
  integer,
  massesOf,
  nameOf,
  runAlone,
  scientific,
  score,
  summary,
  terms,
  text,
  toPoint,
  trial,
  type GradientScore,
  type Terms,
  type Verdict,
} from '../src/lab.ts';

type ActivationName = NonNullable<MlpOptions['activation']>;

type LossName = 'squared-error' | 'l2-norm' | 'softmax-cross-entropy';
type State = 'start' | 'trained' | 'saturated';

interface Case {
  activation: ActivationName;
  loss: LossName;
  net: string;
  state: State;
  weights: number;
}

interface Row {
  activation: ActivationName;
  loss: LossName;
  net: string;
  state: State;
  weights: number;
  method: string;
  precision: string;
  lambda: number;
  parameters: number;
  steepest: number;
  outcome: string;
  verdict: string;
  normwise: number | null;
  inRoundoffs: number | null;
  maximumRelative: number | null;
  medianRelative: number | null;
  maximumUlps: number | null;
  cancellation: number | null;
  overTerms: number | null;
  normwiseBecause: string | null;
  worstBecause: string | null;
}

/** λ/2 and 1/batch are exact in every format, so that a narrow format reads the same objective. */
const lambdaOf = (state: State): number => (state === 'saturated' ? 0 : 2 ** -10);
const nets: Readonly<Record<string, Pick<MlpOptions, 'layers' | 'batch'>>> = {
  '3-4-2': { layers: [3, 4, 2] },
  '4-8-3': { layers: [4, 8, 3], batch: 4 },
};
const narrow = [float32, bfloat16, float16];

/** What the claim allows, norm-wise, in unit roundoffs: 1e-14 in float64. */
const allowed = 1e-14 / binary64.unitRoundoff;

/** Errors of at most so many unit roundoffs of Σ|terms| are put down to terms that cancel. */
const roundings = 4;

/** Gradient descent on J itself, in float64: this many steps, none longer than `rate`. */
const steps = 300;
const rate = 0.5;

/**
 * The weights after training, rounded to multiples of 2⁻²⁰: elementary functions differ between engines in their last
 * bits, and the weights should not.
 */
function trained(o: Objective, start: Tensors<number>): Tensors<number> {
  const prepared = reverse().prepare(o, float64);
  if (isRefused(prepared)) throw new Error(prepared.because);
  let at = start;
  for (let step = 0; step < steps; step++) {
    const { gradient } = prepared.valueAndGradient(at);
    const length = norm(Object.values(gradient).flatMap((g) => g.data));
    const factor = rate / Math.max(1, length);
    at = mapped(at, o.wrt, (w, name, i) => w - factor * gradient[name]!.data[i]!);
  }
  return mapped(at, o.wrt, (w) => Math.round(w * 2 ** 20) / 2 ** 20);
}

/** A start that is ten times too large in W⁽¹⁾, where units are saturated before training begins. */
const steepened = (start: Tensors<number>): Tensors<number> => mapped(start, ['W1'], (w) => 10 * w);

function mapped(
  at: Tensors<number>,
  names: readonly string[],
  f: (v: number, name: string, i: number) => number,
): Tensors<number> {
  const made = names.map((name): [string, Tensor<number>] => {
    const { shape, data } = at[name]!;
    return [name, { shape, data: data.map((v, i) => f(v, name, i)) }];
  });
  return { ...at, ...Object.fromEntries(made) };
}

const norm = (x: readonly number[]): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));

/** What errors at one point are judged by. */
interface Point {
  readonly o: Objective;
  readonly at: Tensors<number>;
  readonly truth: Reference;
  readonly format: Format;
  /** Σ|terms| of each component. */
  readonly mass: readonly number[];
  /** The errors of the closed form without cancellation in φ′ and ∂L/∂o; in float64 only. */
  readonly stable: GradientScore | null;
}

function pointAt(
  o: Objective,
  at: Tensors<number>,
  format: Format,
  byHand: (stable: boolean) => Tensors<number>,
): Point {
  const wide = format === binary64;
  // All witnesses have been heard at the unrounded point; at the rounded one the sweep and two differences are.
  const truth = reference(o, at, wide ? { sample: 4 } : { sample: 2, symbolicLimit: 0 });
  const n: Numbers<number> = wide ? float64 : rounded(format);
  const mass = massesOf(o, at, carrying(terms(n)));
  return { o, at, truth, format, mass, stable: wide ? score(truth, byHand(true)) : null };
}

/**
 * Terms that survive functions and divisors: an error of the operand's mass is passed on by the slope. A tanh of a sum
 * that cancels is as uncertain as the sum.
 */
function carrying(k: Numbers<Terms>): Numbers<Terms> {
  const step = 1e-200;
  const through =
    (op: 'sqrt' | 'exp' | 'log1p' | 'tanh' | 'sigmoid' | 'softplus' | 'relu' | 'gelu' | 'erfc') =>
    (x: Terms): Terms => {
      const { value } = k[op](x);
      const slope = complex[op]({ re: x.value, im: step }).im / step;
      return { value, mass: Math.abs(value) + Math.abs(slope) * x.mass };
    };
  return {
    ...k,
    div: (a, b) => {
      const { value } = k.div(a, b);
      return { value, mass: (a.mass + Math.abs(value) * b.mass) / Math.abs(b.value) };
    },
    sqrt: through('sqrt'),
    exp: through('exp'),
    log1p: through('log1p'),
    tanh: through('tanh'),
    sigmoid: through('sigmoid'),
    softplus: through('softplus'),
    relu: through('relu'),
    gelu: through('gelu'),
    erfc: through('erfc'),
  };
}

/** A large number to one digit: 3e4. */
const exponential = (v: number): string => v.toExponential(0).replace('e+', 'e');

function* measure(settings: Case, seed: number): Iterable<Row> {
  const { activation, loss, net, state, weights } = settings;
  const lambda = lambdaOf(state);
  const options = { ...nets[net]!, activation, loss, lambda };
  const problem = mlp({ ...options, seed });
  const o = trace(problem.model, problem.shapes, problem.wrt);
  const start = toPoint(o, problem.at);
  const at = state === 'start' ? start : trained(o, state === 'saturated' ? steepened(start) : start);
  const z = o.names.get('z')!;
  const inputs = read(z, tensors(float64), (e) => at[nameOf(e)]!).data;
  const common = {
    ...settings,
    lambda,
    parameters: problem.parameters,
    steepest: Math.max(...inputs.map(Math.abs)),
  };

  const byHand = (stable: boolean): Tensors<number> => {
    const { W1, W2 } = closedForm(options, { stable })(tensors(float64), at);
    return { W1, W2 };
  };
  const point = pointAt(o, at, binary64, byHand);
  for (const [method, differentiator] of [
    ['numeric', numeric({ step: scipy() })],
    ['symbolic', symbolic()],
    ['reverse', reverse()],
    ['forward', forward()],
    ['complex step', complexStep()],
  ] as const) {
    const { result, score: found } = trial(differentiator, o, at, point.truth);
    const outcome = result.because === null ? result.outcome : `${result.outcome}: ${result.because}`;
    yield { ...common, method, precision: 'float64', outcome, ...judged(method, found, point) };
  }
  for (const [method, found] of [
    ['closed form', score(point.truth, byHand(false))],
    ['closed form, stable', point.stable],
  ] as const)
    yield { ...common, method, precision: 'float64', outcome: 'ok', ...judged(method, found, point) };

  if (weights > 1) return;
  for (const format of narrow) {
    const near = mapped(at, Object.keys(at), format.round);
    const roundedPoint = pointAt(o, near, format, byHand);
    const prepared = reverse().prepare(o, rounded(format));
    if (isRefused(prepared)) throw new Error(prepared.because);
    const { gradient } = prepared.valueAndGradient(near);
    const finite = Object.values(gradient).every((g) => g.data.every(Number.isFinite));
    yield {
      ...common,
      method: 'reverse',
      precision: format.name,
      outcome: finite ? 'ok' : 'non-finite',
      ...judged('reverse', score(roundedPoint.truth, gradient), roundedPoint),
    };
  }
}

function judged(method: string, found: GradientScore | null, { o, truth, format, mass, stable }: Point) {
  if (found === null || truth.because !== null)
    return {
      verdict: 'unscored',
      normwise: null,
      inRoundoffs: null,
      maximumRelative: null,
      medianRelative: null,
      maximumUlps: null,
      cancellation: null,
      overTerms: null,
      normwiseBecause: truth.because,
      worstBecause: truth.because,
    };
  const u = format.unitRoundoff;
  const sizes = o.wrt.flatMap((name) => truth.gradient[name]!.data.map((g) => g.abs().toNumber()));
  const errors = o.wrt.flatMap((name) => found.components[name]!.data);
  const kept = stable && o.wrt.flatMap((name) => stable.components[name]!.data);
  const worst = errors.reduce((at, { relative }, i) => (relative > errors[at]!.relative ? i : at), 0);
  const cancellation = norm(mass) / norm(sizes);
  const reason = (relative: number, share: number, lostInSlope = false): string | null => {
    if (relative <= allowed * u) return null;
    if (!Number.isFinite(found.normwise)) return 'not finite';
    if (method === 'numeric') return 'truncation and noise';
    if (lostInSlope) return method === 'closed form' ? 'subtraction in φ′ or p − y' : 'subtraction in φ′';
    return relative <= roundings * u * share ? `1/${exponential(share)} of Σ|terms| is left` : 'unexplained';
  };
  const { absolute, relative } = errors[worst]!;
  // A form without the subtraction keeps the digits, in the same component.
  const lostInSlope = kept !== null && 8 * kept[worst]!.absolute <= absolute;
  return {
    verdict: found.verdict,
    normwise: found.normwise,
    inRoundoffs: found.normwise / u,
    maximumRelative: found.maximumRelative,
    medianRelative: found.medianRelative,
    maximumUlps: format === binary64 ? found.maximumUlps : null,
    cancellation,
    overTerms:
      Math.max(...errors.map((error, i) => (error.absolute === 0 ? 0 : error.absolute / mass[i]!))) / u,
    normwiseBecause: reason(found.normwise, cancellation),
    worstBecause: reason(relative, mass[worst]! / sizes[worst]!, lostInSlope),
  };
}

const exact = ['symbolic', 'reverse'];
const isWide = (row: Row): boolean => row.precision === 'float64';
const values = (rows: readonly Row[], part: 'normwise' | 'maximumRelative' | 'overTerms' | 'inRoundoffs') =>
  rows.map((row) => row[part]).filter((v) => v !== null);
const largest = (all: readonly number[]): number => Math.max(0, ...all);

function median(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function verdict(rows: readonly Row[]): Verdict {
  const judgedRows = rows.filter((row) => isWide(row) && exact.includes(row.method));
  const unscored = rows.filter((row) => row.verdict === 'unscored').length;
  const share = unscored / rows.length;
  const at = (state: State) => judgedRows.filter((row) => row.state === state);
  const above = (some: readonly Row[]) => some.filter((row) => !((row.normwise ?? Infinity) <= 1e-14));
  const trainedRows = [...at('trained'), ...at('saturated')];
  const inSlope = judgedRows.filter((row) => row.worstBecause === 'subtraction in φ′');
  const unexplained = rows.filter((row) => [row.normwiseBecause, row.worstBecause].includes('unexplained'));
  const show = (v: number): string => v.toExponential(1);
  const alike = likeReverse(rows, above(trainedRows));
  return {
    holds: above(judgedRows).length === 0 && inSlope.length > 0 && unexplained.length === 0 && share <= 0.03,
    because:
      `in float64 the norm-wise errors of symbolic and reverse are at most ${show(largest(values(at('start'), 'normwise')))} at the start; after training ` +
      `${above(trainedRows).length} of ${trainedRows.length} are above 1e-14 (at most ${show(largest(values(trainedRows, 'normwise')))})` +
      (alike.length === 0
        ? ''
        : `, and there forward mode, the complex step and the closed forms have ${Math.min(...alike).toFixed(2)} to ${Math.max(...alike).toFixed(2)} times the error`) +
      `; held against Σ|terms| no component is off by more than ${largest(values(judgedRows, 'overTerms')).toFixed(1)} unit roundoffs. ` +
      `In ${inSlope.length} gradients the worst component lost its digits in φ′ of a saturated unit (relative error up to ` +
      `${show(largest(values(inSlope, 'maximumRelative')))}); ${unexplained.length} errors are unexplained (those of differences are not asked); ` +
      `${unscored} of ${rows.length} rows (${(100 * share).toFixed(1)} %) are unscored`,
  };
}

/** The norm-wise errors of the other exact methods over that of each of these rows, in the same case. */
function likeReverse(rows: readonly Row[], these: readonly Row[]): number[] {
  const others = rows.filter((row) => isWide(row) && !exact.includes(row.method) && row.method !== 'numeric');
  return these.flatMap((row) =>
    others.filter((other) => isSameCase(other, row)).map((other) => other.normwise! / row.normwise!),
  );
}

const isSameCase = (a: Row, b: Row): boolean =>
  (['activation', 'loss', 'net', 'state', 'weights'] as const).every((name) => a[name] === b[name]);

const states: readonly State[] = ['start', 'trained', 'saturated'];

/** One method over all cases in float64. */
interface Overall {
  method: string;
  cases: number;
  unscored: number;
  start: number;
  trained: number;
  saturated: number;
  worst: number;
  overTerms: number;
}

interface ByLoss {
  loss: string;
  state: string;
  cases: number;
  median: number;
  normwise: number;
  above: number;
  cancellation: number;
}

interface BySaturation {
  activation: string;
  steepest: number;
  symbolic: number;
  reverse: number;
  complexStep: number;
  closedForm: number;
  stable: number;
}

interface ByFormat {
  precision: string;
  unitRoundoff: number;
  notFinite: number;
  start: number;
  trained: number;
  worst: number;
  overTerms: number;
}

interface Explained {
  activation: string;
  loss: string;
  net: string;
  state: string;
  weights: number;
  symbolic: number | null;
  reverse: number | null;
  because: string;
}

/** An error, to two digits. */
const error = { kind: 'counted', format: scientific(2) } as const;

const itself = defineExperiment<Row, Case>({
  id: '05-accuracy',
  title: 'How right a gradient is',
  question: 'How far from the truth is each method, norm-wise and in its worst component, and why?',
  claim:
    'In float64 reverse and symbolic are within 1e-14 of the truth norm-wise on smooth cases, at the start and after training; ' +
    'component-wise they are not, where activations saturate.',
  seed: 1,
  sweep: {
    activation: ['identity', 'relu', 'tanh', 'sigmoid', 'softplus', 'gelu'],
    loss: ['squared-error', 'l2-norm', 'softmax-cross-entropy'],
    net: Object.keys(nets),
    state: states,
    weights: [1, 2],
  },
  quick: { activation: ['tanh'], net: ['3-4-2'], weights: [1] },
  measure: (settings, lab) => measure(settings, lab.stream(`weights ${settings.weights}`).below(2 ** 31)),
  columns: {
    activation: {
      kind: 'case',
      says: 'φ of the hidden layer. A case with relu is smooth, and scored, where no unit is at 0.',
      format: text,
    },
    loss: { kind: 'case', says: 'The loss of a sample.', format: text },
    net: {
      kind: 'case',
      says: 'The widths d-h-q; 3-4-2 has one random sample, 4-8-3 the mean over a batch of four.',
      format: text,
    },
    state: {
      kind: 'case',
      says: `Where: at the start (Glorot); trained by ${steps} steps of gradient descent on J in float64, none longer than ${rate}; or saturated: trained from a W⁽¹⁾ ten times as large. Trained weights are rounded to multiples of 2⁻²⁰.`,
      format: text,
    },
    weights: { kind: 'case', name: 'draw', says: 'Which random weights and samples.', format: integer },
    method: {
      kind: 'case',
      says: 'Numeric takes central differences with scipy’s step. The closed form is D2L’s, with φ′ as 1 − h² or h(1 − h) and p − y; its stable variant has 1/cosh²(z), σ(z)·σ(−z) and sums of probabilities.',
      format: text,
    },
    precision: {
      kind: 'case',
      says: 'The numbers computed in. For float32, bfloat16 and float16 every input is rounded first, and the truth is that of the rounded inputs; only reverse, and the first draw.',
      format: text,
    },
    lambda: {
      kind: 'counted',
      name: 'λ',
      says: 'The weight of the penalty: 2⁻¹⁰, exact in every format; 0 in the saturated state, where λW would hide a component’s loss.',
    },
    parameters: { kind: 'counted', name: 'P', says: 'The number of weights.', format: integer },
    steepest: {
      kind: 'counted',
      name: 'largest |z|',
      says: 'Of all pre-activations of hidden units.',
      format: decimals(1),
      rounding: 2 ** -40,
    },
    outcome: { kind: 'counted', says: 'What the method itself knows of its answer.', format: text },
    verdict: {
      kind: 'counted',
      says: 'What the truth shows of the worst component, by the bars for float64 in every precision.',
      format: text,
    },
    normwise: {
      ...error,
      name: 'error',
      says: '‖gradient − truth‖₂ / ‖truth‖₂ over all weights, the truth worked to 50 digits.',
      rounding: 2 ** -46,
    },
    inRoundoffs: {
      ...error,
      name: 'error / u',
      says: 'The same in unit roundoffs u of the precision; the claim’s 1e-14 is 90 u in float64.',
      rounding: 128,
    },
    maximumRelative: {
      ...error,
      name: 'worst component',
      says: 'The largest relative error of a component.',
      rounding: 2 ** -30,
    },
    medianRelative: {
      ...error,
      name: 'median component',
      says: 'The median relative error of the components.',
      rounding: 2 ** -40,
    },
    maximumUlps: {
      ...error,
      name: 'worst ulps',
      says: 'The largest error of a component in units in the last place of its truth, as a double.',
      rounding: 2 ** 22,
    },
    cancellation: {
      ...error,
      says: '‖Σ|terms|‖₂ / ‖truth‖₂: how many times as large as the gradient the terms are that it is added up from.',
    },
    overTerms: {
      ...error,
      name: 'worst over Σ|terms| / u',
      says: 'The largest error of a component, divided by the sum of the absolute values of its terms (a slope hands those of a function’s operand on), in unit roundoffs: about 1 is the best that arithmetic allows.',
      rounding: 16,
    },
    normwiseBecause: {
      kind: 'counted',
      name: 'why norm-wise',
      says: `Why the error is above ${Math.round(allowed)} u. Cancellation is given as the reason only where the error is within ${roundings} u of Σ|terms|.`,
      format: text,
    },
    worstBecause: {
      kind: 'counted',
      name: 'why the worst component',
      says: 'The same for the worst component; a subtraction is given as the reason only where the stable closed form has at most an eighth of the error in the same component.',
      format: text,
    },
  },
  verdict,
  tables: [
    summary<Row, Overall>({
      caption:
        'Errors of each method in float64 over all activations, losses and nets: the largest norm-wise error in each state, and the worst component.',
      note:
        'Where the fit is close, o − y or the whole gradient is a small difference of large terms (the column cancellation). Measured ' +
        'against Σ|terms| the methods of exact rules stay near one unit roundoff. The complex step keeps tanh′ of a saturated unit ' +
        'without being told the stable form.',
      columns: {
        method: { kind: 'case', says: 'As below.' },
        cases: { kind: 'counted', says: 'How many.', format: integer },
        unscored: { kind: 'counted', says: 'How many of them have no agreed truth.', format: integer },
        start: { ...error, says: 'Norm-wise.' },
        trained: { ...error, says: 'Norm-wise.' },
        saturated: { ...error, says: 'Norm-wise.' },
        worst: { ...error, name: 'worst component', says: 'As below.' },
        overTerms: { ...error, name: 'worst over Σ|terms| / u', says: 'As below.' },
      },
      summarise: (rows) =>
        [...new Set(rows.map((row) => row.method))].map((method) => {
          const own = rows.filter((row) => isWide(row) && row.method === method);
          const at = (state: State) =>
            largest(
              values(
                own.filter((row) => row.state === state),
                'normwise',
              ),
            );
          return {
            method,
            cases: own.length,
            unscored: own.filter((row) => row.verdict === 'unscored').length,
            start: at('start'),
            trained: at('trained'),
            saturated: at('saturated'),
            worst: largest(values(own, 'maximumRelative')),
            overTerms: largest(values(own, 'overTerms')),
          };
        }),
    }),
    summary<Row, ByLoss>({
      caption: 'Norm-wise errors of reverse in float64, by loss and state: what the fit does to them.',
      note:
        'A squared error that is fitted leaves o − y near 0, the difference of two numbers near 1; at a minimum with a penalty, ' +
        '∂L/∂W and λW cancel. The cross-entropy’s p − y is formed without the subtraction here.',
      columns: {
        loss: { kind: 'case', says: 'As below.' },
        state: { kind: 'case', says: 'As below.' },
        cases: { kind: 'counted', says: 'How many.', format: integer },
        median: { ...error, name: 'median error', says: 'Norm-wise.' },
        normwise: { ...error, name: 'largest error', says: 'Norm-wise.' },
        above: { kind: 'counted', name: 'above 1e-14', says: 'How many.', format: integer },
        cancellation: { ...error, name: 'largest cancellation', says: 'As below.' },
      },
      summarise: (rows) => {
        const own = rows.filter((row) => isWide(row) && row.method === 'reverse' && row.normwise !== null);
        return [...new Set(own.map((row) => row.loss))].flatMap((loss) =>
          states.map((state) => {
            const these = own.filter((row) => row.loss === loss && row.state === state);
            const errors = values(these, 'normwise');
            return {
              loss,
              state,
              cases: these.length,
              median: median(errors),
              normwise: largest(errors),
              above: errors.filter((v) => v > 1e-14).length,
              cancellation: largest(these.map((row) => row.cancellation!)),
            };
          }),
        );
      },
    }),
    summary<Row, BySaturation>({
      caption:
        'The worst component where hidden units are saturated, without penalty (float64, cross-entropy and L2 norm): relative errors.',
      note:
        '1 − tanh²(z) from the rounded tanh(z) loses digits with e^(2|z|); 1/cosh²(z) keeps them. The norm-wise errors of these cases ' +
        'are in the table above. Where φ′ has no such subtraction the closed form is still worse than its stable variant, which forms ' +
        'p − y otherwise.',
      columns: {
        activation: { kind: 'case', says: 'As below.' },
        steepest: { kind: 'counted', name: 'largest |z|', says: 'As below.', format: decimals(1) },
        symbolic: { ...error, says: 'Worst component.' },
        reverse: { ...error, says: 'Worst component.' },
        complexStep: { ...error, says: 'Worst component.' },
        closedForm: { ...error, says: 'Worst component.' },
        stable: { ...error, name: 'closed form, stable', says: 'Worst component.' },
      },
      summarise: (rows) => {
        const own = rows.filter(
          (row) => isWide(row) && row.state === 'saturated' && row.loss !== 'squared-error',
        );
        return [...new Set(own.map((row) => row.activation))].map((activation) => {
          const these = own.filter((row) => row.activation === activation);
          const of = (method: string) =>
            largest(
              values(
                these.filter((row) => row.method === method),
                'maximumRelative',
              ),
            );
          return {
            activation,
            steepest: largest(these.map((row) => row.steepest)),
            symbolic: of('symbolic'),
            reverse: of('reverse'),
            complexStep: of('complex step'),
            closedForm: of('closed form'),
            stable: of('closed form, stable'),
          };
        });
      },
    }),
    summary<Row, ByFormat>({
      caption:
        'Reverse in four precisions, inputs rounded first: norm-wise errors in unit roundoffs of the precision.',
      note:
        'The first draw only; the medians are of gradients that are finite. An error of 1/u is as large as the gradient. Where a ' +
        'gradient is not finite is in rows.csv.',
      columns: {
        precision: { kind: 'case', says: 'As below.' },
        unitRoundoff: { ...error, name: 'u', says: 'Its unit roundoff.' },
        notFinite: { kind: 'counted', says: 'How many gradients are not.', format: integer },
        start: { ...error, name: 'median, start', says: 'In u.' },
        trained: { ...error, name: 'median, trained', says: 'In u.' },
        worst: { ...error, name: 'largest of all', says: 'In u, of the saturated state too.' },
        overTerms: { ...error, name: 'worst over Σ|terms| / u', says: 'As below.' },
      },
      summarise: (rows) =>
        [binary64, ...narrow].map(({ name, unitRoundoff }) => {
          const own = rows.filter(
            (row) => row.method === 'reverse' && row.precision === name && row.weights === 1,
          );
          const finite = own.filter((row) => row.outcome === 'ok');
          const at = (state: State) =>
            median(
              values(
                finite.filter((row) => row.state === state),
                'inRoundoffs',
              ),
            );
          return {
            precision: name,
            unitRoundoff,
            notFinite: own.length - finite.length,
            start: at('start'),
            trained: at('trained'),
            worst: largest(values(finite, 'inRoundoffs')),
            overTerms: largest(values(finite, 'overTerms')),
          };
        }),
    }),
    summary<Row, Explained>({
      caption:
        'Every case in float64 where symbolic or reverse is off by more than 1e-14, norm-wise, and why.',
      columns: {
        activation: { kind: 'case', says: 'As below.' },
        loss: { kind: 'case', says: 'As below.' },
        net: { kind: 'case', says: 'As below.' },
        state: { kind: 'case', says: 'As below.' },
        weights: { kind: 'case', name: 'draw', says: 'As below.', format: integer },
        symbolic: { ...error, says: 'Norm-wise.' },
        reverse: { ...error, says: 'Norm-wise.' },
        because: { kind: 'counted', name: 'why', says: 'As below.', format: text },
      },
      summarise: (rows) => {
        const own = rows.filter((row) => isWide(row) && exact.includes(row.method));
        const twins = (row: Row) => own.filter((other) => isSameCase(other, row));
        return own
          .filter(
            (row) => row.method === 'reverse' && twins(row).some((twin) => twin.normwiseBecause !== null),
          )
          .map((row) => {
            const { activation, loss, net, state, weights } = row;
            const both = twins(row);
            return {
              activation,
              loss,
              net,
              state,
              weights,
              symbolic: both.find((twin) => twin.method === 'symbolic')?.normwise ?? null,
              reverse: row.normwise,
              because: [...new Set(both.flatMap((twin) => twin.normwiseBecause ?? []))].join('; '),
            };
          });
      },
    }),
  ],
});

export default itself;
runAlone(itself, import.meta);
