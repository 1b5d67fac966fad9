import type { Source } from './differentiators/differentiator.ts';
import type { Expr } from './expression/expr.ts';
import type { Model } from './language/algebra.ts';
import type { Point } from './language/problem.ts';
import { complexStep as complexStepMethod, type ComplexStepOptions } from './differentiators/complex-step.ts';
import { forward as forwardMethod } from './differentiators/forward.ts';
import {
  jacobian as jacobianOf,
  type Jacobian,
  type JacobianLayout,
  type JacobianOptions,
} from './differentiators/jacobian.ts';
import { numeric as numericMethod, type NumericOptions } from './differentiators/numeric.ts';
import { reverse as reverseMethod } from './differentiators/reverse.ts';
import {
  hessian as hessianOf,
  hessianVectorProduct as hessianVectorProductOf,
  type HessianVectorProduct,
} from './differentiators/second-order.ts';
import {
  derivative as derivativeOf,
  symbolic as symbolicMethod,
  type Sharing,
  type SymbolicOptions,
} from './differentiators/symbolic.ts';
import { readText, readingText, type TextDifferentiator } from './differentiators/text.ts';

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

/**
 * The derivative of a scalar expression by one of its scalar inputs, as an expression.
 *
 * @example
 * write(derivative('x^2', 'x')) // '2 * x'
 */
export const derivative = (f: Expr | string, variable: string, options?: SymbolicOptions): Expr =>
  derivativeOf(readText(f), variable, options);

/**
 * The Hessian of f by all of its scalar parameters, row by row: reverse mode applied twice.
 *
 * @example
 * hessian('x^2*y', { x: 1, y: 2 }) // [[4, 2], [2, 0]]
 */
export const hessian = (f: Source | string, at: Point, wrt?: readonly string[]): number[][] =>
  hessianOf(readText(f), at, wrt);

/**
 * The Hessian times a direction, without the Hessian, and the gradient with it.
 *
 * @example
 * hessianVectorProduct('x^2*y', { x: 1, y: 2 }, { x: 1, y: 0 }).product // { x: 4, y: 2 }
 */
export const hessianVectorProduct = (f: Source | string, at: Point, direction: Point): HessianVectorProduct =>
  hessianVectorProductOf(readText(f), at, direction);

/**
 * The explicit Jacobian of an array-valued function at a point.
 *
 * @example
 * jacobian((k, { x }) => k.relu(x!), { x: [1, -2] }).entries.data // [1, 0, 0, 0]
 */
export const jacobian = (f: Expr | Model | string, at: Point, options?: JacobianOptions): Jacobian =>
  jacobianOf(readText(f), at, options);

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
export { boost } from './differentiators/boost.ts';
export { curtisReid } from './differentiators/curtis-reid.ts';
export { dumontetVignes } from './differentiators/dumontet-vignes.ts';
export { gillMurraySaundersWright } from './differentiators/gill-murray-saunders-wright.ts';
export { oracle } from './differentiators/oracle.ts';
export { shiXieXuanNocedal } from './differentiators/shi-xie-xuan-nocedal.ts';
export { steplemanWinarsky } from './differentiators/stepleman-winarsky.ts';
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
export { pairing, vectorJacobianProduct, type PairingOptions } from './differentiators/jacobian.ts';
export type {
  Jacobian,
  JacobianLayout,
  JacobianOptions,
  HessianVectorProduct,
  Sharing,
  SymbolicOptions,
  TextDifferentiator,
  ComplexStepOptions,
};
export { prod, type ChainLink } from './differentiators/prod.ts';
export { gradientGraph, pullback, type GradientGraph, type SweepOptions } from './differentiators/reverse.ts';
export { straightLine, writeStraightLine, type StraightLine } from './differentiators/straight-line.ts';
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
export { attribution, type Attribution, type NodeError } from './lab/attribution.ts';
export { budgeted, type BudgetedLine, type BudgetOptions, type ErrorBudget } from './lab/budget.ts';
export { derivativeAlong } from './lab/derivative-along.ts';
export type { Along } from './lab/line.ts';
export type { PlainFunction } from './lab/checkable.ts';
export {
  gradCheck,
  type CheckVerdict,
  type ComponentCheck,
  type GradientCheck,
  type GradientCheckOptions,
} from './lab/gradient-check.ts';
export { methodBudget, type MethodBudget } from './lab/method-budget.ts';
export { taylorTest, type TaylorTest, type TaylorTestOptions } from './lab/taylor-test.ts';
export { noiseOf, type Noise } from './lab/noise.ts';
export { errorBudget, predictedStep, stepSweep, type StepSweep } from './lab/step-sweep.ts';
export { compare, type CompareOptions, type Comparison } from './lab/compare.ts';
export { reference, type Reference, type ReferenceOptions } from './lab/reference.ts';
export type { Trial } from './lab/trial.ts';
export type { Algebra, Model } from './language/algebra.ts';
export type { ArrayOperation } from './language/algebra.ts';
export type { Numbers, Operation } from './language/numbers.ts';
export { fromTensor, toTensor, type Point, type Problem, type Value } from './language/problem.ts';
export { size, type Shape, type Tensor } from './language/shape.ts';
export { complex, type Complex } from './numbers/complex.ts';
export { counting, type Tally } from './numbers/counting.ts';
export { decimal, exactDecimal } from './numbers/decimal.ts';
export { dual, type Dual } from './numbers/dual.ts';
export { float64 } from './numbers/float64.ts';
export { bfloat16, binary64, float16, float32, rounded, type Format } from './numbers/rounded.ts';
export { tensors } from './numbers/tensors.ts';
export { batch, dataset, type Dataset, type DatasetOptions } from './objectives/datasets.ts';
export { mlp, type Mlp, type MlpOptions } from './objectives/mlp.ts';
export { workedExamples, type WorkedExample } from './objectives/worked-examples.ts';
