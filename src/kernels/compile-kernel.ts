import { size } from '../language/shape.ts';
import { nameOf, type Expr } from '../expression/expr.ts';
import { readAll, topological } from '../expression/read.ts';
import { tensors } from '../numbers/tensors.ts';
import { compileJavascript } from './javascript.ts';
import { floatsOf, numbersOf, type Kernel, type KernelKind, type Precision } from './kernel.ts';

/** Which kernel is built. */
export interface KernelOptions {
  /** `auto` (the default) takes the fastest that this engine allows for a graph of this size. */
  readonly kernel?: 'auto' | KernelKind;
  /** Default `float64`. */
  readonly precision?: Precision;
}

/**
 * The roots of a graph as a function over typed arrays. `inputs` may name inputs that the roots do not depend on.
 *
 * @throws {RangeError} if a kernel is asked for by name that this engine does not allow
 */
export function compileKernel(
  roots: readonly Expr[],
  inputs: readonly Expr[] = [],
  { kernel = 'auto', precision = 'float64' }: KernelOptions = {},
): Kernel {
  const made = kernel === 'reading' ? undefined : compileJavascript(roots, inputs, precision);
  if (made === undefined && kernel === 'javascript')
    throw new RangeError('kernel: this page forbids generated code, and a javascript kernel was asked for');
  return made ?? readingKernel(roots, inputs, precision);
}

/** The plain reading behind typed arrays: slow, and right by definition. */
function readingKernel(roots: readonly Expr[], inputs: readonly Expr[], precision: Precision): Kernel {
  const start = performance.now();
  const Floats = floatsOf(precision);
  const k = tensors(numbersOf(precision));
  const nodes = topological([...inputs, ...roots]).filter((e) => e.op === 'input');
  const views = new Map(nodes.map((e) => [nameOf(e), new Floats(size(e.shape))]));
  const outputs = roots.map(({ shape }) => new Floats(size(shape)));
  const all = [...views.values(), ...outputs];
  return {
    inputs: views,
    outputs,
    run: () => {
      const bound = (e: Expr) => ({ shape: e.shape, data: [...views.get(nameOf(e))!] });
      const values = readAll(roots, k, bound);
      roots.forEach((root, i) => {
        outputs[i]!.set(values.get(root)!.data);
      });
    },
    built: {
      kind: 'reading',
      precision,
      milliseconds: performance.now() - start,
      codeBytes: 0,
      memoryBytes: all.reduce((sum, { byteLength }) => sum + byteLength, 0),
    },
  };
}
