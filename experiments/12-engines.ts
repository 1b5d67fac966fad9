import {
  float64,
  graph,
  input,
  isRefused,
  mathjs,
  mlp,
  nerdamer,
  objective,
  parse,
  symbolicGradient,
  tensors,
  type EngineDerivatives,
  type EngineDifferentiator,
  type EngineLimits,
  type Expr,
  type Objective,
  type Operation,
  type Reference,
  type Refused,
  type Tensor,
} from '../src/index.ts';
import {
  arity,
  census,
  closedForm,
  code,
  decimals,
  elementNames,
  evaluator,
  defineExperiment,
  integer,
  operations,
  panels,
  product,
  quotient,
  reference,
  runAlone,
  scalarObjective,
  scientific,
  score,
  series,
  spreadOf,
  summary,
  text,
  toPoint,
  traceProblem,
  type Lab,
  type Verdict,
} from '../src/lab.ts';

/** What a part of the experiment asks. */
const parts = ['operation', 'fault', 'size', 'race', 'stop'] as const;
type Part = (typeof parts)[number];

interface Case {
  part: Part;
  subject: string;
}

interface Row extends Case {
  n: string | null;
  method: string;
  result: string | null;
  because: string | null;
  points: number | null;
  worst: number | null;
  tree: bigint | null;
  nodes: bigint | null;
  ours: bigint | null;
  ratio: number | null;
  runs: number | null;
  minimum: number | null;
  median: number | null;
  maximum: number | null;
  faster: number | null;
  stopped: string | null;
  last: string | null;
  first: string | null;
}

const empty = {
  n: null,
  result: null,
  because: null,
  points: null,
  worst: null,
  tree: null,
  nodes: null,
  ours: null,
  ratio: null,
  runs: null,
  minimum: null,
  median: null,
  maximum: null,
  faster: null,
  stopped: null,
  last: null,
  first: null,
} as const;

const ways = {
  'mathjs naive': (limits) => mathjs({ way: 'naive', ...limits }),
  'mathjs shared': (limits) => mathjs({ way: 'shared', ...limits }),
  'mathjs safe': (limits) => mathjs(limits),
  'mathjs core': (limits) => mathjs({ way: 'core', ...limits }),
  'mathjs full': (limits) => mathjs({ way: 'full', ...limits }),
  'nerdamer naive': (limits) => nerdamer({ way: 'naive', ...limits }),
  'nerdamer safe': (limits) => nerdamer(limits),
} as const satisfies Record<string, (limits: EngineLimits) => EngineDifferentiator>;

type Way = keyof typeof ways;
const all = Object.keys(ways) as Way[];
const naiveAndSafe: readonly Way[] = ['mathjs naive', 'mathjs safe', 'nerdamer naive', 'nerdamer safe'];

/** Of a counted question, which every engine answers within a fifth of it; and of one asked to see where an engine stops. */
const ample = { milliseconds: 20_000, megabytes: 1024 };
const short = { milliseconds: 400, megabytes: 1024 };

/** Three times the operation, of inputs: what is done to a coefficient shows. */
function tripled(op: Operation): Expr {
  const x = ['x', 'y', 'z'].slice(0, arity[op]).map((name) => input(name));
  const apply = graph[op] as (...x: unknown[]) => Expr;
  return graph.mul(graph.constant(3), apply(...x, ...(op === 'power' ? [3] : [])));
}

/** An input of this name times x, squared or not. */
const withName = (name: string, squared = false): Expr => {
  const named = input(name);
  return graph.mul(squared ? graph.square(named) : named, input('x'));
};

