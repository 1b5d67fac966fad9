import { size, type Shape } from '../language/shape.ts';
import { held } from './lifetimes.ts';
import { reads, type Step } from './step.ts';

/**
 * The steps in the order in which their intermediates hold the least at once, of three: the order given; that in which
 * each result is computed when it is wanted, those that are soonest done first; and that again with every reader that
 * gives up as much as it takes brought forward. To find the best of all orders is NP-hard (Sethi 1975). Every step comes
 * after those whose results it reads.
 */
export function schedule(
  steps: readonly Step[],
  shapes: readonly Shape[],
  outputs: readonly number[],
): readonly Step[] {
  if (steps.every((step) => shapes[step.target.base]!.length === 0)) return steps;
  const net = network(steps, shapes, outputs);
  const wanted = byDemand(net);
  let best = steps;
  let least = held(steps, shapes, outputs).peak;
  for (const order of [wanted, brought(net, wanted)]) {
    const candidate = Array.from(order, (at) => steps[at]!);
    const { peak } = held(candidate, shapes, outputs);
    if (peak < least) [best, least] = [candidate, peak];
  }
  return best;
}

/** Who computes what, by the steps' numbers. */
interface Network {
  /** The steps whose results a step reads, each once. */
  readonly sources: readonly (readonly number[])[];
  readonly readers: readonly (readonly number[])[];
  /** The numbers that a step's result holds for a time: none of outputs and scalars, which keep their place. */
  readonly room: Float64Array;
  readonly results: readonly number[];
}

function network(steps: readonly Step[], shapes: readonly Shape[], outputs: readonly number[]): Network {
  const maker = new Map(steps.map((step, at) => [step.target.base, at]));
  const sources = steps.map((step) => [...new Set(reads(step).flatMap(({ base }) => maker.get(base) ?? []))]);
  const readers = steps.map((): number[] => []);
  sources.forEach((from, at) => {
    for (const source of from) readers[source]!.push(at);
  });
  const results = [...new Set(outputs.map((output) => maker.get(output)!))];
  const room = Float64Array.from(steps, ({ target }) => {
    const shape = shapes[target.base]!;
    return shape.length === 0 ? 0 : size(shape);
  });
  for (const result of results) room[result] = 0;
  return { sources, readers, room, results };
}

/**
 * Depth first from the results, the shallow ones before the deep. Of a step's operands that comes first which needs the
 * most on the way beyond what is left of it (Liu 1987, for trees), and of such the deeper one: a value that is computed
 * again waits for the pass that reads it.
 */
function byDemand({ sources, room, results }: Network): number[] {
  const count = sources.length;
  const depth = new Int32Array(count);
  const beyond = new Float64Array(count);
  const operands = sources.map((from, at) => {
    const sorted = [...from].sort((a, b) => beyond[b]! - beyond[a]! || depth[b]! - depth[a]! || a - b);
    let left = 0;
    let most = 0;
    for (const source of sorted) {
      most = Math.max(most, left + beyond[source]! + room[source]!);
      left += room[source]!;
      depth[at] = Math.max(depth[at]!, depth[source]! + 1);
    }
    beyond[at] = Math.max(most, left + room[at]!) - room[at]!;
    return sorted;
  });
  const order: number[] = [];
  const next = new Int32Array(count).fill(-1);
  for (const result of [...results].sort((a, b) => depth[a]! - depth[b]! || a - b)) {
    if (next[result] !== -1) continue;
    next[result] = 0;
    const stack = [result];
    while (stack.length > 0) {
      const at = stack[stack.length - 1]!;
      const source = operands[at]![next[at]!++];
      if (source === undefined) order.push(stack.pop()!);
      else if (next[source] === -1) {
        next[source] = 0;
        stack.push(source);
      }
    }
  }
  return order;
}

/**
 * The order with some steps brought forward: whichever could run and takes no more than its share of what it reads, the
 * remaining readers of a value having equal shares of it.
 */
function brought({ sources, readers, room }: Network, order: readonly number[]): number[] {
  const unread = readers.map((own) => own.length);
  const missing = sources.map((own) => own.length);
  const isDone = new Uint8Array(sources.length);
  const result: number[] = [];
  const pays = (at: number): boolean =>
    sources[at]!.reduce((share, source) => share + room[source]! / unread[source]!, 0) >= room[at]!;
  for (const first of order) {
    const stack = [first];
    while (stack.length > 0) {
      const at = stack.pop()!;
      if (isDone[at] === 1 || (at !== first && !pays(at))) continue;
      isDone[at] = 1;
      result.push(at);
      for (const reader of readers[at]!) missing[reader]!--;
      // The shares in what was read have grown; to look again whenever they have doubled keeps the time near linear.
      const grown = sources[at]!.filter((source) => Number.isInteger(Math.log2(--unread[source]!)));
      for (const value of [at, ...grown])
        for (const reader of readers[value]!)
          if (missing[reader] === 0 && isDone[reader] === 0) stack.push(reader);
    }
  }
  return result;
}
