import { columnNamed, labelColumnName, ownColumns, setIdColumnName } from '../columns';
import { asStored } from '../labels/unsure';
import { columnAt, lineEndsIn, type TextRange } from '../textPosition';
import { csvCell, quoted } from './csvQuoting';
import { type Dialect, detectDialect, labelQuotes } from './dialect';
import { encodeText, FieldDecoder } from './encoding';
import { LabelingFileError } from './labelingFileError';
import { type Records, scanRecords } from './records';

const quote = 0x22;

/** Rows that are compared with each other. A set's rows need not be adjacent in the file. */
export interface LabelingSet {
  /** Place of the set in order of first appearance, from 0. */
  readonly index: number;
  readonly id: string;
  /** 0-based data rows in file order. */
  readonly rows: readonly number[];
}

/**
 * A labeling file as it lies in its bytes: positions of the fields, no copies of the cells. Never changes.
 * Rows are data rows in file order from 0; the header is not a row, nor are empty lines.
 */
export class LabelingFile {
  readonly bytes: Uint8Array;
  readonly dialect: Dialect;
  /** Header names in file order, `labeling_set_id` and `label` among them; empty for an empty file. */
  readonly columns: readonly string[];
  /** Column of the set ids, -1 in an empty file. */
  readonly setIdColumn: number;
  /** Column of the labels, -1 in an empty file. */
  readonly labelColumn: number;
  /** All other columns, in file order. */
  readonly dataColumns: readonly number[];
  readonly rowCount: number;
  /** Sets in order of first appearance. */
  readonly sets: readonly LabelingSet[];
  /** Rows with text behind a closing quote, which other readers may take differently. */
  readonly looseRows: readonly number[];
  readonly #records: Records;
  readonly #decoder: FieldDecoder;
  readonly #setOfRow: Uint32Array;

  private constructor(bytes: Uint8Array, dialect: Dialect, records: Records) {
    this.bytes = bytes;
    this.#records = records;
    this.#decoder = new FieldDecoder(dialect.encoding);
    this.rowCount = Math.max(0, records.count - 1);
    // Row -1 is the header.
    this.columns = records.count === 0 ? [] : Array.from({ length: this.fieldCount(-1) }, (_, at) => this.cell(-1, at));
    const { setId, label } = ownColumns(this.columns);
    this.setIdColumn = setId;
    this.labelColumn = label;
    this.dataColumns = [...this.columns.keys()].filter((column) => column !== setId && column !== label);
    this.looseRows = records.loose.filter((record) => record > 0).map((record) => record - 1);
    this.#setOfRow = new Uint32Array(this.rowCount);
    this.sets = this.#gatherSets();
    this.dialect = { ...dialect, labelQuotes: labelQuotes(this) };
  }

  /**
   * Reads a labeling file. An empty one (no byte but a byte order mark or line ends) has no columns and no rows.
   * @throws LabelingFileError if a required column is missing, a quote is never closed, or the text is UTF-16.
   */
  static parse(bytes: Uint8Array): LabelingFile {
    const dialect = detectDialect(bytes);
    const records = scanRecords(bytes, dialect.bom ? 3 : 0, dialect.delimiter.charCodeAt(0));
    if (records.unclosed) {
      const { line, offset } = records.unclosed;
      throw new LabelingFileError('unclosedQuote', line, columnAt(bytes, offset, dialect.bom), '');
    }
    const file = new LabelingFile(bytes, dialectWithLineEnds(dialect, records), records);
    const own = [
      [setIdColumnName, file.setIdColumn],
      [labelColumnName, file.labelColumn],
    ] as const;
    for (const [name, column] of own) {
      if (records.count > 0 && column < 0) {
        throw new LabelingFileError('missingColumn', records.lines[0] ?? 1, 1, name);
      }
    }
    return file;
  }

  /** Index into `sets`. */
  setOf(row: number): number {
    return this.#setOfRow[row] ?? 0;
  }

  /** The text of a cell: decoded, unquoted, never trimmed or reinterpreted. Empty where the row has no such field. */
  cell(row: number, column: number): string {
    if (column < 0 || column >= this.fieldCount(row)) {
      return '';
    }
    return this.#decoder.decode(this.bytes, this.#start(row, column), this.#end(row, column));
  }

  /** The data column of that name, -1 if there is none. Blanks around it and capitals are overlooked where no name is exact. */
  dataColumnNamed(name: string): number {
    const at = columnNamed(
      this.dataColumns.map((column) => this.columns[column] ?? ''),
      name,
    );
    return this.dataColumns[at] ?? -1;
  }