/** Where the engines are known to go wrong: text, as a user writes it, or an expression with a name that text cannot have. */
const faults: Readonly<Record<string, string | Expr>> = {
  'x*x': 'x*x',
  'acoth(x)': 'acoth(x)',
  '1e-16*x^2': '1e-16*x^2',
  '(x^2)^(1/2)': '(x^2)^(1/2)',
  '(x^2)^y': '(x^2)^y',
  'sqrt(x*y)': 'sqrt(x*y)',
  'sqrt(sin(x))': 'sqrt(sin(x))',
  'sqrt(exp(x))': 'sqrt(exp(x))',
  'log(exp(x)+exp(y))': 'log(exp(x)+exp(y))',
  'exp(x)/(exp(x)+exp(y))': 'exp(x)/(exp(x)+exp(y))',
  'log(x, y)': 'log(x, y)',
  'log(3*x^y)': 'log(3*x^y)',
  'min(x, 2)': 'min(x, 2)',
  '1.1282064102866984e-6*x': '1.1282064102866984e-6*x',
  'asin(x)+asin(x)': 'asin(x)+asin(x)',
  '-erf(x^2)': '-erf(x^2)',
  'exp(x)^8*erf(4*x)': 'exp(x)^8*erf(4*x)',
  'i^2*x, i a number': withName('i', true),
  'E*x, E a number': withName('E'),
  'PI*x, PI a number': withName('PI'),
  'constructor*x': withName('constructor'),
  'W_1_0*x': withName('W_1_0'),
};

interface Family {
  readonly at: (n: number) => { readonly o: Objective; readonly n: string };
  /** For each way where its answers are counted: all of these end within a fifth of the limit. */
  readonly counted: Readonly<Partial<Record<Way, readonly number[]>>>;
  /** For some ways, where they may stop: only timed. */
  readonly further: Readonly<Partial<Record<Way, readonly number[]>>>;
}

const x = input('x');
const repeated = (n: number, first: Expr, next: (e: Expr, i: number) => Expr): Expr =>
  Array.from({ length: n - 1 }, (_, i) => i + 2).reduce(next, first);

/** The objective of a net, written out, by one weight. */
const byFirstWeight = (net: ReturnType<typeof mlp>): Objective =>
  objective(scalarObjective(traceProblem(net)).expression, ['W1[0,0]']);

const nets = [
  [1, 1, 1],
  [2, 2, 1],
  [2, 2, 2],
  [4, 4, 2],
  [4, 8, 3],
  [8, 16, 4],
  [16, 32, 8],
];

const families: Readonly<Record<string, Family>> = {
  'sum of n sines': {
    at: (n) => ({
      o: objective(
        repeated(n, graph.sin(x), (sum, i) => graph.add(sum, graph.sin(graph.mul(graph.constant(i), x)))),
      ),
      n: String(n),
    }),
    counted: {
      'mathjs naive': [2, 6, 12],
      'mathjs safe': [2, 6, 12, 24],
      'mathjs core': [2, 6, 12],
      'mathjs full': [2, 6, 12],
      'nerdamer safe': [2, 6, 12],
    },
    further: { 'mathjs naive': [8, 12, 16, 20, 24] },
  },
  'logistic map, n steps': {
    at: (n) => ({
      o: objective(
        repeated(n, x, (l) => graph.mul(graph.mul(graph.constant(4), l), graph.sub(graph.constant(1), l))),
      ),
      n: String(n),
    }),
    counted: {
      'mathjs naive': [2, 3, 4],
      'mathjs safe': [2, 3, 4, 5, 6, 8],
      'mathjs core': [2, 3, 4, 5, 6, 8],
      'mathjs full': [2, 3],
      'nerdamer safe': [2, 3, 4, 5],
    },
    further: {},
  },
  'one weight of a net': {
    at: (n) => ({
      o: byFirstWeight(mlp({ layers: nets[n]!, loss: 'squared-error', seed: 1 })),
      n: nets[n]!.join('-'),
    }),
    counted: {
      'mathjs naive': [0, 1, 2],
      'mathjs safe': [0, 1, 2, 3, 4],
      'mathjs core': [0, 1, 2, 3, 4],
      'mathjs full': [0, 1, 2],
      'nerdamer safe': [0, 1, 2, 3],
    },
    further: { 'mathjs naive': [1, 2, 3, 4, 5, 6], 'nerdamer safe': [2, 3, 4, 5, 6] },
  },
  'sin nested n deep': {
    at: (n) => ({ o: objective(repeated(n, graph.sin(x), (e) => graph.sin(e))), n: String(n) }),
    counted: {},
    further: { 'mathjs safe': [1000, 4000, 16_000] },
  },
};

