import {
  decimal,
  extent,
  type exactDecimal,
  float64,
  gradientGraph,
  hessianVectorProduct,
  isRefused,
  mlp,
  numeric,
  parse,
  scipy,
  type HessianMethod,
  type HessianVectorOptions,
  type HigherOrderMethod,
  type Mlp,
  type Point,
  type Source,
  type Tensor,
  type Value,
} from '../src/index.ts';
import {
  countOrders,
  decimals,
  evaluator,
  defineExperiment,
  fittedPower,
  forwardOverReverse,
  integer,
  lift,
  logistic,
  nameOf,
  panels,
  prepareHessian,
  prepareOrders,
  product,
  ray,
  runAlone,
  scientific,
  series,
  summary,
  tallyOf,
  text,
  total,
  traceProblem,
  type Lab,
  type Ray,
  type Verdict,
} from '../src/lab.ts';

type Decimal = ReturnType<typeof exactDecimal>;

/** Derivatives f, f′, f″, … along a line; whole Hessians; Hessian-vector products. */
type Part = 'orders' | 'hessian' | 'product';

interface Case {
  part: Part;
  f: string;
}

interface Row {
  part: Part;
  f: string;
  method: string;
  order: number;
  parameters: number;
  primalOperations: number;
  operations: number | null;
  omega: number | null;
  occurrences: bigint | null;
  evaluations: number | null;
  error: number | null;
  agreement: number;
  outcome: string;
  because: string | null;
}

interface Subject {
  readonly f: Source;
  readonly at: Point;
  readonly direction?: Point;
}

const scalar = (f: string, x: number): Subject => ({ f: parse(f), at: { x } });

const netOf = (layers: string): Mlp => mlp({ layers: layers.split('-').map(Number), lambda: 1e-3, seed: 1 });

/** The weights' direction: Σ of sines, so that no two parts of it are alike. */
const directionOf = ({ wrt, shapes }: Mlp): Point =>
  Object.fromEntries(
    wrt.map((name, i) => {
      const shape = shapes[name]!;
      const count = shape.reduce((a, b) => a * b, 1);
      return [name, { shape, data: Array.from({ length: count }, (_, j) => Math.sin(1 + i + 2 * j)) }];
    }),
  );

const alongLine = (layers: string): Subject => {
  const net = netOf(layers);
  return { f: net, at: {}, direction: directionOf(net) };
};

/** What is differentiated many times. */
const functions: Readonly<Record<string, Subject>> = {
  'exp(x)': scalar('exp(x)', 0.5),
  '1/(1 − x)': scalar('1/(1-x)', 0.4),
  'tanh(x)': scalar('tanh(x)', 0.4),
  'sin(x)·exp(−x²)': scalar('sin(x)*exp(-x^2)', 0.7),
  'log(eˣ + e²ˣ)': scalar('log(exp(x)+exp(2*x))', 0.3),
  'sin exp sin exp sin x': scalar('sin(exp(sin(exp(sin(x)))))', 0.3),
  'logistic map, l₆': { f: logistic(6), at: {} },
  'net 4-8-3 on a line': alongLine('4-8-3'),
};

const hessianNets = ['2-2-2', '2-3-2', '3-5-2', '4-6-2'];
const productNets = ['2-3-2', '4-8-3', '8-16-4', '16-32-8'];

const names = {
  taylor: 'Taylor series',
  nested: 'nested dual numbers',
  'nested-reverse': 'nested reverse',
  symbolic: 'symbolic, shared',
} as const satisfies Record<HigherOrderMethod, string>;

/** The order at which methods are compared. */
const judged = 7;

/** How far the orders go: Taylor series farther, since they cost next to nothing. */
const furthest = (method: HigherOrderMethod): number => (method === 'taylor' ? 12 : judged);

const digits = 60;

