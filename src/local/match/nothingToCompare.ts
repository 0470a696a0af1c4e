import { MatchInputError } from './errors';
import { foldRows } from './index/fold';
import type { OrderedTable } from './index/keyOrder';

/** @throws MatchInputError for a table of which no two rows can be asked about, with the reason */
export function refuseNothingToCompare(table: OrderedTable): void {
  const { rows, cells, key } = table;
  if (rows === 1) {
    throw new MatchInputError(
      "The table has one row, and a labeling set compares rows with each other. Upload the rest of the data, or correct the table's location.",
    );
  }
  const compared = cells.filter((_, column) => column !== key);
  if (compared.every((column) => column.every((cell) => cell.trim() === ''))) {
    throw new MatchInputError(
      'The table has nothing to compare: all cells but those of the primary key are blank. Check how the table is read, or give it columns that tell what its rows are about.',
    );
  }
  if (foldRows(table).count === 1) {
    throw new MatchInputError(
      `The ${rows.toLocaleString('en-US')} rows of the table are all the same but for their primary key. Such rows match whatever else is learned, so there is nothing to ask. Upload the rest of the data, or check how the table is read.`,
    );
  }
}
