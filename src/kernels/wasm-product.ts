import type { Layout } from './layout.ts';
import type { MatmulStep } from './step.ts';
import { writeDots } from './wasm-dots.ts';
import { i32 } from './wasm-instructions.ts';
import { writeWasmFill, writeWasmLoop } from './wasm-loop.ts';
import { near, writePacked } from './wasm-packed.ts';
import { writePanels } from './wasm-panels.ts';
import type { Place, Product } from './wasm-place.ts';
import type { Routine } from './wasm-routine.ts';
import { shortest, writeShort } from './wasm-short.ts';
import type { WasmSurroundings } from './wasm-surroundings.ts';

/** The product with its strides in bytes. A product of one column is turned into one of one row, so that results are neighbours. */
function productOf(step: MatmulStep, around: WasmSurroundings): Product {
  const { rows, inner, columns, left, right, target } = step;
  const { bytes } = around.v;
  const place = ({ base, offset, strides: [row, column] }: Layout): Place => ({
    pointer: i32(0),
    offset: around.offset(base) + offset * bytes,
    rowStride: row! * bytes,
    columnStride: column! * bytes,
  });
  const alone = rows === 1 || columns === 1;
  const to = { ...place(target), alone };
  const straight = { rows, inner, columns, left: place(left), right: place(right), target: to };
  if (columns > 1) return straight;
  const turned = ({ rowStride, columnStride, ...rest }: Place): Place => ({
    ...rest,
    rowStride: columnStride,
    columnStride: rowStride,
  });
  return {
    rows: columns,
    inner,
    columns: rows,
    left: turned(straight.right),
    right: turned(straight.left),
    target: turned(straight.target),
  };
}

/**
 * The code of a matrix product, [rows, inner] · [inner, columns], whatever the strides: as outer products where the
 * columns on the right are neighbours, or are made so by packing; as inner products where the inner axis runs through
 * neighbours on both sides and the product is too small to pack. Blocks are as in Goto & van de Geijn (2008).
 */
export function writeWasmProduct(r: Routine, step: MatmulStep, around: WasmSurroundings): void {
  const product = productOf(step, around);
  const { rows, inner, columns, left, right } = product;
  const { bytes, count } = around.v;
  if (rows * columns === 0) return;
  if (inner === 0) {
    writeWasmFill(r, around, step.target.base, 0);
    if (step.then !== undefined) writeWasmLoop(r, step.then, around);
    return;
  }
  const neighbours = right.columnStride === bytes || columns === 1;
  const dots = left.columnStride === bytes && right.rowStride === bytes;
  const small = inner * columns * bytes <= near;
  // In rounds of the innermost loop: what a way costs beside the multiply-adds that all have in common.
  const vectors = Math.ceil(columns / count);
  const outer = rows * vectors * inner;
  const packing = (inner * columns * (neighbours ? 1 : 2)) / (neighbours ? count : 1);
  const inside = dots ? rows * columns * Math.ceil(inner / count) * 1.1 + rows * columns : Infinity;
  const straight = neighbours ? outer * (small || rows < 8 ? 1 : 1.5) : Infinity;
  const packed = outer + packing;
  if (inner <= shortest && neighbours) writeShort(r, product, around);
  else if (inside <= Math.min(straight, packed)) writeDots(r, product, around);
  else if (straight <= packed) writePanels(r, product, around, right, 32, false);
  else {
    // Block by block, what comes after finds the product near; a product that was turned has no such blocks.
    writePacked(r, step.columns > 1 ? { ...product, then: step.then } : product, around);
    if (step.columns > 1) return;
  }
  if (step.then !== undefined) writeWasmLoop(r, step.then, around);
}
