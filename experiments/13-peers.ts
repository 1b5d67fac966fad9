import {
  clockColumns,
  code,
  decimals,
  defineExperiment,
  integer,
  panels,
  product,
  runAlone,
  scientific,
  series,
  summary,
  text,
  type Column,
  type Columns,
  type Lab,
  type Verdict,
} from '../src/lab.ts';
import { size, type Precision } from '../src/index.ts';
import {
  excepted,
  floors,
  loopsOf,
  nearestLibraries,
  perceptronSizes,
  tally,
  usual,
  type Judged,
} from './peers/claim.ts';
import { isInstalled } from './peers/contestant.ts';
import { byHand, entrantsOf, own, type Race } from './peers/entrants.ts';
import { findingOf, pythonFinding, untimed, type Finding } from './peers/finding.ts';
import { multiplyAdds } from './peers/multiply-adds.ts';
import { raced, type ObjectiveName } from './peers/objectives.ts';
import { outcomesOf, pythonNames } from './peers/race.ts';

/** The perceptrons of the issue, or three other objectives. */
type Part = 'perceptrons' | 'other objectives';

interface Case {
  part: Part;
  /** How many processes time everything; none times nothing. */
  launches: number;
}

interface Row extends Finding {
  objective: string;
  size: string;
  precision: Precision;
  who: string;
  parameters: number;
  multiplyAdds: number;
}

const objectives: Readonly<Record<Part, readonly (readonly [name: ObjectiveName, size: string])[]>> = {
  perceptrons: perceptronSizes.map((net) => ['mlp', net]),
  'other objectives': [
    ['logistic', '64-512'],
    ['rnn', '16-32-8-20'],
    ['rosenbrock', '1000'],
  ],
};

const titles: Readonly<Record<ObjectiveName, string>> = {
  mlp: 'perceptron',
  logistic: 'logistic regression',
  rnn: 'recurrent cell',
  rosenbrock: 'Rosenbrock',
};

const precisions = ['float64', 'float32'] as const;

const milliseconds = 30;

async function measure({ part, launches }: Case, lab: Lab): Promise<Row[]> {
  const races = objectives[part].flatMap(([objective, net]) =>
    precisions.map((precision): Race => ({ objective, size: net, precision })),
  );
  // Where no library has been installed there is little to race against.
  const outcomes =
    launches > 0 && lab.times && isInstalled('@tensorflow/tfjs')
      ? await outcomesOf(races, { launches, milliseconds, python: true }, lab)
      : undefined;
  return objectives[part].flatMap(([objective, net]) => {
    const made = raced(objective, net);
    const counted = {
      parameters: made.wrt.reduce((sum, name) => sum + size(made.shapes[name]!), 0),
      multiplyAdds: multiplyAdds(made),
    };
    const own = races.filter((race) => race.objective === objective && race.size === net);
    return own.flatMap((race) => {
      const told = outcomes?.get(race);
      const inJavascript = [...entrantsOf(race).keys()];
      const inPython = objective === 'mlp' ? Object.keys(pythonNames) : [];
      return [...inJavascript, ...inPython].map((who): Row => {
        const about = { ...race, ...counted };
        const found = told && (inPython.includes(who) ? pythonFinding : findingOf)(who, told, about);
        return {
          objective: titles[objective],
          size: net,
          precision: race.precision,
          who,
          ...counted,
          ...(found ?? untimed),
        };
      });
    });
  });
}

const verdict = (rows: readonly Row[]): Verdict => ({
  holds: 'inconclusive',
  because:
    `the claim is about time, and no verdict rests on a clock: the ${rows.length} rows have their times in timings/, one page for ` +
    `each machine, where each part of the claim is judged race by race. Of ${byHand.tuned} nothing is claimed; their ratio stands beside`,
});

const isPerceptron = (row: Row): boolean => row.objective === titles.mlp;

/** Who is drawn, under which name, and with which look: a colour for us, one for loops, one for each library, one for Python. */
const drawn = [
  [own, 'derivlab, wasm', 0],
  ['derivlab, WebAssembly, fused', 'derivlab, fused', 28],
  ['derivlab, JavaScript', 'derivlab, JavaScript', 7],
  [byHand.plain, byHand.plain, 36],
  [byHand.tuned, 'tuned loops', 8],
  ['@jax-js/jax, WebAssembly', 'jax-js', 30],
  ['@tensorflow/tfjs, WebAssembly', 'tfjs, wasm', 3],
  ['@tensorflow/tfjs, cpu', 'tfjs, cpu', 10],
  ['adnn', 'adnn', 18],
  ['mathjs', 'mathjs', 11],
  ['nerdamer', 'nerdamer', 4],
  ['PyTorch', 'PyTorch', 12],
  ['numpy, formulas by hand', 'numpy', 5],
] as const;

