/**
 * Expressions as flat lists, which pass between threads whole and without recursion: every node once, operands before
 * results, so that what was shared stays shared.
 */
export interface NodeList {
  /** Names of symbols and functions, each once. */
  readonly words: readonly string[];
  readonly numbers: readonly number[];
  /** For each node: its kind, its place in `numbers` or `words`, how many operands it has, and which nodes they are. */
  readonly code: Int32Array<ArrayBuffer>;
  readonly roots: readonly number[];
}

/** What one node is: a number, a symbol, or a function of operands. */
export type Item<T> =
  | { readonly number: number }
  | { readonly symbol: string }
  | { readonly word: string; readonly args: readonly T[] };

const kinds = { number: 0, symbol: 1, call: 2 } as const;

/** Lists what the roots reach; nodes are told apart by identity. */
export function listed<T extends object>(roots: readonly T[], itemOf: (e: T) => Item<T>): NodeList {
  const places = new Map<T, number>();
  const words = new Map<string, number>();
  const numbers: number[] = [];
  const code: number[] = [];
  const wordAt = (word: string): number => {
    if (!words.has(word)) words.set(word, words.size);
    return words.get(word)!;
  };
  const write = (item: Item<T>): void => {
    if ('number' in item) code.push(kinds.number, numbers.push(item.number) - 1, 0);
    else if ('symbol' in item) code.push(kinds.symbol, wordAt(item.symbol), 0);
    else {
      code.push(kinds.call, wordAt(item.word), item.args.length);
      for (const arg of item.args) code.push(places.get(arg)!);
    }
  };
  const stack: { readonly e: T; readonly item: Item<T>; next: number }[] = [];
  const visit = (e: T): void => {
    if (!places.has(e)) stack.push({ e, item: itemOf(e), next: 0 });
  };
  for (const root of roots) {
    visit(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const arg = 'args' in top.item ? top.item.args[top.next++] : undefined;
      if (arg !== undefined) visit(arg);
      else {
        stack.pop();
        write(top.item);
        places.set(top.e, places.size);
      }
    }
  }
  return {
    words: [...words.keys()],
    numbers,
    code: Int32Array.from(code),
    roots: roots.map((root) => places.get(root)!),
  };
}

/** How the nodes of a list are made again. */
export interface Making<T> {
  readonly number: (v: number) => T;
  readonly symbol: (name: string) => T;
  readonly call: (word: string, args: readonly T[]) => T;
}

/** What each root of a list becomes. */
export function made<T>({ words, numbers, code, roots }: NodeList, making: Making<T>): T[] {
  const nodes: T[] = [];
  for (let i = 0; i < code.length;) {
    const [kind, which, count] = [code[i]!, code[i + 1]!, code[i + 2]!];
    i += 3;
    if (kind === kinds.number) nodes.push(making.number(numbers[which]!));
    else if (kind === kinds.symbol) nodes.push(making.symbol(words[which]!));
    else
      nodes.push(
        making.call(
          words[which]!,
          Array.from(code.subarray(i, i + count), (at) => nodes[at]!),
        ),
      );
    i += count;
  }
  return roots.map((root) => nodes[root]!);
}
