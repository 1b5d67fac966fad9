import { jacobian, pairing, vectorJacobianProduct } from '../src/differentiators/jacobian.ts';
import type { JacobianLayout } from '../src/differentiators/jacobian.ts';
import { straightLine } from '../src/differentiators/straight-line.ts';
import { numeric, reverse, symbolic } from '../src/index.ts';
import { parse } from '../src/expression/parse.ts';
import { read } from '../src/expression/read.ts';
import { objective, trace, type Objective } from '../src/expression/trace.ts';
import { compare } from '../src/lab/compare.ts';
import { experiment } from '../src/lab/experiment.ts';
import { code, integer, plain, scientific, text } from '../src/lab/format.ts';
import type { Lab } from '../src/lab/lab.ts';
import { summary } from '../src/lab/selection.ts';
import { product } from '../src/lab/sweep.ts';
import type { Algebra, Model } from '../src/language/algebra.ts';
import type { Point, Value } from '../src/language/problem.ts';
import { decimal, exactDecimal } from '../src/numbers/decimal.ts';
import { float64 } from '../src/numbers/float64.ts';
import { tensors } from '../src/numbers/tensors.ts';
import { mlp } from '../src/objectives/mlp.ts';

type Inputs<X> = Readonly<Record<string, X>>;

/** The Jacobian of a function by one of its inputs, in a layout. */
interface Explicit {
  readonly f: Model;
  readonly wrt: string;
  readonly layout: JacobianLayout;
  /** What the sources say of it: its entry ∂yᵢ/∂xⱼ, places counted through the whole arrays. */
  readonly entry: (at: Inputs<readonly number[]>, i: number, j: number) => number;
  /** The input that the implicit rule reads in the Jacobian's place, beside the upstream gradient. */
  readonly reads: string;
}

/** A worked example: a function of numbers and the gradient that the sources state for it. */
interface Example {
  readonly name: string;
  readonly objective: Objective;
  /** The point that the sources take; where they name none, one with short numbers. */
  readonly at: Point;
  /** The gradient, as it is printed and as a function of the same inputs. */
  readonly states: string;
  readonly gradient: <X>(k: Algebra<X>, inputs: Inputs<X>) => Inputs<X>;
  /** Present where every method goes through an explicit Jacobian. */
  readonly explicit?: Explicit;
  /** The gradient's numbers, where the sources print them. */
  readonly printed?: readonly number[];
}

/** An array-valued function with the upstream gradient g of its result, through its local rule or through its Jacobian. */
function local(f: Model, example: Omit<Example, 'objective'>, wrt?: string): Example {
  return { ...example, objective: pairing(f, example.at, wrt === undefined ? {} : { wrt: [wrt] }) };
}

/** A gradient given as one formula for each input. */
const formulas =
  (texts: Inputs<string>): Example['gradient'] =>
  (k, inputs) =>
    Object.fromEntries(
      Object.entries(texts).map(([by, formula]) => [
        by,
        read(parse(formula), k, (e) => inputs[String(e.params[0])]!),
      ]),
    );

function textbook(name: string, f: string, states: string, slopes: Inputs<string>, at: Point): Example {
  return { name, objective: objective(parse(f)), at, states, gradient: formulas(slopes) };
}

