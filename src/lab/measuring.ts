import { parentPort } from 'node:worker_threads';
import { find } from './catalogue.ts';
import type { Order, Report } from './crew.ts';
import { measure, messageOf } from './measure.ts';

// A thread of the crew: it measures what it is told to, one experiment after another.
const port = parentPort!;
const say = (report: Report): void => {
  port.postMessage(report);
};

port.on('message', ({ path, configuration }: Order) => {
  const watch = {
    step: (done: number, cases: number) => {
      say({ step: [done, cases] });
    },
    note: (message: string) => {
      say({ note: message });
    },
    breathe: () => Promise.resolve(),
  };
  const [entry] = find([path]);
  void entry!
    .load()
    .then((experiment) => measure(experiment, configuration, watch))
    .then(
      (measured) => {
        say({ measured });
      },
      (error: unknown) => {
        say({ error: messageOf(error) });
      },
    );
});