/** All 768 first derivatives of the largest net, and all 56 of a small one. */
const races = { '16-32-8': [16, 32, 8], '4-8-3': [4, 8, 3] } as const;

const subjects: Readonly<Record<Part, readonly string[]>> = {
  // No difference can witness the derivative of `hold`, which is 0 by decree.
  operation: operations.filter((op) => arity[op] > 0 && op !== 'hold'),
  fault: Object.keys(faults),
  size: Object.keys(families).filter((name) => Object.keys(families[name]!.counted).length > 0),
  race: Object.keys(races),
  stop: Object.keys(families).filter((name) => Object.keys(families[name]!.further).length > 0),
};

/** A point, what is true there, and the gradient's order. */
interface Truth {
  readonly at: Readonly<Record<string, Tensor<number>>>;
  readonly truth: Reference;
}

/** Three points where there is a truth, of inputs uniform between these. */
function truths(o: Objective, lab: Lab, [low, high]: readonly [number, number]): Truth[] {
  const found: Truth[] = [];
  for (let tried = 0; tried < 60 && found.length < 3; tried++) {
    const at = Object.fromEntries(
      [...o.inputs.keys()].map((name) => [
        name,
        { shape: [], data: [low + (high - low) * lab.random.uniform()] },
      ]),
    );
    const truth = reference(o, at);
    if (truth.because === null) found.push({ at, truth });
  }
  if (found.length < 3) throw new Error(`3 points with a truth are required, got ${found.length}`);
  return found;
}

/** How an engine's answer stands: what became of it, or how far it is off at its worst point. */
function judged(answer: EngineDerivatives | Refused, at: readonly Truth[]) {
  if (isRefused(answer))
    return { result: answer.outcome ?? 'refused', because: answer.because, points: null, worst: null };
  const evaluate = evaluator(
    answer.gradient.map(({ e }) => e),
    float64,
  );
  const order = ['accurate', 'imprecise', 'wrong'];
  let verdict = 'accurate';
  let worst = 0;
  for (const { at: point, truth } of at) {
    const values = evaluate(point);
    const computed = Object.fromEntries(answer.gradient.map(({ name }, i) => [name, values[i]!]));
    const found = score(truth, computed);
    if (order.indexOf(found.verdict) > order.indexOf(verdict)) verdict = found.verdict;
    worst = Math.max(worst, found.maximumRelative);
  }
  return {
    result: verdict === 'accurate' ? 'ok' : verdict,
    because: null,
    points: at.length,
    worst,
  };
}

function* correctness({ part, subject }: Case, lab: Lab): Iterable<Row> {
  const given = part === 'operation' ? tripled(subject as Operation) : faults[subject]!;
  const o = objective(typeof given === 'string' ? parse(given) : given);
  const points = truths(o, lab, [-3, 3]);
  for (const method of part === 'operation' ? naiveAndSafe : all) {
    lab.note(method);
    const answer = ways[method](ample).derivatives(typeof given === 'string' ? given : o);
    yield { ...empty, part, subject, method, ...judged(answer, points) };
  }
}

/** The size of derivatives in the normal form: as trees, and as the graph that they are. */
const sizeOf = (gradient: EngineDerivatives['gradient']) => {
  const { tree, dag: nodes } = census(gradient, 'reference');
  return { tree, nodes };
};

function* sizes({ part, subject }: Case, lab: Lab): Iterable<Row> {
  const { at, counted } = families[subject]!;
  const longest = [...new Set(all.flatMap((way) => counted[way] ?? []))].sort((a, b) => a - b);
  for (const n of longest) {
    const { o, n: name } = at(n);
    const own = symbolicGradient(o);
    if (isRefused(own)) throw new Error(own.because);
    const { tree: ours } = sizeOf(own.gradient);
    const points = truths(o, lab, [0, 1]);
    for (const method of all.filter((way) => counted[way]?.includes(n))) {
      lab.note(`${name}, ${method}`);
      const answer = ways[method](ample).derivatives(o);
      const found = isRefused(answer) ? null : sizeOf(answer.gradient);
      yield {
        ...empty,
        part,
        subject,
        n: name,
        method,
        ...judged(answer, points),
        ...found,
        ours,
        ratio: found && quotient(found.tree, ours),
      };
    }
  }
}

