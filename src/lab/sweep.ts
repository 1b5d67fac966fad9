/** What a case may be made of: plain data, so that it can be written down, compared, and sent to another process. */
export type Setting =
  string | number | boolean | null | readonly Setting[] | { readonly [name: string]: Setting };

/** One combination of settings. */
export type Case = Readonly<Record<string, Setting>>;

/** For each name of a case, the list of what it takes. */
export type Sweep<C = Case> = { readonly [K in keyof C]: readonly C[K][] };

/** Every combination of a sweep's settings, the last name varying fastest. */
export function product<C>(sweep: Sweep<C>): C[] {
  let cases: Partial<C>[] = [{}];
  for (const name of Object.keys(sweep) as (keyof C)[])
    cases = cases.flatMap((before) => sweep[name].map((value) => ({ ...before, [name]: value })));
  return cases as C[];
}
