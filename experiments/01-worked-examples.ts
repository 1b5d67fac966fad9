import {
  compare,
  compile,
  decimal,
  exactDecimal,
  jacobian,
  numeric,
  objective,
  pairing,
  parse,
  reverse,
  scipy,
  size,
  straightLine,
  symbolic,
  tensors,
  toTensor,
  trace,
  vectorJacobianProduct,
  workedExamples,
  type JacobianLayout,
  type Objective,
  type Point,
  type Value,
  type WorkedExample,
} from '../src/index.ts';
import {
  code,
  decimals,
  defineExperiment,
  integer,
  plain,
  product,
  runAlone,
  scientific,
  summary,
  text,
  type Format,
  type Lab,
} from '../src/lab.ts';

/** How a gradient is found: by local rules (implicitly), or through an explicit Jacobian of either layout. */
type Way = 'rules' | JacobianLayout;
const ways: readonly Way[] = ['rules', 'outputs-by-inputs', 'inputs-by-outputs'];

const methods = [numeric({ step: scipy() }), symbolic(), reverse()];
/**
 * How far an answer may be off, by the largest component of the gradient. At points of ordinary size a difference keeps 8
 * digits or more; rules keep 15, or 12 where a sigmoid saturates.
 */
const tolerance = (method: string): number => (method === 'numeric' ? 1e-8 : 1e-12);

const given = 'given';

interface Case {
  example: string;
  way: Way;
  point: string;
}

interface Row extends Case {
  method: string;
  quantity: string;
  expected: number;
  got: number | null;
  error: number | null;
  witnessed: number | null;
  evaluations: number | null;
  operations: number | null;
  agrees: boolean | null;
}

/** Jacobians too large to form: their sizes by what the sources say, and the numbers that the implicit rule reads. */
const unformed = [
  { name: 'relu of 4096 numbers', entries: 2 ** 24, zeros: 2 ** 24 - 2 ** 12, reads: 2 ** 12 },
  { name: 'XW, 64×4096 by 4096×4096', entries: 2 ** 36, zeros: 2 ** 36 - 2 ** 30, reads: 2 ** 24 },
];

/** What is climbed, and after how many random directions the best of them is noted. */
const climbed = ['z = x² + y²', 'neuron, σ packed'];
const ascentOf = (name: string): string => `climbing ${name}`;
const tries = [10, 100, 1000, 10_000];

const numbersOf = (value: Value): readonly number[] => toTensor(value).data;
const mapped = <A, B>(record: Readonly<Record<string, A>>, f: (a: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, a]) => [name, f(a)]));
const withoutUpstream = (at: Point): Point =>
  Object.fromEntries(Object.entries(at).filter(([name]) => name !== 'g'));

/** The example as a scalar, to be differentiated: where it has an upstream gradient g, ⟨g, f⟩. */
function scalar({ model, at, wrt }: WorkedExample): Objective {
  if ('g' in at) return pairing(model, at, { wrt });
  return trace(
    model,
    mapped(at, (value) => toTensor(value).shape),
    wrt,
  );
}

/** The same example with every input drawn from the normal distribution; all ways are tried at one point. */
function drawn(example: WorkedExample, point: string, lab: Lab): WorkedExample {
  const random = lab.stream(point);
  const anew = (value: Value): Value => {
    const { shape, data } = toTensor(value);
    return { shape, data: data.map(() => random.normal()) };
  };
  return { ...example, at: mapped(example.at, anew) };
}

/** What one method makes of an example: the gradient's numbers, input by input, and what they cost. */
interface Answer {
  readonly method: string;
  readonly gradient: Readonly<Record<string, readonly number[]>>;
  readonly evaluations: number | null;
  readonly operations: number | null;
}