/** Where an engine stops: n grows until it gives no derivative, or the list ends. */
function* stops({ part, subject }: Case, lab: Lab): Iterable<Row> {
  const { at, further } = families[subject]!;
  for (const [method, list] of Object.entries(further) as [Way, number[]][]) {
    // A thread that has just started is slow at first.
    ways[method](ample).derivatives('x^2');
    let last: string | null = null;
    let row: Partial<Row> = { last: '–' };
    for (const n of list) {
      const { o, n: name } = at(n);
      lab.note(`${name}, ${method}`);
      const answer = ways[method](short).derivatives(o);
      if (isRefused(answer)) {
        row = { ...row, first: name, stopped: `${answer.outcome ?? 'refused'}: ${answer.because}` };
        break;
      }
      last = name;
      row = { last, first: '–', stopped: 'not in this list' };
    }
    yield { ...empty, part, subject, method, ...row };
  }
}

/** A contestant: its derivatives, and how long they took. */
interface Run {
  readonly gradient: EngineDerivatives['gradient'];
  readonly milliseconds: number;
}

const timed = (make: () => ReturnType<typeof symbolicGradient>): Run => {
  const start = performance.now();
  const made = make();
  const milliseconds = performance.now() - start;
  if (isRefused(made)) throw new Error(made.because);
  return { gradient: made.gradient, milliseconds };
};

/** The point of each of three nets of one size, and the gradient there by the formulas of the book. */
function goldens(layers: readonly number[]) {
  return [1, 2, 3].map((seed) => {
    const net = mlp({ layers, loss: 'squared-error', seed });
    const at = toPoint(traceProblem(net), net.at);
    const { W1, W2 } = closedForm({ layers, loss: 'squared-error' })(tensors(float64), at);
    return { at, gradient: [...W1.data, ...W2.data] };
  });
}

/** Of 768 partials 32 are looked at: to evaluate and to count all that mathjs writes takes longer than mathjs. */
const lookedAt = <T>(partials: readonly T[]): T[] => partials.filter((_, i) => i % 24 === 0);

/** How far these partials are off, norm-wise, at the worst of the points. */
function worstOf(partials: Run['gradient'], points: ReturnType<typeof goldens>): number {
  const evaluate = evaluator(
    partials.map(({ e }) => e),
    float64,
  );
  const errors = points.map(({ at, gradient }) => {
    const elements = Object.entries(at).flatMap(([name, { shape, data }]) =>
      elementNames(name, shape).map((own, i) => [own, { shape: [], data: [data[i]!] }] as const),
    );
    const found = evaluate({ ...at, ...Object.fromEntries(elements) }).flatMap(({ data }) => data);
    // Whole arrays have all elements; of scalars there are those looked at.
    const truth = found.length === gradient.length ? gradient : lookedAt(gradient);
    const error = Math.hypot(...truth.map((g, i) => g - found[i]!));
    return error / Math.hypot(...truth);
  });
  return Math.max(...errors);
}

