import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { session } from '../cli/session.ts';
import { attackSlowly, hostileText, names, numbers, texts, world } from './hostile.ts';

const words = [
  ...'+ - * / ^ % ( ) , < ? : sin exp log max abs erf select x y W1[0] 2 0.5 1e300 1e-320 -0'.split(' '),
  ...names,
];
const expression = fc.oneof(
  hostileText,
  fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((soup) => soup.join(' ')),
  fc
    .tuple(
      fc.constantFrom(
        ...['@^2 + x', 'sin(@)*@', 'x^@', '@^x', '(x + @)^@', 'x < @ ? x : @', 'log(@, x)', 'max(x, @, 2)'],
      ),
      fc.constantFrom(...names, ...numbers, 'x', '(x+1)^9', 'pi'),
    )
    .map(([around, inside]) => around.replaceAll('@', () => inside)),
  fc.constantFrom(
    ...['x^x^x^x^x^x^x', '((x+1)^99)^99', 'x^1e308', '1e308^x', `${'sin('.repeat(400)}x${')'.repeat(400)}`],
    ...[`${'(x+'.repeat(300)}x${')*x'.repeat(300)}`, 'x*y*z*u*v*w*x*y*z', 'x/0', '0/0*x', 'abs(x)^abs(x)'],
    Array.from({ length: 150 }, (_, i) => `x${i}`).join('*'),
  ),
);

const value = fc.constantFrom(
  ...numbers,
  ...texts,
  ...names,
  'x',
  'x,x',
  'W1[0,0]',
  'none',
  'all',
  '0',
  '1',
  '7',
);
const some = (...options: readonly string[]) => fc.tuple(fc.constantFrom(...options), value);
const of = (option: string, ...choices: readonly string[]) =>
  fc.tuple(fc.constant(option), fc.constantFrom(...choices));
const policy = [
  of('--laws', 'none', 'exact', 'real', 'canonical'),
  of('--sharing', 'none', 'reference', 'structure'),
  of('--direction', 'forward', 'reverse'),
  of('--granularity', 'scalar', 'tensor'),
];
const options: Readonly<Record<string, readonly fc.Arbitrary<readonly string[]>[]>> = {
  derive: [
    ...policy,
    of('--format', 'text', 'latex', 'js', 'mathjs', 'dot'),
    ...['--let', '--explain', '--passes', '--prod', '--json'].map((flag) => fc.constant([flag])),
    some('--wrt', '--limit', '--seconds', '--at', '--laws', '--mlp', '--format'),
  ],
  swell: [
    ...policy,
    fc.constant(['--json']),
    some('--wrt', '--limit', '--seconds', '--hot-spots', '--sharing', '--mlp', '--direction'),
  ],
};

describe.each(['derive', 'swell'])('derivlab %s, attacked', (command) => {
  it('answers, or says in a few lines what is wrong', async () => {
    const before = world();
    const asked = fc.tuple(expression, fc.array(fc.oneof(...options[command]!), { maxLength: 3 }));
    let answered = 0;
    await attackSlowly(asked, 120, async ([text, given]) => {
      // Standard input is none of this attack's.
      if (text === '-') return;
      // The last of two options counts: no attack builds for long.
      const { code, out, err } = await session(command, ...given.flat(), '--seconds', '2', '--', text);
      expect([0, 2]).toContain(code);
      expect(err).not.toMatch(/fault of the program|\n {4}at |node:internal/);
      expect(err.length).toBeLessThan(6000);
      if (code === 0) answered++;
      else expect([out, err]).toEqual(['', expect.stringMatching(/\S/)]);
      if (code === 0 && given.some(([flag]) => flag === '--json')) JSON.parse(out);
    });
    expect(answered).toBeGreaterThan(30);
    expect(world()).toBe(before);
  });

  it.each([
    [['x^2', '--limit', '0'], /limit/],
    [['2'], /an expression with an input is required/],
    [['x', '--wrt', '__proto__'], /__proto__/],
    [['x', '--wrt', ''], /wrt/],
    [['x', '--seconds', 'NaN'], /seconds: a whole number is required, got "NaN"/],
  ])('%j', async (given, message) => {
    const { code, err, out } = await session(command, ...given);
    if (command === 'swell' && code === 0) expect(out).toMatch(message);
    else expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });
});
