import type { Algebra } from '../language/algebra.ts';
import { fromTensor, toTensor, type Point, type Value } from '../language/problem.ts';
import { sameShape, size, writeShape, type Tensor } from '../language/shape.ts';
import { directionOf } from '../expression/direction.ts';
import { graph, nameOf, type Expr } from '../expression/expr.ts';
import { readAll } from '../expression/read.ts';
import { objective, type Objective } from '../expression/trace.ts';
import { evaluator } from '../kernels/evaluate.ts';
import { dual, type Dual } from '../numbers/dual.ts';
import { float64 } from '../numbers/float64.ts';
import { tensors } from '../numbers/tensors.ts';
import { realise } from '../rules/slope.ts';
import { toObjective, type Source, type Tensors } from './differentiator.ts';
import { toPoint } from '../expression/point.ts';
import { filled, gradientGraph, pullback } from './pullback.ts';

/** A Hessian-vector product at a point: H·v for each input, in its shape. */
export interface HessianVectorProduct {
  readonly gradient: Readonly<Record<string, Value>>;
  readonly product: Readonly<Record<string, Value>>;
}

/**
 * H·v, the Hessian times a direction, without the Hessian: the reverse sweep read in dual numbers (Pearlmutter 1994).
 * Costs a small multiple of one gradient. `direction` has a value for each input that f is differentiated by.
 */
export function hessianVectorProduct(f: Source, at: Point, direction: Point): HessianVectorProduct {
  const o = toObjective(f, at, Object.keys(direction));
  const point = toPoint(o, at);
  const v = Object.fromEntries(o.wrt.map((name) => [name, toTensor(direction[name]!, name)]));
  for (const name of o.wrt) {
    const { shape } = o.inputs.get(name)!;
    if (!sameShape(shape, v[name]!.shape))
      throw new RangeError(
        `direction: ${name} has shape ${writeShape(shape)}, got ${writeShape(v[name]!.shape)}`,
      );
  }
  const numbers = tensors(float64);
  const k: Algebra<Dual<Tensor<number>>> = dual(numbers);
  const values = readAll([o.expression], k, (e): Dual<Tensor<number>> => {
    const name = nameOf(e);
    return { value: point[name]!, slope: v[name] ?? 'zero' };
  });
  const cotangents = pullback(o.expression, k, values, { wrt: o.wrt });
  const gradient: Record<string, Value> = {};
  const product: Record<string, Value> = {};
  for (const name of o.wrt) {
    const variable = o.inputs.get(name)!;
    const g = filled(k, cotangents.get(variable), variable.shape);
    const slope = g.slope === 'zero' ? zeros(variable) : realise(numbers, g.slope);
    gradient[name] = fromTensor(g.value) as Value;
    product[name] = fromTensor(slope) as Value;
  }
  return { gradient, product };
}

const zeros = ({ shape }: Expr): Tensor<number> => ({ shape, data: new Array<number>(size(shape)).fill(0) });

/**
 * The Hessian of f by all of its scalar parameters, in the order of `wrt` and row-major within an input: reverse mode
 * applied twice. The gradient, itself an expression, is differentiated again along each basis vector.
 */
export function hessian(f: Source, at: Point, wrt?: readonly string[]): number[][] {
  const o = toObjective(f, at, wrt);
  if (o.wrt.length === 0) return [];
  const { along, directions } = directional(o);
  const rows = [...gradientGraph(along).gradient.values()];
  const evaluate = evaluator(rows, float64);
  const point: Record<string, Tensor<number>> = { ...toPoint(o, at) };
  for (const direction of directions) point[nameOf(direction)] = zeros(direction);
  return directions.flatMap((direction) => {
    const key = nameOf(direction);
    const zero = point[key]!;
    const made = zero.data.map((_, i) => {
      point[key] = { ...zero, data: zero.data.map((__, j) => (i === j ? 1 : 0)) };
      return evaluate(point as Tensors<number>).flatMap((x) => x.data);
    });
    point[key] = zero;
    return made;
  });
}

/** Σ gradient·direction, a scalar expression with the directions as further inputs. */
function directional(o: Objective): { along: Objective; directions: readonly Expr[] } {
  const gradient = [...gradientGraph(o).gradient];
  const directions = gradient.map(([name, g]) => directionOf(name, g.shape, o.inputs));
  const products = gradient.map(([, g], i) =>
    graph.sum(
      graph.mul(g, directions[i]!),
      g.shape.map((_, axis) => axis),
    ),
  );
  const sum = products.reduce((a, b) => graph.add(a, b));
  return { along: objective(sum, o.wrt, new Map(), [...o.inputs.values()]), directions };
}
