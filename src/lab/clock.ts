import type { ClockOutcome, Dropped } from './clock-contestant.ts';
import type { Finding, Group, Verified } from './clock-launch.ts';
import { inProcess } from './clock-process.ts';
import type { Launched } from './clock-statistics.ts';
import type { Setting } from './sweep.ts';

export interface ClockOptions {
  /** How many processes time everything, one after the other; default 5. */
  readonly launches?: number;
  /** How long the batches of a contestant last together in one process; default 30. */
  readonly milliseconds?: number;
  /** The longest that a call may last, in milliseconds; default 1000. */
  readonly limit?: number;
  /** A process that says nothing for so many milliseconds is ended; default 60 000 and 60 times the limit. */
  readonly patience?: number;
  /** Told how far it is. */
  readonly note?: (message: string) => void;
}

/** What was found of a contestant, over all processes. */
export interface Clocked {
  readonly primal: boolean;
  readonly outcome: ClockOutcome;
  readonly because: string | null;
  readonly kernel: string | null;
  /** ‖answer − truth‖₂ / ‖truth‖₂; null where it did not come to an answer. */
  readonly error: number | null;
  /** One for each process where the outcome is `ok`, otherwise none. */
  readonly launches: readonly Launched[];
}

/**
 * Times contestants, alone on the machine as far as we can see to it: in several processes one after the other, since what an
 * engine makes of a program differs from launch to launch by more than from call to call. In each, every contestant of a
 * group is built, prepared, called, verified (a wrong answer is never timed), warmed until steady, called in batches, in
 * turn with the others, and verified once more. Who breaks off in one group is not tried in those after it: they come in
 * order of size.
 *
 * `module` exports `contestants`, see `Contestants`; `groups` are its settings. The result has, for each group, the
 * contestants by name, or none where no process got so far.
 */
export async function clock(
  module: URL,
  groups: readonly Setting[],
  { launches = 5, milliseconds = 30, limit = 1000, patience, note = () => undefined }: ClockOptions = {},
): Promise<readonly ReadonlyMap<string, Clocked>[]> {
  if (!Number.isInteger(launches) || launches < 1)
    throw new RangeError(`launches: a whole number of at least 1 is required, got ${launches}`);
  const found = groups.map(() => new Map<string, Finding[]>());
  const dropped = groups.map((): Record<string, Dropped> => ({}));
  const verified = groups.map((): Record<string, Verified> => ({}));
  for (let launch = 1; launch <= launches; launch++) {
    for (let next = 0; next < groups.length;) {
      const first = next;
      const at: { turn?: { readonly group: number; readonly names: readonly string[] } } = {};
      const rest = groups.slice(first).map((settings, i): Group => {
        const group = first + i;
        return { settings, dropped: dropped[group]!, verified: verified[group]! };
      });
      const order = { module: module.href, groups: rest, milliseconds, limit };
      const died = await inProcess(order, patience ?? Math.max(60_000, 60 * limit), (heard) => {
        const group = first + heard.group;
        if ('turnsTo' in heard) {
          at.turn = { group, names: heard.turnsTo };
          const who = heard.turnsTo.length === 1 ? heard.turnsTo[0]! : 'all in turn';
          note(`launch ${launch} of ${launches}, ${group + 1} of ${groups.length}: ${who}`);
          return;
        }
        delete at.turn;
        next = group + 1;
        for (const [name, finding] of Object.entries(heard.found)) {
          found[group]!.set(name, [...(found[group]!.get(name) ?? []), finding]);
          if (finding.verified !== null) verified[group]![name] = finding.verified;
          if (finding.outcome !== 'ok') dropped[group]![name] ??= { ...finding, because: finding.because! };
        }
      });
      if (died === null) continue;
      const { group = first, names = [] } = at.turn ?? {};
      const suspects = names.filter((name) => dropped[group]![name] === undefined);
      if (suspects.length === 0) throw new Error(`clock: ${died.because}`);
      const because = `while ${suspects.join(', ')} took turns: ${died.because}`;
      // Where one alone is to blame it is not tried again; where it is one of several, not at this size.
      if (suspects.length === 1) for (const later of dropped.slice(group)) later[suspects[0]!] ??= died;
      else for (const name of suspects) dropped[group]![name] = { ...died, because };
    }
  }
  return found.map((own) => new Map([...own].map(([name, findings]) => [name, together(findings)])));
}

/** One contestant's findings in all processes: it is as good as in the worst of them. */
function together(findings: readonly Finding[]): Clocked {
  const bad = findings.find(({ outcome }) => outcome !== 'ok');
  const { primal, outcome, because } = bad ?? findings[0]!;
  const last = findings.at(-1)!;
  return {
    primal,
    outcome,
    because,
    kernel: last.kernel,
    error: last.verified?.error ?? null,
    launches: bad === undefined ? findings.flatMap(({ times }) => times ?? []) : [],
  };
}
