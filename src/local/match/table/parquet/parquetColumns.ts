import { MatchInputError } from '../../errors';
import type { TableFile } from '../source';
import type { ParquetFile } from './readParquet';

interface Described {
  readonly file: TableFile;
  readonly found: ParquetFile;
}

/**
 * Where each column of a table is in each of its files, by name; case counts only where a file tells names apart by nothing else.
 * A file may lack columns that others have, as older files do.
 * @throws MatchInputError for a column that no file has, and for one whose values are no single values
 */
export function placeColumns(
  columns: readonly string[],
  files: readonly Described[],
): readonly (readonly (number | undefined)[])[] {
  const places = files.map(({ file, found }) => columns.map((name) => placeOf(name, file, found)));
  for (const [column, name] of columns.entries()) {
    if (files.length > 0 && places.every((ofFile) => ofFile[column] === undefined)) {
      const where =
        files.length === 1 ? `${files[0]?.file.name} has` : `None of the table's ${files.length} objects has`;
      const no = files.length === 1 ? 'no' : 'a';
      const names = files[0]?.found.columns.map((column) => column.name).join(', ');
      throw new MatchInputError(
        `${where} ${no} column "${name}", which the table has. Its columns are ${names}. Correct the table or the objects.`,
      );
    }
  }
  return places;
}

function placeOf(name: string, file: TableFile, { columns }: ParquetFile): number | undefined {
  const exact = columns.flatMap((column, at) => (column.name === name ? [at] : []));
  const folded = columns.flatMap((column, at) => (column.name.toLowerCase() === name.toLowerCase() ? [at] : []));
  const fits = exact.length > 0 ? exact : folded;
  const [place] = fits;
  if (place === undefined) {
    return undefined;
  }
  if (fits.length > 1) {
    const names = fits.map((at) => `"${columns[at]?.name}"`).join(' and ');
    throw new MatchInputError(
      `${file.name} has the columns ${names}, and either could be the table's column "${name}". Rename one of them in the object.`,
    );
  }
  const { type = '', lossy } = columns[place] ?? {};
  if (lossy !== undefined) {
    throw new MatchInputError(
      `Column "${name}" of ${file.name} holds ${lossy}, which Local Glue could only read rounded. Write it as text, or as ${lossy.startsWith('dec') ? 'decimals of at most 38 digits' : 'times in microseconds'}.`,
    );
  }
  if (/^(STRUCT|MAP|UNION)\(|\]$/.test(type)) {
    throw new MatchInputError(
      `Column "${name}" of ${file.name} holds lists or structures, which are not single values. Take it out of the table, or write it as text.`,
    );
  }
  return place;
}