/** f(w0, x0, w1, x1, w2) = σ(w0x0 + w1x1 + w2), with the sigmoid packed in one gate, or unpacked into four. */
function neuron(packed: boolean): Example {
  const at = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };
  const model: Model = (k, { w0, x0, w1, x1, w2 }) => {
    const [s0, s1] = [k.mul(w0!, x0!), k.mul(w1!, x1!)];
    const s2 = k.add(s0, s1);
    const s3 = k.add(s2, w2!);
    if (packed) return { result: k.sigmoid(s3), names: { s0, s1, s2, s3 } };
    const s4 = k.neg(s3);
    const s5 = k.exp(s4);
    const s6 = k.add(k.constant(1), s5);
    return { result: k.div(k.constant(1), s6), names: { s0, s1, s2, s3, s4, s5, s6 } };
  };
  const f = '1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))';
  const slope = `(1 - ${f}) * ${f}`;
  return {
    name: `neuron, σ ${packed ? 'packed' : 'unpacked'}`,
    objective: trace(model, { w0: [], x0: [], w1: [], x1: [], w2: [] }),
    at,
    states: '∂f/∂wᵢ = (1 − f) f xᵢ, ∂f/∂xᵢ = (1 − f) f wᵢ, ∂f/∂w₂ = (1 − f) f',
    gradient: formulas({
      ...{ w0: `${slope} * x0`, x0: `${slope} * w0` },
      ...{ w1: `${slope} * x1`, x1: `${slope} * w1`, w2: slope },
    }),
  };
}

const relu: Model = (k, { x }) => k.relu(x!);
const reluExample: Parameters<typeof local>[1] = {
  name: 'ReLU, implicit rule',
  at: { x: [1, -2, 3, -1], g: [4, -1, 5, 9] },
  states: '∂L/∂x = g where x > 0, else 0',
  gradient: (k, { x, g }) => ({ x: k.select(k.less(k.constant(0), x!), g!, k.constant(0)) }),
  printed: [4, 0, 5, 0],
};

/** The element i of a vector, and a vector of numbers. */
const part = <X>(k: Algebra<X>, x: X, i: number): X => k.gather(x, [i], []);
const vector = <X>(k: Algebra<X>, numbers: readonly X[]): X =>
  numbers
    .map((v, i) => k.scatter(k.reshape(v, [1]), [i], [numbers.length]))
    .reduce((sum, term) => k.add(sum, term));

/** y = (x₁x₂, x₂ sin x₃): three inputs, two outputs. */
const threeToTwo: Model = (k, { x }) => {
  const [x1, x2, x3] = [part(k, x!, 0), part(k, x!, 1), part(k, x!, 2)];
  return vector(k, [k.mul(x1, x2), k.mul(x2, k.sin(x3))]);
};
function threeByTwo(layout: JacobianLayout): Example {
  const byOutputs = layout === 'inputs-by-outputs';
  return local(threeToTwo, {
    name: `y = (x₁x₂, x₂ sin x₃), J ${byOutputs ? '3×2' : '2×3'}`,
    at: { x: [2, 3, 0.5], g: [4, -2] },
    states: byOutputs ? '∂L/∂x = J g' : '∂L/∂x = Jᵀ g',
    gradient: (k, { x, g }) => {
      const [x1, x2, x3] = [part(k, x!, 0), part(k, x!, 1), part(k, x!, 2)];
      const [g1, g2] = [part(k, g!, 0), part(k, g!, 1)];
      const second = k.add(k.mul(g1, x1), k.mul(g2, k.sin(x3)));
      return { x: vector(k, [k.mul(g1, x2), second, k.mul(g2, k.mul(x2, k.cos(x3)))]) };
    },
    explicit: {
      ...{ f: threeToTwo, wrt: 'x', layout, reads: 'x' },
      entry: ({ x }, i, j) => {
        const [x1, x2, x3] = x as [number, number, number];
        const rows = [
          [x2, x1, 0],
          [0, Math.sin(x3), x2 * Math.cos(x3)],
        ];
        return rows[i]![j]!;
      },
    },
  });
}

const timesW: Model = (k, { X, W }) => k.matmul(X!, W!);
const matrix = (rows: number, data: readonly number[]): Value => ({
  shape: [rows, data.length / rows],
  data,
});
const timesWExample: Parameters<typeof local>[1] = {
  name: 'Y = XW, implicit rule',
  at: {
    X: matrix(2, [2, 1, -3, -3, 4, 2]),
    W: matrix(3, [3, 2, 1, -1, 2, 1, 3, 2, 3, 2, 1, -2]),
    g: matrix(2, [2, 3, -3, 9, -8, 1, 4, 6]),
  },
  states: '∂L/∂X = g Wᵀ',
  gradient: (k, { W, g }) => ({ X: k.matmul(g!, k.transpose(W!, [1, 0])) }),
};

