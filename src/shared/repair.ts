import { encodeText, utf8Of } from './encoding';
import type { LabelingFile } from './labelingFile';
import type { Problem } from './problems';
import { type Say, sayEnglish } from './say';

/** True if a repair puts the problem right. */
export function isRepairable({ code }: Pick<Problem, 'code'>): boolean {
  return code === 'byteOrderMark' || code === 'encoding' || code === 'delimiter';
}

/** A file that AWS Glue reads as it is meant, and what was changed for it. */
export interface Repair {
  readonly bytes: Uint8Array;
  /** One sentence a change, to be shown before anything is replaced. */
  readonly changes: readonly string[];
}

const quote = 0x22;
const comma = 0x2c;

/**
 * Removes the byte order mark, converts Windows-1252 to UTF-8 and other delimiters to commas. Cells, rows, line ends
 * and quotes stay as they are, but that cells with a comma get quotes. Undefined if there is nothing to repair.
 */
export function repair(file: LabelingFile, say: Say = sayEnglish): Repair | undefined {
  const { bom, encoding, delimiter } = file.dialect;
  const changes: string[] = [];
  if (bom) {
    changes.push(say('The byte order mark (3 bytes) at the beginning is removed.'));
  }
  if (encoding === 'windows-1252') {
    const count = file.bytes.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
    changes.push(
      count === 1
        ? say('1 character beyond ASCII is converted from Windows-1252 to UTF-8.')
        : say('{0} characters beyond ASCII are converted from Windows-1252 to UTF-8.', count),
    );
  }
  const out = new Output(file);
  if (delimiter !== ',') {
    const quoted = separateByCommas(file, out);
    const sentences = [delimiterText(delimiter, say), ...(quoted > 0 ? [quotedText(quoted, say)] : [])];
    changes.push(sentences.join(' '));
  }
  return changes.length > 0 ? { bytes: out.finish(), changes } : undefined;
}

function delimiterText(delimiter: ';' | '\t' | '|', say: Say): string {
  switch (delimiter) {
    case ';':
      return say('The semicolon between columns becomes a comma.');
    case '\t':
      return say('The tab between columns becomes a comma.');
    case '|':
      return say('The vertical bar between columns becomes a comma.');
  }
}

function quotedText(cells: number, say: Say): string {
  return cells === 1 ? say('1 cell with a comma gets quotes.') : say('{0} cells with a comma get quotes.', cells);
}

/** Writes all records but what follows the last field; answers how many cells got quotes. */
function separateByCommas(file: LabelingFile, out: Output): number {
  let quoted = 0;
  // Row -1 is the header.
  for (let row = -1; row < file.rowCount; row++) {
    for (let column = 0; column < file.fieldCount(row); column++) {
      const field = file.fieldBytes(row, column);
      const start = field.byteOffset - file.bytes.byteOffset;
      if (column > 0) {
        out.replace(start - 1, start, ',');
      }
      if (needsQuotes(field)) {
        out.replace(start, start + field.length, `"${file.cell(row, column).replaceAll('"', '""')}"`);
        quoted += 1;
      }
    }
  }
  return quoted;
}

/** True if the field would be read as several, or as another cell, between commas. */
function needsQuotes(field: Uint8Array): boolean {
  if (!field.includes(comma)) {
    return false;
  }
  if (field[0] !== quote) {
    return true;
  }
  // Text behind the closing quote is outside of the quotes.
  let open = true;
  for (let at = 1; at < field.length; at++) {
    if (field[at] === quote && open && field[at + 1] === quote) {
      at += 1;
    } else if (field[at] === quote && open) {
      open = false;
    } else if (!open && field[at] === comma) {
      return true;
    }
  }
  return false;
}

/** The file's bytes in UTF-8 and without byte order mark, written from the beginning, parts replaced on the way. */
class Output {
  readonly #file: LabelingFile;
  #bytes: Uint8Array;
  #length = 0;
  #copied: number;

  constructor(file: LabelingFile) {
    this.#file = file;
    this.#bytes = new Uint8Array(file.bytes.length + 1024);
    this.#copied = file.dialect.bom ? 3 : 0;
  }

  replace(from: number, to: number, text: string): void {
    this.#copyTo(from);
    this.#append(encodeText(text, 'utf-8') ?? new Uint8Array());
    this.#copied = to;
  }

  finish(): Uint8Array {
    this.#copyTo(this.#file.bytes.length);
    return this.#bytes.slice(0, this.#length);
  }

  #copyTo(end: number): void {
    this.#append(utf8Of(this.#file.bytes.subarray(this.#copied, end), this.#file.dialect.encoding));
    this.#copied = end;
  }

  #append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array((this.#length + bytes.length) * 2);
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }
}
