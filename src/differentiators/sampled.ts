import type { Model } from '../language/algebra.ts';
import type { Point } from '../language/problem.ts';
import { graph, type Expr } from '../expression/expr.ts';
import { toPoint } from '../expression/point.ts';
import { inputsOf, objective } from '../expression/trace.ts';
import { float64 } from '../numbers/float64.ts';
import { branchesAt, pose, toObjective, type Source, type Tensors } from './differentiator.ts';
import { outputOf } from './jacobian.ts';
import { samplesOf } from './sampler.ts';
import type { Sample } from './sample.ts';

/** A function of one number, as a program has it: nothing is known of it but its values. */
export type PlainCurve = (x: number) => number;

/** A function of a list of numbers. */
export type PlainFunction = (x: readonly number[]) => number;

/** A function of a list of numbers whose values are lists. */
export type PlainMap = (x: readonly number[]) => readonly number[];

/** Where a plain function is asked about. */
export type PlainPoint = number | readonly number[];

/** A function as finite differences see it: a point, and the numbers that it gives at any other. */
export interface Sampled {
  /** By which inputs it is differentiated; a plain function has one, x. */
  readonly wrt: readonly string[];
  readonly at: Tensors<number>;
  readonly samples: (at: Tensors<number>) => readonly Sample<number>[];
  /** The operations that switch exactly at the point. */
  readonly branches: () => readonly string[];
}

/** Any plain function. */
export type Plain = PlainCurve | PlainFunction | PlainMap;

const isPlainPoint = (at: Point | PlainPoint | undefined): at is PlainPoint =>
  typeof at === 'number' || Array.isArray(at) || ArrayBuffer.isView(at);

/** A scalar function at a point: an expression, an objective or a model at a point of named values, or a plain function. */
export function sampled(f: Source | Plain, at?: Point | PlainPoint, wrt?: readonly string[]): Sampled {
  if (typeof f === 'function' && isPlainPoint(at)) return plainly(f as Plain, at);
  const { o, point } = pose(f as Source, named(f as Source, at), wrt);
  return {
    wrt: o.wrt,
    at: point,
    samples: samplesOf(o, float64).samples,
    branches: () => branchesAt(o, point),
  };
}

/** The same of a function whose value may be an array. */
export function sampledArray(f: Source | Plain, at?: Point | PlainPoint, wrt?: readonly string[]): Sampled {
  if (typeof f === 'object' && !('op' in f)) return sampled(f, at, wrt);
  if (typeof f === 'function' && isPlainPoint(at)) return plainly(f as Plain, at);
  const own = named(f as Expr | Model, at) ?? {};
  const y = outputOf(f as Expr | Model, own);
  const axes = y.shape.map((_, axis) => axis);
  const o = objective(axes.length === 0 ? y : graph.sum(y, axes), wrt, new Map([['y', y]]));
  const point = toPoint(o, own);
  return {
    wrt: o.wrt,
    at: point,
    samples: samplesOf(o, float64, o.names.get('y')).samples,
    branches: () => branchesAt(o, point),
  };
}

function plainly(f: Plain, at: PlainPoint): Sampled {
  const point = typeof at === 'number' ? { shape: [], data: [at] } : { shape: [at.length], data: [...at] };
  return {
    wrt: ['x'],
    at: { x: point },
    branches: () => [],
    samples: ({ x }) => {
      const { shape, data } = x!;
      const y: unknown = shape.length === 0 ? (f as PlainCurve)(data[0]!) : (f as PlainMap)([...data]);
      const values: readonly unknown[] = Array.isArray(y) ? y : [y];
      return values.map((value) => {
        if (typeof value !== 'number') throw new TypeError(`f: a number is required, got ${String(value)}`);
        return { value, ways: [] };
      });
    },
  };
}

/** A bare number or list is the value of the only input. */
function named(f: Source, at?: Point | PlainPoint): Point | undefined {
  if (!isPlainPoint(at)) return at;
  const inputs = [...('op' in f ? inputsOf(f) : toObjective(f).inputs).keys()];
  if (inputs.length !== 1)
    throw new RangeError(
      `at: a value for each of ${inputs.join(', ') || '(no inputs)'} is required, got ${String(at)}`,
    );
  return { [inputs[0]!]: at };
}
