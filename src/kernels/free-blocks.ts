/** A memory that hands out places, takes them back, and grows at its end where none fits. */
export interface Blocks {
  /** Where a place of so many elements begins. */
  readonly take: (room: number) => number;
  readonly give: (offset: number, room: number) => void;
  /** As far as the memory has grown. */
  readonly length: () => number;
}

/**
 * The best fit: the smallest free block that is large enough, of several the last that was given back, for it is still
 * in the cache. Free neighbours are one block. In time logarithmic in the free blocks.
 */
export function freeBlocks(start: number): Blocks {
  let length = start;
  const rooms = new Map<number, number>();
  const starts = new Map<number, number>();
  /** Where blocks of a size began when they were given back; those that are no longer so are passed over. */
  const offsets = new Map<number, number[]>();
  const sizes: number[] = [];

  const place = (room: number): number => {
    let [low, high] = [0, sizes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sizes[middle]! < room) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const add = (offset: number, room: number): void => {
    rooms.set(offset, room);
    starts.set(offset + room, offset);
    const known = offsets.get(room);
    if (known !== undefined) known.push(offset);
    else {
      offsets.set(room, [offset]);
      sizes.splice(place(room), 0, room);
    }
  };
  const remove = (offset: number, room: number): void => {
    rooms.delete(offset);
    starts.delete(offset + room);
  };
  const fitting = (room: number): readonly [offset: number, room: number] | undefined => {
    const at = place(room);
    for (let found = sizes[at]; found !== undefined; found = sizes[at]) {
      const own = offsets.get(found)!;
      for (let offset = own.pop(); offset !== undefined; offset = own.pop())
        if (rooms.get(offset) === found) return [offset, found];
      offsets.delete(found);
      sizes.splice(at, 1);
    }
    return undefined;
  };

  return {
    take: (room) => {
      if (room === 0) return length;
      const found = fitting(room);
      if (found !== undefined) {
        const [offset, whole] = found;
        remove(offset, whole);
        if (whole > room) add(offset + room, whole - room);
        return offset;
      }
      const offset = starts.get(length) ?? length;
      if (offset < length) remove(offset, length - offset);
      length = offset + room;
      return offset;
    },
    give: (offset, room) => {
      if (room === 0) return;
      const before = starts.get(offset);
      const after = rooms.get(offset + room);
      const end = offset + room + (after ?? 0);
      if (before !== undefined) remove(before, offset - before);
      if (after !== undefined) remove(offset + room, after);
      add(before ?? offset, end - (before ?? offset));
    },
    length: () => length,
  };
}
