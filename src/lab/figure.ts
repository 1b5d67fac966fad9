import type { Row } from './cell.ts';

/** A picture of an experiment's rows, kept as `<id>.svg` and `<id>.png` beside its tables. */
export interface Figure<R = Row> {
  /** The name of its files: small letters, digits and single hyphens. */
  readonly id: string;
  /** A sentence or two under it: what is drawn, and what to see in it. */
  readonly caption: string;
  /** The same for who cannot see it: the shape of the curves in words. */
  readonly alt: string;
  /** What is drawn, from all the rows; timed cells are null in them, so that the bytes are the same on every run. */
  draw(rows: readonly R[]): Chart;
}

/** One pair of axes, or small multiples that share a pair. */
export type Chart = {
  readonly x: Axis;
  readonly y: Axis;
  /** The height of a panel in pixels, a figure being 640 wide; by the number of columns unless given. */
  readonly height?: number;
} & (
  Panel | { readonly panels: readonly (Panel & { readonly title: string })[]; readonly columns?: 2 | 3 | 4 }
);

/** What lies between one pair of axes. */
export interface Panel {
  readonly series: readonly Series[];
  readonly guides?: readonly Guide[];
}

/** An axis: logarithmic, in whole decades, unless it says otherwise. */
export interface Axis {
  readonly title: string;
  /** `ns`, `bytes`; none for a pure number. */
  readonly unit?: string;
  readonly scale?: 'log' | 'linear';
  /** From where to where; around all that is drawn unless given. */
  readonly domain?: readonly [number, number];
  /** Where it is labelled: at powers of ten, or at round numbers, unless given. */
  readonly ticks?: readonly number[];
}

/** Spots that belong together under one name: a curve, or a cloud of points. */
export interface Series {
  /** The same name in several panels has the same look. */
  readonly name: string;
  readonly spots: readonly Spot[];
  /** `line` joins the spots in their order, and breaks where one cannot be drawn. Default `line`. */
  readonly mark?: 'line' | 'points';
  /** How `low` and `high` are drawn: a band for lines, bars for points unless given. */
  readonly spread?: 'band' | 'bars';
  /** Which colour, dash and marker, counted from 0: to keep a method's look from figure to figure. */
  readonly look?: number;
}

/** One place in a chart; what a logarithmic axis cannot hold is left out, and said under the figure. */
export interface Spot {
  readonly x: Place;
  readonly y: Place;
  readonly low?: Place;
  readonly high?: Place;
  /** Words beside it. */
  readonly label?: string;
}

/** A number on an axis; null where nothing was measured. */
export type Place = number | bigint | null;

/** A thin line to read the curves by: a power law of log-log axes, a level, or an upright. */
export type Guide =
  | {
      /** y goes as x to this power. */
      readonly slope: number;
      readonly through: readonly [x: number, y: number];
      /** From which x to which; as far as the axes go unless given. */
      readonly over?: readonly [number, number];
      /** Default: "slope −1". */
      readonly label?: string;
    }
  | { readonly y: number; readonly label?: string }
  | { readonly x: number; readonly label?: string };

/** A chart's panels, one or many. */
export const panelsOf = (chart: Chart): readonly (Panel & { readonly title?: string })[] =>
  'panels' in chart ? chart.panels : [chart];

/** A place as a double. */
export const numberOf = (place: Place | undefined): number | null =>
  place === undefined || place === null ? null : Number(place);
