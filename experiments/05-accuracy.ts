import { Decimal } from 'decimal.js';
import {
  bfloat16,
  complexStep,
  exactDecimal,
  float16,
  float32,
  float64,
  forward,
  gradientGraph,
  isRefused,
  mlp,
  numeric,
  reference,
  reverse,
  rounded,
  symbolic,
  tensors,
  trace,
  type MlpOptions,
  type Numbers,
  type Objective,
  type Reference,
  type Tensor,
  type Tensors,
} from '../src/index.ts';
import { toPoint } from '../src/differentiators/differentiator.ts';
import { nameOf } from '../src/expression/expr.ts';
import { readAll } from '../src/expression/read.ts';
import { terms } from '../src/numbers/terms.ts';
import type { Format } from '../src/numbers/rounded.ts';
import type { ActivationName } from '../src/objectives/activation.ts';
import { closedForm } from '../src/objectives/closed-form.ts';
import { experiment, type Verdict } from '../src/lab/experiment.ts';
import { decimals, integer, scientific, text } from '../src/lab/format.ts';
import { score, type GradientScore } from '../src/lab/score.ts';
import { summary } from '../src/lab/selection.ts';
import { trial } from '../src/lab/trial.ts';

type LossName = 'squared-error' | 'l2-norm' | 'softmax-cross-entropy';
type State = 'start' | 'trained' | 'saturated';

interface Case {
  activation: ActivationName;
  loss: LossName;
  net: string;
  state: State;
  weights: number;
}

interface Row {
  activation: ActivationName;
  loss: LossName;
  net: string;
  state: State;
  weights: number;
  method: string;
  precision: string;
  parameters: number;
  steepest: number;
  outcome: string;
  verdict: string;
  normwise: number | null;
  inRoundoffs: number | null;
  maximumRelative: number | null;
  medianRelative: number | null;
  maximumUlps: number | null;
  cancellation: number | null;
  overTerms: number | null;
  normwiseBecause: string | null;
  worstBecause: string | null;
}

/** λ/2 and 1/batch are exact in every format, so that a narrow format reads the same objective. */
const lambda = 2 ** -10;
const nets: Readonly<Record<string, Pick<MlpOptions, 'layers' | 'batch'>>> = {
  '3-4-2': { layers: [3, 4, 2] },
  '4-8-3': { layers: [4, 8, 3], batch: 4 },
};
const binary64: Format = { name: 'float64', precision: 53, unitRoundoff: 2 ** -53, round: (v) => v };
const narrow = [float32, bfloat16, float16];

/** What the claim allows, norm-wise, in unit roundoffs: 1e-14 in float64. */
const allowed = 1e-14 / binary64.unitRoundoff;

/** Errors of this many unit roundoffs of Σ|terms| are what rounding each operation once can do. */
const roundings = 32;
