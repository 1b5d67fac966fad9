import {
  complexStep,
  decimal,
  dual,
  type exactDecimal,
  fixed,
  float64,
  forward,
  isRefused,
  numeric,
  reverse,
  symbolic,
  trace,
  type Algebra,
  type Differentiator,
  type Model,
  type Numbers,
  type Objective,
  type PartialForm,
} from '../src/index.ts';
import {
  code,
  decimals,
  defineExperiment,
  integer,
  newton,
  panels,
  pitfall,
  pitfalls,
  plain,
  product,
  realise,
  runAlone,
  scientific,
  scoreComponent,
  series,
  spreadOf,
  summary,
  text,
  traceProblem,
  type Pitfall,
  type Stream,
  type Verdict,
} from '../src/lab.ts';

type Decimal = ReturnType<typeof exactDecimal>;

type Part = 'programs' | 'saturation' | 'Newton' | 'partials';

interface Case {
  part: Part;
  name: string;
  points: number;
}

interface Row {
  part: Part;
  program: string;
  at: number;
  method: string;
  value: number | null;
  says: number | null;
  outcome: string | null;
  because: string | null;
  truth: number | null;
  absolute: number | null;
  relative: number | null;
  low: number | null;
  high: number | null;
  verdict: string | null;
  operations: number | null;
  why: string | null;
  source: string | null;
}

const difference = 'central difference';
const swept = 'reverse';
const sweptStable = 'reverse, stable';
const wide = 'central, step 1/16';

/** In the order of the tables; a stable form stands beside each method that has one. */
const methods: readonly (readonly [name: string, method: Differentiator])[] = [
  [difference, numeric()],
  ['forward difference', numeric({ stencil: 'forward' })],
  [wide, numeric({ step: fixed(1 / 16) })],
  ['symbolic', symbolic()],
  ['symbolic, stable', symbolic({ partials: 'stable' })],
  [swept, reverse()],
  [sweptStable, reverse({ partials: 'stable' })],
  ['forward', forward()],
  ['forward, stable', forward({ partials: 'stable' })],
  ['complex step', complexStep()],
];

/** x·(d/dy)(x + y), the inner derivative in dual numbers of its own level, or in those of x. */
const confusing =
  (confused: boolean): Model =>
  <X>(k: Algebra<X>, { x }: Readonly<Record<string, X>>) => {
    const inner = dual(k);
    const sum = inner.add(
      { value: x!, slope: confused ? 'one' : 'zero' },
      { value: k.constant(1), slope: 'one' },
    );
    return k.mul(x!, realise(k, sum.slope));
  };

const confusion = 'x·d/dy(x + y)';
const siskind = 'Siskind & Pearlmutter 2008';

const all: readonly Pitfall[] = [
  ...pitfalls,
  pitfall(
    confusion,
    siskind,
    1,
    confusing(false),
    (n) => n.constant(1),
    'A derivative within a derivative: each level of dual numbers has an ε of its own, and nothing is confused.',
  ),
  pitfall(
    `${confusion}, one ε for both`,
    siskind,
    1,
    confusing(true),
    (n) => n.constant(1),
    'What a differentiator with one ε computes: x counts as y, the program is 2x, and every method says so.',
  ),
];

const keyOf = (program: string, at: number): string => `${program} at ${at}`;
const programs = new Map(all.map((program) => [keyOf(program.name, program.at.x as number), program]));

/** The programs that the claim names, but for the one that it says is avoided. */
const claimed = [
  'tanh x',
  'relu(x) − relu(−x)',
  'x > 0 ? √x : 0',
  '√x, 5 Newton steps',
  'logsumexp(x, 999), naive',
];

const exactly = decimal(120);

const truthOf = ({ slope, at }: Pitfall): Decimal | null =>
  slope?.(exactly, exactly.constant(at.x as number)) ?? null;

