import { describe, expect, it } from 'vitest';
import itself from '../../experiments/10-memory.ts';
import { gradientGraph, mlp } from '../../src/index.ts';
import { tallyOf, total, traceProblem } from '../../src/lab.ts';
import type { Row } from '../../src/lab/cell.ts';
import { judged, quickRows } from './rows.ts';

const more = (row: Row, bytes: number): Row => ({
  ...row,
  intermediates: (row.intermediates as number) + bytes,
});

const measured = quickRows(itself);

describe('10-memory', () => {
  it('holds, and no longer does when training grows faster, inputs count or prediction keeps a layer', async () => {
    const rows = await measured;
    expect(itself.verdict(rows).holds).toBe(true);
    const isTraining = (row: Row): boolean => row.pass === 'training';
    const deepest = Math.max(...rows.map((row) => row.layers as number));
    const most = Math.max(...rows.map((row) => row.batch as number));
    const widest = Math.max(...rows.map((row) => row.inputs as number));
    for (const [what, change] of [
      ['layers', (row: Row) => (row.layers === deepest && isTraining(row) ? more(row, 2048) : row)],
      ['batch', (row: Row) => (row.batch === most && isTraining(row) ? more(row, 9000) : row)],
      [
        'inputs',
        (row: Row) => (row.inputs === widest && isTraining(row) ? more(row, 8 * 8 * widest + 8) : row),
      ],
      ['without a penalty', (row: Row) => (row.inputs === widest && row.lambda === 0 ? more(row, 8) : row)],
      ['prediction', (row: Row) => (row.pass === 'prediction' ? { ...row, inLayers: 2.01 } : row)],
      ['nothing known', (row: Row) => ({ ...row, intermediates: NaN })],
    ] as const)
      expect(judged(itself, rows, change), what).toBe(false);
  });

  it('counts operations as a reading of the whole graph does', async () => {
    const rows = await measured;
    const { expression, ...o } = traceProblem(
      mlp({ layers: [8, 8, 8, 8, 4], batch: 32, lambda: 1e-3, activation: 'tanh' }),
    );
    const { value, gradient } = gradientGraph({ expression, ...o }, 'one', undefined, undefined, 'sqrt');
    const row = rows.find((own) => own.layers === 4 && own.pass === 'training, checkpoints every √n')!;
    expect(row.operations).toBe(total(tallyOf([value, ...gradient.values()])));
  });
});
