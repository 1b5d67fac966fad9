import { numberText } from '../language/number-text.ts';
import { size } from '../language/shape.ts';
import { notationOf } from '../rules/rows.ts';
import { nameOf, type Expr } from './expr.ts';
import {
  alone,
  bare,
  binding,
  filled,
  hole,
  type Hole,
  type Layout,
  type Operand,
  type Style,
} from './layout.ts';
import { escaped, latexName } from './latex-name.ts';

/** A fraction binds like a sign: no parentheses among factors, but under an exponent. */
const fraction = binding.sign;

/** Functions whose positive whole powers are written on the name: sin²x. */
const powered = /^\\(?:sin|cos|tan|sinh|cosh|tanh|ln)(?=\\left)/;

/** The text that a node's own layout begins with; empty if it begins with an operand. */
const opening = ({ pieces: [first] }: Layout): string => (typeof first === 'string' ? first : '');

/** LaTeX for mathematics mode. */
export const latex: Style = {
  parentheses: ['\\left(', '\\right)'],
  layout: (e, x) => {
    switch (e.op) {
      case 'input': {
        const name = latexName(nameOf(e));
        return alone(name, name.includes('^') ? binding.power : binding.alone);
      }
      case 'constant':
        return numberLayout(e.params[0] as number);
      case 'add':
      case 'sub':
        return between(e.op === 'add' ? ' + ' : ' - ', binding.sum, x);
      case 'mul':
      case 'carry':
        if (isElementwise(e)) return between(' \\odot ', binding.product, x);
        return between(juxtaposed(x) ? ' ' : ' \\cdot ', binding.product, x);
      case 'div':
        return { ...filled('\\frac{$0}{$1}', x), precedence: fraction };
      case 'neg':
        return { pieces: ['-', unsigned(x, 0, binding.product)], precedence: binding.sign };
      case 'square':
        return power('2', x);
      case 'power':
        return power(latexNumber(e.params[0] as number), x);
      case 'pow':
        return {
          pieces: [hole(x, 0, binding.alone), '^{', bare(e.args[1]!), '}'],
          precedence: binding.power,
        };
      case 'matmul': {
        const [a] = e.args;
        const least = isElementwise(a!) ? binding.sign : binding.product;
        return {
          pieces: [hole(x, 0, least), ' \\, ', unsigned(x, 1, binding.alone - 1)],
          precedence: binding.product,
        };
      }
      case 'spread':
      case 'reshape':
        return isNumber(e) ? { pieces: [bare(e.args[0]!)], precedence: x[0]!.precedence } : byNotation(e, x);
      case 'select':
        return cases(x);
      default:
        return byNotation(e, x);
    }
  },
};

/** An array of one element, or one of which every element is that number: books write it as the number. */
const isNumber = (e: Expr): boolean =>
  size(e.shape) === 1 || ((e.op === 'spread' || e.op === 'reshape') && isNumber(e.args[0]!));

/** The product of two arrays, element by element. */
const isElementwise = ({ op, args }: Expr): boolean =>
  (op === 'mul' || op === 'carry') && !args.some(isNumber);

function byNotation(e: Expr, x: readonly Operand[]): Layout {
  const { name, latex: template } = notationOf(e.op as Exclude<Expr['op'], 'input'>);
  const operands = e.args.map((_, i) => `$${i}`).join(', ');
  const layout = filled(template ?? `\\operatorname{${escaped(name)}}\\left(${operands}\\right)`, x);
  return { ...layout, precedence: template?.startsWith('$0^') ? binding.power : binding.alone };
}

/** An operand in parentheses if it binds less tightly than this, or begins with a minus. */
function unsigned(x: readonly Operand[], operand: number, least: number): Hole {
  const { e, precedence, start } = x[operand]!;
  return { e, wrapped: precedence < least || start.startsWith('-') };
}

const between = (sign: string, precedence: number, x: readonly Operand[]): Layout => ({
  pieces: [hole(x, 0, precedence), sign, unsigned(x, 1, precedence + 1)],
  precedence,
});

/** A number before a symbol needs no sign between them; before a digit or a fraction it does. */
function juxtaposed([a, b]: readonly Operand[]): boolean {
  return (
    a!.e.op === 'constant' &&
    /^-?[\d.]+$/.test(numberText(a!.e.params[0] as number)) &&
    !/^(?:[-\d]|\\frac|\\infty|\\mathrm|\\left)/.test(b!.start) &&
    b!.precedence > binding.product
  );
}

function power(exponent: string, x: readonly Operand[]): Layout {
  const [a] = x;
  const name = /^\d+$/.test(exponent) ? powered.exec(opening(a!))?.[0] : undefined;
  if (name !== undefined)
    return {
      pieces: [`${name}^{${exponent}}\\left(`, bare(a!.e.args[0]!), '\\right)'],
      precedence: binding.power,
    };
  return { pieces: [hole(x, 0, binding.alone), `^{${exponent}}`], precedence: binding.power };
}

/** The branches of a select; a comparison is written out as the condition. */
function cases(x: readonly Operand[]): Layout {
  const [c, a, b] = x;
  const comparison = opening(c!) === '\\left[' ? c!.pieces.slice(1, -1) : undefined;
  const condition = comparison ?? [hole(x, 0, binding.sum), ' \\ne 0'];
  return {
    pieces: [
      '\\begin{cases}',
      bare(a!.e),
      ' & \\text{if } ',
      ...condition,
      ' \\\\ ',
      bare(b!.e),
      ' & \\text{otherwise}\\end{cases}',
    ],
    precedence: binding.loose,
  };
}

function numberLayout(value: number): Layout {
  const text = latexNumber(value);
  if (text.startsWith('-')) return alone(text, text.includes('\\cdot') ? binding.product : binding.sign);
  return alone(
    text,
    text.includes('\\cdot') ? binding.product : text.includes('^') ? binding.power : binding.alone,
  );
}

/** A double in LaTeX: 1e21 is 10²¹. */
function latexNumber(value: number): string {
  if (Number.isNaN(value)) return '\\mathrm{NaN}';
  const [mantissa, exponent] = numberText(value).replace('Infinity', '\\infty').split('e');
  if (exponent === undefined) return mantissa!;
  const power = `10^{${exponent.replace('+', '')}}`;
  if (mantissa === '1') return power;
  return mantissa === '-1' ? `-${power}` : `${mantissa!} \\cdot ${power}`;
}
