import { Misuse } from '../lab/misuse.ts';

/** The names that `--wrt` gives, between commas: inputs (`W1`) and elements (`W1[0,1]`), whose own commas stand in brackets. */
export function namesIn(wrt: string): string[] {
  const names = wrt.split(/,(?![^[]*\])/).map((name) => name.replaceAll(' ', ''));
  if (names.includes(''))
    throw new Misuse(`wrt: names of inputs, between commas, are required, got ${JSON.stringify(wrt)}`);
  return names;
}
