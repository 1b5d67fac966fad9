// Elementary functions of real numbers held as integers: r stands for ⌊r · 2^bits⌋. Each result is right to within a
// few units of its last bit; callers carry guard bits, and more of them where they want a small result to many digits.

/** The number of bits of |n|, to within one. */
export function bitLength(n: bigint): number {
  const size = n < 0n ? -n : n;
  const double = Number(size);
  return Number.isFinite(double) ? Math.ceil(Math.log2(double + 1)) : size.toString(16).length * 4;
}

/** A constant that remembers its longest computation and cuts shorter ones from it. */
function remembered(compute: (bits: number) => bigint): (bits: number) => bigint {
  let known = 0n;
  let length = 0;
  return (bits) => {
    if (bits > length) {
      length = bits + (bits >> 2);
      known = compute(length + 16) >> 16n;
    }
    return known >> BigInt(length - bits);
  };
}

/** Σ 1/((2i + 1)·n^(2i + 1)), the inverse hyperbolic tangent of 1/n; with alternating signs the inverse tangent. */
function ofReciprocal(n: bigint, alternate: boolean, bits: number): bigint {
  let power = (1n << BigInt(bits)) / n;
  let total = power;
  for (let i = 3n; power > 0n; i += 2n) {
    power /= n * n;
    total += alternate && i % 4n === 3n ? -(power / i) : power / i;
  }
  return total;
}

/** π = 16 arctan(1/5) − 4 arctan(1/239) (Machin 1706). */
export const pi = remembered(
  (bits) => 16n * ofReciprocal(5n, true, bits) - 4n * ofReciprocal(239n, true, bits),
);

/** ln 10 = 46·artanh(1/31) + 34·artanh(1/49) + 20·artanh(1/161) (Gauss). */
export const ln10 = remembered(
  (bits) =>
    46n * ofReciprocal(31n, false, bits) +
    34n * ofReciprocal(49n, false, bits) +
    20n * ofReciprocal(161n, false, bits),
);

/** How often an argument is halved before its Taylor series: as many squarings as saved terms (Brent 1976). */
function halvings(r: bigint, bits: number): number {
  return Math.max(0, Math.ceil(Math.sqrt(bits)) - 2 - (bits - bitLength(r)));
}

/** e^r for |r| < 4: the Taylor series of r/2^k, squared k times. */
export function exp(r: bigint, bits: number): bigint {
  const k = halvings(r, bits);
  const guard = BigInt(k + 8);
  const w = BigInt(bits) + guard;
  const reduced = (r << guard) >> BigInt(k);
  let term = 1n << w;
  let total = term;
  for (let i = 1n; term !== 0n; i++) {
    term = ((term * reduced) >> w) / i;
    total += term;
  }
  for (let i = 0; i < k; i++) total = (total * total) >> w;
  return total >> guard;
}

/** The nearest double to r, and a double as a fixed-point number: a start for the inverse functions. */
function nearby(f: (r: number) => number, r: bigint, bits: number): bigint {
  const start = f(Number(r >> BigInt(bits - 60)) / 2 ** 60);
  return BigInt(Math.round(start * 2 ** 50)) << BigInt(bits - 50);
}

/** Σ ±z^(2i + 1)/(2i + 1): the inverse tangent of a small z (alternating), or the inverse hyperbolic one. */
function oddSeries(z: bigint, alternate: boolean, bits: number): bigint {
  const w = BigInt(bits);
  const square = (z * z) >> w;
  let power = z;
  let total = z;
  for (let i = 3n; power > 1n || power < -1n; i += 2n) {
    power = (power * square) >> w;
    total += alternate && i % 4n === 3n ? -(power / i) : power / i;
  }
  return total;
}

/** The logarithm of 1/4 < m < 16: y + 2 artanh((m − e^y)/(m + e^y)), where the double y is almost it. */
export function log(m: bigint, bits: number): bigint {
  const y = nearby(Math.log, m, bits);
  const power = exp(y, bits);
  return y + 2n * oddSeries(((m - power) << BigInt(bits)) / (m + power), false, bits);
}

/** The sine of 0 ≤ r ≤ 1: the Taylor series of r/3^k, then sin 3a = 3 sin a − 4 sin³a. */
export function sin(r: bigint, bits: number): bigint {
  const k = Math.ceil(halvings(r, bits) / 2);
  const guard = BigInt(2 * k + 8);
  const w = BigInt(bits) + guard;
  const reduced = (r << guard) / 3n ** BigInt(k);
  const square = (reduced * reduced) >> w;
  let term = reduced;
  let total = reduced;
  for (let i = 2n; term > 1n || term < -1n; i += 2n) {
    term = -((term * square) >> w) / (i * (i + 1n));
    total += term;
  }
  const three = 3n << w;
  for (let i = 0; i < k; i++) total = (total * (three - (((total * total) >> w) << 2n))) >> w;
  return total >> guard;
}

/** The cosine of 0 ≤ r ≤ 1: the Taylor series of v = cos a − 1 at a = r/2^k, then cos 2a − 1 = 2v(v + 2). */
export function cos(r: bigint, bits: number): bigint {
  const k = Math.ceil(halvings(r, bits) / 2);
  const guard = BigInt(2 * k + 8);
  const w = BigInt(bits) + guard;
  const reduced = (r << guard) >> BigInt(k);
  const square = (reduced * reduced) >> w;
  let term = 1n << w;
  let total = 0n;
  for (let i = 1n; term > 1n || term < -1n; i += 2n) {
    term = -((term * square) >> w) / (i * (i + 1n));
    total += term;
  }
  const two = 2n << w;
  for (let i = 0; i < k; i++) total = ((total * (total + two)) >> w) << 1n;
  return ((1n << w) + total) >> guard;
}

/** The inverse tangent of 0 ≤ t ≤ 1: y + arctan((t cos y − sin y)/(cos y + t sin y)), where y is almost it. */
export function atan(t: bigint, bits: number): bigint {
  const w = BigInt(bits);
  const y = nearby(Math.atan, t, bits);
  const [sine, cosine] = [sin(y, bits), cos(y, bits)];
  const difference = (t * cosine - (sine << w)) / (cosine + ((t * sine) >> w));
  return y + oddSeries(difference, true, bits);
}
