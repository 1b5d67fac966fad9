import type { Point } from '../language/problem.ts';
import { elementNames } from '../expression/scalars.ts';
import { pose, type Source } from '../differentiators/differentiator.ts';
import { Misuse } from '../lab/misuse.ts';
import { namesIn } from './names.ts';

/**
 * The numbers that `--wrt` names: inputs, arrays with all of their elements, or elements (`W1[0,1]`), between commas. The
 * only number there is needs no name.
 */
export function numbersNamed(text: string | undefined, f: Source, at: Point): string[] {
  const { point } = pose(f, at);
  const known = new Map(Object.entries(point).map(([name, { shape }]) => [name, elementNames(name, shape)]));
  const all = [...known.values()].flat();
  if (text === undefined) {
    if (all.length === 1) return all;
    throw new Misuse(
      `wrt: the number or direction to differentiate by is required; the inputs are ${[...known.keys()].join(', ') || '(none)'}`,
    );
  }
  const names = namesIn(text).flatMap((name) => {
    const named = known.get(name) ?? all.filter((element) => element === name);
    if (named.length === 0)
      throw new Misuse(
        `wrt: a number among the inputs is required (${[...known].map(([own, [first]]) => (first === own ? own : `${first!} …`)).join(', ') || 'there are none'}), got ${name}`,
      );
    return named;
  });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Misuse(`wrt: each number is named once, ${twice} is named twice`);
  return names;
}
