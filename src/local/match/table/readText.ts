import { MatchInputError } from '../errors';
import { CsvParser } from './csvParser';
import { JsonParser } from './jsonParser';
import { LazyParser } from './lazyParser';
import { countLineEnds, LineEnds, takeLines } from './lineEnds';
import type { RecordParser, RecordSink } from './recordParser';
import type { TableFile, TableFormat } from './source';
import { TextPieces } from './textPieces';

type TextFormat = Exclude<TableFormat, { readonly kind: 'parquet' }>;

/** A longer record is an open quote rather than a record, and would not fit into the matcher's memory. */
const longestRecord = 200_000_000;

/** What was found in a file besides its records. */
export interface TextFindings {
  /** Of JSON: columns, by number, that no object of the file has, and keys that are no columns. */
  readonly missing: readonly number[];
  readonly strangers: readonly string[];
}

/**
 * Reads all records of a text file, or rejects. That all were read is held against the line ends counted in the file's bytes.
 * @throws MatchInputError naming the file and the line
 */
export async function readText(
  file: TableFile,
  format: TextFormat,
  columns: readonly string[],
  sink: RecordSink,
): Promise<TextFindings> {
  const parser = createParser(file, format, columns, sink);
  await readPieces(file, parser, format);
  return parser instanceof JsonParser
    ? { missing: parser.missing(), strangers: parser.strangers() }
    : { missing: [], strangers: [] };
}

/** Gives each line of a text file to `visit`, or rejects, as `readText` does. */
export async function readLines(file: TableFile, visit: (line: string, number: number) => void): Promise<void> {
  const parser: RecordParser = {
    line: 1,
    take: (text, last) => takeLines(parser, text, last, visit),
  };
  await readPieces(file, parser, {});
}

/** What of a format concerns lines rather than records. */
interface ReadLines {
  readonly headerLines?: number;
  readonly footerLines?: number;
  readonly quote?: string;
}

/** Leads a whole file through a parser, and holds it to have seen all of it. */
async function readPieces(file: TableFile, parser: RecordParser, format: ReadLines): Promise<void> {
  const pieces = new TextPieces(file);
  const { headerLines = 0, footerLines = 0 } = format;
  const header = new HeaderLines(file, parser, headerLines, format.quote);
  let rest = '';
  let waiting: string[] = [];
  let waitingLength = 0;
  const take = (last: boolean): void => {
    const text = waiting.length === 0 ? rest : rest + waiting.join('');
    waiting = [];
    waitingLength = 0;
    const from = header.skip(text, last);
    const to = footerLines === 0 ? text.length : footerStart(text, footerLines, last);
    const records = from === 0 && to === text.length ? text : text.slice(from, to);
    rest = text.slice(from + (header.left === 0 ? parser.take(records, last) : 0));
    if (last) {
      parser.line += countLines(text.slice(Math.max(from, to)));
    }
  };
  for await (const piece of pieces.read()) {
    waiting.push(piece);
    waitingLength += piece.length;
    // A record longer than a piece is looked at again only when twice as much of it is there.
    if (waitingLength >= rest.length) {
      take(false);
    }
    if (rest.length > longestRecord) {
      throw new MatchInputError(
        `The record that begins on line ${parser.line} of ${file.name} has more than ${longestRecord / 1_000_000} million characters. Close the quote that it opens, or leave it out.`,
      );
    }
  }
  take(true);
  if (parser.line - 1 !== pieces.lines) {
    throw new MatchInputError(
      `Of the ${pieces.lines} lines of ${file.name} only ${parser.line - 1} were read. This is a fault of Local Glue: please report it.`,
    );
  }
}

function createParser(file: TableFile, format: TextFormat, columns: readonly string[], sink: RecordSink): RecordParser {
  switch (format.kind) {
    case 'lazy':
      return new LazyParser({ file, format, columns, sink });
    case 'csv':
      return new CsvParser({ file, format, columns, sink });
    case 'json':
      return new JsonParser({ file, format, columns, sink });
  }
}

/** Passes over the lines that a table declares as its header. */
class HeaderLines {
  private quotes = 0;

  constructor(
    private readonly file: TableFile,
    private readonly parser: RecordParser,
    public left: number,
    private readonly quote: string | undefined,
  ) {}

  /**
   * @returns how many characters of `text` belong to the header
   * @throws MatchInputError where the lines declared end amid a quoted name, and the rest of the header would pass for a record
   */
  skip(text: string, last: boolean): number {
    const lines = new LineEnds(text, last);
    let at = 0;
    while (this.left > 0 && at < text.length && lines.find(at)) {
      this.quotes += this.quote === undefined ? 0 : text.slice(at, lines.end).split(this.quote).length - 1;
      at = lines.next;
      this.left -= 1;
      this.parser.line += 1;
      if (this.left === 0 && this.quotes % 2 === 1) {
        const line = this.parser.line - 1;
        throw new MatchInputError(
          `Line ${line} of ${this.file.name} is the last of its header (skip.header.line.count), but it opens a quote that goes on behind it. Count all lines of the header, or take the line break out of it.`,
        );
      }
    }
    return at;
  }
}

/** Where the last lines of a text begin that are, or with what follows may yet be, the file's footer. */
function footerStart(text: string, count: number, last: boolean): number {
  const starts = [0];
  const lines = new LineEnds(text, true);
  for (let at = 0; at < text.length && lines.find(at); at = lines.next) {
    starts.push(lines.next);
    if (starts.length > count + 2) {
      starts.shift();
    }
  }
  // Nobody knows how much of the last line is there before the file ends.
  return (last ? starts.at(-count - 1) : starts.at(-count - 2)) ?? 0;
}

function countLines(text: string): number {
  const ended = countLineEnds(text);
  return text === '' || /[\r\n]$/.test(text) ? ended : ended + 1;
}
