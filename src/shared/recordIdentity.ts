import { type LabelingFile, labelColumnName, setIdColumnName } from './labelingFile';

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
   * Rows are one record if they agree in the column `primaryKey`, or, if the first file has no such column, in all
   * data cells. Only cells are compared, not how they are quoted. A row with an empty key, or a file that lacks the
   * columns, has records of its own.
   */
  constructor(files: readonly LabelingFile[], primaryKey: string | undefined) {
    const rowCounts = files.map(({ rowCount }) => rowCount);
    this.offsets = rowCounts.map((_, at) => rowCounts.slice(0, at).reduce((sum, count) => sum + count, 0));
    this.recordOf = new Uint32Array(rowCounts.reduce((sum, count) => sum + count, 0));
    const names = identifyingColumns(files[0], primaryKey);
    const records = new Map<string, number>();
    let count = 0;
    for (const [at, file] of files.entries()) {
      const columns = names.map((name) => file.columns.indexOf(name));
      for (let row = 0; row < file.rowCount; row++) {
        const key = keyOf(file, row, columns);
        const known = key === undefined ? undefined : records.get(key);
        const record = known ?? count++;
        this.recordOf[(this.offsets[at] ?? 0) + row] = record;
        if (key !== undefined && known === undefined) {
          records.set(key, record);
        }
      }
    }
    this.recordCount = count;
    this.#first = new Uint32Array(count + 1);
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

function identifyingColumns(file: LabelingFile | undefined, primaryKey: string | undefined): readonly string[] {
  if (!file) {
    return [];
  }
  return primaryKey !== undefined && file.columns.includes(primaryKey)
    ? [primaryKey]
    : file.columns.filter((name) => name !== setIdColumnName && name !== labelColumnName);
}

function keyOf(file: LabelingFile, row: number, columns: readonly number[]): string | undefined {
  if (columns.length === 0 || columns.includes(-1)) {
    return undefined;
  }
  let key = '';
  let empty = true;
  for (const column of columns) {
    const cell = file.cell(row, column);
    empty &&= cell === '';
    // The length in front keeps ("a", "bc") and ("ab", "c") apart.
    key += columns.length === 1 ? cell : `${cell.length}:${cell}`;
  }
  return empty ? undefined : key;
}
