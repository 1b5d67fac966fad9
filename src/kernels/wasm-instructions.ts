/** The numbers of the SIMD instructions that kernels use, by the names of the WebAssembly specification. */
const simd = {
  'v128.load': 0,
  'v128.load32_splat': 9,
  'v128.load64_splat': 10,
  'v128.store': 11,
  'v128.const': 12,
  'i8x16.shuffle': 13,
  'i32x4.splat': 17,
  'i64x2.splat': 18,
  'f32x4.splat': 19,
  'f64x2.splat': 20,
  'f32x4.extract_lane': 31,
  'f32x4.replace_lane': 32,
  'f64x2.extract_lane': 33,
  'f64x2.replace_lane': 34,
  'i32x4.eq': 55,
  'i32x4.lt_s': 57,
  'i32x4.gt_s': 59,
  'i32x4.gt_u': 60,
  'f32x4.eq': 65,
  'f32x4.ne': 66,
  'f32x4.lt': 67,
  'f32x4.gt': 68,
  'f32x4.le': 69,
  'f32x4.ge': 70,
  'f64x2.eq': 71,
  'f64x2.ne': 72,
  'f64x2.lt': 73,
  'f64x2.gt': 74,
  'f64x2.le': 75,
  'f64x2.ge': 76,
  'v128.not': 77,
  'v128.and': 78,
  'v128.andnot': 79,
  'v128.or': 80,
  'v128.xor': 81,
  'v128.bitselect': 82,
  'v128.any_true': 83,
  'v128.load32_lane': 86,
  'v128.load64_lane': 87,
  'v128.store32_lane': 90,
  'v128.store64_lane': 91,
  'v128.load32_zero': 92,
  'v128.load64_zero': 93,
  'f32x4.demote_f64x2_zero': 94,
  'f64x2.promote_low_f32x4': 95,
  'f32x4.ceil': 103,
  'f32x4.floor': 104,
  'f32x4.trunc': 105,
  'f32x4.nearest': 106,
  'f64x2.ceil': 116,
  'f64x2.floor': 117,
  'f64x2.trunc': 122,
  'f64x2.nearest': 148,
  'i32x4.all_true': 163,
  'i32x4.bitmask': 164,
  'i32x4.shl': 171,
  'i32x4.shr_s': 172,
  'i32x4.shr_u': 173,
  'i32x4.add': 174,
  'i32x4.sub': 177,
  'i64x2.all_true': 195,
  'i64x2.bitmask': 196,
  'i64x2.extend_low_i32x4_s': 199,
  'i64x2.extend_high_i32x4_s': 200,
  'i64x2.extend_low_i32x4_u': 201,
  'i64x2.shl': 203,
  'i64x2.shr_s': 204,
  'i64x2.shr_u': 205,
  'i64x2.add': 206,
  'i64x2.sub': 209,
  'i64x2.eq': 214,
  'i64x2.lt_s': 216,
  'i64x2.gt_s': 217,
  'f32x4.abs': 224,
  'f32x4.neg': 225,
  'f32x4.sqrt': 227,
  'f32x4.add': 228,
  'f32x4.sub': 229,
  'f32x4.mul': 230,
  'f32x4.div': 231,
  'f32x4.min': 232,
  'f32x4.max': 233,
  'f32x4.pmin': 234,
  'f32x4.pmax': 235,
  'f64x2.abs': 236,
  'f64x2.neg': 237,
  'f64x2.sqrt': 239,
  'f64x2.add': 240,
  'f64x2.sub': 241,
  'f64x2.mul': 242,
  'f64x2.div': 243,
  'f64x2.min': 244,
  'f64x2.max': 245,
  'f64x2.pmin': 246,
  'f64x2.pmax': 247,
  'i32x4.trunc_sat_f32x4_s': 248,
  'f32x4.convert_i32x4_s': 250,
  'i32x4.trunc_sat_f64x2_s_zero': 252,
  'f64x2.convert_low_i32x4_s': 254,
  'f32x4.relaxed_madd': 0x105,
  'f64x2.relaxed_madd': 0x107,
} as const;

/** The bytes of the other instructions that kernels use. */
const plain = {
  drop: 0x1a,
  'i32.load': 0x28,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.ne': 0x47,
  'f32.demote_f64': 0xb6,
  'f64.promote_f32': 0xbb,
} as const;

export type Instruction = keyof typeof simd | keyof typeof plain;

/** Instructions as bytes; nested, so that pieces are joined without copying. */
export type Code = number | readonly Code[];

/** An unsigned number in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    const low = value % 128;
    value = Math.floor(value / 128);
    bytes.push(value > 0 ? low + 128 : low);
  } while (value > 0);
  return bytes;
}

/** A signed 32-bit number in LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 127;
    value >>= 7;
    const done = (value === 0 && (low & 64) === 0) || (value === -1 && (low & 64) !== 0);
    bytes.push(done ? low : low | 128);
    if (done) return bytes;
  }
}

const simdBytes = new Map<string, readonly number[]>(
  Object.entries(simd).map(([name, number]) => [name, [0xfd, ...unsigned(number)]]),
);

function opcode(name: Instruction): Code {
  return simdBytes.get(name) ?? plain[name as keyof typeof plain];
}

/** An instruction after the code of its operands. */
export function op(name: Instruction, ...operands: readonly Code[]): Code {
  return [...operands, opcode(name)];
}

/** An instruction with an immediate that names a lane. */
export function laneOp(name: Instruction, lane: number, ...operands: readonly Code[]): Code {
  return [...operands, opcode(name), lane];
}

/** An access to memory at an address in bytes plus a fixed distance; `lane` where the instruction names one. */
export function memoryOp(name: Instruction, offset: number, operands: readonly Code[], lane?: number): Code {
  // The alignment is only a hint: 0 promises nothing.
  const place = [0, ...unsigned(offset)];
  return [...operands, opcode(name), place, ...(lane === undefined ? [] : [lane])];
}

/** Lanes of bytes: which byte of the two operands, one after the other, each byte of the result is. */
export function shuffle(bytes: readonly number[], a: Code, b: Code): Code {
  return [a, b, opcode('i8x16.shuffle'), bytes];
}

export const i32 = (value: number): Code => [0x41, ...signed(value)];

/** A vector that is known while the code is written. */
export function vector(bytes: ArrayBufferLike): Code {
  return [opcode('v128.const'), [...new Uint8Array(bytes)]];
}

/** All bytes of a piece of code, in order. */
export function flatten(code: Code): number[] {
  const bytes: number[] = [];
  const walk = (piece: Code): void => {
    if (typeof piece === 'number') bytes.push(piece);
    else for (const part of piece) walk(part);
  };
  walk(code);
  return bytes;
}
