import type { Model } from '../language/algebra.ts';
import { toTensor, type Point } from '../language/problem.ts';
import { sameShape, size, writeShape, type Shape, type Tensor } from '../language/shape.ts';
import { directionOf } from '../expression/direction.ts';
import { graph, input, nameOf, type Expr } from '../expression/expr.ts';
import { read, topological } from '../expression/read.ts';
import { objective, type Objective } from '../expression/trace.ts';
import { evaluator } from '../kernels/evaluate.ts';
import { dual, type Dual } from '../numbers/dual.ts';
import { float64 } from '../numbers/float64.ts';
import { basis, zeros } from './basis.ts';
import { costOf, sumOfCosts, type Cost } from './cost.ts';
import { isRefused, type Differentiator, type Tensors } from './differentiator.ts';
import { toPoint } from '../expression/point.ts';
import { filled } from './pullback.ts';
import { reverse } from './reverse.ts';

/** Which axes come first: ∂yᵢ/∂xⱼ stands at [i, j] (most books), or at [j, i] (the gradient's own layout, n×m). */
export type JacobianLayout = 'outputs-by-inputs' | 'inputs-by-outputs';

export interface JacobianOptions {
  /** The input that it is taken by; may be left out where there is only one. */
  readonly wrt?: string;
  /** Default `outputs-by-inputs`. */
  readonly layout?: JacobianLayout;
  /**
   * `rows` (the default): one gradient for each output number, by `method`. `columns`: one pass of dual numbers for each
   * input number, forward mode.
   */
  readonly by?: 'rows' | 'columns';
  /** What gives the rows; default reverse mode. */
  readonly method?: Differentiator;
}

/** An explicit Jacobian: all the derivatives of an array y by an array x. */
export interface Jacobian {
  readonly layout: JacobianLayout;
  /** The shapes of y and of x. */
  readonly outputs: Shape;
  readonly inputs: Shape;
  /** Of shape [...outputs, ...inputs], or [...inputs, ...outputs]: for two matrices, four axes. */
  readonly entries: Tensor<number>;
  /** Of all its passes together. */
  readonly cost: Cost;
}

export interface PairingOptions {
  /** By default all inputs of the function. */
  readonly wrt?: readonly string[];
  /** The name of the upstream gradient, a further input; default `g`. */
  readonly upstream?: string;
}

/**
 * ⟨g, f(x)⟩ = Σ gᵢfᵢ(x), a scalar for an array-valued f: its gradient by x is the vector-Jacobian product of the upstream
 * gradient g and ∂f/∂x, and no Jacobian is formed. A model's shapes are the point's.
 */
export function pairing(f: Expr | Model, at: Point = {}, options: PairingOptions = {}): Objective {
  const { upstream = 'g' } = options;
  const y = outputOf(f, at, upstream);
  const inputs = topological([y]).filter((e) => e.op === 'input');
  if (inputs.some((e) => nameOf(e) === upstream))
    throw new RangeError(
      `pairing: an upstream gradient needs a name of its own, got ${upstream}, which is an input`,
    );
  const product = graph.mul(input(upstream, y.shape), y);
  const axes = y.shape.map((_, axis) => axis);
  return objective(
    axes.length === 0 ? product : graph.sum(product, axes),
    options.wrt ?? [...new Set(inputs.map(nameOf))],
  );
}

/**
 * The explicit Jacobian of an array-valued function at a point. It has as many entries as outputs times inputs, most of
 * them often 0, which is why differentiators never form it: a gradient needs `pairing` only.
 *
 * @throws {RangeError} if the method refuses, or takes longer for one row than its `milliseconds`
 *
 * @example
 * jacobian((k, { x }) => k.relu(x!), { x: [1, -2] }).entries.data // [1, 0, 0, 0]
 */
