import type { Layout } from './layout.ts';
import { spans, type Span } from './spans.ts';
import type { MatmulStep } from './step.ts';
import { i32, memoryOp, shuffle, type Code } from './wasm-instructions.ts';
import { along, type Routine } from './wasm-routine.ts';
import type { WasmSurroundings } from './wasm-surroundings.ts';
import { storePart, writeDotTile, writeOuterTile, type Place } from './wasm-tile.ts';

/** Registers allow a tile of five rows by two vectors, or eight by one. */
const rowsOfTile = (vectors: number): number => (vectors === 1 ? 8 : 5);

/** Bytes that stay in the first and in the second cache beside what streams through. */
const near = 16_384;
const nearby = 131_072;

interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly left: Place;
  readonly right: Place;
  readonly target: Place;
}

/** The product with its strides in bytes. A product of one column is turned into one of one row, so that results are neighbours. */
function productOf(step: MatmulStep, around: WasmSurroundings): Product {
  const { rows, inner, columns, left, right, target } = step;
  const { bytes } = around.v;
  const place = ({ base, strides: [row, column] }: Layout): Place => ({
    pointer: i32(0),
    offset: around.offset(base),
    rowStride: row! * bytes,
    columnStride: column! * bytes,
  });
  const straight = { rows, inner, columns, left: place(left), right: place(right), target: place(target) };
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
  if (inside <= Math.min(straight, packed)) writeDots(r, product, around);
  else if (straight <= packed) writePanels(r, product, around, right, 32, false);
  else writePacked(r, product, around);
}

