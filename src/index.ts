import type { Refused, Source } from './differentiators/differentiator.ts';
import type { Expr } from './expression/expr.ts';
import type { Model } from './language/algebra.ts';
import type { Point } from './language/problem.ts';
import { complexStep as complexStepMethod, type ComplexStepOptions } from './differentiators/complex-step.ts';
import { forward as forwardMethod, type ForwardOptions } from './differentiators/forward.ts';
import {
  gradientKernel as gradientKernelOf,
  type GradientKernel,
  type GradientKernelOptions,
} from './differentiators/gradient-kernel.ts';
import {
  jacobian as jacobianOf,
  type Jacobian,
  type JacobianLayout,
  type JacobianOptions,
} from './differentiators/jacobian.ts';
import {
  numeric as numericMethod,
  type NumericDifferentiator,
  type NumericOptions,
} from './differentiators/numeric.ts';
import { reverse as reverseMethod, type ReverseOptions } from './differentiators/reverse.ts';
import {
  hessianExpressions as hessianExpressionsOf,
  type SymbolicHessian,
  type SymbolicHessianOptions,
} from './differentiators/hessian-expressions.ts';
import {
  hessianVectorProduct as hessianVectorProductOf,
  type HessianVectorMethod,
  type HessianVectorOptions,
  type HessianVectorProduct,
} from './differentiators/hessian-vector-product.ts';
import {
  derivatives as derivativesAlong,
  type Counted,
  type HigherDerivatives,
  type HigherOrderMethod,
  type HigherOrderOptions,
} from './differentiators/higher-order.ts';
import {
  hessian as hessianOf,
  type HessianMethod,
  type HessianOptions,
} from './differentiators/second-order.ts';
import {
  derivative as derivativeOf,
  symbolic as symbolicMethod,
  type SymbolicOptions,
} from './differentiators/symbolic.ts';
import type { SymbolicGradient } from './differentiators/written-gradient.ts';
import type { Sharing } from './expression/share.ts';
import {
  forwardGradient as forwardGradientMethod,
  type ForwardGradientOptions,
} from './differentiators/forward-gradient.ts';
import { spsa as spsaMethod, type SpsaOptions } from './differentiators/spsa.ts';
import { readText, readingText, type TextDifferentiator } from './differentiators/text.ts';

/**
 * Finite differences, of plain functions too; beside the gradient `derivative`, `directionalDerivative`, `jacobian` and
 * `hessian`. Each answer says how far it thinks itself to be off.
 *
 * @example
 * numeric({ step: fixed(1e-6) }).gradient('sin(x)^2', { x: 0.3 }).gradient.x // about 0.5646424734
 *
 * @example
 * numeric().derivative(Math.exp, 1).derivative // about 2.718281828
 *
 * @example
 * numeric().hessian(([x, y]) => x! ** 2 * y!, [1, 2]).hessian[0][1] // about 2
 */
export const numeric = (options?: NumericOptions): NumericDifferentiator<Source | string> => {
  const method = numericMethod(options);
  const reading =
    <A extends unknown[], R>(call: (f: Source, ...rest: A) => R) =>
    (f: Source | string, ...rest: A): R =>
      call(readText(f), ...rest);
  return {
    ...method,
    gradient: reading(method.gradient),
    derivative: reading(method.derivative),
    directionalDerivative: reading(method.directionalDerivative),
    jacobian: reading(method.jacobian),
    hessian: reading(method.hessian),
  } as NumericDifferentiator<Source | string>;
};

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
export const reverse = (options?: ReverseOptions): TextDifferentiator => readingText(reverseMethod(options));

/**
 * Reverse mode compiled once, to be run often: value and gradient in one memory with the parameters and the data, as
 * WebAssembly with SIMD where the engine has it.
 *
 * @example
 * gradientKernel('x^2*y').run() // 0
 */
export const gradientKernel = (
  f: Exclude<Source, Model> | string,
  options?: GradientKernelOptions,
): GradientKernel => gradientKernelOf(readText(f), options);

/**
 * Forward-mode automatic differentiation.
 *
 * @example
 * forward().gradient('x*y', { x: 2, y: 3 }).gradient // { x: 3, y: 2 }
 */
export const forward = (options?: ForwardOptions): TextDifferentiator => readingText(forwardMethod(options));

/**
 * The complex step.
 *
 * @example
 * complexStep().gradient('x^3', { x: 2 }).gradient // { x: 12 }
 */
export const complexStep = (options?: ComplexStepOptions): TextDifferentiator =>
  readingText(complexStepMethod(options));

