import { MatchInputError } from '../errors';
import { CsvParser } from './csvParser';
import { JsonParser } from './jsonParser';
import { LazyParser } from './lazyParser';
import { LineEnds, takeLines } from './lineEnds';
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
  const parser = createParser(file, format, columns, heldBack(sink, format.footerLines ?? 0));
  await readPieces(file, parser, format.headerLines ?? 0);
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
  await readPieces(file, parser, 0);
}

/** Leads a whole file through a parser, and holds it to have seen all of it. */
async function readPieces(file: TableFile, parser: RecordParser, headerLines: number): Promise<void> {
  const pieces = new TextPieces(file);
  const header = new HeaderLines(parser, headerLines);
  let rest = '';
  let waiting: string[] = [];
  let waitingLength = 0;
  const take = (last: boolean): void => {
    const text = waiting.length === 0 ? rest : rest + waiting.join('');
    waiting = [];
    waitingLength = 0;
    const from = header.skip(text, last);
    rest = text.slice(from + (header.left === 0 ? parser.take(from === 0 ? text : text.slice(from), last) : 0));
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
  constructor(
    private readonly parser: RecordParser,
    public left: number,
  ) {}

  /** @returns how many characters of `text` belong to the header */
  skip(text: string, last: boolean): number {
    const lines = new LineEnds(text, last);
    let at = 0;
    while (this.left > 0 && at < text.length && lines.find(at)) {
      at = lines.next;
      this.left -= 1;
      this.parser.line += 1;
    }
    return at;
  }
}

/** Keeps the last records back: with a footer, nobody knows that they are data until more follow. */
function heldBack(sink: RecordSink, count: number): RecordSink {
  if (count === 0) {
    return sink;
  }
  const held: Parameters<RecordSink>[] = [];
  return (cells, line) => {
    held.push([cells, line]);
    const oldest = held.length > count ? held.shift() : undefined;
    if (oldest) {
      sink(...oldest);
    }
  };
}
