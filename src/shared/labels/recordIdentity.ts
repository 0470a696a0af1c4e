import type { LabelingFile } from '../file/labelingFile';

/** Which rows, of one or several files, show the same record. */
export class RecordIdentity {
  /** Record number of every row, files one after the other. */
  readonly recordOf: Uint32Array;
  readonly recordCount: number;
  /** Index of each file's first row in `recordOf`. */
  readonly offsets: readonly number[];
  readonly #rows: Uint32Array;
  readonly #first: Uint32Array;

  /**
   * Rows are one record if they agree in all columns that `columnsOf` tells of their file, as many for each, -1 for one that it lacks.
   * Only the text of cells is compared, not how it is quoted. A row in which all of them are empty, and any row of a file that lacks
   * one, is a record of its own.
   */
  constructor(files: readonly LabelingFile[], columnsOf: (file: LabelingFile) => readonly number[]) {
    const rowCounts = files.map(({ rowCount }) => rowCount);
    this.offsets = rowCounts.map((_, at) => rowCounts.slice(0, at).reduce((sum, count) => sum + count, 0));
    this.recordOf = new Uint32Array(rowCounts.reduce((sum, count) => sum + count, 0));
    const table = new RecordTable(this.recordOf.length);
    for (const [at, file] of files.entries()) {
      const source = {
        file,
        columns: columnsOf(file),
        offset: this.offsets[at] ?? 0,
      };
      for (let row = 0; row < file.rowCount; row++) {
        this.recordOf[source.offset + row] = table.recordOf(source, row);
      }
    }
    this.recordCount = table.count;
    this.#first = new Uint32Array(this.recordCount + 1);
    this.#rows = new Uint32Array(this.recordOf.length);
    this.#index();
  }

  /** All rows that show the record, in order. */
  rowsOf(record: number): Uint32Array {
    return this.#rows.subarray(this.#first[record], this.#first[record + 1]);
  }

  #index(): void {
    for (const record of this.recordOf) {
      this.#first[record + 1] = (this.#first[record + 1] ?? 0) + 1;
    }
    for (let record = 0; record < this.recordCount; record++) {
      this.#first[record + 1] = (this.#first[record + 1] ?? 0) + (this.#first[record] ?? 0);
    }
    const next = this.#first.slice();
    for (const [row, record] of this.recordOf.entries()) {
      const place = next[record] ?? 0;
      this.#rows[place] = row;
      next[record] = place + 1;
    }
  }
}

/**
 * The columns that the records of `file` are known by, in any file: the primary key, or, where `file` has none, all its data columns,
 * by their names.
 */
export function identifyingColumns(
  file: LabelingFile,
  primaryKey: string | undefined,
): (other: LabelingFile) => readonly number[] {
  const key = primaryKey === undefined ? -1 : file.dataColumnNamed(primaryKey);
  const names = namesAndTurns(file).filter(({ column }) => key < 0 || column === key);
  return (other) => {
    const found = new Map(namesAndTurns(other).map(({ id, column }) => [id, column]));
    return names.map(({ id }) => found.get(id) ?? -1);
  };
}

/** The data columns that both files have, at the same place of both lists. */
export function sharedColumns(a: LabelingFile, b: LabelingFile): readonly (readonly [number, number])[] {
  const found = new Map(namesAndTurns(b).map(({ id, column }) => [id, column]));
  return namesAndTurns(a).flatMap(({ id, column }) => {
    const other = found.get(id);
    return other === undefined ? [] : [[column, other] as const];
  });
}

/** Data columns with what they are known by in other files: the name, and which it is of those that have it. */
function namesAndTurns({ columns, dataColumns }: LabelingFile): { readonly id: string; readonly column: number }[] {
  const turns = new Map<string, number>();
  return dataColumns.map((column) => {
    const name = columns[column] ?? '';
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    return { id: `${turn} ${name}`, column };
  });
}

/** A file and its columns that tell records apart; -1 for a column it lacks. */
interface Source {
  readonly file: LabelingFile;
  readonly columns: readonly number[];
  /** Number of its first row among the rows of all files. */
  readonly offset: number;
}

const emptyHash = 0x811c9dc5;

/** A hash table of records with open addressing: no text is kept, a row is compared with the first that showed the record. */
class RecordTable {
  count = 0;
  readonly #slots: Uint32Array;
  readonly #firstRow: Uint32Array;
  readonly #sources: Source[] = [];

  constructor(rows: number) {
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * rows + 2)));
    this.#firstRow = new Uint32Array(rows);
  }

  recordOf(source: Source, row: number): number {
    const { file, columns, offset } = source;
    if (this.#sources.at(-1) !== source) {
      this.#sources.push(source);
    }
    let hash = emptyHash;
    for (const [at, column] of columns.entries()) {
      // The column's place keeps ("a", "") and ("", "a") apart.
      hash = file.hash(row, column, hash ^ Math.imul(at + 1, 0x9e3779b1));
    }
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    const known = !columns.includes(-1) && columns.some((column) => file.cell(row, column) !== '');
    for (let record = this.#slots[slot] ?? 0; known && record !== 0; record = this.#slots[slot] ?? 0) {
      if (this.#isSame(this.#firstRow[record - 1] ?? 0, source, row)) {
        return record - 1;
      }
      slot = (slot + 1) & mask;
    }
    this.#firstRow[this.count] = offset + row;
    this.count += 1;
    if (known) {
      this.#slots[slot] = this.count;
    }
    return this.count - 1;
  }

  #isSame(first: number, { file, columns }: Source, row: number): boolean {
    const known = this.#sources.findLast(({ offset }) => first >= offset);
    return (
      known !== undefined &&
      columns.every((column, at) =>
        file.sameCell(row, column, known.file, first - known.offset, known.columns[at] ?? -1),
      )
    );
  }
}
