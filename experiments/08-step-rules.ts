import {
  boost,
  budgeted,
  central,
  curtisReid,
  derivativeAlong,
  dumontetVignes,
  fixed,
  float64,
  forwardDifference,
  gillMurraySaundersWright,
  oracle,
  parse,
  objective,
  reference,
  relative,
  richardson,
  ridders,
  scipy,
  share,
  shiXieXuanNocedal,
  steplemanWinarsky,
  type Extrapolation,
  type Objective,
  type StepRule,
} from '../src/index.ts';
import {
  bestAchievable,
  code,
  decimals,
  difficultFunctions,
  defineExperiment,
  integer,
  product,
  publishedProblems,
  runAlone,
  samplerOf,
  scientific,
  scoreComponent,
  slopeAlong,
  spreadOf,
  summary,
  text,
  type Column,
  type PlacedFunction,
  type Series,
  type Verdict,
} from '../src/lab.ts';

type SetName = keyof typeof sets;
type StencilName = keyof typeof stencils;

interface Case {
  set: SetName;
  f: string;
}

interface Row {
  set: SetName;
  kind: string;
  f: string;
  x: number;
  stencil: StencilName;
  rule: string;
  outcome: string;
  because: string | null;
  verdict: string;
  silent: boolean;
  coarse: boolean;
  step: number;
  error: number | null;
  estimate: number | null;
  slope: number;
  best: number;
  worst: number;
  ratio: number | null;
  ratioWorst: number | null;
  sharpness: number | null;
  evaluations: number;
}

const sets = { published: publishedProblems, difficult: difficultFunctions } as const;

const stencils = { central: central(), forward: forwardDifference() } as const;

/** A rule within the stencil it was made for; the oracle is told the true f⁽ᵖ⁺¹⁾ and the largest error of f nearby. */
interface Contestant {
  readonly rule: string;
  readonly stencil: StencilName;
  readonly looks: 'not' | 'at f' | 'behind f';
  readonly step: (known: { derivative: number; noise: number }) => StepRule;
  readonly extrapolation?: Extrapolation;
}

interface Profile {
  readonly title: string;
  readonly set: SetName;
  readonly stencil: StencilName;
  /** What the rules in it know: nothing of f, values of f, or more. */
  readonly looks: readonly Contestant['looks'][];
}

const profiles: readonly Profile[] = [
  { title: 'difficult: central, blind', set: 'difficult', stencil: 'central', looks: ['not'] },
  {
    title: 'difficult: central, looking at f',
    set: 'difficult',
    stencil: 'central',
    looks: ['at f', 'behind f'],
  },
  { title: 'difficult: forward', set: 'difficult', stencil: 'forward', looks: ['not', 'at f', 'behind f'] },
  {
    title: 'published: central, looking at f',
    set: 'published',
    stencil: 'central',
    looks: ['at f', 'behind f'],
  },
];

const shi = 'Shi et al.';
const told = ({ derivative, noise }: { derivative: number; noise: number }): StepRule =>
  oracle(() => derivative, noise > 0 ? { noise } : {});

const contestants: readonly Contestant[] = [
  { rule: 'fixed 1e-4', stencil: 'central', looks: 'not', step: () => fixed(1e-4) },
  { rule: 'fixed 1e-5', stencil: 'central', looks: 'not', step: () => fixed(1e-5) },
  { rule: 'fixed 1e-6', stencil: 'central', looks: 'not', step: () => fixed(1e-6) },
  { rule: 'scipy', stencil: 'central', looks: 'not', step: () => scipy() },
  { rule: 'Boost', stencil: 'central', looks: 'not', step: () => boost() },
  { rule: 'Curtis–Reid', stencil: 'central', looks: 'at f', step: () => curtisReid() },
  { rule: 'Stepleman–Winarsky', stencil: 'central', looks: 'at f', step: () => steplemanWinarsky() },
  { rule: 'Dumontet–Vignes', stencil: 'central', looks: 'at f', step: () => dumontetVignes() },
  { rule: shi, stencil: 'central', looks: 'at f', step: () => shiXieXuanNocedal() },
  {
    rule: 'Richardson',
    stencil: 'central',
    looks: 'at f',
    step: () => relative(0.1),
    extrapolation: richardson(),
  },
  { rule: 'Ridders', stencil: 'central', looks: 'at f', step: () => relative(0.1), extrapolation: ridders() },
  { rule: 'oracle', stencil: 'central', looks: 'behind f', step: told },
  { rule: 'scipy', stencil: 'forward', looks: 'not', step: () => scipy() },
  { rule: 'Boost', stencil: 'forward', looks: 'not', step: () => boost() },
  { rule: 'Gill et al.', stencil: 'forward', looks: 'at f', step: () => gillMurraySaundersWright() },
  { rule: shi, stencil: 'forward', looks: 'at f', step: () => shiXieXuanNocedal() },
  { rule: 'oracle', stencil: 'forward', looks: 'behind f', step: told },
];

