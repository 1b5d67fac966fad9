import { vi } from 'vitest';
import { derivlab } from '../../src/cli/program.ts';

/** What one command printed, and how it ended. */
export interface Session {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process and catches what it prints. */
export async function session(...words: string[]): Promise<Session> {
  let [out, err] = ['', ''];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err += String(text);
      return true;
    }),
  ];
  try {
    const code = await derivlab(words);
    return { code, out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = 0;
  }
}
