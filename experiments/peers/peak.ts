import type { Precision } from '../../src/index.ts';

/** What of WebAssembly's interface is used, which Node's types lack. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly validate: (bytes: Uint8Array) => boolean;
}

const engine = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;

const iterations = 4096;

/** A number in the variable-length code of WebAssembly, unsigned. */
const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)]);

const simd = (code: number, ...rest: number[]): number[] => [0xfd, ...leb(code), ...rest];
const section = (id: number, body: readonly number[]): number[] => [id, ...leb(body.length), ...body];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];

/** The codes of instructions, by format (WebAssembly 3.0, vector instructions). */
const formats = {
  float64: {
    lanes: 2,
    type: 0x7c,
    constant: 0x44,
    splat: 0x14,
    lane: 0x21,
    add: 0xf0,
    mul: 0xf2,
    fused: 0x107,
  },
  float32: {
    lanes: 4,
    type: 0x7d,
    constant: 0x43,
    splat: 0x13,
    lane: 0x1f,
    add: 0xe4,
    mul: 0xe6,
    fused: 0x105,
  },
} as const;

type Codes = (typeof formats)[Precision];

/** One multiply-add in each of some chains, which are the first locals; `one` is a local that holds 1. */
interface Round {
  readonly sums: readonly number[];
  readonly locals: number;
  readonly code: (codes: Codes, one: number) => number[];
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** s ← 1·1 + s in twelve chains: enough for two units of a latency of six cycles. */
const fusedRound: Round = {
  sums: upTo(12),
  locals: 12,
  code: ({ fused }, one) =>
    upTo(12).flatMap((s) => [...get(one), ...get(one), ...get(s), ...simd(fused), ...set(s)]),
};

/**
 * m ← m·1 and s ← s + m in seven pairs, so that a product waits only for the product before it, and a sum for the sum: enough for
 * two units of each with a latency of three cycles, few enough for 16 registers.
 */
const separateRound: Round = {
  sums: upTo(7),
  locals: 14,
  code: ({ mul, add }, one) =>
    upTo(7).flatMap((s) => [
      ...[...get(s + 7), ...get(one), ...simd(mul), ...set(s + 7)],
      ...[...get(s), ...get(s + 7), ...simd(add), ...set(s)],
    ]),
};

/** A module with one function: all locals start at 1, the round is done so many times, and the sum of all s is given. */
function moduleBytes(precision: Precision, { sums, locals, code }: Round): Uint8Array {
  const codes = formats[precision];
  const bytesOfOne = new Uint8Array((precision === 'float64' ? Float64Array : Float32Array).of(1).buffer);
  const [one, count] = [locals, locals + 1];
  const body = [
    ...[2, locals + 1, 0x7b, 1, 0x7f],
    ...upTo(locals + 1).flatMap((i) => [codes.constant, ...bytesOfOne, ...simd(codes.splat), ...set(i)]),
    ...[0x41, ...leb(iterations), ...set(count)],
    ...[0x03, 0x40, ...code(codes, one)],
    ...[...get(count), 0x41, 1, 0x6b, 0x22, count, 0x0d, 0, 0x0b],
    ...sums.flatMap((s, i) => [...get(s), ...(i === 0 ? [] : simd(codes.add))]),
    ...simd(codes.lane, 0),
    0x0b,
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 1, codes.type]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x70, 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

/** A loop of nothing but multiply-adds on vectors of 128 bits, as fast as a core does them. */
export interface Peak {
  readonly run: () => number;
  /** What a run gives. */
  readonly right: number;
}

const roundOf = (fused: boolean): Round => (fused ? fusedRound : separateRound);

/** Multiplications and additions in a run. */
export const peakOperations = (precision: Precision, fused: boolean): number =>
  2 * iterations * roundOf(fused).sums.length * formats[precision].lanes;

/** What the two loops are called among contestants. */
export const peakName = (fused: boolean): string => (fused ? 'peak, fused' : 'peak');

/** The loop with multiplication and addition apart, or fused; undefined where the engine lacks that. */
export function peak(precision: Precision, fused: boolean): Peak | undefined {
  const round = roundOf(fused);
  const bytes = moduleBytes(precision, round);
  if (!engine.validate(bytes)) return undefined;
  const { exports } = new engine.Instance(new engine.Module(bytes));
  return { run: exports.p as () => number, right: round.sums.length * (1 + iterations) };
}
