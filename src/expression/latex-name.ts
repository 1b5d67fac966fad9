const greek = new Set(
  (
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega ' +
    'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'
  ).split(' '),
);

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\backslash '],
  ['^', '\\wedge '],
  ['~', '\\sim '],
]);

/** A text whose characters stand for themselves in LaTeX's mathematics. */
export const escaped = (text: string): string =>
  text.replace(/[\\^~_{}%#&$]/g, (c) => escapes.get(c) ?? `\\${c}`);

const italic = (word: string): string => {
  if (greek.has(word)) return `\\${word}`;
  return word.length === 1 ? escaped(word) : `\\mathit{${escaped(word)}}`;
};

/**
 * An input's name in LaTeX. A number after a letter is an index (`x1`, `x_1`), but of a matrix or a numbered array it
 * says which one: `W1` is W⁽¹⁾ and `W1[0,1]` its element 0, 1. More letters are one word in italics.
 */
export function latexName(name: string): string {
  const parts =
    /^(?<word>[^\d_[\]]+)_?(?<number>\d*)(?:_(?<sub>[^_[\]]+))?(?:\[(?<element>[\d,]+)\])?$/u.exec(name);
  if (parts?.groups === undefined) return `\\mathit{${escaped(name)}}`;
  const { word, number, sub, element } = parts.groups as Record<string, string> & { word: string };
  const numbered = number !== undefined && number !== '';
  const which = numbered && (element !== undefined || (/^\p{Lu}$/u.test(word) && !name.includes('_')));
  const below = [
    ...(numbered && !which ? [number] : []),
    ...(sub === undefined ? [] : [/^\d+$/.test(sub) ? sub : italic(sub)]),
    ...(element === undefined ? [] : [element]),
  ];
  return italic(word) + (which ? `^{(${number})}` : '') + (below.length === 0 ? '' : `_{${below.join(',')}}`);
}
