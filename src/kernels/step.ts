import type { Operation } from '../language/numbers.ts';
import type { Layout } from './layout.ts';

/** What an instruction is applied to. A load's strides run over the axes of the loop that it stands in. */
export type Operand =
  | { readonly kind: 'result'; readonly of: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'load'; readonly from: Layout };

/** One scalar operation inside a loop; its parameter is a literal exponent, where there is one. */
export interface Instruction {
  readonly op: Operation;
  readonly operands: readonly Operand[];
  readonly parameters: readonly number[];
}

/**
 * A nest of loops over `lengths`. Its body computes the instructions, and stores the result, or adds it up (or keeps the
 * largest or smallest) along the axes on which the target has no extent.
 */
export interface LoopStep {
  readonly kind: 'loop';
  readonly lengths: readonly number[];
  readonly target: Layout;
  /** The axes that are folded away, and how. */
  readonly fold?: { readonly by: 'sum' | 'max' | 'min'; readonly axes: readonly number[] };
  readonly instructions: readonly Instruction[];
  readonly result: Operand;
}

/**
 * [rows, inner] · [inner, columns], each operand read through its own strides, the target row-major; then, where there is
 * one, a loop over the elements of the target that computes each anew from what the product left there.
 */
export interface MatmulStep {
  readonly kind: 'matmul';
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly left: Layout;
  readonly right: Layout;
  readonly target: Layout;
  readonly then?: LoopStep;
}

/** Element i of the target is the element `from[i]` of the base. */
export interface GatherStep {
  readonly kind: 'gather';
  readonly base: number;
  readonly from: Int32Array;
  readonly target: Layout;
}

/** Element `from[i]` of the base is added to element `to[i]` of the target; where nothing is added it is 0. */
export interface ScatterStep {
  readonly kind: 'scatter';
  readonly base: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly untouched: Int32Array;
  readonly size: number;
  readonly target: Layout;
}

export type Step = LoopStep | MatmulStep | GatherStep | ScatterStep;

/** The layouts that a step reads. */
export function reads(step: Step): Layout[] {
  switch (step.kind) {
    case 'loop': {
      const found = step.result.kind === 'load' ? [step.result.from] : [];
      for (const { operands } of step.instructions)
        for (const operand of operands) if (operand.kind === 'load') found.push(operand.from);
      return found;
    }
    case 'matmul':
      return [
        step.left,
        step.right,
        ...(step.then === undefined ? [] : reads(step.then)).filter(({ base }) => base !== step.target.base),
      ];
    case 'gather':
    case 'scatter':
      return [{ base: step.base, offset: 0, strides: [] }];
  }
}