  /** A hash of the cell's text that goes on from `seed`, for finding equal cells without reading them all. */
  hash(row: number, column: number, seed: number): number {
    return column < this.fieldCount(row)
      ? this.#decoder.hash(this.bytes, this.#start(row, column), this.#end(row, column), seed)
      : seed;
  }

  /** True if the two cells have the same text, however they are quoted or encoded. */
  sameCell(row: number, column: number, other: LabelingFile, otherRow: number, otherColumn: number): boolean {
    const [here, there] = [this.fieldBytes(row, column), other.fieldBytes(otherRow, otherColumn)];
    return (
      (this.dialect.encoding === other.dialect.encoding && sameBytes(here, there)) ||
      this.cell(row, column) === other.cell(otherRow, otherColumn)
    );
  }

  /** The label as the file has it, empty for a row without a label field. */
  storedLabel(row: number): string {
    return this.cell(row, this.labelColumn);
  }

  /** Number of fields in the row, which may differ from the number of columns. */
  fieldCount(row: number): number {
    const first = this.#records.first;
    return (first[row + 2] ?? 0) - (first[row + 1] ?? 0);
  }

  /** False for a row so short that it has no label field: there is nothing to replace, so it can't be labeled. */
  canLabel(row: number): boolean {
    return row >= 0 && row < this.rowCount && this.labelColumn < this.fieldCount(row);
  }

