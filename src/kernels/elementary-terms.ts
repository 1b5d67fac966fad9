import type { Precision } from './kernel.ts';
import { i32, op, shuffle, vector, type Code } from './wasm-instructions.ts';
import { lanes } from './wasm-lanes.ts';
import type { Routine } from './wasm-routine.ts';

type Binary = (a: Code, b: Code) => Code;
type Unary = (a: Code) => Code;

/** The arithmetic that elementary functions are written in, on all lanes of a vector at once. */
export interface Terms {
  /** Bits of a fraction, and the smallest normal number. */
  readonly fraction: number;
  readonly smallest: number;
  /** A number in every lane, and a pattern of bits. */
  readonly c: (value: number) => Code;
  readonly bits: (pattern: bigint) => Code;
  /** Computes now, once; the result is the code that reads it. */
  readonly keep: Unary;
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly abs: Unary;
  readonly neg: Unary;
  readonly trunc: Unary;
  readonly nearest: Unary;
  /** The smaller and the larger; the first operand where the two do not compare. */
  readonly least: Binary;
  readonly most: Binary;
  /** Comparisons: all bits set where they hold; nothing holds of NaN. */
  readonly eq: Binary;
  readonly lt: Binary;
  readonly le: Binary;
  readonly gt: Binary;
  readonly ge: Binary;
  readonly and: Binary;
  /** a, but 0 where b's bits are set. */
  readonly without: Binary;
  readonly or: Binary;
  /** a where the condition holds, else b. */
  readonly select: (condition: Code, a: Code, b: Code) => Code;
  /** A number whose sign bit is 0, or that of x already, with the sign of x. */
  readonly signed: (size: Code, x: Code) => Code;
  /** The bits of the numbers as integers, added. */
  readonly addBits: Binary;
  /** k where an exponent has its place, for a whole number k; 2ᵏ, and 2⁻ᵏ, for exponents of normal numbers. */
  readonly exponent: Unary;
  readonly power: (exponent: Code) => Code;
  readonly inversePower: (exponent: Code) => Code;
  /**
   * x = 2ᵏ·m of a positive normal number x, k as a number. `raise` is added to the bits of x first, so that the last
   * fractions below 1 go up to the next k; `shift` is subtracted from k.
   */
  readonly split: (x: Code, raise: bigint, shift?: Code) => { readonly k: Code; readonly m: Code };
  /** c₀ + x·(c₁ + x·(c₂ + …)), by Horner's rule in that order. */
  readonly polynomial: (x: Code, coefficients: readonly number[]) => Code;
  /** The same in pairs, c₀ + c₁·x + x²·(…), of which less waits for what comes before (Estrin 1960). */
  readonly pairs: (x: Code, square: Code, coefficients: readonly number[]) => Code;
  /** A function of doubles applied to numbers of float32, two and two. */
  readonly inDoubles: (x: Code, f: (t: Terms, x: Code) => Code) => Code;
  /** Writes statements that run if the condition holds in any lane, and if it does not hold in every lane. */
  readonly when: (condition: Code, write: () => void) => void;
  readonly unless: (condition: Code, write: () => void) => void;
  /** A value that they may change. */
  readonly variable: (value: Code) => { readonly get: Code; readonly become: (value: Code) => void };
}

