import type { BlockingBudget } from '../compare/candidates';
import type { Team } from '../threads/team';
import { indexName, type Keeping, keepIndex, loadIndex } from './keptIndex';
import type { OrderedTable } from './keyOrder';
import { indexTable, type Report, type TableIndex } from './tableIndex';

/** The index of a table: the one that was kept, or else a new one, which is kept then. */
export async function indexOf(
  table: OrderedTable,
  budget: BlockingBudget,
  keeping: Keeping | undefined,
  team: Team,
  report: Report,
): Promise<TableIndex> {
  if (!keeping) {
    return indexTable(table, budget, team, report);
  }
  report('Looking for the index of the table', 0);
  const name = indexName(table, budget);
  const kept = await loadIndex(keeping, name);
  if (kept) {
    return kept;
  }
  const index = await indexTable(table, budget, team, report);
  report('Keeping the index of the table', 0);
  await keepIndex(keeping, name, index);
  return index;
}
