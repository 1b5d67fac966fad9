import pico from 'picocolors';
import type { Paper } from './terminal.ts';

/** Where a run speaks: results to `out`, everything else to `err`. */
export interface Screen extends Paper {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `err` is a terminal, on which a line can be written over. */
  readonly live: boolean;
}

/** How wide a table may be where there is no terminal to ask. */
const usualWidth = 120;

/** This process's own screen. */
export function ownScreen(): Screen {
  const { stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    width: stdout.isTTY ? stdout.columns : usualWidth,
    colour: stdout.isTTY && pico.isColorSupported,
    live: stderr.isTTY,
  };
}
