import { fromTensor } from '../language/problem.ts';
import type { Tensor } from '../language/shape.ts';
import type { Tensors } from '../differentiators/differentiator.ts';
import type { Comparison } from './compare.ts';
import { partOf, type Trial } from './trial.ts';

/** A comparison as plain data: the object that `derivlab diff --json` prints (`json` writes numbers that are not finite). */
export function comparisonJson(c: Comparison): unknown {
  const { reference: truth } = c;
  const scored = truth.because === null;
  return {
    id: c.id,
    expression: c.expression,
    at: nested(c.at),
    wrt: c.objective.wrt,
    value: c.trials.find(({ result }) => result.value !== null)?.result.value ?? truth.value.toNumber(),
    reference: {
      digits: truth.digits,
      value: scored ? digitsOf(truth.value, truth.digits) : null,
      gradient: scored ? nested(truth.gradient, (v) => digitsOf(v, truth.digits)) : null,
      agreement: truth.agreement,
      because: truth.because,
    },
    methods: c.trials.map(methodJson),
  };
}

function methodJson({ result, score }: Trial): unknown {
  const { cost } = result;
  return {
    method: result.method,
    outcome: result.outcome,
    because: result.because,
    gradient: result.gradient,
    verdict: score && partOf(score, 'verdict'),
    absoluteError: score && partOf(score, 'absolute'),
    relativeError: score && partOf(score, 'relative'),
    ulps: score && partOf(score, 'ulps'),
    cost: cost && {
      evaluations: cost.evaluations,
      valueEvaluations: cost.valueEvaluations,
      operations: cost.operations,
      multiplications: cost.multiplications,
      nodes: cost.nodes,
      occurrences: cost.occurrences,
      peak: cost.peak,
    },
  };
}

const digitsOf = (
  v: { toSignificantDigits: (digits: number) => { toString: () => string } },
  digits: number,
) => v.toSignificantDigits(digits).toString();

function nested<T>(x: Tensors<T>, show: (v: T) => unknown = (v) => v): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(x).map(([name, { shape, data }]: [string, Tensor<T>]) => [
      name,
      fromTensor({ shape, data: data.map(show) }),
    ]),
  );
}
