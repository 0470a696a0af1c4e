import type { LabelingFile } from '../../../src/shared/file/labelingFile';

const sampled = 200;

/** The columns that hold data. Without a transform to ask, the first column of distinct single words is the key. */
export function dataColumns(file: LabelingFile, primaryKey: string | undefined): Column[] {
  const key =
    primaryKey === undefined
      ? file.dataColumns.find((index) => looksLikeKey(file, index))
      : file.dataColumnNamed(primaryKey);
  return file.dataColumns.map((index) => ({ index, name: file.columns[index] ?? '', isKey: index === key }));
}

function looksLikeKey(file: LabelingFile, column: number): boolean {
  const rows = Math.min(file.rowCount, sampled);
  const values = Array.from({ length: rows }, (_, row) => file.cell(row, column));
  return new Set(values).size === rows && values.every((value) => /^\S+$/.test(value));
}

/** A data column of the file. */
export interface Column {
  /** Index among all columns of the file; never changes. */
  readonly index: number;
  readonly name: string;
  /** True if it only says which record it is: it always differs, so differences are not marked. */
  readonly isKey: boolean;
}
