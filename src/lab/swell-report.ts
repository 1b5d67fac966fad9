import type { Cell } from './cell.ts';
import { code, decimals, integer, text } from './format.ts';
import { countText } from './quotient.ts';
import { sizeNames, type Counts, type Swell } from './swell.ts';
import type { Table } from './table.ts';

/** What each count is called. */
const words: Readonly<Record<keyof Swell['ratio'], string>> = {
  tree: 'tree: nodes, each occurrence',
  dag: 'graph: nodes, each once',
  edges: 'graph: edges',
  depth: 'depth',
  operationsTree: 'operations before sharing',
  operationsDag: 'operations after sharing',
  transcendentalTree: 'exp, tanh, … before sharing',
  transcendentalDag: 'exp, tanh, … after sharing',
  characters: 'characters, written out',
  letCharacters: 'characters, shared parts named',
};

/** A count that a double could hold as it is, a larger one as a power of two. */
const cell = (n: bigint | null): Cell => {
  if (n === null) return null;
  const shown = countText(n);
  return shown === String(n) ? n : shown;
};

const count = (says: string) => ({ kind: 'counted', says, format: integer }) as const;

const titleOf = ({ expression, wrt, laws, sharing, direction, granularity }: Swell): string =>
  `${expression} by ${wrt.length === 0 ? 'nothing' : wrt.join(', ')}: laws ${laws}, sharing ${sharing}, ${
    direction === 'forward' ? 'one variable at a time' : 'one sweep backwards'
  }, ${granularity === 'scalar' ? 'numbers' : 'arrays'}`;

/** Swell as tables: the sizes, the operators, and where the derivatives are copied most. */
export function swellTables(found: Swell): Table[] {
  const { primal, derivative, ratio, hotSpots, because } = found;
  const sizes: Table = {
    caption: titleOf(found),
    ...(because === null ? {} : { note: `Not everything was counted: ${because}.` }),
    columns: {
      size: { kind: 'case', says: 'What is counted.', format: text },
      primal: count('Of the expression.'),
      derivative: count('Of all derivatives together.'),
      ratio: { kind: 'counted', says: 'derivative / primal.', format: decimals(2) },
    },
    rows: sizeNames
      .filter((name) => primal[name] !== null || name === 'tree')
      .map((name) => ({
        size: words[name],
        primal: cell(primal[name]),
        derivative: cell(derivative[name]),
        ratio: ratio[name],
      })),
  };
  const spots: Table = {
    caption: 'What the derivatives’ trees hold most often:',
    columns: {
      operation: { kind: 'case', says: 'The operation.', format: code },
      copies: count('How often it occurs.'),
      tree: { ...count('Nodes of each copy.'), name: 'nodes of each' },
    },
    rows: hotSpots.map(({ name, copies, tree }) => ({
      operation: name,
      copies: cell(copies),
      tree: cell(tree),
    })),
  };
  return [sizes, ...operators(primal, derivative), ...(hotSpots.length > 0 ? [spots] : [])];
}

function operators(primal: Counts, derivative: Counts): Table[] {
  if (primal.histogram === null || derivative.histogram === null) return [];
  const [before, after] = [primal.histogram, derivative.histogram];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  if (names.length === 0) return [];
  return [
    {
      caption: 'Operators and functions, each occurrence and each node:',
      columns: {
        operator: { kind: 'case', says: 'The operator; neg is a minus before an operand.', format: code },
        primalTree: { ...count('Occurrences in the expression.'), name: 'primal, tree' },
        primalDag: { ...count('Nodes of its graph.'), name: 'graph' },
        derivativeTree: { ...count('Occurrences in the derivatives.'), name: 'derivative, tree' },
        derivativeDag: { ...count('Nodes of their graph.'), name: 'graph' },
      },
      rows: names.map((operator) => ({
        operator,
        primalTree: cell(before[operator]?.tree ?? 0n),
        primalDag: cell(before[operator]?.dag ?? 0n),
        derivativeTree: cell(after[operator]?.tree ?? 0n),
        derivativeDag: cell(after[operator]?.dag ?? 0n),
      })),
    },
  ];
}
