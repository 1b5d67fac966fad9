import type { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { elementary, ulps } from '../../src/kernels/elementary.ts';
import { floatsOf, type Precision } from '../../src/kernels/kernel.ts';
import { i32, memoryOp, op } from '../../src/kernels/wasm-instructions.ts';
import { lanes } from '../../src/kernels/wasm-lanes.ts';
import { moduleBytes } from '../../src/kernels/wasm-module.ts';
import { webAssembly } from '../../src/kernels/web-assembly.ts';
import { routine } from '../../src/kernels/wasm-routine.ts';
import { decimal, exactDecimal } from '../../src/numbers/decimal.ts';
import { float64 } from '../../src/numbers/float64.ts';

const bitEqual = [
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'sinh',
  'cosh',
  'tanh',
  'sigmoid',
  'softplus',
] as const;
const all = [...bitEqual, 'gelu', 'erf', 'erfc'] as const;
type Name = (typeof all)[number];

const engine = webAssembly!;
const block = 2048;

/** The function as a map over a list of numbers. */
function mapped(name: Name, precision: Precision): (x: readonly number[]) => number[] {
  const v = lanes(precision);
  const bytes = block * v.bytes;
  const r = routine([]);
  // A local begins as 0.
  const at = r.variable('i32');
  r.repeat(
    () => {
      const y = elementary[precision][name]!(r, r.keep(v.load(at.get, 0)));
      r.emit(memoryOp('v128.store', bytes, [at.get, y]));
      r.emit(at.set(op('i32.add', at.get, i32(16))));
    },
    () => op('i32.ne', at.get, i32(bytes)),
  );
  const module = moduleBytes({
    imports: [],
    functions: [{ parameters: [], results: [], body: r.finish() }],
    exports: { f: 0 },
    pages: 1,
  });
  const memory = new engine.Memory({ initial: 1 });
  const { exports } = new engine.Instance(new engine.Module(module), { m: { m: memory } });
  const run = exports.f as () => void;
  const input = new (floatsOf(precision))(memory.buffer, 0, block);
  const output = new (floatsOf(precision))(memory.buffer, bytes, block);
  return (x) => {
    const result: number[] = [];
    for (let i = 0; i < x.length; i += block) {
      const part = x.slice(i, i + block);
      input.set(part);
      run();
      result.push(...output.subarray(0, part.length));
    }
    return result;
  };
}

/** A linear congruential generator on [0, 1), and what is made of it. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const high = state;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield (high + state / 2 ** 32) / 2 ** 32;
  }
}

const special = [
  0, -0, 1, -1, 0.5, -0.5, 2, -2, NaN, Infinity, -Infinity, 5e-324, -5e-324, 2 ** -1022, Number.MAX_VALUE, -Number.MAX_VALUE,
  2 ** -149, -(2 ** -149), 2 ** -126, (2 - 2 ** -23) * 2 ** 127, 2 ** -28, 2 ** -29, 2 ** -54, 2 ** 24, 2 ** 53,
  ...[709.782712893384, 710.4758600739439, 745.1332191019411, 708, 88.7228, 89.4159, 87.3365, 103.97, 22, 9.01].flatMap((x) => [x, -x]),
  ...[Math.LN2, Math.LN2 / 2, 1.5 * Math.LN2, Math.SQRT2 - 1, 0.84375, 1.25, 27.22, 37.5, 10.05].flatMap((x) => [x, -x]),
]; // prettier-ignore

/** Arguments of every size and sign, most of them where the functions are neither 0 nor ∞ nor constant. */
function argumentsOf(count: number, seed: number): number[] {
  const draw = random(seed);
  const next = (): number => draw.next().value;
  const kinds = [
    () => 8 * next() - 4,
    () => 60 * next() - 30,
    () => 1600 * next() - 800,
    () => (next() < 0.5 ? -1 : 1) * 2 ** (1200 * next() - 1074),
    () => (next() < 0.5 ? -1 : 1) * 2 ** (70 * next() - 60),
    () => 1 + (next() - 0.5) * 2 ** (-54 * next()),
    () => Math.round(800 * next() - 400) * Math.LN2 * 0.5 * (1 + (next() - 0.5) * 2 ** -20),
  ];
  return [...special, ...Array.from({ length: count }, (_, i) => kinds[i % kinds.length]!())];
}

describe.each(bitEqual)('%s in float64', (name) => {
  it('has every bit of the definition', () => {
    const x = argumentsOf(60_000, 1);
    const y = mapped(name, 'float64')(x);
    for (const [i, own] of y.entries())
      if (!Object.is(own, float64[name](x[i]!)))
        expect.fail(`${name}(${x[i]!}) is ${own}, not ${float64[name](x[i]!)}`);
  });
});

/** The distance between neighbouring numbers of a format at the truth. */
function spacing(precision: Precision, truth: number): number {
  const [smallest, digits] = precision === 'float64' ? [-1022, 52] : [-126, 23];
  let exponent = Math.max(Math.floor(Math.log2(Math.abs(truth))), smallest);
  if (2 ** exponent > Math.abs(truth) && exponent > smallest) exponent--;
  return 2 ** (exponent - digits);
}

describe.each(all)('%s in float64', (name) => {
  it('is as near to the decimal truth as is stated', () => {
    const n = decimal(20);
    const truth: (x: Decimal) => Decimal = n[name];
    const draw = random(2);
    const wide = name.startsWith('log') ? [0, 6] : [-38, 30];
    const x = Array.from({ length: 400 }, (_, i) => {
      const u = draw.next().value;
      const sign = wide[0] === 0 || i % 2 === 0 ? 1 : -1;
      return [wide[0]! + (wide[1]! - wide[0]!) * u, sign * 2.5 * u, sign * 2 ** (-20 * u)][i % 3]!;
    });
    const y = mapped(name, 'float64')(x);
    for (const [i, own] of y.entries()) {
      const exact = truth(exactDecimal(x[i]!));
      const error = exactDecimal(own).minus(exact).abs().toNumber() / spacing('float64', exact.toNumber());
      expect(error, `${name}(${x[i]!}) = ${own}`).toBeLessThanOrEqual(ulps.float64[name]!);
    }
  });
});

describe.each(all)('%s in float32', (name) => {
  it('is as near to the value in doubles as is stated, and the same where that is no number or 0', () => {
    const x = argumentsOf(100_000, 3).map(Math.fround);
    const y = mapped(name, 'float32')(x);
    for (const [i, own] of y.entries()) {
      const exact = float64[name](x[i]!);
      const rounded = Math.fround(exact);
      if (Object.is(own, rounded)) continue;
      const error = Math.abs(own - exact) / spacing('float32', exact);
      const fine = error <= ulps.float32[name]! && Math.sign(own) * Math.sign(exact) >= 0;
      if (!fine) expect.fail(`${name}(${x[i]!}) is ${own}, not ${rounded}: ${error} ulps`);
    }
  });
});

describe.each(['float64', 'float32'] as const)('in %s', (precision) => {
  it.each(all)('what %s gives in a lane does not depend on the other lanes', (name) => {
    const f = mapped(name, precision);
    const { count } = lanes(precision);
    const x = argumentsOf(200, 4);
    const apart = f(x.flatMap((value) => new Array<number>(count).fill(value)));
    for (let shift = 1; shift <= count; shift++) {
      const together = f([...x.slice(shift), ...x.slice(0, shift)]);
      for (const i of x.keys()) expect(together[i]).toBe(apart[count * ((i + shift) % x.length)]);
    }
  });

  it('every function has its error stated', () => {
    expect(Object.keys(ulps[precision]).sort()).toEqual(Object.keys(elementary[precision]).sort());
  });
});
