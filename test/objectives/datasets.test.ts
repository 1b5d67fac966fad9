import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../src/language/shape.ts';
import { batch, dataset, type DatasetName } from '../../src/objectives/datasets.ts';
import { iris } from '../../src/objectives/iris.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { penguins } from '../../src/objectives/penguins.ts';
import { valueOf } from './value.ts';

interface PenguinRecord {
  readonly Species: string;
  readonly 'Beak Length (mm)': number | null;
  readonly 'Beak Depth (mm)': number | null;
  readonly 'Flipper Length (mm)': number | null;
  readonly 'Body Mass (g)': number | null;
  readonly Sex: string | null;
}

const file = new URL('../../node_modules/vega-datasets/data/penguins.json', import.meta.url);
const penguinRecords = JSON.parse(readFileSync(file, 'utf8')) as readonly PenguinRecord[];

describe('penguins', () => {
  test('are the 333 complete records of the package, cell by cell', () => {
    const complete = penguinRecords.filter((record) => record.Sex === 'MALE' || record.Sex === 'FEMALE');
    expect(complete).toHaveLength(333);
    const cells = complete.flatMap((record) => [
      record['Beak Length (mm)'],
      record['Beak Depth (mm)'],
      record['Flipper Length (mm)'],
      record['Body Mass (g)'],
    ]);
    expect(penguins.measurements).toEqual(cells);
    const species = penguins.classes.flatMap((name, i) => new Array<string>(penguins.counts[i]!).fill(name));
    expect(species).toEqual(complete.map((record) => record.Species));
  });
  test('are 146 Adélie, 68 chinstrap and 119 gentoo penguins', () => {
    expect(penguins.classes).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect(penguins.counts).toEqual([146, 68, 119]);
  });
});

describe('iris', () => {
  const flowers = Array.from({ length: 150 }, (_, i) => iris.measurements.slice(4 * i, 4 * i + 4));
  const mean = (rows: readonly number[][], j: number) =>
    rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length;
  const products = (rows: readonly number[][], a: number, b: number) =>
    rows.reduce((sum, row) => sum + (row[a]! - mean(rows, a)) * (row[b]! - mean(rows, b)), 0);
  const species = [flowers.slice(0, 50), flowers.slice(50, 100), flowers.slice(100)];

  test('has the means that Fisher printed', () => {
    expect(species.map((rows) => [0, 1, 2, 3].map((j) => mean(rows, j).toFixed(3)))).toEqual([
      ['5.006', '3.428', '1.462', '0.246'],
      ['5.936', '2.770', '4.260', '1.326'],
      ['6.588', '2.974', '5.552', '2.026'],
    ]);
  });
  test('has the sums of squares and products of his table III, for setosa and versicolor', () => {
    const sums = [0, 1, 2, 3].map((a) =>
      [0, 1, 2, 3]
        .slice(a)
        .map((b) => (products(species[0]!, a, b) + products(species[1]!, a, b)).toFixed(4)),
    );
    expect(sums).toEqual([
      ['19.1434', '9.0356', '9.7634', '3.2394'],
      ['11.8658', '4.6232', '2.4746'],
      ['12.2978', '3.8794'],
      ['2.4604'],
    ]);
  });
  test('has the standard deviations that R prints for virginica', () => {
    const deviations = [0, 1, 2, 3].map((j) => Math.sqrt(products(species[2]!, j, j) / 49).toFixed(5));
    expect(deviations).toEqual(['0.63588', '0.32250', '0.55189', '0.27465']);
  });
  test('is not the variant of the UCI archive', () => {
    expect(flowers[34]).toEqual([4.9, 3.1, 1.5, 0.2]);
    expect(flowers[37]).toEqual([4.9, 3.6, 1.4, 0.1]);
  });
});

const row = ({ shape, data }: Tensor<number>, i: number) => data.slice(i * shape[1]!, (i + 1) * shape[1]!);
const moments = (v: readonly number[]) => {
  const centre = v.reduce((a, b) => a + b, 0) / v.length;
  return { centre, spread: Math.sqrt(v.reduce((sum, x) => sum + (x - centre) ** 2, 0) / v.length) };
};

