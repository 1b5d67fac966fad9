import { describe, expect, test } from 'vitest';
import type { Algebra, Model, Named } from '../../src/language/algebra.ts';
import { reverse } from '../../src/differentiators/reverse.ts';
import { forward } from '../../src/differentiators/forward.ts';
import { graph, input, nameOf } from '../../src/expression/expr.ts';
import { topological } from '../../src/expression/read.ts';
import { cut, objective, trace, traceProblem } from '../../src/expression/trace.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const [x, y] = [input('x'), input('y')];

/** u = x·y, f = u² + u. */
const named: Model = <X>(k: Algebra<X>, { x: a, y: b }: Readonly<Record<string, X>>): Named<X> => {
  const u = k.mul(a!, b!);
  const w = k.square(u);
  return { result: k.add(w, u), names: { u, w } };
};

describe('an objective', () => {
  test('is differentiated by all of its inputs unless told, in the order in which they occur', () => {
    const o = objective(graph.sub(y, graph.sin(x)));
    expect(o.wrt).toEqual(['y', 'x']);
    expect([...o.inputs.keys()]).toEqual(['y', 'x']);
    expect(objective(graph.sub(y, x), ['x']).wrt).toEqual(['x']);
  });

  test('must be a scalar', () => {
    expect(() => objective(input('v', [2]))).toThrow(
      'objective: a scalar is required (shape []), got shape [2]',
    );
  });

  test('has one shape for each input', () => {
    const e = graph.add(graph.sum(input('v', [2]), [0]), graph.sum(input('v', [3]), [0]));
    expect(() => objective(e)).toThrow('input v is used with shapes [2] and [3]');
  });

  test('knows its inputs, and says so', () => {
    expect(() => objective(graph.mul(x, y), ['z'])).toThrow('wrt: z is not an input; the inputs are x, y');
    expect(() => objective(graph.constant(1), ['z'])).toThrow('the inputs are (none)');
    expect(() => objective(x, ['x', 'x'])).toThrow('x is named twice');
  });

  test('in which two nodes are the input x is differentiated by both', () => {
    const o = objective(graph.mul(input('x'), input('x')));
    expect(forward().gradient(o, { x: 3 }).gradient).toEqual({ x: 6 });
    expect(reverse().gradient(o, { x: 3 }).gradient).toEqual({ x: 6 });
  });
});

describe('tracing', () => {
  test('calls the model once, on symbols', () => {
    let calls = 0;
    const o = trace(
      (k, { x: a }) => {
        calls++;
        return k.exp(a!);
      },
      { x: [] },
    );
    expect([calls, o.expression.op, [...o.names]]).toEqual([1, 'exp', []]);
  });

  test('keeps the names that the model gave', () => {
    const o = trace(named, { x: [], y: [] });
    expect(o.names.get('u')?.op).toBe('mul');
    expect(o.names.get('w')?.args[0]).toBe(o.names.get('u'));
  });

  test('keeps an input that the model does not use: it is asked for, and its gradient is 0', () => {
    const o = trace((k, { x: a }) => k.sin(a!), { x: [], idle: [2] });
    expect([...o.inputs.keys()]).toEqual(['x', 'idle']);
    expect(reverse().gradient(o, { x: 0, idle: [1, 2] }).gradient).toEqual({ x: 1, idle: [0, 0] });
    expect(forward().gradient(o, { x: 0, idle: [1, 2] }).gradient).toEqual({ x: 1, idle: [0, 0] });
  });

  test('of a problem takes its shapes and its wrt', () => {
    const o = traceProblem(mlp({ layers: [2, 3, 2], lambda: 0.1 }));
    expect(o.wrt).toEqual(['W1', 'W2']);
    expect([...o.inputs].map(([name, e]) => [name, e.shape])).toEqual([
      ['x', [2, 1]],
      ['y', [2, 1]],
      ['W1', [3, 2]],
      ['W2', [2, 3]],
    ]);
    expect([...o.names.keys()]).toEqual(['z', 'h', 'o', 'L', 's', 'J']);
  });
});

describe('a cut', () => {
  const o = trace(named, { x: [], y: [] });

  test('makes a named node the only thing that f is differentiated by', () => {
    const at = cut(o, 'u');
    expect(at.wrt).toEqual(['u']);
    expect([...at.inputs.keys()]).toEqual(['u']);
    // f = u² + u at u = 5.
    expect(reverse().gradient(at, { u: 5 })).toMatchObject({ value: 30, gradient: { u: 11 } });
  });

  test('keeps the names above it, and can be cut again', () => {
    const twice = cut(cut(o, 'u'), 'w');
    expect(reverse().gradient(twice, { u: 5, w: 100 })).toMatchObject({ value: 105, gradient: { w: 1 } });
  });

  test('at the result itself is the identity', () => {
    const whole = trace((k, { x: a }) => ({ result: k.exp(a!), names: { J: k.exp(a!) } }), { x: [] });
    expect(() => cut(whole, 'J')).toThrow('J is not an input');
    const same = trace(
      (k, { x: a }) => {
        const J = k.exp(a!);
        return { result: J, names: { J } };
      },
      { x: [] },
    );
    expect(reverse().gradient(cut(same, 'J'), { J: 7 })).toMatchObject({ value: 7, gradient: { J: 1 } });
  });

  test('leaves inputs that are used above the node, and the original as it was', () => {
    const p = mlp({ layers: [2, 3, 2], lambda: 0.5, seed: 1 });
    const whole = traceProblem(p);
    const before = topological([whole.expression]).length;
    // Without its penalty the first layer lies below h; with it, W1 is still in s.
    expect([...cut(whole, 'h').inputs.keys()].sort()).toEqual(['W1', 'W2', 'h', 'y']);
    expect(topological([whole.expression])).toHaveLength(before);
    const free = traceProblem(mlp({ layers: [2, 3, 2], seed: 1 }));
    expect([...cut(free, 'h').inputs.keys()].sort()).toEqual(['W2', 'h', 'y']);
  });

  test('has to be at a named node', () => {
    expect(() => cut(o, 'v')).toThrow('cut: v is not a named node; the names are u, w');
    expect(() => cut(objective(x), 'v')).toThrow('the names are (none)');
  });

  test('under the name of an input that is still used is refused: two things would have one name', () => {
    const confused = trace(
      (k, { x: a }) => {
        const square = k.square(a!);
        return { result: k.mul(square, a!), names: { x: square } };
      },
      { x: [] },
    );
    expect(() => cut(confused, 'x')).toThrow();
  });

  test('leaves the name of the node’s input', () => {
    expect(nameOf(cut(o, 'u').inputs.get('u')!)).toBe('u');
  });
});
