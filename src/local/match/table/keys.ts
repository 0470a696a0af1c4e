import { MatchInputError } from '../errors';
import type { TableFile } from '../job';

/** The rows that came from one file. */
export interface Part {
  readonly file: TableFile;
  readonly firstRow: number;
  readonly rows: number;
  /** The line each row begins on; undefined where the format has no lines. */
  readonly lines?: readonly number[];
}

/** Where a row comes from, for people. */
function placeOf(row: number, parts: readonly Part[]): string {
  const part = parts.findLast(({ firstRow, rows }) => firstRow <= row && row < firstRow + rows);
  const line = part?.lines?.[row - part.firstRow];
  return line === undefined
    ? `row ${row - (part?.firstRow ?? 0) + 1} of ${part?.file.name}`
    : `line ${line} of ${part?.file.name}`;
}

/** Maps primary keys to rows and refuses missing or repeated ones. */
export function indexKeys(keys: readonly string[], primaryKey: string, parts: readonly Part[]): Map<string, number> {
  const rowByKey = new Map<string, number>();
  for (const [row, key] of keys.entries()) {
    if (key === '') {
      throw new MatchInputError(
        `Column "${primaryKey}" is empty in ${placeOf(row, parts)}. A primary key needs a value in every row: fill it in, or choose another primary key for the transform.`,
      );
    }
    const first = rowByKey.get(key);
    if (first !== undefined) {
      throw new MatchInputError(
        `Column "${primaryKey}" has the value "${key}" twice: in ${placeOf(first, parts)} and in ${placeOf(row, parts)}. A primary key must be unique: remove one row, or choose another primary key for the transform.`,
      );
    }
    rowByKey.set(key, row);
  }
  return rowByKey;
}