/** By local rules alone; where all inputs are numbers, by straight-line code too. */
function byRules(example: WorkedExample): Answer[] {
  const o = scalar(example);
  const answers: Answer[] = methods.map((method) => {
    const { gradient, cost } = method.gradient(o, example.at);
    const { evaluations, operations } = cost!;
    return { method: method.name, gradient: mapped(gradient!, numbersOf), evaluations, operations };
  });
  if (Object.values(example.at).some((value) => typeof value !== 'number')) return answers;
  const values = new Map(carriedOut(o, example.at).map(({ name, value }) => [name, value]));
  const gradient = Object.fromEntries(o.wrt.map((name) => [name, [values.get(`d_${name}`)!]]));
  return [...answers, { method: 'straight-line code', gradient, evaluations: null, operations: null }];
}

/** Through the Jacobian, row by row, and its product with g: m products and m − 1 sums for each input, of m outputs. */
function throughJacobian({ model, wrt: [wrt], at }: WorkedExample, layout: JacobianLayout): Answer[] {
  return methods.map((method) => {
    const j = jacobian(model, withoutUpstream(at), { wrt: wrt!, layout, method });
    const { data } = vectorJacobianProduct(toTensor(at.g!), j);
    const operations = j.cost.operations + size(j.inputs) * (2 * size(j.outputs) - 1);
    return {
      method: method.name,
      gradient: { [wrt!]: data },
      evaluations: j.cost.evaluations,
      operations,
    };
  });
}

/** The straight-line code of reverse mode, its text read again and carried out line by line. */
function carriedOut(o: Objective, at: Point): { name: string; line: string; value: number }[] {
  const values: Record<string, Value> = { ...at };
  const { forward, backward } = straightLine(o);
  return [...forward, ...backward].map(({ name, text: formula }) => {
    const needed = objective(parse(formula)).wrt.map((input) => [input, values[input]!] as const);
    const value = compile(formula)(Object.fromEntries(needed)) as number;
    values[name] = value;
    return { name, line: `${name} = ${formula}`, value };
  });
}

/** Every answer, number by number, against the 50-digit truth; and the truth against what the sources state. */
function* gradients(example: WorkedExample, way: Way, point: string): Generator<Row> {
  const { at, reference } = compare(scalar(example), example.at, { methods: [] });
  const n = decimal(50);
  const exact = mapped(at, ({ shape, data }) => ({ shape, data: data.map(exactDecimal) }));
  const stated = example.gradient(tensors(n), exact);
  const all = example.wrt.flatMap((name) => reference.gradient[name]!.data);
  const largest = all.reduce((most, slope) => n.max(most, n.abs(slope)), n.constant(0));
  const scale = largest.isZero() ? n.constant(1) : largest;
  const off = (a: typeof scale, b: typeof scale): number => Number(n.div(n.abs(n.sub(a, b)), scale));
  const answers = way === 'rules' ? byRules(example) : throughJacobian(example, way);
  for (const { method, gradient, evaluations, operations } of answers)
    for (const name of example.wrt)
      for (const [i, slope] of reference.gradient[name]!.data.entries()) {
        const [source, got] = [stated[name]!.data[i]!, gradient[name]![i]!];
        const [expected, error] = [Number(source), off(exactDecimal(got), slope)];
        const witnessed = Math.min(50, Math.floor(-Math.log10(off(source, slope))));
        const certain = reference.because === null && witnessed >= 30;
        const asPrinted = point !== given || expected === (example.printed?.[i] ?? expected);
        yield {
          ...{ example: example.name, way, point, method },
          quantity: at[name]!.shape.length === 0 ? `∂${name}` : `∂${name}[${i}]`,
          ...{ expected, got, error, witnessed, evaluations, operations },
          agrees: certain && asPrinted && error <= tolerance(method),
        };
      }
}

type Other = Pick<Row, 'example' | 'method' | 'quantity' | 'expected' | 'got'>;

/** What is no method's gradient: something counted or measured, beside what the sources say of it. */
function other(row: Other & Partial<Row>): Row {
  const { expected, got } = row;
  return {
    ...{ way: 'rules', point: given, witnessed: null, evaluations: null, operations: null },
    error: got === null ? null : Math.abs(got - expected) / Math.max(1, Math.abs(expected)),
    agrees: got === null ? null : got === expected,
    ...row,
  };
}

