import { sequenceLength } from './file/encoding';

/** A place in the text of a file as an editor counts: lines and columns from 1, columns in UTF-16 units. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** How many lines end in `bytes[from, to)`. */
export function lineEndsIn(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a)) {
      lines += 1;
    }
  }
  return lines;
}

/** 1-based column of an offset in its line, in UTF-16 units, a byte order mark not counted. A byte that is not UTF-8 is one unit. */
export function columnAt(bytes: Uint8Array, offset: number, bom: boolean): number {
  let start = offset;
  while (start > 0 && bytes[start - 1] !== 0x0a && bytes[start - 1] !== 0x0d) {
    start -= 1;
  }
  let at = start === 0 && bom ? 3 : start;
  let units = 0;
  while (at < offset) {
    const length = sequenceLength(bytes, at, bytes.length);
    units += length === 4 ? 2 : 1;
    at += length || 1;
  }
  return units + 1;
}
