import { shortened } from '../language/brief.ts';
import type { Cell, Row } from './cell.ts';
import { withUnit, type Columns } from './column.ts';
import { meaning, readFields, type Field } from './csv.ts';
import { idColumn } from './row-id.ts';

/** By column, where whole numbers are big integers, which CSV cannot say: `all` of them, or those of these rows, from 0. */
export type Bigints = Readonly<Record<string, 'all' | readonly number[]>>;

/** Where the rows hold big integers: what the manifest keeps for `rowsFromCsv`. */
export function bigintsIn(columns: Columns<Row>, rows: readonly Row[]): Bigints {
  const found = Object.keys(columns).flatMap((key) => {
    const big = rows.flatMap((row, i) => (typeof row[key] === 'bigint' ? [i] : []));
    if (big.length === 0) return [];
    const isMixed = rows.some((row) => typeof row[key] === 'number');
    return [[key, isMixed ? big : ('all' as const)] as const];
  });
  return Object.fromEntries(found);
}

/**
 * The rows of a rows.csv, cell for cell as they were: of all columns but the timed ones, which are null; the rows' names are
 * left out. Throws TypeError where the file's columns are not those of the experiment.
 */
export function rowsFromCsv(columns: Columns<Row>, text: string, bigints: Bigints = {}): Row[] {
  const [first = [], ...all] = readFields(text);
  const named = first[0]?.text === idColumn ? 1 : 0;
  const [head = [], ...lines] = [first, ...all].map((line) => line.slice(named));
  const counted = Object.entries(columns).filter(([, column]) => column.kind !== 'timed');
  const [wanted, found] = [
    counted.map(([key, column]) => withUnit(key, column)).join(', '),
    head.map((field) => field.text).join(', '),
  ];
  if (found !== wanted)
    throw new TypeError(
      `rows.csv: its columns must be those of the experiment, ${wanted}; got ${shortened(found)}`,
    );
  const timed = Object.keys(columns).filter((key) => columns[key]!.kind === 'timed');
  const none = Object.fromEntries(timed.map((key) => [key, null]));
  return lines.map((line, row) => {
    if (line.length !== head.length)
      throw new TypeError(
        `rows.csv: a line must have ${head.length} fields, got ${line.length} in row ${row + 1}`,
      );
    const cells = counted.map(([key], i): [string, Cell] => {
      const big = bigints[key];
      return [key, cellFrom(line[i]!, big === 'all' || (big?.includes(row) ?? false))];
    });
    return { ...none, ...Object.fromEntries(cells) };
  });
}

function cellFrom({ text, quoted }: Field, isBig: boolean): Cell {
  if (quoted) return text;
  if (text === '') return null;
  if (isBig && /^-?\d+$/.test(text)) return BigInt(text);
  return meaning(text) ?? text;
}
