import type { Algebra } from '../language/algebra.ts';
import { size, strides, type Shape, type Tensor } from '../language/shape.ts';
import { tensors } from '../numbers/tensors.ts';
import { graph, input, nameOf, type Expr } from './expr.ts';
import { read } from './read.ts';
import { objective, type Objective } from './trace.ts';

/** The names of an array's elements: `W1[0,1]`; a scalar keeps its own. */
export function elementNames(name: string, shape: Shape): string[] {
  const stride = strides(shape);
  return Array.from({ length: size(shape) }, (_, i) =>
    shape.length === 0
      ? name
      : `${name}[${shape.map((length, axis) => Math.floor(i / stride[axis]!) % length).join(',')}]`,
  );
}

/** An array input as an array of scalar inputs. */
export function elementsOf(e: Expr): Tensor<Expr> {
  return { shape: e.shape, data: elementNames(nameOf(e), e.shape).map((name) => input(name)) };
}

/**
 * The inputs of an objective as arrays of scalar inputs, each made by `make`.
 *
 * @throws {RangeError} if an element has the name of another input
 */
export function elementsByInput(
  inputs: ReadonlyMap<string, Expr>,
  make: (e: Expr) => Expr = (e) => e,
): Map<string, Tensor<Expr>> {
  return new Map(
    [...inputs].map(([name, e]) => {
      const { shape, data } = elementsOf(e);
      const taken = data.map(nameOf).find((own) => own !== name && inputs.has(own));
      if (taken !== undefined)
        throw new RangeError(
          `inputs: each number needs a name of its own, ${taken} is an element of ${name} and an input`,
        );
      return [name, { shape, data: data.map(make) }];
    }),
  );
}

/** A scalar expression written out number by number, in the algebra k; `elements` gives each array input its scalars. */
export function scalarExpansion(e: Expr, k: Algebra<Expr>, elements: (input: Expr) => Tensor<Expr>): Expr {
  return read(e, tensors<Expr>(k), elements).data[0]!;
}

/** The same objective written out number by number: its inputs are scalars, one for each element, used wherever it is. */
export function scalarObjective(o: Objective): Objective {
  const elements = elementsByInput(o.inputs);
  const expression = scalarExpansion(o.expression, graph, (e) => elements.get(nameOf(e))!);
  const inputs = [...elements.values()].flatMap(({ data }) => data);
  const wrt = o.wrt.flatMap((name) => elements.get(name)!.data.map(nameOf));
  return objective(expression, wrt, new Map(), inputs);
}

/** Values of array inputs as values of their elements. */
export function elementValues<T>(at: Readonly<Record<string, Tensor<T>>>): Record<string, Tensor<T>> {
  const result: Record<string, Tensor<T>> = {};
  for (const [name, x] of Object.entries(at))
    elementNames(name, x.shape).forEach(
      (element, i) => (result[element] = { shape: [], data: [x.data[i]!] }),
    );
  return result;
}
