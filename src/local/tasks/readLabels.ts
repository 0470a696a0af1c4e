import { columnNamed, labelColumnName, setIdColumnName } from '../../shared/columns';
import { LabelingFile } from '../../shared/file/labelingFile';
import { LabelingFileError } from '../../shared/file/labelingFileError';
import type { LabeledRow } from '../match/learn/labels';

/** A labeling file that can't be imported; the message names row and column and is fit for a task run's ErrorString. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/**
 * Reads the labels of a labeling file. Row numbers in errors count data rows from 1; what Glue says and checks here is not documented.
 * Strict where a label could land on the wrong record or get lost (columns, encoding, ragged rows, contradictions), lenient in data
 * cells. Rows without a label convey nothing and are left out.
 * @throws ImportError
 */
export function readLabels(bytes: Uint8Array, columns: readonly string[], primaryKey: string): LabeledRow[] {
  const file = parse(bytes);
  checkDialect(file);
  checkHeader(file, columns);
  const keyColumn = 2 + columnNamed(columns, primaryKey);
  const seen = new Map<string, { readonly row: number; readonly label: string }>();
  const labels: LabeledRow[] = [];
  for (let row = 0; row < file.rowCount; row++) {
    const labeled = readRow(file, row, columns, keyColumn);
    if (labeled) {
      const key = rowKey(labeled, keyColumn - 2);
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, { row, label: labeled.label });
        labels.push(labeled);
      } else if (first.label !== labeled.label) {
        throw new ImportError(
          `${place(file, row, labelColumnName)}: the record with ${primaryKey} "${labeled.cells[keyColumn - 2]}" has the label "${labeled.label}", but "${first.label}" in row ${first.row + 1} of the same labeling set. Give both the same label.`,
        );
      }
    }
  }
  if (labels.length === 0) {
    throw new ImportError('The label file holds no labels. Fill in the column label and import it again.');
  }
  return labels;
}

/** All labels that count after an import: a record labeled again in the same set takes its new label, the rest is added. */
export function joinLabels(
  previous: readonly LabeledRow[],
  imported: readonly LabeledRow[],
  columns: readonly string[],
  primaryKey: string,
): LabeledRow[] {
  const key = columnNamed(columns, primaryKey);
  const all = new Map(previous.map((row) => [rowKey(row, key), row]));
  for (const row of imported) {
    all.set(rowKey(row, key), row);
  }
  return [...all.values()];
}

function rowKey({ setId, cells }: LabeledRow, keyColumn: number): string {
  return JSON.stringify([setId, cells[keyColumn]]);
}

function parse(bytes: Uint8Array): LabelingFile {
  try {
    return LabelingFile.parse(bytes);
  } catch (error) {
    throw error instanceof LabelingFileError ? new ImportError(error.message) : error;
  }
}

function checkDialect(file: LabelingFile): void {
  const { dialect } = file;
  if (dialect.bom) {
    throw new ImportError('The label file begins with a byte order mark. Save it as UTF-8 without byte order mark.');
  }
  if (dialect.badBytes > 0) {
    const { firstBad } = dialect;
    const { row } = file.fieldAt(firstBad);
    const { line, column } = file.placeOf(row, firstBad);
    const byte = (file.bytes[firstBad] ?? 0).toString(16).toUpperCase();
    throw new ImportError(
      `Line ${line}, column ${column}: the byte ${byte} of the label file is not UTF-8 (it may be Windows-1252). Save it as UTF-8 and import it again.`,
    );
  }
  if (dialect.delimiter !== ',') {
    throw new ImportError(
      'The columns of the label file are not separated by commas. Save it as comma-separated values.',
    );
  }
}

function checkHeader(file: LabelingFile, columns: readonly string[]): void {
  const wanted = [setIdColumnName, labelColumnName, ...columns];
  if (file.columns.length === 0) {
    throw new ImportError(`The label file is empty. Its first line must be ${wanted.join(',')}.`);
  }
  wanted.forEach((name, at) => {
    const found = file.columns[at];
    if (found !== name) {
      const what = found === undefined ? 'is missing' : `is called "${found}"`;
      throw new ImportError(
        `Header: column ${at + 1} of the label file must be "${name}" but ${what}. The columns must be ${wanted.join(',')}.`,
      );
    }
  });
  const extra = file.columns[wanted.length];
  if (extra !== undefined) {
    throw new ImportError(
      `Header: column ${wanted.length + 1}, "${extra}", is not in the transform's schema. Remove it.`,
    );
  }
}

function readRow(
  file: LabelingFile,
  row: number,
  columns: readonly string[],
  keyColumn: number,
): LabeledRow | undefined {
  const fields = file.fieldCount(row);
  if (fields !== columns.length + 2) {
    const column = file.columns[Math.min(fields, columns.length + 1)] ?? '';
    throw new ImportError(
      `${place(file, row, column)}: the row has ${fields} columns, the header ${columns.length + 2}. Quote cells that hold commas.`,
    );
  }
  const label = file.cell(row, 1);
  if (label === '') {
    return undefined;
  }
  const setId = file.cell(row, 0);
  if (setId === '') {
    throw new ImportError(`${place(file, row, setIdColumnName)}: the row has a label but no labeling set. Fill it in.`);
  }
  const cells = columns.map((_, at) => file.cell(row, at + 2));
  if (cells[keyColumn - 2] === '') {
    throw new ImportError(
      `${place(file, row, columns[keyColumn - 2] ?? '')}: the primary key is empty, so the record can't be told. Fill it in.`,
    );
  }
  return { setId, label, cells };
}

function place(file: LabelingFile, row: number, column: string): string {
  return `Row ${row + 1} (line ${file.lineOf(row)}), column ${column}`;
}
