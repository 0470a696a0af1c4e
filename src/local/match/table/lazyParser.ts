import { takeLines } from './lineEnds';
import type { ParserInput, RecordParser } from './recordParser';
import type { TableFormat } from './source';

type LazyFormat = Extract<TableFormat, { readonly kind: 'lazy' }>;

/**
 * Reads text as Hive's LazySimpleSerDe does: a record a line, fields cut at the delimiter, no quotes; where an escape character is
 * declared it makes the next one plain, but for `n` and `r`, which stand for line breaks. Lines without any character are no records.
 */
export class LazyParser implements RecordParser {
  line = 1;

  constructor(private readonly input: ParserInput<LazyFormat>) {}

  take(text: string, last: boolean): number {
    const { sink, format } = this.input;
    // Most texts hold no null at all, and then no cell need be looked at for one.
    const plain = format.escape === undefined && !text.includes(format.nullText);
    return takeLines(this, text, last, (line, number) => {
      if (line !== '') {
        const raw = this.fields(line);
        sink(plain ? raw : raw.map((cell) => this.plain(cell)), number);
      }
    });
  }

  private fields(line: string): string[] {
    const { format, columns } = this.input;
    const cells = format.escape === undefined ? line.split(format.delimiter) : this.split(line, format.escape);
    if (format.lastTakesRest && cells.length > columns.length) {
      const rest = cells.splice(columns.length - 1);
      cells.push(rest.join(format.delimiter));
    }
    return cells;
  }

  /** Cuts at delimiters that no escape character stands before; escapes stay in. */
  private split(line: string, mark: string): string[] {
    const { delimiter } = this.input.format;
    const cells: string[] = [];
    let start = 0;
    for (let at = 0; at < line.length; at++) {
      if (line[at] === mark) {
        at += 1;
      } else if (line[at] === delimiter) {
        cells.push(line.slice(start, at));
        start = at + 1;
      }
    }
    cells.push(line.slice(start));
    return cells;
  }

  /** Nulls are told before escapes are taken out, so that `\N` is one also where the backslash escapes. */
  private plain(cell: string): string {
    const { nullText, escape: mark } = this.input.format;
    if (cell === nullText) {
      return '';
    }
    if (mark === undefined || !cell.includes(mark)) {
      return cell;
    }
    let text = '';
    for (let at = 0; at < cell.length; at++) {
      if (cell[at] === mark && at + 1 < cell.length) {
        at += 1;
        text += cell[at] === 'n' ? '\n' : cell[at] === 'r' ? '\r' : cell[at];
      } else {
        text += cell[at];
      }
    }
    return text;
  }
}
