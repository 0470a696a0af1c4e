import { appendRecords } from '../compare/appendRecords';
import type { BlockingBudget } from '../compare/candidates';
import { type ColumnNeighbours, columnSearch, drownedColumns, withNewValues } from '../compare/columnNeighbours';
import { NeighbourFinder } from '../compare/neighbourFinder';
import { type Neighbours, noNeighbours, searchIndex } from '../compare/neighbours';
import { packColumn } from '../compare/packColumn';
import { packRecords } from '../compare/packRecords';
import type { Records } from '../compare/records';
import { TextCutter } from '../compare/text';
import { Unicode } from '../compare/unicode';
import { checkMemory } from '../size/reckon';
import type { Team } from '../threads/team';
import type { OrderedTable } from './keyOrder';

/** Records between two reports of progress. */
export const searchedAtOnce = 256;

export type Report = (step: string, fraction: number) => void;

/** What matching needs to know of a table, whatever the labels: its records in packed form and what is near to each of them. */
export interface TableIndex {
  readonly records: Records;
  readonly neighbours: Neighbours;
  /** What is near by columns that longer ones drown. */
  readonly columns: readonly ColumnNeighbours[];
}

/** Packs a table and finds its records' neighbours. The primary key takes no part, as in Glue: it says which record, not what it is like. */
export async function indexTable(
  table: OrderedTable,
  budget: BlockingBudget,
  team: Team,
  report: Report,
): Promise<TableIndex> {
  checkMemory(table, budget.k, team.size, process.availableMemory());
  const unicode = new Unicode();
  const cutter = new TextCutter(unicode);
  const columns = comparedColumns(table).map((column, done, { length }) => {
    report('Comparing texts', done / length);
    return packColumn(table.columns[column] ?? '', table.cells[column] ?? [], cutter);
  });
  const records = packRecords(columns, table.rows, unicode);
  const neighbours = noNeighbours(records, budget.k);
  const work = { kind: 'neighbours', records, index: searchIndex(records), search: budget, into: neighbours } as const;
  await team.run(work, records.count, searchedAtOnce, (fraction) => report('Finding candidate pairs', fraction));
  const drowned: ColumnNeighbours[] = [];
  for (const column of drownedColumns(records)) {
    const { into, ...search } = columnSearch(records, column, budget.visits);
    const count = search.records.count;
    await team.run({ kind: 'neighbours', ...search, into }, count, searchedAtOnce, (fraction) =>
      report('Finding candidate pairs by column', fraction),
    );
    drowned.push({ column, neighbours: into });
  }
  return { records, neighbours, columns: drowned };
}

/** Cells of rows of a table that are compared, row by row. */
export function comparedCells(table: OrderedTable, rows: readonly number[]): string[][] {
  const compared = comparedColumns(table);
  return rows.map((row) => compared.map((column) => table.cells[column]?.[row] ?? ''));
}

/** The compared ones among cells in order of a table's columns. */
export function compared(table: Pick<OrderedTable, 'columns' | 'key'>, cells: readonly string[]): string[] {
  return comparedColumns(table).map((column) => cells[column] ?? '');
}

function comparedColumns({ columns, key }: Pick<OrderedTable, 'columns' | 'key'>): number[] {
  return columns.map((_, column) => column).filter((column) => column !== key);
}

/** Adds records that only labels know; `rows` are their cells in order of the table's columns. */
export function withStrangers(
  index: TableIndex,
  table: OrderedTable,
  rows: readonly (readonly string[])[],
  budget: BlockingBudget,
): TableIndex {
  if (rows.length === 0) {
    return index;
  }
  const records = appendRecords(
    index.records,
    rows.map((row) => compared(table, row)),
    new Unicode(),
  );
  const neighbours = noNeighbours(records, budget.k);
  neighbours.ids.set(index.neighbours.ids);
  neighbours.cosines.set(index.neighbours.cosines);
  const finder = new NeighbourFinder(records, searchIndex(index.records), budget, neighbours);
  finder.find(index.records.count, records.count);
  const columns = index.columns.map((column) => withNewValues(column, index.records, records, budget.visits));
  return { records, neighbours, columns };
}
