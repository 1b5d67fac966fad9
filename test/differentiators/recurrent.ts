import type { Algebra } from '../../src/language/algebra.ts';
import { trace, type Objective } from '../../src/expression/trace.ts';

/** A recurrent cell h ← tanh(W h + U x + b) unrolled, with a squared error at its end: all steps share their weights. */
export function recurrent(steps: number, hidden: number, inputs: number, batch: number): Objective {
  const xs = Array.from({ length: steps }, (_, t) => `x${t + 1}`);
  const model = <X>(k: Algebra<X>, given: Readonly<Record<string, X>>) => {
    const shape = [hidden, batch];
    let h: X = given.h!;
    for (const x of xs) {
      const z = k.add(k.matmul(given.W!, h), k.matmul(given.U!, given[x]!));
      h = k.tanh(k.add(z, k.spread(given.b!, shape, [1])));
    }
    return k.sum(k.square(k.sub(h, given.y!)), [0, 1]);
  };
  const shapes = {
    W: [hidden, hidden],
    U: [hidden, inputs],
    b: [hidden],
    h: [hidden, batch],
    y: [hidden, batch],
    ...Object.fromEntries(xs.map((x) => [x, [inputs, batch]])),
  };
  return trace(model, shapes, ['W', 'U', 'b']);
}
