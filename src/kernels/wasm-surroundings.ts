import type { Code } from './wasm-instructions.ts';
import type { Lanes } from './wasm-lanes.ts';
import type { Operation } from '../language/numbers.ts';

/** How the code of a step reaches what stands outside it. */
export interface WasmSurroundings {
  readonly v: Lanes;
  /** acc + a·b, rounded once if fused multiply-add is on, else twice. */
  readonly multiplyAdd: (acc: Code, a: Code, b: Code) => Code;
  /** Where a buffer begins, in bytes. */
  readonly offset: (buffer: number) => number;
  readonly size: (buffer: number) => number;
  /** So many bytes of memory that no buffer lies in; whatever they held is lost at the next step. */
  readonly scratch: (bytes: number) => number;
  /** Where a table of indices begins, in bytes. */
  readonly table: (table: Int32Array) => number;
  /** The value of a scalar buffer in every lane, or `undefined` where the buffer is no scalar. */
  readonly scalar: (buffer: number) => Code | undefined;
  /** Gives a scalar its value, which stands in every lane. */
  readonly define: (buffer: number, value: Code) => void;
  /** An elementary operation of our own on a vector. */
  readonly elementary: (operation: Operation, x: Code) => Code;
  /** An operation of JavaScript's on numbers, one from each operand. */
  readonly callScalar: (operation: Operation, parameters: readonly number[], x: readonly Code[]) => Code;
}
