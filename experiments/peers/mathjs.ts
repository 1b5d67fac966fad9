import { inPlace, installed, notInstalled, type Entrant } from './contestant.ts';
import { lambda } from './objectives.ts';

/** What is used of mathjs. */
interface MathNode {
  readonly compile: () => { readonly evaluate: (scope: Map<string, number>) => number };
}
interface Mathjs {
  readonly parse: (text: string) => MathNode;
  readonly derivative: (e: MathNode, variable: string, options: { simplify: boolean }) => MathNode;
}

/** One number of a perceptron's inputs: the name that it has in a text. */
const named = (array: string, i: number, j?: number): string =>
  `${array}_${i}${j === undefined ? '' : `_${j}`}`;

/** A d-h-q perceptron's objective for one sample, number by number, as text, and the names of its numbers by input. */
function perceptronText([d, h, q]: readonly number[]) {
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
  const [from, hidden, outputs] = [upTo(d!), upTo(h!), upTo(q!)];
  const names = {
    x: from.map((i) => named('x', i)),
    y: outputs.map((m) => named('y', m)),
    W1: hidden.flatMap((j) => from.map((i) => named('u', j, i))),
    W2: outputs.flatMap((m) => hidden.map((j) => named('v', m, j))),
  };
  const states = hidden.map(
    (j) => `tanh(${from.map((i) => `${named('u', j, i)}*${named('x', i)}`).join('+')})`,
  );
  const scores = outputs.map((m) => `(${hidden.map((j) => `${named('v', m, j)}*${states[j]!}`).join('+')})`);
  const picked = outputs.map((m) => `${named('y', m)}*${scores[m]!}`).join('-');
  const squares = [...names.W1, ...names.W2].map((weight) => `${weight}^2`).join('+');
  const all = scores.map((score) => `exp(${score})`).join('+');
  return { text: `log(${all})-${picked}+${lambda / 2}*(${squares})`, names };
}

/**
 * mathjs: the objective written out number by number, derived by one weight after another, all compiled by mathjs itself. Deriving
 * is not timed; one call evaluates the value and all derivatives. They are left unsimplified: mathjs's simplification, on by
 * default, never ends here.
 */
export const mathjs: Entrant = ({ size, inputs, wrt }) => {
  const math = installed('mathjs/lib/browser/math.js') as Mathjs | undefined;
  if (math === undefined) return notInstalled('mathjs');
  const { text, names } = perceptronText(size.split('-').map(Number));
  const J = math.parse(text);
  const compiled = (name: 'W1' | 'W2') =>
    names[name].map((weight) => math.derivative(J, weight, { simplify: false }).compile());
  const [value, W1, W2] = [J.compile(), compiled('W1'), compiled('W2')];
  const scope = new Map(
    Object.entries(names).flatMap(([name, own]) =>
      own.map((symbol, i) => [symbol, inputs[name]!.data[i]!] as const),
    ),
  );
  const gradient = Object.fromEntries(wrt.map((name) => [name, new Float64Array(inputs[name]!.data.length)]));
  const [gW1, gW2] = [gradient.W1!, gradient.W2!];
  const run = (): number => {
    for (let p = 0; p < W1.length; p++) gW1[p] = W1[p]!.evaluate(scope);
    for (let p = 0; p < W2.length; p++) gW2[p] = W2[p]!.evaluate(scope);
    return value.evaluate(scope);
  };
  return inPlace(run, gradient);
};
