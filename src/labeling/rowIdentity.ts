import type { LabelingFile } from '../shared/labelingFile';

/** All that a row holds but its label, by column name, so that it is found after columns were moved. */
export function rowIdentity(file: LabelingFile, row: number): string {
  const cells: string[] = [];
  for (let column = 0; column < file.fieldCount(row); column++) {
    if (column !== file.labelColumn) {
      cells.push(`${file.columns[column] ?? column}\u0000${file.cell(row, column)}`);
    }
  }
  return cells.sort().join('\u0001');
}
