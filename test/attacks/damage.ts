import fc from 'fast-check';
import { names } from './hostile.ts';

/** What may befall a file's bytes: one changed, its end lost, another text in its place, a text put in, noise. */
export const damage: fc.Arbitrary<(data: Buffer) => Buffer> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(255)).map(([place, byte]) => (data: Buffer) => {
    const other = Buffer.from(data);
    other[place % data.length] = byte;
    return other;
  }),
  fc.nat().map((end) => (data: Buffer) => data.subarray(0, end % data.length)),
  fc
    .constantFrom(
      ...['', '{}', '[]', 'null', '1', '"', '\u0000', '<<<<<<< ours\n', '['.repeat(100_000), ...names],
    )
    .map((text) => () => Buffer.from(text)),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom('__proto__', '"', '\n', ',', '\ufeff', '\u001b[2J\u009b2J', 'a'.repeat(10_000)),
    )
    .map(
      ([place, text]) =>
        (data: Buffer) =>
          Buffer.concat([
            data.subarray(0, place % data.length),
            Buffer.from(text),
            data.subarray(place % data.length),
          ]),
    ),
  fc.uint8Array({ maxLength: 200 }).map((noise) => () => Buffer.from(noise)),
);
