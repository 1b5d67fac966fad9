import type { MathNode } from 'mathjs/number';

/** A piece of a text as mathjs cuts it: a word, a number or a sign. */
export interface Token {
  readonly kind: 'word' | 'number' | 'sign';
  readonly text: string;
  readonly position: number;
}

const letter = String.raw`[a-zA-Z_$\u00C0-\u02AF\u0370-\u03FF\u2100-\u214F]|\uD835[\uDC00-\uDFFF]`;
const number = String.raw`0[box][\w.]*|(?:\d+(?:\.(?![*/^])\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
const sign = String.raw`>>>|<<|>>|==|!=|<=|>=|\.\*|\./|\.\^|\^\||\?\?|\S`;
const pattern = `#[^\\n]*|(?<word>(?:${letter})(?:${letter}|\\d)*)|(?<number>${number})|(?<sign>${sign})`;

/** Words that mathjs reads as signs or as numbers, so that no symbol in its tree stands for them. */
const notSymbols = new Set('mod to in and xor or not true false null undefined NaN Infinity'.split(' '));

/** The tokens of a text, comments left out. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(new RegExp(pattern, 'g'))) {
    const { word, number, sign } = match.groups as Record<string, string | undefined>;
    const position = match.index;
    if (word !== undefined) found.push({ kind: 'word', text: word, position });
    else if (number !== undefined) found.push({ kind: 'number', text: number, position });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign, position });
  }
  return found;
}

/** What stands at a position, as a message says it. */
export function foundAt(text: string, position: number): string {
  const token = tokens(text).find((t) => t.position + t.text.length > position);
  return token === undefined ? 'the end' : token.text;
}

/** Where the first of these signs or words stands. */
export function placeOf(text: string, wanted: readonly string[]): number {
  return tokens(text).find((t) => wanted.includes(t.text))?.position ?? 0;
}

/**
 * Where a symbol of mathjs's tree stands in the text. mathjs keeps no positions, but the symbols of its tree, operands
 * from left to right, are the words of the text from left to right.
 */
export function placeOfSymbol(text: string, root: MathNode, symbol: MathNode & { name: string }): number {
  if (notSymbols.has(symbol.name)) return placeOf(text, [symbol.name]);
  let before = 0;
  const seen = new Set<MathNode>();
  const stack: MathNode[] = [root];
  for (let node = stack.pop(); node !== undefined && node !== symbol; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.type === 'SymbolNode' && !notSymbols.has((node as unknown as { name: string }).name)) before++;
    const children: MathNode[] = [];
    node.forEach((child) => void children.push(child));
    stack.push(...children.reverse());
  }
  const words = tokens(text).filter((t) => t.kind === 'word' && !notSymbols.has(t.text));
  return words[before]?.position ?? 0;
}
