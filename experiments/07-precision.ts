import {
  balancedStep,
  bfloat16,
  binary64,
  budgeted,
  chosenStep,
  derivativeAlong,
  float16,
  float32,
  mlp,
  noiseOf,
  type BudgetedLine,
  type Format,
  type Point,
  type Source,
} from '../src/index.ts';
import {
  code,
  decimals,
  defineExperiment,
  fittedPower,
  medianBudget,
  panels,
  pointsNear,
  runAlone,
  scientific,
  series,
  spreadOf,
  summary,
  text,
  type Lab,
  type Verdict,
  type MedianBudget,
} from '../src/lab.ts';

type Name = keyof typeof functions;

interface Case {
  f: Name;
  format: string;
  points: number;
  parts: number;
}

interface Row extends MedianBudget {
  f: string;
  format: string;
  points: number;
  parts: number;
  step: number;
  predicted: number;
  unitRoundoff: number;
  noise: number;
  predictedStep: number;
  ruleStep: number;
  ruleError: number;
  ruleEstimate: number | null;
  ruleOutcome: string;
  ruleEvaluations: number;
}

interface Subject {
  readonly f: Source | string;
  readonly at: Point;
  readonly along: string;
}

const scalar = (f: string, x: number): Subject => ({ f, at: { x }, along: 'x' });
const net = mlp({ layers: [4, 4, 3], lambda: 1e-3, seed: 1 });

/** What is differentiated, where, and by which number. */
const functions = {
  'exp at 1': scalar('exp(x)', 1),
  'sin at 1': scalar('sin(x)', 1),
  '1/x at 1': scalar('1/x', 1),
  'figure 3 at 0.2': scalar('64*x*(1-x)*(1-2*x)^2*(1-8*x+8*x^2)^2', 0.2),
  'cos(x² − 1) at 1.3': scalar('cos(x^2-1)', 1.3),
  'J, W⁽¹⁾[0,0]': { f: net, at: net.at, along: 'W1[0,0]' },
} as const satisfies Record<string, Subject>;

const formats: Readonly<Record<string, Format>> = Object.fromEntries(
  [binary64, float32, float16, bfloat16].map((format) => [format.name, format]),
);

/** Powers of two from 2⁰ down to 4u; in float64, down to 2⁻⁴⁸, only every other one but in the middle. */
const stepsIn = ({ unitRoundoff }: Format): number[] =>
  Array.from({ length: 49 }, (_, i) => 2 ** -i).filter(
    (h, i) => h >= 4 * unitRoundoff && (i % 2 === 0 || unitRoundoff > 2 ** -30 || (i > 12 && i < 28)),
  );

/** Smaller parts of an error are not drawn. */
const smallest = 1e-16;

/** Nearby means within a tenth here: bfloat16 has no hundred numbers in less. */
const within = 0.1;

function* measure({ f, format: name, points, parts }: Case, lab: Lab): Iterable<Row> {
  const { f: source, at, along } = functions[f];
  const format = formats[name]!;
  // The same points in every format, each rounded to it.
  const lines = pointsNear(at, along, points, within, lab.stream(`points of ${f}`)).map((near) =>
    budgeted(source, near, { along, format }),
  );
  const [own] = lines as [BudgetedLine];
  const noise = noiseOf(own.line, format).largest.toNumber();
  const third = derivativeAlong(own.line, 3, 50).toNumber();
  const rules = lines.map((line) => chosenStep(line));
  const found = rules[0]!;
  const exact = lines.map((line) => line.slope(50));
  const ruleError = spreadOf(
    rules.map(({ derivative }, i) => Math.abs(exact[i]!.minus(derivative).toNumber())),
  ).median;
  const steps = stepsIn(format);
  for (const [i, h] of steps.entries()) {
    lab.note(`step ${i + 1} of ${steps.length}`);
    yield {
      f,
      format: name,
      points,
      parts,
      step: h,
      ...medianBudget(lines, h, parts),
      predicted: (h ** 2 * Math.abs(third)) / 6 + noise / h,
      unitRoundoff: format.unitRoundoff,
      noise,
      predictedStep: balancedStep(own.stencil, noise, third),
      ruleStep: found.step,
      ruleError,
      ruleEstimate: spreadOf(rules.map(({ errorEstimate }) => errorEstimate ?? NaN)).median,
      ruleOutcome: found.outcome,
      ruleEvaluations: spreadOf(rules.map(({ evaluations }) => evaluations)).median,
    };
  }
}

