import { isUtf8 } from 'node:buffer';
import { MatchInputError } from '../errors';
import { foreignFormat, packedByName, wholeCharacters } from './codecs';
import { contentOf } from './content';
import type { TableFile } from './source';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** So many first bytes tell every format; a tar archive's sign is the farthest. */
const headEnough = 512;

/** Counts line ends (LF, CRLF, CR) in bytes that come piece by piece. */
class LineCount {
  lines = 0;
  private afterReturn = false;

  add(bytes: Buffer): void {
    let lines = this.lines;
    let afterReturn = this.afterReturn;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === carriageReturn) {
        lines += 1;
        afterReturn = true;
      } else {
        lines += byte === lineFeed && !afterReturn ? 1 : 0;
        afterReturn = false;
      }
    }
    this.lines = lines;
    this.afterReturn = afterReturn;
  }
}

/**
 * A text file piece by piece, without its byte order mark. Its lines are counted from the bytes, apart from whoever reads the text, so
 * that a reader can be held to have seen them all.
 */
export class TextPieces {
  private readonly count = new LineCount();
  private ended = true;

  constructor(private readonly file: TableFile) {}

  /** Lines in the file, a last one without a line end included. Right once all pieces were read. */
  get lines(): number {
    return this.count.lines + (this.ended ? 0 : 1);
  }

  /** @throws MatchInputError for what is not UTF-8, naming the line, and for formats that are no text, naming them */
  async *read(): AsyncGenerator<string> {
    let rest: Buffer = Buffer.alloc(0);
    let first = true;
    for await (const chunk of contentOf(this.file)) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (first && bytes.length < headEnough) {
        rest = bytes;
        continue;
      }
      const whole = wholeCharacters(bytes);
      rest = bytes.subarray(whole.length);
      yield this.decode(whole, first);
      first = false;
    }
    yield this.decode(rest, first);
  }

  private decode(bytes: Buffer, first: boolean): string {
    if (first) {
      const foreign = foreignFormat(bytes);
      const packed = foreign === 'binary data' || !isUtf8(bytes) ? packedByName(this.file.name) : undefined;
      if (foreign !== undefined || packed !== undefined) {
        throw this.foreign(packed ?? foreign ?? '');
      }
    }
    if (!isUtf8(bytes)) {
      const bad = firstBadByte(bytes);
      this.count.add(bytes.subarray(0, bad));
      throw new MatchInputError(
        `Line ${this.count.lines + 1} of ${this.file.name} is not UTF-8: it has the byte 0x${bytes.toString('hex', bad, bad + 1).toUpperCase()} where no character begins or goes on (the file may be Windows-1252). Save the file as UTF-8 and upload it again.`,
      );
    }
    this.count.add(bytes);
    if (bytes.length > 0) {
      const last = bytes[bytes.length - 1];
      this.ended = last === lineFeed || last === carriageReturn;
    }
    const text = bytes.toString('utf8');
    return first && text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  private foreign(what: string): MatchInputError {
    return new MatchInputError(
      `${this.file.name} is ${what}, which is not read as a table of text. ${remedyFor(what)}`,
    );
  }
}

/** A file may be read for the sake of a table that declares it as text, or before there is a table. */
function remedyFor(what: string): string {
  if (what.startsWith('compressed')) {
    return 'Store it uncompressed, or with gzip, zstd, bzip2 or snappy, once.';
  }
  return what === 'Parquet' || what === 'ORC' || what === 'Avro'
    ? "Correct the table's SerDe, or store the data as UTF-8 text."
    : 'Store the data as UTF-8 text.';
}

/** Where the first sequence begins that is no character. */
function firstBadByte(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length > 1 && !isUtf8(bytes.subarray(at, at + length))) {
      break;
    }
    at += length;
  }
  return at;
}
