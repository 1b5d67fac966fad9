import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { arity, operations, type Numbers, type Operation } from '../../src/language/numbers.ts';
import { complex, type Complex } from '../../src/numbers/complex.ts';
import { decimal, exactDecimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';
import { pointwise } from '../../src/rules/pointwise.ts';

type Unary = Exclude<
  { [K in Operation]: Parameters<Numbers<Complex>[K]> extends [Complex] ? K : never }[Operation],
  'constant' | 'pi'
>;
type Loose<T> = Readonly<Record<Operation, (...x: unknown[]) => T>>;
type Slope =
  | 'zero'
  | 'one'
  | 'minusOne'
  | ((n: unknown, y: unknown, ...x: unknown[]) => unknown)
  | { through: (n: unknown, g: unknown, y: unknown, ...x: unknown[]) => unknown };

const step = 1e-200;
const z = (re: number, im = 0): Complex => ({ re, im });
const distance = (a: Complex, b: Complex): number => Math.hypot(a.re - b.re, a.im - b.im);

/** The partials of an operation by each operand, as its row of rules has them, in any numbers. */
function slopes<T>(n: Numbers<T>, operation: Operation, x: readonly T[], p: readonly number[]): T[] {
  const y = (n as unknown as Loose<T>)[operation](...x, ...p);
  return (pointwise[operation].partials as readonly Slope[]).map((slope) => {
    if (typeof slope === 'string') return n.constant({ zero: 0, one: 1, minusOne: -1 }[slope]);
    if (typeof slope === 'function') return slope(n, y, ...x, ...p) as T;
    return slope.through(n, n.constant(1), y, ...x, ...p) as T;
  });
}

/** The same partials by the complex step. */
const stepped = (operation: Operation, x: readonly number[], p: readonly number[]): number[] =>
  x.map((_, i) => {
    const moved = x.map((v, j) => z(v, i === j ? step : 0));
    return (complex as unknown as Loose<Complex>)[operation](...moved, ...p).im / step;
  });

const line = [[-2.3], [-0.7], [-1e-3], [1e-8], [0.4], [1.9], [6.1]];
const inside = [[-0.93], [-0.5], [1e-8], [0.3], [0.999]];
const positive = [[1e-12], [0.2], [0.999], [1.7], [40], [1e12]];
const pairs = [
  [1.3, 0.7],
  [-1.3, 0.7],
  [0.2, -5.5],
  [-3, -2.9],
  [2, 2],
];

/** Points of each operation's domain, where it needs points of its own: the operands, then the parameters. */
const special: Partial<Readonly<Record<Operation, readonly (readonly number[])[]>>> = {
  constant: [],
  pi: [],
  add: pairs,
  sub: pairs,
  mul: pairs,
  div: pairs,
  neg: line,
  square: line,
  sqrt: positive,
  cbrt: line,
  power: [-7, -3, -2, -1, 0, 1, 2, 3, 5, 16, 21, -40].flatMap((p) => [
    [1.3, p],
    [-0.6, p],
  ]),
  pow: [
    [1.3, 0.7],
    [0.2, -3],
    [7, 2.5],
    [2, 40],
  ],
  exp: line,
  expm1: line,
  log: positive,
  log1p: [[-0.99], ...line.slice(1)],
  log2: positive,
  log10: positive,
  sin: line,
  cos: line,
  tan: line,
  asin: inside,
  acos: inside,
  atan: line,
  atan2: [...pairs, [0, 2], [0, -2], [3, 0], [-3, 0], [1e-9, 4]],
  sinh: line,
  cosh: line,
  tanh: line.slice(0, -1),
  asinh: line,
  acosh: [[1.0001], [1.5], [20], [1e9]],
  atanh: inside,
  sigmoid: line,
  softplus: line,
  relu: [...line, [0]],
  gelu: line,
  erf: line,
  erfc: line,
  abs: [...line, [0]],
  sign: [...line, [0]],
  step: [...line, [0]],
  floor: line,
  less: pairs,
  equal: pairs,
  select: [
    [1, 0.3, 0.4],
    [0, 0.3, 0.4],
    [-2, 0.3, 0.4],
  ],
  min: pairs,
  max: pairs,
  hold: line,
  carry: [...pairs, [0, 3]],
};

const points = (operation: Operation): readonly (readonly number[])[] =>
  special[operation] ?? (arity[operation] === 1 ? line : arity[operation] === 2 ? pairs : []);

/** One point, split into operands and parameters. */
function parts(operation: Operation, point: readonly number[]): [x: readonly number[], p: readonly number[]] {
  return operation === 'power' ? [point.slice(0, 1), point.slice(1)] : [point, []];
}

const working = operations.filter((operation) => points(operation).length > 0);

describe.each(working)('%s', (operation) => {
  test('is on the real axis what float64 has', () => {
    for (const point of points(operation)) {
      const [x, p] = parts(operation, point);
      const y = (complex as unknown as Loose<Complex>)[operation](...x.map((v) => z(v)), ...p);
      expect(y).toEqual(z((float64 as unknown as Loose<number>)[operation](...x, ...p)));
    }
  });

  test('carries the derivative in an imaginary part of 1e-200', () => {
    for (const point of points(operation)) {
      const [x, p] = parts(operation, point);
      const truths = slopes(float64, operation, x, p);
      stepped(operation, x, p).forEach((found, i) => {
        // Scaled to the partial itself; where that is 0, the result must be exactly 0.
        expect(Math.abs(found - truths[i]!), `operand ${i} at ${point.join(', ')}`).toBeLessThanOrEqual(
          1e-13 * Math.abs(truths[i]!),
        );
      });
    }
  });
});

describe('where the partials in float64 have lost their digits, the complex step has them', () => {
  // 1 − y² leaves 73 digits of these for tanh at 100.
  const exact = decimal(160);

  test.each<[Operation, readonly number[]]>([
    ['tanh', [15]],
    ['tanh', [-19.9]],
    ['tanh', [20.1]],
    ['tanh', [100]],
    ['sigmoid', [40]],
    ['sigmoid', [-200]],
    ['sigmoid', [200]],
    ['softplus', [-200]],
    ['expm1', [1e-10]],
    ['expm1', [-100]],
    ['log1p', [-1 + 1e-10]],
    ['log1p', [1e-10]],
    ['log', [1 + 1e-12]],
    ['acos', [1 - 1e-12]],
    ['asin', [-1 + 1e-12]],
    ['atanh', [1 - 1e-12]],
    ['atanh', [-1 + 1e-12]],
    ['acosh', [1 + 1e-12]],
    ['acosh', [1e100]],
    ['asinh', [-1e8]],
    ['tan', [1.5707]],
    ['atan', [1e50]],
    ['cosh', [-300]],
    ['erf', [1e-150]],
    ['erf', [12.3]],
    ['erfc', [12.3]],
    ['erfc', [-3.3]],
    ['gelu', [-12.3]],
    ['gelu', [-20.7]],
    ['gelu', [5.5]],
    ['cbrt', [-1e-30]],
    ['div', [1, 1e40]],
    ['div', [1e-30, -3]],
    ['pow', [1e-5, 2.5]],
    ['pow', [0.9999, 1e4]],
    ['atan2', [-1e-30, -1]],
  ])('%s at %j', (operation, x) => {
    const truths = slopes(exact, operation, x.map(exact.constant), []);
    stepped(operation, x, []).forEach((found, i) => {
      const error = exactDecimal(found).div(truths[i]!).minus(1).abs().toNumber();
      expect(error, `operand ${i}`).toBeLessThan(2e-15);
    });
  });
});

describe('nothing overflows on the way', () => {
  test.each<[Unary, number, number, number]>([
    ['sigmoid', 800, 1, 0],
    ['sigmoid', -800, 0, 0],
    ['softplus', 800, 800, 1],
    ['softplus', -800, 0, 0],
    ['tanh', 1000, 1, 0],
    ['tanh', -1000, -1, 0],
    ['erf', 40, 1, 0],
    ['erfc', -40, 2, 0],
    ['gelu', -60, 0, 0],
    ['gelu', 60, 60, 1],
    ['sqrt', 1e308, 1e154, 0],
  ])('%s(%d)', (operation, x, value, slope) => {
    const y = complex[operation](z(x, step));
    expect(y.re).toBeCloseTo(value, 12);
    expect(Math.abs(y.im / step - slope)).toBeLessThanOrEqual(1e-15 * slope);
  });

  test('a product with ∞ stays real', () => {
    expect(complex.mul(z(Infinity), z(2))).toEqual(z(Infinity));
    expect(complex.div(z(1), z(0))).toEqual(z(Infinity));
    expect(complex.carry(z(0), z(Infinity, 1))).toEqual(z(0));
  });
});

const somewhere = [z(0.6, 0.3), z(-0.4, 0.8), z(0.3, -1.1), z(-1.7, -0.2), z(2.5, 1.4)];

describe('identities away from the real axis', () => {
  const c = complex;
  const two = c.constant(2);
  const inverses: readonly (readonly [string, (w: Complex) => Complex])[] = [
    ['sin ∘ asin', (w) => c.sin(c.asin(w))],
    ['cos ∘ acos', (w) => c.cos(c.acos(w))],
    ['tan ∘ atan', (w) => c.tan(c.atan(w))],
    ['sinh ∘ asinh', (w) => c.sinh(c.asinh(w))],
    ['cosh ∘ acosh', (w) => c.cosh(c.acosh(w))],
    ['tanh ∘ atanh', (w) => c.tanh(c.atanh(w))],
    ['exp ∘ log', (w) => c.exp(c.log(w))],
    ['expm1 ∘ log1p', (w) => c.expm1(c.log1p(w))],
    ['2^ ∘ log2', (w) => c.pow(two, c.log2(w))],
    ['10^ ∘ log10', (w) => c.pow(c.constant(10), c.log10(w))],
    ['square ∘ √', (w) => c.square(c.sqrt(w))],
    ['cube ∘ ∛', (w) => c.power(c.cbrt(w), 3)],
    ['^(1/2.5) ∘ ^2.5', (w) => c.power(c.power(w, 0.4), 2.5)],
    ['(1/w)⁻¹', (w) => c.div(c.constant(1), c.power(w, -1))],
    ['log σ + softplus(−w) + w', (w) => c.add(c.add(c.log(c.sigmoid(w)), c.softplus(c.neg(w))), w)],
    ['softplus(w) − softplus(−w)', (w) => c.sub(c.softplus(w), c.softplus(c.neg(w)))],
    ['(w − i)·w/(w − i)', (w) => c.div(c.mul(c.sub(w, z(0, 1)), w), c.sub(w, z(0, 1)))],
    [
      'r·e^(iθ) by atan2 of real parts',
      (w) => c.mul(z(Math.hypot(w.re, w.im)), c.exp(z(0, Math.atan2(w.im, w.re)))),
    ],
  ];

  test.each(inverses)('%s is the identity', (_, f) => {
    for (const w of somewhere) expect(distance(f(w), w), `at ${w.re} + ${w.im}i`).toBeLessThan(4e-15);
  });

  test('atan2(r·sin t, r·cos t) is t in every quadrant', () => {
    for (const t of [
      z(0.3, 0.2),
      z(1.2, -0.3),
      z(2.1, 0.4),
      z(3, 0.1),
      z(-0.9, 0.3),
      z(-1.7, 0.2),
      z(-2.8, -0.5),
    ])
      expect(distance(c.atan2(c.mul(two, c.sin(t)), c.mul(two, c.cos(t))), t)).toBeLessThan(4e-15);
  });

  test('whole powers are the same by multiplying as by modulus and argument', () => {
    for (const w of somewhere) {
      const byMultiplying = c.mul(c.power(w, 8), c.power(w, 9));
      expect(distance(c.power(w, 17), byMultiplying)).toBeLessThan(
        1e-14 * Math.hypot(byMultiplying.re, byMultiplying.im),
      );
    }
    expect(
      distance(c.pow(z(-1.5, 1e-3), z(3, 1e-3)), c.exp(c.mul(z(3, 1e-3), c.log(z(-1.5, 1e-3))))),
    ).toBeLessThan(1e-14);
  });
});

describe('erf, erfc and gelu away from the real axis', () => {
  const Wide = Decimal.clone({ precision: 120 });
  type Pair = readonly [re: Decimal, im: Decimal];
  const times = ([a, b]: Pair, [c, d]: Pair): Pair => [a.mul(c).sub(b.mul(d)), a.mul(d).add(b.mul(c))];
  const root = (v: number | Decimal) => new Wide(v).sqrt();

  /** 2/√π Σ (−1)ⁿ z²ⁿ⁺¹/(n!(2n + 1)), in 120 digits. */
  function series(w: Pair): Pair {
    const square = times(w, w);
    let term = w;
    let [re, im] = w;
    for (let n = 1; n < 400; n++) {
      term = times(term, square).map((v) => v.div(-n)) as unknown as Pair;
      re = re.add(term[0].div(2 * n + 1));
      im = im.add(term[1].div(2 * n + 1));
    }
    const scale = new Wide(2).div(root(Wide.acos(-1)));
    return [re.mul(scale), im.mul(scale)];
  }

  const wide = (w: Complex): Pair => [new Wide(exactDecimal(w.re)), new Wide(exactDecimal(w.im))];
  const relative = (found: Complex, [re, im]: Pair): number => {
    const [x, y] = wide(found);
    return x
      .sub(re)
      .pow(2)
      .add(y.sub(im).pow(2))
      .div(re.pow(2).add(im.pow(2)))
      .sqrt()
      .toNumber();
  };
  const grid = [-6, -3.3, -1.1, -0.2, 0, 0.7, 2.4, 5.9].flatMap((re) =>
    [1e-200, -1e-9, 0.05, -0.8, 1.7, 3].map((im) => z(re, im)),
  );

  test('erf is the sum of its Maclaurin series', () => {
    for (const w of grid) expect(relative(complex.erf(w), series(wide(w)))).toBeLessThan(4e-15);
  });

  test('erfc is 1 − erf, in its right tail too', () => {
    for (const w of grid) {
      const [re, im] = series(wide(w));
      expect(relative(complex.erfc(w), [re.neg().add(1), im.neg()])).toBeLessThan(4e-15);
    }
  });

  test('gelu is z·(1 + erf(z/√2))/2, in its left tail too', () => {
    for (const w of grid) {
      const [re, im] = series(wide(w).map((v) => v.div(root(2))) as unknown as Pair);
      const truth = times(wide(w), [re.add(1).div(2), im.div(2)]);
      expect(relative(complex.gelu(w), truth)).toBeLessThan(4e-15);
    }
  });
});

describe('the Cauchy–Riemann equations hold', () => {
  const smooth = [
    'square', 'sqrt', 'cbrt', 'exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'sin', 'cos', 'tan', 'asin', 'acos',
    'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'sigmoid', 'softplus', 'gelu', 'erf', 'erfc', 'abs', 'relu',
  ] as const; // prettier-ignore
  const h = 2 ** -17;

  test.each(smooth)('%s', (operation) => {
    const f = complex[operation];
    for (const w of [...somewhere, z(0.4, 1e-3), z(1.3, -2.9)]) {
      const along = complex.div(complex.sub(f(z(w.re + h, w.im)), f(z(w.re - h, w.im))), z(2 * h));
      const across = complex.div(complex.sub(f(z(w.re, w.im + h)), f(z(w.re, w.im - h))), z(0, 2 * h));
      expect(distance(along, across), `at ${w.re} + ${w.im}i`).toBeLessThan(
        1e-8 * (1 + Math.hypot(along.re, along.im)),
      );
    }
  });
});

describe('what branches does so by the real part', () => {
  test('abs is the continuation of x or −x, never the modulus', () => {
    expect(complex.abs(z(-3, 4))).toEqual(z(3, -4));
    expect(complex.abs(z(3, -4))).toEqual(z(3, -4));
  });

  test('max, min and relu pick whole numbers', () => {
    expect(complex.max(z(1, 5), z(2, 3))).toEqual(z(2, 3));
    expect(complex.min(z(1, 5), z(2, 3))).toEqual(z(1, 5));
    expect(complex.relu(z(2, 3))).toEqual(z(2, 3));
    expect(complex.relu(z(-2, 3))).toEqual(z(0));
  });

  test('at a tie the imaginary part is that of the rule', () => {
    expect(complex.max(z(1, 4), z(1, 0))).toEqual(z(1, 2));
    expect(complex.relu(z(0, 1))).toEqual(z(0));
    expect(complex.abs(z(0, 1))).toEqual(z(0));
  });

  test('comparisons, jumps and hold are real', () => {
    expect(complex.less(z(1, 9), z(2, -9))).toEqual(z(1));
    expect(complex.equal(z(1, 9), z(1, -9))).toEqual(z(1));
    expect(complex.sign(z(-2, 3))).toEqual(z(-1));
    expect(complex.floor(z(2.5, 3))).toEqual(z(2));
    expect(complex.hold(z(2.5, 3))).toEqual(z(2.5));
    expect(complex.select(z(0, 1), z(1), z(2))).toEqual(z(2));
  });

  test('NaN is passed on', () => {
    for (const operation of ['abs', 'relu', 'sin', 'sqrt', 'erf', 'gelu', 'tanh', 'acosh'] as const)
      expect(complex[operation](z(NaN, step)).re, operation).toBeNaN();
    expect(complex.max(z(NaN), z(1)).re).toBeNaN();
  });
});

describe('beyond the real domain', () => {
  test('a function takes its principal value, and the cut is told from the sign of zero', () => {
    expect(complex.sqrt(z(-4))).toEqual(z(0, 2));
    expect(complex.sqrt(z(-4, -0))).toEqual(z(0, -2));
    expect(complex.log(z(-1))).toEqual(z(0, Math.PI));
    expect(distance(complex.asin(z(2)), z(Math.PI / 2, 1.3169578969248168))).toBeLessThan(1e-15);
    expect(distance(complex.acosh(z(-2)), z(1.3169578969248168, Math.PI))).toBeLessThan(1e-15);
    expect(distance(complex.atanh(z(2)), z(0.5493061443340548, Math.PI / 2))).toBeLessThan(1e-15);
    expect(distance(complex.power(z(-8), 1 / 3), z(1, Math.sqrt(3)))).toBeLessThan(1e-14);
  });

  test('the cube root of a negative number stays real', () => {
    expect(complex.cbrt(z(-8)).re).toBe(-2);
    expect(complex.cbrt(z(-8, step)).re).toBe(-2);
  });

  test('a whole power of a negative number is real, as a literal or as an operand', () => {
    expect(complex.power(z(-2), 3)).toEqual(z(-8));
    expect(complex.power(z(-2), 17)).toEqual(z(-131072));
    expect(complex.pow(z(-2), z(3))).toEqual(z(-8));
    expect(complex.pow(z(-2, step), z(3)).im / step).toBeCloseTo(12, 12);
  });

  test('0 to a moving exponent is 0', () => {
    expect(complex.pow(z(0), z(2, step))).toEqual(z(0));
  });
});
