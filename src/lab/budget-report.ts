import type { Decimal } from 'decimal.js';
import type { Row } from './cell.ts';
import type { Columns } from './column.ts';
import { code, scientific } from './format.ts';
import type { StepSweep } from './step-sweep.ts';
import type { Table } from './table.ts';

/** What a sweep of steps is about, in words. */
export interface BudgetTitle {
  readonly expression: string;
  readonly at: unknown;
  readonly wrt: string;
  readonly difference: string;
  readonly denominator: string;
  readonly format: string;
}

const parts = ['total', 'truncation', 'abscissa', 'evaluation', 'quotient', 'roundoff'] as const;
const digits = 40;
const written = (v: Decimal): string => v.toSignificantDigits(digits).toString();

/** A sweep as plain data: the object that `derivlab budget --json` prints; exact numbers are decimal text. */
export function budgetJson({ expression, at, wrt }: BudgetTitle, sweep: StepSweep): unknown {
  const { slope, rows, noise, predictedStep, bestStep } = sweep;
  return {
    expression,
    at,
    wrt,
    reference: written(slope),
    rows: rows.map((row) => ({
      h: row.h,
      actualStep: row.actualStep,
      estimate: String(row.estimate),
      ...Object.fromEntries(parts.map((part) => [part, written(row[part])])),
    })),
    noise: Object.fromEntries(
      Object.entries(noise).map(([name, v]: [string, Decimal]) => [name, written(v)]),
    ),
    predictedStep: predictedStep === null ? null : String(predictedStep),
    bestStep: bestStep === null ? null : String(bestStep),
  };
}

const error = scientific(3);

const columns: Columns<Row> = {
  h: { kind: 'case', says: 'The step, in the format.', format: code },
  total: { kind: 'counted', says: 'D − f′.', format: error },
  truncation: { kind: 'counted', name: 'T truncation', says: 'With no rounding at all.', format: error },
  abscissa: {
    kind: 'counted',
    name: 'A arguments',
    says: 'Of x ± h that are no numbers of the format.',
    format: error,
  },
  evaluation: { kind: 'counted', name: 'E evaluation', says: 'Of the noise of f.', format: error },
  quotient: {
    kind: 'counted',
    name: 'Q quotient',
    says: 'Of the difference and the quotient.',
    format: error,
  },
  note: { kind: 'counted', name: ' ', says: 'Which step was the best.', format: code },
};

/** A sweep as a table, a row for each step. */
export function budgetTable(title: BudgetTitle, sweep: StepSweep): Table {
  const { slope, rows, noise, predictedStep, bestStep } = sweep;
  const short = (v: Decimal): string => v.toNumber().toExponential(2);
  return {
    caption: `${title.expression} by ${title.wrt}: the error of a ${title.difference} difference taken apart (${title.format}, ${title.denominator} denominator); f′ = ${slope.toSignificantDigits(20).toString()}`,
    note: `Noise of f near the point: at most ${short(noise.largest)}, standard deviation ${short(noise.deviation)}, u·|f| = ${short(noise.naive)}. ${
      predictedStep === null
        ? 'Theory has no best step here.'
        : `Theory's best step is ${predictedStep.toExponential(2)}.`
    }`,
    columns,
    rows: rows.map((row) => ({
      h: row.h.toExponential(2),
      ...Object.fromEntries(parts.map((part) => [part, row[part].toNumber()])),
      note: row.h === bestStep ? 'best' : '',
    })),
  };
}
