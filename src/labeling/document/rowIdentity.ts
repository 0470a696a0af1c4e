import { createHash } from 'node:crypto';
import type { LabelingFile } from '../../shared/file/labelingFile';

/** All that a row holds but its label, by column name, so that it is found after columns were moved. */
export function rowIdentity(file: LabelingFile, row: number): string {
  const cells: string[] = [];
  for (let column = 0; column < file.fieldCount(row); column++) {
    if (column !== file.labelColumn) {
      // A table may have a column that is called as that of the set ids.
      const name = column === file.setIdColumn ? '' : (file.columns[column] ?? column);
      cells.push(`${name}\u0000${file.cell(row, column)}`);
    }
  }
  return cells.sort().join('\u0001');
}

/** Tells a row from others without holding its data. */
export function identityDigest(file: LabelingFile, row: number): string {
  return createHash('sha256').update(rowIdentity(file, row)).digest('base64url').slice(0, 16);
}
