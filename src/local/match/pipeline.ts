import { readFile } from 'node:fs/promises';
import { ask } from './ask/ask';
import { type Matched, matchAfter } from './earlier/matchAfter';
import { matchIds } from './group/matchIds';
import { pairsWithin } from './group/pairsWithin';
import { inKeyOrder, type OrderedTable } from './index/keyOrder';
import type { Report } from './index/tableIndex';
import type { DrawnPair, MatchJob, MatchResult } from './job';
import type { LabeledRow } from './learn/labels';
import { Matcher, type MatcherSetting } from './matcher';
import { refuseNothingToCompare } from './nothingToCompare';
import { checkOutput } from './output/matchColumns';
import { writeLabelingFile, writeMatches } from './output/output';
import { checkMemory } from './size/memoryNeed';
import { readTable } from './table/readTable';
import { Team } from './threads/team';

/**
 * Runs one job to its end. What it writes goes to the job's output file and, meanwhile, to its scratch folder; a process
 * killed in between leaves at worst half a file there.
 * @param report told the name of the step at work and the part of it that is done, 0 to 1
 * @throws MatchInputError, whose message is fit for a task run's ErrorString, when input has to be put right first
 */
export async function runMatchJob(
  job: MatchJob,
  report: Report,
  team: Team = new Team(1, undefined),
): Promise<MatchResult> {
  report('Reading the table', 0);
  const earlier = job.kind === 'findMatches' ? (job.earlier?.files ?? []) : [];
  await checkMemory([...job.table.files, ...earlier]);
  const table = inKeyOrder(await readTable(job.table, job.settings.primaryKey, job.scratch));
  if (job.kind === 'generate') {
    refuseNothingToCompare(table);
  }
  const labels = JSON.parse(await readFile(job.labelsFile, 'utf8')) as LabeledRow[];
  const setting = { settings: job.settings, team, keeping: job.keeping, report };
  switch (job.kind) {
    case 'evaluate': {
      const matcher = await Matcher.make(table, labels, setting);
      return { kind: 'evaluate', metrics: await matcher.estimate() };
    }
    case 'quality': {
      const matcher = await Matcher.make(table, labels, setting);
      const drawn = JSON.parse(await readFile(job.drawnFile, 'utf8')) as DrawnPair[];
      return { kind: 'quality', quality: await matcher.quality(drawn, table.rowOf) };
    }
    case 'generate': {
      const matcher = await Matcher.make(table, labels, setting);
      const asked = JSON.parse(await readFile(job.askedFile, 'utf8')) as string[][];
      const { sets, drawn } = await ask(job, table, matcher, asked);
      const name = `round ${asked.length}`;
      const written = await writeLabelingFile(job.outputFile, table, sets, name);
      return { kind: 'generate', rows: sets.reduce((sum, set) => sum + set.length, 0), sets: written, drawn };
    }
    case 'findMatches':
      checkOutput(job.outputFormat, table.columns);
      return findMatches(job, table, labels, setting);
  }
}

async function findMatches(
  job: Extract<MatchJob, { kind: 'findMatches' }>,
  table: OrderedTable,
  labels: readonly LabeledRow[],
  setting: MatcherSetting,
): Promise<MatchResult> {
  const matched: Matched = job.earlier
    ? await matchAfter({ ...job, earlier: job.earlier }, table, labels, setting)
    : { clusters: await (await Matcher.make(table, labels, setting)).match() };
  const { clusters } = matched;
  const keys = table.cells[table.key] ?? [];
  const ids = matchIds(clusters, keys, matched.earlier);
  setting.report('Writing matches', 0);
  const keptAsText = await writeMatches(job, table, clusters, ids);
  return {
    kind: 'findMatches',
    rows: table.rows,
    clusters: clusters.count,
    matchedPairs: pairsWithin(clusters.clusterOf, clusters.count),
    keptAsText,
    ...(matched.tell ? { note: await matched.tell(ids) } : {}),
  };
}