function* orders({ f: name }: Case, lab: Lab): Iterable<Row> {
  const { f, at, direction } = functions[name]!;
  const along = ray(f, at, direction);
  const n = decimal(digits);
  lab.note('the truth');
  const truth = prepareOrders(along, 12).in(n, lift(n, along.at));
  const agreement = Math.min(
    ...[nestedTruth(along), differenceTruth(along)].flatMap((witness) =>
      witness.map((other, k) => agreeing(truth[k]!, other)),
    ),
  );
  const primalOperations = total(tallyOf([along.o.expression]));
  const common = { part: 'orders', f: name, primalOperations, agreement, evaluations: null } as const;
  const parameters = Object.values(along.direction).reduce((sum, { data }) => sum + data.length, 0);
  for (const method of Object.keys(names) as HigherOrderMethod[]) {
    lab.note(names[method]);
    const last = furthest(method);
    const { in: derivativesIn, written, because } = prepareOrders(along, last, { method });
    const found = derivativesIn(float64, along.at);
    for (let order = 0; order <= last; order++) {
      const reached = order < found.length;
      const roots = written.slice(0, order + 1);
      const operations = !reached
        ? null
        : roots.length > 0
          ? total(tallyOf(roots))
          : countOrders(along, prepareOrders(along, order, { method })).operations;
      yield {
        ...common,
        method: names[method],
        order,
        parameters,
        operations,
        omega: operations && operations / primalOperations,
        occurrences: reached && method === 'symbolic' ? extent(roots).treeSize : null,
        error: reached ? relative(found[order]!, truth[order]!) : null,
        outcome: reached ? 'ok' : 'refused',
        because: reached ? null : because,
      };
    }
  }
}

const relative = (found: number, truth: Decimal): number => truth.minus(found).div(truth).abs().toNumber();

/** Dual numbers over dual numbers, in decimal: as far as they are cheap. */
function nestedTruth(along: Ray): Decimal[] {
  const n = decimal(digits);
  return prepareOrders(along, 5, { method: 'nested' }).in(n, lift(n, along.at));
}

/**
 * Central differences (f(x + kh) − k·f(x + (k − 2)h) + …)/(2h)ᵏ with h = 1e-30 in 340 digits: 30 digits are lost for each order,
 * and the truncation error is about h². They know nothing of rows and rules.
 */
function differenceTruth({ o, at, direction }: Ray): Decimal[] {
  const n = decimal(340);
  const h = n.power(n.constant(10), -30);
  const start = lift(n, at);
  const evaluate = evaluator([o.expression], n);
  const places = new Map<number, Decimal>();
  const value = (steps: number): Decimal => {
    const known = places.get(steps);
    if (known !== undefined) return known;
    const moved = Object.entries(direction).map(([name, { shape, data }]): [string, Tensor<Decimal>] => [
      name,
      { shape, data: data.map((d, i) => start[name]!.data[i]!.plus(h.times(steps).times(n.constant(d)))) },
    ]);
    const found = evaluate({ ...start, ...Object.fromEntries(moved) })[0]!.data[0]!;
    places.set(steps, found);
    return found;
  };
  return Array.from({ length: judged + 1 }, (_, k) => {
    let sum = n.constant(0);
    let choose = 1;
    for (let j = 0; j <= k; j++) {
      sum = sum.plus(value(k - 2 * j).times(choose));
      choose = (-choose * (k - j)) / (j + 1);
    }
    return sum.div(h.times(2).pow(k));
  });
}

/** Digits to which two numbers agree. */
function agreeing(truth: Decimal, other: Decimal): number {
  const difference = truth.minus(other).abs();
  return difference.isZero() ? digits : Math.min(digits, -1 - difference.div(truth.abs()).e);
}

/** The largest deviation over the largest entry. */
function deviation(found: readonly number[], truth: readonly Decimal[]): number {
  const largest = largestOf(truth);
  return truth.reduce((worst, v, i) => Math.max(worst, v.minus(found[i]!).abs().div(largest).toNumber()), 0);
}

const largestOf = (all: readonly Decimal[]): Decimal =>
  all.map((v) => v.abs()).reduce((a, b) => (a.gt(b) ? a : b));

/** Digits to which two lists agree, beside their largest entry. */
function agreement(truth: readonly Decimal[], other: readonly Decimal[]): number {
  const worst = largestOf(truth.map((v, i) => v.minus(other[i]!)));
  return worst.isZero() ? digits : Math.min(digits, -1 - worst.div(largestOf(truth)).e);
}

const hessianMethods: readonly HessianMethod[] = ['reverse', 'forward', 'symbolic', 'numeric'];

