import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graph, input, type Expr } from '../../src/expression/expr.ts';
import { freeBlocks } from '../../src/kernels/free-blocks.ts';
import { held } from '../../src/kernels/lifetimes.ts';
import { layMemory, type Memory } from '../../src/kernels/memory.ts';
import { plan, type Plan } from '../../src/kernels/plan.ts';
import { reads } from '../../src/kernels/step.ts';
import { sameShape, size } from '../../src/language/shape.ts';
import { someGraph } from './some-graph.ts';

const laid = ({ steps, shapes, inputs, outputs, constants }: Plan, unit: number): Memory =>
  layMemory(steps, shapes, [...inputs.values()], outputs, [...constants.keys()], unit);

/** Runs the steps on a memory whose cells only know which buffer was written there last. */
function trust({ steps, shapes, inputs, outputs, constants }: Plan, { offsets, length }: Memory): void {
  const cells = new Int32Array(length).fill(-1);
  const count = (buffer: number): number => size(shapes[buffer]!);
  const write = (buffer: number): unknown =>
    cells.fill(buffer, offsets[buffer], offsets[buffer]! + count(buffer));
  const isThere = (buffer: number): boolean =>
    offsets[buffer]! >= 0 &&
    offsets[buffer]! + count(buffer) <= length &&
    cells.subarray(offsets[buffer], offsets[buffer]! + count(buffer)).every((owner) => owner === buffer);
  const given = [...inputs.values(), ...[...constants.keys()].filter((buffer) => offsets[buffer] !== -1)];
  given.forEach(write);
  steps.forEach((step, at) => {
    const { target } = step;
    for (const from of reads(step)) {
      if (!isThere(from.base)) throw new Error(`step ${at} reads buffer ${from.base}, which is overwritten`);
      const apart =
        offsets[from.base]! + count(from.base) <= offsets[target.base]! ||
        offsets[target.base]! + count(target.base) <= offsets[from.base]!;
      const inStep =
        offsets[from.base] === offsets[target.base] &&
        step.kind === 'loop' &&
        step.fold === undefined &&
        sameShape(from.strides, target.strides);
      if (!apart && !inStep) throw new Error(`step ${at} overwrites buffer ${from.base} while it is read`);
    }
    write(target.base);
  });
  for (const buffer of [...given, ...outputs])
    if (!isThere(buffer)) throw new Error(`buffer ${buffer} is gone at the end`);
}

describe('the one memory of a kernel', () => {
  it('has places beyond 2³¹ elements', () => {
    const { offsets, length } = layMemory([], [[2 ** 32], [3]], [0, 1], [], []);
    expect([...offsets]).toEqual([0, 2 ** 32]);
    expect(length).toBe(2 ** 32 + 4);
  });

  it('holds every value until its last reader is done, at multiples of 16 bytes, scalars apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 30, maxLength: 150 }),
        fc.constantFrom(1, 2, 4),
        (decisions, unit) => {
          const planned = plan(someGraph(decisions));
          const memory = laid(planned, unit);
          trust(planned, memory);
          planned.shapes.forEach((shape, buffer) => {
            const offset = memory.offsets[buffer]!;
            if (offset < 0) return;
            if (shape.length > 0) expect(offset % unit).toBe(0);
            else expect([...memory.offsets].filter((other) => other === offset)).toHaveLength(1);
          });
          expect(memory.length % unit).toBe(0);
        },
      ),
      { numRuns: 250, seed: 7 },
    );
  });

  it('is hardly larger than what it has to hold', () => {
    const decisions = fc.sample(fc.array(fc.nat(), { minLength: 100, maxLength: 200 }), {
      numRuns: 100,
      seed: 3,
    });
    const ratios = decisions.map((own) => {
      const planned = plan(someGraph(own));
      const { steps, shapes, inputs, outputs } = planned;
      const kept = [...new Set([...inputs.values(), ...outputs])];
      const most = kept.reduce(
        (sum, buffer) => sum + size(shapes[buffer]!),
        held(steps, shapes, outputs).peak,
      );
      return laid(planned, 1).length / most;
    });
    expect(ratios.reduce((sum, ratio) => sum + ratio) / ratios.length).toBeLessThanOrEqual(1.02);
  });

  it('takes two places for a chain of products, however long, and one for a chain in place', () => {
    const x = input('x', [4, 4]);
    let products: Expr = x;
    for (let i = 0; i < 20; i++) products = graph.matmul(products, x);
    const { memory, steps, shapes, outputs } = plan([products]);
    expect(held(steps, shapes, outputs)).toStrictEqual({ peak: 32, sum: 19 * 16 });
    // x, and two places of which the output takes one.
    expect(memory.length).toBe(3 * 16);
    // A product, then sines too many for one loop, each loop in the place of the one before.
    let sines = graph.matmul(x, x);
    for (let i = 0; i < 200; i++) sines = graph.sin(sines);
    expect(plan([sines]).memory.length).toBe(2 * 16);
  });

  it('lets a buffer of another size have what is free, and two neighbours be one', () => {
    const x = input('x', [4, 4]);
    const row = input('row', [1, 4]);
    const small = [graph.matmul(row, x), graph.matmul(graph.exp(row), x)];
    const [a, b] = small.map((e) => graph.matmul(e, x)) as [Expr, Expr];
    const scalar = graph.sum(graph.mul(a, b), [0, 1]);
    const large = graph.matmul(graph.spread(scalar, [2, 4], [0, 1]), x);
    const planned = plan([graph.sum(large, [0, 1])]);
    trust(planned, planned.memory);
    // Inputs of 20, at most three rows of 4 at once, and the 8 of `large` in two of them, beside scalars.
    expect(planned.memory.length).toBeLessThanOrEqual(20 + 16 + 4);
  });
});

describe('the free blocks', () => {
  it('never hand out an element twice, and are one block again when all is given back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.nat()), { maxLength: 200 }),
        fc.nat(10),
        (demands, start) => {
          const { take, give, length } = freeBlocks(start);
          const taken: [offset: number, room: number][] = [];
          const owners: number[] = [];
          for (const [room, choice] of demands) {
            if (choice % 3 === 0 && taken.length > 0) {
              const [offset, given] = taken.splice(choice % taken.length, 1)[0]!;
              owners.fill(0, offset, offset + given);
              give(offset, given);
            } else {
              const offset = take(room);
              expect(offset).toBeGreaterThanOrEqual(start);
              expect(offset + room).toBeLessThanOrEqual(length());
              expect(owners.slice(offset, offset + room)).not.toContain(1);
              for (let i = offset; i < offset + room; i++) owners[i] = 1;
              taken.push([offset, room]);
            }
          }
          for (const [offset, room] of taken) give(offset, room);
          const whole = length();
          expect(take(whole - start)).toBe(start);
          expect(length()).toBe(whole);
        },
      ),
      { numRuns: 150, seed: 5 },
    );
  });

  it('are taken where they fit best, and grow at the end by what is missing there', () => {
    const { take, give, length } = freeBlocks(0);
    const places = [8, 2, 4, 2, 6].map((room) => [take(room), room] as const);
    give(...places[0]!);
    give(...places[2]!);
    expect(take(3)).toBe(10);
    expect(take(8)).toBe(0);
    give(...places[4]!);
    expect(length()).toBe(22);
    expect(take(9)).toBe(16);
    expect(length()).toBe(25);
  });
});
