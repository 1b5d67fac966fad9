import type { Layout } from './layout.ts';
import type { LoopStep, Operand } from './step.ts';

/** One loop of a nest: how many rounds, whether it is folded away, and how far each view moves in a round. */
export interface Axis {
  readonly length: number;
  readonly folded: boolean;
  readonly strides: readonly number[];
}

/** What a nest of loops reads and writes, each way of looking at a buffer once: the target first. */
export interface Views {
  readonly views: readonly Layout[];
  readonly numberOf: (view: Layout) => number;
}

export function viewsOf({ target, result, instructions }: LoopStep): Views {
  const key = ({ base, offset, strides }: Layout): string => `${base}:${offset}:${strides.join()}`;
  const views: Layout[] = [target];
  const numbers = new Map<string, number>();
  const note = (operand: Operand): void => {
    if (operand.kind !== 'load' || numbers.has(key(operand.from))) return;
    numbers.set(key(operand.from), views.push(operand.from) - 1);
  };
  note(result);
  for (const { operands } of instructions) operands.forEach(note);
  return { views, numberOf: (view) => numbers.get(key(view))! };
}

/** The loops of a nest: neighbouring ones that every view runs through evenly become one; those of one round vanish. */
export function merge({ lengths, fold }: LoopStep, views: readonly Layout[]): Axis[] {
  const result: Axis[] = [];
  lengths.forEach((length, axis) => {
    if (length === 1) return;
    const folded = fold?.axes.includes(axis) ?? false;
    const strides = views.map((view) => view.strides[axis]!);
    const outer = result.at(-1);
    const even =
      outer?.folded === folded && outer.strides.every((stride, view) => stride === strides[view]! * length);
    if (even) result[result.length - 1] = { folded, strides, length: outer.length * length };
    else result.push({ folded, strides, length });
  });
  return result;
}