/** Input, hidden and output layer, the sigmoid on both of the last, and the loss ‖o − y‖. */
function network(): Example {
  const options = { activation: 'sigmoid', outputActivation: 'sigmoid', loss: 'l2-norm', seed: 1 } as const;
  const { model, shapes, wrt, at } = mlp({ layers: [5, 4, 3], ...options });
  return {
    name: 'network 5-4-3',
    objective: trace(model, shapes, wrt),
    at,
    states: '∂J/∂W⁽²⁾ = (∂J/∂o ⊙ φ′) hᵀ, ∂J/∂W⁽¹⁾ = (∂J/∂h ⊙ φ′) xᵀ',
    gradient: (k, { x, y, W1, W2 }) => {
      const h = k.sigmoid(k.matmul(W1!, x!));
      const o = k.sigmoid(k.matmul(W2!, h));
      const slope = (v: typeof h) => k.mul(v, k.sub(k.constant(1), v));
      const residual = k.sub(o, y!);
      const norm = k.spread(k.sqrt(k.sum(k.square(residual), [0, 1])), k.shapeOf(o), [0, 1]);
      const byOutput = k.mul(k.div(residual, norm), slope(o));
      const byHidden = k.mul(k.matmul(k.transpose(W2!, [1, 0]), byOutput), slope(h));
      const outer = (a: typeof h, b: typeof h) => k.matmul(a, k.transpose(b, [1, 0]));
      return { W1: outer(byHidden, x!), W2: outer(byOutput, h) };
    },
  };
}

/** A diagonal matrix: 1 wherever x > 0. */
const reluJacobian: Explicit = {
  ...{ f: relu, wrt: 'x', layout: 'outputs-by-inputs', reads: 'x' },
  entry: ({ x }, i, j) => (i === j && x![i]! > 0 ? 1 : 0),
};
/** Of four axes, 2×3×2×4: the slice ∂Y/∂xᵢⱼ is zero but for row i, which is row j of W. */
const slices: Explicit = {
  ...{ f: timesW, wrt: 'X', layout: 'inputs-by-outputs', reads: 'W' },
  entry: ({ W }, y, x) => (Math.floor(y / 4) === Math.floor(x / 3) ? W![(x % 3) * 4 + (y % 4)]! : 0),
};

const examples: readonly Example[] = [
  local((k, { x, y }) => k.add(x!, y!), {
    ...{ name: 'add gate, z = x + y', at: { x: 3, y: 4, g: 2 } },
    states: 'distributes: ∂L/∂x = ∂L/∂y = g',
    gradient: formulas({ x: 'g', y: 'g' }),
  }),
  local((k, { x }) => k.spread(x!, [2], [0]), {
    ...{ name: 'copy gate, x to two places', at: { x: 3, g: [2, 5] } },
    states: 'adds: ∂L/∂x = g₁ + g₂',
    gradient: (k, { g }) => ({ x: k.sum(g!, [0]) }),
  }),
  local((k, { x, y }) => k.mul(x!, y!), {
    ...{ name: 'multiply gate, z = xy', at: { x: 3, y: 4, g: 2 } },
    states: 'swaps: ∂L/∂x = g y, ∂L/∂y = g x',
    gradient: formulas({ x: 'g*y', y: 'g*x' }),
  }),
  neuron(true),
  neuron(false),
  local(relu, reluExample),
  local(relu, {
    ...reluExample,
    name: 'ReLU, explicit Jacobian',
    states: '∂L/∂x = Jᵀ g',
    explicit: reluJacobian,
  }),
  threeByTwo('inputs-by-outputs'),
  threeByTwo('outputs-by-inputs'),
  local(timesW, timesWExample, 'X'),
  local(
    timesW,
    { ...timesWExample, name: 'Y = XW, slices', states: '∂L/∂xᵢⱼ = ⟨∂Y/∂xᵢⱼ, g⟩', explicit: slices },
    'X',
  ),
  textbook('F = 2x²', '2*x^2', 'F′ = 4x', { x: '4*x' }, { x: 3 }),
  textbook('F = 3x', '3*x', 'F′ = 3', { x: '3' }, { x: 2 }),
  textbook('z = x² + y²', 'x^2 + y^2', '∇z = (2x, 2y)', { x: '2*x', y: '2*y' }, { x: 3, y: 4 }),
  textbook('z = 3x + 2y', '3*x + 2*y', '∇z = (3, 2)', { x: '3', y: '2' }, { x: 3, y: 4 }),
  textbook('cos(x² − 1)', 'cos(x^2 - 1)', '−2x sin(x² − 1)', { x: '-2*x*sin(x^2 - 1)' }, { x: 0.5 }),
  network(),
];