/** The times of one objective and precision side by side: one line for each who takes part. */
const sideBySide = (caption: string, note: string, precision: Precision, part: Part) => {
  const nets = objectives[part].map(([name, net]) => ({ name: titles[name], net }));
  const column = (i: number, what: 'time' | 'ratio') => `${what}${i}`;
  return summary<Row, Record<string, string | number | null>>({
    caption,
    note,
    columns: {
      who: { kind: 'case', name: '', says: 'Who takes part.', format: text },
      ...Object.fromEntries(
        nets.flatMap(({ name, net }, i): [string, Column<string | number | null>][] => {
          const title = part === 'perceptrons' ? net : `${name} ${net}`;
          return [
            [column(i, 'time'), { kind: 'counted', name: `${title}, µs`, says: 'The median.', format: text }],
            [column(i, 'ratio'), { kind: 'counted', name: '×', says: 'The ratio.', format: decimals(1) }],
          ];
        }),
      ),
    },
    summarise: (rows) => {
      const mine = rows
        .filter((row) => row.outcome !== null)
        .filter((row) => row.precision === precision && nets.some(({ name }) => name === row.objective));
      return [...new Set(mine.map(({ who }) => who))].map((who) => ({
        who,
        ...Object.fromEntries(
          nets.flatMap(({ name, net }, i): [string, string | number | null][] => {
            const row = mine.find((one) => one.objective === name && one.size === net && one.who === who);
            return [
              [
                column(i, 'time'),
                row === undefined ? null : row.time === null ? row.outcome : short(row.time) + markOf(row),
              ],
              [column(i, 'ratio'), row?.ratio ?? null],
            ];
          }),
        ),
      }));
    },
  });
};

/** What stands beside a time of an answer that is not as good as its format. */
const mark = '†';
const markOf = ({ outcome }: Row): string => (outcome === 'imprecise' ? ` ${mark}` : '');

const aboutPython =
  'PyTorch and numpy are timed by themselves, back to back, and not in turn with the others: theirs are quotients of medians.';
const aboutMark = `${mark} imprecise: the norm-wise error is above 2⁻⁴⁰ in float64, 2⁻¹⁶ in float32.`;

/** Microseconds with three digits that say something. */
const short = (time: number): string =>
  time >= 1000 ? `${Number((time / 1000).toPrecision(3))}k` : String(Number(time.toPrecision(3)));

/** What a table of claims says of each race. */
const claimColumns: Columns<Judged> = {
  objective: { kind: 'case', says: 'As below.', format: text },
  size: { kind: 'case', says: 'As below.', format: text },
  precision: { kind: 'case', says: 'As below.', format: text },
  who: { kind: 'case', name: 'against', says: 'Whom the claim is about.', format: text },
  ratio: { kind: 'counted', name: 'times ours', says: 'As below.', format: decimals(1) },
  ratioLow: { kind: 'counted', name: 'low', says: 'Of the interval.', format: decimals(1) },
  ratioHigh: { kind: 'counted', name: 'high', says: 'Of the interval.', format: decimals(1) },
  atLeast: { kind: 'counted', name: 'claimed, at least', says: 'The claim.', format: decimals(1) },
  holds: { kind: 'counted', says: 'Whether all of the interval is above it, or below.', format: text },
};

/** 2, 2, 5, 12 and 12. */
const listed = (values: readonly number[]): string =>
  `${values.slice(0, -1).join(', ')} and ${values.at(-1)}`;

