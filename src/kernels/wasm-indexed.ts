import type { GatherStep, ScatterStep } from './step.ts';
import { i32, memoryOp, op, type Code } from './wasm-instructions.ts';
import { along, type Routine } from './wasm-routine.ts';
import type { WasmSurroundings } from './wasm-surroundings.ts';

/** The address of the element whose number stands in a table. */
const indexed = (entry: Code, table: number, bytes: number): Code =>
  op('i32.mul', memoryOp('i32.load', table, [entry]), i32(bytes));

/** A scalar that was written in memory, as a variable. */
function reload(buffer: number, { v, offset, scalar, define }: WasmSurroundings): void {
  if (scalar(buffer) !== undefined) define(buffer, v.loadSplat(i32(0), offset(buffer)));
}

export function writeWasmGather(
  r: Routine,
  { base, from, target }: GatherStep,
  around: WasmSurroundings,
): void {
  const { v, offset, table } = around;
  along(
    r,
    from.length,
    [
      [i32(0), 4],
      [i32(0), v.bytes],
    ],
    ([entry, to]) => {
      const x = v.loadPart(indexed(entry!, table(from), v.bytes), offset(base), 1);
      r.emit(v.storeLane(to!, offset(target.base), 0, x));
    },
  );
  if (from.length > 0) reload(target.base, around);
}

/** Elements that are added to start at −0, to which adding the first term gives that term. */
export function writeWasmScatter(r: Routine, step: ScatterStep, around: WasmSurroundings): void {
  const { v, offset, table } = around;
  const { base, from, to, untouched, target } = step;
  if (step.size === 0) return;
  along(r, step.size, [[i32(0), v.bytes]], ([pointer]) => {
    r.emit(v.storeLane(pointer!, offset(target.base), 0, v.constant(-0)));
  });
  along(r, untouched.length, [[i32(0), 4]], ([entry]) => {
    r.emit(v.storeLane(indexed(entry!, table(untouched), v.bytes), offset(target.base), 0, v.constant(0)));
  });
  along(r, to.length, [[i32(0), 4]], ([entry]) => {
    const place = r.keep(indexed(entry!, table(to), v.bytes), 'i32');
    const term = v.loadPart(indexed(entry!, table(from), v.bytes), offset(base), 1);
    const sum = v.op('add', v.loadPart(place, offset(target.base), 1), term);
    r.emit(v.storeLane(place, offset(target.base), 0, sum));
  });
  reload(target.base, around);
}
