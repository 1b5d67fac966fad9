import { isNegative, isZero, writeRational } from './coefficient.ts';
import { isConstant, type Expr, type node } from './expr.ts';
import { isSum, type Monomial } from './monomial.ts';

/**
 * A monomial as an expression: number first, divisors together below. A sign that no number carries turns a sum around
 * (`negated` of it), if there is one among the factors.
 */
export function writeProduct(
  { coefficient, factors }: Monomial,
  make: typeof node,
  negated: (sum: Expr) => Expr,
): Expr {
  if (isZero(coefficient)) return make('constant', [], [0]);
  const { numerator, denominator } = writeRational(coefficient, make);
  const isUnit = isConstant(numerator, 1) || isConstant(numerator, -1);
  const isMinus = isUnit && isNegative(coefficient);
  const turned = isMinus ? factors.find(({ base, exponent }) => isSum(base) && exponent === 1) : undefined;
  const powers = (sign: number): Expr[] =>
    factors
      .filter(({ exponent }) => exponent * sign > 0)
      .map((f) => (f === turned ? negated(f.base) : writePower(f.base, f.exponent * sign, make)));
  const multiplied = (x: readonly Expr[]): Expr => x.reduce((a, b) => make('mul', [a, b], []));
  const [above, below] = [powers(1), powers(-1)];
  const top = multiplied(isUnit && above.length > 0 ? above : [numerator, ...above]);
  const bottom = isConstant(denominator, 1) ? below : [denominator, ...below];
  const whole = bottom.length === 0 ? top : make('div', [top, multiplied(bottom)], []);
  return isMinus && turned === undefined && above.length > 0 ? make('neg', [whole], []) : whole;
}

function writePower(base: Expr, exponent: number, make: typeof node): Expr {
  if (exponent === 1) return base;
  if (exponent === 2) return make('square', [base], []);
  return exponent === 0.5 ? make('sqrt', [base], []) : make('power', [base], [exponent]);
}
