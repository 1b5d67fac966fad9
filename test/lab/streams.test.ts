import { describe, expect, it } from 'vitest';
import { labFor } from '../../src/lab/lab.ts';
import { product } from '../../src/lab/sweep.ts';

const note = (): void => undefined;

describe('chance', () => {
  const draw = (x: number, seed = 1, id = 'toy') => labFor(id, seed, { x }, note).random.uniform();

  it('is one stream for each experiment, seed and case, whatever ran before', () => {
    const [forwards, backwards] = [[1, 2, 3].map((x) => draw(x)), [3, 2, 1].map((x) => draw(x)).reverse()];
    expect(forwards).toEqual(backwards);
    expect(new Set([...forwards, draw(1, 2), draw(1, 1, 'other')]).size).toBe(5);
  });

  it('can be shared by cases through a name', () => {
    const named = (x: number, name: string) => labFor('toy', 1, { x }, note).stream(name).uniform();
    expect(named(1, 'weights')).toBe(named(2, 'weights'));
    expect(named(1, 'weights')).not.toBe(named(1, 'data'));
  });
});

describe('a sweep', () => {
  it('is all combinations, the last name varying fastest', () => {
    expect(product({ a: [1, 2], b: ['x', 'y'] })).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ]);
  });
});
