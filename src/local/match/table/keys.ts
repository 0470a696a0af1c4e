import { MatchInputError } from '../errors';
import type { TableFile } from './source';

/** The rows that came from one file. */
export interface Part {
  readonly file: TableFile;
  readonly firstRow: number;
  readonly rows: number;
  /** The line each row begins on; undefined where the format has no lines. */
  readonly lines?: readonly number[];
}

/** Where a row comes from, for people. */
export function placeOf(row: number, parts: readonly Part[]): string {
  const part = parts.findLast(({ firstRow, rows }) => firstRow <= row && row < firstRow + rows);
  const line = part?.lines?.[row - part.firstRow];
  return line === undefined
    ? `row ${row - (part?.firstRow ?? 0) + 1} of ${part?.file.name}`
    : `line ${line} of ${part?.file.name}`;
}

/** What to do about keys that can't be. */
interface KeyAdvice {
  readonly empty: string;
  readonly repeated: string;
}

const usualAdvice: KeyAdvice = {
  empty: 'A primary key needs a value in every row: fill it in, or choose another primary key for the transform.',
  repeated: 'A primary key must be unique: remove one row, or choose another primary key for the transform.',
};

/** Refuses missing or repeated primary keys. */
export function checkKeys(
  keys: readonly string[],
  primaryKey: string,
  parts: readonly Part[],
  advice: KeyAdvice = usualAdvice,
): void {
  const seen = new FirstRows(keys);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] ?? '';
    if (key === '') {
      throw new MatchInputError(`Column "${primaryKey}" is empty in ${placeOf(row, parts)}. ${advice.empty}`);
    }
    const first = seen.add(row);
    if (first !== row) {
      throw new MatchInputError(
        `Column "${primaryKey}" has the value "${key}" twice: in ${placeOf(first, parts)} and in ${placeOf(row, parts)}. ${advice.repeated}`,
      );
    }
  }
}

/** The first row of each key, by the key's hash: the language's own maps end at 16.7 million entries. */
class FirstRows {
  /** Row plus one; 0 is free. */
  private readonly slots: Int32Array;

  constructor(private readonly keys: readonly string[]) {
    let size = 16;
    while (size < 2 * keys.length) {
      size *= 2;
    }
    this.slots = new Int32Array(size);
  }

  /** Adds a row where its key is new; returns the first row of the key. */
  add(row: number): number {
    const key = this.keys[row] ?? '';
    const mask = this.slots.length - 1;
    for (let slot = hashOf(key) & mask; ; slot = (slot + 1) & mask) {
      const held = (this.slots[slot] ?? 0) - 1;
      if (held < 0) {
        this.slots[slot] = row + 1;
        return row;
      }
      if (this.keys[held] === key) {
        return held;
      }
    }
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
