import type { Axis } from './figure.ts';

/** An axis with all its numbers fixed. */
export interface Scale {
  readonly log: boolean;
  readonly domain: readonly [number, number];
  /** Every place that may be labelled: each decade, or each round number. */
  readonly ticks: readonly number[];
  /** Where a value lies on it: 0 at its start, 1 at its end. */
  readonly at: (value: number) => number;
  readonly label: (tick: number) => string;
}

/** The scale of an axis around these values, which it can all hold. */
export function scaleOf(axis: Axis, values: readonly number[]): Scale {
  const log = isLog(axis);
  const [least, most] = axis.domain ?? rangeOf(values, log);
  if (!(least < most) || (log && !(least > 0)))
    throw new RangeError(
      `figure: the axis "${axis.title}" must go from a ${log ? 'positive ' : ''}number to a larger one, got ${least} to ${most}`,
    );
  const domain = log && axis.domain === undefined ? decades(least, most) : [least, most];
  const step = log ? 0 : roundStep(domain[1]! - domain[0]!);
  const [start, end] = log || axis.domain ? domain : [floor(domain[0]!, step), -floor(-domain[1]!, step)];
  const ticks = axis.ticks ?? (log ? powers(start!, end!) : multiples(start!, end!, step));
  const place = log ? Math.log10 : Number;
  const [from, to] = [place(start!), place(end!)];
  return {
    log,
    domain: [start!, end!],
    ticks,
    at: (value) => (place(value) - from) / (to - from),
    label: log && axis.ticks === undefined ? powerLabel(ticks) : (tick) => decimal(tick),
  };
}

export const isLog = ({ scale }: Axis): boolean => scale !== 'linear';

/** Whether an axis of this kind has a place for the number. */
export const holds = (log: boolean, value: number): boolean => Number.isFinite(value) && (!log || value > 0);

/** Some of the ticks, evenly apart: no more than `most`, and those of which 10⁰ or 0 is one if it is there at all. */
export function thinned({ log, ticks }: Scale, most: number): readonly number[] {
  const steps = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100];
  const stride = steps.find((s) => Math.ceil(ticks.length / s) <= Math.max(2, most)) ?? ticks.length;
  const zero = ticks.indexOf(log ? 1 : 0);
  const first = zero < 0 ? 0 : zero % stride;
  const even = (tick: number): boolean => Math.round(Math.log10(tick)) % stride === 0;
  return zero < 0 && log ? ticks.filter(even) : ticks.filter((_, i) => i % stride === first);
}

function rangeOf(values: readonly number[], log: boolean): [number, number] {
  if (values.length === 0) return [log ? 1 : 0, log ? 10 : 1];
  const [least, most] = values.reduce(([a, z], v) => [Math.min(a, v), Math.max(z, v)], [Infinity, -Infinity]);
  if (least < most) return [least, most];
  return log
    ? [least / 1.5, most * 1.5]
    : [least - (Math.abs(least) || 1) / 2, most + (Math.abs(most) || 1) / 2];
}

/** The exponent of ten, a whole number where round-off alone keeps it from being one. */
function exponent(value: number): number {
  const e = Math.log10(value);
  return Math.abs(e - Math.round(e)) < 1e-9 ? Math.round(e) : e;
}

/** Around few decades the whole ones; around many, a little room. */
function decades(least: number, most: number): [number, number] {
  const [from, to] = [exponent(least), exponent(most)];
  const room = 0.03 * (to - from);
  if (to - from > 4) return [10 ** (from - room), 10 ** (to + room)];
  return [power(Math.floor(from)), power(Math.ceil(to))];
}

/** The double nearest to a power of ten. */
const power = (e: number): number => Number(`1e${e}`);

function powers(least: number, most: number): number[] {
  const [from, to] = [Math.ceil(exponent(least)), Math.floor(exponent(most))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => power(from + i));
}

/** 1, 2 or 5 times a power of ten, so that some seven of them cover the span. */
function roundStep(span: number): number {
  const unit = power(Math.floor(Math.log10(span / 7)));
  return unit * ([1, 2, 5].find((m) => span / (m * unit) <= 7) ?? 10);
}

const floor = (value: number, step: number): number => Math.floor(value / step + 1e-9) * step;

function multiples(least: number, most: number, step: number): number[] {
  const [from, to] = [Math.ceil(least / step - 1e-9), Math.floor(most / step + 1e-9)];
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/** 0.01, 1, 1000 where all ticks are near one; 10⁻⁸ otherwise. */
function powerLabel(ticks: readonly number[]): (tick: number) => string {
  const near = ticks.every((tick) => tick >= 1e-3 && tick <= 1e4);
  return near ? decimal : (tick) => `10${superscript(Math.round(Math.log10(tick)))}`;
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export const superscript = (e: number): string =>
  String(e)
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => raised[Number(digit)]!);

/** A number as people write it: a real minus, thin spaces between groups of three from five digits on. */
export function decimal(value: number): string {
  const [mantissa, e] = String(value).split('e');
  if (e !== undefined)
    return `${mantissa === '1' ? '' : `${mantissa!}·`}10${superscript(Number(e))}`.replace('-', '−');
  const [whole, part] = mantissa!.replace('-', '−').split('.');
  const grouped = /\d{5}/.test(whole!) ? whole!.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole!;
  return part === undefined ? grouped : `${grouped}.${part}`;
}