function* hessians({ f: layers }: Case, lab: Lab): Iterable<Row> {
  const net = netOf(layers);
  const o = traceProblem(net);
  const { at } = ray(net, {}, directionOf(net));
  const n = decimal(50);
  const primalOperations = total(tallyOf([o.expression]));
  const swept = prepareHessian(o, 'reverse');
  if (isRefused(swept)) throw new RangeError(swept.because);
  lab.note('the truth');
  const truth = swept.entries(n, lift(n, at)).flat();
  const written = prepareHessian(o, 'symbolic');
  if (isRefused(written)) throw new RangeError(written.because);
  const agreed = agreement(truth, written.entries(n, lift(n, at)).flat());
  for (const method of hessianMethods) {
    lab.note(method);
    const common = {
      part: 'hessian',
      f: layers,
      method,
      order: 2,
      parameters: net.parameters,
      primalOperations,
      occurrences: null,
      agreement: agreed,
    } as const;
    if (method === 'numeric') {
      const { hessian, evaluations, outcome, because } = numeric().hessian(net);
      // Operations of f at all places; what forms the differences of them is left out.
      const operations = (evaluations + 1) * primalOperations;
      const error = deviation(hessian.flat(), truth);
      yield { ...common, operations, omega: evaluations + 1, evaluations, error, outcome, because };
      continue;
    }
    const prepared =
      method === 'reverse' ? swept : method === 'symbolic' ? written : prepareHessian(o, method);
    if (isRefused(prepared)) throw new RangeError(prepared.because);
    const { operations } = prepared.cost;
    yield {
      ...common,
      operations,
      omega: operations / primalOperations,
      evaluations: prepared.times,
      error: deviation(prepared.entries(float64, at).flat(), truth),
      outcome: 'ok',
      because: null,
    };
  }
}

const products: readonly (readonly [name: string, options: HessianVectorOptions])[] = [
  ['forward over reverse', { method: 'forward-over-reverse' }],
  ['reverse over reverse', { method: 'reverse-over-reverse' }],
  ['numeric of reverse, one step', { method: 'numeric-of-reverse', difference: { step: scipy() } }],
  ['numeric of reverse, chosen steps', { method: 'numeric-of-reverse' }],
  ['complex step of reverse', { method: 'complex-step-of-reverse' }],
];

function* hessianVectorProducts({ f: layers }: Case): Iterable<Row> {
  const net = netOf(layers);
  const direction = directionOf(net);
  const along = ray(net, {}, direction);
  const primalOperations = total(tallyOf([along.o.expression]));
  const truth = productTruth(along);
  const agreed = agreement(truth, productDifference(along));
  for (const [method, options] of products) {
    const found = hessianVectorProduct(net, {}, direction, options);
    const { operations } = found.cost;
    yield {
      part: 'product',
      f: layers,
      method,
      order: 2,
      parameters: net.parameters,
      primalOperations,
      operations,
      omega: operations / primalOperations,
      occurrences: null,
      evaluations: found.gradients,
      error: deviation(
        net.wrt.flatMap((name) => flat(found.product[name]!)),
        truth,
      ),
      agreement: agreed,
      outcome: found.outcome,
      because: found.because,
    };
  }
}

const flat = (v: Value): number[] => (typeof v === 'number' ? [v] : (v as readonly Value[]).flatMap(flat));

/** The tangent of the gradient in decimal numbers. */
function productTruth({ o, at, direction }: Ray): Decimal[] {
  const n = decimal(50);
  const { product: found, directions } = forwardOverReverse(o);
  const v = Object.fromEntries(o.wrt.map((name, i) => [nameOf(directions[i]!), direction[name]!]));
  return evaluator(found, n)(lift(n, { ...at, ...v })).flatMap(({ data }) => data);
}

/** (∇f(x + hv) − ∇f(x − hv))/(2h) with h = 1e-25 in 80 digits. */
function productDifference({ o, at, direction }: Ray): Decimal[] {
  const n = decimal(80);
  const h = n.power(n.constant(10), -25);
  const evaluate = evaluator([...gradientGraph(o).gradient.values()], n);
  const start = lift(n, at);
  const beside = (side: number): Decimal[] => {
    const moved = o.wrt.map((name): [string, Tensor<Decimal>] => {
      const { shape, data } = direction[name]!;
      return [
        name,
        { shape, data: data.map((d, i) => start[name]!.data[i]!.plus(h.times(side).times(n.constant(d)))) },
      ];
    });
    return evaluate({ ...start, ...Object.fromEntries(moved) }).flatMap(({ data }) => data);
  };
  const [right, left] = [beside(1), beside(-1)];
  return right.map((v, i) => v.minus(left[i]!).div(h.times(2)));
}

