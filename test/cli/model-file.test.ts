import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder } from '../lab/folder.ts';
import { session } from './session.ts';

const x = '{ x: [] }';
const bad: [text: string, says: string | RegExp][] = [
  ['export default () => { throw new Error("boom\\nand more") }', 'threw: Error: boom\n'],
  ['export default () => { throw null }', 'threw: null\n'],
  ['export default () => { throw Object.create(null) }', 'threw: [Object: null prototype] {}\n'],
  ['throw null', 'cannot be loaded: null\n'],
  ['export default (k, ', 'cannot be loaded: '],
  ['export default (k, { x }) => k.nosuch(x)', 'threw: TypeError: k.nosuch is not a function'],
  ['export default (k, { y }) => y', 'threw: RangeError: the model asks for the input y'],
  ['const f = (k, x) => f(k, x); export default f', 'threw: RangeError: Maximum call stack'],
  ['export default class Model {}', "cannot be invoked without 'new'"],
  ['export default () => undefined', 'must return a number of the algebra k, .* got undefined\n'],
  ['export default () => "abc"', "got 'abc'\n"],
  ['export default () => 3', 'got 3\n'],
  ['export default (k, { x }) => ({ result: x, names: { x: 3 } })', 'must return a number of the algebra k'],
  ['export default async () => { throw 3 }', 'got Promise'],
  ['export default 5', 'must export by default a function'],
  ['export default null', 'must export by default a function'],
  ['export const model = 5', 'must export by default a function'],
  ['export default { model: 1, shapes: 2, wrt: 3 }', 'model must be a function'],
  ['export default { model() {}, shapes: null, wrt: [] }', 'shapes must be an object with a list'],
  ['export default { model() {}, shapes: { x: "a" }, wrt: ["x"] }', 'shapes must be an object with a list'],
  [`export default { model() {}, shapes: ${x}, wrt: "x" }`, 'wrt must be a list of the names of inputs'],
  [`export default { model() {}, shapes: ${x}, wrt: ["x"], at: { x: null } }`, 'at must be an object'],
];

describe('a file with a model', () => {
  it.each(bad)('that is %s is told in one line', async (text, says) => {
    const path = join(emptyFolder(), 'model.mjs');
    writeFileSync(path, text);
    const { code, out, err } = await session('diff', '--model', path, '--at', 'x=1', '--method', 'reverse');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.startsWith(`derivlab: model: ${path}`)).toBe(true);
    expect(err).toMatch(/^.*\n$/);
    expect(err).toMatch(new RegExp(String(says).replace(/[[\](){}]/g, '\\$&')));
  });

  it('may name its nodes, and may give its point as tensors', async () => {
    const path = join(emptyFolder(), 'model.mjs');
    const at = '{ x: { shape: [2], data: new Float64Array([1, 2]) } }';
    const model = '(k, { x }) => { const z = k.square(x); return { result: k.sum(z, [0]), names: { z } }; }';
    writeFileSync(path, `export default { model: ${model}, shapes: { x: [2] }, wrt: ["x"], at: ${at} };`);
    const { code, out } = await session('diff', '--model', path, '--method', 'reverse', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ methods: [{ gradient: { x: [2, 4] } }] });
  });
});
