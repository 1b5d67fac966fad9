import { foundAt } from './place.ts';

/** What mathjs's parser says, in our words; `found` is what stands at the place. */
const sayings: readonly [RegExp, string][] = [
  [/^Parenthesis \) expected/, 'a closing ) is required'],
  [/^Parenthesis \] expected|^End of matrix/, 'a closing ] is required'],
  [/^Unexpected end|^Value expected/, 'a number, a name, a function or an opening ( is required'],
  [/^Unexpected operator|^Unexpected part/, 'an operator or the end is required'],
  [/^False part of conditional/, 'a : with the value otherwise is required'],
  [/^The true-expression/, 'a value between ? and : is required'],
  [/^Digit expected/, 'digits are required in a number'],
  [/^Syntax error in part/, 'letters, digits, operators and parentheses are required'],
  [/^Invalid left hand side/, 'one expression is required, comparisons are written =='],
];

/** What is wrong with a text that mathjs's parser refused, the text, and the place. */
export function syntaxProblem(
  text: string,
  error: unknown,
): [problem: string, text: string, position: number] {
  if (error instanceof RangeError)
    return ['the expression is nested too deeply to be parsed; write it in parts', text, deepest(text)];
  const { message, char } = error as Error & { char?: number };
  const position = Math.min(text.length, Math.max(0, (char ?? 1) - 1));
  const found = message.startsWith('Syntax error in part')
    ? String.fromCodePoint(text.codePointAt(position) ?? 0xfffd)
    : foundAt(text, position);
  if (/^(&&|\|\|)$/.test(text.slice(position - 1, position + 1)))
    return ['conditions are joined with the words and, or, not', text, position - 1];
  const saying = sayings.find(([pattern]) => pattern.test(message))?.[1];
  return [
    saying === undefined ? message.replace(/ \(char \d+\)$/, '') : `${saying}, found ${found}`,
    text,
    position,
  ];
}

/** Where the parentheses are nested most deeply; the start, if there are none. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  let position = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(' && ++depth > most) {
      most = depth;
      position = i;
    } else if (text[i] === ')') depth--;
  }
  return position;
}
