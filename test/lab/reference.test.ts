import { Decimal } from 'decimal.js';
import { afterEach, describe, expect, test } from 'vitest';
import type { Point } from '../../src/language/problem.ts';
import { toPoint } from '../../src/expression/point.ts';
import { parse } from '../../src/expression/parse.ts';
import { objective, trace, traceProblem, type Objective } from '../../src/expression/trace.ts';
import { reference, type ReferenceOptions } from '../../src/lab/reference.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { multilinear } from '../../src/rules/multilinear.ts';
import { pointwise } from '../../src/rules/pointwise.ts';

const about = (o: Objective, at: Point, options?: ReferenceOptions) => reference(o, toPoint(o, at), options);
const of = (text: string, at: Record<string, number>, options?: ReferenceOptions) =>
  about(objective(parse(text)), at, options);

const Wide = Decimal.clone({ precision: 120 });
/** The double 0.1, exactly: 3602879701896397/2⁵⁵. */
const tenth = new Wide('3602879701896397').div(new Wide(2).pow(55));

describe('the truth', () => {
  test('of eˣ at 1 is e, and of −cos at 1 is sin 1, to the published 50 digits', () => {
    expect(of('exp(x)', { x: 1 }).gradient.x!.data[0]!.toSignificantDigits(50).toString()).toBe(
      '2.7182818284590452353602874713526624977572470937',
    );
    expect(of('-cos(x)', { x: 1 }).gradient.x!.data[0]!.toSignificantDigits(50).toString()).toBe(
      '0.84147098480789650665250232163029899962256306079837',
    );
    expect(of('4*x*atan(1)', { x: 2 }).gradient.x!.data[0]!.toSignificantDigits(50).toString()).toBe(
      '3.1415926535897932384626433832795028841971693993751',
    );
  });

  test('is about the double that was given: 0.1 is not one tenth', () => {
    const square = of('x^2', { x: 0.1 });
    expect(square.gradient.x!.data[0]!.toString()).toBe(
      '0.200000000000000011102230246251565404236316680908203125',
    );
    expect(square.value.toSignificantDigits(45).toString()).toBe(
      tenth.pow(2).toSignificantDigits(45).toString(),
    );
    const log = of('log(x)', { x: 0.1 }).gradient.x!.data[0]!;
    expect(log.toSignificantDigits(50).toString()).toBe(
      new Wide(1).div(tenth).toSignificantDigits(50).toString(),
    );
    // A literal in the text is its nearest double, too.
    const literal = of('0.1*x', { x: 3 });
    expect(literal.gradient.x!.data[0]!.toString()).toBe(tenth.toString());
  });

  test('stands on three witnesses that agree to 30 digits and more, on smooth functions', () => {
    for (const [text, at] of [
      ['sin(x)^2 + x*y', { x: 0.3, y: 2 }],
      ['exp(x)*erf(y)/tanh(x)', { x: 0.7, y: -1.1 }],
      ['gelu(x) + softplus(x)*sigmoid(x)', { x: -3.3 }],
      ['x^y + log(x)', { x: 1.7, y: 0.1 }],
      ['atan2(x, y)*acosh(3 + y)', { x: -0.3, y: 0.9 }],
      ['relu(x) + abs(y) + max(x, y)', { x: 1.5, y: -2 }],
      ['x > 0 ? log(x) : x', { x: -1 }],
      ['64*x*(1 - x)*(1 - 2*x)^2*(1 - 8*x + 8*x^2)^2', { x: 0.2 }],
      ['exp(-1000*x)', { x: 1 }],
    ] as const) {
      const { because, agreement, witnesses, digits } = of(text, at);
      expect([text, because, digits]).toEqual([text, null, 50]);
      expect(agreement).toBeGreaterThanOrEqual(30);
      expect(witnesses).toEqual(['reverse', 'symbolic', 'central difference']);
    }
  });

  test('is worked to more digits where a point is smaller than the step of the difference', () => {
    const { because, digits, gradient } = of('1e-200*x^3', { x: 1e-50 });
    expect([because, digits]).toEqual([null, 100]);
    expect(gradient.x!.data[0]!.toNumber()).toBeCloseTo(3e-300, 310);
  });

  test('has the digits that are asked for', () => {
    const [fifty, hundred] = [of('exp(x)', { x: 0.3 }), of('exp(x)', { x: 0.3 }, { digits: 100 })];
    expect(hundred.digits).toBe(100);
    const difference = fifty.value.minus(hundred.value).abs().div(hundred.value);
    expect(difference.lt('1e-55')).toBe(true);
    expect(hundred.value.toString().length).toBeGreaterThan(100);
  });

  test.each([34, 801, 50.5, NaN])('refuses %d digits', (digits) => {
    expect(() => of('x', { x: 1 }, { digits })).toThrow(
      `digits: a whole number from 35 to 800 is required, got ${digits}`,
    );
  });

  test('of 0 is agreed on, relatively to the largest component', () => {
    const { because, agreement, gradient } = of('x^2 + y', { x: 0, y: 1 });
    expect(because).toBeNull();
    expect(agreement).toBeGreaterThanOrEqual(30);
    expect(gradient.x!.data[0]!.isZero()).toBe(true);
    expect(of('x^2', { x: 0 }).because).toBeNull();
    expect(of('3', {}).because).toBeNull();
  });

  test('of 0 is agreed on where it is a difference of equal terms: sin² + cos²', () => {
    expect(of('sin(x)^2 + cos(x)^2', { x: 0.3 }).because).toBeNull();
  });
});