const itself = defineExperiment<Row, Case>({
  id: '13-peers',
  title: 'Who computes this gradient how fast',
  question:
    'How long do others take for the value and the gradient of the same objective, once their answer has been verified?',
  claim:
    `On one thread derivlab’s WebAssembly kernel gives value and gradient at least ${usual} times as fast as every library in ` +
    `JavaScript or WebAssembly that it is compared with, at every size and in both precisions (jax-js in float32 at the two ` +
    `largest perceptrons: ${excepted} times), and of a perceptron, from the smallest to the largest, at least ${listed(floors.float64)} ` +
    `times as fast as plain loops in float64, ${listed(floors.float32)} times in float32.`,
  seed: 1,
  sweep: { part: ['perceptrons', 'other objectives'], launches: [5] },
  // A quick look takes no times.
  quick: { launches: [0] },
  cases: product,
  measure,
  columns: {
    objective: {
      kind: 'case',
      says: 'What is differentiated: a perceptron with tanh, softmax cross-entropy and λ = 1e-3, by W⁽¹⁾ and W⁽²⁾; a logistic regression with λ; a recurrent cell h = tanh(Wx + Uh), unrolled; or Rosenbrock’s function.',
      format: text,
    },
    size: {
      kind: 'case',
      says: 'd-h-q-batch of a perceptron; features-samples; inputs-hidden units-batch-steps; variables.',
      format: text,
    },
    precision: { kind: 'case', says: 'The format of all numbers.', format: text },
    who: { kind: 'case', says: 'Who computes the value and the gradient.', format: text },
    parameters: {
      kind: 'counted',
      name: 'P',
      says: 'The numbers that it is differentiated by.',
      format: integer,
    },
    multiplyAdds: {
      kind: 'counted',
      says: 'Multiply-adds of all matrix products in the value and the gradient; each is two operations.',
      format: integer,
    },
    outcome: {
      kind: 'timed',
      says: 'ok; imprecise, where the error is larger than the precision would have it (2⁻⁴⁰, in float32 2⁻¹⁶); or why nothing was timed: a wrong gradient never is.',
      format: text,
    },
    error: {
      kind: 'timed',
      says: 'How far the answer is off: the norm-wise relative errors of the value and of the gradient by each parameter, root mean square (in Python the largest). The truth is the closed form in compensated sums.',
      format: scientific(1),
    },
    batches: clockColumns.batches,
    minimum: clockColumns.minimum,
    time: { ...clockColumns.time, says: `${clockColumns.time.says} In Python there is one process.` },
    low: { kind: 'timed', says: 'The least of the processes’ medians.', unit: 'µs', format: decimals(2) },
    high: clockColumns.timeHigh,
    ratio: {
      kind: 'timed',
      name: 'times ours',
      says: `Over ${own}: in each process the median of the quotients of batches that were timed in turn; of those, the median. In Python, which runs by itself, the quotient of the medians.`,
      format: decimals(2),
    },
    ratioLow: { ...clockColumns.ratioLow, name: 'times ours, low' },
    ratioHigh: { ...clockColumns.ratioHigh, name: 'times ours, high' },
    rate: {
      kind: 'timed',
      says: 'Operations in matrix products over the time, all else included.',
      unit: 'GFLOP/s',
      format: decimals(2),
    },
    share: {
      kind: 'timed',
      name: 'share of the peak',
      says: 'That over the rate of a loop of nothing but 128-bit multiply-adds in registers, timed in turn with the others.',
      format: decimals(2),
    },
    about: {
      kind: 'timed',
      says: 'Why it was not timed; or versions, with the library that multiplies matrices.',
      format: code,
    },
  },
  verdict,
  tables: [
    summary<Row, { objective: string; size: string; parameters: number; multiplyAdds: number; who: string }>({
      caption: 'What is raced, and who takes part. The times are in timings/, one page for each machine.',
      note:
        'Every answer is verified before it is timed. The libraries in JavaScript are dependencies of a package of their own: “npm run peers” ' +
        'installs them and runs this experiment. PyTorch and numpy take part where python3 has them, and are no part of the claim: at the largest perceptrons they may be faster.',
      columns: {
        objective: { kind: 'case', says: 'As below.', format: text },
        size: { kind: 'case', says: 'As below.', format: text },
        parameters: { kind: 'counted', name: 'P', says: 'As below.', format: integer },
        multiplyAdds: { kind: 'counted', says: 'As below.', format: integer },
        who: {
          kind: 'counted',
          name: 'besides derivlab',
          says: 'Who takes part, in either precision.',
          format: text,
        },
      },
      summarise: (rows) => {
        const races = new Map<string, Row[]>();
        for (const row of rows) {
          const key = `${row.objective} ${row.size}`;
          races.set(key, [...(races.get(key) ?? []), row]);
        }
        return [...races.values()]
          .map((race) => ({
            ...race[0]!,
            who: [...new Set(race.map(({ who }) => who))]
              .filter((who) => !who.startsWith('derivlab'))
              .join('; '),
          }))
          .map(({ objective, size: net, parameters, multiplyAdds: products, who }) => ({
            objective,
            size: net,
            parameters,
            multiplyAdds: products,
            who,
          }));
      },
    }),
  ],
  timed: {
    tables: [
      ...precisions.map((precision) =>
        sideBySide(
          `Value and gradient of a perceptron in ${precision}: microseconds a call, and how many times ours (${own}).`,
          `Sizes are d-h-q-batch; k is a thousand. ${aboutMark} ${aboutPython}`,
          precision,
          'perceptrons',
        ),
      ),
      ...precisions.map((precision) =>
        sideBySide(
          `Other objectives in ${precision}, likewise.`,
          `Sizes are features-samples; inputs-hidden units-batch-steps; variables. ${aboutMark} The loops tuned for V8 are a perceptron’s alone.`,
          precision,
          'other objectives',
        ),
      ),
      summary<Row, { claim: string; holds: string }>({
        caption:
          'The claim on this machine: in how many races the whole interval lies above what is claimed.',
        columns: {
          claim: { kind: 'case', says: 'What is claimed.', format: text },
          holds: {
            kind: 'counted',
            name: 'holds in',
            says: 'In how many races, and where it does not.',
            format: text,
          },
        },
        summarise: (rows) => [
          {
            claim: `libraries in JavaScript or WebAssembly take at least ${usual} times ours, jax-js in float32 at the two largest perceptrons ${excepted}`,
            holds: tally(nearestLibraries(rows)),
          },
          {
            claim: 'plain loops take at least so many times ours as the claim says',
            holds: tally(loopsOf(rows)),
          },
        ],
      }),
      summary<Row, Judged>({
        caption:
          'Libraries, race by race: the one in JavaScript or WebAssembly that comes nearest to refuting the claim.',
        columns: claimColumns,
        summarise: nearestLibraries,
      }),
      summary<Row, Judged & { tuned: number | null }>({
        caption: `Loops by hand, race by race: the claim is over ${byHand.plain}; ${byHand.tuned} stand beside.`,
        note:
          `Plain loops are nested loops in a function that is handed sizes and arrays, as anyone writes them; ${byHand.tuned} are the same with ` +
          'offsets formed outside the inner loops, and every array and length a constant of its own. What the same loops cost depends on ' +
          'that, as the columns show, so that a ratio over “loops” means little unless it says over which.',
        columns: {
          ...claimColumns,
          tuned: {
            kind: 'counted',
            name: byHand.tuned,
            says: 'Times ours; nothing is claimed of them.',
            format: decimals(1),
          },
        },
        summarise: loopsOf,
      }),
      {
        caption: 'All that was timed.',
        rows: (row) => row.outcome !== null,
        columns: [
          ...([
            'objective',
            'size',
            'precision',
            'who',
            'outcome',
            'error',
            'batches',
            'minimum',
            'time',
            'low',
            'high',
          ] as const),
          ...(['ratio', 'ratioLow', 'ratioHigh', 'rate', 'share', 'about'] as const),
        ],
      },
    ],
    figures: [
      {
        id: 'times-ours',
        caption:
          `How many times as long as ${own} the others take for the value and the gradient of a perceptron, against its ` +
          'multiply-adds, from 4-8-3-1 to 784-1024-10-128: medians of paired ratios over five processes, with the least and the ' +
          'largest; Python by itself. Scalar engines are asked at the smallest size alone, and who was not timed is not drawn.',
        alt: 'On doubly logarithmic axes, one panel for each precision, jax-js and tfjs start far above ours at the smallest perceptron, fall steeply at first and then slowly, and stay above ours; so does adnn, which falls and rises again; mathjs is a single point above all others; loops by hand and our JavaScript start a few times slower than ours and fall behind as perceptrons grow; PyTorch and numpy fall from far above ours to below it at the largest; our fused kernel lies just below ours.',
        draw: (rows) => ({
          x: { title: 'multiply-adds' },
          y: { title: 'times ours' },
          height: 330,
          panels: panels(rows.filter(isPerceptron), 'precision', (mine) => ({
            series: drawn.flatMap(([who, name, look]) =>
              series(
                mine.filter((row) => row.who === who && row.ratio !== null).map((row) => ({ ...row, name })),
                {
                  by: 'name',
                  x: 'multiplyAdds',
                  y: 'ratio',
                  low: 'ratioLow',
                  high: 'ratioHigh',
                  spread: 'bars',
                  look,
                },
              ),
            ),
          })),
        }),
      },
    ],
  },
});

export default itself;
runAlone(itself, import.meta);