  /** True if the stored field begins with a quote. */
  isQuoted(row: number, column: number): boolean {
    return column < this.fieldCount(row) && this.bytes[this.#start(row, column)] === quote;
  }

  /** The stored bytes of one field, quotes included. A view, not a copy. */
  fieldBytes(row: number, column: number): Uint8Array {
    return column < this.fieldCount(row)
      ? this.bytes.subarray(this.#start(row, column), this.#end(row, column))
      : this.bytes.subarray(0, 0);
  }

  /** 1-based line on which the row begins. */
  lineOf(row: number): number {
    return this.#records.lines[row + 1] ?? 1;
  }

  /** Where the label field lies; for a row without one, the whole row's end. */
  labelRange(row: number): TextRange {
    return this.fieldRange(row, this.labelColumn);
  }

  /** Where a field lies, row -1 being the header; for a field that the row lacks, the row's end. */
  fieldRange(row: number, column: number): TextRange {
    const has = column >= 0 && column < this.fieldCount(row);
    const rowEnd = this.#records.ends[row + 1] ?? 0;
    const start = has ? this.#start(row, column) : rowEnd;
    const end = has ? this.#end(row, column) : rowEnd;
    const [from, to] = [this.placeOf(row, start), this.placeOf(row, end)];
    return { ...from, endLine: to.line, endColumn: to.column };
  }

  /** Where a byte of the row lies. */
  placeOf(row: number, offset: number): Pick<TextRange, 'line' | 'column'> {
    return {
      line: this.lineOf(row) + lineEndsIn(this.bytes, this.#start(row, 0), offset),
      column: columnAt(this.bytes, offset, this.dialect.bom),
    };
  }

  /** The field a byte of the file is in, row -1 being the header. */
  fieldAt(offset: number): { readonly row: number; readonly column: number } {
    const row =
      Math.max(
        0,
        this.#records.ends.findIndex((end) => offset < end),
      ) - 1;
    const count = this.fieldCount(row);
    const next = Array.from({ length: count }, (_, column) => this.#start(row, column)).findIndex((at) => at > offset);
    return { row, column: (next < 0 ? count : next) - 1 };
  }

  /** True if the file's encoding has all characters of the label. */
  canStore(label: string): boolean {
    return encodeText(asStored(label), this.dialect.encoding) !== undefined;
  }

  /** How many bytes longer the file is with this label in the row instead of the stored one. */
  growth(row: number, label: string): number {
    return this.#labelField(row, asStored(label)).length - this.fieldBytes(row, this.labelColumn).length;
  }

  /**
   * The file with other labels. Copies the original bytes and replaces only label fields whose value differs; rows
   * without a label field stay as they are.
   * @throws LabelingFileError if a label has a character that a Windows-1252 file can't hold.
   */
  serialize(labelOf: (row: number) => string): Uint8Array {
    const changed: [number, string][] = [];
    for (let row = 0; row < this.rowCount; row++) {
      const label = labelOf(row);
      if (label !== this.storedLabel(row)) {
        changed.push([row, label]);
      }
    }
    return this.serializeChanged(changed);
  }

  /** As `serialize`, for a caller that knows which rows differ. `changed` is in row order, each row once. */
  serializeChanged(changed: readonly (readonly [row: number, label: string])[]): Uint8Array {
    const fields = new Map<string, Uint8Array>();
    const todo = changed
      .map(([row, label]) => [row, asStored(label)] as const)
      .filter(([row, label]) => this.canLabel(row) && this.storedLabel(row) !== label);
    let length = this.bytes.length;
    for (const [row, label] of todo) {
      const field = fields.get(label) ?? this.#labelField(row, label);
      fields.set(label, field);
      length += field.length - (this.#end(row, this.labelColumn) - this.#start(row, this.labelColumn));
    }
    const out = new Uint8Array(length);
    let copied = 0;
    let at = 0;
    for (const [row, label] of todo) {
      const start = this.#start(row, this.labelColumn);
      out.set(this.bytes.subarray(copied, start), at);
      at += start - copied;
      const field = fields.get(label) ?? new Uint8Array();
      out.set(field, at);
      at += field.length;
      copied = this.#end(row, this.labelColumn);
    }
    out.set(this.bytes.subarray(copied), at);
    return out;
  }

  #labelField(row: number, label: string): Uint8Array {
    const { delimiter, encoding, labelQuotes: style } = this.dialect;
    const field = style === 'always' ? quoted(label) : csvCell(label, delimiter);
    const bytes = encodeText(field, encoding);
    if (!bytes) {
      const { line, column } = this.labelRange(row);
      throw new LabelingFileError('unstorableLabel', line, column, label);
    }
    return bytes;
  }

  /** The file's bytes without the rows that have no label. */
  withoutEmptyRows(): Uint8Array {
    const { ends } = this.#records;
    // A row goes with the line end before it, so that the last one that stays has what the file ended with, or nothing.
    const cuts: [from: number, to: number][] = [];
    for (let row = 0; row < this.rowCount; row++) {
      if (this.storedLabel(row) === '') {
        cuts.push([ends[row] ?? 0, ends[row + 1] ?? 0]);
      }
    }
    const kept = this.bytes.length - cuts.reduce((sum, [from, to]) => sum + to - from, 0);
    const out = new Uint8Array(kept);
    let [copied, at] = [0, 0];
    for (const [from, to] of [...cuts, [this.bytes.length, 0] as const]) {
      out.set(this.bytes.subarray(copied, from), at);
      at += from - copied;
      copied = to;
    }
    return out;
  }

  #start(row: number, column: number): number {
    return this.#records.starts[(this.#records.first[row + 1] ?? 0) + column] ?? 0;
  }

  #end(row: number, column: number): number {
    const next = (this.#records.first[row + 1] ?? 0) + column + 1;
    return next < (this.#records.first[row + 2] ?? 0)
      ? (this.#records.starts[next] ?? 1) - 1
      : (this.#records.ends[row + 1] ?? 0);
  }

  #gatherSets(): LabelingSet[] {
    const sets: { index: number; id: string; rows: number[] }[] = [];
    const byId = new Map<string, number>();
    let current: { index: number; id: string; rows: number[] } | undefined;
    for (let row = 0; row < this.rowCount; row++) {
      // Most rows follow one of their own set; comparing bytes spares decoding the id.
      if (current === undefined || !this.#sameSetId(row)) {
        const id = this.cell(row, this.setIdColumn);
        const index = byId.get(id) ?? sets.length;
        current = sets[index] ?? { index, id, rows: [] };
        sets[index] = current;
        byId.set(id, index);
      }
      current.rows.push(row);
      this.#setOfRow[row] = current.index;
    }
    return sets;
  }

  /** Whether the row has the set id of the row above, byte for byte. Makes no views: it is asked for every row. */
  #sameSetId(row: number): boolean {
    const column = this.setIdColumn;
    if (column >= this.fieldCount(row) || column >= this.fieldCount(row - 1)) {
      return false;
    }
    const { bytes } = this;
    const above = this.#start(row - 1, column);
    const start = this.#start(row, column);
    const length = this.#end(row, column) - start;
    let at = this.#end(row - 1, column) - above === length ? 0 : length + 1;
    while (at < length && bytes[above + at] === bytes[start + at]) {
      at += 1;
    }
    return at === length;
  }
}

/** True if the two runs of bytes are equal. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let at = a.length === b.length ? 0 : a.length + 1;
  while (at < a.length && a[at] === b[at]) {
    at += 1;
  }
  return at === a.length;
}

function dialectWithLineEnds(dialect: Dialect, { lineEnds, count }: Records): Dialect {
  const kinds = (['lf', 'crlf', 'cr'] as const).filter((kind) => lineEnds[kind] > 0);
  const eol = kinds.length > 1 ? 'mixed' : (kinds[0] ?? 'lf');
  return { ...dialect, eol, endsWithNewline: count > 0 && dialect.endsWithNewline };
}