/** The Jacobian by rows (reverse mode) and by columns (forward mode), entry by entry against what the sources say. */
function* entries(example: WorkedExample, way: JacobianLayout, point: string): Generator<Row> {
  const at = withoutUpstream(example.at);
  const { entry } = example.jacobian!;
  for (const by of ['rows', 'columns'] as const) {
    const j = jacobian(example.model, at, { wrt: example.wrt[0]!, layout: way, by });
    const [m, n, found] = [size(j.outputs), size(j.inputs), j.entries.data];
    const said = found.map((_, place) => {
      const [i, k] = way === 'outputs-by-inputs' ? [place / n, place % n] : [place % m, place / m];
      return entry(mapped(at, numbersOf), Math.floor(i), Math.floor(k));
    });
    const zeros = (data: readonly number[]) => data.filter((v) => v === 0).length;
    const differ = found.filter((v, place) => !(Math.abs(v - said[place]!) <= 1e-15 * Math.abs(v)));
    const row = { example: example.name, way, point, method: `Jacobian by ${by}` };
    yield other({ ...row, quantity: 'entries', expected: m * n, got: found.length });
    yield other({ ...row, quantity: 'zeros', expected: zeros(said), got: zeros(found) });
    yield other({
      ...row,
      quantity: 'bytes',
      expected: 8 * m * n,
      got: Float64Array.from(found).byteLength,
    });
    yield other({ ...row, quantity: 'entries that differ', expected: 0, got: differ.length });
  }
}

/** How fast f climbs along its gradient and along random directions, by differences, which know of no rule. */
function* ascent(example: WorkedExample, { random }: Lab): Generator<Row> {
  const { wrt } = example;
  const at = example.at as Readonly<Record<string, number>>;
  const o = scalar(example);
  const f = compile(o.expression) as (at: Point) => number;
  const slopeAlong = (direction: readonly number[]): number => {
    const length = Math.hypot(...direction);
    const moved = (h: number) =>
      f(Object.fromEntries(wrt.map((name, i) => [name, at[name]! + (h * direction[i]!) / length])));
    return (moved(2 ** -18) - moved(-(2 ** -18))) / 2 ** -17;
  };
  const truth = compare(o, at, { methods: [] }).reference.gradient;
  const norm = Math.hypot(...wrt.map((name) => Number(truth[name]!.data[0])));
  const row = { example: ascentOf(example.name), expected: norm };
  for (const { method, gradient } of byRules(example).slice(0, methods.length)) {
    const got = slopeAlong(wrt.map((name) => gradient[name]![0]!));
    const agrees = Math.abs(got - norm) <= 1e-8 * norm;
    yield other({ ...row, method, quantity: 'along the gradient', got, agrees });
  }
  const method = 'random directions';
  const slopes = Array.from({ length: tries.at(-1)! }, () => slopeAlong(wrt.map(() => random.normal())));
  const faster = slopes.filter((slope) => !(slope <= norm * (1 + 1e-8))).length;
  for (const tried of tries) {
    const got = slopes.slice(0, tried).reduce((best, slope) => Math.max(best, slope));
    const agrees = faster === 0 && got >= (tried === slopes.length ? 0.95 * norm : 0);
    yield other({ ...row, method, quantity: `steepest of ${tried}`, got, agrees });
  }
  yield other({ ...row, method, quantity: 'that climb faster', expected: 0, got: faster });
}

const isGradient = ({ quantity }: Row): boolean => quantity.startsWith('∂');
const isMethod = ({ method }: Row): boolean => methods.some(({ name }) => name === method);
const worst = (rows: readonly Row[]): number =>
  rows.reduce((most, { error }) => Math.max(most, error ?? 0), 0);
