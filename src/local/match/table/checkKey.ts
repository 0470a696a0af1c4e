import { columnNamed } from '../../../shared/columns';
import type { KeyReport } from '../../../shared/tableDescription';
import { MatchInputError } from '../errors';
import { readCells } from './readTable';
import type { TableSource } from './source';

/** Looks at a column of a whole table as a primary key. @throws MatchInputError as reading the table does */
export async function checkKey(source: TableSource, column: string, scratch: string): Promise<KeyReport> {
  const at = columnNamed(
    source.columns.map(({ name }) => name),
    column,
  );
  if (at < 0) {
    throw new MatchInputError(`The table has no column "${column}".`);
  }
  const { cells } = await readCells(source, scratch);
  const keys = cells[at] ?? [];
  const filled = keys.filter((key) => key !== '');
  return { rows: keys.length, repeated: filled.length - new Set(filled).size, empty: keys.length - filled.length };
}
