import { cut, spans } from './spans.ts';
import { i32 } from './wasm-instructions.ts';
import type { Product } from './wasm-place.ts';
import { along, further, type Routine } from './wasm-routine.ts';
import type { WasmSurroundings } from './wasm-surroundings.ts';
import { writeDotTile } from './wasm-tile.ts';

/** A product as inner products: the inner axis runs through neighbours on both sides. */
export function writeDots(
  r: Routine,
  { rows, inner, columns, left, right, target }: Product,
  around: WasmSurroundings,
): void {
  const { bytes } = around.v;
  const widest = rows === 1 ? 8 : 4;
  for (const i of spans(rows, 2))
    for (const j of cut(columns, widest))
      along(
        r,
        i.count,
        [
          [i32(i.from * left.rowStride), i.length * left.rowStride],
          [i32(i.from * target.rowStride), i.length * target.rowStride],
        ],
        ([a, to]) => {
          along(
            r,
            j.count,
            [
              [i32(j.from * right.columnStride), j.length * right.columnStride],
              [r.keep(further(to!, j.from * bytes), 'i32'), j.length * bytes],
            ],
            ([b, c]) => {
              writeDotTile(r, around, {
                rows: i.length,
                columns: j.length,
                inner,
                left: { ...left, pointer: a! },
                right: { ...right, pointer: b! },
                target: { ...target, pointer: c! },
              });
            },
          );
        },
      );
}