/** Jacobians too large to form, by what the sources say of them, in numbers of 4 bytes. */
const unformed = [
  { name: 'ReLU of 4096 numbers', entries: 4096 ** 2, zeros: 4096 * 4095, reads: 4096 },
  { name: 'Y = XW, 64×4096 by 4096×4096', entries: 2 ** 36, zeros: 2 ** 36 - 2 ** 30, reads: 2 ** 24 },
];

const climbed = ['z = x² + y²', 'neuron, σ packed'];
const ascentOf = (name: string): string => `steepest ascent, ${name}`;
const counts = [10, 100, 1000, 10_000];

interface Row {
  example: string;
  point: string;
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

interface Case {
  example: string;
  point: string;
}

const methods = [numeric(), symbolic(), reverse()];

/** How far an answer may be off, by the largest component of the gradient: differences keep 8 digits at least. */
const tolerance = (method: string): number => (method === 'numeric' ? 1e-8 : 1e-14);

const given = 'given';

/** The example's own point, or one with every input drawn from the normal distribution. */
function pointOf({ at, objective: o }: Example, point: string, random: Lab['random']): Point {
  const drawn = (shape: Shape) => ({
    shape,
    data: Array.from({ length: size(shape) }, () => random.normal()),
  });
  if (point === given) return at;
  return Object.fromEntries([...o.inputs].map(([name, { shape }]) => [name, drawn(shape)]));
}

/** What one method makes of an example: its gradient's numbers, input by input, and what they cost. */
interface Answer {
  readonly method: string;
  readonly gradient: Inputs<readonly number[]>;
  readonly evaluations: number;
  readonly operations: number;
}

/** Without a Jacobian: the gradient of f itself, or of ⟨g, f⟩. */
function implicitly({ objective: o }: Example, at: Point): Answer[] {
  return methods.map((method) => {
    const { gradient, cost } = method.gradient(o, at);
    const { evaluations, operations } = cost!;
    const numbers = Object.entries(gradient!).map(([by, slopes]) => [by, toTensor(slopes).data] as const);
    return { method: method.name, gradient: Object.fromEntries(numbers), evaluations, operations };
  });
}

/** Through the Jacobian, row by row, and its product with g: m products and m − 1 sums for each input, of m outputs. */
function explicitly({ f, wrt, layout }: Explicit, { g, ...at }: Point): Answer[] {
  return methods.map((method) => {
    const j = jacobian(f, at, { wrt, layout, method });
    const { data } = vectorJacobianProduct(toTensor(g!), j);
    const operations = j.cost.operations + size(j.inputs) * (2 * size(j.outputs) - 1);
    return { method: method.name, gradient: { [wrt]: data }, evaluations: j.cost.evaluations, operations };
  });
}

/** The straight-line code of reverse mode, its text read again and carried out line by line. */
function carryOut(o: Objective, at: Point): { name: string; line: string; value: number }[] {
  const values: Record<string, Value> = { ...at };
  const { forward, backward } = straightLine(o);
  return [...forward, ...backward].map(({ name, text: formula }) => {
    const own = objective(parse(formula)).wrt.map((input) => [input, values[input]!] as const);
    const value = compile(formula)(Object.fromEntries(own)) as number;
    values[name] = value;
    return { name, line: `${name} = ${formula}`, value };
  });
}

function byCode({ objective: o }: Example, at: Point): Answer {
  const values = new Map(carryOut(o, at).map(({ name, value }) => [name, value]));
  const gradient = Object.fromEntries(o.wrt.map((by) => [by, [values.get(`d_${by}`)!]]));
  return { method: 'straight-line code', gradient, evaluations: 1, operations: NaN };
}

/** Every method's gradient, number by number, against the 50-digit truth; and the truth against what the sources state. */
function* gradients(example: Example, point: string, at: Point): Generator<Row> {
  const { name, objective: o, explicit, printed } = example;
  const { at: start, reference: truth } = compare(o, at, { methods: [] });
  const n = decimal(50);
  const exact = Object.entries(start).map(([by, { shape, data }]) => [
    by,
    { shape, data: data.map(exactDecimal) },
  ]);
  const stated = example.gradient(tensors(n), Object.fromEntries(exact) as Inputs<Tensor<Decimal>>);
  const largest = o.wrt
    .flatMap((by) => truth.gradient[by]!.data)
    .reduce((most, slope) => n.max(most, n.abs(slope)), n.constant(0));
  const scale = largest.isZero() ? n.constant(1) : largest;
  const off = (a: Decimal, b: Decimal): number => Number(n.div(n.abs(n.sub(a, b)), scale));
  const answers = explicit === undefined ? implicitly(example, at) : explicitly(explicit, at);
  if (name.startsWith('neuron')) answers.push(byCode(example, at));
  for (const { method, gradient, evaluations, operations } of answers)
    for (const by of o.wrt)
      for (const [i, slope] of truth.gradient[by]!.data.entries()) {
        const [expected, got] = [stated[by]!.data[i]!, gradient[by]![i]!];
        const error = off(exactDecimal(got), slope);
        const witnessed = Math.min(50, Math.floor(-Math.log10(off(expected, slope))));
        const known = truth.because === null && witnessed >= 30;
        const asPrinted = point !== given || printed === undefined || Number(expected) === printed[i];
        yield {
          ...{
            example: name,
            point,
            method,
            quantity: start[by]!.shape.length === 0 ? `∂${by}` : `∂${by}[${i}]`,
          },
          ...{ expected: Number(expected), got, error, witnessed, evaluations, operations },
          agrees: known && asPrinted && error <= tolerance(method),
        };
      }
}

/** A number that was counted, beside what the sources say it is. */
function counted(
  example: string,
  point: string,
  method: string,
  quantity: string,
  expected: number,
  got: number,
): Row {
  const error = Math.abs(got - expected) / Math.max(1, Math.abs(expected));
  const none = { witnessed: null, evaluations: null, operations: null };
  return { example, point, method, quantity, expected, got, error, ...none, agrees: got === expected };
}

const withoutUpstream = (at: Point): Point =>
  Object.fromEntries(Object.entries(at).filter(([name]) => name !== 'g'));

/** The Jacobian by rows (reverse mode) and by columns (forward mode), entry by entry against what the sources say. */
function* entries({ name, explicit }: Example, point: string, at: Point): Generator<Row> {
  const { f, wrt, layout, entry } = explicit!;
  const own = withoutUpstream(at);
  const numbers = Object.fromEntries(Object.entries(own).map(([by, v]) => [by, toTensor(v).data]));
  for (const by of ['rows', 'columns'] as const) {
    const j = jacobian(f, own, { wrt, layout, by });
    const [m, n] = [size(j.outputs), size(j.inputs)];
    const found = j.entries.data;
    const said = found.map((_, place) =>
      layout === 'outputs-by-inputs'
        ? entry(numbers, Math.floor(place / n), place % n)
        : entry(numbers, place % m, Math.floor(place / m)),
    );
    const zeros = (data: readonly number[]) => data.filter((v) => v === 0).length;
    const differ = found.filter((v, place) => !(Math.abs(v - said[place]!) <= 1e-15 * Math.abs(v))).length;
    const method = `Jacobian by ${by}`;
    yield counted(name, point, method, 'entries', m * n, found.length);
    yield counted(name, point, method, 'zeros', zeros(said), zeros(found));
    yield counted(name, point, method, 'bytes', 8 * m * n, Float64Array.from(found).byteLength);
    yield counted(name, point, method, 'entries that differ', 0, differ);
  }
}

/** How fast f climbs along its gradient, and along random directions; a difference that knows no rule measures it. */
function* ascent({ name, objective: o, at }: Example, random: Lab['random']): Generator<Row> {
  const f = compile(o.expression);
  const slope = (direction: readonly number[]): number => {
    const h = 2 ** -18;
    const moved = (by: number) =>
      f(Object.fromEntries(o.wrt.map((x, i) => [x, (at[x] as number) + by * direction[i]!]))) as number;
    return (moved(h) - moved(-h)) / (2 * h);
  };
  const unit = (v: readonly number[]) => v.map((part) => part / Math.hypot(...v));
  const { gradient: truth } = compare(o, at, { methods: [] }).reference;
  const norm = Math.hypot(...o.wrt.map((by) => Number(truth[by]!.data[0])));
  const row = (method: string, quantity: string, got: number, agrees: boolean): Row => ({
    ...counted(ascentOf(name), given, method, quantity, norm, got),
    agrees,
  });
  for (const { method, gradient } of implicitly({ objective: o } as Example, at)) {
    const got = slope(unit(o.wrt.map((by) => gradient[by]![0]!)));
    yield row(method, 'slope along the gradient', got, Math.abs(got - norm) <= 1e-8 * norm);
  }
  let [best, faster] = [-Infinity, 0];
  for (let tried = 1; tried <= counts.at(-1)!; tried++) {
    const got = slope(unit(o.wrt.map(() => random.normal())));
    best = Math.max(best, got);
    if (!(got <= norm * (1 + 1e-8))) faster++;
    if (!counts.includes(tried)) continue;
    const near = tried < counts.at(-1)! || best >= 0.95 * norm;
    yield row('random directions', `steepest of ${tried}`, best, faster === 0 && near);
  }
  yield counted(ascentOf(name), given, 'random directions', 'climb faster', 0, faster);
}

function* sizes({ name, entries: all, zeros }: (typeof unformed)[number]): Generator<Row> {
  for (const [quantity, expected] of Object.entries({ entries: all, zeros, bytes: 4 * all }))
    yield {
      ...counted(name, given, 'not formed', quantity, expected, NaN),
      ...{ got: null, error: null, agrees: null },
    };
}

/** Numbers as the sources would print them. */
function printed(numbers: readonly number[]): string {
  const short = numbers.map((v) => String(Number(v.toPrecision(5))).replace('-', '−'));
  if (short.length === 1) return short[0]!;
  return short.length <= 6
    ? `(${short.join(', ')})`
    : `(${short.slice(0, 3).join(', ')}, … ${short.length} numbers)`;
}

const isGradient = ({ quantity }: Row): boolean => quantity.startsWith('∂');
const worst = (rows: readonly Row[]): number =>
  rows.reduce((most, { error }) => Math.max(most, error ?? NaN), 0);
const of = (rows: readonly Row[], example: string, method?: string, quantity?: string): Row[] =>
  rows.filter(
    (row) =>
      row.example === example &&
      (method === undefined || row.method === method) &&
      (quantity === undefined || row.quantity === quantity),
  );

const itself = experiment<Row, Case>({
  id: '01-worked-examples',
  title: 'The worked examples of the sources',
  question: 'Do the three methods give what lecture notes and textbooks work out by hand?',
  claim: 'The three methods reproduce every worked example of the sources.',
  seed: 1,
  sweep: {
    example: [
      ...examples.map(({ name }) => name),
      ...unformed.map(({ name }) => name),
      ...climbed.map((name) => ascentOf(name)),
    ],
    point: [given, 'random 1', 'random 2', 'random 3'],
  },
  quick: { point: [given, 'random 1'] },
  cases: (sweep) =>
    product(sweep).filter(
      ({ example, point }) => point === given || examples.some(({ name }) => name === example),
    ),
  *measure({ example: name, point }, { random }) {
    const example = examples.find((one) => one.name === name);
    const large = unformed.find((one) => one.name === name);
    const climbs = examples.find((one) => ascentOf(one.name) === name);
    if (example !== undefined) {
      const at = pointOf(example, point, random);
      yield* gradients(example, point, at);
      if (example.explicit !== undefined) yield* entries(example, point, at);
    }
    if (large !== undefined) yield* sizes(large);
    if (climbs !== undefined) yield* ascent(climbs, random);
  },
  columns: {
    example: { kind: 'case', says: 'The worked example.', format: text },
    point: {
      kind: 'case',
      says: 'Where: given (the sources’ numbers; where they name none, short ones), or inputs drawn from the normal distribution.',
      format: text,
    },
    method: {
      kind: 'case',
      says: 'The method (numeric with its default rule), or what else was asked.',
      format: text,
    },
    quantity: {
      kind: 'case',
      says: 'A number of the gradient, counted through the whole array (∂W1[7]), or a property of a Jacobian.',
      format: text,
    },
    expected: {
      kind: 'counted',
      says: 'What the sources state: their closed form, worked to 50 digits and rounded once; or their count.',
    },
    got: { kind: 'counted', says: 'What the method gave, or what was counted.', rounding: 1e-8 },
    error: {
      kind: 'counted',
      says: 'How far that is from the 50-digit truth, by the largest component of the gradient; of a count, by the count.',
      rounding: 1e-12,
      format: scientific(2),
    },
    witnessed: {
      kind: 'counted',
      says: 'Digits to which the sources’ closed form and the truth agree.',
      format: integer,
    },
    evaluations: {
      kind: 'counted',
      says: 'Evaluations of f for the whole gradient; through a Jacobian, for all of its rows.',
      format: integer,
    },
    operations: {
      kind: 'counted',
      says: 'Operations on numbers for the value and the whole gradient, however often the point is evaluated.',
      format: integer,
    },
    agrees: {
      kind: 'counted',
      says: 'Whether the error is at most 1e-8 (numeric) or 1e-14, and the closed form and the truth agree to 30 digits.',
    },
  },
  verdict: (rows) => {
    const judged = rows.filter(({ agrees }) => agrees !== null);
    const missed = judged.filter(({ agrees }) => agrees === false);
    const [bad] = missed;
    if (bad !== undefined)
      return {
        holds: false,
        because: `${missed.length} of ${judged.length} numbers are not the sources’, the first ${bad.quantity} of ${bad.example} by ${bad.method}`,
      };
    const error = (...names: string[]) =>
      worst(judged.filter((row) => isGradient(row) && names.includes(row.method))).toExponential(1);
    const witnessed = Math.min(...judged.map((row) => row.witnessed ?? Infinity));
    return {
      holds: true,
      because: `all ${judged.length} numbers are the sources’; the largest error is ${error('numeric')} by numeric, ${error('symbolic')} by symbolic and ${error('reverse')} by reverse; each closed form agrees with the 50-digit truth to ${witnessed} digits or more`,
    };
  },
  tables: [],
});

export default itself;
