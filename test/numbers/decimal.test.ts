import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { arity, operations, type Operation } from '../../src/language/numbers.ts';
import { decimal, exactDecimal } from '../../src/numbers/decimal.ts';
import { mpfr } from './mpfr.ts';

type Unary = {
  [K in Operation]: (typeof arity)[K] extends 1 ? (K extends 'power' ? never : K) : never;
}[Operation];

const unary = operations.filter((name): name is Unary => arity[name] === 1 && name !== 'power');

/** The relative error of y against MPFR, in units of 10^−digits; 0 where both are the same special value. */
function error(y: Decimal, truth: string, digits: number): number {
  const Wide = Decimal.clone({ precision: digits + 60, maxE: 9e15, minE: -9e15 });
  const [ours, theirs] = [new Wide(y), new Wide(truth)];
  if (!theirs.isFinite() || theirs.isZero()) return ours.toString() === theirs.toString() ? 0 : Infinity;
  return ours.minus(theirs).div(theirs).abs().times(`1e${digits}`).toNumber();
}

const both = (points: readonly number[]) => points.flatMap((x) => [x, -x]);

const tiny = [5e-324, 1e-300, 1e-200, 1e-100, 1e-61, 1e-40, 1e-31, 1e-20, 1e-10, 1e-5, 0.01];
const middle = [0.1, 0.3, 0.5, 0.75, 1 - 2 ** -53, 1, 1 + 2 ** -52, 1.5, 1.6, Math.E, 3, 9.99];
const quarters = [Math.PI / 4, Math.PI / 2, Math.PI, 2 * Math.PI, 22, 355];
const large = [13, 20, 100.7, 700, 12345.678, 1e6];
const huge = [1e15, 1e22, 1.7e100, Number.MAX_VALUE];
/** The double nearest to a multiple of π/2 (Kahan; Muller, Elementary Functions). */
const nearestQuarter = 6381956970095103 * 2 ** 797;

const everywhere = both([...tiny, ...middle, ...large]);
const positive = [...tiny, ...middle, ...large, ...huge];
const inside = both([...tiny, ...middle]).filter((x) => Math.abs(x) < 1);
const angles = both([...tiny, ...middle, ...quarters, ...large, ...huge, nearestQuarter]);
const tails = both([...tiny, ...middle, 11.9, 12.5, 13, 14, 20, 30]);

const hardPoints: Partial<Record<Unary, readonly number[]>> = {
  sqrt: positive,
  cbrt: both(positive),
  square: everywhere,
  exp: everywhere,
  expm1: everywhere,
  log: positive,
  log1p: [...everywhere.filter((x) => x > -1), ...huge],
  log2: [...positive, 1024],
  log10: [...positive, 1000],
  sin: angles,
  cos: angles,
  tan: angles,
  asin: [...inside, 1, -1],
  acos: [...inside, 1, -1],
  atan: both(positive),
  sinh: everywhere,
  cosh: everywhere,
  tanh: everywhere,
  asinh: both(positive),
  acosh: positive.filter((x) => x >= 1),
  atanh: inside,
  sigmoid: everywhere,
  softplus: everywhere,
  gelu: tails,
  erf: tails,
  erfc: [...tails, 1000],
};

describe.each([
  [50, 1],
  [120, 1],
  [400, 7],
])('against MPFR, at %d digits', (digits, stride) => {
  const n = decimal(digits);
  test.each(Object.entries(hardPoints) as [Unary, readonly number[]][])(
    '%s has eight digits more than asked for',
    (operation, points) => {
      for (let i = 0; i < points.length; i += stride) {
        const x = points[i]!;
        const y = n[operation](n.constant(x));
        const found = error(y, mpfr(operation, digits + 20, x), digits);
        expect(found, `${operation}(${x})`).toBeLessThan(1e-8);
      }
    },
  );

  test.each([
    [2, 0.5],
    [0.1, 0.1],
    [1 + 2 ** -52, 1e15],
    [1 + 2 ** -52, 1e18],
    [10.5, -300.25],
    [-3, 7],
    [-3, -8],
    [-0.1, 1e17],
    [1e-300, 1e5 + 0.5],
    [1.5, 12345],
  ])('pow(%d, %d) has eight digits more than asked for', (a, b) => {
    const truth = mpfr('pow', digits + 20, a, b);
    expect(error(n.pow(n.constant(a), n.constant(b)), truth, digits)).toBeLessThan(1e-8);
    expect(error(n.power(n.constant(a), b), truth, digits)).toBeLessThan(1e-8);
  });

  test.each([
    [1, 2],
    [2, -1],
    [-1e-30, -1],
    [-5, 1e-40],
    [1e-200, 1e200],
    [3, -3],
  ])('atan2(%d, %d) has eight digits more than asked for', (y, x) => {
    const found = n.atan2(n.constant(y), n.constant(x));
    expect(error(found, mpfr('atan2', digits + 20, y, x), digits)).toBeLessThan(1e-8);
  });
});

