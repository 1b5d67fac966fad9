import { numberText } from '../language/number-text.ts';
import { notationOf, rowOf } from '../rules/rows.ts';
import { nameOf } from './expr.ts';
import {
  alone,
  bare,
  binding,
  called,
  chosen,
  filled,
  infix,
  negated,
  numberLayout,
  raised,
  suffixed,
  type Style,
} from './layout.ts';

/** The rows that `Math` lacks, as expressions over it. */
const templates: ReadonlyMap<string, string> = new Map([
  ['sigmoid', '1 / (1 + Math.exp(-$0))'],
  ['softplus', 'Math.max($0, 0) + Math.log1p(Math.exp(-Math.abs($0)))'],
  ['relu', '($0 < 0 ? 0 : $0)'],
  ['step', '($0 > 0 ? 1 : 0)'],
  ['less', '($0 < $1 ? 1 : 0)'],
  ['equal', '($0 === $1 ? 1 : 0)'],
  ['select', '($0 !== 0 ? $1 : $2)'],
  ['hold', '($0)'],
  ['carry', '($0 === 0 ? 0 : $0 * $1)'],
]);

/** Names that an input cannot have in JavaScript: what the text itself uses, and the words of the language. */
const reserved = new Set(
  (
    'Math NaN Infinity undefined input arguments await break case catch class const continue debugger default delete ' +
    'do else enum eval export extends false finally for function if implements import in instanceof interface let ' +
    'new null package private protected public return static super switch this throw true try typeof var void while ' +
    'with yield'
  ).split(' '),
);

/** An input's name, or `input["…"]` where the name is not an identifier of JavaScript. */
function nameText(name: string): string {
  const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !reserved.has(name);
  return identifier ? name : `input[${JSON.stringify(name)}]`;
}

/** A JavaScript expression over `Math`. */
export const javascript: Style = {
  parentheses: ['(', ')'],
  layout: (e, x) => {
    if (e.op === 'input') return alone(nameText(nameOf(e)));
    if (e.op === 'constant') return numberLayout(numberText(e.params[0] as number));
    if (e.op === 'pi') return alone('Math.PI');
    if (e.op === 'power') return suffixed(` ** ${numberText(e.params[0] as number)}`, x);
    if (e.op === 'pow') return raised(' ** ', x);
    if (e.op === 'square')
      return e.args[0]!.op === 'input'
        ? { pieces: [bare(e.args[0]!), ' * ', bare(e.args[0]!)], precedence: binding.product }
        : suffixed(' ** 2', x);
    if (e.op === 'neg') return negated(x, binding.alone);
    if (rowOf(e.op).kind !== 'pointwise')
      throw new RangeError(`write: JavaScript text is about numbers, got ${e.op}, which acts on arrays`);
    const { name, sign } = notationOf(e.op);
    if (sign !== undefined) return infix(` ${sign.text} `, sign.precedence, x);
    const template = templates.get(e.op);
    if (template !== undefined) return (e.op === 'select' ? chosen(x) : undefined) ?? filled(template, x);
    if (!(name in Math))
      throw new RangeError(`write: JavaScript text requires functions of Math, got ${name}, which it lacks`);
    return called(`Math.${name}`, e);
  },
};
