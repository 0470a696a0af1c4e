import type { TableFile, TableFormat } from './source';

/** Takes one record: its cells in file order, and the line it begins on. */
export type RecordSink = (cells: readonly string[], line: number) => void;

/** Reads the records of a text that comes piece by piece. */
export interface RecordParser {
  /** The line, from 1, that the next piece begins on. */
  line: number;
  /**
   * Reads all records that end in `text`.
   * @param last whether nothing follows
   * @returns how many characters were read; the rest comes again with what follows it
   */
  take(text: string, last: boolean): number;
}

/** What a parser has to know. */
export interface ParserInput<Format extends TableFormat> {
  readonly file: TableFile;
  readonly format: Format;
  readonly columns: readonly string[];
  readonly sink: RecordSink;
}
