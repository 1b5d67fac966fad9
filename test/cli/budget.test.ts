import { describe, expect, it } from 'vitest';
import { session } from './session.ts';

interface Answer {
  readonly reference: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly noise: Readonly<Record<string, string>>;
  readonly predictedStep: string;
  readonly bestStep: string;
}

describe('budget', () => {
  it('prints the object that the design promises, exact numbers as decimal text', async () => {
    const { code, out } = await session('budget', 'exp(x)', '--at', 'x=1', '--steps', '2^-7:2^-9', '--json');
    expect(code).toBe(0);
    const answer = JSON.parse(out) as Answer;
    expect(Object.keys(answer)).toEqual([
      ...['expression', 'at', 'wrt', 'reference', 'rows', 'noise', 'predictedStep', 'bestStep'],
    ]);
    expect(answer).toMatchObject({ expression: 'exp(x)', at: { x: 1 }, wrt: 'x' });
    expect(answer.reference).toMatch(/^2\.71828182845904523536028747135266249/);
    expect(answer.rows.map(({ h }) => h)).toEqual([2 ** -7, 2 ** -8, 2 ** -9]);
    const [first] = answer.rows;
    expect(Object.keys(first!)).toEqual([
      ...[
        'h',
        'actualStep',
        'estimate',
        'total',
        'truncation',
        'abscissa',
        'evaluation',
        'quotient',
        'roundoff',
      ],
    ]);
    // eˣ(sinh h/h − 1)
    expect(first!.truncation).toMatch(/^0\.0000276518770752859196692438066233594957/);
    expect(first!.abscissa).toBe('0');
  });

  it('prints a table with the best step marked, and what theory says', async () => {
    const { out } = await session('budget', 'sin(x)', '--at', 'x=0.2', '--steps', '1e-4:1e-8');
    expect(out).toMatch(/1\.00e-6 .* best/);
    expect(out).toContain('best step is');
    expect(out.endsWith('\n')).toBe(true);
  });

  it('takes a weight of a net, and a format', async () => {
    const { code, out } = await session(
      ...[
        'budget',
        '--mlp',
        '2-3-2',
        '--wrt',
        'W1[0,1]',
        '--steps',
        '0.01,pi/1000',
        '--format',
        'float32',
        '--json',
      ],
    );
    expect(code).toBe(0);
    expect((JSON.parse(out) as Answer).rows).toHaveLength(2);
  });

  it.each([
    [['x*y', '--at', 'x=1,y=2'], 'wrt: the number or direction to differentiate by is required'],
    [['x*y', '--at', 'x=1,y=2', '--wrt', 'z'], 'wrt: a number among the inputs is required (x, y), got z'],
    [['x', '--at', 'x=1', '--steps', '0'], 'steps: positive steps are required, got 0'],
    [['x', '--at', 'x=1', '--steps', '2^-1:1e-3'], 'steps: powers of one base are required'],
    [['x', '--at', 'x=1', '--steps', '2^-1:2^-9999'], 'steps: exponents from −1000 to 1000'],
    [['x', '--at', 'x=1', '--steps', 'small'], 'steps: a constant expression is required'],
    [['x', '--at', 'y=1'], 'y is not an input'],
  ])('refuses %j', async (words, message) => {
    const { code, out, err } = await session('budget', ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});