const where = (rows: readonly Row[], wanted: Partial<Row>): Row[] =>
  rows.filter((row) => Object.entries(wanted).every(([key, value]) => row[key as keyof Row] === value));

/** Numbers as the sources print them. */
function inPrint(value: Value): string {
  const short = numbersOf(value).map((v) => String(Number(v.toPrecision(5))).replace('-', '−'));
  if (short.length > 6) short.splice(3, Infinity, `… ${short.length} in all`);
  return short.length === 1 ? short[0]! : `(${short.join(', ')})`;
}

/** A point as the sources print it, matrices left out. */
function pointInPrint(at: Point): string {
  const short = Object.entries(at).filter(([, value]) => toTensor(value).shape.length < 2);
  return short.map(([name, value]) => `${name} = ${inPrint(value)}`).join(', ') || 'matrices';
}

/** A column that says which row it is, and one of what was counted. */
const what = (says: string, format: Format = text, name?: string) =>
  ({ kind: 'case', says, format, ...(name === undefined ? {} : { name }) }) as const;
const found = (says: string, format: Format = text, name?: string) =>
  ({ kind: 'counted', says, format, ...(name === undefined ? {} : { name }) }) as const;

type Reproduced = Record<'example' | 'states' | 'at' | 'gives', string> &
  Record<'numeric' | 'symbolic' | 'reverse', number> & { agree: boolean };

const errorOf = (method: string) => found(`The largest error of ${method}.`, scientific(1));

const reproduced = summary<Row, Reproduced>({
  caption:
    'Each worked example, the gradient that the sources state for it, and the largest error of each method, over the given point and ' +
    'random ones, by the largest component of the gradient. g is the upstream gradient of z, y or Y; J is m×n if outputs come ' +
    'first, n×m if inputs do, as in the sources; x, W, h, o and φ are as in D2L.',
  note:
    'Where σ is near 1 the packed gate’s (1 − σ) σ is the difference of near numbers; the unpacked one’s derivative has no such ' +
    'subtraction.',
  columns: {
    example: what('The function.'),
    states: what('The gradient by hand.', text, 'the sources say'),
    at: found('The given point; matrices are left out.'),
    gives: found('The gradient there.', text, 'that is'),
    ...{ numeric: errorOf('numeric'), symbolic: errorOf('symbolic'), reverse: errorOf('reverse') },
    agree: found('Whether all agree with the sources, at all points.'),
  },
  summarise: (rows) =>
    workedExamples.flatMap(({ name, states, at }) =>
      ways.flatMap((way) => {
        const own = where(rows, { example: name, way }).filter(isGradient);
        if (own.length === 0) return [];
        const through = way === 'outputs-by-inputs' ? 'Jᵀ g, J being m×n' : 'J g, J being n×m';
        return {
          ...{ example: name, states: way === 'rules' ? states : through, at: pointInPrint(at) },
          gives: inPrint(where(own, { method: 'reverse', point: given }).map(({ expected }) => expected)),
          numeric: worst(where(own, { method: 'numeric' })),
          symbolic: worst(where(own, { method: 'symbolic' })),
          reverse: worst(where(own, { method: 'reverse' })),
          agree: own.every(({ agrees }) => agrees),
        };
      }),
    ),
});

type Formed = { of: string; operations: number | null; byRule: number | null } & Record<
  'entries' | 'zeros' | 'share' | 'bytes' | 'reads',
  number
>;

