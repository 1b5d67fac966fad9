import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { objectiveDrawn, readme } from '../scripts/readme.ts';

it('the README shows the committed table and the examples as they are (npm run readme puts them there)', async () => {
  const shown = readFileSync('README.md', 'utf8');
  expect(shown).toContain('| reverse ');
  expect(shown).toBe(await readme());
});

it('the graph in the README is the one that is drawn today', async () => {
  expect(readFileSync('docs/objective.svg', 'utf8')).toBe(await objectiveDrawn());
});

it.each(['three-ways.ts', 'in-place.ts', 'alone.js'])('the example %s runs', async (name) => {
  const printed: unknown[][] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...line: unknown[]) => {
    printed.push(line);
  });
  try {
    await import(`../examples/${name}`);
  } finally {
    log.mockRestore();
  }
  if (name === 'alone.js') expect(printed).toEqual([[{ x: 2.5646424733950353, y: 0.3 }]]);
  else if (name === 'in-place.ts') {
    const [[kind, J], [outcome]] = printed as [[string, number], [string]];
    expect(kind).toBe('wasm');
    expect(J).toBeLessThan(0.5);
    expect(outcome).toBe('done');
  } else {
    expect(printed.slice(0, 3).map(([method]) => method)).toEqual(['numeric', 'symbolic', 'reverse']);
    expect(String(printed[3]![0])).toContain('accurate');
    expect(String(printed[4]![0])).toContain('| reverse ');
  }
});