/** One V: its bottom, and where theory puts it. */
interface Curve {
  f: string;
  format: string;
  unitRoundoff: number;
  best: number;
  predictedStep: number;
  ratio: number;
  floor: number;
  predictedFloor: number;
  ruleStep: number;
  ruleError: number;
  ruleOverFloor: number;
  ruleOutcome: string;
  ruleEvaluations: number;
}

function curves(rows: readonly Row[]): Curve[] {
  const keyOf = (r: Row): string => [r.f, r.format].join();
  return [...new Set(rows.map(keyOf))].map((key) => {
    const own = rows.filter((r) => keyOf(r) === key);
    const least = own.reduce((a, b) => (b.total < a.total ? b : a));
    const { f, format, unitRoundoff, noise, predictedStep, ruleStep, ruleError } = least;
    return {
      f,
      format,
      unitRoundoff,
      best: least.step,
      predictedStep,
      ratio: least.step / predictedStep,
      floor: least.total,
      predictedFloor: (1.5 * noise) / predictedStep,
      ruleStep,
      ruleError,
      ruleOverFloor: ruleError / least.total,
      ruleOutcome: least.ruleOutcome,
      ruleEvaluations: least.ruleEvaluations,
    };
  });
}

/** How one function's best step and least error move with the format: powers of u, fitted over the formats. */
interface Powers {
  f: string;
  step: number;
  floor: number;
}

const powers = (rows: readonly Row[]): Powers[] => {
  const all = curves(rows);
  return [...new Set(all.map(({ f }) => f))].map((f) => {
    const own = all.filter((curve) => curve.f === f);
    const power = (part: 'best' | 'floor') =>
      fittedPower(own.map((curve) => [curve.unitRoundoff, curve[part]]));
    return { f, step: power('best'), floor: power('floor') };
  });
};

