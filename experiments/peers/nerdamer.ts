import { isRefused, nerdamer as engine, trace } from '../../src/index.ts';
import { scalarObjective } from '../../src/lab.ts';
import type { Entrant } from './contestant.ts';
import { raced } from './objectives.ts';

/** What it may take for all derivatives, in milliseconds. */
const patience = 1000;

/** nerdamer, by one weight after another: it has to be done with that in time before it can be called at all. */
export const nerdamer: Entrant = ({ objective, size }) => {
  const { model, shapes, wrt } = raced(objective, size);
  const made = engine({ milliseconds: patience }).derivatives(scalarObjective(trace(model, shapes, wrt)));
  if (isRefused(made)) return { refused: 'engine', because: `deriving: ${made.because}` };
  throw new Error(`nerdamer was too slow to be timed, and derived all in ${made.milliseconds} ms`);
};
