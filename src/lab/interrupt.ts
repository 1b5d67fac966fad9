import { setImmediate } from 'node:timers/promises';

/** Somebody pressed Ctrl-C. */
export class Interrupted extends Error {}

/** The longest that work goes on without listening, in milliseconds. */
const patience = 50;

/**
 * Runs `work`, which calls `breathe` between its pieces: there a Ctrl-C that came in the meantime is thrown as
 * `Interrupted`. Before and after, Ctrl-C ends the process as ever.
 */
export async function interruptible<T>(work: (breathe: () => Promise<void>) => Promise<T>): Promise<T> {
  let pressed = false;
  let last = performance.now();
  const press = (): void => void (pressed = true);
  process.on('SIGINT', press);
  try {
    return await work(async () => {
      if (performance.now() - last > patience) {
        await setImmediate();
        last = performance.now();
      }
      if (pressed) throw new Interrupted();
    });
  } finally {
    process.off('SIGINT', press);
  }
}
