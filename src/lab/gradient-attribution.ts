import type { Point } from '../language/problem.ts';
import { size, type Tensor } from '../language/shape.ts';
import { directionOf } from '../expression/direction.ts';
import { graph, nameOf } from '../expression/expr.ts';
import { objective } from '../expression/trace.ts';
import { pose, type Source } from '../differentiators/differentiator.ts';
import { gradientGraph } from '../differentiators/pullback.ts';
import { readText } from '../differentiators/text.ts';
import { binary64 } from '../numbers/rounded.ts';
import { attributed, type Attribution, type AttributionOptions } from './attribution.ts';
import { lineOf, onlyNumber } from './line.ts';

/**
 * The round-off error of one component of the reverse gradient, operation by operation: the adjoint is an expression like
 * any other.
 *
 * @param wrt an input or an element of one (`W1[0,1]`); may be left out where there is one number only
 */
export function gradientAttribution(
  f: Source | string,
  at: Point = {},
  wrt?: string,
  { format = binary64, digits = 60 }: AttributionOptions = {},
): Attribution {
  const { o, point } = pose(readText(f), at);
  const line = lineOf(o, point, wrt ?? onlyNumber(point), format);
  const [{ name, index }] = line.moves as [(typeof line.moves)[0]];
  const own = objective(o.expression, [name], o.names, [...o.inputs.values()]);
  const gradient = gradientGraph(own).gradient.get(name)!;
  const { shape } = gradient;
  if (shape.length === 0) return attributed(objective(gradient, undefined, o.names), line.at, format, digits);
  // The component is picked by an inner product with 0s and a 1, in which nothing is rounded.
  const picked = directionOf(name, shape, o.inputs);
  const axes = shape.map((_, axis) => axis);
  const component = objective(graph.sum(graph.mul(gradient, picked), axes), undefined, o.names);
  const pick: Tensor<number> = {
    shape,
    data: Array.from({ length: size(shape) }, (_, i) => (i === index ? 1 : 0)),
  };
  return attributed(component, { ...line.at, [nameOf(picked)]: pick }, format, digits);
}
