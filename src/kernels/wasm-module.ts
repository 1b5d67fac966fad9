import { unsigned } from './wasm-instructions.ts';
import { typeByte, type Type } from './wasm-routine.ts';

/** What a function takes and gives. */
export interface Signature {
  readonly parameters: readonly Type[];
  readonly results: readonly Type[];
}

/** A function of a module: its signature, and its body as a `Routine` finished it. */
export interface ModuleFunction extends Signature {
  readonly body: readonly number[];
}

/** What a module consists of: functions of JavaScript, then its own, numbered on; and one memory. */
export interface ModuleParts {
  readonly imports: readonly Signature[];
  readonly functions: readonly ModuleFunction[];
  /** The functions that can be called from outside, by the number that they have among all. */
  readonly exports: Readonly<Record<string, number>>;
  /** Pages of 65 536 bytes. */
  readonly pages: number;
}

const text = (name: string): number[] => {
  const bytes = [...new TextEncoder().encode(name)];
  return [...unsigned(bytes.length), ...bytes];
};

const list = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];

/**
 * A WebAssembly module in binary. It imports the functions `f.0`, `f.1`, … and the memory `m.m`, and has a text in it only
 * where an export has a name.
 */
export function moduleBytes({ imports, functions, exports, pages }: ModuleParts): Uint8Array<ArrayBuffer> {
  const types: number[][] = [];
  const numbers = new Map<string, number>();
  const typeOf = ({ parameters, results }: Signature): number => {
    const type = [
      0x60,
      ...list(parameters.map((t) => [typeByte(t)])),
      ...list(results.map((t) => [typeByte(t)])),
    ];
    const key = type.join();
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = types.push(type) - 1));
    return number;
  };
  const imported = imports.map((own, i) => [...text('f'), ...text(String(i)), 0, ...unsigned(typeOf(own))]);
  const memory = [...text('m'), ...text('m'), 2, 0, ...unsigned(pages)];
  const declared = functions.map((own) => unsigned(typeOf(own)));
  const exported = Object.entries(exports).map(([name, number]) => [...text(name), 0, ...unsigned(number)]);
  const pieces: (readonly number[])[] = [[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]];
  const section = (id: number, bytes: readonly number[]): void => {
    pieces.push([id, ...unsigned(bytes.length)], bytes);
  };
  section(1, list(types));
  section(2, list([...imported, memory]));
  section(3, list(declared));
  section(7, list(exported));
  const bodies = functions.map(({ body }) => [unsigned(body.length), body]);
  const code = [unsigned(functions.length), ...bodies.flat()];
  pieces.push([10, ...unsigned(code.reduce((sum, piece) => sum + piece.length, 0))], ...code);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
