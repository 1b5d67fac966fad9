import type { Expr } from './expr.ts';
import { occurrences, type Occurrence } from './occurrences.ts';
import { writeProgram } from './program.ts';
import { topological } from './read.ts';
import { shareAll, type Sharing } from './share.ts';
import { layOut, styleOf } from './write.ts';

/** How large expressions are, in every way that is counted; several together have one graph, and the sum of their trees. */
export interface Census {
  /** Nodes of the trees. */
  readonly tree: bigint;
  /** Nodes of the graph. */
  readonly dag: bigint;
  /** Pairs of an operation and its operand, in the graph. */
  readonly edges: bigint;
  /** Nodes on the longest path from a root to a leaf. */
  readonly depth: bigint;
  /** Operators and functions, each time that they occur; and once each, after sharing. */
  readonly operationsTree: bigint;
  readonly operationsDag: bigint;
  /** Of these the calls of transcendental functions (exp, tanh, …); powers are operators. */
  readonly transcendentalTree: bigint;
  readonly transcendentalDag: bigint;
  /** Characters of the plain texts, as `write` prints them. */
  readonly characters: bigint;
  /** Characters of the lines that print shared parts once, as `derivlab derive --let` prints them, line ends included. */
  readonly letCharacters: bigint;
  /** How often each operator and function occurs. */
  readonly histogram: Readonly<Record<string, { readonly tree: bigint; readonly dag: bigint }>>;
}

/** An expression and what it is called where it is printed. */
export interface Titled {
  readonly name: string;
  readonly e: Expr;
}

const transcendental = new Set(
  'exp expm1 log log1p log2 log10 sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh sigmoid softplus gelu erf erfc'.split(
    ' ',
  ),
);

/**
 * Everything that is counted of some expressions, in the normal form (`rules/normal-form`), exactly, and in time linear in
 * their graph.
 */
export function census(roots: readonly Titled[], sharing: Sharing): Census {
  const found = reached(
    roots.map(({ e }) => e),
    sharing,
  );
  const isTree = sharing === 'none';
  const sum = (part: readonly Occurrence[], of: (one: Occurrence) => bigint): bigint =>
    part.reduce((total, one) => total + of(one), 0n);
  const times = (part: readonly Occurrence[]) => {
    const tree = sum(part, ({ copies }) => copies);
    return { tree, dag: isTree ? tree : BigInt(part.length) };
  };
  const all = times(found);
  const operators = found.filter(({ kind }) => kind === 'operator');
  const [operations, calls] = [operators, operators.filter(({ label }) => transcendental.has(label))].map(
    times,
  );
  const labels = [...new Set(operators.map(({ label }) => label))].sort();
  return {
    ...all,
    edges: isTree ? all.tree - BigInt(roots.length) : sum(found, ({ operands }) => BigInt(operands.length)),
    depth: BigInt(found.reduce((deepest, { depth }) => Math.max(deepest, depth), 0)),
    operationsTree: operations!.tree,
    operationsDag: operations!.dag,
    transcendentalTree: calls!.tree,
    transcendentalDag: calls!.dag,
    ...textSizes(roots, sharing),
    histogram: Object.fromEntries(
      labels.map((label) => [label, times(operators.filter((one) => one.label === label))]),
    ),
  };
}

/** The nodes that the roots reach in the normal form: what a literal was made of is not among them. */
function reached(roots: readonly Expr[], sharing: Sharing): Occurrence[] {
  return occurrences(roots, sharing === 'structure').filter(({ copies }) => copies > 0n);
}

/** `name = text` and the end of the line. */
const around = (name: string): bigint => BigInt(name.length + ' = \n'.length);

function textSizes(
  given: readonly Titled[],
  sharing: Sharing,
): { readonly characters: bigint; readonly letCharacters: bigint } {
  const shared = sharing === 'structure' ? shareAll(given.map(({ e }) => e)) : given.map(({ e }) => e);
  const roots = given.map(({ name }, i) => ({ name, e: shared[i]! }));
  const written = layOut(topological(shared), styleOf('plain'), new Map());
  const characters = roots.reduce((total, { e }) => total + written.get(e)!.length, 0n);
  if (sharing === 'none')
    return { characters, letCharacters: roots.reduce((total, { name }) => total + around(name), characters) };
  const { statements, results } = writeProgram(roots);
  const letCharacters = [...statements, ...results].reduce(
    (total, { name, text }) => total + around(name) + BigInt(text.length),
    0n,
  );
  return { characters, letCharacters };
}

/** An operation that the tree holds many times. */
export interface HotSpot {
  readonly e: Expr;
  readonly copies: bigint;
  /** Nodes of each copy. */
  readonly tree: bigint;
}

/** The operations that occur most often in the trees of these expressions, more than once; of equals the larger first. */
export function hotSpots(roots: readonly Expr[], sharing: Sharing, count: number): HotSpot[] {
  const larger = (a: bigint, b: bigint) => (a < b ? 1 : a > b ? -1 : 0);
  return reached(roots, sharing)
    .filter(({ kind, copies }) => kind === 'operator' && copies > 1n)
    .sort((a, b) => larger(a.copies, b.copies) || larger(a.tree, b.tree))
    .slice(0, count)
    .map(({ e, copies, tree }) => ({ e: e!, copies, tree }));
}