describe('operands that are no doubles', () => {
  const n = decimal(50);

  test.each<[Unary, string]>([
    ['sin', '3.14159265358979323846264338327950288419716939937510582097494'],
    ['tan', '1.57079632679489661923132169163975144209858469968755291048747'],
    ['cos', '-4.71238898038468985769396507491925432629575409906265873146242'],
    ['log', '1.0000000000000000000000000000000000000001'],
    ['acosh', '1.0000000000000000000000000000000000000001'],
    ['atanh', '0.9999999999999999999999999999999999999999'],
    ['log1p', '-0.9999999999999999999999999999999999999999'],
    ['exp', '1e-100'],
    ['log', '1e-12345678'],
    ['erf', '1e-12345678'],
    ['expm1', '-3e-12345678'],
    ['sin', '123456789e1000'],
    ['erfc', '12345.6'],
  ])('%s(%s) is what MPFR has', (operation, text) => {
    // A constant from another precision must not lower this one.
    const x = new Decimal(text);
    const y = n[operation](x);
    expect(error(y, mpfr(operation, 4000, text), 50)).toBeLessThan(1e-8);
  });

  test('exponents go where doubles and MPFR do not', () => {
    // libmpdec, through Python's decimal.
    const published = '9.27858442032487257807314229893022289366310155e-4342944820';
    expect(n.exp(n.constant(-1e10)).toPrecision(45)).toBe(published);
    expect(n.exp(n.constant(-1e17)).toString()).toBe('0');
    expect(n.exp(n.constant(1e17)).toString()).toBe('Infinity');
    expect(n.log(n.exp(n.constant(-1e10))).toPrecision(40)).toBe(n.constant(-1e10).toPrecision(40));
    expect(n.erfc(n.constant(1e9)).toString()).toBe('0');
  });

  test('numbers of another precision take on this one', () => {
    const long = decimal(200);
    const third = decimal(20).div(decimal(20).constant(1), decimal(20).constant(3));
    expect(long.add(third, long.pi()).sd()).toBeGreaterThan(200);
    expect(long.div(third, long.pi()).sd()).toBeGreaterThan(200);
    expect(long.sqrt(third).sd()).toBeGreaterThan(200);
  });
});

describe('a constant', () => {
  const name = '0.1000000000000000055511151231257827021181583404541015625';

  test('is the double, not the decimal of its name', () => {
    expect(exactDecimal(0.1).toString()).toBe(name);
    expect(decimal(20).constant(0.1).toString()).toBe(name);
    expect(new Decimal(0.1).toString()).not.toBe(name);
  });

  test.each([0.1, 1 / 3, 1e23, 2 ** 53 + 2, 1e300, 123456.789, 5e-324, Number.MAX_VALUE, -2.5])(
    '%d is converted as MPFR converts it',
    (v) => {
      const Exact = Decimal.clone({ precision: 1200 });
      expect(new Exact(mpfr('set', 800, v)).toString()).toBe(new Exact(exactDecimal(v)).toString());
    },
  );

  test.each([0, -0, NaN, Infinity, -Infinity])('%d is carried', (v) => {
    expect(exactDecimal(v).toNumber()).toBe(v);
  });

  test('enters the exponent of a power exactly', () => {
    const n = decimal(50);
    const byName = new Decimal('10').pow('0.1');
    expect(error(n.power(n.constant(10), 0.1), mpfr('pow', 70, 10, 0.1), 50)).toBeLessThan(1e-8);
    expect(error(byName, mpfr('pow', 70, 10, 0.1), 16)).toBeGreaterThan(0.1);
  });
});

describe('published values', () => {
  const n = decimal(50);
  test.each([
    // OEIS A099286, A000796, A001113, A002162; DLMF 7; Abramowitz & Stegun, table 7.
    ['erf(1)', n.erf(n.constant(1)), '0.84270079294971486934122063508260925929606699796630'],
    ['π', n.pi(), '3.1415926535897932384626433832795028841971693993751'],
    ['e', n.exp(n.constant(1)), '2.7182818284590452353602874713526624977572470936999596'],
    ['ln 2', n.log(n.constant(2)), '0.69314718055994530941723212145817656807550013436026'],
    ['ln 10', n.log(n.constant(10)), '2.3025850929940456840179914546843642076011014886288'],
    ['erfc(10)', n.erfc(n.constant(10)), '2.0884875837625447570007862949577886115608181193212e-45'],
  ])('%s', (_name, found, published) => {
    const digits = published.replace(/e.*/, '').replace(/^0?\.|\./, '').length - 2;
    expect(found.toPrecision(digits)).toBe(new Decimal(published).toPrecision(digits));
  });
});