const explicitOrImplicit = summary<Row, Formed>({
  caption:
    'The explicit Jacobian, and the implicit rule in its place. The two large ones are in float32, and too large to form.',
  note:
    'The small ones were formed, by rows in reverse and by columns in forward mode, in both layouts, and every entry is what the sources ' +
    'state: relu’s J is diagonal; the slice ∂Y/∂xᵢⱼ of Y = XW is zero but for row i, which is row j of W.',
  columns: {
    of: what('The function.', text, 'Jacobian of'),
    entries: found('Outputs times inputs.', integer),
    zeros: found('The entries that are 0; of the large relu, at least.', integer),
    share: found('Zeros over entries.', decimals(4), 'share of zeros'),
    bytes: found('What the Jacobian takes.', integer),
    reads: found('What the implicit rule reads in its place, beside g.', integer, 'bytes, implicit'),
    operations: found('For value, Jacobian and its product with g, in reverse mode.', integer),
    byRule: found('For value and gradient, in reverse mode.', integer, 'operations, implicit'),
  },
  summarise: (rows) => {
    const line = (of: string, own: readonly Row[], numbers: number): Formed => {
      const sizeIn = (quantity: string) => where(own, { quantity })[0]!.expected;
      const [entries, zeros, bytes] = [sizeIn('entries'), sizeIn('zeros'), sizeIn('bytes')];
      const operations = (way: Way) => where(own, { way, method: 'reverse' })[0]?.operations ?? null;
      return {
        ...{ of, entries, zeros, share: zeros / entries, bytes, reads: (numbers * bytes) / entries },
        ...{ operations: operations('outputs-by-inputs'), byRule: operations('rules') },
      };
    };
    const formed = workedExamples.filter((example) => example.jacobian !== undefined);
    return [
      ...formed.map(({ name, at, jacobian: j }) => {
        const read = j!.reads.reduce((sum, input) => sum + numbersOf(at[input]!).length, 0);
        return line(name, where(rows, { example: name, point: given }), read);
      }),
      ...unformed.map(({ name, reads }) => line(name, where(rows, { example: name }), reads)),
    ];
  },
});

interface CodeLine {
  packed: string;
  packedValue: number | null;
  unpacked: string;
  unpackedValue: number;
}

const codeOfNeuron = summary<Row, CodeLine>({
  caption:
    'The neuron as straight-line code: forward statements, then one line for each gradient (d_s3 is ∂f/∂s3), with the sigmoid packed in ' +
    'one gate and unpacked into four.',
  note: 'This is reverse mode, written out. The values are those of the lines printed here, read again and carried out one by one.',
  columns: {
    packed: what('A line with the sigmoid as one gate.', code, 'σ packed'),
    packedValue: found('What the line gives at the given point.', decimals(5), 'value'),
    unpacked: what('A line with the sigmoid as 1/(1 + exp(−s)).', code, 'σ unpacked'),
    unpackedValue: found('What the line gives at the given point.', decimals(5), 'value'),
  },
  summarise: () => {
    const [packed, unpacked] = workedExamples
      .filter(({ name }) => name.startsWith('neuron'))
      .map((example) => carriedOut(scalar(example), example.at));
    return unpacked!.map(({ name, line, value }) => {
      const same = packed!.find((one) => one.name === name);
      return {
        ...{ packed: same?.line ?? '', packedValue: same?.value ?? null },
        ...{ unpacked: line, unpackedValue: value },
      };
    });
  },
});