/**
 * Simultaneous perturbation: an estimate of the gradient from two evaluations, however many parameters there are.
 *
 * @example
 * spsa({ seed: 1 }).gradient('3*x', { x: 2 }).gradient.x // about 3
 */
export const spsa = (options?: SpsaOptions): TextDifferentiator => readingText(spsaMethod(options));

/**
 * The forward gradient: an estimate of the gradient from one pass forwards, along a random direction.
 *
 * @example
 * forwardGradient({ seed: 1 }).gradient('x*y', { x: 2, y: 3 }).cost.evaluations // 1
 */
export const forwardGradient = (options?: ForwardGradientOptions): TextDifferentiator =>
  readingText(forwardGradientMethod(options));

/**
 * The derivative of a scalar expression by one of its scalar inputs, as an expression.
 *
 * @example
 * write(derivative('x^2', 'x')) // '2 * x'
 */
export const derivative = (f: Expr | string, variable: string, options?: SymbolicOptions): Expr =>
  derivativeOf(readText(f), variable, options);

/**
 * The derivatives f, f′, f″, … up to any order: of a function of one number, or along a direction. By Taylor series unless
 * another method is named.
 *
 * @example
 * derivatives('sin(x)', { x: 0 }, 3).derivatives // [0, 1, -0, -1]
 *
 * @example
 * derivatives('x^2*y', { x: 1, y: 2 }, 2, { direction: { x: 1, y: 1 } }).derivatives // [2, 5, 8]
 */
export const derivatives = (
  f: Source | string,
  at: Point,
  order: number,
  options?: HigherOrderOptions,
): HigherDerivatives => derivativesAlong(readText(f), at, order, options);

/**
 * The Hessian of f by all of its scalar parameters, row by row: by reverse mode applied twice, unless another method is
 * named.
 *
 * @example
 * hessian('x^2*y', { x: 1, y: 2 }) // [[4, 2], [2, 0]]
 *
 * @example
 * hessian('x^2*y', { x: 1, y: 2 }, ['x', 'y'], { method: 'symbolic' }) // [[4, 2], [2, 0]]
 */
export const hessian = (
  f: Source | string,
  at: Point,
  wrt?: readonly string[],
  options?: HessianOptions,
): number[][] => hessianOf(readText(f), at, wrt, options);

/**
 * The value, the gradient and the Hessian as expressions that share all equal parts, to be printed or counted.
 *
 * @example
 * write(hessianExpressions('x^2*y').hessian[0][1]) // '2 * x'
 */
export const hessianExpressions = (
  f: Source | string,
  options?: SymbolicHessianOptions,
): SymbolicHessian | Refused => hessianExpressionsOf(readText(f), options);

/**
 * The Hessian times a direction, without the Hessian, and the gradient with it: by reverse mode in dual numbers, unless
 * another method is named.
 *
 * @example
 * hessianVectorProduct('x^2*y', { x: 1, y: 2 }, { x: 1, y: 0 }).product // { x: 4, y: 2 }
 */
