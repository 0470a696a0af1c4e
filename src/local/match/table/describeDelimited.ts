import { MatchInputError } from '../errors';
import { CellTypes } from './columnTypes';
import { checkNames, type FileDescription, sampleRows } from './description';
import { countLineEnds } from './lineEnds';
import { readText } from './readText';
import type { TableFile, TableFormat } from './source';

type DelimitedFormat = Extract<TableFormat, { readonly kind: 'csv' | 'lazy' }>;

const delimiters = [',', '\t', ';', '|', '\u0001'];
/** Hive's text for a null where none is declared. */
const hiveNull = '\\N';

/** A reading of the whole file under which every line has the header's columns. */
interface Reading {
  readonly description: FileDescription;
  /** The first cell that goes over several lines. */
  readonly brokenCell: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Describes text with a header line: of the ways to read it, the first under which all lines have as many columns as the header.
 * @param start the first characters of the file
 */
export async function describeDelimited(file: TableFile, start: string): Promise<FileDescription> {
  const preamble = preambleOf(start);
  let fault: MatchInputError | undefined;
  for (const delimiter of preamble.delimiter === undefined ? likelyDelimiters(preamble.text) : [preamble.delimiter]) {
    const found = await readWith(file, delimiter, preamble.lines);
    if (!(found instanceof MatchInputError)) {
      return found;
    }
    fault ??= found;
  }
  throw fault ?? new MatchInputError(`${file.name} has no header line.`);
}

/** Lines before the header: empty ones, and Excel's `sep=;`. */
function preambleOf(start: string): { readonly lines: number; readonly text: string; readonly delimiter?: string } {
  const empty = /^(?:\r\n|\r|\n)*/.exec(start)?.[0] ?? '';
  const lines = countLineEnds(empty);
  const text = start.slice(empty.length);
  const told = /^"?sep=(.)"?(?:\r\n|\r|\n)/i.exec(text);
  return told?.[1] === undefined
    ? { lines, text }
    : { lines: lines + 1, text: text.slice(told[0].length), delimiter: told[1] };
}

/** The delimiters that the header has, the most frequent one first; a comma where it has none. */
function likelyDelimiters(text: string): readonly string[] {
  // The header ends at the first line break that is not within quotes.
  const header = /^(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0] ?? '';
  const bare = header.replace(/"[^"]*"/g, '');
  const counted = delimiters
    .map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return counted.length > 0 ? counted.map(({ delimiter }) => delimiter) : [','];
}

/** Tries the ways to quote, the usual one first. */
async function readWith(
  file: TableFile,
  delimiter: string,
  headerLines: number,
): Promise<FileDescription | MatchInputError> {
  const csv = { kind: 'csv', delimiter, quote: '"', headerLines } as const;
  const plain = { kind: 'lazy', delimiter, nullText: hiveNull, headerLines } as const;
  const usual = await attempt(file, csv);
  if (!(usual instanceof MatchInputError)) {
    return usual.brokenCell === undefined ? usual.description : asLines(file, usual, plain);
  }
  const escaped = await attempt(file, { ...csv, escape: '\\' });
  if (!(escaped instanceof MatchInputError)) {
    return escaped.brokenCell === undefined ? escaped.description : asLines(file, escaped, plain);
  }
  const single = await attempt(file, { ...csv, quote: "'" });
  if (!(single instanceof MatchInputError) && single.brokenCell === undefined) {
    return single.description;
  }
  // Quotes that fit no way of quoting are plain characters, in files whose cells need none.
  const bare = await attempt(file, plain);
  return bare instanceof MatchInputError ? usual : bare.description;
}

/**
 * Decides about a file with a cell over several lines. Where each line by itself has all the columns, the quotes that seem to open and
 * close that cell are those of two records: plain characters in tab-separated text, which quotes little; else nobody can know.
 */
async function asLines(
  file: TableFile,
  quoted: Reading,
  plain: DelimitedFormat,
): Promise<FileDescription | MatchInputError> {
  if (quoted.description.columns.length === 1) {
    return quoted.description;
  }
  const bare = await attempt(file, plain);
  if (bare instanceof MatchInputError) {
    return quoted.description;
  }
  if (plain.delimiter === '\t') {
    return bare.description;
  }
  const { from = 0, to = 0 } = quoted.brokenCell ?? {};
  return new MatchInputError(
    `Line ${from} of ${file.name} opens a quote that line ${to} closes, yet each of these lines is a whole record by itself. Double the quotes if they are plain characters, or take the line breaks out of the cell.`,
  );
}

/** Reads the whole file in one way. What is wrong with it under this way is returned, so that another can be tried. */
async function attempt(file: TableFile, format: DelimitedFormat): Promise<Reading | MatchInputError> {
  const survey = new Survey(file, format);
  try {
    await readText(file, format, [], (cells, line) => survey.add(cells, line));
    return survey.done();
  } catch (error) {
    if (error instanceof MatchInputError) {
      return error;
    }
    throw error;
  }
}

/** What a file holds, record by record; the first one is the header. */
class Survey {
  private names: readonly string[] = [];
  private headerLines = 0;
  private types: CellTypes[] = [];
  private rows = 0;
  private readonly sample: (readonly string[])[] = [];
  private brokenCell: Reading['brokenCell'];

  constructor(
    private readonly file: TableFile,
    private readonly format: DelimitedFormat,
  ) {}

  add(cells: readonly string[], line: number): void {
    if (this.headerLines === 0) {
      this.header(cells, line);
      return;
    }
    if (cells.length !== this.names.length) {
      throw raggedRow(this.file, line, cells.length, this.names);
    }
    for (const [column, cell] of cells.entries()) {
      this.types[column]?.add(cell);
      if (this.brokenCell === undefined && (cell.includes('\n') || cell.includes('\r'))) {
        this.brokenCell = { from: line, to: line + countLineEnds(cells.join()) };
      }
    }
    if (this.sample.length < sampleRows) {
      this.sample.push(cells);
    }
    this.rows += 1;
  }

  /** Line breaks in names become blanks, which the catalog takes. */
  private header(cells: readonly string[], line: number): void {
    this.headerLines = line + cells.reduce((sum, cell) => sum + countLineEnds(cell), 0);
    const quoted = cells.every((cell) => /^".*"$/s.test(cell));
    this.names = cells.map((cell) =>
      (quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell).replace(/\s*[\r\n]+\s*/g, ' ').trim(),
    );
    checkNames(this.names, this.file);
    this.types = this.names.map(() => new CellTypes());
  }

  done(): Reading {
    if (this.headerLines === 0) {
      throw new MatchInputError(`${this.file.name} is empty: there is no header to take column names from.`);
    }
    const columns = this.names.map((name, column) => ({ name, type: this.types[column]?.type(false) ?? 'string' }));
    const format = { ...this.format, headerLines: this.headerLines };
    return { description: { format, columns, rows: this.rows, sample: this.sample }, brokenCell: this.brokenCell };
  }
}

/** A record with more or fewer cells than its table has columns. */
export function raggedRow(
  { name }: TableFile,
  line: number,
  found: number,
  columns: readonly string[],
): MatchInputError {
  const missing = columns[found];
  const detail = missing === undefined ? 'it has too many' : `the first missing one is "${missing}"`;
  return new MatchInputError(
    `Line ${line} of ${name} has ${found} ${found === 1 ? 'column' : 'columns'} where the table has ${columns.length}: ${detail}. Correct the line, or the table's delimiter and quotes.`,
  );
}
