import { quoted as inQuotes } from '../file/csvQuoting';
import { encodeUtf8, FieldDecoder, isUtf8 } from '../file/encoding';
import { LabelingFile } from '../file/labelingFile';
import { type ForeignEncoding, utf8Of, windows1252 } from '../foreignText';
import { type Say, sayEnglish } from '../say';
import type { Problem } from './problems';

/** True if a repair puts the problem right. */
export function isRepairable({ code }: Pick<Problem, 'code'>): boolean {
  return code === 'byteOrderMark' || code === 'encoding' || code === 'delimiter';
}

/** A file that AWS Glue reads as it is meant, and what was changed for it. */
export interface Repair {
  readonly bytes: Uint8Array;
  /** One sentence a change, to be shown before anything is replaced. */
  readonly changes: readonly string[];
  /** Every cell that was not UTF-8, in file order. All others keep their bytes, but for quotes that a comma needs. */
  readonly cells: readonly RepairedCell[];
}

/** A cell that was not UTF-8. */
export interface RepairedCell {
  /** 1-based line on which the cell's row begins. */
  readonly line: number;
  readonly column: string;
  /** As a reader of UTF-8 sees it, U+FFFD for each byte that is none. */
  readonly before: string;
  readonly after: string;
}

/** The cell can't be repaired as it was asked: it is no text in the foreign encoding. */
export interface Unreadable {
  readonly unreadable: Pick<RepairedCell, 'line' | 'column' | 'before'>;
}

const quote = 0x22;
const comma = 0x2c;
const replacement = 0xfffd;

/** The file after its repair; undefined where there is nothing to repair, or not in this way. */
export function repaired(file: LabelingFile, foreign: ForeignEncoding): LabelingFile | undefined {
  const found = repair(file, sayEnglish, foreign);
  return found && 'bytes' in found ? LabelingFile.parse(found.bytes) : undefined;
}

/**
 * Removes the byte order mark, converts what is not UTF-8, taken for `foreign`, and other delimiters to commas. Cells that are UTF-8,
 * rows, line ends and quotes stay byte for byte, but that cells with a comma get quotes. Undefined if there is nothing to repair.
 */
export function repair(
  file: LabelingFile,
  say: Say = sayEnglish,
  foreign: ForeignEncoding = windows1252,
): Repair | Unreadable | undefined {
  const { bom, badBytes, delimiter } = file.dialect;
  const out = new Output(file);
  const { cells, quoted, unreadable } = badBytes > 0 || delimiter !== ',' ? convert(file, foreign, out) : nothing;
  if (unreadable) {
    return { unreadable };
  }
  const changes = [
    ...(bom ? [say('The byte order mark (3 bytes) at the beginning is removed.')] : []),
    ...(badBytes > 0 ? [encodingText(badBytes, cells.length, foreign, say)] : []),
    ...(delimiter === ',' ? [] : [delimiterText(delimiter, quoted, say)]),
  ];
  return changes.length > 0 ? { bytes: out.finish(), changes, cells } : undefined;
}

function encodingText(bytes: number, cells: number, { name }: ForeignEncoding, say: Say): string {
  if (bytes === 1) {
    return say('1 byte that is not UTF-8 is taken for {0} and becomes UTF-8.', name);
  }
  return cells === 1
    ? say('{0} bytes of 1 cell that are not UTF-8 are taken for {1} and become UTF-8.', bytes, name)
    : say('{0} bytes of {1} cells that are not UTF-8 are taken for {2} and become UTF-8.', bytes, cells, name);
}

function delimiterText(delimiter: ';' | '\t' | '|', quoted: number, say: Say): string {
  const sentence = separatorText(delimiter, say);
  return quoted === 0 ? sentence : `${sentence} ${quotedText(quoted, say)}`;
}

function separatorText(delimiter: ';' | '\t' | '|', say: Say): string {
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

interface Converted {
  readonly cells: readonly RepairedCell[];
  /** How many cells got quotes. */
  readonly quoted: number;
  readonly unreadable?: Unreadable['unreadable'];
}

const nothing: Converted = { cells: [], quoted: 0 };

/** Writes all fields that change. */
function convert(file: LabelingFile, foreign: ForeignEncoding, out: Output): Converted {
  const { delimiter, encoding } = file.dialect;
  const asReplaced = new FieldDecoder('mixed', () => replacement);
  const asUtf8 = new FieldDecoder('utf-8');
  const cells: RepairedCell[] = [];
  let quoted = 0;
  // Row -1 is the header.
  for (let row = -1; row < file.rowCount; row++) {
    for (let column = 0; column < file.fieldCount(row); column++) {
      const stored = file.fieldBytes(row, column);
      const start = stored.byteOffset - file.bytes.byteOffset;
      if (column > 0 && delimiter !== ',') {
        out.replace(start - 1, start, encodeUtf8(','));
      }
      const field = utf8Of(stored, foreign, encoding === 'mixed');
      if (field === undefined || !isUtf8(stored)) {
        const place = { line: file.lineOf(row), column: file.columns[column] ?? String(column + 1) };
        const before = asReplaced.decode(stored, 0, stored.length);
        if (field === undefined) {
          return { ...nothing, unreadable: { ...place, before } };
        }
        cells.push({ ...place, before, after: asUtf8.decode(field, 0, field.length) });
      }
      const needed = delimiter !== ',' && needsQuotes(field);
      quoted += needed ? 1 : 0;
      if (needed) {
        const text = asUtf8.decode(field, 0, field.length);
        out.replace(start, start + stored.length, encodeUtf8(inQuotes(text)));
      } else if (field !== stored) {
        out.replace(start, start + stored.length, field);
      }
    }
  }
  return { cells, quoted };
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

/** The file's bytes without byte order mark, written from the beginning, parts replaced on the way. */
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

  replace(from: number, to: number, bytes: Uint8Array): void {
    this.#copyTo(from);
    this.#append(bytes);
    this.#copied = to;
  }

  finish(): Uint8Array {
    this.#copyTo(this.#file.bytes.length);
    return this.#bytes.slice(0, this.#length);
  }

  #copyTo(end: number): void {
    this.#append(this.#file.bytes.subarray(this.#copied, end));
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
