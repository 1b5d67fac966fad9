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
