import { panelsOf, type Axis, type Chart, type Panel } from './figure.ts';
import { thinned, type Scale } from './figure-axis.ts';
import { runsOf, scalesOf } from './figure-data.ts';
import { endLabels, marginOf } from './figure-ends.ts';
import { fonts, widthOf } from './figure-font.ts';
import type { Frame } from './figure-frame.ts';
import { words, type Layer } from './figure-layer.ts';
import { legend } from './figure-legend.ts';
import { isLine, obstaclesOf, panelLayers, type Ready } from './figure-panel.ts';
import { grey, lookOf, sheet, type Look } from './figure-style.ts';

/** How high a panel is, by the number of columns. */
const heights = [0, 350, 215, 175, 150];

/** Distances in pixels: the sheet's edge, an axis' tick, from tick to label, between rows of panels. */
const [edge, tick, toLabel, rows] = [8, 5, 4, 40];

/** A chart in Vega-Lite, `sheet.width` wide; words are where they cover nothing, and not where a renderer puts them. */
export function specOf(chart: Chart): Layer {
  const panels = panelsOf(chart);
  if (panels.length === 0) throw new RangeError('figure: a chart must have a panel, got none');
  const many = 'panels' in chart;
  const columns = many ? Math.min(panels.length, chart.columns ?? 3) : 1;
  const height = chart.height ?? heights[columns]!;
  const scales = scalesOf(chart);
  const looks = looksOf(panels);
  const ready = panels.map(({ series }) =>
    series.map((one): Ready => ({ ...one, look: looks.get(one.name)!, runs: runsOf(chart, one, scales) })),
  );

  const yTicks = thinned(scales.y, Math.floor(height / 32) + 1);
  const left = tick + toLabel + widest(scales.y, yTicks) + 26;
  const overhang = widest(scales.x, scales.x.ticks);
  const between = Math.max(20, overhang + 8);
  const frame = (right: number): Frame => {
    const room = sheet.width - 2 * edge - left - (columns - 1) * between - right;
    return { ...scales, height, width: Math.floor(room / columns) };
  };
  const curves = ready[0]!.filter(isLine);
  const narrow = frame(Math.max(marginOf(curves), overhang / 2));
  const ends = many || curves.length === 0 ? null : endLabels(narrow, curves, obstaclesOf(narrow, ready[0]!));
  const own = ends === null ? frame(overhang / 2) : narrow;
  const xTicks = thinned(scales.x, Math.floor(own.width / (overhang + 14)) + 1);

  const width = columns * own.width + (columns - 1) * between;
  const lines = Math.ceil(panels.length / columns);
  const total = lines * height + (lines - 1) * rows;
  const around = [
    ...legend(entriesOf(ready, ends !== null), width, many ? -38 : -18),
    words(headingOf(chart.x), { x: width / 2, y: total + 42 }, { ...title, align: 'center' }),
    words(headingOf(chart.y), { x: 10 - left, y: total / 2 }, { ...title, align: 'center', angle: -90 }),
  ];
  const views = panels.map((panel, i) => ({
    width: own.width,
    height,
    encoding: {
      x: channel('x', scales.x, xTicks, i + columns >= panels.length),
      y: channel('y', scales.y, yTicks, i % columns === 0),
    },
    layer: [
      { data: { values: [{}] }, mark: { type: 'point', opacity: 0 } },
      ...panelLayers(own, ready[i]!, panel, ends?.boxes ?? []),
      ...(ends?.layers ?? []),
      ...(panel.title === undefined ? [] : [words(panel.title, { x: 0, y: -15 }, { fontWeight: 600 })]),
      ...(i === 0 ? around : []),
    ],
  }));
  return {
    background: '#ffffff',
    padding: edge,
    config,
    ...(many
      ? { concat: views, columns, spacing: { row: rows, column: between }, bounds: 'flush', align: 'none' }
      : views[0]!),
  };
}

const title = { fontSize: sheet.titles };

const headingOf = (axis: Axis): string =>
  axis.unit === undefined ? axis.title : `${axis.title} (${axis.unit})`;

/** The widest label of these ticks. */
const widest = (scale: Scale, ticks: readonly number[]): number =>
  Math.max(0, ...ticks.map((at) => widthOf(scale.label(at), sheet.labels)));

/** Each name's look: the one that it asks for, or the first that no other has asked for. */
function looksOf(panels: readonly Panel[]): Map<string, Look> {
  const all = panels.flatMap(({ series }) => series);
  const numbers = new Map<string, number>();
  for (const { name, look } of all) if (look !== undefined && !numbers.has(name)) numbers.set(name, look);
  for (const { name } of all) {
    if (numbers.has(name)) continue;
    const taken = new Set(numbers.values());
    let free = 0;
    while (taken.has(free)) free++;
    numbers.set(name, free);
  }
  return new Map([...numbers].map(([name, number]) => [name, lookOf(number)]));
}

/** What a legend must say: every name once, but for curves that have theirs at their ends. */
function entriesOf(ready: readonly (readonly Ready[])[], ends: boolean) {
  const named = new Map(ready.flat().map((series) => [series.name, series]));
  return [...named.values()]
    .filter((series) => !(ends && isLine(series)))
    .map((series) => ({ name: series.name, look: series.look, isLine: isLine(series) }));
}

/** An axis of Vega-Lite: thin grid, and labels at its ticks where it is an outer one. */
function channel(field: 'x' | 'y', scale: Scale, ticks: readonly number[], outer: boolean): Layer {
  const names = Object.fromEntries(ticks.map((at) => [String(at), scale.label(at)]));
  return {
    field,
    type: 'quantitative',
    scale: { type: scale.log ? 'log' : 'linear', domain: scale.domain, nice: false },
    axis: {
      values: ticks,
      title: null,
      labels: outer,
      labelExpr: `${JSON.stringify(names)}[toString(datum.value)]`,
    },
  };
}

const font = `${fonts.text}, ${fonts.signs}, Helvetica, Arial, sans-serif`;

const config = {
  font,
  aria: false,
  view: { stroke: null },
  axis: {
    labelFontSize: sheet.labels,
    labelColor: grey.words,
    labelPadding: toLabel,
    labelOverlap: false,
    labelBound: false,
    labelFlush: false,
    labelLimit: 0,
    gridColor: grey.grid,
    gridWidth: 0.8,
    domainColor: grey.axis,
    domainWidth: 0.9,
    tickColor: grey.axis,
    tickSize: tick,
    tickWidth: 0.9,
  },
};
