import type { Log } from '../log';
import { matchColumns } from '../match/output/matchColumns';
import type { RunRecord, TransformRecord } from '../state/records';
import type { TaskResult } from './job';

/** Notes how the output of FindMatches differs from what one may expect. Values only where all is logged. */
export function logMatches(run: RunRecord, { schema }: TransformRecord, result: TaskResult, log: Log): void {
  if (result.kind !== 'findMatches') {
    return;
  }
  if (result.note !== undefined) {
    log.info('went on from an earlier output', { taskRunId: run.id, outcome: result.note });
  }
  for (const { column, type, row, value } of result.keptAsText) {
    const fields = { taskRunId: run.id, column, type, row: row + 1 };
    log.info('a column is written as text, because its type would change the value in this row', fields);
    log.debug('the value that its type would change', { ...fields, value });
  }
  const { id, score } = matchColumns(schema.map(({ Name }) => Name));
  if (id !== 'match_id' || score !== 'match_confidence_score') {
    log.info('the table has columns of these names already, so the columns added are called otherwise', {
      taskRunId: run.id,
      matchId: id,
      matchConfidenceScore: score,
    });
  }
}
