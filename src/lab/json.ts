import { exactText } from './cell.ts';

/**
 * Plain data as JSON text. A number that is not finite becomes "NaN", "Infinity" or "-Infinity", a big integer its
 * decimal digits, both as text.
 */
export function json(data: unknown, indent = 0): string {
  return JSON.stringify(
    data,
    (_, value: unknown) =>
      typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
        ? exactText(value)
        : value,
    indent,
  );
}
