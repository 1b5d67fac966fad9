import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

// What a machine measured stands in the documents between two comments, and is put there by the program that measures it:
//
//   <!-- measured: fuzz -->   …   <!-- end of measured -->

/** Puts Markdown into the place of that name on a page of docs/. Throws where the page has no such place. */
export async function writeMeasured(page: string, name: string, content: string): Promise<void> {
  const path = fileURLToPath(new URL(`../docs/${page}`, import.meta.url));
  const place = new RegExp(`(<!-- measured: ${name} -->)[\\s\\S]*?(<!-- end of measured -->)`);
  const text = readFileSync(path, 'utf8');
  if (!place.test(text)) throw new Error(`docs/${page} has no place for what is measured as ${name}`);
  const filled = text.replace(
    place,
    (_, begin: string, end: string) => `${begin}\n\n${content.trim()}\n\n${end}`,
  );
  writeFileSync(path, await format(filled, { ...(await resolveConfig(path)), filepath: path }));
}

/** The machine and the day, for what was measured there and then. */
export const hereAndNow = (): string =>
  `${cpus()[0]!.model}, ${cpus().length} cores, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