/** An answer by its error alone, whatever its method thinks of it: one bar for all. */
function scored(truth: Decimal | null, says: number) {
  if (truth === null) return { truth: null, absolute: null, relative: null, verdict: 'no derivative' };
  const { absolute, relative, verdict } = scoreComponent(truth, says, truth.abs());
  return { truth: truth.toNumber(), absolute, relative, verdict };
}

const noBand = { low: null, high: null };

function* tried(program: Pitfall): Iterable<Row> {
  const truth = truthOf(program);
  for (const [method, differentiator] of methods) {
    const { value, gradient, outcome, because, cost } = differentiator.gradient(program);
    const says = gradient!.x as number;
    yield {
      part: 'programs',
      program: program.name,
      at: program.at.x as number,
      method,
      value,
      says,
      outcome,
      because,
      ...scored(truth, says),
      ...noBand,
      operations: cost!.operations,
      why: program.why,
      source: program.source,
    };
  }
}

/** After how many steps Newton's iteration is stopped. */
const stops = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The iterate's value, and its derivative by AD and by a difference, each against the root's. */
function* stopped(): Iterable<Row> {
  for (const steps of stops) {
    const program = newton(steps);
    const x = exactly.constant(program.at.x as number);
    for (const [method, differentiator] of methods) {
      if (method !== swept && method !== difference) continue;
      const { value, gradient, outcome, because, cost } = differentiator.gradient(program);
      const row = {
        part: 'Newton' as const,
        program: '√x',
        at: steps,
        value,
        outcome,
        because,
        ...noBand,
        operations: cost!.operations,
        why: program.why,
        source: program.source,
      };
      if (method === swept)
        yield { ...row, method: 'value', says: value, ...scored(exactly.sqrt(x), value!) };
      const says = gradient!.x as number;
      yield { ...row, method, says, ...scored(program.slope!(exactly, x), says) };
    }
  }
}

/** The activations that saturate, with the slope in its stable form. */
const saturating = new Map(
  ['tanh x', 'σ(x)'].map((name) => [name, pitfalls.find((program) => program.name === name)!]),
);

const shown = [swept, sweptStable, 'complex step', difference];

/** The derivative at whole numbers, its error as the median over points up to a half away. */
function* saturation(name: string, points: number, random: Stream): Iterable<Row> {
  const program = saturating.get(name)!;
  const o = traceProblem(program);
  const ready = methods.flatMap(([method, differentiator]) => {
    if (!shown.includes(method)) return [];
    const prepared = differentiator.prepare(o, float64);
    return isRefused(prepared) ? [] : [{ method, prepared }];
  });
  const n = decimal(60);
  for (let z = 1; z <= 40; z++) {
    const places = Array.from({ length: points }, () => z + random.uniform() - 0.5);
    const truths = places.map((x) => program.slope!(n, n.constant(x)));
    for (const { method, prepared } of ready) {
      const errors = places.map((x, i) => {
        const says = prepared.valueAndGradient({ x: { shape: [], data: [x] } }).gradient.x!.data[0]!;
        return scoreComponent(truths[i]!, says, truths[i]!).relative;
      });
      const { median, low, high } = spreadOf(errors);
      yield {
        part: 'saturation',
        program: name,
        at: z,
        method,
        value: null,
        says: null,
        outcome: null,
        because: null,
        truth: null,
        absolute: null,
        relative: median,
        low,
        high,
        verdict: null,
        operations: null,
        why: program.why,
        source: program.source,
      };
    }
  }
}

/** An operation whose partials have two forms, with the rest of its operands, given x. */
interface Operation {
  readonly model: Model;
  readonly other?: (x: number) => number;
}

const operations: Readonly<Record<string, Operation>> = {
  'tanh x': { model: (k, { x }) => k.tanh(x!) },
  'σ(x)': { model: (k, { x }) => k.sigmoid(x!) },
  'erf x': { model: (k, { x }) => k.erf(x!) },
  'erfc x': { model: (k, { x }) => k.erfc(x!) },
  'gelu(x)': { model: (k, { x }) => k.gelu(x!) },
  'arsinh x': { model: (k, { x }) => k.asinh(x!) },
  'atan2(x, 2x)': { model: (k, { x, y }) => k.atan2(x!, y!), other: (x) => 2 * x },
  'x^0.1': { model: (k, { x }) => k.power(x!, 0.1) },
  'x^y, y = 0.1': { model: (k, { x, y }) => k.pow(x!, y!), other: () => 0.1 },
};

