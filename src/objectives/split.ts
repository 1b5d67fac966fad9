import { stream } from './random.ts';
import type { Table } from './table.ts';

/**
 * The rows of a table in two parts, stratified: of each class the share `split`, rounded and at least one row, goes to
 * the training part. Both parts are in random order.
 */
export function splitRows(table: Table, split: number, seed: number): { train: number[]; test: number[] } {
  const random = stream(seed);
  const train: number[] = [];
  const test: number[] = [];
  let first = 0;
  for (const count of table.counts) {
    const order = random.permutation(count).map((i) => first + i);
    const share = Math.max(1, Math.round(split * count));
    train.push(...order.slice(0, share));
    test.push(...order.slice(share));
    first += count;
  }
  const shuffled = (rows: readonly number[]) => random.permutation(rows.length).map((i) => rows[i]!);
  return { train: shuffled(train), test: shuffled(test) };
}
