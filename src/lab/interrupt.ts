import { setImmediate, setTimeout } from 'node:timers/promises';

/** Somebody pressed Ctrl-C. */
export class Interrupted extends Error {}

/** The longest that work goes on without listening, in milliseconds. */
const patience = 50;

/**
 * Runs `work`, which calls `breathe` between its pieces: there a Ctrl-C that came in the meantime ends it, by a throw of
 * `Interrupted`. Says whether one did. Before and after, Ctrl-C ends the process as ever.
 */
export async function interruptible(work: (breathe: () => Promise<void>) => Promise<void>): Promise<boolean> {
  let pressed = false;
  let last = performance.now();
  const press = (): void => {
    pressed = true;
  };
  process.on('SIGINT', press);
  try {
    await work(async () => {
      if (performance.now() - last > patience) {
        await setImmediate();
        last = performance.now();
      }
      if (pressed) throw new Interrupted();
    });
    return false;
  } catch (error) {
    if (error instanceof Interrupted) return true;
    throw error;
  } finally {
    process.off('SIGINT', press);
  }
}

/** Waits for something that happens elsewhere, and listens meanwhile. */
export async function listening<R>(work: Promise<R>, breathe: () => Promise<void>): Promise<R> {
  const done = work.then((result) => ({ result }));
  for (;;) {
    const found = await Promise.race([done, setTimeout(patience)]);
    if (found !== undefined) return found.result;
    await breathe();
  }
}