/** Doubles of all sizes and both signs, more of them where functions saturate. */
const everywhere = (points: number): number[] =>
  [
    ...Array.from({ length: points }, (_, i) => 10 ** (-300 + (600 * (i + 0.37)) / points)),
    ...Array.from({ length: points }, (_, i) => (40 * (i + 0.37)) / points),
  ].flatMap((x) => [x, -x]);

/** A point of doubles in any numbers. */
const lifted = <T>(n: Numbers<T>, at: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(at).map(([name, v]) => [name, { shape: [], data: [n.constant(v)] }]));

/** The slope by x in some numbers, its partials in some form. */
function slopeIn<T>(o: Objective, n: Numbers<T>, form: PartialForm) {
  const prepared = reverse({ partials: form }).prepare(o, n);
  if (isRefused(prepared)) throw new RangeError(prepared.because);
  return {
    at: (point: Readonly<Record<string, number>>): T =>
      prepared.valueAndGradient(lifted(n, point)).gradient.x!.data[0]!,
    operations: prepared.cost.operations,
  };
}

/**
 * The slope in decimal numbers: of 80 digits, where half of them give the same, else of 680, since 1 − y² loses as many as
 * an ordinary number has decades.
 */
function settledSlope(o: Objective): (at: Readonly<Record<string, number>>) => Decimal {
  const [few, more, most] = [40, 80, 680].map((digits) => slopeIn(o, decimal(digits), 'textbook').at);
  return (at) => {
    const [before, found] = [few!(at), more!(at)];
    const settled = !found.isZero() && before.minus(found).abs().lte(found.abs().times('1e-25'));
    return settled ? found : most!(at);
  };
}

/** Each form's worst error over all operands whose slope is an ordinary number, and its cost. */
function* partials(name: string, points: number): Iterable<Row> {
  const { model, other } = operations[name]!;
  const o = trace(model, { x: [], ...(other === undefined ? {} : { y: [] }) }, ['x']);
  const truthAt = settledSlope(o);
  const asked = everywhere(points).flatMap((x) => {
    const at = { x, ...(other === undefined ? {} : { y: other(x) }) };
    const truth = truthAt(at);
    const ordinary = truth.abs().gt('1e-290') && truth.abs().lt('1e290');
    return ordinary ? [{ at, truth }] : [];
  });
  for (const form of ['textbook', 'stable'] as const) {
    const slope = slopeIn(o, float64, form);
    const errors = asked.map(({ at, truth }) => {
      const says = slope.at(at);
      return { at: at.x, says, ...scored(truth, says) };
    });
    const worst = errors.reduce((a, b) => (Number.isNaN(a.relative) || a.relative! >= b.relative! ? a : b));
    yield {
      part: 'partials',
      program: name,
      method: form === 'stable' ? sweptStable : swept,
      value: null,
      ...worst,
      outcome: null,
      because: null,
      ...noBand,
      operations: slope.operations,
      why: null,
      source: null,
    };
  }
}

/** Who is right about a program, within 1e-3 of the truth: AD (symbolic and reverse, textbook partials) or the difference. */
type Standing = 'difference only' | 'AD only' | 'both' | 'neither' | 'no derivative';

/** The answers to one program. */
interface Answers {
  readonly program: string;
  readonly at: number;
  readonly standing: Standing;
  /** AD is wrong, and its outcome is ok. */
  readonly silent: boolean;
  readonly of: (method: string) => Row;
}

function standingOf(ad: boolean, numbers: boolean): Standing {
  if (ad) return numbers ? 'both' : 'AD only';
  return numbers ? 'difference only' : 'neither';
}