for (const name of ['penguins', 'iris'] satisfies DatasetName[])
  describe(`dataset('${name}')`, () => {
    const data = dataset(name, { seed: 4 });
    const total = { penguins: 333, iris: 150 }[name];

    test('has training features of mean 0 and standard deviation 1', () => {
      for (let j = 0; j < 4; j++) {
        const { centre, spread } = moments(row(data.train.x, j));
        expect(Math.abs(centre)).toBeLessThan(1e-14);
        expect(Math.abs(spread - 1)).toBeLessThan(1e-14);
      }
    });
    test('gives the measurements back from the mean and the deviation', () => {
      const table = { penguins, iris }[name];
      for (const part of [data.train, data.test])
        part.rows.forEach((from, i) => {
          for (let j = 0; j < 4; j++)
            expect(row(part.x, j)[i]! * data.deviation[j]! + data.mean[j]!).toBeCloseTo(
              table.measurements[4 * from + j]!,
              10,
            );
        });
    });
    test('splits every row into exactly one part, each class in its share', () => {
      const rows = [...data.train.rows, ...data.test.rows].sort((a, b) => a - b);
      expect(rows).toEqual(Array.from({ length: total }, (_, i) => i));
      const shares = [0, 1, 2].map((c) => row(data.train.y, c).reduce((a, b) => a + b));
      expect(shares).toEqual({ penguins: [117, 54, 95], iris: [40, 40, 40] }[name]);
      expect(data.test.x.shape).toEqual([4, { penguins: 67, iris: 30 }[name]]);
    });
    test('labels each sample with its own class, one-hot', () => {
      const starts = { penguins: [0, 146, 214, 333], iris: [0, 50, 100, 150] }[name];
      data.train.rows.forEach((from, i) => {
        const label = [0, 1, 2].map((c) => row(data.train.y, c)[i]!);
        expect(label).toEqual([0, 1, 2].map((c) => Number(from >= starts[c]! && from < starts[c + 1]!)));
      });
    });
    test('is the same for the same seed and another for another', () => {
      expect(dataset(name, { seed: 4 })).toEqual(data);
      expect(dataset(name, { seed: 5 }).train.rows).not.toEqual(data.train.rows);
    });
    test('is transposed where samples are rows', () => {
      const { train } = dataset(name, { seed: 4, samples: 'rows' });
      expect(train.rows).toEqual(data.train.rows);
      expect(train.x.shape).toEqual([train.rows.length, 4]);
      expect(row(train.x, 3)).toEqual([0, 1, 2, 3].map((j) => row(data.train.x, j)[3]!));
      expect(row(train.y, 3)).toEqual([0, 1, 2].map((c) => row(data.train.y, c)[3]!));
    });
    test('leaves nothing to test where all is trained on', () => {
      const { train, test: rest } = dataset(name, { split: 1 });
      expect(train.rows).toHaveLength(total);
      expect(rest.x).toEqual({ shape: [4, 0], data: [] });
    });
  });

describe('batch', () => {
  const data = dataset('penguins', { seed: 1 });
  test('draws distinct samples of the training part, features and labels together', () => {
    const part = batch(data, 32, 9);
    expect(new Set(part.rows).size).toBe(32);
    part.rows.forEach((from, i) => {
      const there = data.train.rows.indexOf(from);
      for (let j = 0; j < 4; j++) expect(row(part.x, j)[i]).toBe(row(data.train.x, j)[there]);
      for (let c = 0; c < 3; c++) expect(row(part.y, c)[i]).toBe(row(data.train.y, c)[there]);
    });
    expect(batch(data, 32, 9)).toEqual(part);
    expect(batch(data, 32, 10).rows).not.toEqual(part.rows);
  });
  test('is the same in both layouts', () => {
    const rows = dataset('penguins', { seed: 1, samples: 'rows', batch: 32 }).train;
    const columns = dataset('penguins', { seed: 1, batch: 32 }).train;
    expect(rows.rows).toEqual(columns.rows);
    expect(columns.x.shape).toEqual([4, 32]);
    const net = { layers: [4, 8, 3], batch: 32, lambda: 1e-3, seed: 2 };
    const value = valueOf(mlp({ ...net, data: columns }));
    expect(valueOf(mlp({ ...net, samples: 'rows', data: rows }))).toBeCloseTo(value, 14);
  });
});

describe('misuse is told what was required and what was found', () => {
  const cases: [call: () => unknown, message: string][] = [
    [() => dataset('mnist' as never), 'dataset: one of iris, penguins is required, got mnist'],
    [() => dataset('iris', { samples: 'row' as never }), 'dataset: samples must be columns or rows, got row'],
    [() => dataset('iris', { split: 0 }), 'dataset: split must be above 0 and at most 1, got 0'],
    [() => dataset('iris', { split: NaN }), 'dataset: split must be above 0 and at most 1, got NaN'],
    [() => dataset('iris', { batch: 121 }), 'batch: a whole number from 1 to 120 is required, got 121'],
    [() => batch(dataset('iris'), 0), 'batch: a whole number from 1 to 120 is required, got 0'],
  ];
  for (const [call, message] of cases)
    test(message, () => {
      expect(call).toThrow(message);
    });
});
