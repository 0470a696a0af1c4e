import { readFile } from 'node:fs/promises';
import { chooseSets } from './ask';
import { samplePairs } from './compare/candidates';
import { MatchInputError } from './errors';
import { matchIds } from './group/matchIds';
import { inKeyOrder } from './index/keyOrder';
import type { Report } from './index/tableIndex';
import type { LabeledRow, MatchJob, MatchResult } from './job';
import { Matcher } from './matcher';
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
  await checkMemory(job.table);
  const table = inKeyOrder(await readTable(job.table, job.settings.primaryKey, job.scratch));
  if (job.kind === 'generate' && table.rows === 1) {
    throw new MatchInputError(
      "The table has one row, and a labeling set compares rows with each other. Upload the rest of the data, or correct the table's location.",
    );
  }
  const labels = JSON.parse(await readFile(job.labelsFile, 'utf8')) as LabeledRow[];
  const matcher = await Matcher.make(table, labels, { settings: job.settings, team, keeping: job.keeping, report });
  switch (job.kind) {
    case 'evaluate':
      return { kind: 'evaluate', metrics: matcher.estimate() };
    case 'generate': {
      const asked = JSON.parse(await readFile(job.askedFile, 'utf8')) as string[][];
      const sets = await generate(job, matcher, asked);
      return { kind: 'generate', rows: sets.reduce((sum, set) => sum + set.length, 0), sets };
    }
    case 'findMatches': {
      checkOutput(job.outputFormat, table.columns);
      const clusters = await matcher.match();
      report('Writing matches', 0);
      const keptAsText = await writeMatches(job, table, clusters, matchIds(clusters, table.cells[table.key] ?? []));
      return {
        kind: 'findMatches',
        rows: table.rows,
        clusters: clusters.count,
        matchedPairs: pairsWithin(clusters.clusterOf),
        keptAsText,
      };
    }
  }
}

async function generate(
  job: Extract<MatchJob, { kind: 'generate' }>,
  matcher: Matcher,
  asked: readonly (readonly string[])[],
): Promise<string[][]> {
  const { table } = matcher;
  const pairs = samplePairs(matcher.candidates(), asked.length);
  const scores = matcher.labeled.length > 0 ? await matcher.score(pairs, matcher.train()) : undefined;
  const shown = [
    ...asked.map((keys) => keys.flatMap((key) => table.rowOf(key) ?? [])),
    ...matcher.labels.sets.map(({ records }) => records),
  ];
  const name = `round ${asked.length}`;
  const sets = chooseSets({
    count: table.rows,
    pairs,
    scores,
    neighbours: matcher.neighbours,
    shown,
    sets: job.sets,
    rowsPerSet: job.rowsPerSet,
    random: matcher.random(name),
  });
  return writeLabelingFile(job.outputFile, table, sets, name);
}

/** How many pairs of rows share a cluster. */
function pairsWithin(clusterOf: Int32Array): number {
  const sizes = new Map<number, number>();
  let pairs = 0;
  for (const cluster of clusterOf) {
    const size = sizes.get(cluster) ?? 0;
    pairs += size;
    sizes.set(cluster, size + 1);
  }
  return pairs;
}
