import type { Command } from 'commander';

/**
 * The words of a command whose argument is an expression: one that begins with a minus (`-x^2`) gets a space before it, so
 * that it is not taken for an option. Options and their values stay as they are.
 */
export function protectMinus(words: readonly string[], command: Command): string[] {
  const takesNext = (word: string | undefined): boolean =>
    command.options.some((option) => option.required && option.long === word);
  const end = words.indexOf('--');
  return words.map((word, i) => {
    const literal = end !== -1 && i > end;
    const isExpression = /^-[^-]/.test(word) && word !== '-h' && !literal && !takesNext(words[i - 1]);
    return isExpression ? ` ${word}` : word;
  });
}

/** An expression as it was typed. */
export const unprotected = (text: string): string => text.replace(/^ -/, '-');
