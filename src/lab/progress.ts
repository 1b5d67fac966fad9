import type { Screen } from './screen.ts';

/** How a run says where it is. */
export interface Progress {
  readonly step: (id: string, done: number, cases: number) => void;
  readonly note: (id: string, message: string) => void;
  /** Makes room for what is about to be printed by others. */
  readonly clear: () => void;
  /** A line that stays. */
  readonly line: (text: string) => void;
  /** A line that stays even when all else is quiet: something went wrong. */
  readonly trouble: (text: string) => void;
}

/** The least time between two pictures of the bar, in milliseconds. */
const rest = 80;

const barWidth = 24;

/** A bar that moves on a terminal, lines elsewhere, and nothing but troubles when `quiet`. */
export function progress({ err, live, width }: Screen, quiet: boolean): Progress {
  let last = -Infinity;
  let drawn = false;
  const wipe = (): void => {
    if (drawn) err('\r\u001b[K');
    drawn = false;
  };
  const draw = (text: string, urgent: boolean): void => {
    if (!urgent && performance.now() - last < rest) return;
    last = performance.now();
    err(`\r\u001b[K${text.slice(0, width - 1)}`);
    drawn = true;
  };
  const say = (text: string): void => {
    wipe();
    err(`${text}\n`);
  };
  let bar = '';
  return {
    step: (id, done, cases) => {
      if (quiet) return;
      const filled = Math.floor((done / cases) * barWidth);
      bar = `${id} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${cases}`;
      if (live) draw(bar, done === 0 || done === cases);
      else if (done === 0) say(`${id}: ${counted(cases, 'case')} …`);
    },
    note: (id, message) => {
      if (quiet) return;
      if (live) draw(`${bar} ${message}`, false);
      else say(`${id}: ${message}`);
    },
    clear: wipe,
    line: (text) => {
      if (!quiet) say(text);
    },
    trouble: say,
  };
}

/** A number of things in words: `1 case`, `3 cases`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
