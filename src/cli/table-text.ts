import type { Table } from '../lab/table.ts';
import { terminal } from '../lab/terminal.ts';

/** A table for stdout: as wide as the terminal and in colour, or 120 wide and plain where it is none. */
export function tableText(table: Table): string {
  const { columns, isTTY } = process.stdout;
  return terminal(table, { width: isTTY ? columns : 120, colour: isTTY });
}
