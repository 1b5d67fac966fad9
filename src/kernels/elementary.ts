import type { Operation } from '../language/numbers.ts';
import type { Precision } from './kernel.ts';
import type { Code } from './wasm-instructions.ts';
import type { Routine } from './wasm-routine.ts';
export type Elementary = (r: Routine, x: Code) => Code;
export const elementary: Readonly<Record<Precision, Partial<Record<Operation, Elementary>>>> = { float64: {}, float32: {} };