/** How one function's operations grow, method by method: the factor of each order above two, up to the seventh. */
interface Growth {
  f: string;
  nested: number;
  nestedMost: number;
  reverse: number;
  reverseMost: number;
  symbolic: number;
  symbolicMost: number;
  taylor: number;
  taylorMost: number;
  taylorPower: number;
}

const curve = (rows: readonly Row[], f: string, method: HigherOrderMethod): (number | null)[] =>
  rows
    .filter((row) => row.part === 'orders' && row.f === f && row.method === names[method])
    .map(({ operations }) => operations);

/** The least and the largest factor by which an order above two multiplies the operations, up to the seventh. */
function factors(operations: readonly (number | null)[]): [least: number, most: number] {
  const all = operations.slice(3, judged + 1).map((count, i) => (count ?? NaN) / (operations[i + 2] ?? NaN));
  return [Math.min(...all), Math.max(...all)];
}

/** Of Taylor series, from the sixth order to the twelfth: the power of the order that the operations go with. */
const powerOf = (operations: readonly (number | null)[]): number =>
  fittedPower(operations.flatMap((count, order) => (order < 6 ? [] : [[order, count ?? NaN] as const])));

const functionsIn = (rows: readonly Row[]): string[] => [
  ...new Set(rows.filter(({ part }) => part === 'orders').map(({ f }) => f)),
];

const growths = (rows: readonly Row[]): Growth[] =>
  functionsIn(rows).map((f) => {
    const [nested, nestedMost] = factors(curve(rows, f, 'nested'));
    const [reverse, reverseMost] = factors(curve(rows, f, 'nested-reverse'));
    const [symbolic, symbolicMost] = factors(curve(rows, f, 'symbolic'));
    const taylor = curve(rows, f, 'taylor');
    const [least, most] = factors(taylor);
    return {
      f,
      ...{ nested, nestedMost, reverse, reverseMost, symbolic, symbolicMost },
      taylor: least,
      taylorMost: most,
      taylorPower: powerOf(taylor),
    };
  });

/** The derivative costs no operation, as that of exp(x): nothing is there that could grow. */
const isFree = (rows: readonly Row[], f: string): boolean => {
  const [value, slope] = curve(rows, f, 'nested');
  return slope === value;
};

/** What an exponential multiplies by, at the least, and what a quadratic no longer does from the fifth order on (36/25 < 1.5). */
const exponential = 1.5;

const range = (values: readonly number[], places = 2): string =>
  `${Math.min(...values).toFixed(places)} to ${Math.max(...values).toFixed(places)}`;

function verdict(rows: readonly Row[]): Verdict {
  const all = growths(rows);
  const grown = all.filter(({ f }) => !isFree(rows, f));
  const free = all.filter(({ f }) => isFree(rows, f)).map(({ f }) => f);
  const nested = grown.flatMap((own) => [own.nested, own.nestedMost]);
  const reverse = grown.flatMap((own) => [own.reverse, own.reverseMost]);
  const symbolic = grown.flatMap((own) => [own.symbolic, own.symbolicMost]);
  const powers = all.map(({ taylorPower }) => taylorPower);
  const ofOrder = (method: HigherOrderMethod) =>
    grown.map(({ f }) => (curve(rows, f, method)[judged] ?? NaN) / (curve(rows, f, 'taylor')[judged] ?? NaN));
  return {
    holds:
      grown.length > 0 &&
      [...nested, ...reverse].every((factor) => factor >= exponential) &&
      powers.every((power) => power <= 2.1),
    because:
      `over ${grown.length} functions each order from the third to the seventh multiplies the operations of nested dual numbers by ` +
      `${range(nested)} and those of nested reverse mode by ${range(reverse)}, while those of Taylor series go as a power of the order, ` +
      `with exponents of ${range(powers)} from the sixth to the twelfth; at order ${judged} the former are ${range(ofOrder('nested'), 0)} and ${range(ofOrder('nested-reverse'), 0)} ` +
      `times the latter. Nested symbolic derivatives that share all equal parts take ${range(ofOrder('symbolic'), 1)} times as many as ` +
      `Taylor series, and an order multiplies theirs by ${range(symbolic)}` +
      (free.length === 0 ? '' : `. Not counted: ${free.join(', ')}, whose derivative is its own result`),
  };
}