const range = (values: readonly number[], digits: number): string =>
  `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

/** How far a fitted exponent may be from the one claimed. */
const tolerance = 0.04;

function verdict(rows: readonly Row[]): Verdict {
  const found = powers(rows);
  const all = curves(rows);
  const off = (values: readonly number[], expected: number) =>
    Math.max(...values.map((v) => Math.abs(v - expected)));
  const [steps, floors] = [found.map(({ step }) => step), found.map(({ floor }) => floor)];
  const ratios = all.map(({ ratio }) => ratio);
  const roundoffs = [...new Set(all.map(({ unitRoundoff }) => unitRoundoff))].sort((a, b) => a - b);
  return {
    holds: off(steps, 1 / 3) <= tolerance && off(floors, 2 / 3) <= tolerance,
    because:
      `over ${roundoffs.length} formats, u from ${roundoffs[0]!.toExponential(1)} to ${roundoffs.at(-1)!.toExponential(1)}, the best step goes as u to the ${range(steps, 3)}, the least error as u to the ` +
      `${range(floors, 3)}; the best steps are ${range(ratios, 2)} times the predicted ones; the default rule’s error is ` +
      `${range(
        all.map(({ ruleOverFloor }) => ruleOverFloor),
        1,
      )} times the least one`,
  };
}

const error = { kind: 'counted', format: scientific(2), rounding: Infinity } as const;
const once = (says: string, name?: string) => ({
  ...error,
  says,
  ...(name === undefined ? {} : { name }),
});

const itself = defineExperiment<Row, Case>({
  id: '07-precision',
  title: 'The same V in four formats',
  question: 'How do the best step and the least error of a difference depend on the precision?',
  claim:
    `The best step and the least error of a central difference move as u^(1/3) and u^(2/3) (exponents within ${tolerance}) from float64 ` +
    'to bfloat16, the inputs being rounded to the format first.',
  seed: 1,
  sweep: { f: Object.keys(functions) as Name[], format: Object.keys(formats), points: [201], parts: [11] },
  quick: { f: ['sin at 1'], points: [41], parts: [5] },
  measure,
  columns: {
    f: {
      kind: 'case',
      says: 'The function, and where; J is the MLP objective (4-4-3, tanh, cross-entropy, λ = 1e-3).',
      format: text,
    },
    format: { kind: 'case', says: 'What f and the difference are computed in.', format: text },
    points: {
      kind: 'case',
      says: 'Nearby points that medians are taken over: within a tenth of the point, rounded to the format.',
      format: code,
    },
    parts: { kind: 'case', says: 'Of these, at how many the error is taken apart.', format: code },
    step: { kind: 'case', says: 'The step, a power of two.', format: scientific(2) },
    total: once('The median of |D − f′|, f′ being exact at the rounded point.'),
    low: once('The same, the tenth part from below.'),
    high: once('The same, the tenth part from above.'),
    truncation: once('Truncation: the error with no rounding at all.', 'T'),
    abscissa: once('Of arguments that are no numbers of the format.', 'A'),
    evaluation: once('Of the noise of f.', 'E'),
    quotient: once('Of rounding the difference and the quotient.', 'Q'),
    predicted: once('The bound |f‴|·step²/6 + ε_f/step.'),
    unitRoundoff: { kind: 'counted', name: 'u', says: 'Unit roundoff of the format.', format: scientific(2) },
    noise: once('The largest |f̂ − f| near the point.', 'ε_f'),
    predictedStep: once('(3ε_f/|f‴|)^(1/3).', 'predicted step'),
    ruleStep: once('The default rule’s, which sees computed values only.', 'rule’s step'),
    ruleError: once('The median of its errors at the nearby points.', 'rule’s error'),
    ruleEstimate: once('The median of its own estimates of them.', 'rule’s estimate'),
    ruleOutcome: {
      kind: 'counted',
      name: 'outcome',
      says: 'What the rule knows at the point.',
      format: text,
    },
    ruleEvaluations: {
      kind: 'counted',
      name: 'evaluations',
      says: 'The median that it takes.',
      format: code,
    },
  },
  verdict,
  figures: [
    {
      id: 'four-formats',
      caption:
        'The error of a central difference against its step in four formats (medians over the nearby points, with the tenth parts from below and above).',
      alt: 'Four V-shaped curves in each panel, the coarser the format the higher and the farther to the right.',
      draw: (rows) => ({
        x: { title: 'step' },
        y: { title: '|D − f′|' },
        columns: 2,
        panels: panels(rows, 'f', (own) => ({
          series: series(own, { by: 'format', x: 'step', y: 'total', low: 'low', high: 'high' }),
        })),
      }),
    },
    {
      id: 'taken-apart',
      caption:
        'sin at 1, the error taken apart in each format: the total is a median over all nearby points, T and E are medians over the few at which the error is taken apart (parts, below), so that their sum is not quite the total. A and Q are left out, and what is below 1e-16.',
      alt: 'In every format truncation falls with slope 2 and the noise of evaluation rises with slope −1; they cross at the bottom of the V.',
      draw: (rows) => ({
        x: { title: 'step' },
        y: { title: 'error' },
        columns: 2,
        panels: panels(
          rows.filter(({ f }) => f === 'sin at 1'),
          'format',
          (own) => ({
            series: (
              [
                ['total', 'total |D − f′|'],
                ['truncation', 'T truncation'],
                ['evaluation', 'E evaluation'],
              ] as const
            ).flatMap(([y, name], look) =>
              series(
                own.filter((row) => row[y] >= smallest).map((row) => ({ ...row, name })),
                { by: 'name', x: 'step', y, look },
              ),
            ),
          }),
        ),
      }),
    },
    {
      id: 'powers-of-u',
      caption: 'The best step and the least error against the unit roundoff u of the format.',
      alt: 'Straight lines: the best step with slope one third, the least error with slope two thirds.',
      draw: (rows) => {
        const all = curves(rows);
        const middle = all.find(({ format }) => format === 'float32');
        const guide = (slope: number, y: number, label: string) =>
          middle === undefined
            ? []
            : [{ slope, through: [middle.unitRoundoff, y] as [number, number], label }];
        return {
          x: { title: 'unit roundoff u' },
          y: { title: 'step, or error' },
          columns: 2,
          panels: [
            {
              title: 'best step',
              series: series(all, { by: 'f', x: 'unitRoundoff', y: 'best' }),
              guides: guide(1 / 3, (middle?.best ?? 1) * 2 ** -5, 'slope 1/3'),
            },
            {
              title: 'least error',
              series: series(all, { by: 'f', x: 'unitRoundoff', y: 'floor' }),
              guides: guide(2 / 3, (middle?.floor ?? 1) * 2 ** -6, 'slope 2/3'),
            },
          ],
        };
      },
    },
  ],
  tables: [
    summary<Row, Powers>({
      caption: 'What power of u the best step and the least error go with, fitted over the formats.',
      columns: {
        f: { kind: 'case', says: 'As below.', format: text },
        step: { kind: 'counted', name: 'best step', says: 'One third, by theory.', format: decimals(3) },
        floor: { kind: 'counted', name: 'least error', says: 'Two thirds, by theory.', format: decimals(3) },
      },
      summarise: powers,
    }),
    summary<Row, Curve>({
      caption:
        'The bottom of each V, where theory puts it, and what the default step rule finds inside the format.',
      note: 'Steps are powers of two. The rule measures the noise of f in the format, and is handed nothing else. Of an answer with fewer than three digits, by its own estimate, it says that it is uncertain; its step and outcome are those at the point, its error is a median over the nearby ones.',
      columns: {
        f: { kind: 'case', says: 'As below.', format: text },
        format: { kind: 'case', says: 'As below.', format: text },
        unitRoundoff: { kind: 'counted', name: 'u', says: 'As below.', format: scientific(2) },
        best: { kind: 'counted', name: 'best step', says: 'Of those tried.', format: scientific(2) },
        predictedStep: { kind: 'counted', name: 'predicted step', says: 'As below.', format: scientific(2) },
        ratio: { kind: 'counted', name: 'best / predicted', says: 'Their quotient.', format: decimals(2) },
        floor: { kind: 'counted', name: 'least error', says: 'Its median.', format: scientific(2) },
        predictedFloor: {
          kind: 'counted',
          name: 'predicted',
          says: 'The bound’s least, (3^(2/3)/2)(ε_f²|f‴|)^(1/3).',
          format: scientific(2),
        },
        ruleStep: { kind: 'counted', name: 'rule’s step', says: 'As below.', format: scientific(2) },
        ruleError: { kind: 'counted', name: 'rule’s error', says: 'As below.', format: scientific(2) },
        ruleOverFloor: {
          kind: 'counted',
          name: 'over the least',
          says: 'The rule’s error over the least error.',
          format: decimals(1),
        },
        ruleOutcome: { kind: 'counted', name: 'outcome', says: 'As below.', format: text },
        ruleEvaluations: { kind: 'counted', name: 'evaluations', says: 'As below.', format: code },
      },
      summarise: curves,
    }),
    {
      caption: 'sin at 1 in bfloat16, taken apart: medians of each part.',
      columns: ['step', 'total', 'truncation', 'abscissa', 'evaluation', 'quotient', 'predicted'],
      rows: (row) => row.f === 'sin at 1' && row.format === 'bfloat16',
      note: 'x ± step is exact, and so are the difference of two near values and its quotient by a power of two: A and Q are 0.',
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
