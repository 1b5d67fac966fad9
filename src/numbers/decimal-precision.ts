import { Decimal } from 'decimal.js';
import { bitLength } from './fixed-point.ts';

/** A working precision: decimal numbers of so many significant digits, and the fixed-point bits that match them. */
export interface Precision {
  /** Significant decimal digits that every operation of `Number` is rounded to. */
  readonly digits: number;
  /** Bits for as many digits, and 32 more. */
  readonly bits: number;
  readonly Number: Decimal.Constructor;
  /** The same number, so that what is done with it has this precision; not rounded. */
  readonly own: (x: Decimal) => Decimal;
  /** The number rounded to this precision. */
  readonly round: (x: Decimal) => Decimal;
}

const known = new Map<number, Precision>();

/** The precision of so many digits, made once; exponents are as wide as decimal.js has them (±9·10¹⁵). */
export function precision(digits: number): Precision {
  let result = known.get(digits);
  if (result === undefined) {
    const Number = Decimal.clone({
      precision: digits,
      rounding: Decimal.ROUND_HALF_EVEN,
      maxE: 9e15,
      minE: -9e15,
      defaults: true,
    });
    const own = (x: Decimal) => (x.constructor === Number ? x : new Number(x));
    const round = (x: Decimal) => own(x).toSignificantDigits();
    result = { digits, bits: bitsOf(digits) + 32, Number, own, round };
    known.set(digits, result);
  }
  return result;
}

/** |x|, not rounded. */
export const magnitude = (p: Precision, x: Decimal): Decimal => signed(p, x, Math.abs(x.s));

/** −x, not rounded. */
export const negative = (p: Precision, x: Decimal): Decimal => signed(p, x, -x.s);

function signed(p: Precision, x: Decimal, sign: number): Decimal {
  return Object.assign(new p.Number(x), { s: sign });
}

/** Twenty digits more: enough for whatever an exponent of 10¹⁶, the largest there is, takes away. */
export const wider = (p: Precision): Precision => precision(p.digits + 20);

/** How many bits so many decimal digits are; none for a negative number. */
export const bitsOf = (digits: number): number => Math.max(0, Math.ceil(digits * Math.log2(10)));

const powers = new Map<number, bigint>();

function tenTo(n: number): bigint {
  let power = powers.get(n);
  if (power === undefined) {
    power = 10n ** BigInt(n);
    if (n < 4096) powers.set(n, power);
  }
  return power;
}

/** |x| as an integer times a power of ten. */
export function coefficient(x: Decimal): { integer: bigint; exponent: number } {
  const words = x.d; // base 10⁷, the first one at 10^(7⌊e/7⌋)
  let integer = 0n;
  let i = 0;
  for (; i + 1 < words.length; i += 2)
    integer = integer * 100_000_000_000_000n + BigInt(words[i]! * 1e7 + words[i + 1]!);
  if (i < words.length) integer = integer * 10_000_000n + BigInt(words[i]!);
  return { integer, exponent: 7 * (Math.floor(x.e / 7) - words.length + 1) };
}

/** x · 10^shift in fixed point. */
export function fixed(x: Decimal, bits: number, shift = 0): bigint {
  const { integer, exponent } = coefficient(x);
  const power = exponent + shift;
  const size =
    power >= 0 ? (integer * tenTo(power)) << BigInt(bits) : (integer << BigInt(bits)) / tenTo(-power);
  return x.s < 0 ? -size : size;
}

/** The decimal number r · 2^−bits · 10^shift, rounded to the precision. */
export function floating(p: Precision, r: bigint, bits: number, shift = 0): Decimal {
  const places = p.digits + 1 - Math.floor((bitLength(r) - bits) * Math.log10(2));
  const scaled = places >= 0 ? (r * tenTo(places)) >> BigInt(bits) : (r >> BigInt(bits)) / tenTo(-places);
  return new p.Number(`${scaled}e${shift - places}`).toSignificantDigits();
}
