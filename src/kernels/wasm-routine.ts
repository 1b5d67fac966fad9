import { flatten, i32, op, unsigned, type Code } from './wasm-instructions.ts';

const types = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type Type = keyof typeof types;

/** The byte of a type in a module. */
export const typeByte = (type: Type): number => types[type];

/** A local variable of a routine. */
export interface Variable {
  readonly type: Type;
  readonly get: Code;
  readonly set: (value: Code) => Code;
  /** Sets it, and leaves the value. */
  readonly tee: (value: Code) => Code;
}

/** A function of a module while it is written, statement by statement. */
export interface Routine {
  readonly parameters: readonly Variable[];
  /** A variable; inside a `scope` it is given back at the scope's end. */
  readonly variable: (type: Type) => Variable;
  /** Writes a statement. */
  readonly emit: (...code: readonly Code[]) => void;
  /** Computes a value now, once, and gives the code that reads it. */
  readonly keep: (value: Code, type?: Type) => Code;
  /** Writes statements whose variables are no longer needed after them. */
  readonly scope: <R>(write: () => R) => R;
  /** What is written inside is repeated while `again`, an i32, is not 0: at least once. */
  readonly repeat: (write: () => void, again: () => Code) => void;
  /** The body as it stands in a module: declarations, code, end. `result` is what stays on the stack. */
  readonly finish: (result?: Code) => number[];
}

/** A routine of these parameters, with no statement in it yet. */
export function routine(parameterTypes: readonly Type[] = []): Routine {
  const declared: Type[] = [];
  const free = new Map<Type, Variable[]>();
  let scopes: Variable[][] = [];
  let body: Code[] = [];
  const variableAt = (index: number, type: Type): Variable => {
    const at = unsigned(index);
    return {
      type,
      get: [0x20, at],
      set: (value) => [value, 0x21, at],
      tee: (value) => [value, 0x22, at],
    };
  };
  const self: Routine = {
    parameters: parameterTypes.map((type, i) => variableAt(i, type)),
    variable: (type) => {
      const made = free.get(type)?.pop() ?? variableAt(parameterTypes.length + declared.push(type) - 1, type);
      scopes.at(-1)?.push(made);
      return made;
    },
    emit: (...code) => {
      body.push(...code);
    },
    keep: (value, type = 'v128') => {
      const kept = self.variable(type);
      body.push(kept.set(value));
      return kept.get;
    },
    scope: (write) => {
      const outer = scopes;
      const own: Variable[] = [];
      scopes = [...outer, own];
      const result = write();
      scopes = outer;
      for (const done of own) {
        const list = free.get(done.type);
        if (list === undefined) free.set(done.type, [done]);
        else list.push(done);
      }
      return result;
    },
    repeat: (write, again) => {
      const outer = body;
      const inside: Code[] = (body = []);
      write();
      body = outer;
      // loop … br_if 0 … end
      body.push([0x03, 0x40, inside, again(), 0x0d, 0, 0x0b]);
    },
    finish: (result = []) => {
      const groups: number[][] = [];
      for (let i = 0; i < declared.length;) {
        let end = i;
        while (end < declared.length && declared[end] === declared[i]) end++;
        groups.push([...unsigned(end - i), typeByte(declared[i]!)]);
        i = end;
      }
      return flatten([unsigned(groups.length), groups, body, result, 0x0b]);
    },
  };
  return self;
}

/** An address so many bytes further on. */
export const further = (address: Code, bytes: number): Code =>
  bytes === 0 ? address : op('i32.add', address, i32(bytes));

/** Where a pointer begins, and by how many bytes it moves in a round. */
export type Move = readonly [start: Code, bytes: number];

/** Repeats `write` a fixed number of times, with pointers that move on in each round. */
export function along(
  r: Routine,
  count: number,
  moves: readonly Move[],
  write: (pointers: readonly Code[]) => void,
): void {
  if (count === 1) write(moves.map(([start]) => start));
  if (count <= 1) return;
  r.scope(() => {
    const moving = moves.map(([start, bytes]) => {
      if (bytes === 0) return { get: start };
      const pointer = r.variable('i32');
      r.emit(pointer.set(start));
      const next = op('i32.add', pointer.get, i32(bytes));
      return { get: pointer.get, bytes, step: pointer.set(next), steppedTo: pointer.tee(next) };
    });
    // A pointer that moves is its own counter.
    const last = moving.findLast(({ step }) => step !== undefined);
    const left = r.variable('i32');
    r.emit(left.set(last === undefined ? i32(count) : op('i32.add', last.get, i32(count * last.bytes!))));
    r.repeat(
      () => {
        r.scope(() => {
          write(moving.map(({ get }) => get));
        });
        for (const own of moving) if (own.step !== undefined && own !== last) r.emit(own.step);
      },
      () =>
        last === undefined
          ? left.tee(op('i32.sub', left.get, i32(1)))
          : op('i32.ne', last.steppedTo!, left.get),
    );
  });
}