const keyOf = ({ name, x }: PlacedFunction): string => `${name} at ${x}`;

/** Every so many of the functions are tried in a quick run. */
const some = 25;

function* measure({ set, f }: Case): Iterable<Row> {
  const { name, kind, text: written, x } = sets[set].find((placed) => keyOf(placed) === f)!;
  const o = objective(share(parse(written)), ['x']);
  const truth = reference(o, { x: { shape: [], data: [x] } }).gradient.x!.data[0]!;
  const sample = samplerOf(o, float64);
  const at = (place: number) => sample({ x: { shape: [], data: [place] } });
  const achievable = bestAchievable(budgeted(o, { x }).line);
  for (const stencil of ['central', 'forward'] as const) {
    const { median: best, worst, noise } = achievable(stencils[stencil]);
    const derivative = trueDerivative(o, x, stencils[stencil].order + 1);
    for (const { rule, step, extrapolation } of contestants.filter((own) => own.stencil === stencil)) {
      const found = slopeAlong(float64, x, at(x), at, {
        stencil: stencils[stencil],
        step: step({ derivative, noise }),
        denominator: 'actual',
        extrapolation,
        locate: false,
      });
      const { outcome, because, errorEstimate: estimate, evaluations } = found;
      const { verdict, absolute } = scoreComponent(truth, found.derivative, truth.abs(), estimate ?? 0);
      const error = Number.isNaN(absolute) ? null : absolute;
      const slope = truth.abs().toNumber();
      const over = (floor: number) => (error === null ? null : error === 0 ? 0 : error / floor);
      yield {
        set,
        kind,
        f: name,
        x,
        stencil,
        rule,
        outcome,
        because,
        verdict,
        silent: outcome === 'ok' && verdict === 'wrong',
        coarse: outcome === 'ok' && !(absolute <= 1e-3 * slope),
        step: found.step,
        error,
        estimate,
        slope,
        best,
        worst,
        ratio: over(best),
        ratioWorst: over(worst),
        sharpness: error === null || error === 0 || estimate === null ? null : estimate / error,
        evaluations,
      };
    }
  }
}

function trueDerivative(o: Objective, x: number, order: number): number {
  return derivativeAlong(budgeted(o, { x }, { along: 'x' }).line, order, 40).toNumber();
}

const isWithin = ({ ratio }: Row): boolean => ratio !== null && ratio <= 10;

const part = (rows: readonly Row[], holds: (row: Row) => boolean): number =>
  rows.filter(holds).length / rows.length;

const setNames = Object.keys(sets) as SetName[];

/** The rows of each set, stencil and rule that has any. */
function grouped(rows: readonly Row[]): { set: SetName; contestant: Contestant; own: readonly Row[] }[] {
  return setNames
    .flatMap((set) =>
      contestants.map((contestant) => {
        const { rule, stencil } = contestant;
        const own = rows.filter((row) => row.set === set && row.rule === rule && row.stencil === stencil);
        return { set, contestant, own };
      }),
    )
    .filter(({ own }) => own.length > 0);
}