function answers(rows: readonly Row[]): Answers[] {
  const own = rows.filter(({ part }) => part === 'programs');
  const keys = [...new Set(own.map(({ program, at }) => keyOf(program, at)))];
  return keys.map((key) => {
    const asked = own.filter(({ program, at }) => keyOf(program, at) === key);
    const of = (method: string): Row => asked.find((row) => row.method === method)!;
    const [ad, numbers] = [right(of(swept)) || right(of('symbolic')), right(of(difference))];
    const { program, at, truth, outcome } = of(swept);
    const standing = truth === null ? 'no derivative' : standingOf(ad, numbers);
    return { program, at, standing, silent: truth !== null && !ad && outcome === 'ok', of };
  });
}

const right = ({ verdict }: Row): boolean => verdict === 'accurate' || verdict === 'imprecise';

const standings: readonly Standing[] = ['difference only', 'neither', 'AD only', 'both', 'no derivative'];

const names = (found: readonly Answers[]): string =>
  found.map(({ program, at }) => keyOf(program, at)).join('; ');

/** How symbolic and forward mode stand beside reverse mode, all with textbook partials. */
function modes(found: readonly Answers[]): string {
  const others = ['symbolic', 'forward'];
  const together = (same: (own: Row, other: Row) => boolean) =>
    found.filter(({ of }) => others.every((method) => same(of(method), of(swept))));
  const standing = together((own, other) => right(own) === right(other));
  const apart = found.filter((one) => !standing.includes(one));
  return (
    `symbolic and forward mode are right and wrong with reverse mode in ${standing.length} of the ${found.length} cases` +
    (apart.length === 0 ? '' : ` (not in ${names(apart)})`) +
    `, and give the same number in ${together((own, other) => Object.is(own.says, other.says)).length}`
  );
}

/** Where each saturating slope first has fewer than three digits, by the medians of AD and of a difference. */
function losses(rows: readonly Row[]): string {
  const own = rows.filter(({ part }) => part === 'saturation');
  const first = (name: string, by: string): string => {
    const lost = own.find(
      ({ program, method, relative }) => program === name && method === by && !(relative! <= 1e-3),
    );
    return lost === undefined ? 'at no z' : `at z = ${lost.at}`;
  };
  return [...new Set(own.map(({ program }) => program))]
    .map(
      (name) =>
        `; the difference first has fewer than three digits of the slope of ${name} ${first(name, difference)}, AD ${first(name, swept)}`,
    )
    .join('');
}

function verdict(rows: readonly Row[]): Verdict {
  const found = answers(rows);
  const of = (standing: Standing) => found.filter((one) => one.standing === standing);
  const named = found.filter(({ program }) => claimed.includes(program));
  const asClaimed = named.filter(({ standing }) => standing === 'difference only');
  const among = (standing: Standing) => named.filter((one) => one.standing === standing).length;
  const confused = found.filter(({ program }) => program === confusion);
  const [only, neither] = [of('difference only'), of('neither')];
  const mended = [...only, ...neither].filter(({ of: row }) => right(row(sweptStable)));
  const silent = (list: readonly Answers[]) => list.filter((one) => one.silent).length;
  return {
    holds: asClaimed.length === named.length && confused.every(({ standing }) => standing === 'both'),
    because:
      `of the ${named.length} cases that the claim names, AD is wrong and a central difference right in ${asClaimed.length}: ${names(asClaimed)}; ` +
      `of its others both are wrong in ${among('neither')} and both right in ${among('both')}; ` +
      `over all ${found.length} cases AD is wrong and the difference right in ${only.length} (${silent(only)} of them silently), both are wrong in ` +
      `${neither.length} (${silent(neither)} silently), AD alone is right in ${of('AD only').length}, both in ${of('both').length}, and ` +
      `${of('no derivative').length} have no derivative; stable partials mend ${mended.length}; ` +
      modes(found) +
      losses(rows),
  };
}

/** What a method says, and whether it is right (✓), wrong (✗), or wrong and says that something is amiss (!). */
function told({ says, outcome, ...row }: Row): string {
  const number = says === null ? '–' : Number.isFinite(says) ? short(says) : String(says);
  if (row.truth === null) return number;
  return `${number} ${right({ says, outcome, ...row }) ? '✓' : outcome === 'ok' ? '✗' : '!'}`;
}

