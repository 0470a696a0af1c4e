import { MatchInputError } from '../errors';
import { countLineEnds, LineEnds, NextOf } from './lineEnds';
import type { ParserInput, RecordParser } from './recordParser';
import type { TableFormat } from './source';

type CsvFormat = Extract<TableFormat, { readonly kind: 'csv' }>;

/**
 * Reads text as OpenCSVSerde does: cells that begin with a quote go on to the next quote that is neither doubled nor escaped, over line
 * breaks, too; blanks before an opening quote fall away; quotes elsewhere are plain. Outside of quotes the escape character falls away
 * as well. Lines without any character are no records.
 */
export class CsvParser implements RecordParser {
  line = 1;
  private readonly quote: string;
  private readonly delimiter: string;
  private readonly escape: string | undefined;
  private text = '';
  private last = false;
  /** Behind what was read of `text`. */
  private at = 0;
  private lines = new LineEnds('', true);
  private delimiters = new NextOf('', '');
  private quotes = new NextOf('', '');
  private escapes = new NextOf('', '');

  constructor(private readonly input: ParserInput<CsvFormat>) {
    const { quote, escape: mark, delimiter } = input.format;
    this.quote = quote;
    this.delimiter = delimiter;
    this.escape = mark === quote ? undefined : mark;
  }

  take(text: string, last: boolean): number {
    this.text = text;
    this.last = last;
    this.at = 0;
    this.lines = new LineEnds(text, last);
    this.delimiters = new NextOf(text, this.delimiter);
    this.quotes = new NextOf(text, this.quote);
    this.escapes = new NextOf(text, this.escape ?? this.quote);
    while (this.at < text.length) {
      const start = this.at;
      const line = this.line;
      if (!this.record()) {
        this.at = start;
        this.line = line;
        break;
      }
    }
    this.text = '';
    return this.at;
  }

  /** Reads one record or one empty line. False when it may go on behind this piece. */
  private record(): boolean {
    const start = this.at;
    const line = this.line;
    const cells: string[] = [];
    for (;;) {
      const open = this.opening();
      const cell = open < 0 ? this.bareCell() : this.quotedCell(open, line, cells.length);
      if (cell === undefined) {
        return false;
      }
      cells.push(cell);
      if (this.text.startsWith(this.delimiter, this.at)) {
        this.at += 1;
        continue;
      }
      const empty = this.at === start;
      this.at = this.lines.next;
      this.line += 1;
      if (!empty) {
        this.input.sink(cells, line);
      }
      return true;
    }
  }

  /** Where the quote is that opens the cell at hand, or -1. */
  private opening(): number {
    let at = this.at;
    while ((this.text[at] === ' ' || this.text[at] === '\t') && this.text[at] !== this.delimiter) {
      at += 1;
    }
    return this.text[at] === this.quote ? at : -1;
  }

  private bareCell(): string | undefined {
    if (!this.lines.find(this.at)) {
      return undefined;
    }
    const end = Math.min(this.lines.end, this.delimiters.from(this.at));
    const cell = this.text.slice(this.at, end);
    this.at = end;
    return this.escape !== undefined && cell.includes(this.escape) ? withoutEscapes(cell, this.escape) : cell;
  }

  private quotedCell(open: number, line: number, column: number): string | undefined {
    const { text, quote } = this;
    let cell = '';
    let from = open + 1;
    for (;;) {
      const stop = Math.min(this.quotes.from(from), this.escapes.from(from));
      if (stop >= text.length - 1 && !this.last) {
        return undefined;
      }
      if (stop > text.length) {
        throw this.fault(
          line,
          `opens a quoted cell (column ${column + 1}) that never ends. Close or double the quote.`,
        );
      }
      const next = text[stop + 1];
      if (text[stop] === quote && next !== quote) {
        cell += text.slice(from, stop);
        this.line += countLineEnds(text.slice(open, stop));
        this.at = stop + 1;
        return this.behindQuote(cell, line);
      }
      // A doubled quote, or an escaped character: the second one counts.
      cell += text.slice(from, stop) + (next ?? '');
      from = stop + 2;
    }
  }

  /** What stands between a closing quote and the end of its cell can only be blanks. */
  private behindQuote(cell: string, line: number): string | undefined {
    if (!this.lines.find(this.at)) {
      return undefined;
    }
    const end = Math.min(this.lines.end, this.delimiters.from(this.at));
    const tail = this.text.slice(this.at, end);
    if (tail.trim() !== '') {
      throw this.fault(
        line,
        `has text behind a closing quote (${JSON.stringify(tail.slice(0, 20))}). Double the quotes inside the cell.`,
      );
    }
    this.at = end;
    return cell + tail;
  }

  private fault(line: number, words: string): MatchInputError {
    return new MatchInputError(`Line ${line} of ${this.input.file.name} ${words}`);
  }
}

/** Every escape character falls away, and the one behind it is plain. */
function withoutEscapes(cell: string, mark: string): string {
  let text = '';
  for (let at = 0; at < cell.length; at++) {
    if (cell[at] === mark) {
      at += 1;
    }
    text += cell[at] ?? '';
  }
  return text;
}