describe('no truth', () => {
  test.each<[string, Record<string, number>, string]>([
    ['abs(x)', { x: 0 }, 'the point is on a branch of abs'],
    ['sqrt(x^2 + y^2)', { x: 0, y: 0 }, 'on a branch of sqrt'],
    ['relu(x) - relu(-x)', { x: 0 }, 'on a branch of relu'],
    ['max(x, y)', { x: 0.1, y: 0.1 }, 'on a branch of max'],
    ['asin(x)', { x: 1 }, 'on a branch of asin'],
    ['floor(x)', { x: 2 }, 'on a branch of floor'],
    ['log(x)', { x: -1 }, 'not finite'],
    ['1/x', { x: 0 }, 'not finite'],
    ['x*y', { x: NaN, y: 1 }, 'not finite'],
    ['x^0.5', { x: 0 }, 'on a branch of power'],
    ['x^1.5', { x: 0 }, 'on a branch of power'],
    ['x^y', { x: 0, y: 0.5 }, 'on a branch of pow'],
    ['x^-1', { x: 0 }, 'not finite'],
  ])('is there for %s at %o, and the reason is given', (text, at, reason) => {
    const { because, agreement } = of(text, at);
    expect(because).toContain(reason);
    expect(agreement).toBe(0);
  });

  test('is there beside a branch that only decimals could tell from it', () => {
    // 0.1 + 0.2 and 0.3 are different doubles, and in decimals, too: no branch.
    expect(of('max(x, y)', { x: 0.1 + 0.2, y: 0.3 }).because).toBeNull();
    // In float64 x + 1 and y are equal; in decimals they are not.
    expect(of('max(x + 1, y)', { x: 2 ** -60, y: 1 }).because).toBeNull();
  });
});

describe('a wrong rule', () => {
  const undo: (() => void)[] = [];
  afterEach(() => {
    for (const restore of undo.splice(0)) restore();
  });
  /** Puts another derivative in a row until the end of the test. */
  function breaking(list: readonly unknown[], i: number, wrong: unknown): void {
    const rows = list as unknown[];
    const right = rows[i];
    rows[i] = wrong;
    undo.push(() => (rows[i] = right));
  }
  interface Scalars {
    mul: (a: unknown, b: unknown) => unknown;
    cos: (a: unknown) => unknown;
    constant: (v: number) => unknown;
  }

  test('is exposed by the difference, though reverse and symbolic agree on it', () => {
    breaking(pointwise.sin.partials, 0, (n: Scalars, _y: unknown, x: unknown) =>
      n.mul(n.constant(1 + 2 ** -50), n.cos(x)),
    );
    const { because, agreement, witnesses } = of('sin(x)', { x: 0.3 });
    expect(because).toMatch(/agree to 15 digits only, at 800 digits/);
    expect([agreement, witnesses.length]).toEqual([15, 3]);
  });

  test('with a wrong sign, or a forgotten slope, is exposed', () => {
    breaking(pointwise.sub.partials, 1, 'one');
    expect(of('x - y', { x: 1, y: 2 }).because).toContain('agree to 0 digits only');
    breaking(pointwise.exp.partials, 0, 'zero');
    expect(of('exp(x)', { x: 1 }).because).toContain('agree to 0 digits only');
  });

  test('is put back after each of these tests', () => {
    expect(of('sin(x) - exp(y)', { x: 1, y: 2 }).because).toBeNull();
  });

  test('of an array operation is exposed in a net of more weights than are checked one by one', () => {
    const p = mlp({ layers: [4, 8, 3], seed: 2 });
    expect(about(traceProblem(p), p.at).because).toBeNull();
    const { adjoints } = multilinear.matmul;
    const right = adjoints[1] as (...x: unknown[]) => unknown;
    breaking(adjoints, 1, (k: Scalars, ...x: unknown[]) => k.mul(k.constant(1 + 1e-9), right(k, ...x)));
    const { because, agreement } = about(traceProblem(p), p.at);
    expect(because).toContain('agree to');
    expect(agreement).toBeLessThan(10);
  });
});

describe('many weights', () => {
  const p = mlp({ layers: [4, 8, 3], seed: 3 });
  const o = traceProblem(p);

  test('are checked on a sample and along one direction; the seed decides which, not the truth', () => {
    const [one, other] = [about(o, p.at, { seed: 1 }), about(o, p.at, { seed: 2 })];
    expect([one.because, other.because]).toEqual([null, null]);
    expect(one.gradient.W1!.data[0]!.eq(other.gradient.W1!.data[0]!)).toBe(true);
    expect(one.agreement).toBeGreaterThanOrEqual(30);
  });

  test('a symbolic witness that is too large is not heard', () => {
    const { witnesses, because } = about(o, p.at, { symbolicLimit: 100 });
    expect([witnesses, because]).toEqual([['reverse', 'central difference'], null]);
  });

  test('one wrong weight in fifty-six is seen along the direction', () => {
    // A function that differs from its own derivative rule in one component only: x₅₀ goes through a broken row.
    const f = trace((k, { v }) => k.add(k.sum(k.square(v!), [0]), k.sin(k.gather(v!, [50], []))), {
      v: [56],
    });
    const at = { v: Array.from({ length: 56 }, (_, i) => i / 7) };
    expect(about(f, at).because).toBeNull();
    const rows = pointwise.sin.partials as unknown as unknown[];
    const right = rows[0];
    try {
      rows[0] = 'one';
      expect(about(f, at).because).toContain('agree to');
    } finally {
      rows[0] = right;
    }
  });
});