export function jacobian(f: Expr | Model, at: Point, options: JacobianOptions = {}): Jacobian {
  const { layout = 'outputs-by-inputs', by = 'rows', method = reverse() } = options;
  const y = outputOf(f, at, upstreamName);
  const paired = pairing(y, at, { upstream: upstreamName });
  const wrt = chosen(options.wrt, paired.wrt);
  const inputs = paired.inputs.get(wrt)!.shape;
  const point = toPoint(paired, { ...at, [upstreamName]: zeros(float64, y.shape) });
  const { slices, cost } = by === 'rows' ? rows(paired, method, wrt, point) : columns(paired, y, wrt, point);
  const outputsFirst = layout === 'outputs-by-inputs';
  const data = outputsFirst === (by === 'rows') ? slices.flat() : transposed(slices).flat();
  const shape = outputsFirst ? [...y.shape, ...inputs] : [...inputs, ...y.shape];
  return { layout, outputs: y.shape, inputs, entries: { shape, data }, cost };
}

/** The upstream gradient ∂L/∂y times an explicit Jacobian of either layout: ∂L/∂x, in the shape of x. */
export function vectorJacobianProduct(g: Tensor<number>, j: Jacobian): Tensor<number> {
  if (!sameShape(g.shape, j.outputs))
    throw new RangeError(
      `vectorJacobianProduct: the upstream gradient must have the outputs' shape ${writeShape(j.outputs)}, got ${writeShape(g.shape)}`,
    );
  const [m, n] = [size(j.outputs), size(j.inputs)];
  const [alongOutputs, alongInputs] = j.layout === 'outputs-by-inputs' ? [n, 1] : [1, m];
  const data = Array.from({ length: n }, (_, column) => {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += g.data[i]! * j.entries.data[i * alongOutputs + column * alongInputs]!;
    return sum;
  });
  return { shape: j.inputs, data };
}

const upstreamName = '∂L/∂y';

/** An array-valued function written down; an upstream gradient among the point's values is not its own. */
export function outputOf(f: Expr | Model, at: Point, upstream?: string): Expr {
  if (typeof f !== 'function') return f;
  const inputs = Object.entries(at).filter(([name]) => name !== upstream);
  const made = f(
    graph,
    Object.fromEntries(inputs.map(([name, value]) => [name, input(name, toTensor(value, name).shape)])),
  );
  return 'result' in made ? made.result : made;
}

function chosen(wrt: string | undefined, known: readonly string[]): string {
  const name = wrt ?? (known.length === 1 ? known[0] : undefined);
  if (name !== undefined && known.includes(name)) return name;
  throw new RangeError(
    `jacobian: wrt must name one input of ${known.join(', ') || '(none)'}, got ${name ?? 'none'}`,
  );
}

/** A Jacobian's rows or columns, and what they cost together. */
interface Slices {
  readonly slices: readonly (readonly number[])[];
  readonly cost: Cost;
}

function rows(paired: Objective, method: Differentiator, wrt: string, point: Tensors<number>): Slices {
  const o = { ...paired, wrt: [wrt] };
  const prepared = method.prepare(o, float64);
  if (isRefused(prepared)) throw new RangeError(`jacobian: ${method.name} refused: ${prepared.because}`);
  const slices = basis(float64, o.inputs.get(upstreamName)!.shape).map(
    (g) => prepared.valueAndGradient({ ...point, [upstreamName]: g }).gradient[wrt]!.data,
  );
  const { cost } = prepared;
  return { slices, cost: sumOfCosts(slices.map(() => cost)) };
}

function columns(paired: Objective, y: Expr, wrt: string, point: Tensors<number>): Slices {
  const inputs = paired.inputs.get(wrt)!.shape;
  const direction = directionOf(wrt, inputs, paired.inputs);
  const k = dual(graph);
  const { slope } = read(y, k, (e): Dual<Expr> => ({
    value: e,
    slope: nameOf(e) === wrt ? direction : 'zero',
  }));
  const pushed = filled(graph, slope, y.shape);
  const evaluate = evaluator([pushed], float64);
  const slices = basis(float64, inputs).map((d) => evaluate({ ...point, [nameOf(direction)]: d })[0]!.data);
  const cost = costOf([pushed]);
  return { slices, cost: sumOfCosts(slices.map(() => cost)) };
}

function transposed(slices: readonly (readonly number[])[]): number[][] {
  return (slices[0] ?? []).map((_, j) => slices.map((slice) => slice[j]!));
}
