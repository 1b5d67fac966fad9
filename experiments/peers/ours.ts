import { gradientKernel, trace, type GradientKernelOptions } from '../../src/index.ts';
import { inPlace, type Entrant } from './contestant.ts';
import { raced } from './objectives.ts';

/** Our kernel of a kind; it throws where this engine has none. */
export const ours =
  (options: GradientKernelOptions): Entrant =>
  ({ objective, size, precision, inputs }) => {
    const { model, shapes, wrt } = raced(objective, size);
    const kernel = gradientKernel(trace(model, shapes, wrt), { precision, ...options });
    for (const [name, { data }] of Object.entries(inputs)) kernel.inputs.get(name)!.set(data);
    return inPlace(kernel.run, Object.fromEntries(kernel.gradient));
  };
