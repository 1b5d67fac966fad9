import { createRequire } from 'node:module';
import type { Refused } from '../../src/index.ts';
import type { Task } from './task.ts';
import type { Answer } from './truth.ts';

/** One who computes the value and the gradient of a task, ready to be called again and again. */
export interface Runner {
  /** One gradient, from numbers that are in place to numbers that are there. */
  readonly call: () => unknown;
  /** What the latest call found. */
  readonly answer: () => Answer;
}

/** Makes a contestant ready for a task, or says why it does not run. */
export type Entrant = (task: Task) => Runner | Refused;

const required = createRequire(import.meta.url);

/** Whether a package of this folder's own, or of the root, has been installed. */
export function isInstalled(name: string): boolean {
  try {
    required.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** That package; undefined where it has not been installed. */
export const installed = (name: string): unknown => (isInstalled(name) ? required(name) : undefined);

/** What is said of a package that is not there. */
export const notInstalled = (name: string): Refused => ({
  refused: 'engine',
  because: `${name} is not installed`,
});

/** A program that keeps its gradient in place and hands back the value. */
export function inPlace(run: () => number, gradient: Answer['gradient']): Runner {
  let value = NaN;
  return {
    call: () => {
      value = run();
    },
    answer: () => ({ value, gradient }),
  };
}
