import { complexStep } from '../differentiators/complex-step.ts';
import type { Differentiator } from '../differentiators/differentiator.ts';
import { forward } from '../differentiators/forward.ts';
import { fixed, numeric, relative, scipy, type StepRule } from '../differentiators/numeric.ts';
import { reverse } from '../differentiators/reverse.ts';
import { symbolic, type SymbolicOptions } from '../differentiators/symbolic.ts';
import { Misuse } from './misuse.ts';
import { constantOf } from './point.ts';

export interface MethodOptions {
  readonly step?: string;
  readonly stencil?: 'central' | 'forward' | 'backward';
  readonly denominator?: 'actual' | 'nominal';
  readonly laws?: SymbolicOptions['laws'];
  readonly sharing?: SymbolicOptions['sharing'];
}

/** Every method by its name, in the order in which they are printed. */
export const methods: Readonly<Record<string, (options: MethodOptions) => Differentiator>> = {
  numeric: ({ step, stencil = 'central', denominator = 'actual' }) =>
    numeric({ stencil, denominator, ...(step === undefined ? {} : { step: stepRule(step) }) }),
  symbolic: ({ laws = 'exact', sharing = 'structure' }) => symbolic({ laws, sharing }),
  reverse,
  forward,
  'complex-step': () => complexStep(),
};

/** The step rules that `--step` knows by name; anything else is a fixed step. */
export const stepRules: Readonly<Record<string, () => StepRule>> = { scipy };

function stepRule(text: string): StepRule {
  if (Object.hasOwn(stepRules, text)) return stepRules[text]!();
  const scaled = /^relative:(.+)$/.exec(text);
  const given = scaled?.[1] ?? text;
  if (!/[0-9]/.test(given))
    throw new Misuse(
      `step: a positive number, relative:NUMBER or one of ${Object.keys(stepRules).join(', ')} is required, got ${text}`,
    );
  const step = constantOf(given, 'step');
  return scaled === null ? fixed(step) : relative(step);
}

/** The methods of `--method`: names between commas, or `all`; in the order in which they are printed. */
export function chooseMethods(text: string, options: MethodOptions): Differentiator[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => name !== 'all' && !Object.hasOwn(methods, name));
  if (unknown !== undefined)
    throw new Misuse(
      `method: one of ${Object.keys(methods).join(', ')} or all is required, got ${JSON.stringify(unknown)}`,
    );
  return Object.entries(methods)
    .filter(([name]) => names.includes('all') || names.includes(name))
    .map(([, make]) => make(options));
}
