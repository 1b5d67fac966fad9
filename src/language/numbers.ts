/**
 * The words of the language: every scalar operation, with the number of its operands. What is true of an operation
 * stands in its row (`rules/pointwise`); how a number system computes it, in that system's file (`numbers/`).
 */
export const arity = {
  constant: 0,
  pi: 0,
  add: 2,
  sub: 2,
  mul: 2,
  div: 2,
  neg: 1,
  square: 1,
  sqrt: 1,
  cbrt: 1,
  power: 1,
  pow: 2,
  exp: 1,
  expm1: 1,
  log: 1,
  log1p: 1,
  log2: 1,
  log10: 1,
  sin: 1,
  cos: 1,
  tan: 1,
  asin: 1,
  acos: 1,
  atan: 1,
  atan2: 2,
  sinh: 1,
  cosh: 1,
  tanh: 1,
  asinh: 1,
  acosh: 1,
  atanh: 1,
  sigmoid: 1,
  softplus: 1,
  relu: 1,
  gelu: 1,
  erf: 1,
  erfc: 1,
  abs: 1,
  sign: 1,
  step: 1,
  floor: 1,
  less: 2,
  equal: 2,
  select: 3,
  min: 2,
  max: 2,
  hold: 1,
  carry: 2,
} as const;

export type Arity = typeof arity;
export type Operation = keyof Arity;

export const operations = Object.keys(arity) as Operation[];

/** Arguments that are not numbers of the system but part of the operation itself; always doubles. */
export interface Parameters {
  /** The double that the constant denotes, exactly. */
  constant: [value: number];
  /** A literal exponent. It is no operand, or (y·log x)·0 would be NaN for x³ at −2. */
  power: [exponent: number];
}

export type ParametersOf<K> = K extends keyof Parameters ? Parameters[K] : [];

/** A tuple of `N` values of type `T`. */
export type Operands<T, N extends number> = N extends 0
  ? []
  : N extends 1
    ? [T]
    : N extends 2
      ? [T, T]
      : [T, T, T];

/**
 * What a number must be able to do: one function for each word. Conventions that every system keeps:
 * `less` and `equal` give 1 or 0; `select(c, a, b)` is a where c ≠ 0, else b; `step(x)` is 1 for x > 0, else 0;
 * `hold(x)` is x with derivative zero; `carry(g, p)` is g·p, but 0 where g is exactly 0, whatever p is.
 */
export type Numbers<T> = {
  readonly [K in Operation]: (...x: [...Operands<T, Arity[K]>, ...ParametersOf<K>]) => T;
};
