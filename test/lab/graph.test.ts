import { Resvg } from '@resvg/resvg-js';
import { instance } from '@viz-js/viz';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/expression/parse.ts';
import { graph as k } from '../../src/expression/expr.ts';
import { drawGraph, graphDot } from '../../src/lab/graph.ts';
import { mlp } from '../../src/objectives/mlp.ts';
import { expressionsOf, pointwise } from '../expression/expressions.ts';

const circuit = 'sigmoid(w0*x0 + w1*x1 + w2)';
const point = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };

/** What stands in a drawing, line by line. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, words]) => words!);

/** Where a text stands. */
function placeOf(svg: string, words: string): { x: number; y: number } {
  const found = [...svg.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)<\/text>/g)].find(
    ([, , , own]) => own === words,
  );
  return { x: Number(found![1]), y: Number(found![2]) };
}

const shapes = (svg: string): number => (svg.match(/<rect x=/g) ?? []).length;
const arrows = (svg: string): number => (svg.match(/fill="none"[^>]*\/>\n<path/g) ?? []).length;

describe('a drawn graph', () => {
  test('has CS231n’s values and gradients beside the nodes of its circuit', async () => {
    const svg = await drawGraph(circuit, point);
    const beside = texts(svg);
    for (const [name, value, adjoint] of [
      ['w₀', '2', '−0.197'],
      ['x₀', '−1', '0.393'],
      ['w₁', '−3', '−0.393'],
      ['x₁', '−2', '−0.59'],
      ['w₂', '−3', '0.197'],
      ['f', '0.731', '1'],
    ] as const) {
      const at = beside.indexOf(name);
      expect(beside.slice(at, at + 3)).toEqual([name, value, adjoint]);
    }
    expect(beside.filter((words) => ['×', '+', 'σ'].includes(words)).sort()).toEqual([
      '+',
      '+',
      '×',
      '×',
      'σ',
    ]);
    expect(shapes(svg)).toBe(11);
    expect(arrows(svg)).toBe(10);
  });

  test('has no numbers without a point', async () => {
    expect(texts(await drawGraph('sin(x)')).sort()).toEqual(['f', 'sin', 'x']);
  });

  test('has D2L’s parts for a network with a penalty, and rises from the bottom left to the top right', async () => {
    const svg = await drawGraph(mlp({ layers: [4, 8, 3], lambda: 1e-3 }));
    const words = texts(svg);
    for (const part of ['x', 'W⁽¹⁾', 'z', 'tanh', 'h', 'W⁽²⁾', 'o', 'ℓ', 'y', 'L', '0.0005 ×', 's', 'J'])
      expect(words.filter((one) => one === part)).toHaveLength(1);
    expect(words.filter((one) => one === '×')).toHaveLength(2);
    expect(words.filter((one) => one === '‖·‖²')).toHaveLength(2);
    expect(words.filter((one) => one === '+')).toHaveLength(2);
    expect(words).toContain('8×4');
    const path = ['x', 'z', 'h', 'o', 'L', 'J'].map((name) => placeOf(svg, name));
    for (let i = 1; i < path.length; i++) expect(path[i]!.x).toBeGreaterThan(path[i - 1]!.x);
    expect(path.at(-1)!.y).toBeLessThan(path[0]!.y);
  });

  test('is the same bytes every time, and is painted', async () => {
    const svg = await drawGraph(mlp({ layers: [3, 4, 4, 2], batch: 5, bias: true }));
    expect(await drawGraph(mlp({ layers: [3, 4, 4, 2], batch: 5, bias: true }))).toBe(svg);
    const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
    expect(width).toBeGreaterThan(300);
    expect(height).toBeGreaterThan(100);
  });

  test('folds the layers of a deep network, and little else', async () => {
    const svg = await drawGraph(mlp({ layers: [4, 8, 8, 8, 8, 8, 8, 8, 8, 3], bias: true, lambda: 0.1 }));
    const words = texts(svg);
    for (const layer of [1, 2, 3, 4, 5, 6, 7, 8]) expect(words).toContain(`layer ${String(layer)}`);
    expect(words).toContain('W⁽³⁾, b⁽³⁾, z⁽³⁾, h⁽³⁾');
    expect(words).toEqual(expect.arrayContaining(['o', 'L', 's', 'J', 'ℓ', 'y']));
  });

  test('folds a large graph without names, and says what it has folded', async () => {
    const sum = Array.from({ length: 100 }, (_, i) => `sin(x${String(i % 12)} * ${String(i + 1)})`).join(
      ' + ',
    );
    const at = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`x${String(i)}`, i / 10]));
    const svg = await drawGraph(`exp(${sum})`, at);
    expect(shapes(svg)).toBeLessThan(60);
    expect(texts(svg)).toEqual(expect.arrayContaining(['x₀ … x₁₁', '12 inputs']));
    const counted = texts(svg).flatMap((words) => /^(\d+) operations$/.exec(words)?.[1] ?? []);
    expect(counted.reduce((total, count) => total + Number(count), 0)).toBeGreaterThan(290);
    expect(shapes(await drawGraph(`exp(${sum})`, at, { most: 1000 }))).toBe(12 + 300 + 1);
  });

  test('takes any expression, and draws its DOT too', async () => {
    const viz = await instance();
    await fc.assert(
      fc.asyncProperty(expressionsOf(pointwise), async (e) => {
        const root = k.add(e, e);
        const svg = await drawGraph(root, undefined, { most: 40 });
        expect(new Resvg(svg, { font: { loadSystemFonts: false } }).width).toBeGreaterThan(0);
        expect(svg).not.toMatch(/NaN|undefined/);
        const { objects } = JSON.parse(
          viz.renderString(graphDot(root, undefined, { most: 40 }), { format: 'dot_json' }),
        ) as { objects: unknown[] };
        expect(objects.length).toBeGreaterThan(1);
      }),
      { numRuns: 25, seed: 41 },
    );
  });

  test('takes only some adjoints where only some inputs are asked for', async () => {
    const words = texts(await drawGraph('x*y', { x: 2, y: 3 }, { wrt: ['x'] }));
    expect(words.slice(words.indexOf('x'))).toEqual(['x', '2', '3', 'y', '3', '×', 'f', '6', '1']);
  });

  test('shows operands whose order matters by number, and a name as it is', async () => {
    const words = texts(await drawGraph(parse('x - y')));
    expect(words.filter((one) => /^[12]$/.test(one)).sort()).toEqual(['1', '2']);
    expect(texts(await drawGraph('_a1b + x_2 + W1[0,1]'))).toEqual(
      expect.arrayContaining(['_a1b', 'x₂', 'W⁽¹⁾[0,1]']),
    );
  });
});
