import { LabelingFile } from '../../shared/file/labelingFile';

/** The primary keys of each set of a labeling file, in file order. */
export function askedIn(bytes: Uint8Array, primaryKey: string): string[][] {
  const file = LabelingFile.parse(bytes);
  const key = file.dataColumnNamed(primaryKey);
  return file.sets.map(({ rows }) => rows.map((row) => file.cell(row, key)).filter((cell) => cell !== ''));
}
