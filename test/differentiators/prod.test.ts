import { describe, expect, test } from 'vitest';
import { prod, type ChainLink } from '../../src/differentiators/prod.ts';
import { parse } from '../../src/expression/parse.ts';
import { objective, trace, traceProblem } from '../../src/expression/trace.ts';
import { mlp } from '../../src/objectives/mlp.ts';

const links = (text: string, wrt?: string[]): ChainLink[] => prod(objective(parse(text), wrt));

describe('the chain rule, edge by edge', () => {
  test('of D2L’s objective transposes and multiplies as its section on backpropagation does', () => {
    const found = prod(traceProblem(mlp({ layers: [3, 4, 2], loss: 'squared-error', lambda: 0.1 })));
    const texts = found.map(({ text }) => text);
    for (const text of [
      '∂J/∂L = prod(∂J/∂J, ∂J/∂L): passed on (an add gate distributes), [] to []',
      '∂J/∂s = prod(∂J/∂J, ∂J/∂s): passed on (an add gate distributes), [] to []',
      '∂J/∂W2 = prod(∂J/∂o, ∂o/∂W2): multiplied on the right by h transposed, [2, 1] to [2, 4]',
      '∂J/∂h = prod(∂J/∂o, ∂o/∂h): multiplied on the left by W2 transposed, [2, 1] to [4, 1]',
      '∂J/∂z = prod(∂J/∂h, ∂h/∂z): multiplied element-wise by tanh′(z), [4, 1] to [4, 1]',
      '∂J/∂W1 = prod(∂J/∂z, ∂z/∂W1): multiplied on the right by x transposed, [4, 1] to [4, 3]',
    ])
      expect(texts).toContain(text);
    // From the result to the inputs: a node's gradient is complete before it is passed on.
    const last = (to: string) => found.map((link) => link.to).lastIndexOf(to);
    for (const { from } of found.slice(1))
      if (from !== 'J') expect(last(from)).toBeLessThan(found.findLastIndex((link) => link.from === from));
  });

  test('has no edge to what is not active: data, constants, what is held', () => {
    const found = prod(traceProblem(mlp({ layers: [3, 4, 2] })));
    expect(found.some(({ to }) => to === 'x' || to === 'y')).toBe(false);
    expect(found.some(({ op }) => op === 'hold' || op === 'maxOver')).toBe(false);
    expect(links('3*x + y', ['x']).map(({ to }) => to)).toEqual(['t1', 'x']);
  });

  test('swaps at a product, both ways where both factors are one', () => {
    expect(links('x*y').map(({ to, action }) => [to, action])).toEqual([
      ['x', 'swapped: multiplied element-wise by the other factor, y'],
      ['y', 'swapped: multiplied element-wise by the other factor, x'],
    ]);
    expect(links('x*x')).toHaveLength(2);
  });

  test('passes on at a sum, negates at a difference and a sign', () => {
    expect(links('x - y').map(({ action }) => action)).toEqual(['passed on', 'negated']);
    expect(links('-x').map(({ action }) => action)).toEqual(['negated']);
  });

  test('spreads at a sum over axes, and sums where a value was spread', () => {
    const o = trace((k, { b }) => k.sum(k.exp(k.spread(b!, [2, 3], [1])), [0, 1]), { b: [2] });
    expect(prod(o).map(({ action, shapes }) => [action, shapes])).toEqual([
      ['spread over the axes that were summed', [[], [2, 3]]],
      [
        'multiplied element-wise by exp′(t1)',
        [
          [2, 3],
          [2, 3],
        ],
      ],
      ['summed over the axes that were spread (a copy gate adds)', [[2, 3], [2]]],
    ]);
  });

  test('sends a fold’s gradient to what was picked', () => {
    const o = trace((k, { v }) => k.maxOver(v!, [0]), { v: [3] });
    expect(prod(o)[0]!.action).toBe('sent to the elements that were picked, in equal parts at a tie');
  });

  test('passes a choice’s gradient on to the branch that was taken', () => {
    expect(links('select(c, x, y)', ['x', 'y']).map(({ to, action }) => [to, action])).toEqual([
      ['x', 'passed on where c ≠ 0, 0 elsewhere'],
      ['y', 'passed on where c = 0, 0 elsewhere'],
    ]);
    expect(links('x > 0 ? x : y').map(({ to }) => to)).toEqual(['x', 'y']);
  });

  test('passes on to the smaller or larger operand, to both at a tie', () => {
    expect(links('min(x, y)').map(({ action }) => action)).toEqual([
      'passed on where x is the smaller, halved at a tie, 0 elsewhere',
      'passed on where y is the smaller, halved at a tie, 0 elsewhere',
    ]);
    expect(links('max(x, y)')[1]!.action).toBe(
      'passed on where y is the larger, halved at a tie, 0 elsewhere',
    );
  });

  test('swaps at a carried product, which is 0 where its first factor is', () => {
    expect(links('carry(x, y)').map(({ action }) => action)).toEqual([
      'swapped: multiplied element-wise by the other factor, y; 0 where the gradient is 0',
      'swapped: multiplied element-wise by the other factor, x; 0 where x is 0',
    ]);
  });

  test('gives no two things one name', () => {
    const at = (text: string) => new Set(links(text).flatMap(({ from, to }) => [from, to]));
    expect(at('sin(t1)*t1')).toEqual(new Set(['J', 't1', 't2']));
    expect(at('sin(J)*2')).toEqual(new Set(['t1', 't2', 'J']));
  });
});