/** Operations at some orders, side by side. */
interface SideBySide {
  f: string;
  primalOperations: number;
  taylor2: number | null;
  taylor: number | null;
  nested2: number | null;
  nested: number | null;
  reverse2: number | null;
  reverse: number | null;
  symbolic2: number | null;
  symbolic: number | null;
  occurrences: bigint | null;
}

const sideBySide = (rows: readonly Row[]): SideBySide[] =>
  functionsIn(rows).map((f) => {
    const of = (method: HigherOrderMethod, order: number) => curve(rows, f, method)[order] ?? null;
    const last = rows.find(
      (row) => row.f === f && row.part === 'orders' && row.method === names.symbolic && row.order === judged,
    );
    return {
      f,
      primalOperations: of('taylor', 0)!,
      taylor2: of('taylor', 2),
      taylor: of('taylor', judged),
      nested2: of('nested', 2),
      nested: of('nested', judged),
      reverse2: of('nested-reverse', 2),
      reverse: of('nested-reverse', judged),
      symbolic2: of('symbolic', 2),
      symbolic: of('symbolic', judged),
      occurrences: last?.occurrences ?? null,
    };
  });

/** The largest relative error of each order over the functions. */
interface Worst {
  order: number;
  taylor: number | null;
  nested: number | null;
  reverse: number | null;
  symbolic: number | null;
}

const worst = (rows: readonly Row[]): Worst[] =>
  Array.from({ length: judged + 1 }, (_, order) => {
    const of = (method: HigherOrderMethod): number | null => {
      const own = rows.filter(
        (row) => row.part === 'orders' && row.order === order && row.method === names[method],
      );
      return own.length === 0 ? null : Math.max(...own.map(({ error }) => error ?? NaN));
    };
    return {
      order,
      taylor: of('taylor'),
      nested: of('nested'),
      reverse: of('nested-reverse'),
      symbolic: of('symbolic'),
    };
  });

/** Smaller errors are none. */
const smallest = 2 ** -54;

const drawn = (rows: readonly Row[], part: Part) => rows.filter((row) => row.part === part);

const count = (name: string, says: string) => ({ kind: 'counted', name, says, format: integer }) as const;
const factor = (name: string, says: string) =>
  ({ kind: 'counted', name, says, format: decimals(2) }) as const;
const size = (name: string) =>
  ({ kind: 'counted', name, says: 'As above.', format: scientific(2), rounding: Infinity }) as const;

const measures: Readonly<Record<Part, (settings: Case, lab: Lab) => Iterable<Row>>> = {
  orders,
  hessian: hessians,
  product: hessianVectorProducts,
};

const subjects: Readonly<Record<Part, readonly string[]>> = {
  orders: Object.keys(functions),
  hessian: hessianNets,
  product: productNets,
};

