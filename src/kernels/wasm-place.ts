import type { Code } from './wasm-instructions.ts';

/** A matrix in memory as code reaches it: a pointer, a fixed distance, and strides, all in bytes. */
export interface Place {
  readonly pointer: Code;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** [rows, inner] · [inner, columns]; the columns of the target are neighbours in memory. */
export interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly left: Place;
  readonly right: Place;
  readonly target: Place;
}
