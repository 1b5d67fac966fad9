import type { Precision } from './kernel.ts';
import { laneOp, memoryOp, op, vector, type Code, type Instruction } from './wasm-instructions.ts';

type Shaped<S extends string> = S extends `f64x2.${infer Name}` ? Name : never;
type Common = Shaped<Instruction>;

/** A vector of 128 bits as two doubles or four floats, and what can be done with it. */
export interface Lanes {
  readonly precision: Precision;
  /** Numbers in a vector: 2 or 4. */
  readonly count: number;
  /** Bytes of a number. */
  readonly bytes: number;
  /** The type of one number. */
  readonly scalar: 'f64' | 'f32';
  /** The instruction of this shape: `op('add', a, b)` is f64x2.add or f32x4.add. */
  readonly op: (
    name: Exclude<Common, 'extract_lane' | 'replace_lane' | 'convert_low_i32x4_s' | 'promote_low_f32x4'>,
    ...x: readonly Code[]
  ) => Code;
  /** The same number in every lane; in float32 rounded. */
  readonly constant: (value: number) => Code;
  /** The number in each lane. */
  readonly constants: (values: readonly number[]) => Code;
  readonly splat: (x: Code) => Code;
  readonly extract: (lane: number, x: Code) => Code;
  readonly replace: (lane: number, x: Code, value: Code) => Code;
  /** Neighbours in memory. */
  readonly load: (address: Code, offset: number) => Code;
  /** One number of memory in every lane. */
  readonly loadSplat: (address: Code, offset: number) => Code;
  /** The first `valid` numbers of memory, and zeros. */
  readonly loadPart: (address: Code, offset: number, valid: number) => Code;
  /** A number of memory in place of one lane of x. */
  readonly loadLane: (address: Code, offset: number, lane: number, x: Code) => Code;
  readonly storeLane: (address: Code, offset: number, lane: number, x: Code) => Code;
}

function lanesOf(precision: Precision): Lanes {
  const wide = precision === 'float64';
  const [shape, count, bits] = wide ? (['f64x2', 2, 64] as const) : (['f32x4', 4, 32] as const);
  const constants = (values: readonly number[]): Code =>
    vector((wide ? Float64Array : Float32Array).from(values).buffer);
  const loadLane = (address: Code, offset: number, lane: number, x: Code): Code =>
    memoryOp(`v128.load${bits}_lane`, offset, [address, x], lane);
  const loadPart = (address: Code, offset: number, valid: number): Code => {
    if (valid === count) return memoryOp('v128.load', offset, [address]);
    if (valid === 1) return memoryOp(`v128.load${bits}_zero`, offset, [address]);
    const two = memoryOp('v128.load64_zero', offset, [address]);
    return valid === 2 ? two : loadLane(address, offset + 8, 2, two);
  };
  return {
    precision,
    count,
    bytes: bits / 8,
    scalar: wide ? 'f64' : 'f32',
    op: (name, ...x) => op(`${shape}.${name}`, ...x),
    constant: (value) => constants(new Array<number>(count).fill(value)),
    constants,
    splat: (x) => op(`${shape}.splat`, x),
    extract: (lane, x) => laneOp(`${shape}.extract_lane`, lane, x),
    replace: (lane, x, value) => laneOp(`${shape}.replace_lane`, lane, x, value),
    load: (address, offset) => memoryOp('v128.load', offset, [address]),
    loadSplat: (address, offset) => memoryOp(`v128.load${bits}_splat`, offset, [address]),
    loadPart,
    loadLane,
    storeLane: (address, offset, lane, x) => memoryOp(`v128.store${bits}_lane`, offset, [address, x], lane),
  };
}

const all: Readonly<Record<Precision, Lanes>> = { float64: lanesOf('float64'), float32: lanesOf('float32') };

/** The lanes of a format. */
export const lanes = (precision: Precision): Lanes => all[precision];
