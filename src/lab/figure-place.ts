/** A rectangle in pixels, y downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A way to place something: the boxes that it would cover, and what speaks against it apart from them, in pixels². */
export interface Candidate {
  readonly boxes: readonly Box[];
  readonly cost: number;
}

/** The candidate that covers least of the obstacles and leaves the frame least, the first of equals, and its cost. */
export function freest<C extends Candidate>(
  candidates: readonly C[],
  obstacles: readonly Box[],
  frame: Box,
): { chosen: C; cost: number } {
  const costOf = ({ boxes, cost }: C): number =>
    boxes.reduce((sum, box) => {
      const covered = obstacles.reduce((area, obstacle) => area + areaOf(overlap(box, obstacle)), 0);
      return sum + covered + 4 * (areaOf(box) - areaOf(overlap(box, frame)));
    }, cost);
  let [chosen, cost] = [candidates[0]!, Infinity];
  for (const candidate of candidates) {
    const price = costOf(candidate);
    if (price < cost - 1e-9) [chosen, cost] = [candidate, price];
  }
  return { chosen, cost };
}

/** The rectangle around a centre. */
export const around = (x: number, y: number, width: number, height: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

/** Small boxes along a straight line, of this width. */
export function path(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  width: number,
): Box[] {
  const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 5));
  return Array.from({ length: steps }, (_, k) => {
    const t = (k + 1) / steps;
    return around(x0 + t * (x1 - x0), y0 + t * (y1 - y0), width, width);
  });
}

const overlap = (a: Box, b: Box): Box => ({
  left: Math.max(a.left, b.left),
  right: Math.min(a.right, b.right),
  top: Math.max(a.top, b.top),
  bottom: Math.min(a.bottom, b.bottom),
});

const areaOf = ({ left, right, top, bottom }: Box): number =>
  Math.max(0, right - left) * Math.max(0, bottom - top);

/**
 * Places at least `gap` apart, within the limits, as near to those wanted as that allows (least squares): whoever
 * stands too close forms a block around its mean, and so do blocks (pool adjacent violators).
 */
export function apart(
  wanted: readonly number[],
  gap: number,
  [from, to]: readonly [number, number],
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const blocks: { sum: number; count: number }[] = [];
  for (const [rank, i] of order.entries()) {
    blocks.push({ sum: wanted[i]! - rank * gap, count: 1 });
    while (blocks.length > 1 && mean(blocks.at(-2)!) >= mean(blocks.at(-1)!)) {
      const { sum, count } = blocks.pop()!;
      blocks.at(-1)!.sum += sum;
      blocks.at(-1)!.count += count;
    }
  }
  const most = Math.max(from, to - (wanted.length - 1) * gap);
  const places: number[] = [];
  let rank = 0;
  for (const block of blocks)
    for (let i = 0; i < block.count; i++, rank++)
      places[order[rank]!] = Math.min(Math.max(mean(block), from), most) + rank * gap;
  return places;
}

const mean = ({ sum, count }: { sum: number; count: number }): number => sum / count;