const short = (v: number): string => {
  const size = Math.abs(v);
  return v === 0 || (size >= 1e-3 && size < 1e5)
    ? String(Number(v.toPrecision(4)))
    : v.toExponential(2).replace('e+', 'e');
};

/** One program in the catalogue. */
interface Entry {
  program: string;
  at: number;
  truth: string;
  difference: string;
  wide: string;
  swept: string;
  stable: string;
  complex: string;
  right: string;
}

const catalogue = (rows: readonly Row[]): Entry[] =>
  standings
    .flatMap((standing) => answers(rows).filter((one) => one.standing === standing))
    .map(({ program, at, standing, of }) => ({
      program,
      at,
      truth: of(swept).truth === null ? 'none' : short(of(swept).truth!),
      difference: told(of(difference)),
      wide: told(of(wide)),
      swept: told(of(swept)),
      stable: told(of(sweptStable)),
      complex: told(of('complex step')),
      right: standing,
    }));

/** Why a program is in the catalogue. */
interface Reason {
  program: string;
  at: string;
  why: string;
  source: string;
}

const reasons = (rows: readonly Row[]): Reason[] => {
  const found = answers(rows);
  return [...new Set(found.map(({ of }) => of(swept).why!))].map((why) => {
    const own = found.filter(({ of }) => of(swept).why === why);
    const programs = [...new Set(own.map(({ program }) => program))].join(', ');
    return {
      program: programs,
      at: own.map(({ at }) => at).join(', '),
      why,
      source: own[0]!.of(swept).source!,
    };
  });
};

/** One line for each way of being right. */
interface Count {
  right: string;
  programs: number;
  silent: number;
  warned: number;
  cautious: number;
  differenceSilent: number;
  stable: number;
  wide: number;
}

const counts = (rows: readonly Row[]): Count[] =>
  standings.map((standing) => {
    const own = answers(rows).filter((one) => one.standing === standing);
    const wrong = own.filter(({ of }) => of(swept).truth !== null && !right(of(swept)));
    return {
      right: standing,
      programs: own.length,
      silent: own.filter(({ silent }) => silent).length,
      warned: wrong.filter(({ silent }) => !silent).length,
      cautious: own.filter(({ of }) => right(of(swept)) && of(swept).outcome !== 'ok').length,
      differenceSilent: own.filter(
        ({ of }) => of(difference).verdict === 'wrong' && of(difference).outcome === 'ok',
      ).length,
      stable: wrong.filter(({ of }) => right(of(sweptStable))).length,
      wide: own.filter(({ of }) => right(of(wide))).length,
    };
  });

/** One operation's two forms. */
interface Forms {
  program: string;
  textbook: number;
  where: number;
  stable: number;
  units: number;
  operations: number;
  more: number;
}

const compared = (rows: readonly Row[]): Forms[] =>
  rows
    .filter(({ part, method }) => part === 'partials' && method === swept)
    .map((textbook) => {
      const stable = rows.find(
        ({ part, program, method }) =>
          part === 'partials' && program === textbook.program && method === sweptStable,
      )!;
      return {
        program: textbook.program,
        textbook: textbook.relative!,
        where: textbook.at,
        stable: stable.relative!,
        units: stable.relative! * 2 ** 53,
        operations: textbook.operations!,
        more: stable.operations! - textbook.operations!,
      };
    });

/** Each method's error where an activation saturates. */
interface Saturated {
  program: string;
  at: number;
  truth: number;
  swept: number;
  stable: number;
  complex: number;
  difference: number;
  forward: number;
}

const saturated = (rows: readonly Row[]): Saturated[] =>
  answers(rows)
    .filter(({ program }) => saturating.has(program))
    .map(({ program, at, of }) => ({
      program,
      at,
      truth: of(swept).truth!,
      swept: of(swept).relative!,
      stable: of(sweptStable).relative!,
      complex: of('complex step').relative!,
      difference: of(difference).relative!,
      forward: of('forward difference').relative!,
    }));