function verdict(rows: readonly Row[]): Verdict {
  const groups = grouped(rows);
  const of = (set: SetName, chosen: (contestant: Contestant) => boolean) =>
    groups
      .filter((group) => group.set === set && chosen(group.contestant))
      .map(({ contestant: { rule, stencil }, own }) => ({ rule, stencil, share: part(own, isWithin) }));
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const own = (set: SetName) => groups.find((group) => group.set === set)!.own.length;
  const seen = setNames.map((set) => {
    const measured = of(set, ({ rule }) => rule === shi);
    const blind = of(set, ({ looks }) => looks === 'not').reduce((a, b) => (b.share > a.share ? b : a));
    return {
      holds: measured.every(({ share }) => share >= 0.9) && blind.share <= 0.6,
      because:
        `on the ${own(set)} ${set} functions ${shi} is within 10 times the best achievable error on ` +
        `${measured.map(({ share, stencil }) => `${percent(share)} (${stencil})`).join(' and ')}, ` +
        `and of the steps that do not look at f at best ${blind.rule} (${blind.stencil}) on ${percent(blind.share)}`,
    };
  });
  const slopes = rows.filter(({ rule }) => rule === shi);
  const coarse = slopes.filter((row) => row.coarse);
  const silent = slopes.filter((row) => row.silent);
  const places = silent.map(({ f, x, stencil }) => `${f} at ${x}, ${stencil}`).join('; ');
  return {
    holds: seen.every(({ holds }) => holds),
    because:
      seen.map(({ because }) => because).join('; ') +
      `; of all ${slopes.length} slopes ${shi} is content with ${coarse.length} that are off by more than 1e-3·|f′|; silently ` +
      'wrong, which is off by more than 10 times its own estimate as well: ' +
      (silent.length === 0 ? 'none' : `${silent.length} (${places})`),
  };
}

/** What one rule comes to on one set. */
interface Standing {
  set: string;
  stencil: string;
  rule: string;
  functions: number;
  within: number;
  withinWorst: number;
  ratio: number;
  high: number;
  ok: number;
  silent: number;
  coarse: number;
  evaluations: number;
  most: number;
  coverage: number | null;
  nearly: number | null;
  sharpness: number | null;
}

const standings = (rows: readonly Row[]): Standing[] =>
  grouped(rows).map(({ set, contestant: { rule, stencil }, own }) => {
    const estimated = own.filter(({ estimate, error }) => estimate !== null && error !== null);
    const covered = (times: number): number | null =>
      estimated.length === 0 ? null : part(estimated, ({ error, estimate }) => error! <= times * estimate!);
    const ratios = spreadOf(own.map(({ ratio }) => ratio ?? Infinity));
    const sharpnesses = estimated.flatMap(({ sharpness }) => (sharpness === null ? [] : [sharpness]));
    return {
      set,
      stencil,
      rule,
      functions: own.length,
      within: part(own, isWithin),
      withinWorst: part(own, ({ ratioWorst }) => ratioWorst !== null && ratioWorst <= 10),
      ratio: ratios.median,
      high: ratios.high,
      ok: part(own, ({ outcome }) => outcome === 'ok'),
      silent: own.filter((row) => row.silent).length,
      coarse: own.filter((row) => row.coarse).length,
      evaluations: spreadOf(own.map((row) => row.evaluations)).median,
      most: Math.max(...own.map((row) => row.evaluations)),
      coverage: covered(1),
      nearly: covered(10),
      sharpness: sharpnesses.length === 0 ? null : spreadOf(sharpnesses).median,
    };
  });

/** Of each kind, how many functions each rule of a stencil is within 10 times the best on. */
function byKind(stencil: StencilName) {
  const own = contestants.filter((contestant) => contestant.stencil === stencil);
  const columns: Record<string, Column> = {
    kind: { kind: 'case', says: 'What makes the functions difficult, or who published them.', format: text },
    functions: { kind: 'counted', says: 'How many there are.', format: integer },
  };
  for (const { rule } of own)
    columns[rule] = {
      kind: 'counted',
      name: rule,
      says: 'On how many it is within 10 times.',
      format: integer,
    };
  return {
    columns,
    summarise: (rows: readonly Row[]) => {
      const kinds = [...new Set(rows.map(({ kind }) => kind))];
      return kinds.map((kind) => {
        const of = (rule: string) =>
          rows.filter((row) => row.kind === kind && row.stencil === stencil && row.rule === rule);
        return {
          kind,
          functions: of(own[0]!.rule).length,
          ...Object.fromEntries(own.map(({ rule }) => [rule, of(rule).filter(isWithin).length])),
        };
      });
    },
  };
}

