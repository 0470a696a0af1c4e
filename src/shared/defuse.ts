import type { LabelingFile } from './file/labelingFile';

/** A file whose cells a spreadsheet takes for text. */
export interface Defused {
  readonly bytes: Uint8Array;
  /** How many cells got an apostrophe. */
  readonly cells: number;
}

const quote = 0x22;
const apostrophe = 0x27;

/**
 * Puts an apostrophe before every cell that a spreadsheet would take for a formula and run: what begins with = + - @, a tab or a line
 * break, behind blanks or not, but for plain numbers. For people to read; labels and keys are no longer those of the original.
 */
export function defuse(file: LabelingFile): Defused {
  const places: number[] = [];
  // Row -1 is the header.
  for (let row = -1; row < file.rowCount; row++) {
    for (let column = 0; column < file.fieldCount(row); column++) {
      if (isFormula(file.cell(row, column))) {
        const field = file.fieldBytes(row, column);
        places.push(field.byteOffset - file.bytes.byteOffset + (field[0] === quote ? 1 : 0));
      }
    }
  }
  const bytes = new Uint8Array(file.bytes.length + places.length);
  let copied = 0;
  for (const [index, place] of places.entries()) {
    bytes.set(file.bytes.subarray(copied, place), copied + index);
    bytes[place + index] = apostrophe;
    copied = place;
  }
  bytes.set(file.bytes.subarray(copied), copied + places.length);
  return { bytes, cells: places.length };
}

function isFormula(cell: string): boolean {
  return /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(cell) && !/^[+-]?\d+(?:[.,]\d+)*$/.test(cell);
}
