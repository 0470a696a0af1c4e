import type { TableRows } from '../../../shared/tableDescription';
import { readCells } from './readTable';
import type { TableSource } from './source';

/** The first rows of a table, as task runs read it, and how many there are. @throws MatchInputError as reading the table does */
export async function firstRows(source: TableSource, limit: number, scratch: string): Promise<TableRows> {
  const { cells } = await readCells(source, scratch);
  const rows = cells[0]?.length ?? 0;
  return {
    columns: source.columns.map(({ name }) => name),
    total: rows,
    rows: Array.from({ length: Math.min(limit, rows) }, (_, row) => cells.map((column) => column[row] ?? '')),
  };
}