/** The iterate after some steps, and its derivative. */
interface Stopped {
  steps: number;
  iterate: number;
  valueError: number;
  derivative: number;
  derivativeError: number;
  differenceError: number;
}

const stoppedAt = (rows: readonly Row[]): Stopped[] =>
  stops.flatMap((steps) => {
    const own = rows.filter(({ part, at }) => part === 'Newton' && at === steps);
    const [value, derivative, numbers] = ['value', swept, difference].map((method) =>
      own.find((row) => row.method === method),
    );
    if (value === undefined) return [];
    return [
      {
        steps,
        iterate: value.says!,
        valueError: value.relative!,
        derivative: derivative!.says!,
        derivativeError: derivative!.relative!,
        differenceError: numbers!.relative!,
      },
    ];
  });

const error = { kind: 'counted', format: scientific(2), rounding: 2 ** -46 } as const;
const number = { kind: 'counted', format: plain, rounding: 2 ** -40 } as const;
const words = { kind: 'counted', format: text } as const;

const itself = defineExperiment<Row, Case>({
  id: '16-where-ad-is-wrong',
  title: 'Where automatic differentiation is wrong',
  question:
    'On which programs is the derivative that AD gives not that of the function, and who is right then?',
  claim:
    'AD differentiates the program, not the function: on listed programs (saturated 1 − tanh², relu(x) − relu(−x) at 0, ' +
    'select over √ in the dead branch, an unrolled Newton stopped early, naive softmax, perturbation confusion avoided) ' +
    'reverse and symbolic are wrong or lose all digits where a central difference is right.',
  seed: 1,
  sweep: {
    part: ['programs', 'saturation', 'Newton', 'partials'],
    name: [...new Set([...programs.keys(), ...saturating.keys(), 'Newton', ...Object.keys(operations)])],
    points: [41],
  },
  quick: {
    name: [
      'tanh x at 19',
      'relu(x) − relu(−x) at 0',
      'x > 0 ? √x : 0 at -1',
      'sin(x)/x at 1e-8',
      'x·d/dy(x + y) at 1',
      'tanh x',
      'Newton',
    ],
    points: [7],
  },
  cases: (sweep) =>
    product(sweep).filter(({ part, name }) => {
      switch (part) {
        case 'programs':
          return programs.has(name);
        case 'saturation':
          return saturating.has(name);
        case 'Newton':
          return name === 'Newton';
        case 'partials':
          return Object.hasOwn(operations, name);
      }
    }),
  measure: ({ part, name, points }, lab) => {
    switch (part) {
      case 'programs':
        return tried(programs.get(name)!);
      case 'saturation':
        return saturation(name, points, lab.stream('places'));
      case 'Newton':
        return stopped();
      case 'partials':
        return partials(name, points);
    }
  },
  columns: {
    part: {
      kind: 'case',
      says: 'programs: the catalogue; saturation: errors against z; Newton: errors against the number of steps; partials: the worst error of each form.',
      format: text,
    },
    program: { kind: 'case', says: 'What is differentiated.', format: code },
    at: {
      kind: 'case',
      says: 'x; for Newton the number of steps; for partials the x with the largest error.',
      format: plain,
    },
    method: {
      kind: 'case',
      says: 'Central and forward differences with the default step rule, and with the step 1/16; symbolic, reverse and forward AD with textbook and with stable partials; the complex step.',
      format: text,
    },
    value: { ...number, says: 'What the program computes.' },
    says: { ...number, says: 'The derivative that the method gives (of Newton’s value, the value).' },
    outcome: { ...words, says: 'What the method itself knows of its answer.' },
    because: { ...words, says: 'Why the outcome is not ok.' },
    truth: {
      ...number,
      says: 'The derivative of the function that was meant, its closed form worked to 120 digits; empty where it has none.',
    },
    absolute: { ...error, says: '|says − truth|.' },
    relative: {
      ...error,
      name: 'relative error',
      says: 'By |truth|, or by 1 where the truth is 0; in the part saturation the median over points.',
    },
    low: { ...error, says: 'In the part saturation: the tenth part from below.' },
    high: { ...error, says: 'In the part saturation: the tenth part from above.' },
    verdict: {
      ...words,
      says: 'By the error alone: accurate to 2⁻⁴⁰, imprecise to 1e-3, or wrong; no derivative where there is no truth.',
    },
    operations: {
      kind: 'counted',
      says: 'Operations for value and derivative, those of the step rule included.',
      format: integer,
    },
    why: { ...words, says: 'What happens.' },
    source: { ...words, says: 'Where the program is known from, or what it is an example of.' },
  },
  verdict,
  figures: [
    {
      id: 'saturation',
      caption:
        'The relative error of tanh′ and σ′ where they saturate: medians over 41 points within ½ of z, with a band from the tenth part from below to that from above.',
      alt: 'Textbook partials lose all digits as z grows, those of tanh sooner than those of σ, and a central difference loses them sooner still; stable partials and the complex step lose none.',
      draw: (rows) => ({
        x: { title: 'z', scale: 'linear', domain: [0, 40] },
        y: { title: 'relative error', domain: [1e-18, 1e2] },
        columns: 2,
        panels: panels(
          rows.filter(({ part }) => part === 'saturation'),
          'program',
          (own) => ({
            series: shown.flatMap((method, look) =>
              series(
                own.filter((row) => row.method === method),
                { by: 'method', x: 'at', y: 'relative', low: 'low', high: 'high', look },
              ),
            ),
          }),
          (name) => `derivative of ${name === 'tanh x' ? 'tanh z' : 'σ(z)'}`,
        ),
      }),
    },
    {
      id: 'newton',
      caption:
        'Newton’s iteration for √90 from 1, stopped after so many steps: the error of the iterate, and of its derivative by reverse AD, relative to the root’s.',
      alt: 'Both errors fall faster with each step; the derivative’s lies above the value’s, by a factor that grows with each step.',
      draw: (rows) => ({
        x: { title: 'steps', scale: 'linear', domain: [0, 10], ticks: stops },
        y: { title: 'relative error' },
        series: series(
          rows
            .filter(({ part, method }) => part === 'Newton' && method !== difference)
            .map((row) => ({ ...row, curve: row.method === swept ? 'derivative' : 'value' })),
          { by: 'curve', x: 'at', y: 'relative' },
        ),
      }),
    },
  ],
  tables: [
    summary<Row, Entry>({
      caption: 'Every program: what each method says of its derivative, and who is right.',
      note:
        '✓ is within 1e-3 of the truth (whatever the outcome), ✗ is wrong with the outcome ok, ! is wrong with an outcome that says so. How ' +
        'symbolic and forward mode stand beside reverse mode, the verdict counts.',
      columns: {
        program: { kind: 'case', says: 'As below.', format: code },
        at: { kind: 'case', says: 'x.', format: plain },
        truth: { ...words, says: 'The derivative of the function that was meant.' },
        swept: { ...words, name: swept, says: 'Reverse AD with textbook partials.' },
        stable: { ...words, name: sweptStable, says: 'Reverse AD with stable partials.' },
        difference: { ...words, name: difference, says: 'Central difference, default step rule.' },
        wide: { ...words, name: wide, says: 'Central difference, step 1/16.' },
        complex: { ...words, name: 'complex step', says: 'Im f(x + ih)/h.' },
        right: {
          ...words,
          name: 'who is right',
          says: 'AD with textbook partials, or the first difference.',
        },
      },
      summarise: catalogue,
    }),
    summary<Row, Reason>({
      caption: 'What happens in each program, and where it is known from.',
      columns: {
        program: { kind: 'case', says: 'As above.', format: code },
        at: { kind: 'case', says: 'Every x at which it is tried.', format: text },
        why: { ...words, says: 'What happens.' },
        source: { ...words, says: 'Where it is known from, or what it is an example of.' },
      },
      summarise: reasons,
    }),
    summary<Row, Count>({
      caption: 'How many programs of each kind.',
      note: 'The programs were chosen for what they show: these are counts of a list, and no shares of programs at large. “Wrong” is by more than 1e-3, so that tanh x at 5 and at 10, where digits are lost, counts as right.',
      columns: {
        right: { kind: 'case', name: 'who is right', says: 'As above.', format: text },
        programs: { kind: 'counted', says: 'How many.', format: integer },
        silent: {
          kind: 'counted',
          name: 'AD silently wrong',
          says: 'AD is wrong and its outcome is ok.',
          format: integer,
        },
        warned: {
          kind: 'counted',
          name: 'AD wrong, with a warning',
          says: 'Its outcome is branch or non-finite.',
          format: integer,
        },
        cautious: {
          kind: 'counted',
          name: 'AD right, with a warning',
          says: 'The point is on a branch that does no harm.',
          format: integer,
        },
        differenceSilent: {
          kind: 'counted',
          name: 'difference silently wrong',
          says: 'The central difference is wrong and its outcome is ok.',
          format: integer,
        },
        stable: {
          kind: 'counted',
          name: 'mended by stable partials',
          says: 'Wrong with textbook partials, right with stable ones.',
          format: integer,
        },
        wide: {
          kind: 'counted',
          name: 'right with step 1/16',
          says: 'The central difference with that step is right.',
          format: integer,
        },
      },
      summarise: counts,
    }),
    summary<Row, Forms>({
      caption: 'The operations whose textbook partial loses digits, and what the stable one costs.',
      note:
        'Each is tried at operands of all sizes and both signs, wherever its slope lies between 1e-290 and 1e290. Of the other ' +
        'operations the textbook partials are right to 16 u everywhere (a test holds them to it), and stand in both forms.',
      columns: {
        program: { kind: 'case', name: 'operation', says: 'As above.', format: code },
        textbook: { ...error, name: 'worst error, textbook', says: 'The largest relative error.' },
        where: { ...number, name: 'at', says: 'Where.', format: scientific(3) },
        stable: { ...error, name: 'worst error, stable', says: 'The same of the stable form.' },
        units: {
          kind: 'counted',
          name: 'in u',
          says: 'The same in units of u = 2⁻⁵³.',
          format: decimals(1),
        },
        operations: { kind: 'counted', says: 'Of value and derivative, textbook.', format: integer },
        more: { kind: 'counted', name: 'more, stable', says: 'Operations more.', format: integer },
      },
      summarise: compared,
    }),
    summary<Row, Saturated>({
      caption: 'Where activations saturate: the relative error of each method.',
      columns: {
        program: { kind: 'case', says: 'As above.', format: code },
        at: { kind: 'case', says: 'x.', format: plain },
        truth: { ...error, says: 'As above.' },
        swept: { ...error, name: swept, says: 'Textbook partials.' },
        stable: { ...error, name: sweptStable, says: 'Stable partials.' },
        complex: { ...error, name: 'complex step', says: 'As above.' },
        difference: { ...error, name: difference, says: 'As above.' },
        forward: { ...error, name: 'forward difference', says: 'As above.' },
      },
      summarise: saturated,
    }),
    summary<Row, Stopped>({
      caption: 'Newton’s iteration for √90 from 1, stopped early.',
      note: 'AD and the difference differentiate the same program: the iterate, and not the root.',
      columns: {
        steps: { kind: 'case', says: 'After how many steps.', format: integer },
        iterate: { ...number, says: 'The value.' },
        valueError: { ...error, name: 'its error', says: 'Relative to √90.' },
        derivative: { ...number, says: 'By reverse AD.' },
        derivativeError: { ...error, name: 'its error ', says: 'Relative to 1/(2√90).' },
        differenceError: {
          ...error,
          name: 'that of a difference',
          says: 'Of the same iterate: central, default step rule.',
        },
      },
      summarise: stoppedAt,
    }),
  ],
});

export default itself;
runAlone(itself, import.meta);