function* race({ part, subject }: Case, lab: Lab): Iterable<Row> {
  const layers = races[subject as keyof typeof races];
  const arrays = traceProblem(mlp({ layers, loss: 'squared-error', seed: 1 }));
  const o = scalarObjective(arrays);
  const contestants: Readonly<Record<string, { readonly runs: number; readonly run: () => Run }>> = {
    'mathjs safe': {
      runs: 1,
      run: () => {
        const made = mathjs({ ...ample, milliseconds: 120_000 }).derivatives(o);
        if (isRefused(made)) throw new Error(made.because);
        return made;
      },
    },
    'ours, one at a time': { runs: 3, run: () => timed(() => symbolicGradient(o)) },
    'ours, one sweep': { runs: 9, run: () => timed(() => symbolicGradient(o, { direction: 'reverse' })) },
    'ours, one sweep over arrays': {
      runs: 9,
      run: () => timed(() => symbolicGradient(arrays, { direction: 'reverse', granularity: 'tensor' })),
    },
  };
  // Where no times are wanted, each answers once.
  const rounds = lab.times ? 9 : 1;
  const times = new Map(Object.keys(contestants).map((method): [string, number[]] => [method, []]));
  const answers = new Map<string, Run['gradient']>();
  // They take turns, so that a slow second of the machine falls on all.
  for (let round = 0; round < rounds; round++)
    for (const [method, { runs, run }] of Object.entries(contestants)) {
      if (round % (rounds / runs) !== 0) continue;
      lab.note(`${method}, run ${times.get(method)!.length + 1} of ${runs}`);
      const { gradient, milliseconds } = run();
      answers.set(method, answers.get(method) ?? gradient);
      times.get(method)!.push(milliseconds);
    }
  const points = goldens(layers);
  const median = (method: string): number => spreadOf(times.get(method)!).median;
  for (const [method, own] of times) {
    lab.note(`${method}, verified`);
    const gradient = answers.get(method)!;
    const partials = gradient.length === points[0]!.gradient.length ? lookedAt(gradient) : gradient;
    const worst = worstOf(partials, points);
    // A wrong gradient is not timed.
    const right = worst <= 1e-12;
    yield {
      ...empty,
      part,
      subject,
      method,
      result: right ? 'ok' : 'wrong',
      points: points.length,
      worst,
      ...sizeOf(partials),
      ...(right && lab.times
        ? {
            runs: own.length,
            minimum: Math.min(...own),
            median: median(method),
            maximum: Math.max(...own),
            faster: median('mathjs safe') / median(method),
          }
        : {}),
    };
  }
}

function* measure(settings: Case, lab: Lab): Iterable<Row> {
  yield* { operation: correctness, fault: correctness, size: sizes, race, stop: stops }[settings.part](
    settings,
    lab,
  );
}

const naive = naiveAndSafe.filter((way) => way.endsWith('naive'));
const safe = naiveAndSafe.filter((way) => way.endsWith('safe'));

function verdict(rows: readonly Row[]): Verdict {
  const counted = (method: string, result: string, part?: Part): number =>
    rows.filter(
      (row) => row.method === method && row.result === result && (part === undefined || row.part === part),
    ).length;
  const subjectsOf = (part: Part): number =>
    new Set(rows.filter((row) => row.part === part).map(({ subject }) => subject)).size;
  const told = (method: Way): string =>
    `${method} ${counted(method, 'wrong', 'operation')} wrong and ${counted(method, 'ok', 'operation')} right`;
  const wrongSafely = safe.reduce((sum, way) => sum + counted(way, 'wrong') + counted(way, 'imprecise'), 0);
  const wrongOf = (method: Way): string =>
    rows
      .filter((row) => row.part === 'operation' && row.method === method && row.result === 'wrong')
      .map(({ subject }) => subject)
      .join(', ');
  return {
    holds: naive.every((way) => counted(way, 'wrong', 'operation') > 0) && wrongSafely === 0,
    because:
      `of ${subjectsOf('operation')} operations ${naiveAndSafe.map(told).join(', ')}; of ${subjectsOf('fault')} known faults ` +
      `${naive.map((way) => `${way} shows ${counted(way, 'wrong', 'fault')}`).join(' and ')} as wrong answers; in the safe way ` +
      `${wrongSafely} of all answers are wrong or imprecise. Wrong are ${naive.map((way) => `${wrongOf(way) || 'none'} (${way})`).join(' and ')}, at points in (−3, 3)`,
  };
}

/** An empty place for each way. */
const nothing = Object.fromEntries(all.map((way) => [way, null]));

/** A table with a row for each subject and a column for each way. */
interface Matrix extends Record<string, string | null> {
  subject: string;
}

