import { blockingBudget, choosePairs } from '../../../src/local/match/compare/candidates';
import { indexOf } from '../../../src/local/match/index/indexOf';
import { inKeyOrder } from '../../../src/local/match/index/keyOrder';
import type { MatchJob } from '../../../src/local/match/job';
import { runMatchJob as run } from '../../../src/local/match/pipeline';
import { readTable } from '../../../src/local/match/table/readTable';
import { Team } from '../../../src/local/match/threads/team';

/** The engine as one bundle has it, to be measured beside others. */
export const runMatchJob = run;

export function makeTeam(size: number, program: URL): Team {
  return new Team(size, program);
}

/** The share of true pairs that are candidates, by the truth's cluster of each key. */
export async function pairCompleteness(job: MatchJob, truth: ReadonlyMap<string, string>): Promise<number> {
  const { settings, keeping, scratch } = job;
  const table = inKeyOrder(await readTable(job.table, settings.primaryKey, scratch));
  const budget = blockingBudget(settings.accuracyCostTradeoff, table.rows);
  const { neighbours } = await indexOf(table, budget, keeping, new Team(1, undefined), () => undefined);
  const { left, right } = choosePairs(neighbours, table.rows, budget);
  const clusters = (table.cells[table.key] ?? []).map((key) => truth.get(key) ?? key);
  let found = 0;
  for (let pair = 0; pair < left.length; pair++) {
    found += clusters[left[pair] ?? 0] === clusters[right[pair] ?? 0] ? 1 : 0;
  }
  const sizes = Map.groupBy(clusters, (cluster) => cluster);
  return found / [...sizes.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
}