const itself = defineExperiment<Row, Case>({
  id: '01-worked-examples',
  title: 'The worked examples of the sources',
  question: 'Do the three methods give what lecture notes work out by hand?',
  claim: 'The three methods reproduce every worked example of the sources.',
  seed: 1,
  sweep: {
    example: [
      ...workedExamples.map(({ name }) => name),
      ...unformed.map(({ name }) => name),
      ...climbed.map(ascentOf),
    ],
    way: ways,
    point: [given, 'random 1', 'random 2', 'random 3'],
  },
  quick: { point: [given, 'random 1'] },
  cases: (sweep) =>
    product(sweep).filter(({ example, way, point }) => {
      const one = workedExamples.find(({ name }) => name === example);
      if (one === undefined) return way === 'rules' && point === given;
      return way === 'rules' || one.jacobian !== undefined;
    }),
  *measure({ example: name, way, point }, lab) {
    const worked = workedExamples.find((one) => one.name === name);
    if (worked !== undefined) {
      const example = point === given ? worked : drawn(worked, point, lab);
      yield* gradients(example, way, point);
      if (way !== 'rules') yield* entries(example, way, point);
    }
    const climb = workedExamples.find((one) => ascentOf(one.name) === name);
    if (climb !== undefined) yield* ascent(climb, lab);
    const large = unformed.find((one) => one.name === name);
    if (large !== undefined) {
      const said = { entries: large.entries, zeros: large.zeros, bytes: 4 * large.entries };
      for (const [quantity, expected] of Object.entries(said))
        yield other({ example: name, method: 'not formed', quantity, expected, got: null });
    }
  },
  columns: {
    example: what('The worked example.'),
    way: what('How the gradient was found: by local rules, or through an explicit Jacobian, and its layout.'),
    point: what(
      'given: the sources’ numbers, or short ones where they name none; random: inputs from the normal distribution.',
    ),
    method: what('The method, numeric with scipy’s step; or what else was asked.'),
    quantity: what(
      'A number of the gradient, counted through its array (∂W1[7]), or another thing that was counted.',
    ),
    expected: found(
      'What the sources state: their closed form, worked to 50 digits, then rounded; or their count.',
      plain,
    ),
    got: { ...found('What the method gave, or what was counted.', plain), rounding: 1e-8 },
    error: {
      ...found(
        'How far it is from the 50-digit truth, by the largest component of the gradient; of anything else, by what is expected.',
      ),
      ...{ format: scientific(1), rounding: 1e-12 },
    },
    witnessed: found('Digits to which the sources’ closed form and the 50-digit truth agree.', integer),
    evaluations: found(
      'Evaluations of f for the whole gradient; through a Jacobian, for all of its rows.',
      integer,
    ),
    operations: found('Operations on numbers for the value and the whole gradient.', integer),
    agrees: found(
      'Whether the error is at most 1e-8 (numeric) or 1e-12 (others), and the closed form agrees with the truth to 30 digits.',
    ),
  },
  verdict: (rows) => {
    const judged = rows.filter(({ agrees }) => agrees !== null);
    const differing = judged.filter(({ agrees }) => !agrees);
    const [first] = differing;
    if (first !== undefined)
      return {
        holds: false,
        because: `${differing.length} of ${judged.length} numbers differ from the sources’, first ${first.quantity} of ${first.example} by ${first.method}`,
      };
    const errors = methods.map(({ name }) => {
      const own = where(judged, { method: name }).filter(isGradient);
      return `${worst(own).toExponential(1)} by ${name}`;
    });
    const digits = Math.min(...judged.map(({ witnessed }) => witnessed ?? Infinity));
    return {
      holds: true,
      because: `all ${judged.length} numbers are the sources’, to ${tolerance('numeric')} by numeric and ${tolerance('reverse')} by the others: the largest errors are ${errors.join(', ')}; every closed form agrees with the 50-digit truth to ${digits} digits`,
    };
  },
  tables: [
    reproduced,
    explicitOrImplicit,
    codeOfNeuron,
    {
      caption: 'The gradient is the direction of steepest ascent: how fast f climbs, beside ‖∇f‖.',
      note: 'To first order no direction climbs faster; the best of many comes close, in five dimensions more slowly than in two.',
      columns: ['example', 'method', 'quantity', 'expected', 'got'],
      rows: ({ example }) => example.startsWith(ascentOf('')),
    },
    {
      caption:
        'Each example and method at the given point: the component that is furthest off, and what the whole gradient costs; ' +
        'the other layout of a Jacobian costs the same.',
      columns: [
        ...(['example', 'way', 'method', 'quantity', 'expected', 'got'] as const),
        ...(['error', 'evaluations', 'operations', 'agrees'] as const),
      ],
      rows: (row, _, rows) => {
        const { example, way, method } = row;
        if (row.point !== given || way === 'inputs-by-outputs' || !isMethod(row) || !isGradient(row))
          return false;
        const own = where(rows, { example, way, method, point: given }).filter(isGradient);
        return row === own.find(({ error }) => error === worst(own));
      },
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
