import { rounding, type Surroundings } from './javascript-operators.ts';
import { writeFill } from './javascript-loop.ts';
import type { MatmulStep } from './step.ts';

/** From where to where, and how many at a time. */
type Range = readonly [from: number, to: number, tile: number];

/** Tiles of the given size, and what is left over as single ones. */
function ranges(length: number, tile: number): Range[] {
  const whole = length - (length % tile);
  const result: Range[] = [];
  if (whole > 0) result.push([0, whole, tile]);
  if (whole < length) result.push([whole, length, length - whole]);
  return result;
}

const term = (name: string, stride: number): string => (stride === 1 ? name : `${name} * ${stride}`);

/**
 * The text of a matrix product. A tile of the result is held in variables while one loop runs along the inner axis, so
 * that each element read serves several products; every element of the result still is summed in index order, from −0.
 */
export function writeProduct(step: MatmulStep, around: Surroundings): string {
  const { rows, inner, columns, left, right, target } = step;
  if (rows * columns === 0) return '';
  if (inner === 0) return writeFill(target.base, '0', around);
  const tiles = [4, 2] as const;
  const byRows = columns <= rows;
  const add = (sum: string, product: string): string =>
    rounding(`${sum} + ${rounding(product, around)}`, around);
  let text = '';
  for (const i of ranges(rows, tiles[0])) for (const j of ranges(columns, tiles[1])) text += region(i, j);
  return text;

  function region(i: Range, j: Range): string {
    const [outer, within] = byRows ? (['i', 'j'] as const) : (['j', 'i'] as const);
    const spans = { i, j };
    const open = (name: 'i' | 'j'): string =>
      `for (let ${name} = ${spans[name][0]}; ${name} < ${spans[name][1]}; ${name} += ${spans[name][2]}) {\n`;
    const places = {
      i: every(
        i[2],
        (r) =>
          `const a${r} = ${around.offset(left.base) + left.offset} + (i + ${r}) * ${left.strides[0]!};\n`,
      ),
      j: every(
        j[2],
        (c) =>
          `const b${c} = ${around.offset(right.base) + right.offset} + (j + ${c}) * ${right.strides[1]!};\n`,
      ),
    };
    const sums = every(i[2], (r) => every(j[2], (c) => `let c${r}_${c} = -0;\n`));
    const body =
      every(i[2], (r) => `const x${r} = m[a${r} + ${term('k', left.strides[1]!)}];\n`) +
      every(j[2], (c) => `const y${c} = m[b${c} + ${term('k', right.strides[0]!)}];\n`) +
      every(i[2], (r) => every(j[2], (c) => `c${r}_${c} = ${add(`c${r}_${c}`, `x${r} * y${c}`)};\n`));
    const stores = every(i[2], (r) =>
      every(
        j[2],
        (c) => `m[${around.offset(target.base)} + (i + ${r}) * ${columns} + (j + ${c})] = c${r}_${c};\n`,
      ),
    );
    return (
      open(outer) +
      places[outer] +
      open(within) +
      places[within] +
      sums +
      `for (let k = 0; k < ${inner}; k++) {\n${body}}\n${stores}}\n}\n`
    );
  }
}

const every = (count: number, write: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => write(i)).join('');
