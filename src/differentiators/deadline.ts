/** A method took longer than it may: the outcome `timeout` of a gradient, and a RangeError where an answer has no room for one. */
export class Overtime extends RangeError {}

/** Called after each of so many passes: throws Overtime if this is not the last and the milliseconds, from now on, are over. */
export function deadline(passes: number, milliseconds = Infinity): () => void {
  if (!(milliseconds >= 0))
    throw new RangeError(`milliseconds: a number of at least 0 is required, got ${milliseconds}`);
  if (milliseconds === Infinity) return () => undefined;
  const end = performance.now() + milliseconds;
  let done = 0;
  return () => {
    if (++done < passes && performance.now() > end)
      throw new Overtime(
        `${milliseconds} ms were over after ${done} of ${passes} derivatives; the option milliseconds, --seconds on the command line, allows more`,
      );
  };
}