const matrix = (rows: readonly Row[], part: Part): Matrix[] =>
  [...new Set(rows.filter((row) => row.part === part).map(({ subject }) => subject))].map((subject) => ({
    subject,
    ...nothing,
    ...Object.fromEntries(
      rows
        .filter((row) => row.part === part && row.subject === subject)
        .map(({ method, result }) => [method, result]),
    ),
  }));

const wayColumns = (shown: readonly Way[]) =>
  Object.fromEntries(
    shown.map((way) => [
      way,
      { kind: 'counted', name: way, says: 'What became of it.', format: text } as const,
    ]),
  );

/** One family at one n: the size of each way's answer. */
interface Sizes extends Record<string, string | bigint | number | null> {
  family: string;
  n: string;
  ours: bigint;
}

/** The ways of which sizes are counted. */
const sized = all.filter((way) => Object.values(families).some(({ counted }) => way in counted));

const sizeRows = (rows: readonly Row[]): Sizes[] => {
  const own = rows.filter((row) => row.part === 'size');
  const keyOf = ({ subject, n }: Row): string => `${subject} ${n!}`;
  return [...new Set(own.map(keyOf))].map((key) => {
    const same = own.filter((row) => keyOf(row) === key);
    const { subject, n, ours } = same[0]!;
    return {
      family: subject,
      n: n!,
      ours: ours!,
      ...Object.fromEntries(
        sized.map((way) => [way, same.find(({ method }) => method === way)?.ratio ?? null]),
      ),
    };
  });
};