export const hessianVectorProduct = (
  f: Source | string,
  at: Point,
  direction: Point,
  options?: HessianVectorOptions,
): HessianVectorProduct => hessianVectorProductOf(readText(f), at, direction, options);

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
  type Nested,
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
  type NumericDifferentiator,
  type NumericOptions,
  type StencilChoice,
  type StepRule,
} from './differentiators/numeric.ts';
export type {
  NumericDerivative,
  NumericGradient,
  NumericHessian,
  NumericJacobian,
} from './differentiators/finite-differences.ts';
export type { PlainCurve, PlainFunction, PlainMap } from './differentiators/sampled.ts';
export type { Bounds, BoundsByName, SlopeAlong } from './differentiators/slope-along.ts';
export type { Branch, StraddledBranch } from './differentiators/branch.ts';
export type { OneSided } from './differentiators/one-sided.ts';
export { boost } from './differentiators/boost.ts';
export { curtisReid } from './differentiators/curtis-reid.ts';
export { dumontetVignes, type DumontetVignesOptions } from './differentiators/dumontet-vignes.ts';
export { gillMurraySaundersWright } from './differentiators/gill-murray-saunders-wright.ts';
export { oracle } from './differentiators/oracle.ts';
export { shiXieXuanNocedal } from './differentiators/shi-xie-xuan-nocedal.ts';
export { steplemanWinarsky, type SteplemanWinarskyOptions } from './differentiators/stepleman-winarsky.ts';
export { richardson, ridders, type Extrapolation } from './differentiators/extrapolation.ts';
export {
  backwardDifference,
  balancedStep,
  central,
  forwardDifference,
  stencil,
  weights,
  type Rational,
  type Stencil,
} from './differentiators/stencil.ts';
export { symbolicGradient } from './differentiators/symbolic.ts';
export { pairing, vectorJacobianProduct, type PairingOptions } from './differentiators/jacobian.ts';
export type {
  GradientKernel,
  GradientKernelOptions,
  Jacobian,
  JacobianLayout,
  JacobianOptions,
  Counted,
  HessianMethod,
  HessianOptions,
  HessianVectorMethod,
  HessianVectorOptions,
  HessianVectorProduct,
  HigherDerivatives,
  HigherOrderMethod,
  HigherOrderOptions,
  SymbolicHessian,
  SymbolicHessianOptions,
  Sharing,
  SymbolicGradient,
  SymbolicOptions,
  TextDifferentiator,
  ComplexStepOptions,
  ForwardGradientOptions,
  ForwardOptions,
  ReverseOptions,
  SpsaOptions,
};
export type { PartialForm } from './rules/rule.ts';
export { mathjs, type MathjsOptions } from './differentiators/mathjs.ts';
export { nerdamer, type NerdamerOptions } from './differentiators/nerdamer.ts';
export type { MathjsWay, NerdamerWay } from './differentiators/engine-job.ts';
export type { EngineDerivatives, EngineDifferentiator, EngineLimits } from './differentiators/engine.ts';
export { prod, type ChainLink } from './differentiators/prod.ts';
export {
  gradientGraph,
  pullback,
  type GradientGraph,
  type SweepOptions,
} from './differentiators/pullback.ts';
export { straightLine, writeStraightLine, type StraightLine } from './differentiators/straight-line.ts';
export { explain, type Derivation, type DerivationStep } from './differentiators/explain.ts';
export { sweepTable, type SweepStep, type SweepTable } from './differentiators/sweep-table.ts';
export { writeDot } from './expression/dot.ts';
export { expand } from './expression/expand.ts';
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
export type { Checkpoints } from './differentiators/checkpoints.ts';
export { compileKernel, type KernelOptions } from './kernels/compile-kernel.ts';
export type { Built, Floats, Kernel, KernelKind, Precision } from './kernels/kernel.ts';
export { attribution, type Attribution, type AttributionOptions, type NodeError } from './lab/attribution.ts';
export { differenceAttribution } from './lab/difference-attribution.ts';
export { gradientAttribution } from './lab/gradient-attribution.ts';
export { branchReport, type BranchReport, type BranchReportOptions } from './lab/branch-report.ts';
export type { NearBranch } from './lab/near-branch.ts';
export { budgeted, type BudgetedLine, type BudgetOptions, type ErrorBudget } from './lab/budget.ts';
export { chosenStep } from './lab/chosen-step.ts';
export { derivativeAlong } from './lab/derivative-along.ts';
export type { ComputedDifference } from './lab/computed-difference.ts';
export type { Along, Line } from './lab/line.ts';
export type { GivenGradient, NumberList } from './lab/checkable.ts';
export type { CheckVerdict, Deviation, Tolerance } from './lab/check-verdict.ts';
export {
  gradCheck,
  type ComponentCheck,
  type GradientCheck,
  type GradientCheckOptions,
} from './lab/gradient-check.ts';
export { methodBudget, methodBudgets, type MethodBudget } from './lab/method-budget.ts';
export {
  taylorTest,
  type DirectionTest,
  type RemainderRow,
  type TaylorTest,
  type TaylorTestOptions,
} from './lab/taylor-test.ts';
export { optimalStep, type MeasuredStep, type OptimalStep } from './lab/optimal-step.ts';
export { noiseOf, type Noise } from './lab/noise.ts';
export { errorBudget, predictedStep, stepSweep, type StepSweep } from './lab/step-sweep.ts';
export { accuracy, predict, type PredictOptions } from './lab/train-accuracy.ts';
export type { Method } from './lab/train-gradient.ts';
export { adam, momentum, sgd, type Optimizer, type Rate } from './lab/train-optimizer.ts';
export type { Trainable } from './lab/train-problem.ts';
export type { TrainingData } from './lab/train-samples.ts';
export { train } from './lab/train.ts';
export type { TrainOptions, Training, TrainingEpoch, TrainingOutcome, TrainingStep } from './lab/training.ts';
export { swell, type Counts, type Swell, type SwellOptions } from './lab/swell.ts';
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
export { derivativesOf, series, taylor, type Series } from './numbers/taylor.ts';
export { tensors } from './numbers/tensors.ts';
export { batch, dataset, type Dataset, type DatasetOptions } from './objectives/datasets.ts';
export { mlp, type Mlp, type MlpOptions } from './objectives/mlp.ts';
export { workedExamples, type WorkedExample } from './objectives/worked-examples.ts';
