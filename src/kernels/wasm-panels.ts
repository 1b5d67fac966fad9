import { cut, spans } from './spans.ts';
import type { Place, Product } from './wasm-place.ts';
import { along, further, type Routine } from './wasm-routine.ts';
import type { WasmSurroundings } from './wasm-surroundings.ts';
import { writeOuterTile } from './wasm-tile.ts';

/** V8 loads all that a round reads before it multiplies: with the sums, 4 + 2 + 8 of 15 registers, or 6 + 1 + 6. */
const rowsOfTile = (vectors: number): number => (vectors === 1 ? 6 : 4);

/** Columns by panels of two vectors: how many panels are full, and what the last one holds. */
export interface Panels {
  readonly from: number;
  readonly count: number;
  readonly vectors: number;
  readonly valid: number;
}

export function panelsOf(columns: number, count: number): Panels[] {
  return cut(columns, 2 * count).map(({ from, count: panels, length }) => {
    const vectors = Math.ceil(length / count);
    return { from, count: panels, vectors, valid: length - (vectors - 1) * count };
  });
}

/** All tiles of a product, panel by panel of the right side, which lie `panelStride` bytes apart. */
export function writePanels(
  r: Routine,
  { rows, inner, columns, left, target }: Product,
  around: WasmSurroundings,
  right: Place,
  panelStride: number,
  accumulate: boolean,
): void {
  const { bytes, count } = around.v;
  for (const panel of panelsOf(columns, count))
    along(
      r,
      panel.count,
      [
        [further(right.pointer, (panel.from / (2 * count)) * panelStride), panelStride],
        [further(target.pointer, panel.from * bytes), 2 * count * bytes],
      ],
      ([b, to]) => {
        const pointers = [r.keep(b!, 'i32'), r.keep(to!, 'i32')] as const;
        for (const i of spans(rows, rowsOfTile(panel.vectors)))
          along(
            r,
            i.count,
            [
              [further(left.pointer, i.from * left.rowStride), i.length * left.rowStride],
              [further(pointers[1], i.from * target.rowStride), i.length * target.rowStride],
            ],
            ([a, c]) => {
              writeOuterTile(r, around, {
                rows: i.length,
                vectors: panel.vectors,
                valid: panel.valid,
                inner,
                left: { ...left, pointer: a! },
                right: { ...right, pointer: pointers[0] },
                target: { ...target, pointer: c! },
                accumulate,
              });
            },
          );
      },
    );
}
