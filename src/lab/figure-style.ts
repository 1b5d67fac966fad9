/** How one series looks: told apart by colour, and without it by dash and marker. */
export interface Look {
  readonly colour: string;
  /** The colour for words: the same hue, dark enough to read on white. */
  readonly ink: string;
  readonly dash: readonly number[];
  readonly shape: string;
  readonly open: boolean;
}

/** Okabe and Ito's colours (2008), but for the yellow, which is too light for lines; each with its ink. */
const colours = [
  ['#0072b2', '#005b8f'],
  ['#d55e00', '#a84a00'],
  ['#009e73', '#00704f'],
  ['#cc79a7', '#98386c'],
  ['#e69f00', '#8a5f00'],
  ['#000000', '#000000'],
  ['#56b4e9', '#1f6d9c'],
] as const;

const dashes = [[], [7, 3], [2, 2.5], [9, 3, 2, 3], [14, 4], [5, 2, 2, 2, 2, 2]] as const;

const markers = [
  ['circle', false],
  ['square', true],
  ['triangle-up', false],
  ['diamond', true],
  ['triangle-down', false],
  ['circle', true],
  ['square', false],
  ['cross', true],
] as const;

/** The look of this number. The lists are of different lengths, so that 168 series differ. */
export function lookOf(index: number): Look {
  const [colour, ink] = colours[index % colours.length]!;
  const [shape, open] = markers[index % markers.length]!;
  return { colour, ink, dash: dashes[index % dashes.length]!, shape, open };
}

/** A figure's width, and its sizes of type, in CSS pixels of 3/4 pt: 640 is a text column of 17 cm. */
export const sheet = { width: 640, labels: 14, titles: 15 } as const;

/** What is no data: axes, grid, guides, words. */
export const grey = { grid: '#e4e4e4', axis: '#555555', guide: '#777777', words: '#222222' } as const;
