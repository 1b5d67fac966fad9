import { numberText } from '../language/number-text.ts';
import { notationOf, rowOf } from '../rules/rows.ts';
import { nameOf, type Expr } from './expr.ts';
import {
  alone,
  called,
  chosen,
  filled,
  infix,
  negated,
  numberLayout,
  raised,
  suffixed,
  type Layout,
  type Operand,
  type Style,
} from './layout.ts';

/** What plain text and mathjs's syntax share: names, numbers and the signs + - * / ^; undefined for a call. */
function written(e: Expr, x: readonly Operand[]): Layout | undefined {
  if (e.op === 'input') return alone(nameOf(e));
  if (e.op === 'constant') return numberLayout(numberText(e.params[0] as number));
  if (e.op === 'pi') return alone('pi');
  if (e.op === 'power') return suffixed(`^${numberText(e.params[0] as number)}`, x);
  const { sign } = notationOf(e.op);
  if (sign === undefined) return undefined;
  if (sign.place === 'prefix') return negated(x);
  if (sign.place === 'suffix') return suffixed(sign.text, x);
  return e.op === 'pow' ? raised('^', x) : infix(` ${sign.text} `, sign.precedence, x);
}

/** The text that `parse` reads back to an equal graph. */
export const plain: Style = {
  parentheses: ['(', ')'],
  layout: (e, x) => written(e, x) ?? called(notationOf(e.op as never).name, e),
};

/** The text that mathjs evaluates to the same value, with functions of its own only. */
export const mathjs: Style = {
  parentheses: ['(', ')'],
  layout: (e, x) => {
    const layout = written(e, x);
    if (layout !== undefined) return layout;
    const op = e.op as Exclude<typeof e.op, 'input'>;
    if (rowOf(op).kind !== 'pointwise')
      throw new RangeError(`write: mathjs text is about numbers, got ${op}, which acts on arrays`);
    const choice = op === 'select' ? chosen(x) : undefined;
    if (choice !== undefined) return choice;
    const notation = notationOf(op);
    return notation.mathjs === undefined ? called(notation.name, e) : filled(notation.mathjs, x);
  },
};