/** One look for each rule, in every figure. */
const rules = [...new Set(contestants.map(({ rule }) => rule))];
const lookOf = (rule: string): number => rules.indexOf(rule);

/** The share of functions that a rule is within a factor τ of the best achievable error on, against τ. */
function profile(rows: readonly Row[], rule: string): Series {
  const factors = Array.from({ length: 57 }, (_, i) => 10 ** (i / 8 - 1));
  return {
    name: rule,
    look: lookOf(rule),
    spots: factors.map((x) => ({ x, y: part(rows, ({ ratio }) => ratio !== null && ratio <= x) })),
  };
}

const percentages = { kind: 'counted', format: decimals(2) } as const;
const coarseName = 'ok, error > 1e-3·|f′|';
const size = { kind: 'counted', format: scientific(2), rounding: Infinity } as const;
const short = { kind: 'counted', format: scientific(2) } as const;

const itself = defineExperiment<Row, Case>({
  id: '08-step-rules',
  title: 'Rules for the step',
  question:
    'How near to the best achievable error does each rule for the step of a difference come, and what does it know of it?',
  claim:
    'A rule that measures the noise is within 10 times the floor on 9 functions in 10, and no fixed step on more than 6 in 10.',
  seed: 1,
  sweep: { set: setNames, f: setNames.flatMap((set) => sets[set].map(keyOf)) },
  quick: { f: setNames.flatMap((set) => sets[set].map(keyOf).filter((_, i) => i % some === 0)) },
  cases: (sweep) => product(sweep).filter(({ set, f }) => sets[set].some((placed) => keyOf(placed) === f)),
  measure,
  columns: {
    set: {
      kind: 'case',
      says: 'Problems on which such rules were published, or difficult functions: our own set.',
      format: text,
    },
    kind: { kind: 'case', says: 'What makes the function difficult, or who published it.', format: text },
    f: { kind: 'case', says: 'The function.', format: code },
    x: { kind: 'case', says: 'Where its derivative is taken.', format: code },
    stencil: { kind: 'case', says: 'The finite difference that the rule was made for.', format: text },
    rule: {
      kind: 'case',
      says:
        'fixed 1e-4 (JAX), 1e-5 (CS231n), 1e-6 (torch); scipy’s and Boost’s; Curtis & Reid 1974; Stepleman & Winarsky 1979; Dumontet & Vignes 1977; ' +
        'Shi, Xie, Xuan & Nocedal 2022 with ECnoise, the default; Gill, Murray, Saunders & Wright 1983; extrapolations by Richardson and Ridders from 0.1·max(1, |x|) on; ' +
        'the oracle knows the true f⁽ᵖ⁺¹⁾ and the largest error of f nearby.',
      format: text,
    },
    outcome: { kind: 'counted', says: 'What the method itself knows of its answer.', format: text },
    because: { kind: 'counted', says: 'Why the outcome is not ok.', format: text },
    verdict: {
      kind: 'counted',
      says:
        'What the truth shows: accurate if the error is at most 2⁻⁴⁰·|f′|, or one unit in the last place, or 10 times the method’s own estimate, ' +
        'large as that may be; else imprecise up to 1e-3·|f′| (1e-3 where f′ is 0), and wrong beyond it.',
      format: text,
    },
    silent: { kind: 'counted', says: 'Silently wrong: outcome ok, and verdict wrong.', format: text },
    coarse: {
      kind: 'counted',
      name: coarseName,
      says: 'The same without regard to the estimate; where f′ is 0 any error is more.',
      format: text,
    },
    step: { ...short, says: 'The step that the rule chose.' },
    error: { ...size, says: '|D − f′|, the truth worked to 50 digits.' },
    estimate: { ...size, says: 'How far the rule, or the extrapolation, thinks it is off.' },
    slope: { ...short, name: '|f′|', says: 'The truth.' },
    best: {
      ...size,
      says: 'The best achievable error in this stencil: over the step, the least of the medians at 201 nearby points; never below u|f′|.',
    },
    worst: { ...size, says: 'The same of the largest errors.' },
    ratio: { ...size, name: 'error / best', says: 'Their quotient.' },
    ratioWorst: { ...size, name: 'error / worst', says: 'The error over the least of the largest errors.' },
    sharpness: { ...size, name: 'estimate / error', says: 'Their quotient, where there is an error.' },
    evaluations: {
      kind: 'counted',
      says: 'Evaluations of f beside the one at x, the difference’s included.',
      format: integer,
    },
  },
  verdict,
  figures: [
    {
      id: 'performance-profile',
      caption:
        'The share of the functions on which each rule is within a factor τ of the best achievable error in its stencil; blind rules do not look at f.',
      alt: 'On the difficult functions the rule that measures the noise lies above all others from a factor of ten on, and steps that do not look at f lie far below. On the published ones all that look at f lie high there, but Curtis–Reid’s.',
      draw: (rows) => ({
        x: { title: 'factor τ', domain: [0.1, 1e6] },
        y: { title: 'share of the functions', scale: 'linear', domain: [0, 1] },
        columns: 2,
        panels: profiles.map(({ title, set, stencil, looks }) => {
          const own = rows.filter((row) => row.set === set && row.stencil === stencil);
          return {
            title,
            series: contestants
              .filter((contestant) => contestant.stencil === stencil && looks.includes(contestant.looks))
              .map(({ rule }) =>
                profile(
                  own.filter((row) => row.rule === rule),
                  rule,
                ),
              ),
            guides: [{ x: 10 }],
          };
        }),
      }),
    },
    {
      id: 'estimates',
      caption:
        'Each rule’s own estimate of its error against the true error, both over |f′|, a point for each difficult function for which both lie within the axes. Above the line the estimate covers the error.',
      alt: 'Nearly all points of the rule that measures the noise lie on or just above the line; those of the extrapolations stray far below it.',
      draw: (rows) => ({
        x: { title: 'error / |f′|', domain: [1e-18, 1e3] },
        y: { title: 'estimate / |f′|', domain: [1e-18, 1e3] },
        columns: 3,
        panels: grouped(rows)
          .filter(
            ({ set, contestant, own }) =>
              set === 'difficult' &&
              own.some(({ estimate }) => estimate !== null) &&
              (contestant.looks === 'at f' || contestant.stencil === 'central'),
          )
          .map(({ contestant: { rule, stencil }, own }) => ({
            title: `${rule}, ${stencil}`,
            series: ['ok', 'not ok'].map((name, look) => ({
              name: `outcome ${name}`,
              mark: 'points' as const,
              look,
              spots: own
                .filter(({ outcome, slope }) => (outcome === 'ok') === (name === 'ok') && slope > 0)
                .map(({ error, estimate, slope }) => ({
                  x: error === null ? null : error / slope,
                  y: estimate === null ? null : estimate / slope,
                })),
            })),
            guides: [{ slope: 1, through: [1, 1] as const, label: '' }],
          })),
      }),
    },
    {
      id: 'cost',
      caption:
        'What each rule spends, and how often it is within 10 times the best achievable error in its stencil: the published problems, and the difficult functions.',
      alt: 'On the difficult functions the rule that measures the noise lies highest, and steps that do not look at f lie lowest, with the fewest evaluations. On the published ones the rules that look at f lie highest, but for Curtis–Reid’s.',
      draw: (rows) => ({
        x: { title: 'evaluations of f, median', domain: [0.7, 150], ticks: [1, 2, 5, 10, 20, 50, 100] },
        y: { title: 'share within 10 times', scale: 'linear', domain: [0, 1] },
        columns: 2,
        panels: setNames.map((set) => ({
          title: `${set} functions`,
          series: standings(rows)
            .filter((standing) => standing.set === set && standing.rule !== 'oracle')
            .map(({ rule, stencil, evaluations, within }) => ({
              name: `${rule}, ${stencil}`,
              mark: 'points',
              look: stencil === 'central' ? lookOf(rule) : rules.length + lookOf(rule),
              // Elsewhere they lie too near to each other for names.
              spots: [
                {
                  x: evaluations,
                  y: within,
                  ...(set === 'difficult' && evaluations > 2 ? { label: rule } : {}),
                },
              ],
            })),
        })),
      }),
    },
  ],
  tables: [
    summary<Row, Standing>({
      caption:
        'Each rule within the stencil it was made for, on the published problems and on our own difficult functions.',
      note:
        'The floor is a median over 201 points, a rule’s error is that at the point itself, which may be lucky. The floor is that of the ' +
        'plain stencil, which an extrapolation may beat. Most of the published problems are taken at or near x = 1. Stepleman–Winarsky’s first step and the range of Dumontet–Vignes are those for max(1, |x|); their papers ' +
        'let the user choose them. The oracle knows f‴, ' +
        'and nothing else of the truncation: where f‴(x) is next to 0, and f‴ nearby is not, as on some of the peaks, it takes a step that is far too long and is content; ' +
        'where f‴ is 0 it has no best step, and says so. Evaluations leave out the search for a branch that a difference straddles.',
      columns: {
        set: { kind: 'case', says: 'As below.', format: text },
        stencil: { kind: 'case', says: 'As below.', format: text },
        rule: { kind: 'case', says: 'As below.', format: text },
        functions: { kind: 'counted', says: 'How many there are.', format: integer },
        within: { ...percentages, name: 'within 10 × best', says: 'The share with error / best at most 10.' },
        withinWorst: {
          ...percentages,
          name: 'within 10 × worst',
          says: 'The share with error / worst at most 10.',
        },
        ratio: { ...short, name: 'error / best, median', says: 'The median; a failure counts as Infinity.' },
        high: { ...short, name: 'in 9 of 10', says: 'The value below which nine tenths lie.' },
        ok: { ...percentages, name: 'outcome ok', says: 'The share that the method itself is content with.' },
        silent: {
          kind: 'counted',
          name: 'silently wrong',
          says: 'Outcome ok, off by more than 1e-3·|f′|, and by more than 10 times its own estimate, where it has one.',
          format: integer,
        },
        coarse: {
          kind: 'counted',
          name: coarseName,
          says: 'The same without regard to the estimate; where f′ is 0 any error is more.',
          format: integer,
        },
        evaluations: { kind: 'counted', name: 'evaluations', says: 'The median.', format: integer },
        most: { kind: 'counted', name: 'at most', says: 'The most.', format: integer },
        coverage: {
          ...percentages,
          name: 'error ≤ estimate',
          says: 'The share, where there is an estimate.',
        },
        nearly: {
          ...percentages,
          name: 'error ≤ 10 × estimate',
          says: 'The same for ten times the estimate.',
        },
        sharpness: { ...short, name: 'estimate / error, median', says: 'The median.' },
      },
      summarise: standings,
    }),
    ...(['central', 'forward'] as const).map((stencil) => ({
      caption: `On how many functions of each kind a rule for the ${stencil} difference is within 10 times the best achievable error.`,
      ...byKind(stencil),
    })),
    {
      caption:
        'Where the default rule, Shi, Xie, Xuan & Nocedal’s with ECnoise, is not within 10 times the best achievable error, or is ' +
        'content with a slope that is off by more than 1e-3·|f′|.',
      note:
        'Most of its misses are at an x that is 0 or far smaller than 1 (ECnoise and the search begin at lengths made for max(1, |x|)), or ' +
        'beside a 0/0 (cancellation). An error beyond 1e-3·|f′| that is within 10 times the ' +
        'best is no fault of the rule: no step is much better.',
      columns: [
        'kind',
        'f',
        'x',
        'stencil',
        'outcome',
        'verdict',
        'coarse',
        'ratio',
        'error',
        'slope',
        'estimate',
        'step',
      ],
      rows: (row) => row.rule === shi && (row.coarse || !isWithin(row)),
    },
    {
      caption: 'The default rule, central, on every difficult function.',
      columns: [
        'kind',
        'f',
        'x',
        'outcome',
        'ratio',
        'ratioWorst',
        'error',
        'slope',
        'sharpness',
        'step',
        'evaluations',
        'because',
      ],
      rows: (row) => row.set === 'difficult' && row.rule === shi && row.stencil === 'central',
    },
    {
      caption: 'The same on the published problems.',
      columns: [
        'kind',
        'f',
        'x',
        'outcome',
        'ratio',
        'ratioWorst',
        'error',
        'slope',
        'sharpness',
        'step',
        'evaluations',
      ],
      rows: (row) => row.set === 'published' && row.rule === shi && row.stencil === 'central',
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
