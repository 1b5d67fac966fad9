import { toTensor, type Point } from '../language/problem.ts';
import { sameShape, size, writeShape, type Tensor } from '../language/shape.ts';
import type { Objective } from '../expression/trace.ts';
import { pose, type Source, type Tensors } from './differentiator.ts';

/** A function along a line through a point: t ↦ f(x + t·v) about t = 0. */
export interface Ray {
  readonly o: Objective;
  readonly at: Tensors<number>;
  /** v: a direction for each input that moves, in its shape. */
  readonly direction: Tensors<number>;
}

/**
 * The ray of f from a point along a direction, which has a value for each input that moves; a function of one number
 * needs none, and moves along that number.
 */
export function ray(f: Source, at: Point, direction?: Point): Ray {
  const { o, point } = pose(f, at, direction && Object.keys(direction));
  const along = direction ?? alone(o);
  return {
    o,
    at: point,
    direction: Object.fromEntries(
      o.wrt.map((name): [string, Tensor<number>] => {
        const { shape } = o.inputs.get(name)!;
        const given = toTensor(along[name]!, name);
        if (!sameShape(shape, given.shape))
          throw new RangeError(
            `direction: ${name} has shape ${writeShape(shape)}, got ${writeShape(given.shape)}`,
          );
        if (!given.data.every(Number.isFinite))
          throw new RangeError(`direction: finite numbers are required for ${name}`);
        return [name, given];
      }),
    ),
  };
}

function alone({ wrt, inputs }: Objective): Point {
  const [name] = wrt;
  if (name !== undefined && wrt.length === 1 && size(inputs.get(name)!.shape) === 1)
    return { [name]: { shape: inputs.get(name)!.shape, data: [1] } };
  throw new RangeError(
    `direction: a value for each input that moves is required where f is not of one number; the inputs are ${wrt.join(', ') || '(none)'}`,
  );
}

/** Nothing moves. */
export const isStill = ({ direction }: Ray): boolean =>
  Object.values(direction).every(({ data }) => data.every((d) => d === 0));