const itself = defineExperiment<Row, Case>({
  id: '12-engines',
  title: 'mathjs and nerdamer',
  question:
    'What can the symbolic engines of JavaScript differentiate, where are they wrong, and where do they stop?',
  claim:
    'Handed an expression as text, each engine answers with a wrong derivative, and no word about it, for at least one operation ' +
    'of the language; used in the safe way, neither answers any question of this experiment wrongly.',
  seed: 1,
  sweep: { part: parts, subject: [...new Set(Object.values(subjects).flat())] },
  quick: {
    part: ['operation', 'fault', 'size', 'race'],
    subject: ['asin', 'erf', 'cbrt', 'log(x, y)', 'x*x', 'sum of n sines', '4-8-3'],
  },
  cases: (sweep) => product(sweep).filter(({ part, subject }) => subjects[part].includes(subject)),
  alone: ({ part }) => part === 'race' || part === 'stop',
  measure,
  columns: {
    part: {
      kind: 'case',
      says: 'What is asked: of an operation, a known fault, sizes, a race, where it stops.',
      format: text,
    },
    subject: {
      kind: 'case',
      says: 'What is differentiated; an operation three times over, 3·f, so that a lost coefficient shows.',
      format: text,
    },
    n: { kind: 'case', says: 'Of a family: which of it.', format: text },
    method: {
      kind: 'case',
      says: 'Who differentiates, and how: naive hands over the text; safe is what is known to avoid the faults; core and full simplify after it; shared has one node wherever the graph has one.',
      format: text,
    },
    result: {
      kind: 'counted',
      says: 'ok: right at every point (2⁻⁴⁰); imprecise: to 1e-3; wrong; inert: the answer still holds a derivative; unsupported, failed.',
      format: text,
    },
    because: { kind: 'counted', says: 'Why there is no derivative.', format: text },
    points: {
      kind: 'counted',
      says: 'At how many points the answer was held against the truth.',
      format: integer,
    },
    worst: {
      kind: 'counted',
      says: 'The largest relative error over points and components; of a race the norm-wise one.',
      format: scientific(2),
      rounding: 2 ** -40,
    },
    tree: {
      kind: 'counted',
      says: 'The size of the answer written out, in the normal form; of a race, of every 24th partial.',
      format: integer,
    },
    nodes: { kind: 'counted', says: 'Its nodes, shared as the method shares them.', format: integer },
    ours: {
      kind: 'counted',
      says: 'The tree of our derivative by the same variable, under exact laws.',
      format: integer,
    },
    ratio: { kind: 'counted', says: 'The answer’s tree over ours.', format: decimals(2) },
    runs: {
      kind: 'timed',
      says: 'How often it was timed, all in one process; mathjs once.',
      format: integer,
    },
    minimum: { kind: 'timed', says: 'The shortest time.', unit: 'ms', format: decimals(1) },
    median: {
      kind: 'timed',
      says: 'The median.',
      unit: 'ms',
      format: decimals(1),
    },
    maximum: { kind: 'timed', says: 'The longest.', unit: 'ms', format: decimals(1) },
    faster: {
      kind: 'timed',
      name: 'times faster than mathjs',
      says: 'The median of mathjs over this one: with so few runs the order of magnitude only.',
      format: decimals(1),
    },
    last: {
      kind: 'timed',
      name: 'last done',
      says: `The last of the list that ended within ${short.milliseconds} ms.`,
      format: text,
    },
    first: { kind: 'timed', name: 'stopped at', says: 'The first that did not.', format: text },
    stopped: { kind: 'timed', name: 'how', says: 'How it stopped.', format: text },
  },
  verdict,
  tables: [
    summary<Row, Matrix>({
      caption: 'Every scalar operation, three times over, held against the truth at three points.',
      columns: {
        subject: { kind: 'case', name: 'operation', says: 'The operation.', format: code },
        ...wayColumns(naiveAndSafe),
      },
      summarise: (rows) => matrix(rows, 'operation'),
      note: 'A derivative that is not a number where the true one is, is wrong: for cbrt mathjs writes x^(−2/3), which is no real number below 0. In the safe way some operations are put in terms of others that the engine has.',
    }),
    summary<Row, Matrix>({
      caption: 'Where the engines are known to go wrong.',
      columns: {
        subject: { kind: 'case', name: 'expression', says: 'The expression.', format: code },
        ...wayColumns(all),
      },
      summarise: (rows) => matrix(rows, 'fault'),
      note: 'The naive ways get this text; the others the expression that it denotes. Shared: mathjs takes a node that stands in two places for one.',
    }),
    summary<Row, Sizes>({
      caption: 'The size of each answer, as a tree, over the size of ours.',
      columns: {
        family: { kind: 'case', says: 'The family.', format: text },
        n: { kind: 'case', says: 'Which of it.', format: text },
        ours: { kind: 'counted', says: 'Our tree.', format: integer },
        ...Object.fromEntries(
          sized.map((way) => [
            way,
            { kind: 'counted', name: way, says: 'Its tree over ours.', format: decimals(2) } as const,
          ]),
        ),
      },
      summarise: sizeRows,
      note: 'An empty place: that answer takes more than a fifth of the limit, and is not counted on.',
    }),
    {
      caption:
        'All first derivatives of a net’s loss: how large every 24th of them is, or both arrays of them.',
      columns: ['subject', 'method', 'result', 'points', 'worst', 'tree', 'nodes'],
      rows: ({ part }) => part === 'race',
      note: 'The times, and how many times faster than mathjs each way is, are in timings/, one page for each machine. What is counted, and was held against the formulas of the book at three points, is every 24th partial, or both whole arrays; a gradient that is wrong is not timed.',
    },
  ],
  figures: [
    {
      id: 'sizes',
      caption:
        'The size of each engine’s answer, written out, over the size of ours. Where a curve ends the next answer takes too long to be counted on every machine.',
      alt: 'Used safely, without simplification, mathjs lies above one, and rises for the logistic map; with all of its simplification it lies at one or below, and its curves end first.',
      draw: (rows) => ({
        x: { title: 'size of our derivative, as a tree' },
        y: { title: 'size over ours', scale: 'linear', domain: [0, 3] },
        columns: 3,
        panels: panels(
          rows.filter(({ part, tree }) => part === 'size' && tree !== null),
          'subject',
          (own) => ({
            series: series(own, { by: 'method', x: 'ours', y: 'ratio' }),
            guides: [{ y: 1 }],
          }),
        ),
      }),
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