function writeDots(
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
              [r.keep(sum(to!, j.from * bytes), 'i32'), j.length * bytes],
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

/** Pieces of the given length, and one of what is left. */
function cut(length: number, piece: number): Span[] {
  const whole = Math.floor(length / piece);
  const rest = length % piece;
  return [
    ...(whole > 0 ? [{ from: 0, count: whole, length: piece }] : []),
    ...(rest > 0 ? [{ from: whole * piece, count: 1, length: rest }] : []),
  ];
}

const sum = (a: Code, bytes: number): Code => (bytes === 0 ? a : [a, i32(bytes), 0x6a]);

/** Columns by panels of two vectors: how many panels are full, and what the last one holds. */
interface Panels {
  readonly from: number;
  readonly count: number;
  readonly vectors: number;
  readonly valid: number;
}

function panelsOf(columns: number, count: number): Panels[] {
  return cut(columns, 2 * count).map(({ from, count: panels, length }) => {
    const vectors = Math.ceil(length / count);
    return { from, count: panels, vectors, valid: length - (vectors - 1) * count };
  });
}

/** All tiles of a product, panel by panel of the right side, which lie `panelStride` bytes apart. */
function writePanels(
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
        [sum(right.pointer, (panel.from / (2 * count)) * panelStride), panelStride],
        [sum(target.pointer, panel.from * bytes), 2 * count * bytes],
      ],
      ([b, to]) => {
        const pointers = [r.keep(b!, 'i32'), r.keep(to!, 'i32')] as const;
        for (const i of spans(rows, rowsOfTile(panel.vectors)))
          along(
            r,
            i.count,
            [
              [sum(left.pointer, i.from * left.rowStride), i.length * left.rowStride],
              [sum(pointers[1], i.from * target.rowStride), i.length * target.rowStride],
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

/** The product by blocks: the right side is copied into panels that stay near, and the left side streams past them. */
function writePacked(r: Routine, product: Product, around: WasmSurroundings): void {
  const { rows, inner, columns, left, right, target } = product;
  const { bytes, count } = around.v;
  const deepest = near / 32;
  const inners = spans(inner, deepest);
  const depth = inners[0]!.length;
  const widest = Math.max(1, Math.floor((2 * nearby) / (depth * 32))) * 2 * count;
  const highest = Math.max(5, Math.floor(nearby / (depth * bytes) / 5) * 5);
  const split = inners.length > 1 || inners[0]!.count > 1;
  const scratch = around.scratch(Math.ceil(Math.min(columns, widest) / (2 * count)) * depth * 32);
  if (split) writeFill(r, around, target, rows, columns);
  for (const j of cut(columns, widest))
    along(
      r,
      j.count,
      [
        [i32(j.from * right.columnStride), j.length * right.columnStride],
        [i32(j.from * bytes), j.length * bytes],
      ],
      ([source, to]) => {
        const [from, result] = [r.keep(source!, 'i32'), r.keep(to!, 'i32')];
        for (const k of inners)
          along(
            r,
            k.count,
            [
              [sum(from, k.from * right.rowStride), k.length * right.rowStride],
              [i32(k.from * left.columnStride), k.length * left.columnStride],
            ],
            ([b, a]) => {
              const [first, begin] = [r.keep(b!, 'i32'), r.keep(a!, 'i32')];
              writePacking(r, around, { ...right, pointer: first }, k.length, j.length, scratch);
              const panels: Place = { pointer: i32(0), offset: scratch, rowStride: 32, columnStride: bytes };
              for (const i of spans(rows, highest))
                along(
                  r,
                  i.count,
                  [
                    [sum(begin, i.from * left.rowStride), i.length * left.rowStride],
                    [sum(result, i.from * target.rowStride), i.length * target.rowStride],
                  ],
                  ([x, y]) => {
                    const block = {
                      rows: i.length,
                      inner: k.length,
                      columns: j.length,
                      left: { ...left, pointer: r.keep(x!, 'i32') },
                      right: panels,
                      target: { ...target, pointer: r.keep(y!, 'i32') },
                    };
                    writePanels(r, block, around, panels, k.length * 32, split);
                  },
                );
            },
          );
      },
    );
}

/** Fills a row-major target with −0. */
function writeFill(r: Routine, { v }: WasmSurroundings, target: Place, rows: number, columns: number): void {
  const numbers = rows * columns;
  const whole = Math.floor(numbers / v.count);
  along(r, whole, [[i32(0), 16]], ([to]) => {
    r.emit(memoryOp('v128.store', target.offset, [to!, v.constant(-0)]));
  });
  const rest = numbers % v.count;
  if (rest > 0)
    r.scope(() => {
      storePart({ v, r }, i32(0), target.offset + whole * 16, rest, r.keep(v.constant(-0)));
    });
}

/** Copies [inner, columns] into panels of two vectors of columns, row after row. */
function writePacking(
  r: Routine,
  around: WasmSurroundings,
  from: Place,
  inner: number,
  columns: number,
  scratch: number,
): void {
  const { v } = around;
  const { count } = v;
  for (const panel of panelsOf(columns, count))
    along(
      r,
      panel.count,
      [
        [sum(from.pointer, panel.from * from.columnStride), 2 * count * from.columnStride],
        [i32((panel.from / (2 * count)) * inner * 32), inner * 32],
      ],
      ([source, to]) => {
        const lanesOf = (vector: number): number => (vector === panel.vectors - 1 ? panel.valid : count);
        const square = from.columnStride !== v.bytes && from.rowStride === v.bytes;
        const whole = square ? inner - (inner % count) : 0;
        const [start, begin] = [r.keep(source!, 'i32'), r.keep(to!, 'i32')];
        if (whole > 0)
          along(
            r,
            whole / count,
            [
              [start, count * from.rowStride],
              [begin, 32 * count],
            ],
            ([a, b]) => {
              for (let vector = 0; vector < panel.vectors; vector++)
                r.scope(() => {
                  const rows = Array.from({ length: count }, (_, lane) =>
                    r.keep(
                      v.load(
                        a!,
                        from.offset +
                          (vector * count + Math.min(lane, lanesOf(vector) - 1)) * from.columnStride,
                      ),
                    ),
                  );
                  transposed(r, rows).forEach((x, k) => {
                    r.emit(memoryOp('v128.store', scratch + vector * 16 + k * 32, [b!, x]));
                  });
                });
            },
          );
        along(
          r,
          inner - whole,
          [
            [sum(start, whole * from.rowStride), from.rowStride],
            [sum(begin, whole * 32), 32],
          ],
          ([a, b]) => {
            for (let vector = 0; vector < panel.vectors; vector++)
              r.scope(() => {
                const first = from.offset + vector * count * from.columnStride;
                let x: Code;
                if (from.columnStride === v.bytes) x = v.load(a!, first);
                else {
                  x = v.loadPart(a!, first, 1);
                  for (let lane = 1; lane < lanesOf(vector); lane++)
                    x = v.loadLane(a!, first + lane * from.columnStride, lane, x);
                }
                r.emit(memoryOp('v128.store', scratch + vector * 16, [b!, x]));
              });
          },
        );
      },
    );
}

const halves = (low: boolean): number[] =>
  [0, 16].flatMap((from) => [...new Array(8).keys()].map((i) => from + i + (low ? 0 : 8)));
const quarters = (low: boolean): number[] =>
  [0, 1].flatMap((pair) =>
    [0, 16].flatMap((from) => [0, 1, 2, 3].map((i) => from + (low ? 0 : 8) + pair * 4 + i)),
  );

/** The columns of a square of numbers whose rows are given. */
function transposed(r: Routine, rows: readonly Code[]): Code[] {
  const [a, b, c, d] = rows as [Code, Code, Code, Code];
  if (rows.length === 2) return [shuffle(halves(true), a, b), shuffle(halves(false), a, b)];
  const [p, q] = [r.keep(shuffle(quarters(true), a, b)), r.keep(shuffle(quarters(false), a, b))];
  const [s, t] = [r.keep(shuffle(quarters(true), c, d)), r.keep(shuffle(quarters(false), c, d))];
  return [
    shuffle(halves(true), p, s),
    shuffle(halves(false), p, s),
    shuffle(halves(true), q, t),
    shuffle(halves(false), q, t),
  ];
}
