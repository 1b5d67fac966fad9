import { isLog, holds, scaleOf, type Scale } from './figure-axis.ts';
import { numberOf, panelsOf, type Axis, type Chart, type Place, type Series, type Spot } from './figure.ts';

/** A spot that has a place on both axes. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly label: string | null;
  /** Whether it lies between the axes' ends, or is only led to. */
  readonly inside: boolean;
}

/** Both scales of a chart, around everything in its panels that has a place on them. */
export function scalesOf(chart: Chart): { x: Scale; y: Scale } {
  const [logX, logY] = [isLog(chart.x), isLog(chart.y)];
  const panels = panelsOf(chart);
  const spots = panels.flatMap(({ series }) =>
    series.flatMap((one) => one.spots.filter((spot) => reasonsOf(chart, spot) === null)),
  );
  const guides = panels.flatMap((panel) => panel.guides ?? []);
  const levels = (key: 'x' | 'y'): (number | null)[] =>
    guides.map((guide) => (key in guide ? (guide as Record<typeof key, number>)[key] : null));
  const fit = (places: readonly (number | null)[], log: boolean): number[] =>
    places.filter((place) => place !== null && holds(log, place)) as number[];
  const ys = spots.flatMap(({ y, low, high }) => [y, low, high].map(numberOf));
  const x = scaleOf(chart.x, fit([...spots.map((spot) => numberOf(spot.x)), ...levels('x')], logX));
  return { x, y: scaleOf(chart.y, fit([...ys, ...levels('y')], logY)) };
}

/** The runs of spots of a series that have a place on both axes; a run ends where one has none. */
export function runsOf(chart: Chart, { spots }: Series, { x, y }: { x: Scale; y: Scale }): Dot[][] {
  const runs: Dot[][] = [[]];
  for (const spot of spots) {
    if (reasonsOf(chart, spot) !== null) {
      runs.push([]);
      continue;
    }
    const limit = (place: Place | undefined): number | null => {
      const value = numberOf(place);
      if (value === null || Number.isNaN(value)) return null;
      return Math.min(Math.max(value, y.domain[0]), y.domain[1]);
    };
    const dot = { x: Number(spot.x), y: Number(spot.y) };
    runs.at(-1)!.push({
      ...dot,
      low: limit(spot.low),
      high: limit(spot.high),
      label: spot.label ?? null,
      inside: between(x, dot.x) && between(y, dot.y),
    });
  }
  return runs.filter((run) => run.length > 0);
}

/** What is not drawn, in words, series by series; null where everything is. */
export function leftOut(chart: Chart): string | null {
  const scales = scalesOf(chart);
  const counts = new Map<string, Map<string, number>>();
  for (const { name, spots } of panelsOf(chart).flatMap(({ series }) => series))
    for (const spot of spots) {
      const { x, y } = spot;
      const reason =
        reasonsOf(chart, spot) ??
        (between(scales.x, Number(x)) && between(scales.y, Number(y)) ? null : 'beyond the axes');
      if (reason === null) continue;
      const own = counts.get(name) ?? new Map<string, number>();
      counts.set(name, own.set(reason, (own.get(reason) ?? 0) + 1));
    }
  if (counts.size === 0) return null;
  const parts = [...counts].map(
    ([name, own]) => `${name}: ${[...own].map(([reason, count]) => `${count} ${reason}`).join(', ')}`,
  );
  return `Not drawn, by series: ${parts.join('; ')}.`;
}

const between = ({ at }: Scale, value: number): boolean => at(value) >= -1e-9 && at(value) <= 1 + 1e-9;

/** Why a spot has no place on the axes: its y's reason where both have one; null where it has a place. */
const reasonsOf = (chart: Chart, { x, y }: Spot): string | null => reason(chart.y, y) ?? reason(chart.x, x);

function reason(axis: Axis, place: Place): string | null {
  const value = numberOf(place);
  if (value === null) return 'missing';
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return 'infinite';
  if (holds(isLog(axis), value)) return null;
  return value === 0 ? 'zero' : 'negative';
}
