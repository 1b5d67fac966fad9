/** Pieces of one length, one after another. */
export interface Span {
  readonly from: number;
  readonly count: number;
  readonly length: number;
}

/** A length cut into pieces of at most `most`, as evenly as whole numbers allow: at most two lengths. */
export function spans(length: number, most: number): Span[] {
  if (length === 0) return [];
  const pieces = Math.ceil(length / most);
  const short = Math.floor(length / pieces);
  const longer = length - short * pieces;
  const all = [
    { from: 0, count: longer, length: short + 1 },
    { from: longer * (short + 1), count: pieces - longer, length: short },
  ];
  return all.filter(({ count }) => count > 0);
}

/** Pieces of the given length, and one of what is left. */
export function cut(length: number, piece: number): Span[] {
  const whole = Math.floor(length / piece);
  const rest = length % piece;
  return [
    ...(whole > 0 ? [{ from: 0, count: whole, length: piece }] : []),
    ...(rest > 0 ? [{ from: whole * piece, count: 1, length: rest }] : []),
  ];
}
