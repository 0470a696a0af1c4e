import { writeFile } from 'node:fs/promises';
import { MatchInputError } from '../errors';
import type { Clusters } from '../group/clusters';
import type { EarlierIds } from '../group/matchIds';
import type { OrderedTable } from '../index/keyOrder';
import type { EarlierOutput } from '../job';
import type { LabeledRow } from '../learn/labels';
import { Matcher, type MatcherSetting } from '../matcher';
import { matchAddedRows } from './addRows';
import { type Difference, differenceOf } from './difference';
import { reportMatches, reportWords } from './matchReport';
import { readEarlier } from './readEarlier';

/** Clusters, and what an earlier output means for them. */
export interface Matched {
  readonly clusters: Clusters;
  readonly earlier?: EarlierIds;
  /** Writes what became of the earlier output, once all ids are known; resolves to a few words on it. */
  readonly tell?: (ids: BigInt64Array) => Promise<string>;
}

/** What of a job it depends on. */
interface AfterJob {
  readonly earlier: EarlierOutput;
  readonly confidenceScores: boolean;
  readonly scratch: string;
}

/** Matches a table of which an earlier output is at hand. @throws MatchInputError for an output that is none of this table */
export async function matchAfter(
  { earlier: output, confidenceScores, scratch }: AfterJob,
  table: OrderedTable,
  labels: readonly LabeledRow[],
  setting: MatcherSetting,
): Promise<Matched> {
  setting.report('Reading the earlier matches', 0);
  const earlier = await readEarlier(output.files, table, scratch);
  const difference = differenceOf(table, earlier);
  refuseForeign(difference);
  const { clusters, comparedAgain } = output.matchAllRows
    ? {
        clusters: await (await Matcher.make(table, labels, setting)).match(),
        comparedAgain: table.rows - difference.added.length,
      }
    : await matchAddedRows(table, earlier, difference, labels, setting, confidenceScores);
  const earlierOf = difference.before.map((row) => (row < 0 ? -1 : (earlier.clusterOf[row] ?? -1)));
  const tell = async (ids: BigInt64Array): Promise<string> => {
    const report = reportMatches({
      clusters,
      ids,
      keys: table.cells[table.key] ?? [],
      earlierOf,
      earlierIds: earlier.ids,
      changedRows: difference.changed,
      comparedAgain,
      goneKeys: difference.goneKeys,
    });
    const about = { earlierOutput: output.files.map(({ name }) => name), ...report };
    await writeFile(output.reportFile, `${JSON.stringify(about, undefined, 2)}\n`);
    return reportWords(report);
  };
  return { clusters, earlier: { clusterOf: earlierOf, ids: earlier.ids }, tell };
}

/** Keys that are all unknown are those of another table. */
function refuseForeign({ before, base }: Difference): void {
  if (base.rows > 0 && before.every((row) => row < 0)) {
    throw new MatchInputError(
      `None of the ${base.rows.toLocaleString('en-US')} keys of the earlier output is in the table: it is the output of another table. Give an output of this one, or leave --EXISTING_MATCHES_S3_PATH out.`,
    );
  }
}