/** What the same operation gives in plain numbers, as the language defines it. */
const plain: Partial<Record<Unary, (x: number) => number>> = {
  sqrt: (x) => Math.sqrt(x),
  cbrt: (x) => Math.cbrt(x),
  exp: (x) => Math.exp(x),
  expm1: (x) => Math.expm1(x),
  log: (x) => Math.log(x),
  log1p: (x) => Math.log1p(x),
  log2: (x) => Math.log2(x),
  log10: (x) => Math.log10(x),
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  tan: (x) => Math.tan(x),
  asin: (x) => Math.asin(x),
  acos: (x) => Math.acos(x),
  atan: (x) => Math.atan(x),
  sinh: (x) => Math.sinh(x),
  cosh: (x) => Math.cosh(x),
  tanh: (x) => Math.tanh(x),
  asinh: (x) => Math.asinh(x),
  acosh: (x) => Math.acosh(x),
  atanh: (x) => Math.atanh(x),
  abs: (x) => Math.abs(x),
  sign: (x) => Math.sign(x),
  floor: (x) => Math.floor(x),
  neg: (x) => -x,
  square: (x) => x * x,
  relu: (x) => (x < 0 ? 0 : x),
  step: (x) => (x > 0 ? 1 : 0),
  hold: (x) => x,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => (x > 0 ? x : 0) + Math.log1p(Math.exp(-Math.abs(x))),
};

describe('special values are those of Math', () => {
  const n = decimal(50);
  const special = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 2.5, -2.5, Infinity, -Infinity, NaN];

  /** Equal, the sign of zero included; finite values to the accuracy of Math. */
  function expectAlike(y: Decimal, expected: number, message: string): void {
    if (Number.isFinite(expected) && expected !== 0) {
      expect(y.toNumber() / expected, message).toBeCloseTo(1, 14);
    } else
      expect(Object.is(y.toNumber(), expected), `${message}: ${y.toString()} for ${expected}`).toBe(true);
  }

  test.each(unary.filter((name) => plain[name]))('%s', (name) => {
    for (const x of special) expectAlike(n[name](n.constant(x)), plain[name]!(x), `${name}(${x})`);
  });

  const pairs: Partial<Record<Operation, (a: number, b: number) => number>> = {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
    div: (a, b) => a / b,
    pow: (a, b) => Math.pow(a, b),
    atan2: (y, x) => Math.atan2(y, x),
    min: (a, b) => Math.min(a, b),
    max: (a, b) => Math.max(a, b),
    less: (a, b) => (a < b ? 1 : 0),
    equal: (a, b) => (a === b ? 1 : 0),
    carry: (a, b) => (a === 0 ? 0 : a * b),
  };
  test.each(Object.entries(pairs))('%s', (name, f) => {
    const operation = n[name as 'add'];
    for (const a of special)
      for (const b of special)
        expectAlike(operation(n.constant(a), n.constant(b)), f(a, b), `${name}(${a}, ${b})`);
  });

  test('power, with its literal exponent', () => {
    for (const a of special)
      for (const b of special) expectAlike(n.power(n.constant(a), b), Math.pow(a, b), `${a} ^ ${b}`);
  });

  test('erf, erfc and gelu at the ends', () => {
    const at = (name: 'erf' | 'erfc' | 'gelu') =>
      special.slice(-3).map((x) => n[name](n.constant(x)).toNumber());
    expect(at('erf')).toEqual([1, -1, NaN]);
    expect(at('erfc')).toEqual([0, 2, NaN]);
    expect(at('gelu')).toEqual([Infinity, -0, NaN]);
    expect(n.erf(n.constant(-0)).toNumber()).toBe(-0);
    expect(n.gelu(n.constant(-0)).toNumber()).toBe(-0);
  });

  test('select takes the second where the condition is not 0, NaN included', () => {
    const [a, b] = [n.constant(1), n.constant(2)];
    expect([1, -1, NaN, 0, -0].map((c) => n.select(n.constant(c), a, b).toNumber())).toEqual([1, 1, 1, 2, 2]);
  });

  test('what only moves a number or its sign does not round it', () => {
    const few = decimal(5);
    const x = few.constant(0.1);
    for (const y of [
      few.neg(few.neg(x)),
      few.abs(few.neg(x)),
      few.max(x, few.neg(x)),
      few.relu(x),
      few.hold(x),
    ])
      expect(y.toString()).toBe(exactDecimal(0.1).toString());
  });
});
