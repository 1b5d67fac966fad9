import type { Floats } from '../kernels/kernel.ts';

/** A way to change parameters by their gradients. */
export interface Optimizer {
  readonly name: string;
  /**
   * From these parameters on, with a memory that is empty: each call changes them in place. What an optimiser remembers
   * is held in the format of the parameters, and each number is rounded once, where it is stored.
   */
  readonly start: (parameters: readonly Floats[]) => (gradient: readonly Floats[]) => void;
}

/** η, the learning rate: a number, or one for each step, counted from 0. */
export type Rate = number | ((step: number) => number);

/** One step of an array: changes w, and its memories, by the gradient g; steps are counted from 1. */
type Formula = (w: Floats, g: Floats, memories: readonly Floats[], rate: number, step: number) => void;

function optimizer(name: string, rate: Rate, memories: number, formula: Formula): Optimizer {
  const rateAt = typeof rate === 'function' ? rate : () => rate;
  const checked = (step: number): number => {
    const η = rateAt(step);
    if (!(Number.isFinite(η) && η > 0))
      throw new RangeError(`${name}: rate must be positive and finite, got ${String(η)} at step ${step}`);
    return η;
  };
  checked(0);
  return {
    name,
    start: (parameters) => {
      const memory = parameters.map((w) => Array.from({ length: memories }, () => w.slice().fill(0)));
      let step = 0;
      return (gradient) => {
        const η = checked(step);
        step += 1;
        parameters.forEach((w, i) => {
          formula(w, gradient[i]!, memory[i]!, η, step);
        });
      };
    },
  };
}

/** A decay that forgets, from 0 up to but without 1. */
function checkDecay(name: string, value: number): void {
  if (!(value >= 0 && value < 1))
    throw new RangeError(`${name} must be at least 0 and below 1, got ${String(value)}`);
}

/** Gradient descent, stochastic where batches are: w ← w − ηg. */
export function sgd({ rate = 0.1 }: { readonly rate?: Rate } = {}): Optimizer {
  return optimizer('sgd', rate, 0, (w, g, _, η) => {
    for (let i = 0; i < w.length; i++) w[i] = w[i]! - η * g[i]!;
  });
}

/**
 * The heavy ball (Polyak 1964), as D2L writes it: v ← βv + g, w ← w − ηv. At a constant rate that is
 * wₜ₊₁ = wₜ − ηgₜ + β(wₜ − wₜ₋₁).
 */
export function momentum({
  rate = 0.01,
  momentum: β = 0.9,
}: { readonly rate?: Rate; readonly momentum?: number } = {}): Optimizer {
  checkDecay('momentum: momentum', β);
  return optimizer('momentum', rate, 1, (w, g, [v], η) => {
    for (let i = 0; i < w.length; i++) {
      v![i] = β * v![i]! + g[i]!;
      w[i] = w[i]! - η * v![i]!;
    }
  });
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1): means m of g and s of g² with decays β₁ and β₂, both corrected for their start
 * at 0, and w ← w − η·m̂/(√ŝ + ε). The first step is η against the sign of the gradient, but for ε.
 */
export function adam({
  rate = 0.001,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: {
  readonly rate?: Rate;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
} = {}): Optimizer {
  checkDecay('adam: beta1', beta1);
  checkDecay('adam: beta2', beta2);
  if (!(epsilon >= 0 && epsilon < Infinity))
    throw new RangeError(`adam: epsilon must be finite and not negative, got ${String(epsilon)}`);
  return optimizer('adam', rate, 2, (w, g, [m, s], η, step) => {
    const [whole1, whole2] = [1 - beta1 ** step, 1 - beta2 ** step];
    for (let i = 0; i < w.length; i++) {
      m![i] = beta1 * m![i]! + (1 - beta1) * g[i]!;
      s![i] = beta2 * s![i]! + (1 - beta2) * g[i]! * g[i]!;
      w[i] = w[i]! - (η * (m![i]! / whole1)) / (Math.sqrt(s![i]! / whole2) + epsilon);
    }
  });
}

const byName = { sgd, momentum, adam };

/** An optimiser, or the name of one with its usual numbers. */
export type OptimizerChoice = Optimizer | keyof typeof byName;

/** The optimiser that is meant. */
export function optimizerOf(choice: OptimizerChoice): Optimizer {
  if (typeof choice === 'string' && Object.hasOwn(byName, choice)) return byName[choice]();
  if (typeof choice === 'object' && typeof choice.start === 'function') return choice;
  const found = typeof choice === 'function' ? 'a function (it is to be called)' : JSON.stringify(choice);
  throw new RangeError(
    `train: optimizer must be sgd(), momentum(), adam() or one of their names, got ${found}`,
  );
}
