import { inPlace, installed, notInstalled, type Entrant } from './contestant.ts';
import { lambda } from './objectives.ts';

/** What is used of adnn: arrays, and nodes that hold one (or a number) with its derivative. */
interface Tensor {
  readonly data: Float64Array;
  readonly zero: () => void;
}
interface Node {
  readonly x: Tensor;
  readonly dx: Tensor;
}
interface Scalar {
  readonly x: number;
  readonly backprop: () => void;
}
interface Adnn {
  readonly lift: (x: Tensor) => Node;
  readonly tensor: Readonly<Record<'tanh' | 'exp' | 'log', (x: Node) => Node>> &
    Readonly<Record<'dot' | 'mul', (a: Node | Tensor, b: Node | Tensor) => Node>> & {
      readonly sumreduce: (x: Node) => Scalar;
    };
  readonly scalar: Readonly<Record<'add' | 'sub', (a: Scalar, b: Scalar) => Scalar>> & {
    readonly mul: (a: Scalar, b: number) => Scalar;
  };
}
type TensorClass = new (
  shape: readonly number[],
) => Tensor & { fromFlatArray: (data: ArrayLike<number>) => Tensor };

/** adnn, in float64, the only format that it has: the tape is written anew for each gradient. */
export const adnn: Entrant = ({ inputs }) => {
  const [ad, Tensors] = [installed('adnn/ad'), installed('adnn/tensor')] as [Adnn?, TensorClass?];
  if (ad === undefined || Tensors === undefined) return notInstalled('adnn');
  // The derivative of its matrix product looks for a global variable of this name.
  Object.assign(globalThis, { ad });
  const { tensor, scalar } = ad;
  const laid = (name: string): Tensor => {
    const { shape, data } = inputs[name]!;
    return new Tensors([...shape]).fromFlatArray(data);
  };
  const [x, y] = [laid('x'), laid('y')];
  const [classes, batch] = inputs.y!.shape as [number, number];
  const ones = new Tensors([1, classes]).fromFlatArray(new Float64Array(classes).fill(1));
  const [W1, W2] = [ad.lift(laid('W1')), ad.lift(laid('W2'))];
  const square = (W: Node): Scalar => tensor.sumreduce(tensor.mul(W, W));
  const run = (): number => {
    W1.dx.zero();
    W2.dx.zero();
    const scores = tensor.dot(W2, tensor.tanh(tensor.dot(W1, x)));
    const all = tensor.sumreduce(tensor.log(tensor.dot(ones, tensor.exp(scores))));
    const picked = tensor.sumreduce(tensor.mul(scores, y));
    const loss = scalar.mul(scalar.sub(all, picked), 1 / batch);
    const J = scalar.add(loss, scalar.mul(scalar.add(square(W1), square(W2)), lambda / 2));
    J.backprop();
    return J.x;
  };
  return inPlace(run, { W1: W1.dx.data, W2: W2.dx.data });
};
