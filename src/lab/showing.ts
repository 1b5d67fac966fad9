import pico from 'picocolors';
import { inOneWord } from './manifest.ts';
import type { Outcome } from './outputs.ts';
import { terminal, wrap, type Paper } from './terminal.ts';

/** An outcome for a screen: what was claimed, what came out, and the tables. */
export function shown({ experiment, configuration, verdict, tables }: Outcome, paper: Paper): string {
  const { bold, green, red, yellow } = pico.createColors(paper.colour);
  const word = inOneWord(verdict);
  const coloured = { holds: green, fails: red, inconclusive: yellow }[word](word);
  const prose = [
    bold(wrap(`${experiment.id}: ${experiment.title}${configuration.quick ? ' (quick)' : ''}`, paper.width)),
    wrap(`Claim: ${experiment.claim}`, paper.width),
    wrap(`Verdict: ${word}: ${verdict.because}`, paper.width).replace(word, coloured),
  ];
  return `${prose.join('\n')}\n\n${tables.map((table) => terminal(table, paper)).join('\n')}\n`;
}

/** An outcome for programs: `json` writes it. */
export function told({ experiment, configuration, verdict, rows }: Outcome): object {
  const { id, title, question, claim } = experiment;
  const { seed, quick, sweep, command } = configuration;
  return { id, title, question, claim, verdict, command, seed, quick, sweep, rows };
}
