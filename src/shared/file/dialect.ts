import { detectEncoding, type Encoding, FieldDecoder } from './encoding';
import { LabelingFileError } from './labelingFileError';
import { scanRecords } from './records';

/** How the file was written, kept as it is when labels are saved. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** `always`: the file quotes labels that don't need it, so new ones are quoted too. */
  readonly labelQuotes: 'whenNeeded' | 'always';
  readonly eol: 'lf' | 'crlf' | 'cr' | 'mixed';
  readonly bom: boolean;
  readonly encoding: Encoding;
  /** How many bytes are not UTF-8. */
  readonly badBytes: number;
  /** Offset of the first of them, -1 if there is none. */
  readonly firstBad: number;
  readonly endsWithNewline: boolean;
}

const delimiters = [',', ';', '\t', '|'] as const;
const sampleRows = 100;

/**
 * Byte order mark, encoding and delimiter. The delimiter is the first that splits the header into columns named
 * labeling_set_id and label; a comma if none does.
 * @throws LabelingFileError for UTF-16.
 */
export function detectDialect(bytes: Uint8Array): Dialect {
  const [first, second, third] = bytes;
  if (utf16Of(bytes) !== undefined) {
    throw new LabelingFileError('utf16', 1, 1, '');
  }
  const bom = first === 0xef && second === 0xbb && third === 0xbf;
  const found = detectEncoding(bytes, bom ? 3 : 0);
  const last = bytes[bytes.length - 1];
  return {
    delimiter: detectDelimiter(bytes, bom ? 3 : 0, found.encoding),
    labelQuotes: 'whenNeeded',
    eol: 'lf',
    bom,
    ...found,
    endsWithNewline: last === 0x0a || last === 0x0d,
  };
}

/** Which UTF-16 it is, told by the byte order mark or, without one, by a first character of ASCII with its zero byte. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first = 0, second = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && first < 0x80 && second === 0 && bytes.length > 1)) {
    return 'utf-16le';
  }
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second < 0x80);
  return big ? 'utf-16be' : undefined;
}

function detectDelimiter(bytes: Uint8Array, from: number, encoding: Encoding): Dialect['delimiter'] {
  let start = from;
  while (bytes[start] === 0x0a || bytes[start] === 0x0d) {
    start += 1;
  }
  let end = start;
  while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) {
    end += 1;
  }
  const header = bytes.subarray(start, end);
  const decoder = new FieldDecoder(encoding);
  const fits = delimiters.find((delimiter) => {
    const { starts, ends } = scanRecords(header, 0, delimiter.charCodeAt(0));
    const names = Array.from(starts, (at, field) =>
      decoder
        .decode(header, at, (starts[field + 1] ?? (ends[0] ?? 0) + 1) - 1)
        .trim()
        .toLowerCase(),
    );
    return names.includes('labeling_set_id') && names.includes('label');
  });
  return fits ?? ',';
}

/** The parts of a file that show how it quotes. */
interface QuotedFields {
  readonly rowCount: number;
  readonly columns: readonly string[];
  readonly labelColumn: number;
  cell(row: number, column: number): string;
  isQuoted(row: number, column: number): boolean;
}

/**
 * `always` if the labels at hand are all quoted, or, where there are none yet, if every other cell is. Judged by the
 * first rows that can tell.
 */
export function labelQuotes(file: QuotedFields): Dialect['labelQuotes'] {
  let seen = 0;
  for (let row = 0; row < file.rowCount && seen < sampleRows; row++) {
    const quoted = file.isQuoted(row, file.labelColumn);
    if (!quoted && file.cell(row, file.labelColumn) !== '') {
      return 'whenNeeded';
    }
    seen += quoted ? 1 : 0;
  }
  return seen > 0 || quotesEveryCell(file) ? 'always' : 'whenNeeded';
}

function quotesEveryCell(file: QuotedFields): boolean {
  const rows = Math.min(file.rowCount, sampleRows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < file.columns.length; column++) {
      if (column !== file.labelColumn && !file.isQuoted(row, column) && file.cell(row, column) !== '') {
        return false;
      }
    }
  }
  return rows > 0;
}
