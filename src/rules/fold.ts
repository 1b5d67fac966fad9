import type { Algebra } from '../language/algebra.ts';
import type { Numbers } from '../language/numbers.ts';
import { size, type Tensor } from '../language/shape.ts';
import { checkAxes, positions, without } from './multilinear.ts';
import type { Fold } from './rule.ts';

/** 1 for the element picked, shared equally at ties, 0 for the others; in the shape of x. */
function weights<X>(k: Algebra<X>, y: X, x: X, axes: readonly number[]): X {
  const shape = k.shapeOf(x);
  const picked = k.equal(x, k.spread(y, shape, axes));
  return k.div(picked, k.spread(k.sum(picked, axes), shape, axes));
}

/** A fold that keeps, of two elements, the one that `keep` prefers. */
function picking(name: 'maxOver' | 'minOver', keep: 'max' | 'min'): Fold {
  return {
    shape: ([x], axes) => {
      checkAxes(name, axes, x!.length);
      if (axes.some((axis) => x![axis] === 0))
        throw new RangeError(
          `${name}: at least one element is required along each axis, got an axis of length 0`,
        );
      return without(x!, axes);
    },
    apply: <T>(n: Numbers<T>, [x]: readonly Tensor<T>[], axes: readonly number[]) => {
      const result = new Array<T>(size(without(x!.shape, axes)));
      const seen = new Array<boolean>(result.length).fill(false);
      const to = positions(x!.shape, axes);
      x!.data.forEach((v, i) => {
        const at = to[i]!;
        result[at] = seen[at] ? n[keep](result[at]!, v) : v;
        seen[at] = true;
      });
      return result;
    },
    weights,
    decision: {
      way: weights,
      margin: (k, y, x, axes) => {
        const shape = k.shapeOf(x);
        const picked = k.equal(x, k.spread(y, shape, axes));
        const rest = k[name](k.select(picked, k.constant(keep === 'max' ? -Infinity : Infinity), x), axes);
        return k.select(k.less(k.constant(1), k.sum(picked, axes)), k.constant(0), k.abs(k.sub(y, rest)));
      },
    },
    laws: [
      { exact: true, shapes: [[2, 3], []], sides: <X>(k: Algebra<X>, x: X) => [k[name](x, []), x] },
      {
        exact: true,
        shapes: [[2, 3], []],
        sides: <X>(k: Algebra<X>, x: X) => [k[name](k[name](x, [1]), [0]), k[name](x, [0, 1])],
      },
    ],
    notation: { name, latex: `\\${keep}\\left($0\\right)` },
  };
}

/** The operations that pick the largest or smallest element along axes. */
export const folds: { readonly maxOver: Fold; readonly minOver: Fold } = {
  maxOver: picking('maxOver', 'max'),
  minOver: picking('minOver', 'min'),
};
