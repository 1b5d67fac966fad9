import type { Panel, Series, Spot } from './figure.ts';

/** Which columns of the rows are drawn. */
export interface Drawing<R> extends Omit<Series, 'name' | 'spots'> {
  /** The column whose values name the series, each its own. */
  readonly by: keyof R & string;
  readonly x: keyof R & string;
  readonly y: keyof R & string;
  readonly low?: keyof R & string;
  readonly high?: keyof R & string;
  readonly label?: keyof R & string;
}

/**
 * One series for each value of a column, in the order of the rows; `look` is the first one's.
 *
 * @example
 * ```ts
 * series(rows, { by: 'method', x: 'step', y: 'error' });
 * ```
 */
export function series<R>(
  rows: readonly R[],
  { by, x, y, low, high, label, look = 0, ...style }: Drawing<R>,
): Series[] {
  const spot = (row: R): Spot => ({
    x: place(row[x], x),
    y: place(row[y], y),
    ...(low === undefined ? {} : { low: place(row[low], low) }),
    ...(high === undefined ? {} : { high: place(row[high], high) }),
    ...(label === undefined || row[label] === null ? {} : { label: String(row[label]) }),
  });
  return [...grouped(rows, (row) => String(row[by]))].map(([name, own], index) => ({
    ...style,
    name,
    look: look + index,
    spots: own.map(spot),
  }));
}

/** One panel for each value of a column, in the order of the rows, under the value or what `title` makes of it. */
export function panels<R, K extends keyof R & string>(
  rows: readonly R[],
  by: K,
  panel: (rows: readonly R[], value: R[K]) => Panel,
  title: (value: R[K]) => string = String,
): (Panel & { title: string })[] {
  return [...grouped(rows, (row) => row[by])].map(([value, own]) => ({
    ...panel(own, value),
    title: title(value),
  }));
}

function grouped<R, K>(rows: readonly R[], key: (row: R) => K): Map<K, R[]> {
  const groups = new Map<K, R[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

function place(cell: unknown, key: string): Spot['x'] {
  if (cell === null || typeof cell === 'number' || typeof cell === 'bigint') return cell;
  throw new TypeError(`figure: the column ${key} must hold numbers to be drawn, got ${typeof cell}`);
}
