import type { LoopStep } from './step.ts';
import type { Code } from './wasm-instructions.ts';

/** A matrix in memory as code reaches it: a pointer, a fixed distance, and strides, all in bytes. */
export interface Place {
  readonly pointer: Code;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
  /**
   * It is a single row with room for whole vectors up to its end, so that none has to be stored number by number: what is
   * written in one piece is soonest read in one.
   */
  readonly alone?: boolean;
}

/** [rows, inner] · [inner, columns]; the columns of the target are neighbours in memory. */
export interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly left: Place;
  readonly right: Place;
  readonly target: Place;
  /** What is done with each element after the product. */
  readonly then?: LoopStep | undefined;
}
