import { arrayArity, arrayOperations, type Algebra } from '../language/algebra.ts';
import { apply, generate } from '../language/apply.ts';
import { arity, operations, type Numbers } from '../language/numbers.ts';
import { sameShape, size, writeShape, type Shape, type Tensor } from '../language/shape.ts';
import { rowOf } from '../rules/rows.ts';

/**
 * Arrays over any number system, element by element: the definition of what an expression means in that system. Slow
 * and plain; `kernels/` makes the same fast.
 */
export function tensors<T>(n: Numbers<T>): Algebra<Tensor<T>> {
  const pointwise = generate<Tensor<T>, (typeof operations)[number]>(
    operations,
    (op, x, parameters) => {
      const shape = commonShape(
        op,
        x.map((operand) => operand.shape),
      );
      const data = new Array<T>(size(shape));
      for (let i = 0; i < data.length; i++)
        data[i] = apply(
          n,
          op,
          x.map((operand) => operand.data[operand.shape.length === 0 ? 0 : i]!),
          parameters,
        );
      return { shape, data };
    },
    arity,
  );
  const onArrays = generate<Tensor<T>, (typeof arrayOperations)[number]>(
    arrayOperations,
    (op, x, parameters) => {
      const { row } = rowOf(op) as Exclude<ReturnType<typeof rowOf>, { kind: 'pointwise' }>;
      const shape = (row.shape as (s: readonly Shape[], ...p: unknown[]) => Shape)(
        x.map((operand) => operand.shape),
        ...parameters,
      );
      const data = (row.apply as (m: Numbers<T>, y: readonly Tensor<T>[], ...p: unknown[]) => readonly T[])(
        n,
        x,
        ...parameters,
      );
      return { shape, data };
    },
    arrayArity,
  );
  return { ...pointwise, ...onArrays, shapeOf: (x: Tensor<T>) => x.shape } as never;
}

/** The one shape that all operands have, where those of shape `[]` fit any. */
function commonShape(op: string, shapes: readonly Shape[]): Shape {
  const shape = shapes.find((s) => s.length > 0) ?? [];
  if (!shapes.every((s) => s.length === 0 || sameShape(s, shape)))
    throw new RangeError(`${op}: shapes must agree, got ${shapes.map(writeShape).join(' and ')}`);
  return shape;
}
