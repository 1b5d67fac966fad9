import { arrayOperations } from '../language/algebra.ts';
import { constants, functions } from './lower.ts';
import { nearest } from './nearest.ts';
import { placeOf, tokens } from './place.ts';

/** What is wrong, the text, and the place. */
type Refusal = [problem: string, text: string, position: number];

/** What mathjs reads and an expression of real numbers cannot be: the problem, and the signs that stand for it. */
const refused: ReadonlyMap<string, readonly [problem: string, ...signs: string[]]> = new Map([
  ['AssignmentNode', ['one expression is required, found an assignment; comparisons are written ==', '=']],
  ['FunctionAssignmentNode', ['one expression is required, found a definition of a function', '=']],
  ['BlockNode', ['one expression is required, found several', ';', '\n']],
  ['ArrayNode', ['numbers are required, found a matrix', '[']],
  ['ObjectNode', ['numbers are required, found an object', '{']],
  ['RangeNode', ['numbers are required, found a range', ':']],
  ['AccessorNode', ['numbers are required, found a property', '.', '?.', '[']],
  ['factorial', ['factorials are not supported, only + - * / ^ % and comparisons', '!']],
  ['ctranspose', ['numbers have no transpose', "'"]],
  ['dotMultiply', ['numbers are multiplied with *', '.*']],
  ['dotDivide', ['numbers are divided with /', './']],
  ['dotPow', ['numbers are raised with ^', '.^']],
  ['to', ['units are not supported', 'to', 'in']],
  ['nullish', ['a number is never missing', '??']],
]);

/** A node of mathjs's tree that has no meaning here. */
export function unsupported(
  text: string,
  node: { readonly type: string; readonly op?: string; readonly fn?: unknown; readonly value?: unknown },
): Refusal {
  if (node.type === 'ConstantNode') {
    if (typeof node.value === 'string')
      return ['numbers are required, found a text in quotes', text, placeOf(text, ['"', "'"])];
    return node.value === undefined && !tokens(text).some((t) => t.text === 'undefined')
      ? ['an expression is required, found nothing', text, text.length]
      : [`numbers are required, found ${String(node.value)}`, text, placeOf(text, [String(node.value)])];
  }
  const known = refused.get(node.type === 'OperatorNode' ? String(node.fn) : node.type);
  if (known !== undefined) {
    const [problem, ...signs] = known;
    return [problem, text, signs.includes('\n') ? endOfFirst(text) : placeOf(text, signs)];
  }
  const sign = node.op ?? '(';
  return [`${sign} is not supported, only + - * / ^ % and comparisons`, text, placeOf(text, [sign])];
}

/** Where the first of several expressions ends. */
function endOfFirst(text: string): number {
  const signs = [text.indexOf(';'), text.search(/(?<=\S)[ \t]*\n/)].filter((position) => position >= 0);
  return signs.length === 0 ? 0 : Math.min(...signs);
}

/** A function's name that is not followed by its operands. */
export function withoutOperand(text: string, name: string, position: number): Refusal {
  const next = tokens(text).find((t) => t.position > position);
  const example = functions.get(name)?.takes[0] === 1 ? `${name}(x)` : `${name}(x, y)`;
  const form = next?.text === '^' ? `${example}^2` : example;
  return [`${name} is a function and requires its operands in parentheses: write ${form}`, text, position];
}

/** What other languages and books call the functions. */
const otherwise: ReadonlyMap<string, string> = new Map([
  ...['sin', 'cos', 'tan', 'sec', 'csc', 'cot'].map((name) => [`arc${name}`, `a${name}`] as const),
  ...['sin', 'cos', 'tan', 'sec', 'csc', 'cot'].flatMap((name) => [
    [`ar${name}h`, `a${name}h`] as const,
    [`arc${name}h`, `a${name}h`] as const,
  ]),
  ['ln', 'log'],
  ['lg', 'log10'],
  ['ld', 'log2'],
  ['tg', 'tan'],
  ['sgn', 'sign'],
  ['heaviside', 'step'],
  ['logistic', 'sigmoid'],
  ['root', 'nthRoot'],
  ['fabs', 'abs'],
  ['if', 'select'],
]);

/** A name that is called and is no function. */
export function notAFunction(text: string, name: string, count: number, position: number): Refusal {
  const arrays: readonly string[] = arrayOperations;
  if (arrays.includes(name))
    return [`functions of numbers are required, found ${name}, which acts on arrays`, text, position];
  const likely = otherwise.get(name) ?? nearest(name, functions.keys());
  const problem = `${name} is not a known function`;
  if (likely !== undefined) return [`${problem}, did you mean ${likely}?`, text, position];
  const product = constants.has(name) || count === 1;
  return [product ? `${problem}; a product needs *: write ${name}*(…)` : problem, text, position];
}

/** A call with the wrong number of operands. */
export function miscounted(
  text: string,
  name: string,
  [least, greatest]: readonly [number, number],
  count: number,
  position: number,
): Refusal {
  const wanted =
    greatest === Infinity
      ? `${least} or more operands`
      : least === greatest
        ? `${least} operand${least === 1 ? '' : 's'}`
        : `${least} or ${greatest} operands`;
  return [`${name} requires ${wanted}, found ${count}`, text, position];
}
