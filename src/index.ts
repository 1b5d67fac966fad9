import { complexStep as complexStepMethod, type ComplexStepOptions } from './differentiators/complex-step.ts';
import { forward as forwardMethod } from './differentiators/forward.ts';
import { numeric as numericMethod, type NumericOptions } from './differentiators/numeric.ts';
import { reverse as reverseMethod } from './differentiators/reverse.ts';
import { symbolic as symbolicMethod, type SymbolicOptions } from './differentiators/symbolic.ts';
import { readingText, type TextDifferentiator } from './differentiators/text.ts';

/**
 * Finite differences.
 *
 * @example
 * numeric({ step: fixed(1e-6) }).gradient('sin(x)^2', { x: 0.3 }).gradient.x // about 0.5646424734
 */
export const numeric = (options?: NumericOptions): TextDifferentiator => readingText(numericMethod(options));

/**
 * Symbolic differentiation.
 *
 * @example
 * symbolic({ laws: 'exact' }).gradient('x*y', { x: 2, y: 3 }).gradient // { x: 3, y: 2 }
 */
export const symbolic = (options?: SymbolicOptions): TextDifferentiator =>
  readingText(symbolicMethod(options));

/**
 * Reverse-mode automatic differentiation.
 *
 * @example
 * reverse().gradient('sin(x)^2 + x*y', { x: 0.3, y: 2 }).gradient.y // 0.3
 */
export const reverse = (): TextDifferentiator => readingText(reverseMethod());

/**
 * Forward-mode automatic differentiation.
 *
 * @example
 * forward().gradient('x*y', { x: 2, y: 3 }).gradient // { x: 3, y: 2 }
 */
export const forward = (): TextDifferentiator => readingText(forwardMethod());

/**
 * The complex step.
 *
 * @example
 * complexStep().gradient('x^3', { x: 2 }).gradient // { x: 12 }
 */
export const complexStep = (options?: ComplexStepOptions): TextDifferentiator =>
  readingText(complexStepMethod(options));

export type { Cost } from './differentiators/cost.ts';
export {
  isRefused,
  type Differentiator,
  type Evaluation,
  type Outcome,
  type Prepared,
  type Refused,
  type Result,
  type Source,
  type Tensors,
} from './differentiators/differentiator.ts';
export {
  fixed,
  relative,
  scipy,
  type ChosenStep,
  type Coordinate,
  type NumericOptions,
  type StencilChoice,
  type StepRule,
} from './differentiators/numeric.ts';
export { richardson, ridders, type Extrapolation } from './differentiators/extrapolation.ts';
export {
  backwardDifference,
  central,
  forwardDifference,
  stencil,
  weights,
  type Rational,
  type Stencil,
} from './differentiators/stencil.ts';
export { jacobian, pairing, vectorJacobianProduct, type JacobianLayout } from './differentiators/jacobian.ts';
export { prod, type ChainLink } from './differentiators/prod.ts';
export { gradientGraph, pullback } from './differentiators/reverse.ts';
export { hessian, hessianVectorProduct } from './differentiators/second-order.ts';
export { straightLine, writeStraightLine, type StraightLine } from './differentiators/straight-line.ts';
export { derivative, type Sharing, type SymbolicOptions } from './differentiators/symbolic.ts';
export { extent, type Extent } from './expression/extent.ts';
export { graph, input, type Expr } from './expression/expr.ts';
export { parse } from './expression/parse.ts';
export { ParseError } from './expression/parse-error.ts';
export { writeProgram, type Program, type Statement } from './expression/program.ts';
export { read } from './expression/read.ts';
export { share } from './expression/share.ts';
export type { Laws } from './expression/simplify.ts';
export { cut, objective, trace, type Objective } from './expression/trace.ts';
export { write, type WritingStyle } from './expression/write.ts';
export { compile } from './kernels/compile.ts';
export { compare, type CompareOptions, type Comparison } from './lab/compare.ts';
export { reference, type Reference } from './lab/reference.ts';
export type { Algebra, Model } from './language/algebra.ts';
export type { Numbers } from './language/numbers.ts';
export { fromTensor, toTensor, type Point, type Problem, type Value } from './language/problem.ts';
export { size, type Shape, type Tensor } from './language/shape.ts';
export { complex, type Complex } from './numbers/complex.ts';
export { counting } from './numbers/counting.ts';
export { decimal, exactDecimal } from './numbers/decimal.ts';
export { dual, type Dual } from './numbers/dual.ts';
export { float64 } from './numbers/float64.ts';
export { bfloat16, float16, float32, rounded } from './numbers/rounded.ts';
export { tensors } from './numbers/tensors.ts';
export { batch, dataset } from './objectives/datasets.ts';
export { mlp, type Mlp, type MlpOptions } from './objectives/mlp.ts';
export { workedExamples, type WorkedExample } from './objectives/worked-examples.ts';