const itself = defineExperiment<Row, Case>({
  id: '11-higher-order',
  title: 'Derivatives of derivatives',
  question: 'What do second derivatives and those after them cost, and how accurate are they?',
  claim:
    'Nested AD’s operations grow exponentially with the order, truncated Taylor series’ at most quadratically.',
  seed: 1,
  sweep: {
    part: ['orders', 'hessian', 'product'],
    f: [...new Set([...Object.keys(functions), ...hessianNets, ...productNets])],
  },
  quick: { f: ['exp(x)', 'tanh(x)', 'sin(x)·exp(−x²)', '2-3-2'] },
  cases: (sweep) => product(sweep).filter(({ part, f }) => subjects[part].includes(f)),
  measure: (settings, lab) => measures[settings.part](settings, lab),
  columns: {
    part: {
      kind: 'case',
      says: 'orders: f, f′, f″, … along a line. hessian: all second derivatives of an MLP’s objective. product: its Hessian times a direction.',
      format: text,
    },
    f: {
      kind: 'case',
      says: 'The function; or the widths of an MLP’s layers (tanh, cross-entropy, one sample, λ = 1e-3).',
      format: text,
    },
    method: { kind: 'case', says: 'How the derivatives are computed.', format: text },
    order: { kind: 'case', says: 'The highest order; those below it come with it.', format: integer },
    parameters: { ...count('P', 'The numbers that move.') },
    primalOperations: {
      ...count('operations of f', 'Those of f alone; elementary functions count as one.'),
    },
    operations: count(
      'operations',
      'For the value and all derivatives up to the order; for the Hessian; for gradient and product. Those of the complex step are on complex numbers.',
    ),
    omega: factor('ω', 'operations / operations of f.'),
    occurrences: count(
      'as trees',
      'Of symbolic derivatives: the nodes that f and its derivatives up to the order would have if nothing were shared.',
    ),
    evaluations: count(
      'evaluations',
      'Numeric: of f; Hessian-vector products: of the gradient; other Hessians: passes.',
    ),
    error: {
      kind: 'counted',
      says: 'In float64: of this order’s derivative, relative; of Hessians and products the largest deviation over the largest entry.',
      format: scientific(2),
      rounding: Infinity,
    },
    agreement: {
      kind: 'counted',
      name: 'digits of the truth',
      says: 'To how many decimal digits its witnesses agree. Orders: Taylor series and nested dual numbers in 60 digits, central differences of f in 340. Hessians: reverse and symbolic in 50. Products: forward over reverse, and differences of the gradient in 80.',
      format: integer,
    },
    outcome: { kind: 'counted', says: 'What the method knows of its answer.', format: text },
    because: { kind: 'counted', says: 'Why it is not ok.', format: text },
  },
  verdict,
  figures: [
    {
      id: 'operations',
      caption:
        'Operations for f and all its derivatives up to an order, in units of those of f. Equal steps upwards are equal factors: a straight line is exponential growth.',
      alt: 'In every panel but that of exp the two nested methods climb in straight lines, and Taylor series bend over to a near level; shared symbolic derivatives lie between, near to Taylor series.',
      draw: (rows) => ({
        x: { title: 'order', scale: 'linear', domain: [0, 12], ticks: [0, 2, 4, 6, 8, 10, 12] },
        y: { title: 'ω' },
        columns: 2,
        height: 120,
        panels: panels(drawn(rows, 'orders'), 'f', (own) => ({
          series: series(own, { by: 'method', x: 'order', y: 'omega' }),
        })),
      }),
    },
    {
      id: 'errors',
      caption:
        'The relative error of each derivative in float64. An error of 0, or below 2⁻⁵⁴, is drawn at 2⁻⁵⁴. At the higher derivatives of log(eˣ + e²ˣ) Taylor series lose the fewest digits.',
      alt: 'In most panels all methods stay within two decades of the unit roundoff at every order; at log(eˣ + e²ˣ) the errors climb with the order, in the end those of Taylor series least.',
      draw: (rows) => ({
        x: { title: 'order', scale: 'linear', domain: [0, 12], ticks: [0, 2, 4, 6, 8, 10, 12] },
        y: { title: 'relative error' },
        columns: 2,
        height: 120,
        panels: panels(
          drawn(rows, 'orders').map((row) => ({
            ...row,
            error: row.error === null ? null : Math.max(smallest, row.error),
          })),
          'f',
          (own) => ({ series: series(own, { by: 'method', x: 'order', y: 'error' }) }),
        ),
      }),
    },
    {
      id: 'hessians',
      caption:
        'Operations for the whole Hessian of an MLP’s objective, in units of those of f, against the number of weights.',
      alt: 'Four nearly straight lines: numeric and forward climb with slope two, reverse and, lowest, symbolic with slope one.',
      draw: (rows) => {
        const own = drawn(rows, 'hessian');
        const least = own.find(({ method }) => method === 'reverse');
        return {
          x: { title: 'P, weights', domain: [6, 60], ticks: [6, 10, 20, 40, 60] },
          y: { title: 'ω', domain: [5, 40_000] },
          height: 300,
          series: series(own, { by: 'method', x: 'parameters', y: 'omega' }),
          guides: [1, 2].flatMap((slope) =>
            least?.omega == null
              ? []
              : [
                  {
                    slope,
                    through: [least.parameters, least.omega * (slope === 1 ? 1.7 : 12)] as const,
                    over: [8, 36] as const,
                  },
                ],
          ),
        };
      },
    },
    {
      id: 'products',
      caption:
        'Hessian-vector products of MLPs: the largest error beside the largest component, against the operations in units of those of f; one spot for each net.',
      alt: 'Three methods lie at the bottom left, near the unit roundoff; differences of gradients lie some five decades higher, those with chosen steps also far to the right.',
      draw: (rows) => ({
        x: { title: 'ω, operations in units of those of f' },
        y: { title: 'error' },
        series: series(drawn(rows, 'product'), { by: 'method', x: 'omega', y: 'error', mark: 'points' }),
        height: 260,
      }),
    },
  ],
  tables: [
    summary<Row, SideBySide>({
      caption:
        'Operations for f and all its derivatives up to the second order (2), and up to the seventh (7).',
      note: 'Taylor series have one reading of f, in which each product becomes a convolution. In nested dual numbers 2ᵏ numbers stand for each one, and their product takes 3ᵏ products; nested reverse mode repeats what the sweeps before it did. Symbolic derivatives are built one from the other too, but equal parts are one node: the last column has what they would be as trees.',
      columns: {
        f: { kind: 'case', says: 'As above.', format: text },
        primalOperations: count('f alone', 'Operations.'),
        taylor2: count('Taylor, 2', 'Operations.'),
        taylor: count('Taylor, 7', 'Operations.'),
        nested2: count('nested dual, 2', 'Operations.'),
        nested: count('nested dual, 7', 'Operations.'),
        reverse2: count('nested reverse, 2', 'Operations.'),
        reverse: count('nested reverse, 7', 'Operations.'),
        symbolic2: count('symbolic, shared, 2', 'Operations.'),
        symbolic: count('symbolic, shared, 7', 'Operations.'),
        occurrences: count('as trees, 7', 'Nodes.'),
      },
      summarise: sideBySide,
    }),
    summary<Row, Growth>({
      caption:
        'By what an order multiplies the operations: the least and the largest factor from the third order to the seventh.',
      note: 'An exponential’s factors stay where they are, a quadratic’s fall towards 1. The last column is the power of the order that Taylor series’ operations go with from order 6 to 12; it is below 2 where a part that is linear in the order still counts.',
      columns: {
        f: { kind: 'case', says: 'As above.', format: text },
        nested: factor('nested dual, least', 'A factor.'),
        nestedMost: factor('nested dual, most', 'A factor.'),
        reverse: factor('nested reverse, least', 'A factor.'),
        reverseMost: factor('nested reverse, most', 'A factor.'),
        symbolic: factor('symbolic, shared, least', 'A factor.'),
        symbolicMost: factor('symbolic, shared, most', 'A factor.'),
        taylor: factor('Taylor, least', 'A factor.'),
        taylorMost: factor('Taylor, most', 'A factor.'),
        taylorPower: factor('Taylor, power', 'Fitted.'),
      },
      summarise: growths,
    }),
    summary<Row, Worst>({
      caption:
        'The largest relative error of the derivatives of each order, over all the functions, in float64.',
      columns: {
        order: { kind: 'case', says: 'Of the derivative.', format: integer },
        taylor: size(names.taylor),
        nested: size(names.nested),
        reverse: size(names['nested-reverse']),
        symbolic: size(names.symbolic),
      },
      summarise: worst,
    }),
    {
      caption: 'Hessians of MLPs.',
      note: 'Reverse makes P passes of a constant cost, forward one for each pair of weights; symbolic shares what the entries have in common, and is counted after it was built. Numeric is by extrapolated second differences of f; the worst of its P² entries decides.',
      columns: ['f', 'parameters', 'method', 'operations', 'omega', 'evaluations', 'error', 'outcome'],
      rows: (row) => row.part === 'hessian',
    },
    {
      caption: 'Hessian-vector products of MLPs, with the gradient.',
      note: 'A complex operation is several real ones (a product is six), so that the complex step costs more than its count says. A difference of the gradient loses about a third of the digits and costs two further gradients with one step for all components (scipy’s rule). Steps chosen for each component take many more, and give an estimate of the error.',
      columns: ['f', 'parameters', 'method', 'operations', 'omega', 'evaluations', 'error', 'outcome'],
      rows: (row) => row.part === 'product',
    },
  ],
});

export default itself;
runAlone(itself, import.meta);
