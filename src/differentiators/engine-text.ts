import type { EngineJob } from './engine-job.ts';
import { input, nameOf, graph } from '../expression/expr.ts';
import { read } from '../expression/read.ts';
import { write } from '../expression/write.ts';
import type { Asked, Question } from './engine.ts';
import type { Refused } from './differentiator.ts';

/**
 * An expression handed over as text, the way a user would: what the user wrote, or mathjs's text, which nerdamer reads too.
 * Names stay as they are, but that the elements of an array are W1_0, W1_1, … in their order.
 */
export function asText(to: EngineJob['engine'], { e, inputs, variables, text }: Question): Asked | Refused {
  const counts = new Map<string, number>();
  const plainNames = new Map(
    inputs.map((name) => {
      const [array, element] = name.split('[') as [string, string?];
      const place = counts.get(array) ?? 0;
      counts.set(array, place + 1);
      return [name, element === undefined ? name : `${array}_${place}`];
    }),
  );
  const plain = (name: string): string => plainNames.get(name)!;
  const meanings = new Map(inputs.map((name) => [plain(name), input(name)]));
  try {
    const written =
      text ??
      write(
        read(e, graph, (own) => input(plain(nameOf(own)))),
        'mathjs',
      );
    return { job: { engine: to, way: 'naive', text: written, variables: variables.map(plain) }, meanings };
  } catch (error) {
    if (error instanceof RangeError) return { refused: 'too-large', because: error.message };
    throw error;
  }
}