/** The arithmetic of a format, written into a routine. */
export function terms(r: Routine, precision: Precision): Terms {
  const v = lanes(precision);
  const wide = precision === 'float64';
  const whole = wide ? 'i64x2' : 'i32x4';
  const fraction = wide ? 52 : 23;
  const binary =
    (name: 'add' | 'sub' | 'mul' | 'div' | 'eq' | 'lt' | 'le' | 'gt' | 'ge'): Binary =>
    (a, b) =>
      v.op(name, a, b);
  const unary =
    (name: 'abs' | 'neg' | 'trunc' | 'nearest'): Unary =>
    (a) =>
      v.op(name, a);
  const bits = (pattern: bigint): Code =>
    wide
      ? vector(BigInt64Array.of(pattern, pattern).buffer)
      : vector(new Int32Array(4).fill(Number(BigInt.asIntN(32, pattern))).buffer);
  const addBits: Binary = (a, b) => op(`${whole}.add`, a, b);
  const subBits: Binary = (a, b) => op(`${whole}.sub`, a, b);
  const add = binary('add');
  const mul = binary('mul');
  const sub = binary('sub');
  const and: Binary = (a, b) => op('v128.and', a, b);
  const or: Binary = (a, b) => op('v128.or', a, b);
  // if … end
  const branch = (condition: Code, write: () => void): void => {
    r.emit(condition, 0x04, 0x40);
    write();
    r.emit(0x0b);
  };
  const signBit = bits(wide ? 1n << 63n : 1n << 31n);
  return {
    fraction,
    smallest: wide ? 2 ** -1022 : 2 ** -126,
    c: v.constant,
    bits,
    keep: (value) => r.keep(value),
    add,
    sub,
    mul,
    div: binary('div'),
    abs: unary('abs'),
    neg: unary('neg'),
    trunc: unary('trunc'),
    nearest: unary('nearest'),
    least: (a, b) => v.op('pmin', a, b),
    most: (a, b) => v.op('pmax', a, b),
    eq: binary('eq'),
    lt: binary('lt'),
    le: binary('le'),
    gt: binary('gt'),
    ge: binary('ge'),
    and,
    without: (a, b) => op('v128.andnot', a, b),
    or,
    select: (condition, a, b) => op('v128.bitselect', a, b, condition),
    signed: (size, x) => or(size, and(x, signBit)),
    addBits,
    // Adding 1.5·2ᶠ leaves a whole number in the last bits of the fraction.
    exponent: (k) => op(`${whole}.shl`, add(k, v.constant(1.5 * 2 ** fraction)), i32(fraction)),
    power: (exponent) => addBits(exponent, v.constant(1)),
    inversePower: (exponent) => subBits(v.constant(1), exponent),
    split: (x, raise, shift) => {
      const raised = r.keep(addBits(x, bits(raise)));
      // The biased exponent as the last bits of 2ᶠ is that number added to it.
      const place = 2 ** fraction;
      const biased = or(op(`${whole}.shr_u`, raised, i32(fraction)), v.constant(place));
      const unbiased = sub(biased, v.constant(place + (wide ? 1023 : 127)));
      const exponent = and(raised, v.constant(Infinity));
      return {
        k: r.keep(shift === undefined ? unbiased : sub(unbiased, shift)),
        m: r.keep(addBits(x, subBits(v.constant(1), exponent))),
      };
    },
    polynomial: (x, coefficients) =>
      coefficients.reduceRight<Code | undefined>(
        (rest, c) => (rest === undefined ? v.constant(c) : add(v.constant(c), mul(x, rest))),
        undefined,
      )!,
    pairs: (x, square, coefficients) => {
      let result: Code | undefined;
      for (let i = (coefficients.length - 1) & -2; i >= 0; i -= 2) {
        const first = v.constant(coefficients[i]!);
        const next = coefficients[i + 1];
        const second = next === undefined ? undefined : mul(x, v.constant(next));
        if (result === undefined) result = second === undefined ? first : add(first, second);
        // The first coefficient, mostly the largest, is added last: one rounding of that size.
        else if (i === 0) result = add(first, add(second!, mul(square, result)));
        else result = add(add(first, second!), mul(square, result));
      }
      return result!;
    },
    inDoubles: (x, f) => {
      const wider = terms(r, 'float64');
      const half = (two: Code): Code =>
        op('f32x4.demote_f64x2_zero', f(wider, r.keep(op('f64x2.promote_low_f32x4', two))));
      const low = r.keep(half(x));
      const high = half(shuffle([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7], x, x));
      return shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23], low, high);
    },
    when: (condition, write) => {
      branch(op(`${whole}.bitmask`, condition), write);
    },
    unless: (condition, write) => {
      branch(op('i32.ne', op(`${whole}.bitmask`, condition), i32(2 ** v.count - 1)), write);
    },
    variable: (value) => {
      const own = r.variable('v128');
      const become = (next: Code): void => {
        r.emit(own.set(next));
      };
      become(value);
      return { get: own.get, become };
    },
  };
}
