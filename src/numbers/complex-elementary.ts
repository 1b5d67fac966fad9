import {
  add,
  div,
  exp,
  log,
  neg,
  real,
  sqrt,
  timesI,
  timesMinusI,
  type Complex,
} from './complex-arithmetic.ts';

/*
 * Elementary functions whose imaginary part keeps its relative accuracy however small it is: no sum in it cancels as the
 * operand nears the real axis. The inverse functions are Kahan's ("Branch cuts for complex elementary functions", 1987).
 */

/** eᶻ − 1; its real part is (eˣ − 1)·cos y − 2·sin²(y/2). */
export function expm1({ re, im }: Complex): Complex {
  const half = Math.sin(im / 2);
  return { re: Math.expm1(re) * Math.cos(im) - 2 * half * half, im: Math.exp(re) * Math.sin(im) };
}

/** log(1 + z); for small z by |1 + z|² − 1 = x(2 + x) + y². */
export function log1p({ re, im }: Complex): Complex {
  const excess = re * (2 + re) + im * im;
  const modulus = excess > -0.5 && excess < 3 ? Math.log1p(excess) / 2 : Math.log(Math.hypot(1 + re, im));
  return { re: modulus, im: Math.atan2(im, 1 + re) };
}

const over = (z: Complex, divisor: number): Complex => ({ re: z.re / divisor, im: z.im / divisor });
export const log2 = (z: Complex): Complex => over(log(z), Math.LN2);
export const log10 = (z: Complex): Complex => over(log(z), Math.LN10);

export const sin = ({ re, im }: Complex): Complex => ({
  re: Math.sin(re) * Math.cosh(im),
  im: Math.cos(re) * Math.sinh(im),
});
export const cos = ({ re, im }: Complex): Complex => ({
  re: Math.cos(re) * Math.cosh(im),
  im: -Math.sin(re) * Math.sinh(im),
});
export const sinh = ({ re, im }: Complex): Complex => ({
  re: Math.sinh(re) * Math.cos(im),
  im: Math.cosh(re) * Math.sin(im),
});
export const cosh = ({ re, im }: Complex): Complex => ({
  re: Math.cosh(re) * Math.cos(im),
  im: Math.sinh(re) * Math.sin(im),
});

/** tanh z; beyond |x| = 20 its distance from ±1 is 2e^(−2|x|), below what ±1 can show, but not in the imaginary part. */
export function tanh({ re, im }: Complex): Complex {
  if (Math.abs(re) > 20)
    return { re: Math.sign(re), im: 4 * Math.exp(-2 * Math.abs(re)) * Math.sin(im) * Math.cos(im) };
  const t = Math.tan(im);
  const s = Math.sinh(re);
  const beta = 1 + t * t;
  const scale = 1 + beta * s * s;
  return { re: (beta * Math.sqrt(1 + s * s) * s) / scale, im: t / scale };
}

export const tan = (z: Complex): Complex => timesMinusI(tanh(timesI(z)));

/** √(1 − z) and √(1 + z), from which Kahan's inverse functions are made. */
const roots = (z: Complex): readonly [below: Complex, above: Complex] => [
  sqrt({ re: 1 - z.re, im: -z.im }),
  sqrt({ re: 1 + z.re, im: z.im }),
];

const realOfProduct = (a: Complex, b: Complex): number => a.re * b.re - a.im * b.im;
/** The imaginary part of (the conjugate of a)·b. */
const imaginaryOfTurn = (a: Complex, b: Complex): number => a.re * b.im - a.im * b.re;

export function asin(z: Complex): Complex {
  const [below, above] = roots(z);
  return {
    re: Math.atan2(z.re, realOfProduct(below, above)),
    im: Math.asinh(imaginaryOfTurn(below, above)),
  };
}

export function acos(z: Complex): Complex {
  const [below, above] = roots(z);
  return { re: 2 * Math.atan2(below.re, above.re), im: Math.asinh(imaginaryOfTurn(above, below)) };
}

export function acosh(z: Complex): Complex {
  const below = sqrt({ re: z.re - 1, im: z.im });
  const above = sqrt({ re: z.re + 1, im: z.im });
  return {
    re: Math.asinh(below.re * above.re + below.im * above.im),
    im: 2 * Math.atan2(below.im, above.re),
  };
}

export const asinh = (z: Complex): Complex => timesMinusI(asin(timesI(z)));

export function atanh(z: Complex): Complex {
  const { re, im } = z;
  if (re < 0) return neg(atanh(neg(z)));
  const below = 1 - re;
  return {
    re: Math.log1p((4 * re) / (below * below + im * im)) / 4,
    im: Math.atan2(2 * im, below * (1 + re) - im * im) / 2,
  };
}

export const atan = (z: Complex): Complex => timesMinusI(atanh(timesI(z)));

/** The angle of the point (b, a), continued from the real plane; which quadrant it is in is told by the real parts. */
export function atan2(a: Complex, b: Complex): Complex {
  if (Math.abs(a.re) > Math.abs(b.re)) {
    const rest = atan(div(b, a));
    return { re: (Math.sign(a.re) * Math.PI) / 2 - rest.re, im: -rest.im };
  }
  const { re, im } = atan(div(a, b));
  const turn = b.re >= 0 ? 0 : a.re < 0 || Object.is(a.re, -0) ? -Math.PI : Math.PI;
  return { re: re + turn, im };
}

/** 1/(1 + e^(−z)), by whichever exponential does not overflow. */
export function sigmoid(z: Complex): Complex {
  const e = exp(z.re < 0 ? z : neg(z));
  return div(z.re < 0 ? e : real(1), add(real(1), e));
}

/** log(1 + eᶻ), by whichever exponential does not overflow. */
export const softplus = (z: Complex): Complex => (z.re > 0 ? add(z, log1p(exp(neg(z)))) : log1p(exp(z)));
